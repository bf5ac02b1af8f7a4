"""The warehouse file: whether it is free, and whether its raw views read this data directory."""

from __future__ import annotations

import re

import duckdb

from tintg.paths import DataDir

_READS = re.compile(r"'[^']*/((?:lake/[^/']+|gate|geheimhaltung)/\*\.parquet)'")


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
