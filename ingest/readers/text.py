"""csv and tsv: delimiter and records, block by block (delivery interface 1.2)."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence

import polars as pl

from ingest.ahead import ahead
from ingest.readers.encoding import Step, Text
from ingest.readers.grid import Cells, Document, Grid, text_frame, trimmed
from ingest.refusal import FileCode, Refused

DELIMITERS = {";": ";", "\t": "tab", ",": ","}
SAMPLE = 256 * 1024  # characters in which the header is looked for first
WIDTH_SAMPLE = 16 * 1024  # bytes of a block that show how many cells its lines have
# Without one of these bytes no cell has blanks around it: ASCII, and how others begin in UTF-8.
BLANKS = [bytes([sign]) for sign in (*b" \t\v\f\x1c\x1d\x1e\x1f", 0xC2, 0xE1, 0xE2, 0xE3)]
WIDEST = 2_000  # cells; what lies beyond counts as one surplus cell
CELLS_AT_ONCE = 4_000_000  # of rows that are split one by one; bounds wide ones
LONGEST_CELL = 16 * 2**20  # characters; a longer one is a quotation mark left open

csv.field_size_limit(LONGEST_CELL)

Row = Sequence[str]
Score = Callable[[pl.DataFrame], int]  # how many required columns the best row of a grid names


def read_text(text: Text, score: Score, step: Step | None = None) -> Document:
    """Split into cells with the delimiter that shows most required columns.

    Raises Refused with ZEICHENSATZ or DATEI_UNLESBAR, now or while the cells are read.
    """
    delimiter = _delimiter(text, score)
    name = "tsv" if delimiter == "\t" else "csv"
    grid = Grid("", _TextParts(text, delimiter, step), ragged=True)
    return Document(name, (grid,), text.name, DELIMITERS[delimiter])


class _TextParts:
    """The parts of a text file, split anew each time; one that is a single part is kept."""

    def __init__(self, text: Text, delimiter: str, step: Step | None) -> None:
        self._text = text
        self._delimiter = delimiter
        self._step = step
        self._only: Cells | None = None

    def __iter__(self) -> Iterator[Cells]:
        if self._only:
            yield self._only
            return
        parts = split(self._text.blocks(self._step), self._delimiter)
        first = next(parts, None)
        if first is None:
            return
        second = next(parts, None)
        if second is None:
            self._only = first
            yield first
            return
        yield first
        yield second
        yield from parts


def _delimiter(text: Text, score: Score) -> str:
    """The delimiter with which most required columns are recognised; `;` if none shows any.

    The beginning of the file is tried first; the whole only if no header is there.
    """
    start = text.start(SAMPLE)
    in_sample = {each: score(_sample(start, each)) for each in DELIMITERS}
    if not any(in_sample.values()):
        in_sample = {each: _best_score(text, each, score) for each in DELIMITERS}
    return max(in_sample, key=lambda each: in_sample[each])


def _sample(start: str, delimiter: str) -> pl.DataFrame:
    lines = io.StringIO(start, newline="")
    return text_frame([_bounded(row) for row in csv.reader(lines, delimiter=delimiter)])


def _best_score(text: Text, delimiter: str, score: Score) -> int:
    """Over the whole file, as far as it can be split in this way."""
    best = 0
    try:
        for cells in split(text.blocks(), delimiter):
            best = max(best, score(cells.text))
    except Refused as refused:
        if refused.code is not FileCode.DATEI_UNLESBAR:
            raise
    return best


def split(blocks: Iterator[bytes], delimiter: str) -> Iterator[Cells]:
    """The cells of each block of UTF-8 lines.

    A block without quotation marks is split at once, any other record by record, together with
    the blocks into which its last record runs.
    """
    line = 1
    tried = ahead(lambda block: (block, _plain(block, delimiter)), blocks)
    for block, plain in tried:
        if plain is None:
            lines = _Lines(block, (following for following, _ in tried), line)
            yield from _records(lines, delimiter)
            line = lines.next
        else:
            yield Cells(plain, None, _numbers(line, plain.height))
            line += plain.height


def _numbers(first: int, count: int) -> pl.Series:
    return pl.int_range(first, first + count, dtype=pl.Int64, eager=True)


def _plain(block: bytes, delimiter: str) -> pl.DataFrame | None:
    """The cells of lines without quotation marks; None if they are not that simple."""
    if b'"' in block or block.startswith(b"\xef\xbb\xbf"):
        return None
    if b"\r" in block:
        block = block.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    head = block[: block.find(b"\n", WIDTH_SAMPLE) + 1 or len(block)].split(b"\n")
    width = 1 + max(line.count(delimiter.encode()) for line in head)
    if width > WIDEST:
        return None
    try:
        frame = pl.read_csv(
            block,
            separator=delimiter,
            has_header=False,
            quote_char=None,
            schema={str(position): pl.String for position in range(width)},
            missing_columns="insert",
            extra_columns="raise",
        )
    except pl.exceptions.PolarsError:  # a later line has more cells
        return None
    lines = block.count(b"\n") + (not block.endswith(b"\n"))
    if frame.height != lines:
        return None
    return trimmed(frame) if any(sign in block for sign in BLANKS) else frame


class _Lines:
    """The physical lines of a block, and of the following ones if a record needs them.

    next: number of the line that comes next. open: a record asked for more lines than there are.
    """

    def __init__(self, block: bytes, blocks: Iterator[bytes], first: int) -> None:
        self._lines = io.StringIO(block.decode(), newline="")
        self._left = _count(block)
        self._blocks = blocks
        self.next = first
        self.open = False
        self.record: list[str] = []

    def __bool__(self) -> bool:
        return self._left > 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if not self._left:
            block = next(self._blocks, None)
            if block is None:
                self.open = True
                raise StopIteration
            self._lines, self._left = io.StringIO(block.decode(), newline=""), _count(block)
        line = self._lines.readline()
        self._left -= 1
        self.next += 1
        self.record.append(line)
        return line


def _count(block: bytes) -> int:
    """The number of physical lines: CR, LF and CRLF end one."""
    ends = block.count(b"\n") + block.count(b"\r") - block.count(b"\r\n")
    return ends + (not block.endswith((b"\n", b"\r")))


def _records(lines: _Lines, delimiter: str) -> Iterator[Cells]:
    """Rows with quoted cells; Refused(DATEI_UNLESBAR) if a quotation mark is never closed."""
    reader = csv.reader(lines, delimiter=delimiter)
    rows: list[Row] = []
    starts: list[int] = []
    widest = 0
    while lines:
        start, lines.record = lines.next, []
        try:
            row = _bounded(next(reader))
        except csv.Error as error:
            raise _never_closed(start) from error
        if lines.open:
            raise _never_closed(start)
        if len(lines.record) > 1:
            _check_quotes(lines.record, delimiter, start)
        if rows and max(widest, len(row)) * len(rows) > CELLS_AT_ONCE:
            yield _cells(rows, starts)
            rows, starts, widest = [], [], 0
        rows.append(row)
        starts.append(start)
        widest = max(widest, len(row))
    yield _cells(rows, starts)


def _cells(rows: Sequence[Row], starts: Sequence[int]) -> Cells:
    return Cells(text_frame(rows), None, pl.Series(starts, dtype=pl.Int64))


def _bounded(row: Row) -> Row:
    return row if len(row) <= WIDEST else [*row[:WIDEST], " ".join(row[WIDEST:])]


def _check_quotes(record: Sequence[str], delimiter: str, line: int) -> None:
    """A record over several lines must be quoted properly.

    A quotation mark left open ends at the next one further down, with rows of the table between
    them: then something follows the closing mark that is no delimiter, which is an error in
    strict mode only.
    """
    try:
        list(csv.reader(record, delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise _never_closed(line) from error


def _never_closed(line: int) -> Refused:
    return Refused(
        FileCode.DATEI_UNLESBAR,
        "In der Datei wird ein Anführungszeichen geöffnet und nicht wieder geschlossen.",
        f"Es steht in Zeile {line} oder kurz danach.",
        "Bitte ergänzen oder entfernen Sie das Anführungszeichen.",
    )
