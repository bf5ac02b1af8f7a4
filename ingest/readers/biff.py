"""Details of xls (BIFF8 in an OLE container) and xlsb (BIFF12 in a zip), from their records.

References: [MS-CFB], [MS-XLS] and [MS-XLSB] of the Microsoft Open Specifications.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterator, Sequence

from ingest.readers.details import (
    PERCENT_IDS,
    BookDetails,
    SheetDetails,
    SheetScan,
    check_extent,
    is_percent,
)
from ingest.readers.grid import Merge
from ingest.readers.openxml import sheet_paths

Record = tuple[int, bytes]  # type and content

SMALL_STREAM = 4096  # bytes; shorter streams lie in the container's mini stream
END_OF_CHAIN = 0xFFFFFFFA  # sector numbers from here on are marks


def xls_details(data: bytes) -> BookDetails:
    """Works on BIFF8, which all versions since Excel 97 write; older files have no details."""
    stream = ole_stream(data, ("Workbook", "Book"))
    records = list(_biff8(stream, 0))
    formats = {
        struct.unpack_from("<H", body)[0]: _unicode(body[2:])
        for kind, body in records
        if kind == 0x041E
    }
    styles = [struct.unpack_from("<H", body, 2)[0] for kind, body in records if kind == 0x00E0]
    percent = _percent(styles, formats)
    sheets = {
        _unicode(body[6:], short=True): _xls_sheet(
            stream, struct.unpack_from("<I", body)[0], percent
        )
        for kind, body in records
        if kind == 0x0085 and body[5] == 0  # worksheets only
    }
    date1904 = any(kind == 0x0022 and body[0] == 1 for kind, body in records)
    return BookDetails(sheets, date1904)


def _percent(styles: Sequence[int], formats: dict[int, str]) -> frozenset[int]:
    """Positions of the cell styles whose number format shows percent."""
    return frozenset(
        position
        for position, number in enumerate(styles)
        if number in PERCENT_IDS or is_percent(formats.get(number, ""))
    )


def _biff8(stream: bytes, start: int) -> Iterator[Record]:
    """Records of one substream, from its BOF to its EOF."""
    position = start
    while position + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, position)
        yield kind, stream[position + 4 : position + 4 + length]
        position += 4 + length
        if kind == 0x000A:
            return


def _unicode(body: bytes, *, short: bool = False) -> str:
    """A string with its length in front, in one byte (short) or two."""
    length, start = (body[0], 1) if short else (struct.unpack_from("<H", body)[0], 2)
    wide = body[start] & 1
    text = body[start + 1 : start + 1 + length * (2 if wide else 1)]
    return text.decode("utf-16-le" if wide else "latin-1", "replace")


def _xls_sheet(stream: bytes, start: int, percent: frozenset[int]) -> SheetDetails:
    scan = SheetScan()
    for kind, body in _biff8(stream, start):
        if kind in (0x0203, 0x027E, 0x0006, 0x0205):  # NUMBER, RK, FORMULA, BOOLERR
            row, column, style = struct.unpack_from("<HHH", body)
            bool_error = kind == 0x0205 and body[7] == 1
            formula_error = kind == 0x0006 and body[12:14] == b"\xff\xff" and body[6] == 2
            if bool_error or formula_error:
                scan.errors.add((row, column))
            elif style in percent:
                scan.percent.add((row, column))
        elif kind == 0x00BD:  # MULRK: one row, several columns
            row, first = struct.unpack_from("<HH", body)
            for at in range((len(body) - 6) // 6):
                if struct.unpack_from("<H", body, 4 + 6 * at)[0] in percent:
                    scan.percent.add((row, first + at))
        elif kind == 0x00E5:  # MERGEDCELLS
            for at in range(struct.unpack_from("<H", body)[0]):
                top, bottom, left, _ = struct.unpack_from("<HHHH", body, 2 + 8 * at)
                scan.merges.append(Merge(top, bottom, left))
    return scan.details()


def ole_stream(data: bytes, names: Sequence[str]) -> bytes:
    """The first of some streams in an OLE container, empty if there is none."""
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    table = _sector_table(data, size)
    directory = _chain(data, size, table, struct.unpack_from("<I", data, 48)[0], offset=size)
    entries = {}
    for at in range(0, len(directory), 128):
        length, kind = struct.unpack_from("<HB", directory, at + 64)
        name = directory[at : at + max(length - 2, 0)].decode("utf-16-le", "replace")
        entries["/" if kind == 5 else name] = struct.unpack_from("<IQ", directory, at + 116)
    found = next((entries[name] for name in names if name in entries), None)
    if found is None:
        return b""
    start, length = found[0], found[1] & 0xFFFFFFFF
    if length >= SMALL_STREAM:
        return _chain(data, size, table, start, offset=size)[:length]
    mini = _chain(data, size, table, entries["/"][0], offset=size)
    mini_table = _numbers(
        _chain(data, size, table, struct.unpack_from("<I", data, 60)[0], offset=size)
    )
    return _chain(mini, 64, mini_table, start, offset=0)[:length]


def _sector_table(data: bytes, size: int) -> Sequence[int]:
    """The following sector of each sector, from the header's list and its continuation."""
    sectors = list(_numbers(data[76:512]))
    following, count = struct.unpack_from("<II", data, 68)
    for _ in range(count):
        if following >= END_OF_CHAIN:
            break
        *more, following = _numbers(data[size * (following + 1) :][:size])
        sectors += more
    return [
        number
        for sector in sectors
        if sector < END_OF_CHAIN
        for number in _numbers(data[size * (sector + 1) :][:size])
    ]


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])


def _chain(data: bytes, size: int, table: Sequence[int], start: int, *, offset: int) -> bytes:
    """The sectors of a chain in their order; a chain that runs in a circle ends."""
    parts: list[bytes] = []
    sector = start
    while sector < len(table) and len(parts) <= len(table):
        parts.append(data[offset + size * sector :][:size])
        sector = table[sector]
    return b"".join(parts)


# --- xlsb --------------------------------------------------------------------------------------


def xlsb_details(data: bytes) -> BookDetails:
    """Raises Refused for a sheet that would be too large."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        percent = frozenset[int]()
        if "xl/styles.bin" in archive.namelist():
            percent = _xlsb_percent(archive.read("xl/styles.bin"))
        book = list(_biff12(archive.read("xl/workbook.bin")))
        names = {}
        for kind, body in book:
            if kind == 156:  # BrtBundleSh
                relation, rest = _wide(body[8:])
                names[relation] = _wide(rest)[0]
        sheets = {
            name: _xlsb_sheet(archive.read(path), percent)
            for name, path in sheet_paths(archive, names.items(), "xl/_rels/workbook.bin.rels")
        }
    date1904 = any(kind == 153 and body[0] & 1 for kind, body in book)  # BrtWbProp
    return BookDetails(sheets, date1904)


def _biff12(content: bytes) -> Iterator[Record]:
    """Records with type and length in 7-bit groups."""
    position = 0
    while position < len(content):
        kind = content[position]
        position += 1
        if kind & 0x80:
            kind = (kind & 0x7F) | (content[position] << 7)
            position += 1
        length = shift = 0
        while True:
            byte = content[position]
            position += 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        yield kind, content[position : position + length]
        position += length


def _wide(body: bytes) -> tuple[str, bytes]:
    """A string with its length in four bytes, and what follows it."""
    length = struct.unpack_from("<I", body)[0]
    end = 4 + 2 * length
    return body[4:end].decode("utf-16-le", "replace"), body[end:]


def _xlsb_percent(content: bytes) -> frozenset[int]:
    formats: dict[int, str] = {}
    styles: list[int] = []
    inside = False
    for kind, body in _biff12(content):
        if kind == 44:  # BrtFmt
            formats[struct.unpack_from("<H", body)[0]] = _wide(body[2:])[0]
        elif kind in (617, 618):  # BrtBeginCellXFs, BrtEndCellXFs
            inside = kind == 617
        elif kind == 47 and inside:  # BrtXF
            styles.append(struct.unpack_from("<H", body, 2)[0])
    return _percent(styles, formats)


def _xlsb_sheet(content: bytes, percent: frozenset[int]) -> SheetDetails:
    scan = SheetScan()
    row, widest = 0, 0
    for kind, body in _biff12(content):
        if kind == 0:  # BrtRowHdr
            row = struct.unpack_from("<I", body)[0]
        elif 2 <= kind <= 11:  # cells with a value: RK, error, bool, number, text, formulas
            column, style = struct.unpack_from("<II", body)
            widest = max(widest, column + 1)
            check_extent(row + 1, widest)
            if kind in (3, 11):  # BrtCellError, BrtFmlaError
                scan.errors.add((row, column))
            elif style & 0xFFFFFF in percent:
                scan.percent.add((row, column))
        elif kind == 176:  # BrtMergeCell
            top, bottom, left, _ = struct.unpack_from("<IIII", body)
            scan.merges.append(Merge(top, bottom, left))
    return scan.details()
