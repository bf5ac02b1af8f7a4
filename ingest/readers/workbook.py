"""xlsx, xlsm, xls, xlsb and ods (delivery interface 1.2)."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import zip_longest
from xml.etree.ElementTree import ParseError

import polars as pl
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError

from ingest.readers.biff import xls_details, xlsb_details
from ingest.readers.details import SheetDetails
from ingest.readers.grid import (
    ERROR_TEXT,
    Cells,
    CellType,
    Document,
    Grid,
    Merge,
    in_parts,
    text_frame,
)
from ingest.readers.opendocument import ods_details
from ingest.readers.openxml import xlsx_details
from ingest.refusal import FileCode, Refused

Value = int | float | str | bool | time | date | datetime | timedelta
DETAILS = {
    "xlsx": xlsx_details,
    "xlsb": xlsb_details,
    "xls": xls_details,
    "ods": ods_details,
}
# What a damaged workbook makes the readers raise.
DAMAGE = (CalamineError, zipfile.BadZipFile, zlib.error, ParseError, struct.error, KeyError,
          IndexError, ValueError, EOFError, OSError)  # fmt: skip


def read_workbook(data: bytes, fmt: str) -> Document:
    """All worksheets, hidden ones too; chart sheets hold no cells.

    Raises Refused(DATEI_UNLESBAR) for a damaged or locked workbook.
    """
    try:
        details = DETAILS[fmt](data)
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        grids = [
            _grid(book.get_sheet_by_name(name), details.sheets.get(name, SheetDetails()))
            for name in book.sheet_names
        ]
    except PasswordError as error:
        raise locked() from error
    except DAMAGE as error:
        raise Refused(
            FileCode.DATEI_UNLESBAR,
            "Die Arbeitsmappe ist beschädigt oder unvollständig.",
            todo="Bitte öffnen Sie sie in Excel oder LibreOffice, speichern Sie sie neu und "
            "liefern Sie diese Fassung.",
        ) from error
    return Document(fmt, tuple(grids), date1904=details.date1904)


def locked() -> Refused:
    """The refusal of a file that needs a password."""
    return Refused(
        FileCode.DATEI_UNLESBAR,
        "Die Datei ist verschlüsselt oder mit einem Kennwort geschützt.",
        todo="Bitte heben Sie den Schutz auf und liefern Sie die Datei noch einmal.",
    )


def _grid(sheet: CalamineSheet, details: SheetDetails) -> Grid:
    cells = [
        [_cell(value, details, (line, position)) for position, value in enumerate(row)]
        for line, row in enumerate(sheet.to_python(skip_empty_area=False))
    ]
    for line, position in details.errors:
        cells.extend([] for _ in range(line + 1 - len(cells)))
        row = cells[line]
        row.extend([(None, CellType.TEXT)] * (position + 1 - len(row)))
        row[position] = (ERROR_TEXT, CellType.ERROR)
    text = text_frame([[text for text, _ in row] for row in cells])
    types = pl.DataFrame(
        list(zip_longest(*([kind for _, kind in row] for row in cells), fillvalue=CellType.TEXT)),
        schema=dict.fromkeys(text.columns, pl.UInt8),
        orient="col",
    )
    merges = details.merges or [
        Merge(top, bottom, left) for (top, left), (bottom, _) in sheet.merged_cell_ranges or []
    ]
    lines = pl.int_range(1, text.height + 1, dtype=pl.Int64, eager=True)
    return Grid(sheet.name, in_parts(Cells(text, types, lines)), tuple(merges))


def _cell(value: Value, details: SheetDetails, at: tuple[int, int]) -> tuple[str | None, CellType]:
    """Text and type of one cell; native numbers become plain digits without an exponent."""
    if isinstance(value, str):
        return value or None, CellType.TEXT
    if isinstance(value, bool):
        return str(value).lower(), CellType.BOOL
    if isinstance(value, int | float):
        number = Decimal(repr(value))
        if at in details.percent:
            number *= 100
        return plain_digits(number), CellType.NUMBER
    if isinstance(value, date):  # a datetime is one too
        return value.isoformat(), CellType.DATE
    return str(value), CellType.DATE


def plain_digits(number: Decimal) -> str:
    """`5111000` for 5111000.0, `0.1` for 0.1, never `1E+7`."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
