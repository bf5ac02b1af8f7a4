"""What of the warehouse follows from a contract: the staging model's first text and its unit test,
and what lists every source (all registers, the rows that corrections mean, the agreed columns).

A staging model belongs to whoever maintains it once it is there: `make generate` never touches it.
The others are written anew from the contracts each time.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from ingest.contract import LIEFERUNG_ID, SQL_TYPES, ZEILE, Column, Contract, UnitPart
from ingest.values import KINDS, STATUS, TEXT

DATENSTAND = "Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste"
COMPANIONS = {
    STATUS: "Zeichen statt eines Werts",
    TEXT: "Wortlaut der Angabe, wo sie keine einfache Zahl ist",
}
HERE = Path(__file__).parent
UNION = "\n  UNION ALL\n"
ADDITIVE = ("anzahl", "betrag", "freizahl")  # kinds of value that add up over a unit
GENERATED = "/* Erzeugt aus ingest/contracts/ mit `make generate`; nicht von Hand ändern. */"
FORMAT_WIDTH = 80  # of `sqlmesh format`
Row = dict[str, Any]
PERIODS: Row = {"jahr": 2023, "quartal": 1}
OTHER_KEY: Row = {"BIGINT": 2, "DATE": "2023-01-31"}
SAMPLES: Row = {
    "TEXT": "t",
    "BIGINT": 1,
    "DOUBLE": 1.5,
    "DECIMAL(18, 2)": 1.25,
    "DATE": "2023-02-01",
    "BOOLEAN": True,
}


def staging_model(contract: Contract) -> str:
    """The text of models/stg/<source>.sql, as `sqlmesh format` leaves it."""
    from sqlmesh.core.dialect import format_model_expressions, parse

    key = _key(contract)
    filled = ", ".join([*_unit_columns(contract), *contract.key, LIEFERUNG_ID, ZEILE, "datenstand"])
    text = f"""MODEL (
  name stg.{contract.source},
  kind FULL,
  description '{_description(contract)}',
  grain ({", ".join(dict.fromkeys([*_unit_columns(contract), *contract.key]))}),
  audits (
    NOT_NULL(columns := ({filled})),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := ({key})),{_quarters(contract)}
    ASSERT_EINE_LIEFERUNG_JE_EINHEIT(einheit := ({", ".join(_parts(contract))}))
  )
);

SELECT
{_projections(contract)}
FROM {source_call(contract)}
"""
    return str(format_model_expressions(parse(text, "duckdb"), "duckdb")) + "\n"


def source_call(contract: Contract) -> str:
    """The macro that gives the source's valid rows, with the contract's unit and key."""
    unit = ", ".join(map(_part, contract.unit))
    return (
        f"@gueltige_zeilen({contract.source}, @datenstand, "
        f"einheit := ({unit}), schluessel := ({', '.join(contract.key)}))"
    )


def _quarters(contract: Contract) -> str:
    return "".join(
        f'\n    ACCEPTED_RANGE("column" := {column.name}, min_v := 1, max_v := 4),'
        for column in contract.columns
        if column.kind == "quartal"
    )


def _description(contract: Contract) -> str:
    row = contract.prose.grain.partition(";")[0].rstrip(".") or "Eine Zeile je gelieferte Zeile"
    unit = " und ".join(part.name for part in contract.unit)
    law = f" ({contract.prose.domain} TIntG)" if contract.prose.domain else ""
    return (
        f"{row}: je Einheit ({unit}) die neueste Lieferung bis zum gewählten Datenstand, "
        f"mit Korrekturen{law}."
    ).replace("'", "''")


def _unit_columns(contract: Contract) -> list[str]:
    return [part.column for part in contract.unit]


def _part(part: UnitPart) -> str:
    return f"QUARTER({part.column})" if part.is_quarter else part.column


def _parts(contract: Contract) -> list[str]:
    """The unit in terms of columns; the quarter of a date is year and quarter."""
    return [
        text
        for part in contract.unit
        for text in (
            [f"YEAR({part.column})", f"QUARTER({part.column})"]
            if part.is_quarter
            else [part.column]
        )
    ]


def _key(contract: Contract) -> str:
    return ", ".join(dict.fromkeys([*_parts(contract), *contract.key]))


def _projections(contract: Contract) -> str:
    lines = [line for column in contract.columns for line in _projection(column)]
    lines += [
        ("datenstand::DATE AS datenstand", DATENSTAND),
        (f"{LIEFERUNG_ID}::TEXT AS {LIEFERUNG_ID}", "Lieferung, aus der die Zeile stammt"),
        (f"{ZEILE}::BIGINT AS {ZEILE}", "Zeilennummer in der gelieferten Datei"),
        ("_korrektur::TEXT AS _korrektur", "Korrigierte Spalten der Zeile, getrennt durch |"),
    ]
    return "\n".join(
        f"  {sql}{',' if place < len(lines) else ''} /* {comment} */"
        for place, (sql, comment) in enumerate(lines, 1)
    )


def _projection(column: Column) -> list[tuple[str, str]]:
    """A column and its companions; in years, quarters and keys a sign is never loaded."""
    type_ = _type(column)
    value = f"COALESCE({column.name}, '')" if _is_optional_key(column) else column.name
    lines = [(f"{value}::{type_} AS {column.name}", column.description)]
    for name in list(column.lake_columns)[1:]:
        ending = name.removeprefix(column.name)
        if ending == STATUS and not _can_have_sign(column):
            continue
        value = f"COALESCE({name}, '')" if ending == STATUS else name
        lines.append((f"{value}::TEXT AS {name}", COMPANIONS[ending]))
    return lines


def _is_optional_key(column: Column) -> bool:
    return column.is_key and not column.required and _type(column) == "TEXT"


def _can_have_sign(column: Column) -> bool:
    return not column.is_key and column.kind not in PERIODS


def staging_test(contract: Contract) -> str:
    """The text of tests/test_stg_<source>.yaml: every column arrives under its own name, an empty
    row with empty statuses, the newer of two deliveries replaces the unit; a correction replaces
    a value."""
    source = contract.source
    row, expected = _sample(contract)
    unit = _unit_text(contract, row)
    older, newer = _line("l1", "2023-03-01", unit), _line("l2", "2023-06-01", unit)
    empty = {name: row[name] for name in _unit_columns(contract)}
    empty |= {name: OTHER_KEY.get(_type(contract[name]), "andere") for name in _filled(contract)}
    empty |= {LIEFERUNG_ID: "l2", ZEILE: 3}
    arrived = {name: empty.get(name, _emptiness(contract, name)) for name in expected}
    arrived |= {"datenstand": "2023-06-01", "_korrektur": ""}
    replaced = row | {LIEFERUNG_ID: "l1", ZEILE: 9}
    tests = {
        f"test_stg_{source}_keeps_every_column_of_the_newer_delivery": _test(
            source, [older, newer], [replaced, row, empty], [expected, arrived]
        )
    }
    if corrected := _corrected(contract, row, expected, unit):
        correction, changed = corrected
        tests[f"test_stg_{source}_a_correction_replaces_the_value"] = _test(
            source, [newer], [row], [changed], [correction]
        )
    head = f"# stg.{source}: every column, empty values, the newer delivery; a correction.\n"
    return head + "\n".join(
        yaml.safe_dump({name: content}, sort_keys=False, allow_unicode=True, width=1000)
        for name, content in tests.items()
    )


def _test(
    source: str,
    deliveries: list[Row],
    delivered: list[Row],
    expected: list[Row],
    corrections: list[Row] | None = None,
) -> Row:
    return {
        "model": f"stg.{source}",
        "vars": {"datenstand": "9999-12-31"},
        "inputs": {
            f"register.{source}": {"rows": deliveries},
            f"raw.{source}": {"rows": delivered},
            "stg.korrektur": {"rows": corrections or []},
        },
        "outputs": {"query": {"rows": expected}},
    }


def _sample(contract: Contract) -> tuple[Row, Row]:
    """A row of raw in which each value is another one as far as its type allows, and of stg."""
    raw: Row = {}
    expected: Row = {}
    for place, column in enumerate(contract.columns, 10):
        for name, type_ in column.lake_columns.items():
            if name != column.name and not _can_have_sign(column):
                continue
            raw[name] = expected[name] = _value(SQL_TYPES[type_], place, name)
        if column.kind in PERIODS:
            raw[column.name] = expected[column.name] = PERIODS[column.kind]
    raw |= {LIEFERUNG_ID: "l2", ZEILE: 2}
    expected |= {"datenstand": "2023-06-01", LIEFERUNG_ID: "l2", ZEILE: 2, "_korrektur": ""}
    return raw, expected


def _value(type_: str, place: int, name: str) -> Any:
    if type_ == "TEXT":
        return f"{name}_{place}"
    if type_ == "DATE":
        return f"2023-02-{place:02d}" if place < 29 else f"2023-03-{place - 27:02d}"
    return True if type_ == "BOOLEAN" else SAMPLES[type_] + place


def _type(column: Column) -> str:
    return SQL_TYPES[column.lake_type]


def _filled(contract: Contract) -> list[str]:
    """Key columns that always hold something and are no part of the unit."""
    return [c.name for c in contract.columns if c.is_key and c.required and not c.is_unit]


def _emptiness(contract: Contract, name: str) -> str | None:
    """What an empty cell of raw becomes."""
    optional = any(c.name == name and _is_optional_key(c) for c in contract.columns)
    return "" if optional or name.endswith(STATUS) else None


def _unit_text(contract: Contract, row: Row) -> str:
    return ";".join(
        f"{part.name}={'2023-Q1' if part.is_quarter else row[part.column]}"
        for part in contract.unit
    )


def _line(id_: str, datenstand: str, unit: str) -> Row:
    return {
        "lieferung_id": id_,
        "datenstand": datenstand,
        "version": 1,
        "eingang": f"{datenstand}T08:00:00Z",
        "einheiten": unit,
        "status": "geladen",
    }


def _corrected(contract: Contract, raw: Row, expected: Row, unit: str) -> tuple[Row, Row] | None:
    """A correction of the last column that is no key, and the row it leads to."""
    column = next((c for c in reversed(contract.columns) if not c.is_key), None)
    if column is None:
        return None
    type_ = _type(column)
    old = raw[column.name]
    new = {"TEXT": "richtig", "DATE": "2024-12-31", "BOOLEAN": False}.get(type_, 99)
    correction = {
        "nr": 1,
        "quelle": contract.source,
        "schluessel": unit + "".join(f";{name}={raw[name]}" for name in contract.key),
        "spalte": column.name,
        "alt": str(old).lower() if type_ == "BOOLEAN" else str(old),
        "neu": str(new).lower() if type_ == "BOOLEAN" else str(new),
        "alt_ganzzahl": str(old),
        "alt_betrag": str(old),
        "alt_zahl": str(old),
        "neu_passt": f"|TEXT|{type_}|",
        "ist_bekannt": True,
        "ist_doppelt": False,
    }
    row = expected | {column.name: new, "_korrektur": column.name}
    row |= {name: "" for name in row if name == column.name + STATUS}
    row |= {
        name: None for name in row if name == column.name + TEXT and name in column.lake_columns
    }
    return correction, row


# --- what lists every source ---------------------------------------------------------------------


def all_registers(contracts: Sequence[Contract]) -> str:
    """models/register/alle.sql: the registers of all sources, one under the other."""
    names = [f"  SELECT\n    *\n  FROM register.{contract.source}" for contract in contracts]
    text = (HERE / "all_registers_model.sql.txt").read_text("utf-8")
    return text.replace("UNION", UNION.join(names))


def corrected_rows(contracts: Sequence[Contract]) -> str:
    """models/core/korrektur_zeile.sql: the row that each correction means."""
    parts = [f"  SELECT\n    *\n  FROM @zeile_zur_korrektur({_call(c)})" for c in contracts]
    text = (HERE / "corrected_rows_model.sql.txt").read_text("utf-8")
    return text.replace("UNION", UNION.join(parts))


def _call(contract: Contract) -> str:
    """Arguments of the macro, over several lines where `sqlmesh format` wants that."""
    key = [name for name in contract.key if name not in _unit_columns(contract)]
    columns = ", ".join([*map(_part, contract.unit), *key])
    arguments = [contract.source, f"schluessel := ({columns})"]
    if sum(map(len, arguments)) <= FORMAT_WIDTH:
        return ", ".join(arguments)
    return "\n    " + ",\n    ".join(arguments) + "\n  "


def delivery_comparisons(contracts: Sequence[Contract]) -> dict[str, str]:
    """Models of stg that compare deliveries: file name -> text."""
    open_codes = [(c, names) for c in contracts if (names := _open_codes(c))]
    return {
        "revision.sql": _comparison(
            "revision",
            [
                f"@zellen({contract.source}, {_einheit(contract)}, "
                f"schluessel := ({', '.join(contract.key)}), "
                f"geheim := {str(contract.has_pseudonyms).upper()})"
                for contract in contracts
            ],
        ),
        "revision_summe.sql": _comparison(
            "revision_sum",
            [
                f"@summen({contract.source}, {_einheit(contract)}, spalten := {_totals(contract)})"
                for contract in contracts
            ],
        ),
        "neuer_code.sql": _comparison(
            "new_codes",
            [
                f"@neue_codes({contract.source}, @datenstand, spalten := ({', '.join(names)}))"
                for contract, names in open_codes
            ],
        ),
    }


def tests_over_all_sources(contracts: Sequence[Contract]) -> dict[str, str]:
    """Unit tests of these models, which must name every table the models read: name -> text."""
    sources = [contract.source for contract in contracts]
    open_codes = [contract.source for contract in contracts if _open_codes(contract)]
    raw = [f"raw.{source}" for source in sources]
    tables = {
        "register_alle": ("all_registers", [f"register.{source}" for source in sources]),
        "core_korrektur_zeile": ("corrected_rows", [f"stg.{source}" for source in sources]),
        "stg_revision": ("revision", raw),
        "stg_revision_summe": ("revision_sum", raw),
        "stg_neuer_code": (
            "new_codes",
            [f"{schema}.{source}" for source in open_codes for schema in ("raw", "register")],
        ),
    }
    return {
        f"test_{model}.yaml": (HERE / f"{template}_test.yaml.txt")
        .read_text("utf-8")
        .replace("INPUTS", "\n".join(f"    {table}: {{rows: []}}" for table in inputs), 1)
        for model, (template, inputs) in tables.items()
    }


def _comparison(template: str, calls: Sequence[str]) -> str:
    """The text of the model, as `sqlmesh format` leaves it."""
    from sqlmesh.core.dialect import format_model_expressions, parse

    text = (HERE / f"{template}_model.sql.txt").read_text("utf-8")
    text = text.replace("SOURCES", UNION.join(f"SELECT * FROM {call}" for call in calls), 1)
    formatted = str(format_model_expressions(parse(text, "duckdb"), "duckdb"))
    return f"{GENERATED}\n{formatted}\n"


def _einheit(contract: Contract) -> str:
    return f"einheit := ({', '.join(map(_part, contract.unit))})"


def _totals(contract: Contract) -> str:
    """Columns whose sum means something; what starts above 0 is a mark on a scale, not a count."""
    names = [
        column.name
        for column in contract.columns
        if not column.is_key
        and (column.kind in ADDITIVE or column.name.endswith("_vzae"))
        and (column.minimum or 0) <= 0
    ]
    return f"({', '.join(names)})" if names else "NULL"


def _open_codes(contract: Contract) -> list[str]:
    """Columns whose codes have no agreed list."""
    return [
        column.name
        for column in contract.columns
        if KINDS[column.kind].is_code and column.code_list is None and not column.is_key
    ]


def agreed_columns(contracts: Sequence[Contract]) -> str:
    """seeds/vertrag.csv: what SQL needs to know about the agreed columns."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["quelle", "spalte", "datentyp", "ist_schluessel", "schutz", "bezeichnung"])
    for contract in contracts:
        for column in contract.columns:
            writer.writerow(
                [
                    contract.source,
                    column.name,
                    _type(column),
                    str(column.is_key).lower(),
                    column.protection,
                    column.description,
                ]
            )
    return text.getvalue()
