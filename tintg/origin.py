"""What a snapshot is made from: the fingerprint of all inputs, the commit, the versions."""

from __future__ import annotations

import hashlib
import os
import subprocess
from importlib.metadata import version
from pathlib import Path

import yaml

from tintg.paths import PROJECT, DataDir

# everything that decides what a snapshot holds
_DECIDING = (
    "models",
    "macros",
    "seeds",
    "audits",
    "publish",
    "config.yaml",
    "external_models.yaml",
)
_PACKAGES = ("duckdb", "sqlmesh", "polars", "pyarrow", "great-expectations")
EVERYTHING = "9999-12-31"


def chosen_datenstand(argument: str | None = None) -> str:
    """The newest Datenstand that counts: the argument, else TINTG_DATENSTAND, else all."""
    return argument or os.environ.get("TINTG_DATENSTAND") or EVERYTHING


def input_sha256(data: DataDir, datenstand: str) -> str:
    """Hex digest over registers, models, seeds, rules, versions and the chosen Datenstand."""
    digest = hashlib.sha256(f"{datenstand}|{versions()}".encode())
    files = [*_files(data.register)]
    for name in _DECIDING:
        files += _files(PROJECT / name)
    for path in files:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    return sorted(p for p in path.rglob("*") if p.is_file() and "__pycache__" not in p.parts)


def versions() -> dict[str, str]:
    """Version of each package that shapes the numbers."""
    return {name: version(name) for name in _PACKAGES}


def commit() -> str:
    """The commit of the project, or `unbekannt` outside a repository."""
    try:
        done = subprocess.run(
            ["git", "-C", str(PROJECT), "rev-parse", "HEAD"],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
    except (OSError, subprocess.CalledProcessError):
        return "unbekannt"
    return done.stdout.strip()


def is_synthetic(data: DataDir, source: str, file_name: str, sha256: str) -> bool:
    """Whether the archived delivery's sidecar says so: its `notiz` begins with „synthetisch“.

    The archive may have added to the name of a file whose name was taken, so the bytes decide.
    """
    folder = data.archive / source
    for sidecar in folder.glob(f"{file_name.partition('.')[0]}*.meta.yaml"):
        delivered = folder / sidecar.name.removesuffix(".meta.yaml")
        if hashlib.sha256(delivered.read_bytes()).hexdigest() == sha256:
            content = yaml.safe_load(sidecar.read_text("utf-8")) or {}
            return str(content.get("notiz", "")).startswith("synthetisch")
    return False
