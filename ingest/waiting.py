"""Whether the inbox holds anything to look at; imports no reader: a quiet night is short."""

from __future__ import annotations

from pathlib import Path

from ingest.names import REFUSED_FOLDER, is_ignored
from tintg.paths import CONTRACTS, DataDir


def is_waiting(data: DataDir) -> bool:
    """True if a run would find a file, a stranger or something that a crash left behind.

    Rather once too often: what lies there is judged by the run itself.
    """
    sources = {path.stem for path in CONTRACTS.glob("*.yaml")}
    if data.spool.exists() or any(
        not (data.register / f"{source}.csv").exists() for source in sources
    ):
        return True
    return any(
        path.name not in sources or not path.is_dir() or any(_entries(path))
        for path in _entries(data.inbox)
    )


def _entries(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return [
        path
        for path in folder.iterdir()
        if not is_ignored(path.name) and not (path.name == REFUSED_FOLDER and path.is_dir())
    ]
