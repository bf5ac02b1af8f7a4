"""The folder of all snapshots: which there are, whether they are whole, which one is current.

Imports little, because every run of `tintg` looks here.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

from publish.files import force, sha256_of

MANIFEST = "manifest.json"
# hidden names: what is not there yet, what is there no longer, the link before it is renamed
BUILDING, _LEAVING, _LINK = ".neu-", ".weg-", ".current"


def verify(folder: Path) -> list[str]:
    """Names of the files of a snapshot that are missing or differ from its manifest.

    A snapshot from before files had checksums tells those of its CSV files only.
    """
    try:
        manifest = read_manifest(folder)
        sums = {
            f"csv/{name}.csv": entry["sha256"] for name, entry in manifest["tabellen"].items()
        } | {name: entry["sha256"] for name, entry in manifest.get("dateien", {}).items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return [MANIFEST]
    return [name for name, sha256 in sorted(sums.items()) if not _has(folder / name, sha256)]


def _has(path: Path, sha256: str) -> bool:
    try:
        return sha256_of(path) == sha256
    except OSError:
        return False


def snapshots(published: Path) -> list[str]:
    """The ids of all complete snapshots, the newest first."""
    folders = (path.parent for path in published.glob(f"*/{MANIFEST}"))
    return sorted(
        (f.name for f in folders if not f.is_symlink() and f.name[0] != "."), reverse=True
    )


class NoSuchSnapshot(Exception):
    """A name that means no snapshot, or more than one.

    Attributes:
        name: as it was given.
        matching: the ids that begin with it.
        known: all ids, the newest first.
    """

    def __init__(self, name: str, matching: list[str], known: list[str]) -> None:
        super().__init__(name)
        self.name, self.matching, self.known = name, matching, known


def find(published: Path, name: str) -> str:
    """The id of the snapshot that a user means: its id, how it begins, or `aktuell`.

    Raises:
        NoSuchSnapshot: none or several.
    """
    known = snapshots(published)
    if name in ("current", "aktuell"):
        matching = [id_ for id_ in known if id_ == (published / "current").resolve().name]
    else:
        matching = [id_ for id_ in known if id_ == name] or [
            id_ for id_ in known if name and id_.startswith(name)
        ]
    if len(matching) != 1:
        raise NoSuchSnapshot(name, matching, known)
    return matching[0]


def read_manifest(folder: Path) -> dict[str, Any]:
    """What a snapshot's manifest says. Raises OSError or ValueError if it cannot be read."""
    manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text("utf-8"))
    return manifest


def current_manifest(published: Path) -> dict[str, Any] | None:
    """The manifest of the snapshot that `current` points to, None where there is none."""
    folder = published / "current"
    return read_manifest(folder) if (folder / MANIFEST).exists() else None


def clean(published: Path) -> None:
    """Remove what a killed run left: a snapshot half built or half deleted, a link half set."""
    for beginning in (BUILDING, _LEAVING):
        for leftover in published.glob(f"{beginning}*"):
            shutil.rmtree(leftover)
    (published / _LINK).unlink(missing_ok=True)


def remove(published: Path, snapshot: str) -> None:
    """Delete a snapshot: gone at once under its name; whoever has its files open keeps them."""
    leaving = published / f"{_LEAVING}{snapshot}"
    (published / snapshot).rename(leaving)
    force(published)
    shutil.rmtree(leaving)


def point_to(published: Path, snapshot: str) -> None:
    """Point `current` to a snapshot: readers see the old one or the new one, after a crash too."""
    force(published)  # the snapshot's name before the link to it
    (published / _LINK).unlink(missing_ok=True)
    if (published / "current").is_dir() and not (published / "current").is_symlink():
        # a backup that followed links brought a folder back; it is a copy of a snapshot
        (published / "current").rename(published / f"{_LEAVING}current")
    (published / _LINK).symlink_to(snapshot)
    (published / _LINK).replace(published / "current")
    force(published)
