"""Granted sums year by year: as the report prints them, and as the deliveries add up."""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboards.abbildung import Figure
from dashboards.bausteine import colour_legend
from dashboards.daten import Indicator, indicator, provenance, values
from dashboards.diagramm import BLUE, ORANGE, PALE_BLUE, Bar, columns_with_break
from dashboards.p17 import GRANTED, REPORTED
from dashboards.snapshot import Snapshot, cached
from dashboards.tabelle import Table, number_column, text_column
from dashboards.zahlen import Value, number

_COMPUTED = "aus den Lieferungen errechnet"


def figure(snapshot: Snapshot) -> Figure | None:
    """The series 2012 to today; None where there is no year at all."""
    printed = values(snapshot, REPORTED, "land")
    computed = values(snapshot, GRANTED, "land")
    if printed.empty and computed.empty:
        return None
    entries = (indicator(snapshot, REPORTED), indicator(snapshot, GRANTED))
    table = _table(entries, printed, computed)
    return Figure(
        key="bewilligt-je-jahr",
        title="Bewilligte Integrationspauschalen je Jahr",
        text=_sentence(table, entries[0]),
        table=table,
        origin=provenance(printed, computed),
        indicators=entries,
        spec=_spec(table, entries[0].break_year, entries[0].break_reason),
        legend=_legend(entries[0].break_year),
    )


def _table(
    entries: tuple[Indicator, Indicator], printed: pd.DataFrame, computed: pd.DataFrame
) -> Table:
    series = [
        {row["zeitraum"]: entry.value(row["wert"], row["status"]) for _, row in frame.iterrows()}
        for entry, frame in zip(entries, (printed, computed), strict=True)
    ]
    all_years = sorted({*series[0], *series[1]})
    return Table(
        (
            text_column("Jahr"),
            number_column("Bewilligt laut Evaluationsbericht", "EUR"),
            number_column("Bewilligt laut Lieferungen", "EUR"),
        ),
        tuple(
            (
                str(year),
                series[0].get(year, entries[0].value(None, "keine_angabe")),
                series[1].get(year, entries[1].value(None, "keine_angabe")),
            )
            for year in all_years
        ),
    )


def _sentence(table: Table, entry: Indicator) -> str:
    known = [(str(year), _best(row)) for year, *row in table.rows]
    known = [(year, value) for year, value in known if value.known]
    if not known:
        return "Die bewilligten Summen werden zurzeit nicht ausgewiesen."
    (first, start), (last, end) = known[0], known[-1]
    text = f"Die bewilligte Summe lag {first} bei {start.text} und {last} bei {end.text}."
    if entry.break_year and first < entry.break_year <= last:
        text += (
            f" Ab {entry.break_year} gelten andere Regeln ({entry.break_reason}): Die Jahre davor"
            " und danach sind nicht unmittelbar vergleichbar."
        )
    return text


def _best(row: Any) -> Value:
    """The printed value, else the computed one."""
    printed, computed = row
    chosen: Value = printed if printed.known else computed
    return chosen


@cached(entries=8)
def _spec(table: Table, break_year: str, break_reason: str) -> dict[str, Any]:
    bars, points = [], []
    for year, printed, computed in table.rows:
        assert isinstance(year, str) and isinstance(printed, Value) and isinstance(computed, Value)
        colour = PALE_BLUE if break_year and year < break_year else BLUE
        told = f"{year}: {printed.text} laut Evaluationsbericht"
        bars.append(Bar(year, printed.wert, _millions(printed), told, colour))
        if computed.known:
            told = f"{year}: {computed.text}, {_COMPUTED}"
            points.append(Bar(year, computed.wert, "", told, ORANGE))
    return columns_with_break(
        bars, points, break_year, f"Bruch {break_year}: {break_reason}", "Millionen Euro"
    )


def _legend(break_year: str) -> str:
    report = "laut Evaluationsbericht"
    entries = [(BLUE, report)]
    if break_year:
        entries = [(PALE_BLUE, f"{report}, vor {break_year}"), (BLUE, f"{report}, ab {break_year}")]
    return colour_legend([*entries, (ORANGE, _COMPUTED)], diamond=_COMPUTED)


def _millions(value: Value) -> str:
    if value.wert is None or not value.known:
        return "" if value.reason == "keine_angabe" else value.bare
    return number(value.wert / 1_000_000, 1)
