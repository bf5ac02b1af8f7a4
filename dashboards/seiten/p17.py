"""Paragraph 17: lump sums for integration, from the evaluation questions to one Gemeinde."""

from __future__ import annotations

import streamlit as st

from dashboards import snapshot
from dashboards.abbildung import show
from dashboards.auswahl import choose
from dashboards.bausteine import key_numbers, lead, note
from dashboards.bezeichnungen import LEVELS_PLURAL
from dashboards.daten import years
from dashboards.p17 import (
    GRANTED,
    REPORTED,
    TAKING_PART,
    USE,
    bereiche,
    fragen,
    gemeinde,
    jahre,
    menschen,
    raeume,
    verlauf,
    verwendung,
)
from dashboards.snapshot import Snapshot

NO_DELIVERY = (
    "Für § 17 liegt noch keine Lieferung vor. Mit `make demo` lesen Sie die Beispieldaten ein;"
    " eigene Dateien legen Sie in den Eingangsordner und rufen `tintg refresh` auf. Danach laden"
    " Sie diese Seite neu."
)


def history(current: Snapshot) -> None:
    """(a) Granted sums over the years."""
    st.header("Wie viel Geld wird bewilligt?", anchor="verlauf")
    figure = verlauf.figure(current)
    if figure is None:
        note("Für die Jahre liegen noch keine Summen vor.")
    else:
        show(current, figure)


def map_of_the_land(current: Snapshot) -> None:
    """(b) One indicator on the map."""
    st.header("Wie verteilt es sich im Land?", anchor="karte")
    left, middle, right = st.columns([4, 3, 3])
    with left:
        chosen = choose("selectbox", "Was die Karte zeigt", raeume.choices(), "indikator")
    indikator_id, _, area = chosen.partition(":")
    levels = {key: LEVELS_PLURAL[key] for key in ("kreis", "gemeinde")}
    if indikator_id == TAKING_PART:
        del levels["gemeinde"]  # a Gemeinde takes part or not: that is no map
    with middle:
        level = choose("selectbox", "Ebene", levels, "ebene")
    available = jahre.names(current, indikator_id, level)
    if not available:
        note("Zu dieser Auswahl liegen noch keine Werte vor.")
        return
    with right:
        newest = jahre.newest(current, indikator_id, level)
        year = choose("selectbox", "Jahr", available, "jahr", default=newest)
    if indikator_id == TAKING_PART:
        note("Die Zahl der Gemeinden gibt es nur für Kreise und kreisfreie Städte.")
    drawn = raeume.build(
        current, raeume.View(indikator_id, area, year, level), key=f"karte-{level}"
    )
    if drawn is None:
        note("Zu dieser Auswahl liegen noch keine Werte vor.")
    else:
        show(current, drawn.figure, drawn.beside)


def use_of_funds(current: Snapshot) -> None:
    """(c) Shares of the Land, then of its parts; (d) how many areas a Gemeinde serves."""
    st.header("Wofür wird das Geld verwendet?", anchor="verwendung")
    available = years(current, USE)
    if not available:
        note("Es liegt noch kein Verwendungsbericht vor.")
        return
    with st.columns([2, 5])[0]:
        year = choose("selectbox", "Berichtsjahr", {y: y for y in available}, "berichtsjahr")
    for build in (verwendung.land, bereiche.figure, bereiche.simpler):
        figure = build(current, year)
        if figure is not None:
            show(current, figure)
    st.header("Wie unterscheiden sich die Teile des Landes?", anchor="vergleich")
    levels = {k: LEVELS_PLURAL[k] for k in ("regierungsbezirk", "kreis", "gemeinde")}
    level = choose("radio", "Vergleich nach", levels, "vergleich")
    names = raeume.gemeinde_names(current) if level == "gemeinde" else None
    compared = verwendung.comparison(current, year, level, names)
    if compared is not None:
        show(current, compared)


def one_gemeinde(current: Snapshot) -> None:
    """A Gemeinde of the reader's choice."""
    names = raeume.gemeinde_names(current)
    if not names:
        return
    st.header("Eine Gemeinde im Einzelnen", anchor="gemeinde")
    chosen = gemeinde.place(
        current,
        choose(
            "selectbox", "Gemeinde suchen (Namen eintippen)", names, "gemeinde", default="05315000"
        ),
    )
    newest = jahre.newest(current, GRANTED, "gemeinde")
    quarters = gemeinde.money(current, chosen, "quartal")
    yearly = gemeinde.money(current, chosen, "jahr")
    if quarters is None and yearly is None:
        note(f"Für {chosen.name} liegen keine bewilligten oder ausgezahlten Beträge vor.")
    elif newest is not None:
        key_numbers(gemeinde.key_numbers(current, chosen, newest))
        incomplete = jahre.caution(current, GRANTED, [newest])
        if incomplete:
            note(incomplete, warn=True)
    for figure in (quarters, yearly):
        if figure is not None:
            show(current, figure)
    for year in years(current, USE, "gemeinde")[:1]:
        used = gemeinde.use(current, chosen, year)
        if used is None:
            note(f"Für {chosen.name} liegt für {year} kein Verwendungsbericht vor.")
        else:
            show(current, used)


def persons(current: Snapshot) -> None:
    """How many people it is: the Land by quarter, the Kreise in one of them."""
    figure = menschen.of_the_land(current)
    if figure is None:
        return
    st.header("Und wie viele Menschen sind es?", anchor="personen")
    show(current, figure)
    with st.columns([2, 5])[0]:
        quarter = choose("selectbox", "Quartal", menschen.quarters(current), "quartal")
    kreise = menschen.of_the_kreise(current, quarter)
    if kreise is not None:
        show(current, kreise)


def page() -> None:
    """Draw the page."""
    current = snapshot.of_this_run()
    st.title("§ 17 Integrationspauschalen")
    about = current.query("SELECT kurzbeschreibung FROM pub.paragraph WHERE paragraph = '17'")
    if not about.empty:
        lead(str(about.iloc[0]["kurzbeschreibung"]))
    fragen.show(current, "17")
    if not years(current, GRANTED) and not years(current, USE):
        note(NO_DELIVERY, warn=True)
        if years(current, REPORTED):
            history(current)
        return
    history(current)
    map_of_the_land(current)
    use_of_funds(current)
    one_gemeinde(current)
    persons(current)


page()
