"""Tables inside a layout, found like any other table (delivery interface 1.3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import polars as pl

from ingest.contract import ZEILE, Column, Contract
from ingest.matching import may_be_name, normalised
from ingest.readers.grid import Grid
from ingest.table import HEADER_SEARCH, SURPLUS, Holds, RawTable, find_table
from ingest.values import RAW, TYPE


def column(
    name: str, aliases: Iterable[str] = (), *, required: bool = False, kind: str = "schluessel"
) -> Column:
    """A column of an inner table; its header is its name or an alias."""
    return Column(name, tuple(aliases), kind, required, None, None, "")


def inner_contract(contract: Contract, what: str, columns: Iterable[Column]) -> Contract:
    """What an inner table must hold; what names it in messages."""
    return replace(
        contract, source=what, columns=tuple(columns), unit=(), key=(), rules=(), companions=()
    )


def inner_table(grids: Sequence[Grid], inner: Contract, holds: Holds | None = None) -> RawTable:
    """The table; without holds no row counts as a footnote."""
    return find_table(grids, inner, holds or _always)


def _always(cells: pl.DataFrame, _: Column) -> pl.Series:
    return pl.repeat(True, cells.height, eager=True)


def rows_of(found: RawTable, contract: Contract) -> pl.DataFrame:
    """All rows of a table in memory."""
    none = pl.DataFrame(
        schema={ZEILE: pl.Int64, SURPLUS: pl.Boolean}
        | {each.name + RAW: pl.String for each in contract.columns}
        | {each.name + TYPE: pl.UInt8 for each in contract.columns}
    )
    return pl.concat([none, *found.frames], how="diagonal")


def in_memory(found: RawTable, frame: pl.DataFrame) -> RawTable:
    """The table with other rows, for the same header."""
    return replace(found, frames=(frame,))


def head_of(grid: Grid) -> pl.DataFrame:
    """The texts of the first rows of a grid."""
    heads: list[pl.DataFrame] = []
    for start, part in grid.numbered():
        if start >= HEADER_SEARCH:
            break
        heads.append(part.text.head(HEADER_SEARCH - start))
    return pl.concat(heads, how="diagonal") if heads else pl.DataFrame()


def head_cells(text: pl.DataFrame) -> pl.DataFrame:
    """row, position, text and normalised word of the cells among which a header can be."""
    head = text.head(HEADER_SEARCH)
    if not head.width:
        return pl.DataFrame(
            schema={"row": pl.UInt32, "position": pl.Int64, "text": pl.String, "word": pl.String}
        )
    return (
        head.with_row_index("row")
        .unpivot(index="row", variable_name="position", value_name="text")
        .filter(may_be_name(pl.col("text")))
        .with_columns(pl.col("position").cast(pl.Int64), word=normalised(pl.col("text")))
        .sort("row", "position")
    )


def most_in_a_row(cells: pl.DataFrame, condition: pl.Expr) -> int:
    """How many of the cells of the best row meet a condition."""
    counts = cells.filter(condition).group_by("row").len()["len"]
    return int(str(counts.max() or 0))
