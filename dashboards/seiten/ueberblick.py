"""First page: what this is, the key numbers, and the state of the data behind them."""

from __future__ import annotations

import streamlit as st

from dashboards import lage, snapshot
from dashboards.abbildung import show
from dashboards.bausteine import KeyNumber, key_numbers, lead, note
from dashboards.bezeichnungen import AREAS
from dashboards.daten import provenance, single, units, values, years
from dashboards.p17 import ALL_AREAS, GRANTED, ONE_AREA, TAKING_PART, USE, raeume
from dashboards.snapshot import Snapshot
from dashboards.zahlen import percent


def money_numbers(current: Snapshot) -> list[KeyNumber]:
    """Granted sum and number of Gemeinden of the newest year."""
    found = []
    for year in years(current, GRANTED)[:1]:
        frame = values(current, GRANTED, "land", zeitraum=year)
        value = single(current, GRANTED, year)
        more = "hat das Land den Gemeinden als Integrationspauschalen bewilligt."
        found.append(KeyNumber(f"Bewilligt im Jahr {year}", value.text, more, provenance(frame)))
    for year in years(current, TAKING_PART)[:1]:
        frame = values(current, TAKING_PART, "land", zeitraum=year)
        value, every = single(current, TAKING_PART, year), len(units(current, "gemeinde"))
        more = f"von {every} Gemeinden haben Mittel erhalten."
        if value.known and value.wert is not None and every:
            share = percent(100 * value.wert / every)
            more = f"von {every} Gemeinden haben Mittel erhalten, das sind {share}."
        found.append(KeyNumber(f"Gemeinden {year}", value.bare, more, provenance(frame)))
    return found


def use_numbers(current: Snapshot) -> list[KeyNumber]:
    """The three shares of use, and the Gemeinden with one and with all three areas."""
    found = []
    for year in years(current, USE)[:1]:
        for area in list(AREAS)[:3]:
            frame = values(current, USE, "land", zeitraum=year, auspraegung=area)
            value = single(current, USE, year, auspraegung=area)
            more = f"der Mittel {year}: {AREAS[area]}."
            found.append(KeyNumber("Verwendung", value.text, more, provenance(frame)))
    for indikator_id, more in (
        (ONE_AREA, "verwenden ihre Mittel ganz für einen einzigen Bereich"),
        (ALL_AREAS, "verteilen ihre Mittel auf alle drei Bereiche"),
    ):
        for year in years(current, indikator_id)[:1]:
            frame = values(current, indikator_id, "land", zeitraum=year)
            value, among = single(current, indikator_id, year), frame.iloc[0]["nenner"]
            if value.known and value.wert is not None and among > 0:
                more += f", das sind {percent(100 * value.wert / among)} der Gemeinden mit Mitteln"
            found.append(KeyNumber(f"Gemeinden {year}", value.bare, f"{more}.", provenance(frame)))
    return found


def small_map(current: Snapshot) -> None:
    """The newest granted sums of the 53 Kreise."""
    for year in years(current, GRANTED, "kreis")[:1]:
        view = raeume.View(GRANTED, "", year, "kreis")
        drawn = raeume.build(current, view, key="karte-kreise", height=460)
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
    numbers = [*money_numbers(current), *use_numbers(current)]
    if numbers:
        key_numbers(numbers)
    else:
        note(
            "Es liegen noch keine Lieferungen vor. Mit `make demo` lesen Sie die Beispieldaten"
            " ein; danach laden Sie diese Seite neu."
        )
    st.page_link(
        "seiten/p17.py",
        label="Zur Seite § 17 Integrationspauschalen",
        icon=":material/arrow_forward:",
    )
    small_map(current)
    lage.show(current)


page()
