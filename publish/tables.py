"""The published tables: which columns of which mart may be seen, and how they are copied."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import yaml

from publish import disclosure
from publish.persons import Persons
from tintg.cells import literal

ALLOWED = Path(__file__).parent / "tables.yaml"
_GEOMETRY_FILES = {
    "regierungsbezirk": "nrw_regierungsbezirke.geojson",
    "kreis": "nrw_kreise.geojson",
    "gemeinde": "nrw_gemeinden.geojson",
}
_GEOMETRY_COLUMNS = {
    "raum_ebene": "Raumebene",
    "raum_id": "Schlüssel des Raums auf seiner Ebene",
    "geojson": "Umriss als GeoJSON-Geometrie, WGS 84",
}


class TableMismatch(Exception):
    """A published table does not equal its source in the warehouse; nothing was switched."""


@dataclass(frozen=True)
class Reference:
    """Columns of a table whose values stand in another one; empty cells refer to nothing."""

    table: str
    columns: list[str]


@dataclass(frozen=True)
class Table:
    """One published table: what may be seen of a mart.

    key: columns that tell its rows apart, never NULL. refers: columns that hold the key of
    another published table, by its name. credits: keys of credits.yaml.
    """

    name: str
    source: str
    description: str
    key: list[str]
    columns: list[str]
    refers: list[Reference] = field(default_factory=list)
    credits: list[str] = field(default_factory=list)


def load_tables() -> list[Table]:
    """The allow-list of published tables and columns."""
    content = yaml.safe_load(ALLOWED.read_text("utf-8"))
    return [_table(name, **spec) for name, spec in content.items()]


def _table(name: str, refers: Sequence[dict[str, Any]] = (), **spec: Any) -> Table:
    return Table(name=name, refers=[Reference(**each) for each in refers], **spec)


def copy_tables(
    connection: duckdb.DuckDBPyConnection,
    warehouse: Path,
    tables: Iterable[Table],
    hidden: Path,
) -> None:
    """Materialise the tables with their comments in schema pub, without the hidden rows' values.

    Protected values never enter the file: they are left out on the way, not overwritten later.

    Raises:
        TableMismatch: a copy differs from what it was copied from.
    """
    # views in the warehouse name their catalogue, which is the file's stem
    catalogue = warehouse.stem
    connection.execute(f"ATTACH {literal(str(warehouse))} AS {catalogue} (READ_ONLY)")
    connection.execute("CREATE SCHEMA pub")
    persons = Persons.of(connection, catalogue)
    for table in tables:
        columns, source = ", ".join(table.columns), f"{catalogue}.{table.source}"
        source = persons.seen_from_outside(table.name, source, catalogue)
        if table.name == disclosure.PROTECTED_TABLE:
            source = disclosure.protected(table.columns, source, hidden)
        connection.execute(
            f"CREATE TABLE pub.{table.name} AS SELECT {columns} FROM {source}"
            f" ORDER BY {', '.join(table.key)}"
        )
        if content(connection, columns, f"pub.{table.name}") != content(
            connection, columns, source
        ):
            raise TableMismatch(f"pub.{table.name} gleicht nicht {table.source} in der Datenbank")
        _comment(connection, table, catalogue)
    connection.execute(f"DETACH {catalogue}")


def content(
    connection: duckdb.DuckDBPyConnection, columns: str, relation: str
) -> tuple[object, ...] | None:
    """Number of rows and two checksums that do not depend on their order."""
    row: tuple[object, ...] | None = connection.execute(
        f"SELECT COUNT(*), BIT_XOR(HASH({columns})), SUM(HASH({columns})::HUGEINT) FROM {relation}"
    ).fetchone()
    return row


def _comment(connection: duckdb.DuckDBPyConnection, table: Table, catalogue: str) -> None:
    _set_comment(connection, f"TABLE pub.{table.name}", table.description)
    schema, name = table.source.split(".")
    described = connection.execute(
        "SELECT column_name, comment FROM duckdb_columns() WHERE database_name = ?"
        " AND schema_name = ? AND table_name = ? AND comment IS NOT NULL",
        [catalogue, schema, name],
    ).fetchall()
    for column, comment in described:
        if column in table.columns:
            _set_comment(connection, f"COLUMN pub.{table.name}.{column}", comment)


def _set_comment(connection: duckdb.DuckDBPyConnection, target: str, text: str) -> None:
    connection.execute(f"COMMENT ON {target} IS {literal(text)}")


def add_geometry(connection: duckdb.DuckDBPyConnection, geo: Path) -> Table:
    """The outlines of all areas as table pub.raum_geometrie, one row an area."""
    table = Table(
        name="raum_geometrie",
        source="seeds.geo",
        description="Eine Zeile je Raum mit seinem Umriss.",
        key=["raum_ebene", "raum_id"],
        columns=list(_GEOMETRY_COLUMNS),
        refers=[Reference("raum", ["raum_ebene", "raum_id"])],
        credits=["bkg"],
    )
    columns = ", ".join(f"{name} VARCHAR" for name in table.columns)
    connection.execute(f"CREATE TABLE pub.{table.name} ({columns})")
    for level, file in _GEOMETRY_FILES.items():
        features = json.loads((geo / file).read_text("utf-8"))["features"]
        connection.executemany(
            f"INSERT INTO pub.{table.name} VALUES (?, ?, ?)",
            [[level, f["id"], json.dumps(f["geometry"], separators=(",", ":"))] for f in features],
        )
    _set_comment(connection, f"TABLE pub.{table.name}", table.description)
    for column, comment in _GEOMETRY_COLUMNS.items():
        _set_comment(connection, f"COLUMN pub.{table.name}.{column}", comment)
    return table
