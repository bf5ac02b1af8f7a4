"""The descriptor of a snapshot's CSV files as a Frictionless Data Package."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import yaml

from publish.check import columns_of
from publish.files import sha256_of
from publish.tables import Reference, Table
from tintg.cells import MARK

_CREDITS = Path(__file__).parent / "credits.yaml"
# DuckDB's types in the words of the Frictionless Table Schema
_FIELD_TYPES = {
    "VARCHAR": "string",
    "BIGINT": "integer",
    "DOUBLE": "number",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP": "datetime",
}
SYNTHETIC = "Enthält nachgebildete Beispieldaten, keine amtlichen Zahlen."
_READING = (
    f"Beginnt ein Text wie eine Formel (mit = + - @ oder einem Tabulator, auch hinter Leerzeichen "
    f"oder einem Trennzeichen), steht in den CSV-Dateien ein {MARK} davor, damit kein "
    "Tabellenprogramm ihn ausführt; in Parquet und DuckDB steht er unverändert. Zeitpunkte sind "
    "in UTC."
)


def describe(
    connection: duckdb.DuckDBPyConnection,
    tables: Sequence[Table],
    csv: Path,
    snapshot: str,
    created: str,
    synthetic: bool,
) -> dict[str, Any]:
    """The content of datapackage.json for the tables exported to the folder `csv`."""
    keys = {table.name: table.key for table in tables}
    return {
        "name": "tintg-evaluation",
        "profile": "tabular-data-package",
        "title": "Evaluationsdaten zum Teilhabe- und Integrationsgesetz Nordrhein-Westfalen",
        "description": f"{SYNTHETIC if synthetic else 'Veröffentlichter Stand.'} {_READING}",
        "version": snapshot,
        "created": created,
        "resources": [
            _resource(connection, table, csv / f"{table.name}.csv", keys) for table in tables
        ],
    }


def _resource(
    connection: duckdb.DuckDBPyConnection, table: Table, file: Path, keys: dict[str, list[str]]
) -> dict[str, Any]:
    rows = connection.execute(f"SELECT COUNT(*) FROM pub.{table.name}").fetchone()
    return {
        "name": table.name,
        "path": file.name,
        "profile": "tabular-data-resource",
        "description": table.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": file.stat().st_size,
        "hash": f"sha256:{sha256_of(file)}",
        "rows": rows[0] if rows else 0,
        **_credits(table),
        "schema": {
            "fields": _fields(connection, table),
            "primaryKey": table.key,
            **_foreign_keys(table.refers, keys),
            "missingValues": [""],
        },
    }


def _fields(connection: duckdb.DuckDBPyConnection, table: Table) -> list[dict[str, Any]]:
    """Columns in their order. Where empty is a value, such as no breakdown, nothing is missing.

    The Table Schema does not tell "" from an empty cell; no column of ours holds both, and should
    one ever do so, empty cells count as missing.
    """
    comments = dict(
        connection.execute(
            "SELECT column_name, comment FROM duckdb_columns()"
            " WHERE schema_name = 'pub' AND table_name = ?",
            [table.name],
        ).fetchall()
    )
    columns = columns_of(connection, table.name)
    texts = [name for name, kind in columns.items() if kind == "VARCHAR"]
    counted = ", ".join(f"COUNT(*) = COUNT({name})" for name in texts)
    always = connection.execute(f"SELECT {counted} FROM pub.{table.name}").fetchone() or ()
    complete = {name for name, is_always in zip(texts, always, strict=True) if is_always}
    return [
        {
            "name": name,
            "type": _FIELD_TYPES[kind],
            "description": comments[name] or name,
            **({"missingValues": []} if name in complete else {}),
            **({"constraints": {"required": True}} if name in table.key else {}),
        }
        for name, kind in columns.items()
    ]


def _foreign_keys(refers: Sequence[Reference], keys: dict[str, list[str]]) -> dict[str, Any]:
    content = [
        {"fields": each.columns, "reference": {"resource": each.table, "fields": keys[each.table]}}
        for each in refers
    ]
    return {"foreignKeys": content} if content else {}


def _credits(table: Table) -> dict[str, Any]:
    """Sources and licences that must be named beside the table."""
    known = yaml.safe_load(_CREDITS.read_text("utf-8"))
    sources = [known[name] for name in table.credits]
    licenses = sorted({source["license"] for source in sources if "license" in source})
    content: dict[str, Any] = {}
    if sources:
        content["sources"] = [{"title": s["title"], "path": s["path"]} for s in sources]
    if licenses:
        content["licenses"] = [known["licenses"][name] for name in licenses]
    return content
