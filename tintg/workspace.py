"""Where SQLMesh runs: the project itself, or a folder of links beside a data directory elsewhere.

A SEED's path in SQLMesh cannot hold a variable, so `data/` must lie beside the models.
For a data directory elsewhere a workspace inside it links to both (docs/decisions).
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tintg.paths import PROJECT, DataDir

LINKED = ("models", "seeds", "audits", "macros", "materializations", "tests",
          "config.yaml", "external_models.yaml")  # fmt: skip
# relative where it can be: it holds when the data directory is moved
TARGETS = {name: PROJECT / name for name in LINKED} | {"data": Path("..")}


def workspace(data: DataDir) -> Path:
    """The directory to run SQLMesh in, made or mended where needed."""
    if data.root == PROJECT / "data":
        return PROJECT
    folder = data.root / ".workspace"
    folder.mkdir(parents=True, exist_ok=True)
    for name, target in TARGETS.items():
        _link(folder / name, target)
    return folder


def wrong_links(data: DataDir) -> list[str]:
    """Names of links that do not point where they should; none before there is a workspace."""
    folder = data.root / ".workspace"
    if data.root == PROJECT / "data" or not folder.exists():
        return []
    return [
        name
        for name, target in TARGETS.items()
        if not (folder / name).is_symlink() or (folder / name).readlink() != target
    ]


def _link(link: Path, target: Path) -> None:
    if link.is_symlink() and link.readlink() == target:
        return
    link.unlink(missing_ok=True)
    link.symlink_to(target)


@contextmanager
def inside(folder: Path) -> Iterator[None]:
    """Work in this directory: config.yaml names the warehouse relative to it."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


@contextmanager
def temporary_files(data: DataDir) -> Iterator[None]:
    """Have libraries put their temporary files into the data directory; they are gone after."""
    folder, before = data.root / ".tmp", tempfile.tempdir
    shutil.rmtree(folder, ignore_errors=True)  # what a kill left
    folder.mkdir()
    tempfile.tempdir = str(folder)
    try:
        yield
    finally:
        tempfile.tempdir = before
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def without_data() -> Iterator[Path]:
    """The workspace of a clone that no delivery has reached yet.

    SQLMesh needs registers and the gate's file to exist even to load the models.
    """
    from ingest.run import ingest
    from tintg.refresh import prepare

    with tempfile.TemporaryDirectory() as folder:
        data = DataDir(Path(folder) / "data")
        ingest(data)
        prepare(data)
        yield workspace(data)
