"""What there is: deliveries per source, the current snapshot, its findings. Opens no warehouse."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from ingest.lines import read_lines
from tintg.paths import DataDir


def read_status(data: DataDir) -> dict[str, Any]:
    """Counts from the registers and the current snapshot's manifest, ready for JSON.

    Returns:
        lieferungen, zeilen, quarantaene (numbers over all loaded deliveries), quellen
        (per source: lieferungen, abgelehnt, datenstand), snapshot (or None), befunde, snapshots
        (their number), festgehalten (per pinned snapshot: snapshot, grund, seit).
    """
    from publish.keep import read_pins
    from publish.snapshot import snapshots

    sources: dict[str, dict[str, Any]] = {}
    totals = {"lieferungen": 0, "zeilen": 0, "quarantaene": 0}
    for path in sorted(data.register.glob("*.csv")):
        deliveries = read_lines(path)
        loaded = [d for d in deliveries if d["status"] != "abgelehnt"]
        sources[path.stem] = {
            "lieferungen": len(loaded),
            "abgelehnt": len(deliveries) - len(loaded),
            "datenstand": max((d["datenstand"] for d in loaded), default=None),
        }
        totals["lieferungen"] += len(loaded)
        totals["zeilen"] += sum(int(d["zeilen_geladen"]) for d in loaded)
        totals["quarantaene"] += sum(int(d["zeilen_quarantaene"]) for d in loaded)
    snapshot = _snapshot(data)
    return {
        **totals,
        "quellen": sources,
        "befunde": snapshot["befunde"] if snapshot else 0,
        "snapshot": snapshot,
        "snapshots": len(snapshots(data.published)),
        "festgehalten": [asdict(pin) for pin in read_pins(data.published)],
    }


def _snapshot(data: DataDir) -> dict[str, Any] | None:
    from publish.snapshot import current_manifest

    manifest = current_manifest(data.published)
    if manifest is None:
        return None
    return {
        "id": manifest["snapshot"],
        "erstellt_am": manifest["erstellt_am"],
        "werte": manifest["tabellen"]["indikator_wert"]["zeilen"],
        "befunde": manifest["tabellen"]["befund"]["zeilen"],
        "zurueckgehalten": manifest["geheimhaltung"]["zurueckgehalten"],
        "synthetisch": manifest["synthetisch"],
        "vorfuehrschluessel": manifest.get("vorfuehrschluessel", False),
    }
