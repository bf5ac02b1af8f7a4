"""xlsx, xlsm, xls, xlsb and ods (delivery interface 1.2)."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable
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
    trimmed,
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
    """Column by column: most columns hold texts and numbers only, which are converted at once."""
    rows = sheet.to_python(skip_empty_area=False)
    height = max([len(rows), *(line + 1 for line, _ in details.errors)])
    width = max([0, *(len(row) for row in rows), *(at + 1 for _, at in details.errors)])
    empty = [""] * (height - len(rows))
    columns = [[*column, *empty] for column in zip_longest(*rows, fillvalue="")]
    columns += [[""] * height for _ in range(width - len(columns))]
    special = _special(details)
    cells = [_column(values, special.get(at, {})) for at, values in enumerate(columns)]
    text = pl.DataFrame([text.alias(str(at)) for at, (text, _) in enumerate(cells)])
    types = pl.DataFrame([kind.alias(str(at)) for at, (_, kind) in enumerate(cells)])
    merges = details.merges or [
        Merge(top, bottom, left) for (top, left), (bottom, _) in sheet.merged_cell_ranges or []
    ]
    lines = pl.int_range(1, height + 1, dtype=pl.Int64, eager=True)
    parts = in_parts(Cells(trimmed(text), types, lines))
    return Grid(sheet.name, parts, _within(merges, height, width))


def _within(merges: Iterable[Merge], height: int, width: int) -> tuple[Merge, ...]:
    """Each merge once, as far as it lies on the grid: some reach beyond the last filled row."""
    inside = (
        Merge(merge.top, min(merge.bottom, height - 1), merge.left)
        for merge in merges
        if merge.top < height and merge.left < width
    )
    return tuple(dict.fromkeys(inside))


def _special(details: SheetDetails) -> dict[int, dict[int, CellType]]:
    """By column the rows of error cells (ERROR) and of percent formats (NUMBER)."""
    found: dict[int, dict[int, CellType]] = {}
    for cells, kind in ((details.percent, CellType.NUMBER), (details.errors, CellType.ERROR)):
        for line, position in cells:
            found.setdefault(position, {})[line] = kind
    return found


def _column(values: list[Value], special: dict[int, CellType]) -> tuple[pl.Series, pl.Series]:
    """Texts and types of one column's cells."""
    plain = pl.DataFrame(
        {
            "text": [value if type(value) is str else None for value in values],
            "number": [value if type(value) is float else None for value in values],
        },
        schema={"text": pl.String, "number": pl.Float64},
    )
    digits = pl.col("number").cast(pl.String)
    cells = plain.select(
        text=pl.coalesce(digits.str.strip_suffix(".0"), "text"),
        kind=pl.when(pl.col("number").is_null()).then(CellType.TEXT).otherwise(CellType.NUMBER),
        single=digits.str.contains("e", literal=True).fill_null(False)
        | pl.all_horizontal(pl.all().is_null()),
    )
    text, kind = cells["text"], cells["kind"].cast(pl.UInt8)
    rest = {*cells["single"].arg_true(), *special}
    if rest:
        at = sorted(rest)
        read = [_cell(values[line], special.get(line)) for line in at]
        text = text.scatter(at, [each for each, _ in read])
        kind = kind.scatter(at, [int(each) for _, each in read])
    return text, kind


def _cell(value: Value, special: CellType | None) -> tuple[str | None, CellType]:
    """Text and type of one cell; native numbers become plain digits without an exponent."""
    if special is CellType.ERROR:
        return ERROR_TEXT, CellType.ERROR
    if isinstance(value, str):
        return value or None, CellType.TEXT
    if isinstance(value, bool):
        return str(value).lower(), CellType.BOOL
    if isinstance(value, int | float):
        number = Decimal(repr(value))
        return plain_digits(number * 100 if special else number), CellType.NUMBER
    if isinstance(value, date):  # a datetime is one too
        return value.isoformat(), CellType.DATE
    return str(value), CellType.DATE


def plain_digits(number: Decimal) -> str:
    """`5111000` for 5111000.0, `0.1` for 0.1, never `1E+7`."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
