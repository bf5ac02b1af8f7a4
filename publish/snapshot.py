"""A snapshot: the published tables, materialised in a folder of their own and switched to at once.

`data/published/<snapshot>/` is complete or not there: it is built beside under a hidden
name and renamed; `current` is a link that is replaced atomically (design, section 4).
Old files are never rewritten, because a process that has one open must keep what it reads.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from publish import disclosure
from publish.datapackage import describe
from publish.gate import GateReport
from publish.gate_report import write_report
from publish.tables import Table, add_geometry, copy_tables, load_tables


@dataclass(frozen=True)
class Origin:
    """Where a snapshot comes from, for its manifest."""

    commit: str
    datenstand: str
    input_sha256: str
    versions: dict[str, str]
    synthetic: Callable[[str, str, str], bool]
    """Whether the delivery (source, file name, sha256) is marked as synthetic."""
    demo_key: Callable[[str, str], bool]
    """Whether the delivery (source, id) has pseudonyms of the public demo key."""


def write_snapshot(
    warehouse: Path, published: Path, geo: Path, report: GateReport, origin: Origin
) -> str:
    """Build a snapshot from the warehouse and switch `current` to it; returns its id.

    Raises:
        TableMismatch: a table differs from its source, the last snapshot stays current.
    """
    now = dt.datetime.now(dt.UTC)
    snapshot = f"{now:%Y%m%dT%H%M%SZ}-{origin.input_sha256[:8]}"
    created = now.isoformat(timespec="seconds")
    folder = _fresh_folder(published, snapshot)
    tables = load_tables()
    with duckdb.connect(folder / "tintg.duckdb", config={"threads": 2}) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        withheld = copy_tables(connection, warehouse, tables)
        tables.append(add_geometry(connection, geo))
        _export(connection, tables, folder)
        sources = _sources(connection, origin)
        synthetic = any(d["synthetisch"] for deliveries in sources.values() for d in deliveries)
        package = describe(connection, tables, folder / "csv", snapshot, created, synthetic)
    _write_json(folder / "csv" / "datapackage.json", package)
    write_report(report, folder / "gate")
    manifest = {
        "snapshot": snapshot,
        "erstellt_am": created,
        "commit": origin.commit,
        "datenstand_gewaehlt": origin.datenstand,
        "eingabe_sha256": origin.input_sha256,
        "synthetisch": synthetic,
        "vorfuehrschluessel": any(
            d["vorfuehrschluessel"] for deliveries in sources.values() for d in deliveries
        ),
        "quellen": sources,
        "tabellen": {
            r["name"]: {"zeilen": r["rows"], "sha256": r["hash"].removeprefix("sha256:")}
            for r in package["resources"]
        },
        "gate": report.by_suite(),
        "geheimhaltung": {"regel": disclosure.RULE, "zurueckgehalten": withheld},
        "versionen": origin.versions,
    }
    _write_json(folder / "manifest.json", manifest)
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


def _fresh_folder(published: Path, snapshot: str) -> Path:
    """An empty hidden folder; what a killed run left behind goes."""
    published.mkdir(parents=True, exist_ok=True)
    for leftover in published.glob(".neu-*"):
        shutil.rmtree(leftover)
    folder = published / f".neu-{snapshot}"
    folder.mkdir()
    return folder


def _export(connection: duckdb.DuckDBPyConnection, tables: Iterable[Table], folder: Path) -> None:
    for kind, options in (("parquet", "FORMAT parquet"), ("csv", "FORMAT csv, HEADER")):
        (folder / kind).mkdir()
        for table in tables:
            connection.execute(
                f"COPY (SELECT * FROM pub.{table.name} ORDER BY {', '.join(table.key)})"
                f" TO '{folder / kind / table.name}.{kind}' ({options})"
            )


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
                "vorfuehrschluessel": origin.demo_key(source, delivery),
            }
        )
    return sources


def _write_json(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", "utf-8")


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
