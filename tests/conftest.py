"""Shared fixtures: a data directory that the example deliveries have been through once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tintg.paths import PROJECT, SEEDS, DataDir

Run = Callable[..., subprocess.CompletedProcess[str]]


def run_tintg(
    data: DataDir, *arguments: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    """`tintg …` in a process of its own, as a user starts it."""
    return subprocess.run(
        [str(Path(sys.executable).parent / "tintg"), *arguments],
        env={**os.environ, "TINTG_DATA": str(data.root), **environment},
        capture_output=True,
        text=True,
        cwd=data.root.parent,
    )


def deliver_examples(data: DataDir) -> None:
    """Put the example deliveries into the inbox."""
    for folder in (SEEDS / "beispiel").iterdir():
        if folder.is_dir():
            shutil.copytree(folder, data.inbox / folder.name, dirs_exist_ok=True)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> DataDir:
    """A refreshed data directory with the example deliveries; tests only read it."""
    data = DataDir(tmp_path_factory.mktemp("demo") / "data")
    deliver_examples(data)
    done = run_tintg(data, "refresh", TINTG_DEMO="1", TINTG_DEBUG="1")
    assert done.returncode == 0, done.stdout + done.stderr
    return data


@pytest.fixture
def own(demo: DataDir, tmp_path: Path) -> DataDir:
    """A copy of the demo that a test may change."""
    data = DataDir(tmp_path / "data")
    shutil.copytree(demo.root, data.root, symlinks=True)
    shutil.rmtree(data.root / ".workspace")
    return data


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project that a test may change; `PYTHONPATH` makes a process use it."""
    hidden = shutil.ignore_patterns(".*", "__pycache__", "*.egg-info", "build", "logs")

    def ignored(folder: str, names: list[str]) -> set[str]:
        return set(hidden(folder, names)) | ({"data"} if folder == str(PROJECT) else set())

    return Path(shutil.copytree(PROJECT, tmp_path / "projekt", ignore=ignored))
