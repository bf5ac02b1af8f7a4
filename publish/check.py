"""What is checked before a snapshot is switched to: its files, read back from where they lie.

The tables in `tintg.duckdb` were compared with the warehouse when they were copied; here Parquet
and CSV are compared with them, keys and references are looked at, and that nothing is published
that the allow-list does not name.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import duckdb

from publish.tables import Table, TableMismatch, content
from tintg.cells import harmless_sql, literal

# pseudonyms are HMAC-SHA256 in hex; a delivered file's checksum looks the same and tells nothing
_PSEUDONYM = "(^|[^0-9a-f])[0-9a-f]{64}([^0-9a-f]|$)"
_CHECKSUM = "sha256"
_LONGEST_LINE = 50_000_000  # bytes; an outline is one cell
TIMESTAMPS = "%Y-%m-%dT%H:%M:%S.%fZ"  # of CSV files, as the Table Schema wants them

# of DuckDB's writer and reader alike: an empty cell is NULL, "" is an empty text
CSV_OPTIONS = {
    "HEADER": "true",
    "DELIM": "','",
    "QUOTE": "'\"'",
    "ESCAPE": "'\"'",
    "NULLSTR": "''",
    "TIMESTAMPFORMAT": literal(TIMESTAMPS),
}


def check_files(folder: Path, tables: Sequence[Table], pseudonyms: frozenset[str]) -> None:
    """Compare the files of a built snapshot with each other and with the allow-list.

    Raises:
        TableMismatch: one of them is not as it must be.
    """
    with duckdb.connect(folder / "tintg.duckdb", read_only=True) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        _check_allowed(connection, tables, pseudonyms)
        for table in tables:
            _check_keys(connection, table, {each.name: each for each in tables})
            _check_parquet(connection, table, folder / "parquet" / f"{table.name}.parquet")
            _check_csv(connection, table, folder / "csv" / f"{table.name}.csv")
            _check_pseudonyms(connection, table)


def columns_of(connection: duckdb.DuckDBPyConnection, table: str) -> dict[str, str]:
    """Name and type of each column of a published table, in their order."""
    return dict(
        connection.execute(
            "SELECT column_name, data_type FROM duckdb_columns()"
            " WHERE schema_name = 'pub' AND table_name = ? ORDER BY column_index",
            [table],
        ).fetchall()
    )


def csv_columns(columns: dict[str, str]) -> str:
    """What a CSV file holds of a table: its text is neutralised."""
    return ", ".join(
        f"{harmless_sql(name)} AS {name}" if kind == "VARCHAR" else name
        for name, kind in columns.items()
    )


def _check_allowed(
    connection: duckdb.DuckDBPyConnection, tables: Sequence[Table], pseudonyms: frozenset[str]
) -> None:
    """The file holds the allowed columns and nothing else; none has a pseudonym's name."""
    there = connection.execute(
        "SELECT schema_name, table_name, column_name FROM duckdb_columns() WHERE NOT internal"
    ).fetchall()
    allowed = {("pub", table.name, column) for table in tables for column in table.columns}
    wrong = sorted(".".join(name) for name in {*there} ^ allowed)
    if wrong:
        raise TableMismatch(f"tintg.duckdb hat andere Spalten als erlaubt: {', '.join(wrong)}")
    for table in tables:
        persons = sorted(pseudonyms.intersection(table.columns))
        if persons or not table.source.startswith(("mart.", "seeds.")):
            raise TableMismatch(
                f"pub.{table.name} darf keine Zeilen oder Kennungen einzelner Personen enthalten"
                f" ({', '.join(persons) or table.source})"
            )


def _check_keys(
    connection: duckdb.DuckDBPyConnection, table: Table, tables: dict[str, Table]
) -> None:
    key = ", ".join(table.key)
    empty = " OR ".join(f"{column} IS NULL" for column in table.key)
    twice = f"SELECT 1 FROM pub.{table.name} GROUP BY {key} HAVING COUNT(*) > 1 OR {empty}"
    if connection.execute(f"{twice} LIMIT 1").fetchone():
        raise TableMismatch(f"pub.{table.name} hat Zeilen ohne eindeutigen Schlüssel ({key})")
    for reference in table.refers:
        columns, known = ", ".join(reference.columns), ", ".join(tables[reference.table].key)
        empty = " AND ".join(f"{column} IS NOT NULL" for column in reference.columns)
        lost = connection.execute(
            f"SELECT 1 FROM pub.{table.name} WHERE {empty} AND ({columns}) NOT IN"
            f" (SELECT ({known}) FROM pub.{reference.table}) LIMIT 1"
        ).fetchone()
        if lost:
            raise TableMismatch(
                f"pub.{table.name} nennt in {columns} etwas, das in pub.{reference.table} fehlt"
            )


def _check_parquet(connection: duckdb.DuckDBPyConnection, table: Table, file: Path) -> None:
    relation = f"read_parquet({literal(str(file))})"
    _check_file(connection, table, file, relation, f"pub.{table.name}")


def _check_csv(connection: duckdb.DuckDBPyConnection, table: Table, file: Path) -> None:
    columns = columns_of(connection, table.name)
    types = ", ".join(f"{literal(name)}: {literal(kind)}" for name, kind in columns.items())
    options = ", ".join(f"{name.lower()} = {value}" for name, value in CSV_OPTIONS.items())
    relation = (
        f"read_csv({literal(str(file))}, auto_detect = false, allow_quoted_nulls = false,"
        f" max_line_size = {_LONGEST_LINE}, columns = {{{types}}}, {options})"
    )
    written = f"(SELECT {csv_columns(columns)} FROM pub.{table.name})"
    _check_file(connection, table, file, relation, written)
    with file.open(encoding="utf-8", newline="") as lines:
        if next(csv.reader(lines), []) != [*columns]:  # the columns were named above, not read
            raise _unlike(table, file)


def _check_file(
    connection: duckdb.DuckDBPyConnection, table: Table, file: Path, relation: str, written: str
) -> None:
    """Compare what a file holds with what should have been written."""
    columns = columns_of(connection, table.name)
    names = ", ".join(columns)
    try:
        there = connection.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()
        is_like = {row[0]: row[1] for row in there} == columns and (
            content(connection, names, relation) == content(connection, names, written)
        )
    except duckdb.Error:  # it cannot be read at all
        is_like = False
    if not is_like:
        raise _unlike(table, file)


def _check_pseudonyms(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    for column, kind in columns_of(connection, table.name).items():
        if kind == "VARCHAR" and column != _CHECKSUM:
            found = connection.execute(
                f"SELECT 1 FROM pub.{table.name} WHERE REGEXP_MATCHES({column}, ?) LIMIT 1",
                [_PSEUDONYM],
            ).fetchone()
            if found:
                raise TableMismatch(f"pub.{table.name}.{column} enthält ein Pseudonym")


def _unlike(table: Table, file: Path) -> TableMismatch:
    return TableMismatch(f"{file.name} gibt pub.{table.name} nicht so wieder, wie sie ist")
