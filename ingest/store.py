"""Where the results lie: lake, quarantine, archive, register (delivery interface 1.10).

Every file is written beside its place, forced to disk and renamed, so each is there whole or not
at all. A delivery is written in the order lake, quarantine, archive, register, inbox: only the
register's line makes it count, and what was written before a crash is written again the same way.
"""

from __future__ import annotations

import io
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from ingest.contract import LIEFERUNG_ID, Contract, companion_schema, lake_schema
from ingest.delivery import SIDECAR
from ingest.examine import Outcome
from ingest.files import keep, write
from ingest.messages import letter
from ingest.names import readable
from tintg.paths import DataDir

REFUSED_FOLDER = "abgelehnt"
LETTER = ".grund.txt"
QUARANTINE_COLUMNS = ["lieferung_id", "datei", "blatt", "zeile", "spalte", "grund", "meldung"]


class Store:
    """The data directory of one run. inbox: where this run's files come from."""

    def __init__(self, data: DataDir, inbox: Path) -> None:
        self.data = data
        self.inbox = inbox

    def load(self, outcome: Outcome, contract: Contract, id_: str) -> None:
        """Write a delivery that loads, wholly or in part."""
        assert outcome.rows is not None
        lake, file = self.data.lake, f"{id_}.parquet"
        write(lake / contract.source / file, _parquet(outcome.rows, lake_schema(contract), id_))
        for each in contract.companions:
            rows = outcome.companions[each.name]
            write(lake / each.name / file, _parquet(rows, companion_schema(each), id_))
        self._quarantine(outcome, contract, id_)
        self.archive(outcome)

    def refuse(self, outcome: Outcome, contract: Contract, id_: str) -> None:
        """Put a copy of a refused file aside, with a letter."""
        assert outcome.refusal is not None
        faults = self._quarantine(outcome, contract, id_)
        folder = self.inbox / contract.source / REFUSED_FOLDER
        kept = keep(folder / outcome.delivery.name, outcome.data)
        if outcome.delivery.sidecar is not None:
            keep(kept.with_name(kept.name + SIDECAR), outcome.delivery.sidecar)
        text = letter(contract, outcome.delivery.name, outcome.refusal, outcome.faults, faults)
        write(kept.with_name(kept.name + LETTER), text.encode())

    def archive(self, outcome: Outcome) -> None:
        """Keep the bytes of a loaded file for ever."""
        kept = keep(
            self.data.archive / outcome.delivery.source / outcome.delivery.name, outcome.data
        )
        if outcome.delivery.sidecar is not None:
            keep(kept.with_name(kept.name + SIDECAR), outcome.delivery.sidecar)

    def clear(self, outcome: Outcome) -> None:
        """Take a file out of the inbox: the file first, for a lone sidecar does no harm."""
        path = outcome.delivery.path
        if path.read_bytes() != outcome.data:
            return  # replaced while it was judged: the new bytes are the next run's
        path.unlink()
        if outcome.delivery.sidecar is not None:
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


def _parquet(rows: pl.DataFrame, schema: pa.Schema, id_: str) -> bytes:
    with_id = rows.with_columns(pl.lit(id_).alias(LIEFERUNG_ID)).select(schema.names)
    buffer = io.BytesIO()
    pq.write_table(with_id.to_arrow().cast(schema), buffer, compression="zstd")
    return buffer.getvalue()
