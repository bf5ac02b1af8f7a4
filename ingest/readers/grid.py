"""What every reader makes of a file: grids of cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import zip_longest

import polars as pl

ERROR_TEXT = "#FEHLER"  # what an error cell is quoted as


class CellType(IntEnum):
    """How the file stored a cell."""

    TEXT = 0
    NUMBER = 1
    DATE = 2  # also times and durations
    BOOL = 3
    ERROR = 4


@dataclass(frozen=True)
class Merge:
    """Merged cells, as 0-based positions in the grid, both ends inclusive."""

    top: int
    bottom: int
    left: int


@dataclass(frozen=True)
class Grid:
    """One sheet, or one text file.

    text: String columns named "0", "1", …; trimmed, null where the cell is empty. Native numbers
    are plain digits with a point, dates are ISO, both exact.
    types: CellType of each cell, same shape; None where all cells are text.
    lines: 1-based row number of each row in the file.
    ragged: the file has no fixed width, so a cell beyond the header may be a shifted one.
    """

    sheet: str
    text: pl.DataFrame
    types: pl.DataFrame | None
    lines: pl.Series
    merges: Sequence[Merge] = ()
    ragged: bool = False


@dataclass(frozen=True)
class Document:
    """One read file.

    encoding and delimiter are empty for binary formats. date1904: day serials count from 1904.
    """

    format: str
    grids: Sequence[Grid] = field(default_factory=tuple)
    encoding: str = ""
    delimiter: str = ""
    date1904: bool = False


def text_frame(rows: Sequence[Sequence[str | None]]) -> pl.DataFrame:
    """Rows of unequal length as trimmed String columns."""
    return trimmed(
        pl.DataFrame(
            [  # a list: polars cuts a generator into pieces of 1 000 columns and then fails
                pl.Series(str(position), cells, dtype=pl.String)
                for position, cells in enumerate(zip_longest(*rows))
            ]
        )
    )


def trimmed(text: pl.DataFrame) -> pl.DataFrame:
    """Blanks around a cell dropped; a cell of nothing but blanks is empty."""
    return text.with_columns(
        pl.when(pl.col(name).str.contains(r"\S")).then(pl.col(name).str.strip_chars())
        for name in text.columns
    )
