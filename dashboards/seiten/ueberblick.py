"""First page: what this is, the key numbers, and the state of the data behind them."""

from __future__ import annotations

import streamlit as st

from dashboards import lage, snapshot
from dashboards.abbildung import origin_text, show
from dashboards.bausteine import KeyNumber, key_numbers, lead, note
from dashboards.bezeichnungen import AREAS, SHORT_AREAS, short_source_name
from dashboards.daten import provenance, single, units, values, years
from dashboards.p17 import (
    ALL_AREAS,
    GRANTED,
    GRANTED_NAME,
    ONE_AREA,
    TAKING_PART,
    USE,
    jahre,
    raeume,
)
from dashboards.snapshot import Snapshot
from dashboards.zahlen import Value, percent


def money_numbers(current: Snapshot) -> list[KeyNumber]:
    """Granted sum and number of Gemeinden of the newest whole year."""
    found = []
    year = jahre.newest(current, GRANTED)
    if year is not None:
        name = f"{GRANTED_NAME}, {jahre.label(current, GRANTED, year)}"
        more = "hat das Land den Gemeinden als Integrationspauschalen bewilligt."
        found.append(_card(current, GRANTED, year, name, single(current, GRANTED, year), more))
    year = jahre.newest(current, TAKING_PART)
    if year is not None:
        value, every = single(current, TAKING_PART, year), len(units(current, "gemeinde"))
        has = "hat" if value.wert == 1 else "haben"
        more = f"von {every} Gemeinden {has} Mittel erhalten{_share(value, every)}."
        name = f"Gemeinden mit Mitteln, {jahre.label(current, TAKING_PART, year)}"
        found.append(_card(current, TAKING_PART, year, name, value, more))
    return found


def area_numbers(current: Snapshot) -> list[KeyNumber]:
    """How many Gemeinden use their money for one area or for all, in the newest report."""
    found = []
    for indikator_id, name, one, many in (
        (ONE_AREA, "Ein einziger Bereich", "verwendet alles", "verwenden alles"),
        (ALL_AREAS, "Alle drei Bereiche", "verteilt die Mittel", "verteilen ihre Mittel"),
    ):
        for year in years(current, indikator_id)[:1]:
            frame = values(current, indikator_id, "land", zeitraum=year)
            value = single(current, indikator_id, year)
            does = f"Gemeinde {one}" if value.wert == 1 else f"Gemeinden {many}"
            where = "für einen Bereich" if indikator_id == ONE_AREA else "auf alle drei"
            more = f"{does} {where}{_share(value, frame.iloc[0]['nenner'])}."
            found.append(_card(current, indikator_id, year, f"{name}, {year}", value, more))
    return found


def use_numbers(current: Snapshot) -> list[KeyNumber]:
    """The three shares of use of the newest year."""
    found = []
    for year in years(current, USE)[:1]:
        for area in list(AREAS)[:3]:
            value = single(current, USE, year, auspraegung=area)
            more = f"der Mittel {year} für: {AREAS[area]}."
            found.append(_card(current, USE, year, SHORT_AREAS[area], value, more))
    return found


def _card(
    current: Snapshot, indikator_id: str, year: str, name: str, value: Value, more: str
) -> KeyNumber:
    frame = values(current, indikator_id, "land", zeitraum=year)
    # counts say what they count in the sentence below them
    shown = value.bare if value.einheit == "Gemeinden" else value.text
    origin = origin_text(current, provenance(frame), short_source_name)
    return KeyNumber(name, shown, value.why or more, origin)


def _share(value: Value, among: float) -> str:
    """`, das sind 45,7 %`, empty where that cannot be told."""
    if not value.known or value.wert is None or not among > 0:
        return ""
    return f", das sind {percent(100 * value.wert / among)}"


def _shown(current: Snapshot) -> list[str]:
    """The years of the cards on money."""
    found = (jahre.newest(current, indikator_id) for indikator_id in (GRANTED, TAKING_PART))
    return [year for year in found if year is not None]


def small_map(current: Snapshot) -> None:
    """The newest granted sums of the 53 Kreise."""
    year = jahre.newest(current, GRANTED, "kreis")
    if year is not None:
        view = raeume.View(GRANTED, "", year, "kreis")
        drawn = raeume.build(current, view, key="karte-klein")
        if drawn is not None:
            st.header("Wo das Geld ankommt", anchor="karte")
            show(current, drawn.figure, drawn.beside)


def page() -> None:
    """Draw the page."""
    current = snapshot.of_this_run()
    st.title("Evaluation des TIntG in Zahlen")
    lead(
        "Hier stehen die Zahlen, mit denen sich laufend verfolgen lässt, wie das Teilhabe- und"
        " Integrationsgesetz Nordrhein-Westfalen (TIntG) wirkt. Jede Zahl kommt aus geprüften"
        " Lieferungen der zuständigen Stellen und nennt ihre Quelle und ihren Datenstand."
    )
    st.header("Das Wichtigste zu § 17 Integrationspauschalen", anchor="zahlen")
    numbers = money_numbers(current) + area_numbers(current)
    if numbers:
        key_numbers(numbers)
        incomplete = jahre.caution(current, GRANTED, _shown(current))
        if incomplete:
            note(incomplete, warn=True)
        st.subheader("Wofür die Gemeinden das Geld verwenden", anchor="verwendung")
        key_numbers(use_numbers(current))
    else:
        note(
            "Es liegen noch keine Lieferungen vor. Mit `make demo` lesen Sie die Beispieldaten"
            " ein; danach laden Sie diese Seite neu."
        )
    st.page_link("seiten/p17.py", label="Mehr dazu auf der Seite § 17 Integrationspauschalen")
    small_map(current)
    lage.show(current)


page()
