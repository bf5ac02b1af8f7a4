"""Years of paragraph 17: a year counts as whole once all its four quarters are delivered.

Reports on the use of funds come once a year and are always whole.
"""

from __future__ import annotations

from collections.abc import Iterable

from dashboards.daten import LAND, years
from dashboards.p17 import GRANTED, PAID, PER_1000, TAKING_PART
from dashboards.snapshot import Snapshot

_QUARTERS = 4
_BY_QUARTER = (GRANTED, PAID, PER_1000, TAKING_PART)
"""Indicators whose years are made of quarters."""


def newest(snapshot: Snapshot, indikator_id: str, ebene: str = "land") -> str | None:
    """The newest whole year; the newest started one if there is no other; None without a year."""
    available = years(snapshot, indikator_id, ebene)
    whole = [year for year in available if not _started(snapshot, indikator_id, year)]
    return next(iter([*whole, *available]), None)


def label(snapshot: Snapshot, indikator_id: str, year: str) -> str:
    """`2023`, or `2024 (erst 1 von 4 Quartalen)`."""
    if not _started(snapshot, indikator_id, year):
        return year
    return f"{year} (erst {_quarters(snapshot).get(year, 0)} von {_QUARTERS} Quartalen)"


def names(snapshot: Snapshot, indikator_id: str, ebene: str = "land") -> dict[str, str]:
    """All years to choose from, the newest first, with their labels."""
    available = years(snapshot, indikator_id, ebene)
    return {year: label(snapshot, indikator_id, year) for year in available}


def caution(snapshot: Snapshot, indikator_id: str, shown: Iterable[str]) -> str:
    """One sentence on the started years among those shown, empty where all are whole."""
    started = [y for y in sorted(set(shown)) if _started(snapshot, indikator_id, y)]
    if not started:
        return ""
    counts = [_quarters(snapshot).get(year, 0) for year in started]
    others = zip(started[1:], counts[1:], strict=True)
    parts = [f"für {year} erst {count} von {_QUARTERS}" for year, count in others]
    first = f"Für {started[0]} {'liegt' if counts[0] == 1 else 'liegen'} erst {counts[0]}"
    told = ", ".join([f"{first} von {_QUARTERS} Quartalen vor", *parts])
    these = "dieses Jahres" if len(started) == 1 else "dieser Jahre"
    return f"{told}; die Summen {these} sind deshalb noch unvollständig."


def _started(snapshot: Snapshot, indikator_id: str, year: str) -> bool:
    return indikator_id in _BY_QUARTER and _quarters(snapshot).get(year, 0) < _QUARTERS


def _quarters(snapshot: Snapshot) -> dict[str, int]:
    """How many quarters of each year are delivered."""
    frame = snapshot.query(
        "SELECT LEFT(zeitraum, 4) AS jahr, COUNT(DISTINCT zeitraum) AS anzahl"
        " FROM pub.indikator_wert WHERE indikator_id = ? AND raum_ebene = 'land' AND raum_id = ?"
        " AND zeitraum_typ = 'quartal' GROUP BY jahr",
        GRANTED,
        LAND,
    )
    return {str(row["jahr"]): int(row["anzahl"]) for _, row in frame.iterrows()}
