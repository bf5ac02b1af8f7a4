"""Who may read what: exact values only the account that runs this, snapshots all if configured.

New files are closed by the process's umask. This mends what came from elsewhere: folders made by
hand, files restored from a backup or copied.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from tintg.paths import DataDir

PUBLIC = "TINTG_OEFFENTLICH"  # environment variable; 1: every account may read the snapshots
_OTHERS, _GROUP_AND_OTHERS = 0o007, 0o077
_PASS = 0o011  # to go through a folder without seeing what it holds
_PASS_GROUP = 0o010


def is_public() -> bool:
    """Whether every account of this machine may read the snapshots."""
    return os.environ.get(PUBLIC) == "1"


def mend(data: DataDir) -> list[Path]:
    """Give everything in the data directory its mode; returns what had too wide or narrow a one.

    Somebody else's files are left: only their owner can change them.
    """
    changed = []
    for path, mode in _wanted(data):
        try:
            if stat.S_IMODE(path.stat().st_mode) != mode:
                path.chmod(mode)
                changed.append(path)
        except OSError:  # just deleted, not ours, or nothing can be written here at all
            continue
    return changed


def too_open(data: DataDir) -> list[Path]:
    """What others could read and must not; changes nothing."""
    return [path for path, mode in _wanted(data) if _is_wider(path, mode)]


def set_published(*paths: Path) -> None:
    """Give folders and files the mode of published ones."""
    for path in paths:
        path.chmod(_published(path))


def _is_wider(path: Path, mode: int) -> bool:
    try:
        return bool(stat.S_IMODE(path.stat().st_mode) & ~mode & _GROUP_AND_OTHERS)
    except FileNotFoundError:
        return False


def _wanted(data: DataDir) -> Iterator[tuple[Path, int]]:
    """Everything in the data directory but links, each with the mode it should have."""
    if not data.root.is_dir():
        return
    shared = data.inbox.is_dir() and bool(data.inbox.stat().st_mode & stat.S_ISGID)
    passing = _PASS if is_public() else _PASS_GROUP if shared else 0
    yield data.root, 0o700 | passing
    for path in _below(data.root):
        if path == data.published or data.published in path.parents:
            yield path, _published(path)
        elif shared and (path == data.inbox or data.inbox in path.parents):
            # whoever marks the inbox for a group (chmod 2770) lets that group deliver
            yield path, stat.S_IMODE(path.stat().st_mode) & ~_OTHERS
        else:
            yield path, 0o700 if path.is_dir() else 0o600


def _below(root: Path) -> Iterator[Path]:
    """All files and folders, never through a link: the workspace links to the project."""
    try:
        entries = [*os.scandir(root)]
    except OSError:  # somebody else's folder
        return
    for entry in entries:
        if not entry.is_symlink():
            yield Path(entry.path)
            if entry.is_dir():
                yield from _below(Path(entry.path))


def _published(path: Path) -> int:
    if path.is_dir():
        return 0o755 if is_public() else 0o700
    return 0o644 if is_public() else 0o600
