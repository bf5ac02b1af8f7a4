"""What sign a sum or a share carries, by the signs of its parts (indicator formulas)."""

from sqlmesh import macro


@macro()
def summen_status(evaluator, wert, status):
    """Status of SUM(wert) over a group whose parts carry `status` (empty string = normal).

    Usable parts decide: the sum is normal, or `eingeschraenkt` if one of them is. If no part
    is usable, the status that all parts share, else `keine_angabe`.
    """
    wert, status = wert.sql(dialect="duckdb"), status.sql(dialect="duckdb")
    return f"""CASE
        WHEN COUNT({wert}) > 0
        THEN COALESCE(
            MAX(CASE WHEN NOT {wert} IS NULL AND {status} = 'eingeschraenkt' THEN {status} END),
            ''
        )
        WHEN MIN({status}) = MAX({status}) AND MIN({status}) <> ''
        THEN MIN({status})
        ELSE 'keine_angabe'
    END"""


@macro()
def status_beider(evaluator, eins, eins_status, zwei, zwei_status):
    """Status of what is computed from two values: that of the missing one, else `eingeschraenkt`
    if one of them is. A missing value without a sign is `keine_angabe`.
    """
    eins, eins_status, zwei, zwei_status = (
        part.sql(dialect="duckdb") for part in (eins, eins_status, zwei, zwei_status)
    )
    return f"""CASE
        WHEN {eins} IS NULL THEN {_sign(eins_status)}
        WHEN {zwei} IS NULL THEN {_sign(zwei_status)}
        WHEN {eins_status} = '' THEN {zwei_status}
        ELSE {eins_status}
    END"""


def _sign(status):
    return f"COALESCE(NULLIF({status}, ''), 'keine_angabe')"
