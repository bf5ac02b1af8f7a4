"""The rows of a source that count, with the corrections of seeds/korrektur.csv applied."""

from sqlmesh import macro

from macros.gueltige_lieferung import valid_deliveries

OWN = ("_lieferung_id", "_zeile", "_korrektur")
STATUS, TEXT = "_status", "_text"
# column of stg.korrektur with the old value as this type prints it; `alt` for all others
OLD = {"BIGINT": "alt_ganzzahl", "DECIMAL(18, 2)": "alt_betrag", "DOUBLE": "alt_zahl"}


@macro()
def gueltige_zeilen(evaluator, quelle, datenstand, einheit, schluessel):
    """A subquery on raw.<quelle>: of each replacement unit the rows of the delivery that counts.

    Holds every column of raw.<quelle>, `datenstand`, and `_korrektur`: the corrected columns of
    the row, divided by `|`, empty for none. A corrected cell loses its sign and raw text.

    Args:
        quelle: the source.
        datenstand: the newest Datenstand that counts.
        einheit: columns of the replacement unit; `QUARTER(datum)` is the quarter of a date.
        schluessel: columns of the natural key inside the unit.

    Corrections are looked up by the text of unit and key, which DuckDB only makes where the
    source has any correction at all.
    """
    source = quelle.name
    unit, key = _listed(einheit), _listed(schluessel)
    fixed = {*OWN, *(column for part in unit for column in _columns(part)), *_columns(schluessel)}
    # the contract's columns as the lake holds them; unknown only while SQLMesh first loads
    types = {
        name: type_.sql(dialect="duckdb")
        for name, type_ in evaluator.columns_to_types(f"raw.{source}").items()
    }
    open_ = [
        name
        for name in types
        if name not in fixed
        and not (name.endswith(STATUS) and name.removesuffix(STATUS) in types)
        and not (name.endswith(TEXT) and name.removesuffix(TEXT) + STATUS in types)
    ]
    looked_up = "".join(
        f""",
            MAX(CASE WHEN spalte = '{name}' THEN COALESCE({OLD.get(types[name], "alt")}, '') END)
                AS {name}__alt,
            MAX(CASE WHEN spalte = '{name}' THEN neu END) AS {name}__neu"""
        for name in open_
    )
    hits = "".join(
        f""",
            korrektur.{name}__neu,
            CASE WHEN NOT korrektur.{name}__alt IS NULL
                THEN COALESCE(CAST(zeile.{name} AS TEXT), '') = korrektur.{name}__alt
                ELSE FALSE END AS {name}__trifft"""
        for name in open_
    )
    names = ", ".join(f"CASE WHEN {name}__trifft THEN '|{name}' ELSE '' END" for name in open_)
    values = ", ".join(_value(name, type_, open_) for name, type_ in types.items())
    return f"""(
        SELECT
            {values}, datenstand,
            CASE
                WHEN korrigiert IS NULL THEN '' ELSE SUBSTRING(CONCAT('', {names or "''"}), 2)
            END AS _korrektur
        FROM (
            SELECT
                {", ".join(f"zeile.{name}" for name in types)},
                lieferung.datenstand, korrektur.schluessel AS korrigiert{hits}
            FROM raw.{source} AS zeile
            INNER JOIN {valid_deliveries(f"register.{source}", datenstand.sql("duckdb"))}
                AS lieferung
                ON lieferung.lieferung_id = zeile._lieferung_id
                AND lieferung.einheit = CONCAT({_text(unit, "zeile")})
            LEFT JOIN (
                SELECT schluessel{looked_up}
                FROM stg.korrektur
                WHERE quelle = '{source}' AND ist_bekannt AND NOT ist_doppelt
                    AND {_usable(open_, types)}
                GROUP BY schluessel
            ) AS korrektur
                ON korrektur.schluessel = CONCAT(lieferung.einheit, ';', {_text(key, "zeile")})
        ) AS geprueft
    )"""


@macro()
def zeile_zur_korrektur(evaluator, quelle, schluessel):
    """A subquery with one row per correction of the source whose row is among the valid ones:
    nr, datenstand, _lieferung_id, whether it was applied, and the value that the warehouse holds,
    as text. `schluessel`: columns of unit and key.
    """
    source = quelle.name
    key = _columns(schluessel)
    types = evaluator.columns_to_types(f"stg.{source}")
    held = " ".join(
        f"WHEN '{name}' THEN CAST(zeile.{name} AS TEXT)"
        for name in types
        if name not in {*OWN, *key} and name.removesuffix(STATUS) not in types.keys() - {name}
    )
    place = _text(_listed(schluessel), "zeile")
    return f"""(
        SELECT
            korrektur.nr, zeile.datenstand, zeile._lieferung_id,
            CONCAT('|', zeile._korrektur, '|') LIKE CONCAT('%|', korrektur.spalte, '|%')
                AS ist_angewendet,
            CASE korrektur.spalte {held} END AS wert_text
        FROM stg.korrektur AS korrektur
        INNER JOIN stg.{source} AS zeile ON korrektur.schluessel = CONCAT({place})
        WHERE korrektur.quelle = '{source}' AND korrektur.ist_bekannt
    )"""


def _usable(columns: list, types: dict) -> str:
    """SQL that is true where the new value is empty or can be read as its column's type."""
    conditions = ["neu IS NULL"]
    for type_ in sorted({types[name] for name in columns}):
        names = ", ".join(f"'{name}'" for name in columns if types[name] == type_)
        conditions.append(f"(spalte IN ({names}) AND neu_passt LIKE '%|{type_}|%')")
    return f"({' OR '.join(conditions)})"


def _value(name: str, type_: str, open_: list[str]) -> str:
    """One column of the result: the correction's value, no sign beside it, else as delivered."""
    if name in open_:
        new = f"CAST({name}__neu AS {type_})"
        return f"CASE WHEN {name}__trifft THEN {new} ELSE {name} END AS {name}"
    for ending in (STATUS, TEXT):
        column = name.removesuffix(ending)
        if name.endswith(ending) and column in open_:
            return f"CASE WHEN NOT {column}__trifft THEN {name} END AS {name}"
    return name


def _listed(columns) -> list:
    """The expressions of `(a, b)`, `(a)` or `a`."""
    columns = columns.unnest()
    return list(columns.expressions) if columns.key in ("tuple", "array") else [columns]


def _columns(expression) -> set:
    """Names of all columns in an expression."""
    from sqlglot import exp

    return {column.name for column in expression.find_all(exp.Column)}


def _text(parts: list, table: str) -> str:
    """Arguments of CONCAT that write unit or key as the register does: `jahr=2023;quartal=1`."""
    texts = []
    for part in parts:
        (name,) = _columns(part)
        column = f"{table}.{name}"
        if part.key == "quarter":
            texts.append(f"'quartal=', YEAR({column}), '-Q', QUARTER({column})")
        else:
            texts.append(f"'{name}=', {column}")
    return ", ';', ".join(texts)
