"""Refreshes to be killed: forked from a server that has imported everything, so that a kill costs
the stage it hits and not the start of Python. `tests/test_kill.py` uses it.
"""

from __future__ import annotations

import contextlib
import csv
import json
import multiprocessing
import os
import signal
import sys
import time
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import duckdb

from tintg.paths import DataDir

SLOW = ["great_expectations", "tintg.plan", "tintg.refresh", "tintg.cli", "ingest.run",
        "publish.gate", "publish.snapshot", "tests.killed"]  # fmt: skip
NEVER_EQUAL = {"eingang"}  # when a delivery was read


class Refreshes:
    """Starts `tintg refresh` in one data directory again and again."""

    def __init__(self, data: DataDir, log: Path) -> None:
        self.data = data
        self.log = log
        os.environ["MAX_FORK_WORKERS"] = "1"  # the server imports sqlmesh with this environment
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(SLOW)

    def start(self, die_at_view: int = 0) -> ForkServerProcess:
        """die_at_view: kill -9 from within, when SQLMesh makes that view of the virtual layer."""
        self.log.write_text("")
        process = self._context.Process(
            target=_refresh, args=(str(self.data.root), str(self.log), die_at_view)
        )
        process.start()
        return process

    def run(self) -> int | None:
        """A refresh that nobody disturbs; returns its exit code."""
        process = self.start()
        process.join()
        return process.exitcode

    def events(self) -> list[dict]:
        """What the log of the last one says."""
        lines = self.log.read_text("utf-8").splitlines()
        return [json.loads(line) for line in lines if line.endswith("}")]

    def durations(self) -> dict[str, float]:
        """Seconds of each stage of the last one."""
        return {e["stufe"]: e["sekunden"] for e in self.events() if e["ereignis"] == "fertig"}

    def kill_in(self, stage: str, after: float) -> str | None:
        """Kill one some seconds after a stage began; in which it died, None if it ended before."""
        process = self.start()
        while process.is_alive() and not any(e["stufe"] == stage for e in self.events()):
            time.sleep(0.01)
        process.join(after)
        process.kill()
        process.join()
        begun = [e["stufe"] for e in self.events()]
        if process.exitcode == -signal.SIGKILL:
            return begun[-1] if begun else "anfang"
        assert process.exitcode == 0, self.log.with_suffix(".out").read_text()
        return None


def _refresh(root: str, log: str, die_at_view: int) -> None:
    from tintg import cli

    os.environ |= {"TINTG_DATA": root, "TINTG_DEMO": "1"}
    for stream, path in ((sys.stdout, Path(log).with_suffix(".out")), (sys.stderr, Path(log))):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND), stream.fileno())
    if die_at_view:
        _die_at_view(die_at_view)
    sys.exit(cli.main(["refresh"]))


def _die_at_view(number: int) -> None:
    from sqlmesh.core.snapshot.evaluator import PromotableStrategy

    promote, calls = PromotableStrategy.promote, iter(range(1, 10_000))

    def dying(*arguments: object, **named: object) -> object:
        if next(calls) == number:
            os.kill(os.getpid(), signal.SIGKILL)
        return promote(*arguments, **named)

    PromotableStrategy.promote = dying


def read_on(published: str, stop: str, result: str) -> None:
    """Do as the dashboards do until the file `stop` is there: resolve `current`, open, read."""
    reads, errors, seen = 0, [], set()
    while not Path(stop).exists():
        try:
            folder = (Path(published) / "current").resolve(strict=True)
            manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
            with duckdb.connect(folder / "tintg.duckdb", read_only=True) as db:
                rows = len(db.execute("SELECT raum_id, wert FROM pub.indikator_wert").fetchall())
            assert rows == manifest["tabellen"]["indikator_wert"]["zeilen"]
            seen.add(folder.name)
        except Exception as error:
            errors.append(repr(error))
        reads += 1
        time.sleep(0.02)
    Path(result).write_text(json.dumps({"reads": reads, "errors": errors, "seen": sorted(seen)}))


@contextlib.contextmanager
def reader(data: DataDir, folder: Path):
    """A reader in a process of its own; yields a function that stops it and tells what it saw."""
    stop, result = folder / "stop", folder / "gelesen.json"
    process = multiprocessing.get_context("spawn").Process(
        target=read_on, args=(str(data.published), str(stop), str(result))
    )
    process.start()

    def finished() -> dict:
        stop.touch()
        process.join()
        return json.loads(result.read_text())

    try:
        yield finished
    finally:
        stop.touch()
        process.join()


def tables(data: DataDir) -> dict[str, list[list[str]]]:
    """All published tables, without what never equals."""
    found = {}
    csv.field_size_limit(10**8)
    for path in sorted((data.published / "current" / "csv").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        kept = [i for i, name in enumerate(rows[0]) if name not in NEVER_EQUAL]
        found[path.name] = [[row[i] for i in kept] for row in rows]
    return found
