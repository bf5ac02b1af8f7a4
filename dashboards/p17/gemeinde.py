"""One Gemeinde: its money by quarter and year, and what it is used for beside Kreis and Land."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dashboards.abbildung import Figure, origin_text
from dashboards.bausteine import KeyNumber, colour_legend
from dashboards.bezeichnungen import short_source_name
from dashboards.daten import (
    LAND,
    indicator,
    population_told,
    provenance,
    single,
    units,
    values,
)
from dashboards.diagramm import BLUE, PALE_BLUE, Bar, grouped_bars, two_lines
from dashboards.p17 import GRANTED, PAID, PER_1000, USE, jahre
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

Rows = tuple[tuple[str, Value, Value], ...]
"""Period, granted, paid."""

_SERIES = ("bewilligt", "ausgezahlt")
_EACH = {"quartal": "Quartal", "jahr": "Jahr"}
_IN = {"quartal": "im", "jahr": "im Jahr"}


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
        if frame.empty:  # even „keine Angabe“ comes from somewhere
            frame = values(snapshot, indikator_id, "land", zeitraum=year)
        own = single(snapshot, indikator_id, year, "gemeinde", chosen.id)
        more = _compared(snapshot, chosen, year) if indikator_id == PER_1000 else own.why
        origin = origin_text(snapshot, provenance(frame), short_source_name)
        told = f"{name}, {jahre.label(snapshot, indikator_id, year)}"
        numbers.append(KeyNumber(told, own.text, more, origin))
    return numbers


def _compared(snapshot: Snapshot, chosen: Place, year: str) -> str:
    parts = [f"Land: {single(snapshot, PER_1000, year).text}", population_told(snapshot, year)]
    if not chosen.is_kreis:
        kreis = single(snapshot, PER_1000, year, "kreis", chosen.kreis_id)
        parts.insert(0, f"{chosen.kreis}: {kreis.text}")
    return "; ".join(part for part in parts if part)


def money(snapshot: Snapshot, chosen: Place, typ: str) -> Figure | None:
    """Granted and paid sums by quarter or year (`typ`); None where there are none."""
    entries = (indicator(snapshot, GRANTED), indicator(snapshot, PAID))
    frames = [values(snapshot, e.id, "gemeinde", typ=typ, raum_id=chosen.id) for e in entries]
    if all(frame.empty for frame in frames):
        return None
    series = [
        {str(r["zeitraum"]): entry.value(r["wert"], r["status"]) for _, r in frame.iterrows()}
        for entry, frame in zip(entries, frames, strict=True)
    ]
    missing = entries[0].value(None, "keine_angabe")
    periods = sorted({*series[0], *series[1]})
    yearly = periods if typ == "jahr" else []
    names = {key: jahre.label(snapshot, GRANTED, key) for key in yearly}
    rows: Rows = tuple(
        (
            names.get(key, period(typ, key)),
            series[0].get(key, missing),
            series[1].get(key, missing),
        )
        for key in periods
    )
    return Figure(
        key=f"gemeinde-betraege-{typ}",
        title=f"{chosen.name}: bewilligt und ausgezahlt je {_EACH[typ]}",
        text=_money_sentence(chosen, rows, typ),
        table=Table(
            (
                text_column(_EACH[typ]),
                number_column("Bewilligt", "EUR"),
                number_column("Ausgezahlt", "EUR"),
            ),
            rows,
        ),
        origin=provenance(*frames),
        indicators=entries,
        caution=jahre.caution(snapshot, GRANTED, yearly),
        spec=_money_spec(rows),
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


def _money_sentence(chosen: Place, rows: Rows, typ: str) -> str:
    known = [(f"{_IN[typ]} {when}", granted) for when, granted, _ in rows if granted.known]
    if not known:
        return f"Die Beträge für {chosen.name} werden zurzeit nicht ausgewiesen."
    (first, start), (last, end) = known[0], known[-1]
    text = f"I{first[1:]} wurden für {chosen.name} {start.text} bewilligt"
    return f"{text}, {last} waren es {end.text}." if len(known) > 1 else f"{text}."


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
def _money_spec(rows: Rows) -> dict[str, Any]:
    bars = []
    for label, *pair in rows:
        for value, series, colour in zip(pair, _SERIES, (BLUE, PALE_BLUE), strict=True):
            length = value.wert if value.known else None
            told = f"{label}: {value.text} {series}"
            bars.append(Bar(two_lines(label), length, value.text, told, colour, series))
    return grouped_bars(bars, _SERIES)
