"""One writer at a time: whoever changes the data directory holds its lock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from tintg.modes import mend
from tintg.paths import DataDir


class Busy(Exception):
    """Another run holds the lock of this data directory."""


@contextmanager
def exclusive(data: DataDir) -> Iterator[None]:
    """Hold the lock of the data directory; the kernel frees it even after kill -9.

    Whoever gets it first sees to it that nobody else can read exact values.

    Raises:
        Busy: another process holds it.
    """
    data.root.mkdir(parents=True, exist_ok=True)
    lock = FileLock(data.lock)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise Busy from error
    try:
        mend(data)
        yield
    finally:
        lock.release()
