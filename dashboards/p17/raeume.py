"""The map of paragraph 17: one indicator, one year, Kreise or Gemeinden."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

import pandas as pd
import streamlit as st

from dashboards.abbildung import Figure
from dashboards.bezeichnungen import LEVELS, LEVELS_DATIVE, LEVELS_PLURAL, SHORT_AREAS
from dashboards.daten import indicator, population_told, provenance, units, values
from dashboards.karte import UNKNOWN, WITHHELD, Area, MapClass, classes, colour_of, map_spec
from dashboards.p17 import GRANTED, PER_1000, TAKING_PART, USE, jahre
from dashboards.snapshot import Snapshot
from dashboards.tabelle import Table, number_column, text_column
from dashboards.zahlen import Value

_MANY = 12
_TOP = 5


@dataclass(frozen=True)
class View:
    """What a map shows; `bereich` is an area of use or empty."""

    indikator_id: str
    bereich: str
    zeitraum: str
    ebene: str


def choices() -> dict[str, str]:
    """What can be mapped: `indicator` or `indicator:area` → German name."""
    fixed = {
        GRANTED: "Bewilligte Summe",
        PER_1000: "Bewilligte Summe je 1.000 Einwohner",
        TAKING_PART: "Gemeinden mit Integrationspauschalen",
    }
    return fixed | {f"{USE}:{area}": f"Anteil: {name}" for area, name in SHORT_AREAS.items()}


@dataclass(frozen=True)
class Map:
    """A map and what stands beside it."""

    figure: Figure
    view: View
    places: tuple[tuple[str, str, Value], ...]
    found: tuple[MapClass, ...]

    def beside(self) -> None:
        """Legend, highest values, and the names of those without a value."""
        parts = ["<h4>Legende</h4>", self._legend(), self._highest(), self._missing()]
        st.html(f'<div class="t-seite">{"".join(parts)}</div>')

    def _legend(self) -> str:
        colours = [(colour_of(value, self.found), value) for _, _, value in self.places]
        entries = [(c.colour, c.label) for c in self.found]
        entries += [(UNKNOWN, "keine Angabe"), (WITHHELD, "geheim gehalten")]
        rows = []
        for colour, label in entries:
            count = sum(1 for other, _ in colours if other == colour)
            if count or colour not in (UNKNOWN, WITHHELD):
                rows.append(
                    f'<li><span class="feld" style="background:{colour}"></span>'
                    f'<span>{escape(label)} <span class="anzahl">({count})</span></span></li>'
                )
        return (
            f'<ul class="t-legende liste">{"".join(rows)}</ul>'
            f'<p class="t-quelle">In Klammern: Anzahl von {LEVELS_DATIVE[self.view.ebene]}.</p>'
        )

    def _highest(self) -> str:
        known = [(name, value) for _, name, value in self.places if value.known]
        if len(known) < 2:
            return ""
        ordered = sorted(known, key=lambda place: (-(place[1].wert or 0), place[0]))
        top = [name for name, value in ordered if value.wert == ordered[0][1].wert]
        if len(top) > _TOP:
            told = f"{len(top)} {LEVELS_PLURAL[self.view.ebene]}: {ordered[0][1].text}"
            return f"<h4>Der höchste Wert</h4><p>{escape(told)}</p>"
        items = "".join(f"<li>{escape(n)}: {escape(v.text)}</li>" for n, v in ordered[:_TOP])
        return f"<h4>Die höchsten Werte</h4><ol>{items}</ol>"

    def _missing(self) -> str:
        names = sorted(name for _, name, value in self.places if not value.known)
        if not names:
            return ""
        listed = escape(", ".join(names))
        title = f"Ohne Angabe ({len(names)})"
        if len(names) <= _MANY:
            return f"<h4>{title}</h4><p class='t-quelle'>{listed}</p>"
        return f"<h4>{title}</h4><details><summary>Namen anzeigen</summary>{listed}</details>"


def build(snapshot: Snapshot, view: View, *, key: str) -> Map | None:
    """The map of a view; None where the snapshot holds no value for it."""
    frame = values(
        snapshot, view.indikator_id, view.ebene, zeitraum=view.zeitraum, auspraegung=view.bereich
    )
    if frame.empty:
        return None
    entry = indicator(snapshot, view.indikator_id)
    rows = {
        str(row["raum_id"]): entry.value(row["wert"], row["status"]) for _, row in frame.iterrows()
    }
    places = tuple(
        (raum_id, name, rows.get(raum_id, entry.value(None, "keine_angabe")))
        for raum_id, name in _names(snapshot, view.ebene).items()
    )
    share = entry.einheit == "Prozent"
    found = tuple(classes([value for _, _, value in places], share=share))
    areas = tuple(
        Area(raum_id, name, colour_of(value, found), _told(value))
        for raum_id, name, value in places
    )
    year = jahre.label(snapshot, view.indikator_id, view.zeitraum)
    figure = Figure(
        key=key,
        title=f"{choices()[_choice(view)]} nach {LEVELS_DATIVE[view.ebene]}, {year}",
        text=_sentence(view, places, year),
        table=Table(
            (
                text_column("Schlüssel"),
                text_column(LEVELS[view.ebene]),
                number_column(choices()[_choice(view)], entry.einheit, entry.dezimalen),
            ),
            places,
        ),
        origin=provenance(frame),
        indicators=(entry,),
        caution=_caution(snapshot, view),
        spec=map_spec(snapshot, view.ebene, areas),
        is_map=True,
    )
    return Map(figure, view, places, found)


def _caution(snapshot: Snapshot, view: View) -> str:
    told = jahre.caution(snapshot, view.indikator_id, [view.zeitraum])
    people = population_told(snapshot, view.zeitraum) if view.indikator_id == PER_1000 else ""
    return f"{told} {people}.".lstrip() if people else told


def _names(snapshot: Snapshot, ebene: str) -> dict[str, str]:
    """Names of all units of a level; a Gemeinde that is no Kreis carries its Kreis."""
    frame = units(snapshot, ebene)
    if ebene != "gemeinde":
        return {str(row["raum_id"]): _kind(row) for _, row in frame.iterrows()}
    return gemeinde_names(snapshot)


def gemeinde_names(snapshot: Snapshot) -> dict[str, str]:
    """All Gemeinden by name: `Monschau (Städteregion Aachen)`, `Köln`."""
    frame = units(snapshot, "gemeinde")
    kreise = dict(units(snapshot, "kreis")[["raum_id", "name"]].itertuples(index=False))
    named = {}
    for _, row in frame.iterrows():
        kreis = str(kreise.get(row["uebergeordnet_id"], ""))
        free = str(row["typ"]).lower() == "kreisfreie stadt" or not kreis
        named[str(row["raum_id"])] = str(row["name"]) if free else f"{row['name']} ({kreis})"
    return named


def _kind(row: pd.Series) -> str:
    name, kind = str(row["name"]), str(row["typ"]).lower()
    return f"{name} (Stadt)" if kind == "kreisfreie stadt" else name


def _told(value: Value) -> str:
    return (
        value.text
        if value.known
        else {"geheim": "geheim gehalten"}.get(value.reason, "keine Angabe")
    )


def _choice(view: View) -> str:
    return f"{view.indikator_id}:{view.bereich}" if view.bereich else view.indikator_id


def _sentence(view: View, places: tuple[tuple[str, str, Value], ...], year: str) -> str:
    known = [(name, value) for _, name, value in places if value.known and value.wert is not None]
    among = f"{len(places)} {LEVELS_DATIVE[view.ebene]}"
    if not known:
        return f"Für das Jahr {year} wird in den {among} kein Wert ausgewiesen."
    if len(known) == 1:
        only = _who(view, known, known[0][1].wert or 0.0)
        return f"Die Karte zeigt nur einen Wert aus {among}: {only}."
    among = f"allen {among}" if len(known) == len(places) else f"{len(known)} von {among}"
    high = max(value.wert or 0.0 for _, value in known)
    low = min(value.wert or 0.0 for _, value in known)
    return (
        f"Die Karte zeigt Werte aus {among}. Der höchste Wert ist {_who(view, known, high)},"
        f" der niedrigste {_who(view, known, low)}."
    )


def _who(view: View, known: list[tuple[str, Value]], wert: float) -> str:
    """`47.100 € (Herne)`, `0 € (2 Gemeinden)`."""
    found = [(name, value) for name, value in known if value.wert == wert]
    who = found[0][0].split(" (")[0]
    if len(found) > 1:
        who = f"{len(found)} {LEVELS_PLURAL[view.ebene]}"
    return f"{found[0][1].text} ({who})"
