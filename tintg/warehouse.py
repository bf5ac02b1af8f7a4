"""The warehouse and SQLMesh's state beside it: whether they are free, sound, and what prod is."""

from __future__ import annotations

import hashlib
import json
import re
from contextlib import suppress
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import duckdb

from tintg.paths import DataDir

ASIDE = ".beiseite"  # ending of what was damaged; never deleted by the program
_READS = re.compile(r"'[^']*/((?:lake/[^/']+|gate|geheimhaltung)/\*\.parquet)'")
STORE = "__einheiten_"  # in the names of the stores of materializations/je_einheit.py
CLOCK = 3600  # seconds; a clock may have been set back meanwhile
_VERSION = re.compile(r"__([0-9]+)(?:__dev)?$")
_HOLDER = re.compile(r"held in ([^(]*)\(PID (\d+)\)")


class PlanFailed(Exception):
    """A model or a blocking audit failed; nothing was promoted.

    Attributes:
        failures: one line for each failed model.
    """

    def __init__(self, failures: list[str]) -> None:
        super().__init__("; ".join(failures))
        self.failures = failures


class OtherVersion(Exception):
    """The state belongs to another version of SQLMesh; nothing was changed."""


class Locked(Exception):
    """Another session has the warehouse or the state open.

    Attributes:
        file: its name. holder: the other process, as a piece of a German sentence.
    """

    def __init__(self, file: str, holder: str) -> None:
        super().__init__(file)
        self.file = file
        self.holder = holder


def locked_by(error: BaseException | str) -> str | None:
    """The process that holds a DuckDB file open, if that is what the error says, else None."""
    text = str(error)
    if "Could not set lock" not in text and "Conflicting lock" not in text:
        return None
    found = _HOLDER.search(text)
    return f"Prozess {found[2]}, {Path(found[1].strip()).name}" if found else "unbekannt"


def databases(data: DataDir) -> tuple[Path, Path]:
    """Both files; each is worth nothing without the other."""
    return data.warehouse, data.state


def wal(database: Path) -> Path:
    """What is not yet in the file; there only while it is open, or after a kill."""
    return database.with_name(f"{database.name}.wal")


def faults(data: DataDir, *, deep: bool = True, change: bool = True) -> list[str]:
    """What is wrong with warehouse and state, as names of files.

    deep: read every block of every table. change: fold WALs in, which needs a writing session.
    Both missing is nothing wrong: nothing is built yet.

    Raises:
        Locked: another session has one of them open.
    """
    there = [database.exists() for database in databases(data)]
    if not any(there):
        return [path.name for path in map(wal, databases(data)) if path.exists()]
    wrong = [
        database.name
        for database in databases(data)
        if not database.exists() or not _is_sound(database, deep, change)
    ]
    # killed while SQLMesh made its first tables: it knows nothing yet
    return wrong or ([] if sqlmesh_version(data) else [data.state.name])


def _is_sound(database: Path, deep: bool, change: bool) -> bool:
    try:
        with duckdb.connect(database, read_only=not change) as connection:
            tables = connection.execute(
                "SELECT schema_name, table_name FROM duckdb_tables() WHERE NOT internal"
            ).fetchall()
            for schema, table in tables if deep else ():
                connection.execute(f'SELECT MAX(HASH(t)) FROM "{schema}"."{table}" AS t')
    except duckdb.Error as error:
        _raise_if_locked(error)
        if is_about_the_disk(error):
            raise
        return False
    return True


def sqlmesh_version(data: DataDir) -> str:
    """The version of SQLMesh that the state was written by; empty where it does not say."""
    try:
        with duckdb.connect(data.state, read_only=True) as state:
            row = state.execute("SELECT sqlmesh_version FROM sqlmesh._versions").fetchone()
    except duckdb.CatalogException:
        return ""
    return str(row[0]) if row else ""


def is_of_another_version(data: DataDir) -> bool:
    """Whether the state must be migrated before the SQLMesh that is installed can use it."""
    made, here = sqlmesh_version(data), version("sqlmesh")
    return made.split(".")[:2] != here.split(".")[:2]


def data_file(text: str) -> str:
    """The name of the DuckDB file that an error is about."""
    found = re.search(r"([\w.-]+\.duckdb)", text)
    return found[1] if found else "warehouse.duckdb"


def is_about_the_disk(error: BaseException | str) -> bool:
    """A full or closed disk is no damage of a file."""
    signs = ("No space left", "Permission denied", "Read-only file", "not permitted")
    return any(sign in str(error) for sign in signs)


def forget_lost(data: DataDir, since: float) -> list[str]:
    """After a kill: make SQLMesh compute again what its state has but the warehouse lost.

    A WAL that was cut off opens without an error, without its last commits: then a table that the
    state calls computed is empty or missing. Returns the names of the models; most often none, or
    some that are rightly empty and cost little. since: when the killed run began (POSIX seconds).

    Raises:
        Locked: another session has one of the files open.
    """
    with duckdb.connect(data.warehouse) as connection:
        rows = connection.execute(
            "SELECT schema_name, table_name FROM duckdb_tables()"
            " WHERE schema_name LIKE 'sqlmesh__%'"
        ).fetchall()
        filled = {
            name
            for schema, name in rows
            if connection.execute(f'SELECT 1 FROM "{schema}"."{name}" LIMIT 1').fetchone()
        }
        filled |= {
            name
            for (name,) in connection.execute(
                "SELECT view_name FROM duckdb_views() WHERE schema_name LIKE 'sqlmesh__%'"
            ).fetchall()
        }
    with duckdb.connect(data.state) as state:
        if not state.execute("FROM duckdb_tables() WHERE table_name = '_intervals'").fetchall():
            return []  # killed before SQLMesh began to write
        computed = state.execute(
            "SELECT DISTINCT name, version FROM sqlmesh._intervals WHERE created_ts >= ?",
            [int((since - CLOCK) * 1000)],
        ).fetchall()
        lost = [
            (name, version)
            for name, version in computed
            if f"{_name(name).replace('.', '__')}__{version}" not in filled
        ]
        for name, version in lost:
            state.execute(
                "DELETE FROM sqlmesh._intervals WHERE name = ? AND version = ?", [name, version]
            )
    return sorted({_name(name) for name, _ in lost})


def set_aside(data: DataDir) -> list[Path]:
    """Put warehouse, state and their WALs aside; the next plan builds anew from the lake."""
    now = f"{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}"
    moved = []
    for database in databases(data):
        for path in (database, wal(database)):
            if path.exists():
                moved.append(path.replace(path.with_name(f"{path.name}.{now}{ASIDE}")))
    return moved


def put_aside(data: DataDir) -> list[Path]:
    """What lies aside, for whoever wants to look into it or make room."""
    return sorted([*data.root.glob(f"*{ASIDE}"), *data.lake.glob(f"*/*{ASIDE}")])


def prod(data: DataDir) -> str:
    """Which versions of all models prod shows, as a digest; empty where nothing says so.

    Empty too while a plan is half applied and where a view shows another version than the state
    says, so that no torn prod is ever taken for whole.

    Raises:
        Locked: another session has one of the files open.
    """
    if not all(database.exists() for database in databases(data)):
        return ""
    try:
        with duckdb.connect(data.state, read_only=True) as state:
            row = state.execute(
                "SELECT snapshots, finalized_ts FROM sqlmesh._environments WHERE name = 'prod'"
            ).fetchone()
        with duckdb.connect(data.warehouse, read_only=True) as connection:
            views = dict(
                connection.execute(
                    "SELECT CONCAT(schema_name, '.', view_name), sql FROM duckdb_views()"
                ).fetchall()
            )
    except duckdb.Error as error:
        _raise_if_locked(error)
        return ""
    if row is None or row[1] is None:
        return ""
    shown = sorted(
        (_name(each["name"]), each["version"])
        for each in json.loads(row[0])
        if each["kind_name"] not in ("EXTERNAL", "EMBEDDED")  # these have no version of their own
    )
    if any(f"__{version}" not in views.get(name, "") for name, version in shown):
        return ""
    return hashlib.sha256(repr(shown).encode()).hexdigest()


def admit_torn(data: DataDir) -> None:
    """Where a view of prod is lost or old, have SQLMesh take prod for half applied.

    Left to itself it believes its state and the next plan changes nothing.
    """
    if prod(data):
        return
    with duckdb.connect(data.state) as state, suppress(duckdb.CatalogException):
        state.execute("UPDATE sqlmesh._environments SET finalized_ts = NULL WHERE name = 'prod'")


def _name(qualified: str) -> str:
    """`"warehouse"."mart"."stand"` as `mart.stand`."""
    return qualified.replace('"', "").split(".", 1)[-1]


def _raise_if_locked(error: duckdb.Error) -> None:
    holder = locked_by(error)
    if holder is not None:
        raise Locked(data_file(str(error)), holder) from error


def datenstand_of_prod(data: DataDir) -> str:
    """The Datenstand that prod was built with, by whomever (YYYY-MM-DD)."""
    with duckdb.connect(data.warehouse, read_only=True) as connection:
        row = connection.execute("SELECT datenstand_gewaehlt FROM mart.stand").fetchone()
    assert row is not None
    return str(row[0])


def open_here(data: DataDir) -> None:
    """Make sure that the raw views read this data directory, also after it was moved or copied.

    They name absolute paths, so that the warehouse can be queried from anywhere; a plan
    writes them anew, but the gate and publishing run without one.

    Raises:
        duckdb.IOException: another session holds the warehouse open.
    """
    root = data.root.resolve()
    with duckdb.connect(data.warehouse) as connection:
        views = connection.execute(
            "SELECT sql FROM duckdb_views() WHERE schema_name = 'raw' AND sql LIKE '%.parquet%'"
        ).fetchall()
        for (sql,) in views:
            here = _READS.sub(lambda match: f"'{root}/{match[1]}'", sql)
            if here != sql:
                connection.execute(here.replace("CREATE VIEW", "CREATE OR REPLACE VIEW", 1))


def drop_unused(data: DataDir) -> int:
    """Drop physical tables and views of versions that SQLMesh does not know; returns how many.

    Killed plans and a state begun anew leave them. The stores of units, which versions share, have
    names without a version: one that no view shows any more goes too.
    """
    with duckdb.connect(data.state, read_only=True) as state:
        known = {
            version
            for row in state.execute(
                "SELECT version, dev_version FROM sqlmesh._snapshots"
            ).fetchall()
            for version in row
        }
    with duckdb.connect(data.warehouse) as connection:
        objects = connection.execute(
            "SELECT 'TABLE', schema_name, table_name, '' FROM duckdb_tables()"
            " UNION ALL SELECT 'VIEW', schema_name, view_name, sql FROM duckdb_views()"
        ).fetchall()
        physical = [each for each in objects if each[1].startswith("sqlmesh__")]
        unused = [
            each
            for each in physical
            if (version := _VERSION.search(each[2])) and version[1] not in known
        ]
        gone = {name for _, _, name, _ in unused}
        texts = [sql for _, _, name, sql in objects if sql and name not in gone]
        stores = [
            each
            for each in physical
            if STORE in each[2] and not any(each[2] in sql for sql in texts)
        ]
        for kind, schema, name, _ in sorted(unused + stores, reverse=True):  # views first
            connection.execute(f'DROP {kind} IF EXISTS "{schema}"."{name}"')
    return len(unused) + len(stores)
