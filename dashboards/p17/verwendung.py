"""What the lump sums are used for: shares by area, compared between parts of the Land."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboards.abbildung import Figure
from dashboards.bausteine import colour_legend
from dashboards.bezeichnungen import AREAS, LEVELS, LEVELS_DATIVE, SHORT_AREAS
from dashboards.daten import Indicator, indicator, provenance, values
from dashboards.diagramm import AREA_COLOURS, INK, Bar, Segment, bars_to_100, stacked
from dashboards.p17 import USE
from dashboards.snapshot import Snapshot, cached
from dashboards.tabelle import Table, number_column, text_column
from dashboards.zahlen import Value, counted, euro

Shares = dict[str, dict[str, Value]]
"""Share of each area by the name of the unit."""


def land(snapshot: Snapshot, year: str) -> Figure | None:
    """The shares of the whole Land."""
    frame = values(snapshot, USE, "land", zeitraum=year)
    if frame.empty:
        return None
    entry = indicator(snapshot, USE)
    rows = {str(row["auspraegung"]): row for _, row in frame.iterrows()}
    table_rows: list[tuple[str, Value, Value]] = []
    for area, name in AREAS.items():
        row = rows.get(area)
        share = (
            entry.value(None, "keine_angabe")
            if row is None
            else entry.value(row["wert"], row["status"])
        )
        amount = None if row is None or pd.isna(row["zaehler"]) else float(row["zaehler"])
        table_rows.append((name, share, Value(amount, share.status, "EUR")))
    return Figure(
        key="verwendung-land",
        title=f"Verwendung der Integrationspauschalen im Land, {year}",
        text=_land_sentence(table_rows, year),
        table=Table(
            (
                text_column("Einsatzbereich"),
                number_column("Anteil", entry.einheit, entry.dezimalen),
                number_column("Betrag", "EUR"),
            ),
            tuple(table_rows),
        ),
        origin=provenance(frame),
        indicators=(entry,),
        spec=_land_spec(tuple(table_rows)),
    )


def comparison(
    snapshot: Snapshot, year: str, ebene: str, names: dict[str, str] | None = None
) -> Figure | None:
    """The shares of every unit of a level, below those of the Land."""
    frame = values(snapshot, USE, ebene, zeitraum=year)
    if frame.empty:
        return None
    entry = indicator(snapshot, USE)
    whole = values(snapshot, USE, "land", zeitraum=year)
    shares = shares_by_unit(entry, whole) | shares_by_unit(entry, frame, names)
    return Figure(
        key=f"verwendung-{ebene}",
        title=f"Verwendung nach {LEVELS_DATIVE[ebene]}, {year}",
        text=_comparison_sentence(shares, ebene, len(frame["raum_id"].unique())),
        table=shares_table(entry, shares, LEVELS[ebene]),
        origin=provenance(frame, whole),
        indicators=(entry,),
        spec=None if ebene == "gemeinde" else shares_spec(frozen(shares)),
        legend="" if ebene == "gemeinde" else area_legend(),
    )


def area_legend() -> str:
    """The colours of the areas."""
    return colour_legend([(AREA_COLOURS[area][0], SHORT_AREAS[area]) for area in SHORT_AREAS])


def shares_by_unit(
    entry: Indicator, frame: pd.DataFrame, names: dict[str, str] | None = None
) -> Shares:
    """Shares by name of the unit; `names` (by raum_id) replaces the published names."""
    shares: Shares = {}
    for _, row in frame.iterrows():
        name = (names or {}).get(str(row["raum_id"])) or str(row["raum"])
        shares.setdefault(name, {})[str(row["auspraegung"])] = entry.value(
            row["wert"], row["status"]
        )
    return shares


def shares_table(entry: Indicator, shares: Shares, title: str) -> Table:
    """One row for each unit, one column for each area."""
    missing = entry.value(None, "keine_angabe")
    return Table(
        (
            text_column(title),
            *(number_column(n, entry.einheit, entry.dezimalen) for n in SHORT_AREAS.values()),
        ),
        tuple(
            (name, *(found.get(area, missing) for area in SHORT_AREAS))
            for name, found in shares.items()
        ),
    )


@cached(entries=60)
def shares_spec(shares: tuple[tuple[str, tuple[tuple[str, Value], ...]], ...]) -> dict[str, Any]:
    """Stacked bars, one for each unit."""
    segments, signs = [], []
    for name, found in shares:
        by_area = dict(found)
        start = 0.0
        for area, title in SHORT_AREAS.items():
            value = by_area.get(area)
            if value is None or value.wert is None or not value.known:
                continue
            colour, ink = AREA_COLOURS[area]
            told = f"{name}: {title} {value.text}"
            end = start + value.wert
            segments.append(Segment(name, start, end, value.bare, told, colour, ink))
            start = end
        if start == 0:
            sign = next((v for v in by_area.values() if not v.known), Value(None))
            signs.append(Bar(name, None, sign.bare, f"{name}: {sign.bare}", INK))
    # shares are rounded nowhere, but parts reported twice may exceed what was received
    total = max([100.0, *(segment.end for segment in segments)])
    return stacked([name for name, _ in shares], segments, total, signs)


def frozen(shares: Shares) -> tuple[tuple[str, tuple[tuple[str, Value], ...]], ...]:
    """Shares as something that can be cached by."""
    return tuple((name, tuple(found.items())) for name, found in shares.items())


def _land_sentence(rows: list[tuple[str, Value, Value]], year: str) -> str:
    known = [(name, share) for name, share, _ in rows if share.known]
    if not known:
        return f"Wofür die Mittel {year} verwendet wurden, wird zurzeit nicht ausgewiesen."
    parts = [f"{share.text} auf „{name}“" for name, share in known[:-1]]
    name, share = known[-1]
    last = f"{share.text} auf „{name}“" if name != AREAS["nicht_verwendet"] else ""
    opening = f"Im Jahr {year} entfielen von den erhaltenen Mitteln"
    if last:
        return f"{opening} {_enumerate([*parts, last])}."
    return f"{opening} {_enumerate(parts)}; {share.text} wurden nicht verwendet."


def _enumerate(parts: list[str]) -> str:
    return " und ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def _comparison_sentence(shares: Shares, ebene: str, count: int) -> str:
    area = "aufnahme_betreuung"
    known = [
        (name, found[area])
        for name, found in list(shares.items())[-count:]
        if area in found and found[area].known
    ]
    if not known:
        return f"Für die {LEVELS_DATIVE[ebene]} werden zurzeit keine Anteile ausgewiesen."
    if ebene == "gemeinde":
        told = counted(len(known), "Gemeinde", "Gemeinden")
        return f"Die Tabelle nennt die Anteile für {told} mit einem Bericht."
    low = min(known, key=lambda pair: pair[1].wert or 0.0)
    high = max(known, key=lambda pair: pair[1].wert or 0.0)
    return (
        f"Der Anteil für „{SHORT_AREAS[area]}“ reicht von {low[1].text} ({low[0]})"
        f" bis {high[1].text} ({high[0]})."
    )


@cached(entries=16)
def _land_spec(rows: tuple[tuple[str, Value, Value], ...]) -> dict[str, Any]:
    bars = []
    for (_, share, amount), (area, name) in zip(rows, SHORT_AREAS.items(), strict=True):
        more = f" ({euro(amount.wert)})" if amount.wert is not None and amount.known else ""
        value = share.wert if share.known else None
        told = f"{name}: {share.text}{more}"
        bars.append(Bar(name, value, share.text, told, AREA_COLOURS[area][0]))
    return bars_to_100(bars)
