"""A snapshot: the published tables, materialised in a folder of their own and switched to at once.

`data/published/<snapshot>/` is complete or not there: it is built beside under a hidden
name and renamed; `current` is a link that is replaced atomically (design, section 4).
Old files are never rewritten, because a process that has one open must keep what it reads.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from publish.check import CSV_OPTIONS, check_files, columns_of, csv_columns
from publish.datapackage import describe
from publish.disclosure import METHOD, Disclosure
from publish.disclosure_history import History
from publish.files import files_of, force, sha256_of, write_json
from publish.gate import GateReport
from publish.gate_report import write_report
from publish.persons import Persons
from publish.shelf import BUILDING, MANIFEST, clean, point_to
from publish.tables import Table, add_geometry, copy_tables, load_tables
from tintg.cells import literal
from tintg.modes import set_published


@dataclass(frozen=True)
class Origin:
    """Where a snapshot comes from, for its manifest."""

    commit: str
    datenstand: str
    input_sha256: str
    versions: dict[str, str]
    synthetic: Callable[[str, str, str, str], bool]
    """Whether the delivery (source, id, file name, sha256) is marked as synthetic."""
    demo_key: Callable[[str, str], bool]
    """Whether the delivery (source, id) has pseudonyms of the public demo key."""


def write_snapshot(
    warehouse: Path, history: History, geo: Path, report: GateReport, origin: Origin
) -> str:
    """Build a snapshot from the warehouse and switch `current` to it; returns its id.

    Whatever goes wrong, the last snapshot stays current and nothing of the new one is left.

    Args:
        history: what disclosure control knows of earlier snapshots, and the folder of them all.

    Raises:
        TableMismatch: a table or file differs from its source.
        DisclosureFailed: what is hidden could be computed back from what is shown.
    """
    published = history.published
    published.mkdir(parents=True, exist_ok=True)
    force(published.parent)
    set_published(published)
    clean(published)
    now = dt.datetime.now(dt.UTC)
    snapshot = _new_id(published, f"{now:%Y%m%dT%H%M%SZ}-{origin.input_sha256[:8]}")
    folder = published / f"{BUILDING}{snapshot}"
    folder.mkdir()
    try:
        created = now.isoformat(timespec="seconds")
        with closing(Disclosure(warehouse, history)) as disclosure:
            _build(folder, snapshot, created, warehouse, disclosure, geo, report, origin)
            history.write(disclosure.db, snapshot)
        set_published(folder, *folder.rglob("*"))
        _sync(folder)
        folder.rename(published / snapshot)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)  # a full disk gets its space back
        raise
    point_to(published, snapshot)
    history.settle()
    return snapshot


def _build(
    folder: Path,
    snapshot: str,
    created: str,
    warehouse: Path,
    disclosure: Disclosure,
    geo: Path,
    report: GateReport,
    origin: Origin,
) -> None:
    """Write and check everything that a snapshot holds."""
    tables = load_tables()
    with duckdb.connect(warehouse, read_only=True) as connection:
        persons = Persons.of(connection, warehouse.stem)
    with duckdb.connect(folder / "tintg.duckdb", config={"threads": 2}) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        copy_tables(connection, warehouse, tables, disclosure.hidden)
        tables.append(add_geometry(connection, geo))
        _export(connection, tables, folder)
        sources = _sources(connection, origin)
        synthetic = any(d["synthetisch"] for deliveries in sources.values() for d in deliveries)
        package = describe(connection, tables, folder / "csv", snapshot, created, synthetic)
    write_json(folder / "csv" / "datapackage.json", package)
    withheld = disclosure.prove(folder / "tintg.duckdb")
    check_files(folder, tables, persons.pseudonyms)
    write_report(persons.report(report), folder / "gate")
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
        "geheimhaltung": {"verfahren": METHOD, **withheld},
        "versionen": origin.versions,
        "dateien": {
            name: {"bytes": path.stat().st_size, "sha256": sha256_of(path)}
            for name, path in files_of(folder).items()
        },
    }
    write_json(folder / MANIFEST, manifest)


def _new_id(published: Path, wanted: str) -> str:
    """The id, with a number where two snapshots of the same inputs fall into one second."""
    names = (wanted, *(f"{wanted}-{number}" for number in range(2, 1000)))
    return next(name for name in names if not (published / name).exists())


def _export(connection: duckdb.DuckDBPyConnection, tables: Iterable[Table], folder: Path) -> None:
    for kind in ("parquet", "csv"):
        (folder / kind).mkdir()
    csv_options = ", ".join(f"{name} {value}" for name, value in CSV_OPTIONS.items())
    for table in tables:
        order = ", ".join(table.key)
        neutral = csv_columns(columns_of(connection, table.name))
        for columns, kind, options in (("*", "parquet", ""), (neutral, "csv", f", {csv_options}")):
            file = literal(str(folder / kind / f"{table.name}.{kind}"))
            connection.execute(
                f"COPY (SELECT {columns} FROM (FROM pub.{table.name} ORDER BY {order}))"
                f" TO {file} (FORMAT {kind}{options})"
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
                "synthetisch": origin.synthetic(source, delivery, file, sha256),
                "vorfuehrschluessel": origin.demo_key(source, delivery),
            }
        )
    return sources


def _sync(folder: Path) -> None:
    """Force every file and folder to disk, so that a rename never shows a half-written file."""
    for path in (*folder.rglob("*"), folder):
        force(path)
