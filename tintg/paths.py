"""Where the products of each stage lie: one data directory, one folder a stage."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
CONTRACTS = PROJECT / "ingest" / "contracts"
SEEDS = PROJECT / "seeds"
EXPECTATIONS = PROJECT / "audits" / "expectations"


@dataclass(frozen=True)
class DataDir:
    """One data directory, by default `data/` in the project; `TINTG_DATA` names another."""

    root: Path

    @classmethod
    def from_environment(cls) -> DataDir:
        """The directory that `TINTG_DATA` names, else `data/` in the project."""
        chosen = os.environ.get("TINTG_DATA")
        return cls(Path(chosen).expanduser().absolute() if chosen else PROJECT / "data")

    @property
    def inbox(self) -> Path:
        """Files as offices send them, one folder a source."""
        return self.root / "inbox"

    @property
    def archive(self) -> Path:
        """The bytes of every loaded file, one folder a source."""
        return self.root / "archive"

    @property
    def quarantine(self) -> Path:
        """`<source>/<lieferung_id>.csv`: the faults of each delivery."""
        return self.root / "quarantaene"

    @property
    def lake(self) -> Path:
        """`<source>/<lieferung_id>.parquet`: the rows that passed, never changed."""
        return self.root / "lake"

    @property
    def spool(self) -> Path:
        """Pieces of the file that is being read; gone when it is."""
        return self.root / ".spool"

    @property
    def register(self) -> Path:
        """`<source>.csv`: one line a delivery; the SEED models read these."""
        return self.root / "register"

    @property
    def gate(self) -> Path:
        """`befund.parquet` and the last gate report."""
        return self.root / "gate"

    @property
    def disclosure(self) -> Path:
        """What disclosure control withheld and what earlier snapshots told; never published."""
        return self.root / "geheimhaltung"

    @property
    def warehouse(self) -> Path:
        """Exact values, for evaluators only."""
        return self.root / "warehouse.duckdb"

    @property
    def state(self) -> Path:
        """What SQLMesh knows of the warehouse; worth nothing without it."""
        return self.root / "state.duckdb"

    @property
    def built_from(self) -> Path:
        """What prod was last built from: fingerprint, commit, chosen Datenstand (JSON)."""
        return self.root / "prod.json"

    @property
    def queries(self) -> Path:
        """How prod was computed: the query of each model (JSON)."""
        return self.root / "modelle.json"

    @property
    def health(self) -> Path:
        """When a refresh last began, ended and succeeded (JSON)."""
        return self.root / "gesundheit.json"

    @property
    def receipt(self) -> Path:
        """What the last publication was made from and left behind (JSON)."""
        return self.root / "quittung.json"

    @property
    def findings(self) -> Path:
        """What the gate found last, where `raw.gate` reads it."""
        return self.gate / "befund.parquet"

    @property
    def published(self) -> Path:
        """`<snapshot>/` and the link `current`."""
        return self.root / "published"

    @property
    def lock(self) -> Path:
        """Held by whoever writes to this directory."""
        return self.root / ".lock"
