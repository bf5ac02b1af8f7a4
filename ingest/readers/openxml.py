"""Details of xlsx and xlsm, from their XML. Only sheets that have any are walked cell by cell."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element, iterparse, parse

from ingest.readers.details import (
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
_ROW = re.compile(rb"""<(?:\w+:)?row\b[^>]*?\br=["']([0-9]+)["']""")
# Two patterns that begin with letters are looked up much faster than one with either mark.
_FAR_COLUMNS = (re.compile(rb'r="([A-Z]{2,3})[0-9]'), re.compile(rb"r='([A-Z]{2,3})[0-9]"))
TAIL = 1 << 20  # bytes at the end of a sheet in which its last row begins


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
    """Last row and last column, 1-based; columns up to Z count as 26."""
    rows = [int(number) for number in _ROW.findall(content[-TAIL:])]
    found = {letters for pattern in _FAR_COLUMNS for letters in pattern.findall(content)}
    columns = {letters.decode() for letters in found}
    return max(rows, default=0), max(map(column_number, columns), default=26)


def _cells(content: bytes, percent: frozenset[str]) -> SheetDetails:
    scan = SheetScan()
    row, column = -1, -1
    for event, element in iterparse(io.BytesIO(content), events=("start", "end")):
        tag = element.tag.rpartition("}")[2]
        if tag == "row" and event == "end":
            element.clear()
        elif tag == "row":
            row, column = int(element.get("r", row + 2)) - 1, -1
        elif tag == "c" and event == "start":
            reference = _REFERENCE.fullmatch(element.get("r", ""))
            column = column_number(reference[1]) - 1 if reference else column + 1
            if element.get("t") == "e":
                scan.errors.add((row, column))
            elif element.get("s", "0") in percent:
                scan.percent.add((row, column))
    return scan.details()
