"""The register of a source: one line a delivery, never changed (delivery interface 1.10)."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from ingest.delivery import Delivery
from ingest.examine import REFUSED, Outcome
from ingest.files import write
from ingest.lines import Line, as_csv, read_lines


class Register:
    """The lines of `data/register/<source>.csv`, in the order of arrival.

    In a dry run new lines are only remembered. Raises RegisterDamaged for a file with damage.
    """

    def __init__(self, path: Path, *, dry_run: bool) -> None:
        self.path = path
        self.dry_run = dry_run
        self.lines: list[Line] = read_lines(path) if path.exists() else []

    def ensure(self) -> None:
        """The file exists, if only with its header: the SEED models read it."""
        if not self.path.exists() and not self.dry_run:
            self._write()

    def same(self, delivery: Delivery, sha256: str) -> list[Line]:
        """Lines of the same bytes under the same Datenstand and version."""
        identity = (sha256, _day(delivery), str(delivery.version))
        return [
            line
            for line in self.lines
            if (line["sha256"], line["datenstand"], line["version"]) == identity
        ]

    def append(self, line: Line) -> None:
        """Add a delivery; from here on it counts."""
        self.lines.append(line)
        if not self.dry_run:
            self._write()

    def _write(self) -> None:
        write(self.path, as_csv(self.lines))


def was_loaded(line: Line) -> bool:
    """True for a line of a delivery that counts."""
    return line["status"] != REFUSED


def _day(delivery: Delivery) -> str:
    return delivery.datenstand.isoformat() if delivery.datenstand else ""


def line_of(outcome: Outcome, id_: str, came: datetime) -> Line:
    """The line of a delivery; came: when it was read, UTC."""
    delivery = outcome.delivery
    return {
        "lieferung_id": id_,
        "quelle": delivery.source,
        "dateiname": delivery.name,
        "sha256": outcome.file.sha256,
        "datenstand": _day(delivery),
        "version": str(delivery.version),
        "eingang": came.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "format": outcome.format,
        "kodierung": outcome.encoding,
        "trennzeichen": outcome.delimiter,
        "blatt": outcome.sheet,
        "zeilen_gelesen": str(outcome.read),
        "zeilen_geladen": str(outcome.loaded),
        "zeilen_doppelt": str(outcome.duplicate),
        "zeilen_quarantaene": str(outcome.quarantined),
        "einheiten": "|".join(outcome.units),
        "zusatzspalten": "|".join(outcome.extras),
        "status": outcome.status,
        "gruende": "|".join(outcome.reasons),
    }
