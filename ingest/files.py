"""Files that are there whole or not at all."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from ingest.names import is_too_long


def keep(path: Path, data: bytes) -> Path:
    """Write a file that must not replace another one; returns the name it got.

    A name that exists with other bytes gets `__<8 hex of the checksum>`.
    """
    if path.exists() and path.read_bytes() != data:
        mark = hashlib.sha256(data).hexdigest()[:8]
        stem, dot, ending = path.name.partition(".")
        while is_too_long(f"{stem}__{mark}{dot}{ending}") and stem:
            stem = stem[:-1]
        path = path.with_name(f"{stem}__{mark}{dot}{ending}")
    if not path.exists() or path.read_bytes() != data:
        write(path, data)
    return path


def write(path: Path, data: bytes) -> None:
    """Whole or not at all; only the owner may read it."""
    make_folder(path.parent)
    beside = path.with_name(f".{path.name}.neu")
    if is_too_long(beside.name):
        beside = path.with_name(f".{hashlib.sha256(path.name.encode()).hexdigest()}.neu")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def make_folder(folder: Path) -> None:
    """Create missing folders, closed to others; existing ones keep their mode."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    for each in reversed(missing):
        each.mkdir(mode=0o700, exist_ok=True)
