"""Looks at what is published and at who is at work; mends the link that readers follow."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

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


def complete(data: DataDir) -> list[Path]:
    """Folders of all snapshots that have a manifest, the oldest first."""
    found = data.published.glob("[0-9]*/manifest.json")
    return sorted(path.parent for path in found if not path.parent.is_symlink())


def faults(folder: Path) -> list[str]:
    """Files of a snapshot that are missing or are not as they were published."""
    from publish import snapshot

    verify = getattr(snapshot, "verify", None)
    if verify is not None:
        return list(verify(folder))
    try:
        tables = json.loads((folder / "manifest.json").read_text("utf-8"))["tabellen"]
    except (OSError, ValueError, KeyError):
        return ["manifest.json"]
    files = {f"csv/{name}.csv": entry["sha256"] for name, entry in tables.items()}
    wrong = [name for name, sha256 in files.items() if _sha256(folder / name) != sha256]
    others = ["tintg.duckdb", *(f"parquet/{name}.parquet" for name in tables)]
    return wrong + [name for name in others if not (folder / name).is_file()]


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def point_to_newest(data: DataDir) -> str | None:
    """Have `current` point to the newest snapshot without fault; its id, None if there is none."""
    for folder in reversed(complete(data)):
        if not faults(folder):
            beside = data.published / ".current"
            beside.unlink(missing_ok=True)
            beside.symlink_to(folder.name)
            beside.replace(data.published / "current")
            return folder.name
    return None
