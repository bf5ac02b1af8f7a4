"""The rows of a source that count, with the corrections of seeds/korrektur.csv applied."""

from sqlmesh import macro

from macros.gueltige_lieferung import valid_deliveries

# how a value is written in a correction: point decimals, ISO dates; a cast alone would round
SPELLINGS = {
    "BIGINT": "^-?[0-9]+$",
    "DECIMAL(18, 2)": "^-?[0-9]+([.][0-9]{1,2})?$",
    "DOUBLE": "^-?[0-9]+([.][0-9]+)?$",
    "DATE": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
    "BOOLEAN": "^(true|false)$",
}
OWN = ("_lieferung_id", "_zeile", "_korrektur")
STATUS, TEXT = "_status", "_text"


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
            MAX(CASE WHEN spalte = '{name}' AND {spelled("neu", types[name])}
                THEN COALESCE(alt, '') END) AS {name}__alt,
            MAX(CASE WHEN spalte = '{name}' THEN {typed("neu", types[name])} END) AS {name}__neu"""
        for name in open_
    )
    hits = "".join(
        f""",
            korrektur.{name}__neu,
            CASE
                WHEN korrektur.{name}__alt IS NULL THEN FALSE
                WHEN korrektur.{name}__alt = '' THEN zeile.{name} IS NULL
                ELSE COALESCE(
                    zeile.{name} = {typed(f"korrektur.{name}__alt", types[name])}, FALSE
                )
            END AS {name}__trifft"""
        for name in open_
    )
    names = ", ".join(f"CASE WHEN {name}__trifft THEN '|{name}' ELSE '' END" for name in open_)
    values = ", ".join(_value(name, open_) for name in types)
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
                GROUP BY schluessel
            ) AS korrektur
                ON korrektur.schluessel = CONCAT(lieferung.einheit, ';', {_text(key, "zeile")})
        ) AS geprueft
    )"""


@macro()
def zeile_zur_korrektur(evaluator, quelle, schluessel):
    """A subquery with one row per correction of the source whose row is among the valid ones:
    nr, datenstand, _lieferung_id, whether it was applied, the value that the warehouse holds (as
    text), and whether that is the correction's new one. `schluessel`: columns of unit and key.
    """
    source = quelle.name
    types = {
        name: type_.sql(dialect="duckdb")
        for name, type_ in evaluator.columns_to_types(f"stg.{source}").items()
        if name not in OWN
    }
    held = " ".join(f"WHEN '{name}' THEN CAST(zeile.{name} AS TEXT)" for name in types)
    right = " ".join(
        f"WHEN '{name}' THEN CASE WHEN korrektur.neu IS NULL THEN zeile.{name} IS NULL "
        f"ELSE zeile.{name} = {typed('korrektur.neu', type_)} END"
        for name, type_ in types.items()
    )
    key = _text(_listed(schluessel), "zeile")
    return f"""(
        SELECT
            korrektur.nr, zeile.datenstand, zeile._lieferung_id,
            CONCAT('|', zeile._korrektur, '|') LIKE CONCAT('%|', korrektur.spalte, '|%')
                AS ist_angewendet,
            CASE korrektur.spalte {held} END AS wert_text,
            COALESCE(CASE korrektur.spalte {right} END, FALSE) AS ist_schon_richtig
        FROM stg.korrektur AS korrektur
        INNER JOIN stg.{source} AS zeile ON korrektur.schluessel = CONCAT({key})
        WHERE korrektur.quelle = '{source}' AND korrektur.ist_bekannt
    )"""


@macro()
def passt_zum_typ(evaluator, wert, typ):
    """True where the text `wert` is empty or a value of the type that `typ` names."""
    text, kind = wert.sql(dialect="duckdb"), typ.sql(dialect="duckdb")
    cases = " ".join(f"WHEN '{name}' THEN {spelled(text, name)}" for name in SPELLINGS)
    return f"CASE {kind} {cases} ELSE TRUE END"


def spelled(text: str, type_: str) -> str:
    """SQL that is true where the text is empty or can be read as the type."""
    if type_ not in SPELLINGS:
        return "TRUE"
    readable = f"REGEXP_MATCHES({text}, '{SPELLINGS[type_]}')"
    return f"({text} IS NULL OR ({readable} AND TRY_CAST({text} AS {type_}) IS NOT NULL))"


def typed(text: str, type_: str) -> str:
    """SQL for the text as a value of the type; NULL where it is none."""
    if type_ not in SPELLINGS:
        return text
    return (
        f"CASE WHEN REGEXP_MATCHES({text}, '{SPELLINGS[type_]}') "
        f"THEN TRY_CAST({text} AS {type_}) END"
    )


def _value(name: str, open_: list[str]) -> str:
    """One column of the result: the correction's value, no sign beside it, else as delivered."""
    if name in open_:
        return f"CASE WHEN {name}__trifft THEN {name}__neu ELSE {name} END AS {name}"
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
