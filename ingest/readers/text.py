"""csv and tsv: encoding, delimiter, records (delivery interface 1.2)."""

from __future__ import annotations

import codecs
import csv
import io
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

import polars as pl

from ingest.readers.grid import Document, Grid, text_frame
from ingest.refusal import FileCode, Refused

DELIMITERS = {";": ";", "\t": "tab", ",": ","}
BOMS = (
    (codecs.BOM_UTF8, "utf-8", "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-be"),
)
SAMPLE = 256 * 1024  # characters in which the header is looked for first
WIDEST = 2_000  # cells; what lies beyond counts as one surplus cell
SENTINEL = "\x1e ENDE \x1e"  # one more line: swallowed only by a quotation mark left open

csv.field_size_limit(min(sys.maxsize, 2**31 - 1))

Row = Sequence[str]
Score = Callable[[pl.DataFrame], int]  # how many required columns the best row of a grid names


def read_text(text: str, encoding: str, score: Score) -> Document:
    """Split into cells with the delimiter that shows most required columns."""
    delimiter = _delimiter(text, score)
    rows, lines = _records(text, delimiter)
    grid = Grid("", text_frame(rows), None, pl.Series(lines, dtype=pl.Int64), ragged=True)
    name = "tsv" if delimiter == "\t" else "csv"
    return Document(name, (grid,), encoding, DELIMITERS[delimiter])


def decode(data: bytes) -> tuple[str, str]:
    """Text and the name of its encoding; never guesses, never replaces.

    Raises Refused(ZEICHENSATZ) with the line of the first byte that cannot be read.
    """
    for bom, codec, name in BOMS:
        if data.startswith(bom):
            return _checked(_strict(data[len(bom) :], codec), name)
    try:
        return _checked(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _checked(_strict(data, "cp1252"), "cp1252")


def _strict(data: bytes, codec: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _illegible(line) from error


def _checked(text: str, encoding: str) -> tuple[str, str]:
    for sign in ("\ufffd", "\x00"):
        if sign in text:
            raise _illegible(text.count("\n", 0, text.index(sign)) + 1)
    return text, encoding


def _illegible(line: int) -> Refused:
    return Refused(
        FileCode.ZEICHENSATZ,
        "Die Datei enthält Zeichen, die sich in keinem zulässigen Zeichensatz lesen lassen.",
        f"Das erste steht in Zeile {line}.",
        "Bitte speichern Sie die Datei als „CSV UTF-8“ oder liefern Sie eine Arbeitsmappe.",
    )


def _delimiter(text: str, score: Score) -> str:
    """The delimiter with which most required columns are recognised; `;` if none shows any.

    The beginning of the file is tried first; the whole only if no header is there.
    """
    best, best_score = ";", 0
    for part in (text[:SAMPLE], text):
        for delimiter in DELIMITERS:
            found = score(text_frame([row for row, _ in _parse(part, delimiter)]))
            if found > best_score:
                best, best_score = delimiter, found
        if best_score or len(text) <= SAMPLE:
            break
    return best


def _parse(text: str, delimiter: str) -> Iterator[tuple[Row, int]]:
    """Records and the physical line in which each begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    start = 1
    for row in reader:
        if len(row) > WIDEST:
            yield [*row[:WIDEST], " ".join(row[WIDEST:])], start
        else:
            yield row, start
        start = reader.line_num + 1


def _records(text: str, delimiter: str) -> tuple[list[Row], list[int]]:
    """All records; raises Refused(DATEI_UNLESBAR) for a quotation mark that is never closed."""
    ended = text if text.endswith(("\n", "\r")) else text + "\n"
    records = list(_parse(ended + SENTINEL, delimiter))
    rows, lines = [row for row, _ in records], [line for _, line in records]
    if rows[-1] != [SENTINEL]:
        raise _never_closed(lines[-1])
    physical: list[str] = []
    for start, following in pairwise(lines):
        if following - start > 1:
            physical = physical or list(io.StringIO(ended, newline=""))
            _check_quotes("".join(physical[start - 1 : following - 1]), delimiter, start)
    return rows[:-1], lines[:-1]


def _check_quotes(record: str, delimiter: str, line: int) -> None:
    """A record over several lines must be quoted properly.

    A quotation mark left open ends at the next one further down, with rows of the table between
    them: then something follows the closing mark that is no delimiter, which is an error in
    strict mode only.
    """
    try:
        list(csv.reader(io.StringIO(record, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise _never_closed(line) from error


def _never_closed(line: int) -> Refused:
    return Refused(
        FileCode.DATEI_UNLESBAR,
        "In der Datei wird ein Anführungszeichen geöffnet und nicht wieder geschlossen.",
        f"Es steht in Zeile {line} oder kurz danach.",
        "Bitte ergänzen oder entfernen Sie das Anführungszeichen.",
    )
