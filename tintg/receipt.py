"""What the last publication was made from and left behind, so that a quiet night is short.

The receipt is written after the switch. A refresh that finds everything as the receipt says has
nothing to do; where a file only looks different (copied, opened by an evaluator), its content
decides. Without a receipt, or with a torn one, there is work.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from publish.shelf import verify
from tintg.origin import fingerprint
from tintg.paths import DataDir
from tintg.warehouse import databases, faults, prod, wal

Signatures = dict[str, list[int]]  # path below the data directory: bytes, time of change in ns


@dataclass(frozen=True)
class Receipt:
    """snapshot: its id. inputs, prod, findings: digests of what it was made from."""

    snapshot: str
    inputs: str
    prod: str
    findings: str
    files: Signatures = field(default_factory=dict)

    @classmethod
    def of(cls, data: DataDir, snapshot: str, inputs: str) -> Receipt:
        """For the snapshot that was switched to a moment ago."""
        return cls(snapshot, inputs, prod(data), findings(data), signatures(data, snapshot))

    @classmethod
    def read(cls, data: DataDir) -> Receipt | None:
        """The last one; None where there is none to rely on."""
        try:
            return cls(**json.loads(data.receipt.read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def write(self, data: DataDir) -> None:
        """Keep it, whole or not at all."""
        beside = data.receipt.with_name(f".{data.receipt.name}")
        beside.write_text(json.dumps(asdict(self)), "utf-8")
        beside.replace(data.receipt)

    def differing(self, data: DataDir) -> set[Path]:
        """Files that are new, gone or do not look as they did, relative to the data directory."""
        present = signatures(data, self.snapshot)
        names = self.files.keys() | present.keys()
        return {Path(name) for name in names if self.files.get(name) != present.get(name)}


def signatures(data: DataDir, snapshot: str) -> Signatures:
    """How everything looks that a publication rests on and consists of."""
    return {
        str(path.relative_to(data.root)): [state.st_size, state.st_mtime_ns]
        for path in _watched(data, snapshot)
        if path.is_file() and (state := path.stat())
    }


def _watched(data: DataDir, snapshot: str) -> Iterator[Path]:
    yield from data.lake.glob("*/*")
    yield from (data.published / snapshot).rglob("*")
    yield data.findings
    for database in databases(data):
        yield database
        yield wal(database)


def findings(data: DataDir) -> str:
    """Digest of what the gate found, whenever it was."""
    import duckdb

    try:
        rows = duckdb.execute(
            "SELECT regel, schweregrad, quelle, meldung FROM read_parquet(?) ORDER BY ALL",
            [str(data.findings)],
        ).fetchall()
    except duckdb.Error:
        return ""
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def is_current(data: DataDir, datenstand: str) -> bool:
    """Whether the published snapshot is whole and says all that there is to say.

    Raises:
        Locked: somebody has the warehouse open and it is not as the last run left it.
    """
    receipt = Receipt.read(data)
    current = data.published / "current"
    if receipt is None or not current.is_symlink() or current.readlink().name != receipt.snapshot:
        return False
    if receipt.inputs != fingerprint(data, datenstand) or not receipt.prod:
        return False
    differing = receipt.differing(data)
    if not differing:
        return True
    if not all(_is_as_it_was(data, receipt, differing)):
        return False
    Receipt.of(data, receipt.snapshot, receipt.inputs).write(data)
    return True


def _is_as_it_was(data: DataDir, receipt: Receipt, differing: set[Path]) -> Iterator[bool]:
    """Looks into what only looks different; the cheapest first, so that `all` may stop early."""
    inside = {path.parts[0] for path in differing}
    if data.findings.parent.name in inside:
        yield findings(data) == receipt.findings
    if data.published.name in inside:
        yield not verify(data.published / receipt.snapshot)
    if any(path.name.endswith(".wal") for path in differing):
        yield False  # somebody died at work in there
    if inside & {database.name for database in databases(data)}:
        yield not faults(data) and prod(data) == receipt.prod
    if data.lake.name in inside:
        from ingest.intact import damaged

        yield not damaged(data, deep=True)
