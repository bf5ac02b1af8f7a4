"""Which delivery counts for which replacement unit (delivery interface 1.9)."""

from sqlmesh import macro


@macro()
def gueltige_lieferung(evaluator, register, datenstand):
    """A subquery with one row per source and replacement unit: quelle, einheit, lieferung_id,
    datenstand.

    `einheit` is written as in the register, for example `haushaltsjahr=2023;quartal=1`.

    For each unit the delivery with the highest (datenstand, version, eingang) up to
    `datenstand` counts, whole. A unit that such a delivery withdraws has no rows left in
    raw and so disappears by the join.
    """
    return valid_deliveries(register.sql(dialect="duckdb"), datenstand.sql(dialect="duckdb"))


def valid_deliveries(register: str, datenstand: str) -> str:
    """The subquery for the register (or all registers) of that name, as text."""
    return f"""(
        SELECT quelle, einheit, lieferung_id, datenstand
        FROM (
            SELECT
                quelle, einheit, lieferung_id, datenstand,
                ROW_NUMBER() OVER (
                    PARTITION BY quelle, einheit
                    ORDER BY datenstand DESC, version DESC, eingang DESC, lieferung_id DESC
                ) AS rang
            FROM (
                SELECT
                    quelle, lieferung_id, CAST(datenstand AS DATE) AS datenstand, version, eingang,
                    UNNEST(STRING_SPLIT(einheiten, '|')) AS einheit
                FROM {register}
                WHERE status <> 'abgelehnt'
                    AND CAST(datenstand AS DATE) <= CAST({datenstand} AS DATE)
            ) AS je_einheit
        ) AS gereiht
        WHERE rang = 1
    )"""
