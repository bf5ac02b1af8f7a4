"""Writes what follows from the contracts: external and register models, suites, pages.

`python -m ingest.derive` rewrites the files, `--check` fails if one of them differs
(a test runs it, so that a contract and what hangs on it cannot drift apart).
`--staging <source>` writes the first text of a new source's staging model and unit test.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from ingest import handbook
from ingest.contract import (
    LIEFERUNG_ID,
    SQL_TYPES,
    ZEILE,
    Column,
    Companion,
    Contract,
    load_contracts,
)
from ingest.staging import (
    agreed_columns,
    all_registers,
    corrected_rows,
    delivery_comparisons,
    staging_model,
    staging_test,
    tests_over_all_sources,
)
from ingest.values import STATUS
from tintg.paths import EXPECTATIONS, PROJECT, SEEDS

_GATE = {
    "regel": "TEXT",
    "schweregrad": "TEXT",
    "quelle": "TEXT",
    "meldung": "TEXT",
    "geprueft_am": "TIMESTAMP",
}
_WITHHELD = {
    "indikator_id": "TEXT",
    "raum_ebene": "TEXT",
    "raum_id": "TEXT",
    "zeitraum_typ": "TEXT",
    "zeitraum": "TEXT",
    "merkmal": "TEXT",
    "auspraegung": "TEXT",
    "geheim_art": "TEXT",
    "schwelle": "INT",
    "untergrenze": "BIGINT",
    "obergrenze": "BIGINT",
}
# the same for every source but its name, written as `sqlmesh format` leaves it
_REGISTER_MODEL = Path(__file__).parent / "register_model.sql.txt"
_HEADER = "# Erzeugt aus ingest/contracts/ mit `make generate`; nicht von Hand ändern.\n"


def external_models(contracts: Sequence[Contract]) -> str:
    """The tables that SQLMesh does not build: raw.<source> on the lake, what publishing found."""
    models: list[dict[str, Any]] = [
        {
            "name": f"raw.{contract.source}",
            "description": f"{contract.title}: eine Zeile je geladene Zeile, wie geliefert",
            "columns": _columns(contract),
            "column_descriptions": {c.name: c.description for c in contract.columns},
        }
        for contract in contracts
    ]
    models += [_companion(each) for contract in contracts for each in contract.companions]
    models += [
        {"name": "raw.gate", "description": "Befunde des letzten Prüflaufs", "columns": _GATE},
        {
            "name": "raw.geheimhaltung",
            "description": "Was im letzten veröffentlichten Stand geheim gehalten ist",
            "columns": _WITHHELD,
        },
    ]
    return _HEADER + _yaml(models)


def _companion(companion: Companion) -> dict[str, Any]:
    columns = {name: SQL_TYPES[type_] for name, type_ in companion.types.items()}
    return {
        "name": f"raw.{companion.name}",
        "description": companion.title,
        "columns": columns | {LIEFERUNG_ID: "TEXT", ZEILE: "BIGINT"},
        "column_descriptions": {c.name: c.description for c in companion.columns},
    }


def _columns(contract: Contract) -> dict[str, str]:
    columns: dict[str, str] = {}
    for column in contract.columns:
        columns |= {name: SQL_TYPES[type_] for name, type_ in column.lake_columns.items()}
    return columns | {LIEFERUNG_ID: "TEXT", ZEILE: "BIGINT"}


def delivery_suite(contract: Contract) -> str:
    """The source's suite: what ingest promised about raw.<source>, checked again from outside."""
    expectations = [_unique(contract)]
    for column in contract.columns:
        if column.required:
            expectations.append(_filled(column))
        if column.minimum is not None or column.maximum is not None:
            expectations.append(_in_range(column))
    expectations += [
        _kept(name, contract) for name in dict.fromkeys(r.name for r in contract.rules)
    ]
    return _HEADER + _yaml(
        {
            "name": f"lieferung_{contract.source}",
            "table": f"raw.{contract.source}",
            "expectations": expectations,
        }
    )


def _kept(name: str, contract: Contract) -> dict[str, Any]:
    """A rule of one name; its parts are separate only because empty values exempt each alone."""
    parts = [rule for rule in contract.rules if rule.name == name]
    broken = " OR ".join(f"NOT ({part.query})" for part in parts)
    return _no_rows(name, broken, " ".join(dict.fromkeys(part.description for part in parts)))


def _unique(contract: Contract) -> dict[str, Any]:
    """Grouped by hand, for the unit may be the quarter of a date, which is no column."""
    parts = [
        f"YEAR({part.column}), QUARTER({part.column})" if part.is_quarter else part.column
        for part in contract.unit
    ]
    key = ", ".join(dict.fromkeys([LIEFERUNG_ID, *parts, *contract.key]))
    return _expectation(
        "schluessel_eindeutig",
        f"SELECT MIN({ZEILE}) AS {ZEILE} FROM {{batch}} GROUP BY {key} HAVING COUNT(*) > 1",
        "Innerhalb einer Lieferung kommt jeder Schlüssel nur einmal vor.",
    )


def _filled(column: Column) -> dict[str, Any]:
    empty = f"{column.name} IS NULL"
    if column.has_status:
        empty += f" AND {column.name}{STATUS} IS NULL"
    return _no_rows(
        f"{column.name}_pflicht", empty, f"{column.name} trägt immer einen Wert oder ein Zeichen."
    )


def _in_range(column: Column) -> dict[str, Any]:
    limits = {"min_value": column.minimum, "max_value": column.maximum}
    words = [
        f"{word} {limit:g}"
        for word, limit in (("mindestens", column.minimum), ("höchstens", column.maximum))
        if limit is not None
    ]
    return {
        "type": "expect_column_values_to_be_between",
        "kwargs": {"column": column.name}
        | {name: limit for name, limit in limits.items() if limit is not None},
        "severity": "critical",
        "meta": {
            "id": f"{column.name}_bereich",
            "beschreibung": f"{column.name} ist {' und '.join(words)}.",
        },
    }


def _no_rows(name: str, condition: str, description: str) -> dict[str, Any]:
    return _expectation(name, f"SELECT {ZEILE} FROM {{batch}} WHERE {condition}", description)


def _expectation(name: str, query: str, description: str) -> dict[str, Any]:
    """A query that must find nothing."""
    return {
        "type": "unexpected_rows_expectation",
        "kwargs": {"unexpected_rows_query": query},
        "severity": "critical",
        "meta": {"id": name, "beschreibung": description},
    }


def _yaml(content: Any) -> str:
    return yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=1000)


def derived(contracts: Sequence[Contract]) -> dict[Path, str]:
    """Every derived file with the text it must have."""
    files = {PROJECT / "external_models.yaml": external_models(contracts)}
    files[PROJECT / "models" / "register" / "alle.sql"] = all_registers(contracts)
    files[PROJECT / "models" / "core" / "korrektur_zeile.sql"] = corrected_rows(contracts)
    for name, text in delivery_comparisons(contracts).items():
        files[PROJECT / "models" / "stg" / name] = text
    for name, text in tests_over_all_sources(contracts).items():
        files[PROJECT / "tests" / name] = text
    files[SEEDS / "vertrag.csv"] = agreed_columns(contracts)
    register_model = _REGISTER_MODEL.read_text("utf-8")
    for contract in contracts:
        register = PROJECT / "models" / "register" / f"{contract.source}.sql"
        files[register] = register_model.replace("SOURCE", contract.source)
        files[EXPECTATIONS / f"lieferung_{contract.source}.yaml"] = delivery_suite(contract)
    return files | handbook.pages(contracts)


def main(check: bool) -> int:
    """Write the files, or with `check` only compare; returns 1 if one differs."""
    different = [
        path
        for path, text in derived(load_contracts()).items()
        if not path.exists() or path.read_text("utf-8") != text
    ]
    for path in different:
        what = "passt nicht zu den Verträgen" if check else "neu geschrieben"
        print(f"{path.relative_to(PROJECT)}: {what}.")
        if not check:
            path.write_text(derived(load_contracts())[path], "utf-8")
    return 1 if check and different else 0


def scaffold(source: str) -> int:
    """Write a source's staging model and its unit test, each unless it is there already."""
    contract = next((c for c in load_contracts() if c.source == source), None)
    if contract is None:
        print(f"Einen Vertrag {source} gibt es nicht.")
        return 1
    for path, text in (
        (PROJECT / "models" / "stg" / f"{source}.sql", staging_model(contract)),
        (PROJECT / "tests" / f"test_stg_{source}.yaml", staging_test(contract)),
    ):
        if path.exists():
            print(f"{path.relative_to(PROJECT)} gibt es schon und bleibt, wie es ist.")
        else:
            path.write_text(text, "utf-8")
            print(f"{path.relative_to(PROJECT)} ist geschrieben; bitte durchsehen.")
    return 0


if __name__ == "__main__":
    if "--staging" in sys.argv:
        sys.exit(scaffold(sys.argv[-1]))
    sys.exit(main("--check" in sys.argv))
