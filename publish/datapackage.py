"""The descriptor of a snapshot's CSV files as a Frictionless Data Package."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import yaml

from publish.tables import Table

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


def describe(
    connection: duckdb.DuckDBPyConnection,
    tables: Sequence[Table],
    csv: Path,
    snapshot: str,
    created: str,
    synthetic: bool,
) -> dict[str, Any]:
    """The content of datapackage.json for the tables exported to the folder `csv`."""
    return {
        "name": "tintg-evaluation",
        "profile": "tabular-data-package",
        "title": "Evaluationsdaten zum Teilhabe- und Integrationsgesetz Nordrhein-Westfalen",
        "description": SYNTHETIC if synthetic else "Veröffentlichter Stand.",
        "version": snapshot,
        "created": created,
        "resources": [_resource(connection, table, csv / f"{table.name}.csv") for table in tables],
    }


def _resource(connection: duckdb.DuckDBPyConnection, table: Table, file: Path) -> dict[str, Any]:
    columns = connection.execute(
        "SELECT column_name, data_type, comment FROM duckdb_columns()"
        " WHERE schema_name = 'pub' AND table_name = ? ORDER BY column_index",
        [table.name],
    ).fetchall()
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
        "hash": "sha256:" + hashlib.sha256(file.read_bytes()).hexdigest(),
        "rows": rows[0] if rows else 0,
        **_credits(table),
        "schema": {
            "fields": [
                {"name": name, "type": _FIELD_TYPES[kind], "description": comment or name}
                for name, kind, comment in columns
            ],
            "primaryKey": table.key,
            "missingValues": [""],
        },
    }


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
