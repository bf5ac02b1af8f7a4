"""A folder for what is too long for memory, emptied after every file.

It lies in the data directory, closed to others; what a crash leaves the next run removes.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Self

import polars as pl

from ingest.files import make_folder


class Spool:
    """The folder of one file's pieces; a context, at whose end it is gone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._names = count()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        remove(self.folder)

    def path(self) -> Path:
        """The name of a new file; only the owner may read it."""
        make_folder(self.folder)
        path = self.folder / str(next(self._names))
        path.touch(mode=0o600)
        return path


def remove(folder: Path) -> None:
    """Remove a spool with all that lies in it."""
    if folder.exists():
        shutil.rmtree(folder)


class Frames:
    """Frames in a row: the first in memory, with the second all go to disk.

    So a file that is read in one piece leaves no pieces on disk, and a long one none in memory.
    """

    def __init__(self, spool: Spool) -> None:
        self._spool = spool
        self._first: pl.DataFrame | None = None
        self._paths: list[Path] = []

    def append(self, frame: pl.DataFrame) -> None:
        """Add a frame at the end."""
        if self._first is None and not self._paths:
            self._first = frame
            return
        if self._first is not None:
            self._store(self._first)
            self._first = None
        self._store(frame)

    def _store(self, frame: pl.DataFrame) -> None:
        path = self._spool.path()
        frame.write_ipc(path, compat_level=pl.CompatLevel.newest())
        self._paths.append(path)

    def __iter__(self) -> Iterator[pl.DataFrame]:
        if self._first is not None:
            yield self._first
        for path in self._paths:
            yield pl.read_ipc(path)
