"""Looks at what is published and at who is at work; mends the link that readers follow."""

from __future__ import annotations

from publish.shelf import point_to, snapshots, verify
from tintg.lock import Busy, exclusive
from tintg.paths import DataDir


def holder_of_lock(data: DataDir) -> str | None:
    """Who is at work in the data directory, None if nobody is."""
    if not data.lock.exists():
        return None
    try:
        with exclusive(data, tell=False):
            return None
    except Busy as busy:
        return busy.holder or "unbekannt"
    except OSError:
        return None  # where nobody may write nobody is at work


def point_to_newest(data: DataDir) -> str | None:
    """Have `current` point to the newest snapshot without fault; its id, None if there is none."""
    for snapshot in snapshots(data.published):
        if not verify(data.published / snapshot):
            point_to(data.published, snapshot)
            return snapshot
    return None
