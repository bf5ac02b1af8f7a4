"""Files that are there whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from ingest.names import is_too_long

Signature = tuple[int, int, int]


@dataclass(frozen=True)
class Taken:
    """A delivered file as it was when the run came to it.

    path: a copy of our own, that nobody changes while it is judged. signature: of the original.
    """

    path: Path
    sha256: str
    signature: Signature

    @property
    def size(self) -> int:
        """Bytes."""
        return self.signature[1]


class Changing(Exception):
    """A file that somebody is still writing."""


def take(path: Path, copy: Path) -> Taken:
    """Copy a file and compute its checksum. Raises Changing, or OSError if it cannot be read."""
    before = signature(path)
    shutil.copyfile(path, copy)
    if signature(path) != before:
        raise Changing
    return Taken(copy, checksum(copy), before)


def signature(path: Path) -> Signature:
    """What differs once a file is replaced or written again."""
    state = path.stat()
    return (state.st_ino, state.st_size, state.st_mtime_ns)


def keep(path: Path, source: Path) -> Path:
    """Move a file where it must not replace another one; returns the name it got.

    A name that exists with other bytes gets `__<8 hex of the checksum>`.
    """
    bytes_ = checksum(source) if path.exists() else ""
    if bytes_ and checksum(path) != bytes_:
        mark = bytes_[:8]
        stem, dot, ending = path.name.partition(".")
        while is_too_long(f"{stem}__{mark}{dot}{ending}") and stem:
            stem = stem[:-1]
        path = path.with_name(f"{stem}__{mark}{dot}{ending}")
    if not path.exists() or checksum(path) != bytes_:
        move(source, path)
    return path


def checksum(path: Path) -> str:
    """sha256 of the bytes, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def move(source: Path, path: Path) -> None:
    """Whole or not at all, to another file system too."""
    make_folder(path.parent)
    _force(source)
    try:
        source.replace(path)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        beside = _beside(path)
        os.close(_create(beside))
        shutil.copyfile(source, beside)
        _force(beside)
        beside.replace(path)
    _force(path.parent)


def write(path: Path, data: bytes) -> None:
    """Whole or not at all; only the owner may read it."""
    make_folder(path.parent)
    beside = _beside(path)
    with os.fdopen(_create(beside), "wb") as file:
        file.write(data)
    _force(beside)
    beside.replace(path)
    _force(path.parent)


def _beside(path: Path) -> Path:
    beside = path.with_name(f".{path.name}.neu")
    if is_too_long(beside.name):
        beside = path.with_name(f".{hashlib.sha256(path.name.encode()).hexdigest()}.neu")
    return beside


def _create(path: Path) -> int:
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)


def _force(path: Path) -> None:
    """Have a file or folder on disk before anything that relies on it."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folder(folder: Path) -> None:
    """Create missing folders, closed to others; existing ones keep their mode."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    for each in reversed(missing):
        each.mkdir(mode=0o700, exist_ok=True)
