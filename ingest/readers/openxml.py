"""Details of xlsx and xlsm, from their XML. Only sheets that have any are walked cell by cell."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element, iterparse, parse

from ingest.readers.details import (
    LARGEST_SHEET,
    PERCENT_IDS,
    BookDetails,
    SheetDetails,
    SheetScan,
    check_extent,
    column_number,
    is_percent,
)

_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]+)")
_ERROR_CELLS = (b't="e"', b"t='e'")
# Patterns that begin with letters are looked up much faster than one for all of these.
_FAR_COLUMNS = (
    re.compile(rb'r="([A-Za-z]{2,3})[0-9]'),
    re.compile(rb"r='([A-Za-z]{2,3})[0-9]"),
)
# A row or cell whose reference does not stand first, and perhaps not at all.
_UNPLACED = tuple(
    re.compile(tag + rb"""(?:>|/|\s(?!r=["']))""") for tag in (rb"<c", rb"<row", rb":c", rb":row")
)


def xlsx_details(data: bytes) -> BookDetails:
    """Raises Refused for a sheet that would be too large."""
    sheets: dict[str, SheetDetails] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        percent = _percent_styles(archive)
        for name, path in sheet_paths(archive, _sheets(archive), "xl/_rels/workbook.xml.rels"):
            content = archive.read(path)
            check_extent(*_extent(content))
            if percent or any(mark in content for mark in _ERROR_CELLS):
                sheets[name] = _cells(content, percent)
        properties = next(_elements(archive, "xl/workbook.xml", "workbookPr"), None)
    date1904 = properties is not None and properties.get("date1904") in ("1", "true")
    return BookDetails(sheets, date1904)


def _elements(archive: zipfile.ZipFile, path: str, tag: str) -> Iterator[Element]:
    with archive.open(path) as stream:
        for element in parse(stream).iter():
            if element.tag.rpartition("}")[2] == tag:
                yield element


def _sheets(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Relation and name of each sheet; the id's namespace differs between the two standards."""
    for sheet in _elements(archive, "xl/workbook.xml", "sheet"):
        relation = next((value for key, value in sheet.items() if key.endswith("}id")), "")
        yield relation, sheet.get("name", "")


def sheet_paths(
    archive: zipfile.ZipFile, sheets: Iterable[tuple[str, str]], relations: str
) -> Iterator[tuple[str, str]]:
    """Name and path of the worksheets, from pairs of relation and name."""
    targets = {
        relation.get("Id", ""): relation.get("Target", "").lstrip("/")
        for relation in _elements(archive, relations, "Relationship")
    }
    present = set(archive.namelist())
    for relation, name in sheets:
        target = targets.get(relation, "")
        path = target if target.startswith("xl/") else f"xl/{target}"
        if path in present and "/chartsheets/" not in path:
            yield name, path


def _percent_styles(archive: zipfile.ZipFile) -> frozenset[str]:
    """Positions in cellXfs, as written in a cell's `s`, whose number format shows percent."""
    if "xl/styles.xml" not in archive.namelist():
        return frozenset()
    formats = {str(number) for number in PERCENT_IDS} | {
        element.get("numFmtId", "")
        for element in _elements(archive, "xl/styles.xml", "numFmt")
        if is_percent(element.get("formatCode", ""))
    }
    return frozenset(
        str(position)
        for styles in _elements(archive, "xl/styles.xml", "cellXfs")
        for position, style in enumerate(styles)
        if style.get("numFmtId") in formats
    )


def _extent(content: bytes) -> tuple[int, int]:
    """Last row and last column, 1-based, in whatever order they are written.

    Columns up to Z count as 26, rows as 0 where no number is long enough to be too large.
    """
    if any(pattern.search(content) for pattern in _UNPLACED):
        return _counted_extent(content)
    found = {letters for pattern in _FAR_COLUMNS for letters in pattern.findall(content)}
    columns = max((column_number(letters.decode().upper()) for letters in found), default=26)
    digits = len(str(LARGEST_SHEET // columns))
    numbers = (
        int(match[1])
        for mark in ('"', "'")
        for match in re.finditer(rf"r={mark}[A-Za-z]{{0,3}}([0-9]{{{digits},}})".encode(), content)
    )
    return max(numbers, default=0), columns


def _counted_extent(content: bytes) -> tuple[int, int]:
    """Last row and last column of a sheet whose cells do not all tell where they are."""
    last, widest = 0, 0
    for row, column, _ in _placed(content):
        last, widest = max(last, row + 1), max(widest, column + 1)
    return last, widest


def _placed(content: bytes) -> Iterator[tuple[int, int, Element]]:
    """0-based row and column of each cell; without a reference it follows the one before."""
    row, column = -1, -1
    for event, element in iterparse(io.BytesIO(content), events=("start", "end")):
        tag = element.tag.rpartition("}")[2]
        if tag == "row" and event == "end":
            element.clear()
        elif tag == "row":
            row, column = int(element.get("r", row + 2)) - 1, -1
        elif tag == "c" and event == "start":
            reference = _REFERENCE.fullmatch(element.get("r", "").upper())
            column += 1
            if reference:
                row, column = int(reference[2]) - 1, column_number(reference[1]) - 1
            yield row, column, element


def _cells(content: bytes, percent: frozenset[str]) -> SheetDetails:
    scan = SheetScan()
    for row, column, element in _placed(content):
        if element.get("t") == "e":
            scan.errors.add((row, column))
        elif element.get("s", "0") in percent:
            scan.percent.add((row, column))
    return scan.details()
