"""For how many people the lump sums are granted: quarters of the Land, then its Kreise."""

from __future__ import annotations

import pandas as pd

from dashboards.abbildung import Figure
from dashboards.bezeichnungen import LEVELS
from dashboards.daten import Indicator, indicator, provenance, values
from dashboards.p17 import PERSONS
from dashboards.snapshot import Snapshot
from dashboards.tabelle import Table, number_column, text_column
from dashboards.zahlen import Value, number, period

ENTITLED, GROUP = PERSONS
_GROUPS = {
    "p14_1": "§ 14 Nr. 1",
    "p14_2": "§ 14 Nr. 2",
    "p14_3": "§ 14 Nr. 3",
    "p14_4": "§ 14 Nr. 4",
    "p14_5": "§ 14 Nr. 5",
    "kinder_nachgeboren": "Nachgeborene Kinder",
}
Counts = dict[str, dict[str, Value]]
"""Persons by what stands at the beginning of a row, then by group; all of them under ''."""


def quarters(snapshot: Snapshot) -> dict[str, str]:
    """The quarters with counts of persons, the newest first, with their names."""
    frame = values(snapshot, ENTITLED, "land", typ="quartal")
    return {str(q): period("quartal", str(q)) for q in sorted(frame["zeitraum"], reverse=True)}


def of_the_land(snapshot: Snapshot) -> Figure | None:
    """All quarters of the Land."""
    frames = [values(snapshot, i, "land", typ="quartal") for i in PERSONS]
    if frames[0].empty:
        return None
    entries = tuple(indicator(snapshot, i) for i in PERSONS)
    counts = _counts(entries, frames, "zeitraum")
    newest = max(counts)
    whole = counts[newest][""]
    told = f"sind es {number(whole.wert)} Menschen" if whole.wert is not None else "ist es geheim"
    return Figure(
        key="menschen-land",
        title="Menschen, für die Integrationspauschalen gewährt werden, nach Quartalen",
        text=f"Im {period('quartal', newest)} {told}. Gezählt wird in jedem Quartal neu; über"
        " Quartale addiert würden dieselben Menschen mehrfach gezählt.",
        table=_table({period("quartal", q): row for q, row in counts.items()}, "Quartal"),
        origin=provenance(*frames),
        indicators=entries,
        table_open=True,
    )


def of_the_kreise(snapshot: Snapshot, quarter: str) -> Figure | None:
    """One quarter in all Kreise, with those counts hidden that are too small."""
    frames = [values(snapshot, i, "kreis", typ="quartal", zeitraum=quarter) for i in PERSONS]
    if frames[0].empty:
        return None
    entries = tuple(indicator(snapshot, i) for i in PERSONS)
    counts = _counts(entries, frames, "raum")
    return Figure(
        key="menschen-kreise",
        title=f"Menschen nach Kreisen und kreisfreien Städten, {period('quartal', quarter)}",
        text="Zahlen unter fünf sind geheim, damit niemand wiedererkannt wird. Damit sie sich nicht"
        " aus den Summen errechnen lassen, sind einige weitere Zahlen mit ihnen verborgen.",
        table=_table(counts, LEVELS["kreis"]),
        origin=provenance(*frames),
        indicators=entries,
        table_open=True,
    )


def _counts(entries: tuple[Indicator, ...], frames: list[pd.DataFrame], title: str) -> Counts:
    counts: Counts = {}
    for entry, frame in zip(entries, frames, strict=True):
        for _, row in frame.iterrows():
            value = entry.value(row["wert"], row["status"])
            counts.setdefault(str(row[title]), {})[str(row["auspraegung"])] = value
    return counts


def _table(counts: Counts, title: str) -> Table:
    missing = Value(None, "keine_angabe")
    columns = ("", *_GROUPS)
    return Table(
        (
            text_column(title),
            number_column("Insgesamt"),
            *(number_column(name) for name in _GROUPS.values()),
        ),
        tuple(
            (name, *(found.get(group, missing) for group in columns))
            for name, found in counts.items()
        ),
    )
