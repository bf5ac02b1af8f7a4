"""Which snapshots stay: the newest, those that somebody pinned, and the current one."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import dataclass
from pathlib import Path

from publish.files import force
from publish.shelf import clean, remove, snapshots
from tintg.modes import set_published

KEEP = 30
PINS = "festgehalten.csv"  # lies beside the snapshots; one line each
_COLUMNS = ["snapshot", "grund", "seit"]


@dataclass(frozen=True)
class Pin:
    """A snapshot that is never deleted, why, and since which day (YYYY-MM-DD)."""

    snapshot: str
    grund: str
    seit: str


def prune(published: Path, keep: int = KEEP) -> list[str]:
    """Delete all but the newest `keep` snapshots, those pinned and the current one.

    A reader who has a file of a deleted snapshot open keeps it. A run killed on the way leaves a
    hidden folder, which the next one removes. The caller holds the lock of the data directory.

    Returns:
        The ids of the deleted snapshots, the oldest first.
    """
    clean(published)
    current = (published / "current").resolve().name
    staying = {current, *(pin.snapshot for pin in read_pins(published))}
    old = [id_ for id_ in reversed(snapshots(published)[max(keep, 1) :]) if id_ not in staying]
    for id_ in old:
        remove(published, id_)
    return old


def read_pins(published: Path) -> list[Pin]:
    """What is pinned, in the order in which it was. Of a damaged line its beginning counts."""
    path = published / PINS
    if not path.exists():
        return []
    text = path.read_text("utf-8-sig", "replace")
    rows = [[*row, "", "", ""] for row in csv.reader(io.StringIO(text, newline="")) if row]
    return [Pin(*(cell.strip() for cell in row[:3])) for row in rows if row[0] != _COLUMNS[0]]


def pin(published: Path, snapshot: str, grund: str = "") -> None:
    """Keep a snapshot for ever; a new reason replaces the old one."""
    kept = {each.snapshot: each for each in read_pins(published)}
    old = kept.get(snapshot)
    today = dt.datetime.now(dt.UTC).date().isoformat()
    kept[snapshot] = Pin(snapshot, grund or (old.grund if old else ""), old.seit if old else today)
    _write(published, list(kept.values()))


def unpin(published: Path, snapshot: str) -> bool:
    """Let a snapshot go with the others when it is old; False if it was not pinned."""
    pins = read_pins(published)
    left = [each for each in pins if each.snapshot != snapshot]
    if len(left) == len(pins):
        return False
    _write(published, left)
    return True


def _write(published: Path, pins: list[Pin]) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_COLUMNS)
    writer.writerows([each.snapshot, each.grund, each.seit] for each in pins)
    beside = published / f".{PINS}"
    beside.write_text(text.getvalue(), "utf-8")
    set_published(beside)
    force(beside)
    beside.replace(published / PINS)
    force(published)
