"""Zip archives: the ones that hold one table, and the workbooks that are zips themselves."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.names import is_ignored
from ingest.readers.workbook import locked
from ingest.refusal import FileCode, Refused

BLOCK = 4 * 1024**2  # bytes unpacked at once
LARGEST = 2 * 1024**3  # bytes unpacked
HIGHEST_RATIO = 200
# A workbook's XML of empty but formatted rows packs well; small ones are harmless at any ratio.
HARMLESS_WORKBOOK = 64 * 1024**2
ENCRYPTED = 0x1
# What a damaged or locked member makes zipfile raise.
DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError, ValueError)


@dataclass(frozen=True)
class Archive:
    """A zip file and its members, folders and ignorable names left out."""

    file: zipfile.ZipFile
    members: tuple[zipfile.ZipInfo, ...]

    def spreadsheet_format(self) -> str | None:
        """xlsx, xlsb or ods if the archive is a workbook; Refused for other Office files."""
        try:
            return self._spreadsheet_format()
        except DAMAGE as error:
            raise _damaged("Das Zip-Archiv ist beschädigt oder unvollständig.") from error

    def _spreadsheet_format(self) -> str | None:
        names = set(self.file.namelist())
        if "xl/workbook.xml" in names:
            return "xlsx"
        if "xl/workbook.bin" in names:
            return "xlsb"
        if "encrypted-package" in names or self._is_encrypted_document(names):
            raise locked()
        if "content.xml" in names and "mimetype" in names:
            kind = self.file.read("mimetype")[:100]
            if b"opendocument.spreadsheet" in kind:
                return "ods"
            raise _damaged("Die Datei ist ein LibreOffice-Dokument, aber keine Tabelle.")
        if "[Content_Types].xml" in names:
            raise _damaged("Die Datei ist ein Office-Dokument, aber keine Arbeitsmappe.")
        return None

    def _is_encrypted_document(self, names: set[str]) -> bool:
        manifest = "META-INF/manifest.xml"
        return manifest in names and b"encryption-data" in self.file.read(manifest)

    def check_size(self, *, workbook: bool) -> None:
        """Refuse what unpacks to far more than it seems to be."""
        unpacked = sum(member.file_size for member in self.file.infolist())
        packed = sum(member.compress_size for member in self.file.infolist())
        dense = unpacked > HIGHEST_RATIO * max(packed, 1)
        if unpacked > LARGEST or (dense and not (workbook and unpacked <= HARMLESS_WORKBOOK)):
            raise _damaged(
                "Das Archiv würde entpackt ungewöhnlich groß und wird deshalb nicht geöffnet "
                f"(erlaubt sind 2 GiB und das {HIGHEST_RATIO}-Fache der gepackten Größe)."
            )


def open_zip(path: Path) -> Archive:
    """Raises Refused(DATEI_UNLESBAR) for a damaged archive."""
    try:
        file = zipfile.ZipFile(path)
    except DAMAGE as error:
        raise _damaged("Das Zip-Archiv ist beschädigt oder unvollständig.") from error
    return Archive(file, tuple(member for member in file.infolist() if not _does_not_count(member)))


def unpack(archive: Archive, target: Path) -> Path:
    """Write the only member to a file of ours. Its path is never used."""
    if len(archive.members) != 1:
        raise _damaged(
            f"Das Zip-Archiv enthält {len(archive.members)} Dateien; erlaubt ist genau eine."
        )
    return unpack_member(archive, archive.members[0], target)


def unpack_member(archive: Archive, member: zipfile.ZipInfo, target: Path) -> Path:
    """Write a member to a file of ours, if the archive is harmless."""
    if member.flag_bits & ENCRYPTED:
        raise locked()
    archive.check_size(workbook=False)
    with target.open("wb") as file:
        for block in _content(archive, member):
            file.write(block)
    return target


def _content(archive: Archive, member: zipfile.ZipInfo) -> Iterator[bytes]:
    try:
        with archive.file.open(member) as stream:
            while block := stream.read(BLOCK):  # zipfile checks length and checksum
                yield block
    except DAMAGE as error:
        raise _damaged("Das Zip-Archiv ist beschädigt oder unvollständig.") from error


def _does_not_count(member: zipfile.ZipInfo) -> bool:
    parts = member.filename.replace("\\", "/").split("/")
    return member.is_dir() or "__MACOSX" in parts or is_ignored(parts[-1])


def _damaged(what: str) -> Refused:
    return Refused(
        FileCode.DATEI_UNLESBAR,
        what,
        todo="Bitte liefern Sie eine einzelne CSV-Datei oder Arbeitsmappe, "
        "unverpackt oder allein in einem Zip-Archiv.",
    )
