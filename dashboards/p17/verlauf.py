"""Granted sums year by year: as the report prints them, and as the deliveries add up.

The two series are never mixed: each is told for itself, then they are compared.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from dashboards.abbildung import Figure
from dashboards.bausteine import colour_legend
from dashboards.daten import Indicator, indicator, provenance, values
from dashboards.diagramm import BLUE, ORANGE, PALE_BLUE, Bar, columns_with_break, two_lines
from dashboards.p17 import GRANTED, GRANTED_NAME, REPORTED, jahre
from dashboards.snapshot import Snapshot, cached
from dashboards.tabelle import Table, number_column, text_column
from dashboards.zahlen import Value, euro, half_up, number

_PRINTED = "laut Evaluationsbericht"
_DELIVERED = "laut Lieferungen"
_STARTED = "laut Lieferungen, Jahr noch unvollständig"
_HOLLOW = "#ffffff"
_FEW = 3

Series = list[tuple[str, Value]]
"""Years with their sums; a started year carries its label."""


def figure(snapshot: Snapshot) -> Figure | None:
    """The series 2012 to today; None where there is no year at all."""
    printed = values(snapshot, REPORTED, "land")
    computed = values(snapshot, GRANTED, "land")
    if printed.empty and computed.empty:
        return None
    entries = (indicator(snapshot, REPORTED), indicator(snapshot, GRANTED))
    delivered = [str(year) for year in computed["zeitraum"]]
    names = {year: jahre.label(snapshot, GRANTED, year) for year in delivered}
    table = _table(entries, printed, computed, names)
    return Figure(
        key="bewilligt-je-jahr",
        title="Bewilligte Integrationspauschalen je Jahr",
        text=_sentence(table, entries[0]),
        table=table,
        origin=provenance(printed, computed),
        indicators=entries,
        caution=jahre.caution(snapshot, GRANTED, delivered),
        spec=_spec(table, entries[0].break_year, entries[0].break_reason),
        legend=_legend(entries[0].break_year, list(names.values())),
    )


def _table(
    entries: tuple[Indicator, Indicator],
    printed: pd.DataFrame,
    computed: pd.DataFrame,
    names: dict[str, str],
) -> Table:
    series = [
        {row["zeitraum"]: entry.value(row["wert"], row["status"]) for _, row in frame.iterrows()}
        for entry, frame in zip(entries, (printed, computed), strict=True)
    ]
    all_years = sorted({*series[0], *series[1]})
    return Table(
        (
            text_column("Jahr"),
            number_column(f"Bewilligt {_PRINTED}", "EUR"),
            number_column(GRANTED_NAME, "EUR"),
        ),
        tuple(
            (
                names.get(str(year), str(year)),
                series[0].get(year, entries[0].value(None, "keine_angabe")),
                series[1].get(year, entries[1].value(None, "keine_angabe")),
            )
            for year in all_years
        ),
    )


def _series(table: Table, column: int) -> Series:
    """The known sums of one column."""
    found: Series = []
    for row in table.rows:
        label, value = row[0], row[column]
        if isinstance(label, str) and isinstance(value, Value) and value.known:
            found.append((label, value))
    return found


def _sentence(table: Table, entry: Indicator) -> str:
    printed, delivered = _series(table, 1), _series(table, 2)
    if not printed and not delivered:
        return "Die bewilligten Summen werden zurzeit nicht ausgewiesen."
    parts = [_printed(printed), _delivered(delivered), *_compared(printed, delivered)]
    labels = sorted(label for label, _ in [*printed, *delivered])
    first, last = labels[0], labels[-1]
    if entry.break_year and first < entry.break_year <= last:
        parts.append(
            f"Ab {entry.break_year} gelten andere Regeln ({entry.break_reason}): Die Jahre davor"
            " und danach sind nicht unmittelbar vergleichbar."
        )
    return " ".join(part for part in parts if part)


def _printed(series: Series) -> str:
    if not series:
        return ""
    (first, start), (last, end) = series[0], series[-1]
    text = f"Laut Evaluationsbericht (Tabelle 1) lag die bewilligte Summe {first} bei {start.text}"
    return f"{text} und {last} bei {end.text}." if len(series) > 1 else f"{text}."


def _delivered(series: Series) -> str:
    """What the deliveries give: each year, of many only the first and the last."""
    if not series:
        return ""
    told = series if len(series) <= _FEW else [series[0], series[-1]]
    sums = [f"{value.text} für {label}" for label, value in told]
    return f"{GRANTED_NAME}: {_listed(sums)}."


def _compared(printed: Series, delivered: Series) -> list[str]:
    """For the years that both know: whether they agree, or by how much they differ."""
    known = dict(printed)
    same, parts = [], []
    for label, value in delivered:
        if label not in known:
            continue
        gap = half_up(value.wert, 0) - half_up(known[label].wert, 0)
        if not gap:
            same.append(label)
            continue
        more = "über" if gap > 0 else "unter"
        parts.append(
            f"Für {label} liegt die Summe {_DELIVERED} um {euro(float(abs(gap)))} {more} der"
            " Summe im Evaluationsbericht."
        )
    if same:
        parts.insert(0, f"Für {_listed(same)} stimmen beide auf den Euro überein.")
    return parts


def _listed(parts: list[str]) -> str:
    return " und ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


@cached(entries=8)
def _spec(table: Table, break_year: str, break_reason: str) -> dict[str, Any]:
    bars, points = [], []
    for year, printed, computed in table.rows:
        assert isinstance(year, str) and isinstance(printed, Value) and isinstance(computed, Value)
        # the label of a started year begins with the year, so it is ordered like one
        colour = PALE_BLUE if break_year and year < break_year else BLUE
        told = f"{year}: {printed.text} {_PRINTED}"
        bars.append(Bar(two_lines(year), printed.wert, _millions(printed), told, colour))
        if computed.known:
            told = f"{year}: {computed.text} {_DELIVERED}"
            fill = ORANGE if year.isdigit() else _HOLLOW
            points.append(Bar(two_lines(year), computed.wert, "", told, fill))
    at = next((bar.label for bar in bars if break_year and bar.label.startswith(break_year)), "")
    return columns_with_break(
        bars, points, at, f"Bruch {break_year}: {break_reason}", "Millionen Euro"
    )


def _legend(break_year: str, delivered: list[str]) -> str:
    entries = [(BLUE, _PRINTED)]
    if break_year:
        entries = [
            (PALE_BLUE, f"{_PRINTED}, vor {break_year}"),
            (BLUE, f"{_PRINTED}, ab {break_year}"),
        ]
    whole = [label for label in delivered if label.isdigit()]
    entries += [(ORANGE, _DELIVERED)] if whole else []
    entries += [(_HOLLOW, _STARTED)] if len(whole) < len(delivered) else []
    return colour_legend(entries, diamonds={_DELIVERED: ORANGE, _STARTED: ORANGE})


def _millions(value: Value) -> str:
    if value.wert is None or not value.known:
        return "" if value.reason == "keine_angabe" else value.bare
    return number(value.wert / 1_000_000, 1)
