"""The frame of every figure: chart, sentence, signs, source, definition, table and downloads.

Pages build a `Figure` and call `show`; nothing is drawn without its source and its data.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Any

import streamlit as st

from dashboards.bausteine import note
from dashboards.bezeichnungen import (
    EXAMPLE_MARK,
    EXAMPLE_NOTE,
    REFERENCES,
    SOURCES,
    short_source_name,
    source_name,
)
from dashboards.daten import Indicator, Provenance
from dashboards.download import CSV_MIME, XLSX_MIME, to_csv, to_xlsx
from dashboards.snapshot import Snapshot
from dashboards.tabelle import Table
from dashboards.zahlen import date, legend, local_time

MAP_CREDIT = (
    '<a href="http://www.bkg.bund.de" target="_blank" rel="noopener">'
    "© GeoBasis-DE / BKG (2021) (Daten verändert)</a>"
)
GEOMETRY = "geo"


@dataclass(frozen=True)
class Figure:
    """All that is said about one figure.

    Attributes:
        key: names the downloads and the widgets; unique on a page.
        text: one or two sentences that say what is to be seen, for readers without the chart.
        caution: a sentence a reader must not miss, such as that a year is incomplete.
        spec: the chart in Vega-Lite, None for a figure that is a table only.
        legend: HTML that explains the colours.
    """

    key: str
    title: str
    text: str
    table: Table
    origin: Provenance
    indicators: tuple[Indicator, ...] = ()
    caution: str = ""
    spec: dict[str, Any] | None = None
    legend: str = ""
    is_map: bool = False
    table_open: bool = False
    """Whether the table is shown at once, as for a figure without a chart."""

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources of the numbers, and that of the map."""
        return (*self.origin.quellen, *([GEOMETRY] if self.is_map else []))


def show(snapshot: Snapshot, figure: Figure, beside: Callable[[], None] | None = None) -> None:
    """Draw a figure in its frame.

    Args:
        beside: draws what stands to the right of the chart (below it on a phone).
    """
    with st.container(border=True, key=f"abbildung-{figure.key}"):
        st.subheader(figure.title, anchor=figure.key)
        st.html(f'<p class="t-aussage">{escape(figure.text)}</p>')
        if figure.caution:
            note(figure.caution, warn=True)
        if beside is None:
            _chart(figure)
        else:
            left, right = st.columns([5, 3], gap="medium")
            with left:
                _chart(figure)
            with right:
                beside()
        signs = legend(figure.table.values)
        if signs:
            st.html(f'<p class="t-quelle">Zeichen: {escape(" ".join(signs))}</p>')
        st.html(f'<p class="t-quelle">{_source_line(figure, snapshot)}</p>')
        _definition(figure.indicators)
        _data(snapshot, figure)


def definition_html(indicators: tuple[Indicator, ...]) -> str:
    """Definition, way of calculation, caution and break of each indicator."""
    parts = []
    for entry in indicators:
        lines = [
            ("Definition", entry.definition),
            ("Rechenweg", entry.formel),
            ("Vorsicht", entry.vorsicht.removeprefix("Vorsicht: ")),
            ("Bruch in der Zeitreihe", entry.bruch),
        ]
        terms = "".join(f"<dt>{title}</dt><dd>{escape(text)}</dd>" for title, text in lines if text)
        parts.append(f"<h4>{escape(entry.name)}</h4><dl>{terms}</dl>")
    return f'<div class="t-definition">{"".join(parts)}</div>'


def explanation(snapshot: Snapshot, figure: Figure) -> list[tuple[str, str]]:
    """What the sheet „Erläuterung“ of a download says."""
    notes = [("Titel", figure.title), ("Aussage", figure.text)]
    if _is_example(snapshot, figure):
        notes.append(("Achtung", EXAMPLE_NOTE))
    notes.append(("Hinweis", figure.caution))
    for source, stamp in figure.origin.stamps:
        notes.append(("Quelle", source_name(source)))
        if source not in REFERENCES:
            notes.append(("Datenstand", date(stamp)))
    if figure.is_map:
        notes.append(("Karte", source_name(GEOMETRY)))
    notes.append(("Stand", snapshot.id))
    notes.append(("Stand erstellt am", local_time(snapshot.manifest["erstellt_am"])))
    for entry in figure.indicators:
        notes.append(("Definition", f"{entry.name}: {entry.definition}"))
        notes.append(("Vorsicht", entry.vorsicht.removeprefix("Vorsicht: ")))
    if any(entry.bruch for entry in figure.indicators):
        notes.append(("Bruch", next(entry.bruch for entry in figure.indicators if entry.bruch)))
    notes += [("Zeichen", sign) for sign in legend(figure.table.values)]
    licences = [SOURCES[s].licence for s in figure.sources if s in SOURCES]
    notes += [("Lizenz", licence) for licence in dict.fromkeys(licences)]
    return [(title, text) for title, text in notes if text]


def facts(snapshot: Snapshot, figure: Figure) -> list[tuple[str, str]]:
    """What every row of a CSV file says about where it comes from."""
    dated = [(s, date(stamp)) for s, stamp in figure.origin.stamps if s not in REFERENCES]
    stamps = [f"{short_source_name(source)}: {day}" for source, day in dated]
    if len(dated) == 1:
        stamps = [dated[0][1]]
    hints = [EXAMPLE_MARK] if _is_example(snapshot, figure) else []
    hints += [figure.caution] if figure.caution else []
    columns = [
        ("Quelle", "; ".join(source_name(source) for source in figure.origin.quellen)),
        ("Datenstand", "; ".join(stamps)),
    ]
    return [*columns, ("Hinweis", "; ".join(hints))] if hints else columns


def _is_example(snapshot: Snapshot, figure: Figure) -> bool:
    return any(snapshot.is_synthetic(source) for source in figure.sources)


def _chart(figure: Figure) -> None:
    if figure.legend:
        st.html(figure.legend)
    if figure.spec is not None:
        frame = "flaeche" if figure.is_map else "diagramm"
        with st.container(key=f"{frame}-{figure.key}"):
            st.vega_lite_chart(
                spec=figure.spec,
                width="stretch",
                height="stretch" if figure.is_map else "content",
                theme=None,
                alt=figure.text,
            )


def origin_text(snapshot: Snapshot, origin: Provenance, name: Callable[[str], str]) -> str:
    """Each source with its Datenstand, and whether it holds example data."""
    parts = []
    for source, stamp in origin.stamps:
        text = name(source)
        if source not in REFERENCES:
            text += f", Datenstand {date(stamp)}"
        parts.append(f"{text} (Beispieldaten)" if snapshot.is_synthetic(source) else text)
    return "; ".join(parts)


def _source_line(figure: Figure, snapshot: Snapshot) -> str:
    told = escape(origin_text(snapshot, figure.origin, source_name))
    parts = [f"<b>Quelle:</b> {told}"] if told else []
    if figure.is_map:
        parts.append(f"<b>Karte:</b> {MAP_CREDIT}")
    return "<br>".join(parts)


def _definition(indicators: tuple[Indicator, ...]) -> None:
    if indicators:
        with st.expander("Definition und Vorsicht", type="compact"):
            st.html(definition_html(indicators))


def _data(snapshot: Snapshot, figure: Figure) -> None:
    with st.expander(
        "Daten als Tabelle und zum Herunterladen", expanded=figure.table_open, type="compact"
    ):
        with st.container(horizontal=True):
            name = f"tintg_{re.sub('[^a-z0-9]+', '_', figure.key)}_{snapshot.id}"
            st.download_button(
                "CSV herunterladen",
                lambda: to_csv(figure.table, facts(snapshot, figure)),
                f"{name}.csv",
                CSV_MIME,
                key=f"csv-{figure.key}",
                on_click="ignore",
            )
            st.download_button(
                "Excel herunterladen",
                lambda: to_xlsx(figure.table, explanation(snapshot, figure)),
                f"{name}.xlsx",
                XLSX_MIME,
                key=f"xlsx-{figure.key}",
                on_click="ignore",
            )
        st.html(figure.table.to_html(figure.title))
