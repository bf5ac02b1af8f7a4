"""The Parquet file of one delivery, written while its rows are judged (delivery interface 1.10)."""

from __future__ import annotations

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow.parquet as pq

from ingest.contract import LIEFERUNG_ID, Companion, Contract, companion_schema, lake_schema
from ingest.readers.grid import ROWS_AT_ONCE

VARIED = 0.5  # share of different values from which on a dictionary only costs


def companion_parquet(rows: pl.DataFrame, companion: Companion, id_: str) -> bytes:
    """The lake file of a second table; it is short."""
    schema = companion_schema(companion)
    table = rows.with_columns(pl.lit(id_).alias(LIEFERUNG_ID)).select(schema.names)
    buffer = io.BytesIO()
    arrow = table.to_arrow(compat_level=pl.CompatLevel.oldest()).cast(schema)
    pq.write_table(arrow, buffer, compression="zstd")
    return buffer.getvalue()


class LakeFile:
    """The rows that load, in the order of the table.

    rows: how many they are; units: the replacement units they belong to.
    """

    def __init__(self, new_path: Callable[[], Path], contract: Contract, id_: str) -> None:
        self.path = new_path()
        self.rows = 0
        self.units: set[tuple[Any, ...]] = set()
        self._new_path = new_path
        self._contract = contract
        self._id = id_
        self._schema = lake_schema(contract)
        self._writer: pq.ParquetWriter | None = None
        self._thread = ThreadPoolExecutor(1)
        self._packed = self._thread.submit(lambda: None)

    def write(self, rows: pl.DataFrame) -> None:
        """Append rows with the lake's columns and `_zeile`; they are packed in the background."""
        if self._writer is None:
            self._writer = self._open(rows)
        self.rows += rows.height
        unit = self._contract.unit
        groups = rows.select(part.group for part in unit).unique()
        self.units.update(groups.select(part.value for part in unit).iter_rows())
        self._packed.result()  # not more than one in memory
        self._packed = self._thread.submit(self._pack, self._writer, rows)

    def _pack(self, writer: pq.ParquetWriter, rows: pl.DataFrame) -> None:
        ordered = rows.with_columns(pl.lit(self._id).alias(LIEFERUNG_ID)).select(self._schema.names)
        table = ordered.to_arrow(compat_level=pl.CompatLevel.oldest()).cast(self._schema)
        writer.write_table(table)

    def _open(self, rows: pl.DataFrame) -> pq.ParquetWriter:
        """A dictionary is kept for columns that repeat themselves."""
        repeated = [
            name
            for name in self._schema.names
            if name not in rows.columns or rows[name].n_unique() < VARIED * rows.height
        ]
        return pq.ParquetWriter(
            self.path,
            self._schema,
            compression="zstd",
            use_dictionary=repeated,
            write_statistics=repeated,  # of no use where nothing repeats itself
        )

    def close(self) -> None:
        """The file is whole; one without rows has its columns at least."""
        if self._writer is None:
            self._writer = pq.ParquetWriter(self.path, self._schema, compression="zstd")
        self._packed.result()
        self._thread.shutdown()
        self._writer.close()

    def without(self, positions: pl.Series) -> LakeFile:
        """The closed file written again without the rows at some positions."""
        other = LakeFile(self._new_path, self._contract, self._id)
        start = 0
        with pq.ParquetFile(self.path) as file:
            for batch in file.iter_batches(batch_size=ROWS_AT_ONCE):
                rows = pl.from_arrow(batch)
                assert isinstance(rows, pl.DataFrame)
                place = pl.int_range(start, start + rows.height, dtype=pl.Int64, eager=True)
                other.write(rows.filter(~place.is_in(positions.implode())))
                start += rows.height
        other.close()
        self.path.unlink()
        return other
