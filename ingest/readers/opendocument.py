"""Details of ods, from its XML. Only workbooks that have any are walked cell by cell."""

from __future__ import annotations

import io
import re
import zipfile
from xml.etree.ElementTree import Element, iterparse

from ingest.readers.details import BookDetails, Position, SheetDetails, SheetScan, check_extent
from ingest.readers.grid import Merge

# A repetition of three digits or more may unpack a few bytes to more cells than fit into memory.
_DETAILS = re.compile(
    rb'number-rows-spanned|value-type="(?:percentage|error)"|-repeated="[0-9]{3,}"'
)


def ods_details(data: bytes) -> BookDetails:
    """Raises Refused for a sheet that would be too large."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        content = archive.read("content.xml")
    sheets: dict[str, SheetDetails] = {}
    if not _DETAILS.search(content):
        return BookDetails()
    name, sheet = "", _Sheet()
    for event, element in iterparse(io.BytesIO(content), events=("start", "end")):
        tag = element.tag.rpartition("}")[2]
        if event == "start" and tag == "table":
            name, sheet = _attribute(element, "name", ""), _Sheet()
        elif event == "start" and tag == "table-row":
            sheet.begin_row(int(_attribute(element, "number-rows-repeated", "1")))
        elif event == "end" and tag in ("table-cell", "covered-table-cell"):
            sheet.cell(element)
        elif event == "end" and tag == "table-row":
            sheet.end_row()
            element.clear()
        elif event == "end" and tag == "table":
            sheets[name] = sheet.scan.details()
    return BookDetails(sheets)


def _attribute(element: Element, name: str, default: str) -> str:
    """An attribute by its local name: producers differ in the prefix."""
    return next(
        (value for key, value in element.items() if key.rpartition("}")[2] == name), default
    )


class _Sheet:
    """Counts rows and cells of one table, whose repetitions are written only once."""

    def __init__(self) -> None:
        self.scan = SheetScan()
        self.row = self.column = self.widest = 0
        self.repeated = 1
        self.filled = False

    def begin_row(self, repeated: int) -> None:
        self.column, self.repeated, self.filled = 0, repeated, False

    def end_row(self) -> None:
        self.row += self.repeated
        if self.filled:
            check_extent(self.row, self.widest)

    def cell(self, element: Element) -> None:
        repeated = int(_attribute(element, "number-columns-repeated", "1"))
        spanned = int(_attribute(element, "number-rows-spanned", "1"))
        if spanned > 1:
            self.scan.merges.append(Merge(self.row, self.row + spanned - 1, self.column))
        types = {value for key, value in element.items() if key.endswith("}value-type")}
        if types or len(element):
            self.filled, self.widest = True, max(self.widest, self.column + repeated)
            check_extent(self.row + self.repeated, self.widest)
        if "error" in types:
            self.scan.errors |= self._positions(repeated)
        elif "percentage" in types:
            self.scan.percent |= self._positions(repeated)
        self.column += repeated

    def _positions(self, repeated: int) -> set[Position]:
        return {
            (row, column)
            for row in range(self.row, self.row + self.repeated)
            for column in range(self.column, self.column + repeated)
        }
