"""What a figure shows as a file: CSV for any program, XLSX with a sheet that explains it."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

import xlsxwriter

from dashboards.tabelle import NOTHING, Cell, Table, text_of
from dashboards.zahlen import RESTRICTED, Value, half_up
from tintg.cells import harmless

CSV_MIME = "text/csv"
XLSX_MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

DATA_SHEET = "Daten"
NOTES_SHEET = "Erläuterung"

_MAX_WIDTH = 60


def to_csv(table: Table, facts: list[tuple[str, str]]) -> bytes:
    """UTF-8 with BOM, semicolons and decimal commas, as German Excel opens it.

    Args:
        facts: columns that say the same in every row, such as the source: a CSV file has no
            other place for them.
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    titles = [*(column.title for column in table.columns), *(title for title, _ in facts)]
    writer.writerow([harmless(title) for title in titles])
    empty: tuple[Cell, ...] = (NOTHING, *("" for _ in table.columns[1:]))
    for row in table.rows or (empty,):
        writer.writerow([*map(_csv_cell, row), *(harmless(text) for _, text in facts)])
    return out.getvalue().encode("utf-8-sig")


def to_xlsx(table: Table, notes: list[tuple[str, str]]) -> bytes:
    """A workbook with the data as numbers and the notes beside them.

    A text is a string cell, whatever it begins with. Where it looks like a formula it has Excel's
    own mark for text too, which keeps it one when somebody edits the cell.
    """
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        _write_data(book, table)
        _write_notes(book, notes)
    return out.getvalue()


def _csv_cell(cell: Cell) -> str:
    if not isinstance(cell, Value):
        return harmless(text_of(cell))
    if not cell.known or cell.status == RESTRICTED:
        return cell.bare
    return str(half_up(cell.wert, cell.dezimalen)).replace(".", ",")


class _TextWriter:
    """Writes strings; a format of a workbook is made once for each look."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._formats: dict[tuple[tuple[str, object], ...], object] = {}

    def write(
        self,
        sheet: xlsxwriter.worksheet.Worksheet,
        row: int,
        column: int,
        text: str,
        look: Mapping[str, object] | None = None,
    ) -> None:
        """Put a text into a cell (row and column from 0)."""
        marked = {**(look or {}), "quote_prefix": harmless(text) != text}
        key = tuple(marked.items())
        if key not in self._formats:
            self._formats[key] = self._book.add_format(marked)
        sheet.write_string(row, column, text, self._formats[key])


def _write_data(book: xlsxwriter.Workbook, table: Table) -> None:
    sheet = book.add_worksheet(DATA_SHEET)
    bold = {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}
    sign = book.add_format({"align": "right"})
    text = _TextWriter(book)
    formats: dict[str, object] = {}
    for index, column in enumerate(table.columns):
        text.write(sheet, 0, index, column.title, bold)
        longest = max((len(text_of(row[index])) for row in table.rows), default=0)
        sheet.set_column(index, index, min(max(longest, 12) + 2, _MAX_WIDTH))
    for number, row in enumerate(table.rows, start=1):
        for index, cell in enumerate(row):
            if not isinstance(cell, Value):
                text.write(sheet, number, index, text_of(cell))
            elif cell.rounded is None:
                sheet.write_string(number, index, cell.bare, sign)
            else:
                pattern = _pattern(cell)
                if pattern not in formats:
                    formats[pattern] = book.add_format({"num_format": pattern})
                sheet.write_number(number, index, cell.rounded, formats[pattern])
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(table.rows), 1), len(table.columns) - 1)


def _write_notes(book: xlsxwriter.Workbook, notes: list[tuple[str, str]]) -> None:
    sheet = book.add_worksheet(NOTES_SHEET)
    text = _TextWriter(book)
    bold, wrap = {"bold": True, "valign": "top"}, {"text_wrap": True, "valign": "top"}
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 100)
    for number, (title, note) in enumerate(notes):
        text.write(sheet, number, 0, title, bold)
        text.write(sheet, number, 1, note, wrap)


def _pattern(value: Value) -> str:
    pattern = "#,##0" + ("." + "0" * value.dezimalen if value.dezimalen else "")
    return f"({pattern})" if value.status == RESTRICTED else pattern
