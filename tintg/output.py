"""What a command tells: sentences to people, one JSON object to machines, a log to the journal.

Sentences go to stdout, or with --json one object at the end. A stage shows a bar where stderr is
a terminal; elsewhere it writes one JSON object a line there (stderr), for systemd and log readers.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tintg.stopping import raise_if_stopped

Progress = Callable[[float, int, str], None]  # done, in all, name of the present one


@dataclass
class Stage:
    """One stage of a run while it goes on.

    progress: takes steps, None where nobody watches. figures: numbers for the log. summary: the
    sentence that is printed with the seconds when the stage is done.
    """

    progress: Progress | None = None
    figures: dict[str, Any] = field(default_factory=dict)
    summary: str = ""


class Output:
    """What the user sees: sentences for people, or one JSON object for machines."""

    def __init__(self, as_json: bool) -> None:
        self.as_json = as_json
        self._content: dict[str, Any] = {}

    def say(self, sentence: str) -> None:
        """Print a sentence, unless a machine listens."""
        if not self.as_json:
            _print(sentence)

    def put(self, **content: Any) -> None:
        """Add to the JSON object."""
        self._content |= content

    def get(self, name: str, default: Any) -> Any:
        """What was put under this name."""
        return self._content.get(name, default)

    def finish(self, code: int) -> int:
        """Print the JSON object if asked for; returns the exit code."""
        if self.as_json:
            _print(json.dumps({"ergebnis": code, **self._content}, ensure_ascii=False, default=str))
        return code

    @contextmanager
    def stage(self, name: str) -> Iterator[Stage]:
        """Time a stage: its begin and end in the log, its summary with the seconds on stdout."""
        begun = time.monotonic()
        self.log(name, "beginnt")
        stage = Stage()
        try:
            with self.progress(name) as stage.progress:
                yield stage
            raise_if_stopped()
        except BaseException as error:
            self.log(name, "gescheitert", time.monotonic() - begun, grund=type(error).__name__)
            raise_if_stopped()
            raise
        seconds = time.monotonic() - begun
        self.log(name, "fertig", seconds, **stage.figures)
        if stage.summary:
            self.say(f"{stage.summary} ({_de(seconds)} s)")

    def log(self, stage: str, event: str, seconds: float | None = None, **figures: Any) -> None:
        """One line of the log: zeit (UTC), stufe, ereignis, sekunden, zahlen."""
        if _watched():
            return
        line: dict[str, Any] = {
            "zeit": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "stufe": stage.lower(),
            "ereignis": event,
        }
        if seconds is not None:
            line["sekunden"] = round(seconds, 3)
        if figures:
            line["zahlen"] = figures
        _print(json.dumps(line, ensure_ascii=False, default=str), sys.stderr)

    @contextmanager
    def progress(self, stage: str) -> Iterator[Progress | None]:
        """A progress bar for files or models, only where a person watches a terminal."""
        if self.as_json or not _watched():
            yield None
            return
        from rich.console import Console
        from rich.progress import Progress as Bar

        with Bar(console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(stage, total=None)
            yield lambda done, total, name: bar.update(
                task, completed=done, total=total, description=f"{stage}: {name}"
            )


def _watched() -> bool:
    return sys.stderr.isatty()


def _de(seconds: float) -> str:
    return f"{seconds:.1f}".replace(".", ",")


def _print(text: str, file: Any = None) -> None:
    """Print; where nobody listens any more (`tintg refresh | head`) the work goes on in silence."""
    file = file or sys.stdout
    try:
        print(text, file=file, flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), file.fileno())
