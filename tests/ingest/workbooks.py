"""Writes small xls and ods files, cell by cell, for which no library is at hand.

A cell is a text, a number, `(number, "%")` for a percent format, or ZeroDivisionError for the
error value #DIV/0!.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any
from xml.sax.saxutils import escape

Cells = Iterable[Sequence[Any]]
Merges = Sequence[tuple[int, int, int, int]]  # first row, last row, first column, last column

ODS_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" '
    'office:version="1.2"><office:body><office:spreadsheet>'
)


def ods(cells: Cells, merges: Merges = ()) -> bytes:
    """One sheet named `Blatt`."""
    spans = {
        (top, left): (bottom - top + 1, right - left + 1) for top, bottom, left, right in merges
    }
    lines = "".join(
        "<table:table-row>"
        + "".join(_ods_cell(cell, spans.get((at, column))) for column, cell in enumerate(line))
        + "</table:table-row>"
        for at, line in enumerate(cells)
    )
    content = (
        f'{ODS_HEAD}<table:table table:name="Blatt">{lines}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return buffer.getvalue()


def _ods_cell(cell: Any, span: tuple[int, int] | None) -> str:
    more = ""
    if span:
        more = f' table:number-rows-spanned="{span[0]}" table:number-columns-spanned="{span[1]}"'
    if cell == "":
        return f"<table:table-cell{more}/>"
    if cell is ZeroDivisionError:
        return (
            f'<table:table-cell{more} office:value-type="string" calcext:value-type="error" '
            'office:string-value=""><text:p>#DIV/0!</text:p></table:table-cell>'
        )
    if isinstance(cell, tuple):
        return (
            f'<table:table-cell{more} office:value-type="percentage" office:value="{cell[0]}">'
            "<text:p>…%</text:p></table:table-cell>"
        )
    if isinstance(cell, int | float):
        return f'<table:table-cell{more} office:value-type="float" office:value="{cell}"/>'
    text = f"<text:p>{escape(cell)}</text:p>"
    return f'<table:table-cell{more} office:value-type="string">{text}</table:table-cell>'


def xls(cells: Cells, merges: Merges = (), *, date1904: bool = False) -> bytes:
    """BIFF8 with one sheet named `Blatt`; cell style 1 is `0 %`."""
    style = struct.pack("<HHHBBBBIIH", 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
    percent = style[:2] + struct.pack("<H", 9) + style[4:]
    name = _short("Blatt")
    head = (
        _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
        + _record(0x0022, struct.pack("<H", date1904))
        + _record(0x00E0, style)
        + _record(0x00E0, percent)
    )
    size = len(head) + len(_record(0x0085, b"\0" * 6 + name)) + len(_record(0x000A, b""))
    book = head + _record(0x0085, struct.pack("<IBB", size, 0, 0) + name) + _record(0x000A, b"")
    sheet = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
    for row, line in enumerate(cells):
        for column, cell in enumerate(line):
            sheet += _xls_cell(row, column, cell)
    if merges:
        body = struct.pack("<H", len(merges)) + b"".join(struct.pack("<HHHH", *m) for m in merges)
        sheet += _record(0x00E5, body)
    return _container(book + sheet + _record(0x000A, b""))


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _short(text: str) -> bytes:
    return struct.pack("<BB", len(text), 1) + text.encode("utf-16-le")


def _xls_cell(row: int, column: int, cell: Any) -> bytes:
    if cell == "":
        return b""
    if cell is ZeroDivisionError:
        return _record(0x0205, struct.pack("<HHHBB", row, column, 0, 0x07, 1))
    if isinstance(cell, tuple):
        return _record(0x0203, struct.pack("<HHHd", row, column, 1, cell[0]))
    if isinstance(cell, int | float):
        return _record(0x0203, struct.pack("<HHHd", row, column, 0, cell))
    text = struct.pack("<HB", len(cell), 1) + cell.encode("utf-16-le")
    return _record(0x0204, struct.pack("<HHH", row, column, 0) + text)


def _container(stream: bytes) -> bytes:
    """An OLE container with the one stream `Workbook`."""
    sector, end, free, table_mark = 512, 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
    stream = stream.ljust(4096, b"\0")
    count = -(-len(stream) // sector)
    table = [table_mark, end, *range(3, count + 2), end]
    table += [free] * (128 - len(table))
    assert len(table) == 128, "too long for one table sector"
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIIII",
        bytes.fromhex("d0cf11e0a1b11ae1"), b"", 0x3E, 3, 0xFFFE, 9, 6, b"", 0, 1, 1, 0, 4096,
        end, 0, end, 0, 0,
    ) + struct.pack("<108I", *[free] * 108)  # fmt: skip
    directory = _entry("Root Entry", 5, end, 0, 1) + _entry("Workbook", 2, 2, len(stream), free)
    directory = directory.ljust(sector, b"\0")
    body = struct.pack("<128I", *table) + directory + stream.ljust(count * sector, b"\0")
    return header + body


def _entry(name: str, kind: int, start: int, length: int, child: int) -> bytes:
    text = name.encode("utf-16-le")
    free = 0xFFFFFFFF
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBBIII", len(text) + 2, kind, 1, free, free, child)
        + b"\0" * 36
        + struct.pack("<IQ", start, length)
    )


def xlsb(cells: Cells, merges: Merges = (), *, date1904: bool = False) -> bytes:
    """BIFF12 with one sheet named `Blatt`; cell style 1 is `0 %`."""
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/{kind}" Target="{target}"/></Relationships>'
    )
    book = (
        _long_record(131, b"")
        + _long_record(153, struct.pack("<III", date1904, 0, 0))
        + _long_record(143, b"")
        + _long_record(156, struct.pack("<II", 0, 1) + _wide("rId1") + _wide("Blatt"))
        + _long_record(144, b"")
        + _long_record(132, b"")
    )
    style = struct.pack("<HHHHHHHBB", 0, 0, 0, 0, 0, 0, 0, 0, 0)
    styles = (
        _long_record(617, struct.pack("<I", 2))
        + _long_record(47, style)
        + _long_record(47, style[:2] + struct.pack("<H", 9) + style[4:])
        + _long_record(618, b"")
    )
    lines = [list(line) for line in cells]
    extent = struct.pack("<IIII", 0, len(lines) - 1, 0, max(map(len, lines)) - 1)
    sheet = _long_record(129, b"") + _long_record(148, extent) + _long_record(145, b"")
    for row, line in enumerate(lines):
        sheet += _long_record(0, struct.pack("<I", row) + b"\0" * 13)
        for column, cell in enumerate(line):
            sheet += _xlsb_cell(column, cell)
    sheet += _long_record(146, b"")
    for merge in merges:
        sheet += _long_record(176, struct.pack("<IIII", *merge))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.bin", book)
        archive.writestr("xl/styles.bin", styles)
        archive.writestr("xl/worksheets/sheet1.bin", sheet + _long_record(130, b""))
        archive.writestr(
            "xl/_rels/workbook.bin.rels",
            relations.format(kind="worksheet", target="worksheets/sheet1.bin"),
        )
    return buffer.getvalue()


def _long_record(kind: int, body: bytes) -> bytes:
    """Type and length in groups of seven bits."""
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length = len(body)
    groups = []
    while True:
        groups.append(length & 0x7F | (0x80 if length > 0x7F else 0))
        length >>= 7
        if not length:
            break
    return head + bytes(groups) + body


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _xlsb_cell(column: int, cell: Any) -> bytes:
    if cell == "":
        return b""
    if cell is ZeroDivisionError:
        return _long_record(3, struct.pack("<IIB", column, 0, 0x07))
    if isinstance(cell, tuple):
        return _long_record(5, struct.pack("<IId", column, 1, cell[0]))
    if isinstance(cell, int | float):
        return _long_record(5, struct.pack("<IId", column, 0, cell))
    return _long_record(6, struct.pack("<II", column, 0) + _wide(cell))
