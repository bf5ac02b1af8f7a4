"""How a sum treats parts that carry a sign instead of a value (indicator formulas)."""

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
