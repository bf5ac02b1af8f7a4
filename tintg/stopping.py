"""Ends a run in order when somebody stops it: Ctrl-C, `systemctl stop`, a shutdown."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_came = threading.Event()


class Stopped(KeyboardInterrupt):
    """Somebody ended the run."""


@contextmanager
def stoppable() -> Iterator[None]:
    """SIGTERM and SIGINT raise Stopped in the main thread; a second one ends at once."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    _came.clear()
    before = {each: signal.signal(each, _stop) for each in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def raise_if_stopped() -> None:
    """Libraries swallow what a signal raises, or wrap it in errors of their own; so ask."""
    if _came.is_set():
        raise Stopped


def _stop(number: int, _: Any) -> None:
    _came.set()
    signal.signal(number, signal.SIG_DFL)
    raise Stopped
