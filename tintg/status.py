"""What there is: deliveries and their age, the last refresh, the snapshot. Opens no warehouse.

Everything comes from registers, the health file and the files of the current snapshot.
"""

from __future__ import annotations

import csv
import datetime as dt
import os
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ingest.lines import read_lines
from tintg import health
from tintg.contracts import PERIODS, rhythm
from tintg.paths import DataDir

AHEAD = dt.timedelta(minutes=5)  # clocks differ a little
OVERDUE = 1.5  # periods without news; offices have half a period to collect what they deliver


def read_status(data: DataDir) -> dict[str, Any]:
    """Counts from the registers and the current snapshot's manifest, ready for JSON.

    Returns:
        lieferungen, zeilen, quarantaene (numbers over all loaded deliveries), quellen
        (per source: lieferungen, abgelehnt, datenstand, alter_tage, rhythmus, ueberfaellig),
        lauf (the health file, dauer_sekunden, meldung), snapshot (or None), befunde,
        befunde_nach_schwere, snapshots (their number), festgehalten (per pinned snapshot:
        snapshot, grund, seit), speicher_bytes (per folder; frei).
    """
    from publish.keep import read_pins
    from publish.shelf import snapshots

    sources: dict[str, dict[str, Any]] = {}
    totals = {"lieferungen": 0, "zeilen": 0, "quarantaene": 0}
    for path in sorted(data.register.glob("*.csv")):
        deliveries = read_lines(path)
        loaded = [d for d in deliveries if d["status"] != "abgelehnt"]
        newest = max((d["datenstand"] for d in loaded), default=None)
        sources[path.stem] = {
            "lieferungen": len(loaded),
            "abgelehnt": len(deliveries) - len(loaded),
            "datenstand": newest,
            **_freshness(path.stem, newest),
        }
        totals["lieferungen"] += len(loaded)
        totals["zeilen"] += sum(int(d["zeilen_geladen"]) for d in loaded)
        totals["quarantaene"] += sum(int(d["zeilen_quarantaene"]) for d in loaded)
    snapshot = _snapshot(data)
    return {
        **totals,
        "quellen": sources,
        "lauf": _last_run(data),
        "befunde": snapshot["befunde"] if snapshot else 0,
        "befunde_nach_schwere": _findings(data),
        "snapshot": snapshot,
        "snapshots": len(snapshots(data.published)),
        "festgehalten": [asdict(pin) for pin in read_pins(data.published)],
        "speicher_bytes": _space(data),
    }


def _freshness(source: str, newest: str | None) -> dict[str, Any]:
    """Age of the newest Datenstand in days, and whether the next delivery should be here."""
    period = rhythm(source)
    age = (dt.datetime.now(dt.UTC).date() - dt.date.fromisoformat(newest)).days if newest else None
    overdue = age is not None and period is not None and age > OVERDUE * PERIODS[period]
    return {"alter_tage": age, "rhythmus": period, "ueberfaellig": overdue}


def _last_run(data: DataDir) -> dict[str, Any] | None:
    run = health.read(data)
    if not run:
        return None
    took = health.duration(run)
    seconds = took.total_seconds() if took is not None else None
    return {**run, "dauer_sekunden": seconds, "meldung": health.failure(run)}


def _findings(data: DataDir) -> dict[str, int]:
    path = data.published / "current" / "csv" / "befund.csv"
    if not path.exists():
        return {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        return dict(Counter(row["schweregrad"] for row in csv.DictReader(file)))


def _space(data: DataDir) -> dict[str, int]:
    """Bytes of each folder and file in the data directory, and what is free."""
    if not data.root.exists():
        return {}
    used = {
        entry.name: _size(Path(entry.path))
        for entry in os.scandir(data.root)
        if not entry.name.startswith(".")
    }
    room = os.statvfs(data.root)
    return {**dict(sorted(used.items())), "frei": room.f_bavail * room.f_frsize}


def _size(path: Path) -> int:
    if not path.is_dir():
        return path.lstat().st_size
    return sum(
        Path(folder, name).lstat().st_size for folder, _, names in os.walk(path) for name in names
    )


def _snapshot(data: DataDir) -> dict[str, Any] | None:
    from publish.shelf import current_manifest

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


def sentences(status: dict[str, Any]) -> list[str]:
    """The status in German, line by line."""
    return [
        *_about_sources(status["quellen"]),
        *_about_run(status["lauf"]),
        *_about_snapshot(status),
        *_about_space(status["speicher_bytes"]),
    ]


def _about_sources(sources: dict[str, Any]) -> list[str]:
    lines = []
    for source, entry in sources.items():
        count = entry["lieferungen"]
        newest = overdue = ""
        if entry["datenstand"]:
            newest = f", neuester Datenstand {_day(entry['datenstand'])}"
            newest += f" (vor {entry['alter_tage']} Tagen)"
        if entry["ueberfaellig"]:
            due = "je Quartal" if entry["rhythmus"] == "quartal" else "je Jahr"
            overdue = f" – überfällig, erwartet wird eine Lieferung {due}"
        deliveries = "1 Lieferung" if count == 1 else f"{_number(count)} Lieferungen"
        lines.append(f"{source}: {deliveries}{newest}, {entry['abgelehnt']} abgelehnt{overdue}")
    return lines


def _about_run(run: dict[str, Any] | None) -> list[str]:
    if run is None:
        return ["Letzter Lauf: noch keiner."]
    begun = _moment(run["begonnen"])
    if run["meldung"]:
        last = run.get("letzter_erfolg")
        since = (
            f"Der letzte gelungene endete am {_moment(last)}." if last else "Noch gelang keiner."
        )
        return [f"Letzter Lauf: begonnen am {begun}. {run['meldung']} {since}"]
    return [f"Letzter Lauf: gelungen, begonnen am {begun}, Dauer {run['dauer_sekunden']:.0f} s."]


def _about_snapshot(status: dict[str, Any]) -> list[str]:
    snapshot = status["snapshot"]
    if snapshot is None:
        return ["Noch ist nichts veröffentlicht. `tintg refresh` erzeugt den ersten Stand."]
    kinds = status["befunde_nach_schwere"]
    words = {"error": "Fehler", "warning": "Warnungen", "info": "Hinweise"}
    findings = ", ".join(f"{_number(kinds[k])} {word}" for k, word in words.items() if kinds.get(k))
    pinned = len(status["festgehalten"])
    kept = f", davon {pinned} festgehalten" if pinned else ""
    lines = [
        f"Veröffentlicht: {snapshot['id']}, erstellt am {_moment(snapshot['erstellt_am'])}",
        f"Befunde im veröffentlichten Stand: {_number(status['befunde'])}"
        + (f" ({findings})" if findings else ""),
        f"Werte: {_number(snapshot['werte'])}, davon {_number(snapshot['zurueckgehalten'])} "
        "geheim gehalten",
        f"Stände insgesamt: {status['snapshots']}{kept}",
    ]
    for pin in status["festgehalten"]:
        reason = f": {pin['grund']}" if pin["grund"] else ""
        lines.append(f"  festgehalten: {pin['snapshot']}{reason}")
    if snapshot["vorfuehrschluessel"]:
        lines.append("Achtung: Pseudonyme darin sind mit dem Vorführschlüssel gemacht.")
    return lines


def _about_space(space: dict[str, int]) -> list[str]:
    if not space:
        return []
    used = sorted(((n, s) for n, s in space.items() if n != "frei"), key=lambda each: -each[1])
    parts = ", ".join(f"{name} {_megabytes(size)}" for name, size in used[:5])
    total = _megabytes(sum(size for _, size in used))
    return [f"Speicher: {total} belegt ({parts}), {_megabytes(space['frei'])} frei"]


def unhealthy(data: DataDir, at_most: dt.timedelta) -> str:
    """Why monitoring should call someone, as one German sentence; empty if all is well."""
    age = health.age_of_last_success(data)
    if age is None:
        return f"In {data.root} ist noch kein Lauf gelungen."
    if age < -AHEAD:
        return (
            f"Der letzte gelungene Lauf in {data.root} liegt in der Zukunft. Bitte die Uhr des "
            "Rechners prüfen und `tintg refresh` starten."
        )
    if age <= at_most:
        return ""
    last = health.read(data)
    return (
        f"Der letzte gelungene Lauf in {data.root} endete am {_moment(last['letzter_erfolg'])} und "
        f"ist damit älter als {_hours(at_most)}. {health.failure(last)}"
    ).strip()


def _hours(span: dt.timedelta) -> str:
    hours = span.total_seconds() / 3600
    return f"{hours:g} Stunden".replace(".", ",")


def _megabytes(size: int) -> str:
    return f"{size / 1024**2:,.0f} MiB".replace(",", ".")


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def _day(iso: str) -> str:
    return f"{dt.date.fromisoformat(iso):%d.%m.%Y}"


def _moment(iso: str) -> str:
    return f"{dt.datetime.fromisoformat(iso).astimezone(dt.UTC):%d.%m.%Y um %H:%M} (UTC)"
