"""What calamine does not tell of a workbook, and every format stores in its own way.

Error cells (calamine makes them empty), percent formats, merged cells of some formats, the 1904
calendar, and how large the sheets would become in memory.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from ingest.readers.grid import Merge
from ingest.refusal import FileCode, Refused

Position = tuple[int, int]  # 0-based row and column

LARGEST_SHEET = 50_000_000  # cells between A1 and the last filled one
_LITERALS = re.compile(r'"[^"]*"|\\.|_.|\*.')  # parts of a number format that are only shown
PERCENT_IDS = frozenset({9, 10})  # built-in formats 0 % and 0,00 %


@dataclass(frozen=True)
class SheetDetails:
    """Cells of one sheet that need special treatment."""

    errors: frozenset[Position] = frozenset()
    percent: frozenset[Position] = frozenset()
    merges: tuple[Merge, ...] = ()


@dataclass(frozen=True)
class BookDetails:
    """Details by sheet name; sheets without any may be missing."""

    sheets: Mapping[str, SheetDetails] = field(default_factory=dict)
    date1904: bool = False


@dataclass
class SheetScan:
    """Collects details of one sheet while its cells go by."""

    errors: set[Position] = field(default_factory=set)
    percent: set[Position] = field(default_factory=set)
    merges: list[Merge] = field(default_factory=list)

    def details(self) -> SheetDetails:
        """What was collected."""
        return SheetDetails(frozenset(self.errors), frozenset(self.percent), tuple(self.merges))


def is_percent(code: str) -> bool:
    """True for a number format such as `0.0%`, not for one that only shows the sign as a text."""
    return "%" in _LITERALS.sub("", code)


def check_extent(rows: int, columns: int) -> None:
    """Raises Refused(DATEI_UNLESBAR) for a sheet that would not fit into memory."""
    if rows * columns > LARGEST_SHEET:
        raise Refused(
            FileCode.DATEI_UNLESBAR,
            "Ein Blatt der Arbeitsmappe ist zu groß: Es reicht bis "
            f"Zeile {rows}, Spalte {columns}.",
            "Vermutlich steht weit außerhalb der Tabelle noch eine gefüllte Zelle.",
            "Bitte kopieren Sie nur die Tabelle in eine neue Arbeitsmappe.",
        )


def column_number(letters: str) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
