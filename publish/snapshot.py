"""A snapshot: the published tables, materialised in a folder of their own and switched to at once.

`data/published/<snapshot>/` is complete or not there: it is built beside under a hidden
name and renamed; `current` is a link that is replaced atomically (design, section 4).
Old files are never rewritten, because a process that has one open must keep what it reads.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import yaml

from publish import disclosure
from publish.gate import GateReport
from publish.gate_report import write_report

TABLES = Path(__file__).parent / "tables.yaml"
GEOMETRY = {
    "regierungsbezirk": "nrw_regierungsbezirke.geojson",
    "kreis": "nrw_kreise.geojson",
    "gemeinde": "nrw_gemeinden.geojson",
}
# DuckDB's types in the words of the Frictionless Table Schema
_FIELD_TYPES = {
    "VARCHAR": "string",
    "BIGINT": "integer",
    "DOUBLE": "number",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP": "datetime",
}


class SnapshotMismatch(Exception):
    """A published table does not equal its source in the warehouse; nothing was switched."""


@dataclass(frozen=True)
class Table:
    """One published table: what may be seen of a mart."""

    name: str
    source: str
    description: str
    key: list[str]
    columns: list[str]


def load_tables(path: Path = TABLES) -> list[Table]:
    """The allow-list of published tables and columns."""
    return [Table(name=name, **spec) for name, spec in yaml.safe_load(path.read_text()).items()]


@dataclass(frozen=True)
class Origin:
    """Where a snapshot comes from, for its manifest."""

    commit: str
    datenstand: str
    input_sha256: str
    versions: dict[str, str]
    synthetic: Callable[[str, str, str], bool]
    """Whether the delivery (source, file name, sha256) is marked as synthetic."""


def write_snapshot(
    warehouse: Path, published: Path, geo: Path, report: GateReport, origin: Origin
) -> str:
    """Build a snapshot from the warehouse and switch `current` to it; returns its id.

    Raises:
        SnapshotMismatch: a table differs from its source, the last snapshot stays current.
    """
    now = dt.datetime.now(dt.UTC)
    snapshot = f"{now:%Y%m%dT%H%M%SZ}-{origin.input_sha256[:8]}"
    published.mkdir(parents=True, exist_ok=True)
    for leftover in published.glob(".neu-*"):
        shutil.rmtree(leftover)
    folder = published / f".neu-{snapshot}"
    folder.mkdir()
    tables = load_tables()
    with duckdb.connect(folder / "tintg.duckdb", config={"threads": 2}) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        _copy_tables(connection, warehouse, tables)
        withheld = disclosure.protect(connection)
        tables.append(_add_geometry(connection, geo))
        _export(connection, tables, folder)
        package = _datapackage(connection, tables, snapshot, now)
        sources = _sources(connection, origin)
    (folder / "csv" / "datapackage.json").write_text(_json(package), "utf-8")
    write_report(report, folder / "gate")
    manifest = {
        "snapshot": snapshot,
        "erstellt_am": now.isoformat(timespec="seconds"),
        "commit": origin.commit,
        "datenstand_gewaehlt": origin.datenstand,
        "eingabe_sha256": origin.input_sha256,
        "synthetisch": any(d["synthetisch"] for ds in sources.values() for d in ds),
        "quellen": sources,
        "tabellen": {
            r["name"]: {"zeilen": r["rows"], "sha256": r["hash"].removeprefix("sha256:")}
            for r in package["resources"]
        },
        "gate": report.by_suite(),
        "geheimhaltung": {"regel": disclosure.RULE, "zurueckgehalten": withheld},
        "versionen": origin.versions,
    }
    (folder / "manifest.json").write_text(_json(manifest), "utf-8")
    _sync(folder)
    folder.rename(published / snapshot)
    _switch(published, snapshot)
    return snapshot


def current_manifest(published: Path) -> dict[str, Any] | None:
    """The manifest of the snapshot that `current` points to, None where there is none."""
    path = published / "current" / "manifest.json"
    if not path.exists():
        return None
    manifest: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return manifest


def _copy_tables(
    connection: duckdb.DuckDBPyConnection, warehouse: Path, tables: Iterable[Table]
) -> None:
    # views in the warehouse name their catalogue, which is the file's stem
    connection.execute(f"ATTACH '{warehouse}' AS {warehouse.stem} (READ_ONLY)")
    connection.execute("CREATE SCHEMA pub")
    for table in tables:
        columns, source = ", ".join(table.columns), f"{warehouse.stem}.{table.source}"
        connection.execute(
            f"CREATE TABLE pub.{table.name} AS SELECT {columns} FROM {source}"
            f" ORDER BY {', '.join(table.key)}"
        )
        here, there = (
            connection.execute(
                f"SELECT COUNT(*), BIT_XOR(HASH({columns})), SUM(HASH({columns})::HUGEINT)"
                f" FROM {relation}"
            ).fetchone()
            for relation in (f"pub.{table.name}", source)
        )
        if here != there:
            raise SnapshotMismatch(f"pub.{table.name} gleicht {table.source} nicht")
        _comment(connection, table, warehouse.stem)
    connection.execute(f"DETACH {warehouse.stem}")


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
    quoted = text.replace("'", "''")
    connection.execute(f"COMMENT ON {target} IS '{quoted}'")


def _add_geometry(connection: duckdb.DuckDBPyConnection, geo: Path) -> Table:
    table = Table(
        name="raum_geometrie",
        source="seeds/geo",
        description="Eine Zeile je Raum mit seinem Umriss als GeoJSON (WGS 84)."
        " © GeoBasis-DE / BKG (2021) (Daten verändert), dl-de/by-2-0",
        key=["raum_ebene", "raum_id"],
        columns=["raum_ebene", "raum_id", "geojson"],
    )
    connection.execute(
        "CREATE TABLE pub.raum_geometrie (raum_ebene VARCHAR, raum_id VARCHAR, geojson VARCHAR)"
    )
    for level, name in GEOMETRY.items():
        features = json.loads((geo / name).read_text("utf-8"))["features"]
        connection.executemany(
            "INSERT INTO pub.raum_geometrie VALUES (?, ?, ?)",
            [[level, f["id"], json.dumps(f["geometry"], separators=(",", ":"))] for f in features],
        )
    _set_comment(connection, "TABLE pub.raum_geometrie", table.description)
    return table


def _export(connection: duckdb.DuckDBPyConnection, tables: Iterable[Table], folder: Path) -> None:
    for kind, options in (("parquet", "FORMAT parquet"), ("csv", "FORMAT csv, HEADER")):
        (folder / kind).mkdir()
        for table in tables:
            connection.execute(
                f"COPY (SELECT * FROM pub.{table.name} ORDER BY {', '.join(table.key)})"
                f" TO '{folder / kind / table.name}.{kind}' ({options})"
            )


def _datapackage(
    connection: duckdb.DuckDBPyConnection, tables: Iterable[Table], snapshot: str, now: dt.datetime
) -> dict[str, Any]:
    """The descriptor of the CSV files as a Frictionless Data Package."""
    resources = []
    for table in tables:
        path = Path(connection.execute("PRAGMA database_list").fetchall()[0][2])
        file = path.parent / "csv" / f"{table.name}.csv"
        columns = connection.execute(
            "SELECT column_name, data_type, comment FROM duckdb_columns()"
            " WHERE schema_name = 'pub' AND table_name = ? ORDER BY column_index",
            [table.name],
        ).fetchall()
        rows = connection.execute(f"SELECT COUNT(*) FROM pub.{table.name}").fetchone()
        resources.append(
            {
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
                "schema": {
                    "fields": [
                        {"name": name, "type": _FIELD_TYPES[kind]}
                        | ({"description": comment} if comment else {})
                        for name, kind, comment in columns
                    ],
                    "missingValues": [""],
                },
            }
        )
    return {
        "name": "tintg-evaluation",
        "profile": "tabular-data-package",
        "title": "Evaluationsdaten zum Teilhabe- und Integrationsgesetz Nordrhein-Westfalen",
        "version": snapshot,
        "created": now.isoformat(timespec="seconds"),
        "resources": resources,
    }


def _sources(
    connection: duckdb.DuckDBPyConnection, origin: Origin
) -> dict[str, list[dict[str, Any]]]:
    """Per source the deliveries that count at the chosen Datenstand."""
    rows = connection.execute(
        "SELECT quelle, lieferung_id, dateiname, sha256, datenstand FROM pub.lieferung"
        " WHERE gilt ORDER BY quelle, lieferung_id"
    ).fetchall()
    sources: dict[str, list[dict[str, Any]]] = {}
    for source, delivery, file, sha256, datenstand in rows:
        sources.setdefault(source, []).append(
            {
                "lieferung_id": delivery,
                "dateiname": file,
                "sha256": sha256,
                "datenstand": datenstand.isoformat(),
                "synthetisch": origin.synthetic(source, file, sha256),
            }
        )
    return sources


def _json(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _sync(folder: Path) -> None:
    """Force every file and folder to disk, so that a rename never shows a half-written file."""
    for path in [folder, *folder.rglob("*")]:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _switch(published: Path, snapshot: str) -> None:
    beside = published / ".current"
    beside.unlink(missing_ok=True)
    beside.symlink_to(snapshot)
    beside.replace(published / "current")
