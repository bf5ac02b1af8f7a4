"""One writer at a time: whoever changes the data directory holds its lock."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from filelock import FileLock, Timeout

from tintg.modes import mend
from tintg.paths import DataDir


class Busy(Exception):
    """Another run holds the lock of this data directory.

    Attributes:
        holder: who it is, as a piece of a German sentence; empty if it did not say.
    """

    def __init__(self, holder: str = "") -> None:
        super().__init__(holder)
        self.holder = holder


@contextmanager
def exclusive(data: DataDir, *, tell: bool = True) -> Iterator[float]:
    """Hold the lock of the data directory; the kernel frees it even after kill -9.

    Whoever gets it first sees to it that nobody else can read exact values.
    Yields when the run before this one began (POSIX seconds, 0 if there was none).
    tell: write down who it is, for the next one who comes; without it nothing is changed.

    Raises:
        Busy: another process holds it.
    """
    data.root.mkdir(parents=True, exist_ok=True)
    lock = FileLock(data.lock)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise Busy(_holder(data)) from error
    try:
        earlier = data.lock.stat().st_mtime if data.lock.stat().st_size else 0.0
        if tell:
            mend(data)
            data.lock.write_text(f"Prozess {os.getpid()}, seit {datetime.now():%d.%m.%Y %H:%M}\n")
        yield earlier
    finally:
        lock.release()


def _holder(data: DataDir) -> str:
    try:
        return data.lock.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""
