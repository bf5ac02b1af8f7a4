"""The warehouse file: whether it is free, and whether its raw views read this data directory."""

from __future__ import annotations

import re

import duckdb

from tintg.paths import DataDir

_READS = re.compile(r"'[^']*/((?:lake/[^/']+|gate)/\*\.parquet)'")


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
