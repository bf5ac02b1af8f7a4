"""Writes the files: text in all encodings, workbooks, Parquet, zip; the same bytes every time.

A file is written beside its place under a hidden name and moved when it is complete.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from contextlib import ExitStack
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any
from xml.sax.saxutils import escape

import polars as pl
import pyarrow.parquet as pq
import xlsxwriter

from ingest.contract import Contract
from synth.styles import Style

SIDECAR = ".meta.yaml"
UNFINISHED = ".neu"
ZIP_DAY = (2000, 1, 1, 0, 0, 0)  # archives carry a time; this one tells nothing
NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
NUMERIC = {"jahr", "quartal", "anzahl", "betrag", "dezimal", "freizahl"}

ODS_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'office:version="1.2"><office:body><office:spreadsheet>'
)
ODS_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
    'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/" '
    'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)


class Table:
    """What surrounds the rows: title lines, group headers, header, footnotes.

    groups: words above the header cells, one a column; equal neighbours are merged.
    """

    def __init__(
        self,
        contract: Contract,
        style: Style,
        header: list[str],
        title: list[str],
        footnotes: list[str],
        note: str,
    ) -> None:
        self.contract, self.style, self.header = contract, style, header
        self.title, self.footnotes, self.note = title, footnotes, note

    @property
    def groups(self) -> list[str]:
        """The word over each column."""
        columns = self.contract.columns
        return ["Zeitraum" if c.is_unit else "Meldung" if c.is_key else "Angaben"
                for c in columns]  # fmt: skip


class TextFile:
    """A text table, part by part; zipped if its style says so."""

    def __init__(self, path: Path, table: Table) -> None:
        self._path, self._table = path, table
        self._closing = ExitStack()
        self._file = self._open()
        style = table.style
        if style.encoding == "utf-16":
            self._file.write(b"\xff\xfe")
        elif style.encoding == "utf-8-sig":
            self._file.write(b"\xef\xbb\xbf")
        lines = [[line] for line in table.title] + [[]] if style.framed else []
        self._lines([*lines, table.header])

    def _open(self) -> IO[bytes]:
        hidden = _hidden(self._path)
        if not self._table.style.zipped:
            return self._closing.enter_context(hidden.open("wb"))
        archive = self._closing.enter_context(zipfile.ZipFile(hidden, "w", zipfile.ZIP_DEFLATED))
        archive.comment = self._table.note.encode()
        member = _member(self._path.stem + ".csv")
        return self._closing.enter_context(archive.open(member, "w", force_zip64=True))

    def _lines(self, lines: list[list[str]]) -> None:
        text = io.StringIO()
        style = self._table.style
        csv.writer(
            text,
            delimiter=style.delimiter,
            lineterminator="\r\n",
            quoting=csv.QUOTE_ALL if style.quoted else csv.QUOTE_MINIMAL,
        ).writerows(lines)
        self._write(text.getvalue().encode())

    def _write(self, utf8: bytes) -> None:
        encoding = {"utf-8-sig": "utf-8", "utf-16": "utf-16-le"}.get(
            self._table.style.encoding, self._table.style.encoding
        )
        self._file.write(utf8 if encoding == "utf-8" else utf8.decode().encode(encoding))

    def add(self, cells: pl.DataFrame) -> None:
        """Append rows of texts."""
        style = self._table.style
        text = io.BytesIO()
        cells.write_csv(
            text, include_header=False, separator=style.delimiter, line_terminator="\r\n",
            quote_style="always" if style.quoted else "necessary",
        )  # fmt: skip
        self._write(text.getvalue())

    def close(self) -> None:
        """Write the footnotes and put the file into its place."""
        if self._table.style.framed:
            self._lines([[], *([line] for line in self._table.footnotes)])
        self._closing.close()
        _hidden(self._path).replace(self._path)


class Collected:
    """A table that is written as a whole: workbooks and Parquet."""

    def __init__(self, path: Path, table: Table) -> None:
        self._path, self._table = path, table
        self._parts: list[pl.DataFrame] = []

    def add(self, cells: pl.DataFrame) -> None:
        """Keep rows of texts."""
        self._parts.append(cells)

    def close(self) -> None:
        """Write the file and put it into its place."""
        cells = pl.concat(self._parts)
        if self._table.style.container == "parquet":
            data = parquet(cells, self._table)
        else:
            rows = _rows(cells, self._table)
            data = xlsx(rows, self._table) if self._table.style.container == "xlsx" else ods(
                rows, self._table)  # fmt: skip
        write_whole(self._path, data)


def write_whole(path: Path, data: bytes) -> None:
    """A file that is there whole or not at all."""
    _hidden(path).write_bytes(data)
    _hidden(path).replace(path)


def _hidden(path: Path) -> Path:
    return path.with_name(f".{path.name}{UNFINISHED}")


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, ZIP_DAY)
    member.compress_type = zipfile.ZIP_DEFLATED
    return member


def zipped(members: dict[str, bytes], note: str = "") -> bytes:
    """An archive of some files; the first one is stored as it is where it names the type."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = note.encode()
        for name, data in members.items():
            member = _member(name)
            if name == "mimetype":
                member.compress_type = zipfile.ZIP_STORED
            archive.writestr(member, data)
    return buffer.getvalue()


# --- workbooks ---------------------------------------------------------------------------------

Cell = str | float | date | None


def _rows(cells: pl.DataFrame, table: Table) -> list[list[Cell]]:
    kinds = [column.kind for column in table.contract.columns]
    kinds += ["text"] * (cells.width - len(kinds))
    as_number = {"ags", "gebietskoerperschaft"} if table.style.region == "short" else set()
    return [
        [_native(text, kind, as_number) for text, kind in zip(row, kinds, strict=True)]
        for row in cells.iter_rows()
    ]


def _native(text: str | None, kind: str, as_number: set[str]) -> Cell:
    if text is None:
        return None
    if (kind in NUMERIC or kind in as_number) and NUMBER.fullmatch(text):
        return float(text)
    if kind == "datum" and ISO_DAY.fullmatch(text):
        return date.fromisoformat(text)
    return text


def xlsx(rows: list[list[Cell]], table: Table, more: dict[str, list[list[str]]] | None = None
         ) -> bytes:  # fmt: skip
    """A workbook with title lines, merged group headers, footnotes and a sheet of explanations."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties(
        {"created": datetime(*ZIP_DAY[:3]), "title": table.title[0], "comments": table.note}
    )
    bold = book.add_format({"bold": True, "bottom": 1})
    centred = book.add_format({"bold": True, "align": "center"})
    day = book.add_format({"num_format": "dd.mm.yyyy"})
    sheet = book.add_worksheet("Tabelle 1")
    at = 0
    if table.style.framed:
        for line in table.title:
            sheet.write_string(at, 0, line)
            at += 1
        at += 1
        for first, last, word in _spans(table.groups):
            if first == last:
                sheet.write_string(at, first, word, centred)
            else:
                sheet.merge_range(at, first, at, last, word, centred)
        at += 1
    for column, text in enumerate(table.header):
        sheet.write_string(at, column, text, bold)
    for row in rows:
        at += 1
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(at, column, cell)
            elif isinstance(cell, date):
                sheet.write_datetime(at, column, cell, day)
            elif cell is not None:
                sheet.write_number(at, column, cell)
    if table.style.framed:
        for line in table.footnotes:
            at += 2 if line is table.footnotes[0] else 1
            sheet.write_string(at, 0, line)
        notes = book.add_worksheet("Erläuterungen")
        for at, line in enumerate([*table.title, *table.footnotes]):
            notes.write_string(at, 0, line)
    book.close()
    return buffer.getvalue()


def _spans(words: list[str]) -> list[tuple[int, int, str]]:
    """First and last column of each run of equal words."""
    spans: list[tuple[int, int, str]] = []
    for at, word in enumerate(words):
        if spans and spans[-1][2] == word:
            spans[-1] = (spans[-1][0], at, word)
        else:
            spans.append((at, at, word))
    return spans


def ods(rows: list[list[Cell]], table: Table) -> bytes:
    """The same as an OpenDocument spreadsheet."""
    lines: list[str] = []
    if table.style.framed:
        lines += [_ods_row([line]) for line in table.title] + [_ods_row([])]
        spans = _spans(table.groups)
        lines.append(
            "<table:table-row>"
            + "".join(
                _ods_cell(word, last - first + 1) + "<table:covered-table-cell/>" * (last - first)
                for first, last, word in spans
            )
            + "</table:table-row>"
        )
    lines.append(_ods_row(list(table.header)))
    lines += [_ods_row(row) for row in rows]
    if table.style.framed:
        lines += [_ods_row([]), *(_ods_row([line]) for line in table.footnotes)]
    content = (
        f'{ODS_HEAD}<table:table table:name="Tabelle 1">{"".join(lines)}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return zipped(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content.encode(),
            "META-INF/manifest.xml": ODS_MANIFEST.encode(),
        }
    )


def _ods_row(cells: list[Any]) -> str:
    inside = "".join(_ods_cell(cell) for cell in cells) or "<table:table-cell/>"
    return f"<table:table-row>{inside}</table:table-row>"


def _ods_cell(cell: Cell, columns: int = 1) -> str:
    span = f' table:number-columns-spanned="{columns}"' if columns > 1 else ""
    if cell is None:
        return f"<table:table-cell{span}/>"
    if isinstance(cell, float):
        return f'<table:table-cell{span} office:value-type="float" office:value="{cell:.15g}"/>'
    text = f"<text:p>{escape(str(cell))}</text:p>"
    return f'<table:table-cell{span} office:value-type="string">{text}</table:table-cell>'


# --- Parquet -----------------------------------------------------------------------------------


def parquet(cells: pl.DataFrame, table: Table) -> bytes:
    """Numbers and dates as such where a whole column is one; the note in the file's metadata."""
    columns = []
    for column in table.contract.columns:
        texts = cells[column.name]
        typed = texts
        if column.kind == "datum":
            typed = texts.str.to_date("%Y-%m-%d", strict=False)
        elif column.kind in NUMERIC:
            whole = column.kind in ("jahr", "quartal", "anzahl")
            typed = texts.cast(pl.Int64 if whole else pl.Float64, strict=False)
        columns.append(texts if typed.null_count() > texts.null_count() else typed)
    arrow = pl.DataFrame(columns).to_arrow()
    arrow = arrow.replace_schema_metadata({"notiz": table.note})
    buffer = io.BytesIO()
    pq.write_table(arrow, buffer)
    return buffer.getvalue()
