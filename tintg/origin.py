"""What a snapshot is made from: the fingerprint of all inputs, the commit, the versions."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from dataclasses import asdict, dataclass
from glob import escape
from importlib.metadata import version
from pathlib import Path
from typing import Any

import yaml

from publish.files import sha256_of
from tintg.paths import PROJECT, DataDir

# everything that decides what a snapshot holds
_DECIDING = (
    "models",
    "macros",
    "seeds",
    "audits",
    "materializations",
    "publish",
    "config.yaml",
    "external_models.yaml",
)
_PACKAGES = ("duckdb", "sqlmesh", "polars", "pyarrow", "great-expectations")
EVERYTHING = "9999-12-31"
UNKNOWN = "unbekannt"


def chosen_datenstand(argument: str | None = None) -> str:
    """The newest Datenstand that counts: the argument, else TINTG_DATENSTAND, else all."""
    return argument or os.environ.get("TINTG_DATENSTAND") or EVERYTHING


def fingerprint(data: DataDir, datenstand: str) -> str:
    """Hex digest over registers, models, seeds, rules, versions and the chosen Datenstand."""
    digest = hashlib.sha256(f"{datenstand}|{versions()}".encode())
    rules = [path for name in _DECIDING for path in _files(PROJECT / name)]
    for path in [*sorted(data.register.glob("*.csv")), *rules]:
        place = path.relative_to(data.root if path.parent == data.register else PROJECT)
        content = path.read_bytes()
        digest.update(f"{place.as_posix()}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


@dataclass(frozen=True)
class Inputs:
    """What a build of prod is made from.

    sha256: `fingerprint`. prod: what prod shows since (`tintg.warehouse.prod`).
    """

    sha256: str
    commit: str
    datenstand: str
    prod: str = ""

    @classmethod
    def present(cls, data: DataDir, datenstand: str) -> Inputs:
        """The inputs as they lie there now."""
        return cls(fingerprint(data, datenstand), commit(), datenstand)

    @classmethod
    def read(cls, path: Path) -> Inputs | None:
        """What `write` kept; None where there is nothing to rely on."""
        try:
            return cls(**json.loads(path.read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    @classmethod
    def of_prod(cls, path: Path, prod: str, datenstand: str) -> Inputs:
        """What prod was built from, as `write` kept it.

        Where somebody planned prod by hand since (prod: what it shows), nobody knows the rest, so
        that the next refresh builds anew.
        """
        kept = cls.read(path)
        if kept is not None and prod and kept.prod == prod and kept.datenstand == datenstand:
            return kept
        return cls(UNKNOWN, UNKNOWN, datenstand)

    def write(self, path: Path) -> None:
        """Keep them, whole or not at all."""
        beside = path.with_name(f".{path.name}")
        beside.write_text(json.dumps(asdict(self)), "utf-8")
        beside.replace(path)


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    return sorted(p for p in path.rglob("*") if p.is_file() and "__pycache__" not in p.parts)


def versions() -> dict[str, str]:
    """Version of each package that shapes the numbers."""
    return {name: version(name) for name in _PACKAGES}


def commit() -> str:
    """The commit of the project, with `+` where files differ from it; else `unbekannt`."""
    try:
        head = _git("rev-parse", "HEAD")
        return head + ("+" if _git("status", "--porcelain") else "")
    except (OSError, subprocess.CalledProcessError):
        return UNKNOWN


def _git(*arguments: str) -> str:
    # the project may belong to root and the run to an account of its own
    command = ["git", "-c", f"safe.directory={PROJECT}", "-C", str(PROJECT), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def is_synthetic(data: DataDir, source: str, delivery: str, file_name: str, sha256: str) -> bool:
    """Whether a delivery is marked as synthetic, as the lake tells since ingest.

    A file that came again with other words, or was loaded before the lake told it, has a sidecar
    in the archive that says so. The archive may have added to the name of a file whose name was
    taken, so the bytes decide; they are read only where a sidecar speaks of synthetic data.
    """
    from ingest.delivery import says_synthetic

    if _told_beside(data, source, delivery).get("synthetisch"):
        return True
    folder = data.archive / source
    for sidecar in folder.glob(f"{escape(file_name.partition('.')[0])}*.meta.yaml"):
        if says_synthetic(yaml.safe_load(sidecar.read_text("utf-8")) or {}):
            delivered = folder / sidecar.name.removesuffix(".meta.yaml")
            # a sidecar sent again with other words lies there without a file of its own
            if not delivered.exists() or sha256_of(delivered) == sha256:
                return True
    return False


def uses_demo_key(data: DataDir, source: str, delivery: str) -> bool:
    """Whether a delivery's pseudonyms were made with the public demo key, as the lake tells."""
    return bool(_told_beside(data, source, delivery).get("vorfuehrschluessel"))


def _told_beside(data: DataDir, source: str, delivery: str) -> dict[str, Any]:
    """What ingest wrote beside a delivery's rows; nothing where the file is gone."""
    beside = data.lake / source / f"{delivery}.json"
    told: dict[str, Any] = json.loads(beside.read_text("utf-8")) if beside.exists() else {}
    return told
