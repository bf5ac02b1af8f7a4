"""One Gemeinde: its money by quarter and year, and what it is used for beside Kreis and Land."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboards.abbildung import Figure, origin_text
from dashboards.bausteine import KeyNumber, colour_legend
from dashboards.bezeichnungen import short_source_name
from dashboards.daten import LAND, indicator, provenance, single, units, values
from dashboards.diagramm import BLUE, PALE_BLUE, Bar, grouped_bars
from dashboards.p17 import GRANTED, PAID, PER_1000, USE
from dashboards.p17.verwendung import (
    Shares,
    area_legend,
    frozen,
    shares_by_unit,
    shares_spec,
    shares_table,
)
from dashboards.snapshot import Snapshot, cached
from dashboards.tabelle import Table, number_column, text_column
from dashboards.zahlen import Value, period

_SERIES = ("bewilligt", "ausgezahlt")


@dataclass(frozen=True)
class Place:
    """A Gemeinde and the Kreis it lies in; a kreisfreie Stadt is both."""

    id: str
    name: str
    kreis_id: str
    kreis: str

    @property
    def is_kreis(self) -> bool:
        """Whether the Gemeinde is its own Kreis."""
        return self.id == f"{self.kreis_id}000"


def place(snapshot: Snapshot, raum_id: str) -> Place:
    """The Gemeinde with this key."""
    gemeinden, kreise = units(snapshot, "gemeinde"), units(snapshot, "kreis")
    row = gemeinden[gemeinden["raum_id"] == raum_id].iloc[0]
    kreis_id = str(row["uebergeordnet_id"])
    found = kreise[kreise["raum_id"] == kreis_id]["name"]
    return Place(raum_id, str(row["name"]), kreis_id, str(found.iloc[0]) if len(found) else "")


def key_numbers(snapshot: Snapshot, chosen: Place, year: str) -> list[KeyNumber]:
    """Granted, paid, and granted for each 1.000 inhabitants."""
    numbers = []
    for indikator_id, name in (
        (GRANTED, "Bewilligt"),
        (PAID, "Ausgezahlt"),
        (PER_1000, "Bewilligt je 1.000 Einwohner"),
    ):
        frame = values(snapshot, indikator_id, "gemeinde", zeitraum=year, raum_id=chosen.id)
        own = single(snapshot, indikator_id, year, "gemeinde", chosen.id)
        more = "" if own.known else "Für dieses Jahr liegt keine Angabe vor."
        if indikator_id == PER_1000:
            more = _compared(snapshot, chosen, year)
        origin = origin_text(snapshot, provenance(frame), short_source_name)
        numbers.append(KeyNumber(f"{name}, {year}", own.text, more, origin))
    return numbers


def _compared(snapshot: Snapshot, chosen: Place, year: str) -> str:
    land = f"Land: {single(snapshot, PER_1000, year).text}"
    if chosen.is_kreis:
        return land
    kreis = single(snapshot, PER_1000, year, "kreis", chosen.kreis_id)
    return f"{chosen.kreis}: {kreis.text}; {land}"


def money(snapshot: Snapshot, chosen: Place) -> Figure | None:
    """Granted and paid sums by quarter and year."""
    entries = (indicator(snapshot, GRANTED), indicator(snapshot, PAID))
    frames = {
        (entry.id, typ): values(snapshot, entry.id, "gemeinde", typ=typ, raum_id=chosen.id)
        for entry in entries
        for typ in ("quartal", "jahr")
    }
    if all(frame.empty for frame in frames.values()):
        return None
    rows: list[tuple[str, Value, Value]] = []
    by_quarter: list[tuple[str, Value, Value]] = []
    for typ in ("quartal", "jahr"):
        series = [
            {r["zeitraum"]: entry.value(r["wert"], r["status"]) for _, r in frame.iterrows()}
            for entry in entries
            for frame in [frames[(entry.id, typ)]]
        ]
        for zeitraum in sorted({*series[0], *series[1]}):
            label = period(typ, zeitraum) if typ == "quartal" else f"Jahr {zeitraum}"
            pair = [
                found.get(zeitraum, entry.value(None, "keine_angabe"))
                for found, entry in zip(series, entries, strict=True)
            ]
            rows.append((label, pair[0], pair[1]))
            if typ == "quartal":
                by_quarter.append(rows[-1])
    return Figure(
        key="gemeinde-betraege",
        title=f"{chosen.name}: bewilligt und ausgezahlt",
        text=_money_sentence(chosen, rows),
        table=Table(
            (
                text_column("Zeitraum"),
                number_column("Bewilligt", "EUR"),
                number_column("Ausgezahlt", "EUR"),
            ),
            tuple(rows),
        ),
        origin=provenance(*frames.values()),
        indicators=entries,
        spec=_money_spec(tuple(by_quarter or rows)),
        legend=colour_legend([(BLUE, _SERIES[0]), (PALE_BLUE, _SERIES[1])]),
    )


def use(snapshot: Snapshot, chosen: Place, year: str) -> Figure | None:
    """The use by area beside that of the Kreis and the Land; None without a report."""
    own = values(snapshot, USE, "gemeinde", zeitraum=year, raum_id=chosen.id)
    if own.empty:
        return None
    entry = indicator(snapshot, USE)
    kreis = values(snapshot, USE, "kreis", zeitraum=year, raum_id=chosen.kreis_id)
    land = values(snapshot, USE, "land", zeitraum=year, raum_id=LAND)
    shares = shares_by_unit(entry, own)
    if not chosen.is_kreis:
        shares |= shares_by_unit(entry, kreis, {chosen.kreis_id: f"Kreis: {chosen.kreis}"})
    shares |= shares_by_unit(entry, land, {LAND: "Land"})
    return Figure(
        key="gemeinde-verwendung",
        title=f"{chosen.name}: Verwendung {year} im Vergleich",
        text=_use_sentence(chosen, shares, year),
        table=shares_table(entry, shares, "Raum"),
        origin=provenance(own, kreis, land),
        indicators=(entry,),
        spec=shares_spec(frozen(shares)),
        legend=area_legend(),
    )


def _money_sentence(chosen: Place, rows: list[tuple[str, Value, Value]]) -> str:
    yearly = [(label, granted) for label, granted, _ in rows if label.startswith("Jahr")]
    known = [(label, value) for label, value in yearly if value.known]
    if not known:
        return f"Die Beträge für {chosen.name} werden zurzeit nicht ausgewiesen."
    parts = [f"{value.text} im {label}" for label, value in known]
    return f"Für {chosen.name} wurden bewilligt: {', '.join(parts)}."


def _use_sentence(chosen: Place, shares: Shares, year: str) -> str:
    area = "aufnahme_betreuung"
    own, land = (shares.get(name, {}).get(area) for name in (chosen.name, "Land"))
    if own is None or not own.known or land is None or not land.known:
        return f"Für {chosen.name} wird die Verwendung {year} zurzeit nicht ausgewiesen."
    return (
        f"Im Jahr {year} hat {chosen.name} {own.text} der Mittel für Aufnahme und Betreuung"
        f" verwendet; im Land waren es {land.text}."
    )


@cached(entries=60)
def _money_spec(rows: tuple[tuple[str, Value, Value], ...]) -> dict[str, Any]:
    bars = []
    for label, *pair in rows:
        for value, series, colour in zip(pair, _SERIES, (BLUE, PALE_BLUE), strict=True):
            length = value.wert if value.known and not pd.isna(value.wert) else None
            told = f"{label}: {value.text} {series}"
            bars.append(Bar(label, length, value.text, told, colour, series))
    return grouped_bars(bars, _SERIES)
