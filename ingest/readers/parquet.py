"""Parquet files: a header and typed columns (delivery interface 1.2)."""

from __future__ import annotations

import io
from decimal import Decimal

import polars as pl

from ingest.readers.grid import ERROR_TEXT, Cells, CellType, Document, Grid, in_parts, trimmed
from ingest.readers.workbook import plain_digits
from ingest.refusal import FileCode, Refused


def read_parquet(data: bytes) -> Document:
    """One grid: the column names as row 0, then the records, counted from 1."""
    try:
        frame = pl.read_parquet(io.BytesIO(data))
    except (pl.exceptions.PolarsError, OSError) as error:
        raise Refused(
            FileCode.DATEI_UNLESBAR,
            "Die Parquet-Datei ist beschädigt oder unvollständig.",
            todo="Bitte erzeugen Sie sie neu.",
        ) from error
    texts, types = {}, {}
    for position, column in enumerate(frame.iter_columns()):
        text, kind = _cells(column)
        header = pl.Series([column.name], dtype=pl.String)
        texts[str(position)] = pl.concat([header, text])
        types[str(position)] = pl.concat([pl.Series([0], dtype=pl.UInt8), kind])
    lines = pl.int_range(frame.height + 1, dtype=pl.Int64, eager=True)
    cells = Cells(trimmed(pl.DataFrame(texts)), pl.DataFrame(types), lines)
    return Document("parquet", (Grid("", in_parts(cells)),))


def _cells(column: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Text and CellType of each value; exact, and without an exponent."""
    dtype = column.dtype
    if dtype.is_float():
        return _floats(column)
    if dtype == pl.Boolean:
        return _uniform(column.cast(pl.String), CellType.BOOL)
    if dtype.is_integer() or dtype.is_decimal():
        return _uniform(column.cast(pl.String), CellType.NUMBER)
    if isinstance(dtype, pl.Datetime):
        return _uniform(column.dt.to_string("iso"), CellType.DATE)
    if dtype.is_temporal():
        return _uniform(column.cast(pl.String), CellType.DATE)
    if dtype in (pl.String, pl.Categorical, pl.Enum):
        return _uniform(column.cast(pl.String), CellType.TEXT)
    cells = column.is_not_null().to_frame("filled")  # lists and the like; an empty one is empty
    text = cells.select(pl.when("filled").then(pl.lit(ERROR_TEXT))).to_series()
    kind = pl.when("filled").then(pl.lit(CellType.ERROR)).otherwise(pl.lit(CellType.TEXT))
    return text.rename(""), cells.select(kind.cast(pl.UInt8)).to_series().rename("")


def _uniform(text: pl.Series, kind: CellType) -> tuple[pl.Series, pl.Series]:
    return text.rename(""), pl.repeat(kind, len(text), dtype=pl.UInt8, eager=True)


def _floats(column: pl.Series) -> tuple[pl.Series, pl.Series]:
    number = pl.col("number")
    short = number.cast(pl.String)
    cells = column.to_frame("number").select(
        text=pl.when(~number.is_finite())
        .then(pl.lit(ERROR_TEXT))
        .otherwise(short.str.replace(r"\.0$", "")),
        kind=pl.when(number.is_null() | number.is_finite())
        .then(pl.lit(CellType.NUMBER))
        .otherwise(pl.lit(CellType.ERROR))
        .cast(pl.UInt8),
    )
    text = cells["text"].rename("")
    powers = text.str.contains("e", literal=True).fill_null(False).arg_true()
    if len(powers):
        plain = [plain_digits(Decimal(each)) for each in text.gather(powers)]
        text = text.scatter(powers, plain)
    return text, cells["kind"].rename("")
