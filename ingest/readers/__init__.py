"""From a file to grids of cells: the format is found in the content, never in the extension."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from zipfile import ZipInfo

from ingest.addresses import harmless
from ingest.readers.container import Archive, open_zip, unpack, unpack_member
from ingest.readers.encoding import Step, Text, find_encoding
from ingest.readers.grid import Cells, Document
from ingest.readers.parquet import read_parquet
from ingest.readers.text import Score, read_text
from ingest.readers.workbook import locked, read_workbook
from ingest.refusal import FileCode, Refused
from ingest.spool import Spool

ZIP, OLE, PARQUET = b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PAR1"
BINARY_STRANGERS = {
    b"%PDF": "ein PDF-Dokument",
    b"{\\rtf": "ein RTF-Dokument",
    b"\x1f\x8b": "ein gzip-Archiv",
    b"7z\xbc\xaf": "ein 7z-Archiv",
    b"Rar!": "ein RAR-Archiv",
    b"\x89PNG": "ein Bild",
    b"\xff\xd8\xff": "ein Bild",
}
HTML = ("<!doctype html", "<html", "<head", "<body", "<table")
SPREADSHEETML = "urn:schemas-microsoft-com:office:spreadsheet"
HEAD = 4096  # characters looked at


IsPart = Callable[[str], bool]


def read(
    path: Path,
    score: Score,
    spool: Spool,
    step: Step | None = None,
    *,
    packed: bool = False,
    is_part: IsPart | None = None,
) -> Document:
    """All grids of a file; those of text are read from it each time they are asked for.

    score tells how many required columns a grid of cells shows; it chooses the delimiter.
    is_part: which files of a zip belong together, by name; without it a zip holds one file.
    Raises Refused with DATEI_UNLESBAR or ZEICHENSATZ (delivery interface 1.2).
    """
    start = _start(path)
    if _is_zip(start):
        return _read_zip(path, score, spool, step, packed, is_part)
    return _read_plain(path, start, score, step)


def _read_plain(path: Path, start: bytes, score: Score, step: Step | None) -> Document:
    """Anything but a zip archive."""
    if not start:
        raise stranger("leer (0 Byte)", todo="Bitte liefern Sie die vollständige Datei.")
    if start.startswith(PARQUET):
        return read_parquet(path.read_bytes())
    if start.startswith(OLE):
        return _read_ole(path.read_bytes())
    for magic, what in BINARY_STRANGERS.items():
        if start.startswith(magic):
            raise stranger(what)
    text = find_encoding(path)
    try:
        _refuse_markup(text)
        return read_text(text, score, step)
    except Refused:
        text.check()  # what cannot be decoded further down is the graver fault
        raise


def _start(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(len(OLE))


def _is_zip(start: bytes) -> bool:
    return start.startswith(ZIP) and start[2:4] in (b"\x03\x04", b"\x05\x06", b"\x07\x08")


def stranger(what: str, todo: str = "") -> Refused:
    """The refusal of something that is no table."""
    return Refused(
        FileCode.DATEI_UNLESBAR,
        f"Die Datei ist {what} und keine Tabelle, die sich lesen lässt.",
        todo=todo
        or "Bitte liefern Sie die Tabelle als CSV-Datei oder Arbeitsmappe (xlsx, xls, xlsb, ods).",
    )


def _read_zip(
    path: Path,
    score: Score,
    spool: Spool,
    step: Step | None,
    packed: bool,
    is_part: IsPart | None,
) -> Document:
    archive = open_zip(path)
    fmt = archive.spreadsheet_format()
    if fmt is not None:
        archive.check_size(workbook=True)
        return read_workbook(path.read_bytes(), fmt)
    if packed:
        raise stranger("ein Zip-Archiv in einem Zip-Archiv")
    names = [_name(member) for member in archive.members]
    if is_part and (len(names) > 1 or any(is_part(name) for name in names)):
        return _read_parts(archive, score, spool, is_part)
    document = read(unpack(archive, spool.path()), score, spool, step, packed=True)
    return replace(document, format=f"zip/{document.format}")


def _read_parts(archive: Archive, score: Score, spool: Spool, is_part: IsPart) -> Document:
    """The tables of one export as the sheets of one document, named like their files."""
    parts = []
    for member in archive.members:
        name = _name(member)
        if is_part(name):
            path = unpack_member(archive, member, spool.path())
            with _told(name):
                parts.append((name, read(path, score, spool, packed=True)))
    documents = [document for _, document in parts]
    return Document(
        format="|".join(sorted({f"zip/{document.format}" for document in documents})) or "zip",
        grids=tuple(
            replace(grid, sheet=grid.sheet or name.rsplit(".", 1)[0], parts=_Part(grid.parts, name))
            for name, document in parts
            for grid in document.grids
        ),
        encoding="|".join(sorted({document.encoding for document in documents} - {""})),
        delimiter="|".join(sorted({document.delimiter for document in documents} - {""})),
        date1904=any(document.date1904 for document in documents),
    )


def _name(member: ZipInfo) -> str:
    """A member's file name without folders."""
    return member.filename.replace("\\", "/").rsplit("/", 1)[-1]


@contextmanager
def _told(name: str) -> Iterator[None]:
    """Let a refusal say which file of the archive it speaks of."""
    try:
        yield
    except Refused as refused:
        told = f"{refused.where} Gemeint ist die Datei „{harmless(name)}“ im Zip-Archiv."
        raise replace(refused, where=told.strip()) from refused


@dataclass(frozen=True)
class _Part:
    """The cells of a file of an archive, which are read while one asks."""

    parts: Iterable[Cells]
    name: str

    def __iter__(self) -> Iterator[Cells]:
        with _told(self.name):
            yield from self.parts


def _read_ole(data: bytes) -> Document:
    """The container of xls; also of Word files and of encrypted workbooks."""
    if _holds_stream(data, "EncryptedPackage"):
        raise locked()
    if not (_holds_stream(data, "Workbook") or _holds_stream(data, "Book")):
        raise stranger("eine Office-Datei, aber keine Arbeitsmappe")
    return read_workbook(data, "xls")


def _holds_stream(data: bytes, name: str) -> bool:
    return name.encode("utf-16-le") + b"\0\0" in data


def _refuse_markup(text: Text) -> None:
    head = text.start(HEAD).lstrip().lower()
    if not head:
        raise stranger("leer", todo="Bitte liefern Sie die vollständige Datei.")
    if SPREADSHEETML in head:
        raise stranger(
            "eine XML-Kalkulationstabelle (SpreadsheetML)",
            todo="Bitte öffnen Sie sie in Excel und speichern Sie sie als xlsx.",
        )
    if head.startswith(("<", "mime-version:")):
        what = "eine HTML-Seite" if any(tag in head for tag in HTML) else "eine XML-Datei"
        raise stranger(
            what, todo="Bitte speichern Sie die Tabelle in Excel als xlsx oder als CSV-Datei."
        )
