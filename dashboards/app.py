"""Entry of the dashboards: opens the snapshot of this run, then draws the chosen page.

Started by `make dashboards`, which is `streamlit run dashboards/app.py`.
"""

from __future__ import annotations

import logging
from html import escape
from pathlib import Path

import streamlit as st

from dashboards import lage
from dashboards.abbildung import MAP_CREDIT
from dashboards.bausteine import apply_style, note
from dashboards.bezeichnungen import DEMO_KEY_NOTE, EXAMPLE_NOTE, SOURCES
from dashboards.snapshot import Snapshot, SnapshotDefect, open_current

PAGES = {
    "Start": [st.Page("seiten/ueberblick.py", title="Überblick", default=True)],
    "Aufnahme": [
        st.Page("seiten/p17.py", title="§ 17 Integrationspauschalen", url_path="p17"),
    ],
}

LICENCE_LINK = (
    '<a href="https://www.govdata.de/dl-de/by-2-0" target="_blank" rel="noopener">'
    "Datenlizenz Deutschland – Namensnennung – Version 2.0</a>"
)

NO_SNAPSHOT = (
    "Es gibt noch keine veröffentlichten Daten. Mit `make demo` richten Sie die Beispieldaten ein"
    " (das dauert etwa eine Minute); danach laden Sie diese Seite neu."
)
DEFECT = (
    "Der veröffentlichte Stand lässt sich nicht lesen. Mit `tintg publish` stellen Sie ihn neu"
    " her; danach laden Sie diese Seite neu."
)
MISHAP = (
    "Auf dieser Seite ist etwas schiefgegangen. Bitte laden Sie sie neu; hilft das nicht, geben"
    " Sie der zuständigen Stelle Bescheid. Der Fehler steht im Protokoll des Servers."
)


def main() -> None:
    """Draw the page that was chosen, on the snapshot that is current now."""
    st.set_page_config(page_title="TIntG NRW in Zahlen", page_icon="📊", layout="wide")
    st.logo(Path(__file__).with_name("logo.svg"), size="large")
    apply_style()
    chosen = st.navigation(PAGES)
    try:
        snapshot = open_current()
    except SnapshotDefect:
        logging.exception("snapshot cannot be read")
        _instead(DEFECT)
        return
    if snapshot is None:
        _instead(NO_SNAPSHOT)
        return
    if snapshot.synthetic:
        note(f"Beispieldaten: {EXAMPLE_NOTE}", warn=True)
    elif snapshot.demo_key:
        note(DEMO_KEY_NOTE, warn=True)
    try:
        chosen.run()
    except Exception:
        # the reader gets a sentence, the operator the traceback
        logging.exception("page failed")
        note(MISHAP, warn=True)
    _foot(snapshot)


def _instead(text: str) -> None:
    st.title("Evaluation des TIntG in Zahlen")
    note(text, warn=True)


def _foot(snapshot: Snapshot) -> None:
    population, places = SOURCES["zensus_2022_05_15"], SOURCES["gemeindeverzeichnis"]
    st.html(
        f'<div class="t-fuss">{escape(lage.footer(snapshot))}.<br>'
        f"Karten: {MAP_CREDIT}; Lizenz: {LICENCE_LINK}.<br>"
        f"Bevölkerung: {escape(population.name)}; Lizenz: {LICENCE_LINK}.<br>"
        f"Flächen und Gemeindeverzeichnis: {escape(places.name)};"
        f" Lizenz: {escape(places.licence)}.</div>"
    )


main()
