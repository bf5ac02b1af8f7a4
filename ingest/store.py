"""Where the results lie: lake, quarantine, archive, register (delivery interface 1.10).

Every file is written beside its place, forced to disk and renamed, so each is there whole or not
at all. A delivery is written in the order lake, quarantine, archive, register, inbox: only the
register's line makes it count, and what was written before a crash is written again the same way.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import polars as pl

from ingest.contract import Contract
from ingest.delivery import SIDECAR, Delivery
from ingest.examine import Outcome
from ingest.files import Taken, checksum, keep, move, signature, write
from ingest.lake import companion_parquet
from ingest.lines import Line
from ingest.messages import letter
from ingest.names import REFUSED_FOLDER, readable
from tintg.paths import DataDir

LETTER = ".grund.txt"
QUARANTINE_COLUMNS = ["lieferung_id", "datei", "blatt", "zeile", "spalte", "grund", "meldung"]


def line_beside(parquet: Path) -> Path:
    """Where the lake keeps a delivery's register line, for the day the register is lost, whether
    its pseudonyms are of the demo key, whether it is marked as synthetic, and what the bytes of
    its files were.
    """
    return parquet.with_suffix(".json")


class Store:
    """The data directory of one run. inbox: where this run's files come from."""

    def __init__(self, data: DataDir, inbox: Path) -> None:
        self.data = data
        self.inbox = inbox

    def load(self, outcome: Outcome, contract: Contract, line: Line, *, demo_key: bool) -> None:
        """Write a delivery that loads, wholly or in part, with its register line beside it."""
        assert outcome.lake is not None
        id_ = line["lieferung_id"]
        companions = {
            f"{each.name}/{id_}.parquet": companion_parquet(
                outcome.companions[each.name], each, id_
            )
            for each in contract.companions
        }
        for name, content in companions.items():
            write(self.data.lake / name, content)
        parquet = self.data.lake / contract.source / f"{id_}.parquet"
        told = {
            "zeile": line,
            "vorfuehrschluessel": contract.has_pseudonyms and demo_key,
            "synthetisch": outcome.delivery.is_synthetic,
            "dateien": {
                name: {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
                for name, content in companions.items()
            }
            | {
                str(parquet.relative_to(self.data.lake)): {
                    "bytes": outcome.lake.path.stat().st_size,
                    "sha256": checksum(outcome.lake.path),
                }
            },
        }
        write(line_beside(parquet), json.dumps(told, ensure_ascii=False).encode())
        move(outcome.lake.path, parquet)
        self._quarantine(outcome, contract, id_)
        self.archive(outcome.delivery, outcome.file)

    def refuse(self, outcome: Outcome, contract: Contract, id_: str) -> None:
        """Put a copy of a refused file aside, with a letter."""
        assert outcome.refusal is not None
        faults = self._quarantine(outcome, contract, id_)
        folder = self.inbox / contract.source / REFUSED_FOLDER
        kept = self._keep(folder, outcome.delivery, outcome.file)
        text = letter(contract, outcome.delivery.name, outcome.refusal, outcome.faults, faults)
        beside = kept.with_name(kept.name + LETTER)
        # its time tells when the file came, should the register ever be lost
        if not beside.exists() or beside.read_bytes() != text.encode():
            write(beside, text.encode())

    def archive(self, delivery: Delivery, file: Taken) -> None:
        """Keep the bytes of a loaded file for ever."""
        self._keep(self.data.archive / delivery.source, delivery, file)

    def _keep(self, folder: Path, delivery: Delivery, file: Taken) -> Path:
        """Put our copy of a file where it stays, with its sidecar; returns its place."""
        kept = keep(folder / delivery.name, file.path)
        if delivery.sidecar is not None:
            beside = file.path.with_name(file.path.name + SIDECAR)
            write(beside, delivery.sidecar)
            keep(kept.with_name(kept.name + SIDECAR), beside)
        return kept

    def clear(self, delivery: Delivery, file: Taken) -> None:
        """Take a file out of the inbox: the file first, for a lone sidecar does no harm."""
        path = delivery.path
        if signature(path) != file.signature:
            return  # replaced while it was judged: the new bytes are the next run's
        path.unlink()
        if delivery.sidecar is not None:
            path.with_name(path.name + SIDECAR).unlink(missing_ok=True)

    def finished(self, sidecar: Path, source: str) -> bool:
        """True if a sidecar without a file is what a crash left of a delivery kept elsewhere."""
        folders = (self.data.archive / source, self.inbox / source / REFUSED_FOLDER)
        return any(
            (folder / readable(sidecar.name)).is_file()
            and (folder / readable(sidecar.name)).read_bytes() == sidecar.read_bytes()
            for folder in folders
        )

    def _quarantine(self, outcome: Outcome, contract: Contract, id_: str) -> str:
        """Write the faults, if any; returns the file's name relative to the data directory."""
        path = self.data.quarantine / contract.source / f"{id_}.csv"
        if outcome.faults.height:
            lines = outcome.faults.select(
                pl.lit(id_).alias("lieferung_id"),
                pl.lit(outcome.delivery.name).alias("datei"),
                pl.lit(outcome.sheet).alias("blatt"),
                *QUARANTINE_COLUMNS[3:],
            )
            write(path, lines.write_csv().encode())
        return str(path.relative_to(self.data.root))
