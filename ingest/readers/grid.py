"""What every reader makes of a file: grids of cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import zip_longest

import polars as pl

ERROR_TEXT = "#FEHLER"  # what an error cell is quoted as
ROWS_AT_ONCE = 250_000  # of a grid in memory that are worked on together


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
class Cells:
    """Some rows of a grid, one below the other.

    text: String columns named "0", "1", …; trimmed, null where the cell is empty. Native numbers
    are plain digits with a point, dates are ISO, both exact.
    types: CellType of each cell, same shape; None where all cells are text.
    lines: 1-based row number of each row in the file.
    """

    text: pl.DataFrame
    types: pl.DataFrame | None
    lines: pl.Series

    def slice(self, start: int, length: int) -> Cells:
        """Some of these rows."""
        types = None if self.types is None else self.types.slice(start, length)
        return Cells(self.text.slice(start, length), types, self.lines.slice(start, length))


@dataclass(frozen=True)
class Grid:
    """One sheet, or one text file.

    parts: its cells from the top to the end, as often as they are asked for; those of a text
    file are read while one asks, and may differ in their number of columns.
    ragged: the file has no fixed width, so a cell beyond the header may be a shifted one.
    """

    sheet: str
    parts: Iterable[Cells]
    merges: Sequence[Merge] = ()
    ragged: bool = False

    def numbered(self) -> Iterator[tuple[int, Cells]]:
        """The parts, each with the 0-based position of its first row."""
        row = 0
        for part in self.parts:
            yield row, part
            row += part.text.height

    def line(self, row: int) -> int:
        """The number of a row in the file."""
        return int(self.row(row).lines[0])

    def texts(self, row: int) -> tuple[str | None, ...]:
        """The texts of a row from left to right."""
        return self.row(row).text.row(0)

    def row(self, row: int) -> Cells:
        """The cells of a row, as a part of one row."""
        for start, part in self.numbered():
            if row < start + part.text.height:
                return part.slice(row - start, 1)
        raise IndexError(row)


@dataclass(frozen=True)
class Document:
    """One file whose cells can be read.

    encoding and delimiter are empty for binary formats. date1904: day serials count from 1904.
    """

    format: str
    grids: Sequence[Grid] = field(default_factory=tuple)
    encoding: str = ""
    delimiter: str = ""
    date1904: bool = False

    def check(self) -> None:
        """Go through all cells; Refused if something further down cannot be read."""
        for grid in self.grids:
            for _ in grid.parts:
                pass


def in_parts(cells: Cells) -> tuple[Cells, ...]:
    """A grid in memory, cut so that what is made of it stays small."""
    starts = range(0, max(cells.text.height, 1), ROWS_AT_ONCE)
    return tuple(cells.slice(start, ROWS_AT_ONCE) for start in starts)


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
    return text.with_columns(pl.all().str.strip_chars()).with_columns(
        pl.when(pl.all() != "").then(pl.all())
    )
