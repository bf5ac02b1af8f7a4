"""Which delivery counts (delivery interface 1.9), its rows with the corrections applied, and what
it changed against the delivery that counted before.

One file, because SQLMesh keeps a helper from another file as an import, not as part of a model.
"""

from sqlmesh import macro

OWN = ("_lieferung_id", "_zeile", "_korrektur")
STATUS, TEXT = "_status", "_text"
# column of stg.korrektur with the old value as this type prints it; `alt` for all others
OLD = {"BIGINT": "alt_ganzzahl", "DECIMAL(18, 2)": "alt_betrag", "DOUBLE": "alt_zahl"}


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
        FROM {_ranked(register, datenstand)} AS gereiht
        WHERE rang = 1
    )"""


@macro()
def lieferung_folge(evaluator, register, datenstand):
    """A subquery with one row per source and replacement unit that was delivered more than once
    up to `datenstand`: the delivery that counts and the one that would count without it.
    """
    ranked = _ranked(register.sql(dialect="duckdb"), datenstand.sql(dialect="duckdb"))
    return f"""(
        SELECT
            quelle, einheit,
            MAX(CASE WHEN rang = 1 THEN lieferung_id END) AS lieferung_id,
            MAX(CASE WHEN rang = 2 THEN lieferung_id END) AS vorige_id,
            MAX(CASE WHEN rang = 1 THEN datenstand END) AS datenstand,
            MAX(CASE WHEN rang = 2 THEN datenstand END) AS voriger_datenstand
        FROM {ranked} AS gereiht
        WHERE rang <= 2
        GROUP BY quelle, einheit
        HAVING COUNT(*) = 2
    )"""


def _ranked(register: str, datenstand: str) -> str:
    """A subquery with every unit of every delivery that was not refused; `rang` 1 counts."""
    return f"""(
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
    )"""


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
    open_ = _values(types, fixed)
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
            CASE korrektur.spalte {held} END AS wert_jetzt
        FROM stg.korrektur AS korrektur
        INNER JOIN stg.{source} AS zeile ON korrektur.schluessel = CONCAT({place})
        WHERE korrektur.quelle = '{source}' AND korrektur.ist_bekannt
    )"""


@macro()
def zellen(evaluator, quelle, einheit, schluessel, geheim):
    """A subquery with one row per cell of a unit's two deliveries: quelle, einheit, ist_neu,
    schluessel, spalte, wert, geheim; and one per row under the empty name. As delivered, before any
    correction. A sign stands in square brackets behind its value.

    Args:
        quelle: the source; which deliveries, says `lieferung` of the query around it.
        einheit: columns of the replacement unit; `QUARTER(datum)` is the quarter of a date.
        schluessel: columns of the natural key inside the unit.
        geheim: TRUE where key and values must not be shown; handed on.
    """
    source = quelle.name
    unit, key = _listed(einheit), _listed(schluessel)
    # a day may change within its quarter, so it is no fixed column here
    fixed = {*OWN, *_columns(schluessel)}
    fixed |= {name for part in unit if part.key != "quarter" for name in _columns(part)}
    types = evaluator.columns_to_types(f"raw.{source}")
    open_ = _values(types, fixed)
    cells = " ".join(f"WHEN '{name}' THEN {_shown(name, types)}" for name in open_)
    names = ", ".join(f"('{name}')" for name in ["", *open_])
    return f"""(
        SELECT
            lieferung.quelle, lieferung.einheit, lieferung.ist_neu, spalten.spalte,
            CONCAT({_text([*unit, *key], "zeile")}) AS schluessel,
            CASE spalten.spalte WHEN '' THEN '' {cells} END AS wert,
            {geheim.sql("duckdb")} AS geheim
        FROM raw.{source} AS zeile
        INNER JOIN lieferung
            ON lieferung.quelle = '{source}' AND lieferung.lieferung_id = zeile._lieferung_id
            AND lieferung.einheit = CONCAT({_text(unit, "zeile")})
        CROSS JOIN (VALUES {names}) AS spalten(spalte)
    )"""


@macro()
def summen(evaluator, quelle, einheit, spalten):
    """A subquery with the sums of `spalten` and the number of rows (under the empty name) in a
    unit's two deliveries: quelle, einheit, ist_neu, spalte, summe. Which deliveries, says
    `lieferung` of the query around it.
    """
    source, unit = quelle.name, _listed(einheit)
    columns = [] if spalten.sql(dialect="duckdb") == "NULL" else [c.name for c in _listed(spalten)]
    values = " ".join(f"WHEN '{name}' THEN zeile.{name}" for name in columns)
    names = ", ".join(f"('{name}')" for name in ["", *columns])
    return f"""(
        SELECT
            lieferung.quelle, lieferung.einheit, lieferung.ist_neu, spalten.spalte,
            CAST(SUM(CASE spalten.spalte WHEN '' THEN 1 {values} END) AS DOUBLE) AS summe
        FROM raw.{source} AS zeile
        INNER JOIN lieferung
            ON lieferung.quelle = '{source}' AND lieferung.lieferung_id = zeile._lieferung_id
            AND lieferung.einheit = CONCAT({_text(unit, "zeile")})
        CROSS JOIN (VALUES {names}) AS spalten(spalte)
        GROUP BY lieferung.quelle, lieferung.einheit, lieferung.ist_neu, spalten.spalte
    )"""


@macro()
def neue_codes(evaluator, quelle, datenstand, spalten):
    """A subquery with one row per code of the columns that no delivery with an earlier Datenstand
    held, and the delivery that brought it. What the first deliveries held is not new.

    Args:
        quelle: the source.
        datenstand: the newest Datenstand that counts.
        spalten: columns whose codes have no agreed list; several codes are divided by `|`.
    """
    source = quelle.name
    held = " UNION ALL ".join(
        f"""SELECT DISTINCT '{column.name}' AS spalte, {column.name} AS codes, _lieferung_id
                    FROM raw.{source}"""
        for column in _listed(spalten)
    )
    return f"""(
        SELECT
            '{source}' AS quelle, spalte, code, MIN(lieferung_id) AS lieferung_id, datenstand
        FROM (
            SELECT
                spalte, code, lieferung_id, datenstand, erster_datenstand,
                MIN(datenstand) OVER (PARTITION BY spalte, code) AS zuerst
            FROM (
                SELECT
                    spalte, UNNEST(STRING_SPLIT(codes, '|')) AS code,
                    lieferung_id, datenstand, erster_datenstand
                FROM ({held}) AS zeile
                INNER JOIN (
                    SELECT
                        lieferung_id, CAST(datenstand AS DATE) AS datenstand,
                        MIN(CAST(datenstand AS DATE)) OVER () AS erster_datenstand,
                        MAX(CAST(datenstand AS DATE)) OVER () AS letzter_datenstand
                    FROM register.{source}
                    WHERE status <> 'abgelehnt'
                        AND CAST(datenstand AS DATE) <= CAST({datenstand.sql("duckdb")} AS DATE)
                ) AS lieferung
                    ON lieferung.lieferung_id = zeile._lieferung_id
                    AND lieferung.erster_datenstand < lieferung.letzter_datenstand
                WHERE NOT codes IS NULL
            ) AS gehalten
        ) AS gereiht
        WHERE datenstand = zuerst AND zuerst > erster_datenstand
        GROUP BY spalte, code, datenstand
    )"""


def _values(types: dict, fixed: set) -> list[str]:
    """The columns of raw that hold a value of their own: no key, no sign or wording beside one."""
    return [
        name
        for name in types
        if name not in fixed
        and not (name.endswith(STATUS) and name.removesuffix(STATUS) in types)
        and not (name.endswith(TEXT) and name.removesuffix(TEXT) + STATUS in types)
    ]


def _shown(name: str, types: dict) -> str:
    """A cell as text: its value, its sign in square brackets, its wording where it has no value."""
    value, sign, wording = (f"zeile.{name}{ending}" for ending in ("", STATUS, TEXT))
    if name + STATUS not in types:
        return f"CAST({value} AS TEXT)"
    parts = [f"CAST({value} AS TEXT)", f"CASE WHEN {sign} <> '' THEN CONCAT(' [', {sign}, ']') END"]
    if name + TEXT in types:
        parts.append(f"CASE WHEN {value} IS NULL THEN CONCAT(' ', {wording}) END")
    return f"NULLIF(TRIM(CONCAT({', '.join(parts)})), '')"


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
