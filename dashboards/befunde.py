"""What the checks found: every finding with its message, in words for everybody."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd

from dashboards.abbildung import Figure
from dashboards.bezeichnungen import SEVERITIES, SOURCES, checked_name, checked_sources
from dashboards.daten import Indicator, Provenance, units
from dashboards.snapshot import Snapshot
from dashboards.tabelle import Cell, Table, Titled, text_column
from dashboards.zahlen import counted, date, period

_FINDINGS = """
    SELECT regel, schweregrad, quelle, schluessel, meldung, datenstand FROM pub.befund
    ORDER BY regel, schluessel, meldung
"""
_HAS_RULES = "SELECT 1 FROM duckdb_tables() WHERE schema_name = 'pub' AND table_name = 'regel'"
_PLURALS = {"error": "Fehler", "warning": "Warnungen", "info": "Hinweise"}
_BEFORE_PUBLISHING = "Prüfung vor der Veröffentlichung"

_ABOUT = Indicator(
    "befunde",
    "Befunde der Prüfungen",
    definition="Ein Befund ist eine Stelle in den Daten, an der etwas fehlt oder nicht"
    " zusammenpasst.",
    formel="Jede Lieferung wird beim Einlesen geprüft, alle Werte noch einmal vor der"
    " Veröffentlichung.",
    vorsicht="Ein Befund ist kein Urteil über eine Stelle. Zeilen mit einer Warnung oder einem"
    " Hinweis zählen in allen Zahlen weiter mit.",
)


def figure(snapshot: Snapshot, checked: Provenance, gate: str) -> Figure | None:
    """All findings, the worst first; None where there was nothing to check.

    Args:
        checked: the deliveries that were checked.
        gate: what the gate said, as a sentence.
    """
    findings = snapshot.query(_FINDINGS)
    origin = checked if checked.stamps else _origin(findings)
    if not origin.stamps and findings.empty:
        return None
    order = {name: index for index, name in enumerate(SEVERITIES)}
    findings = findings.sort_values(
        "schweregrad", key=lambda column: column.map(order), kind="stable"
    )
    names = dict(units(snapshot, "gemeinde")[["raum_id", "name"]].itertuples(index=False))
    titles = rule_titles(snapshot)
    return Figure(
        key="befunde",
        title="Befunde der Prüfungen",
        text=f"{sentence(findings)} {gate}",
        table=Table(
            (
                text_column("Schwere"),
                text_column("Befund"),
                text_column("Betrifft"),
                text_column("Meldung"),
                text_column("Geprüfte Quelle"),
                text_column("Datum"),
            ),
            tuple(_row(row, names, titles) for _, row in findings.iterrows()),
        ),
        origin=origin,
        indicators=(_ABOUT,),
        table_open=True,
    )


def sentence(findings: pd.DataFrame) -> str:
    """How many findings there are of each severity."""
    if findings.empty:
        return "Die Prüfungen haben keine Fehler, Warnungen oder Hinweise ergeben."
    counts = findings["schweregrad"].value_counts()
    parts = [counted(int(counts.get(k, 0)), SEVERITIES[k], many) for k, many in _PLURALS.items()]
    return f"Die Prüfungen ergaben {parts[0]}, {parts[1]} und {parts[2]}."


def rule_titles(snapshot: Snapshot) -> dict[str, str]:
    """What each rule says in a few words; nothing in snapshots from before rules were published."""
    if snapshot.query(_HAS_RULES).empty:
        return {}
    rules = snapshot.query("SELECT regel, titel FROM pub.regel")
    return dict(rules.itertuples(index=False))


def rule_title(rule: str, titles: dict[str, str]) -> str:
    """A rule's title, or what is said of an expectation of the gate."""
    return _BEFORE_PUBLISHING if _is_expectation(rule) else titles.get(rule, "Prüfregel")


def _is_expectation(rule: str) -> bool:
    """Expectations are named `<suite>.<id>`; what they check has no delivery of its own."""
    return "." in rule


def _row(row: pd.Series, names: dict[str, str], titles: dict[str, str]) -> tuple[Cell, ...]:
    rule, day = str(row["regel"]), date(_day(row["datenstand"]))
    return (
        SEVERITIES.get(str(row["schweregrad"]), str(row["schweregrad"])),
        Titled(rule_title(rule, titles), rule),
        _concerns(row["schluessel"], names),
        str(row["meldung"]),
        checked_name(str(row["quelle"])),
        f"geprüft am {day}" if _is_expectation(rule) else f"Datenstand {day}",
    )


def _concerns(key: Any, names: dict[str, str]) -> str:
    """`2023-Q4/05111000` → `Düsseldorf, 4. Quartal 2023`; other keys as they are."""
    if pd.isna(key) or not str(key):
        return "alle Werte"
    when, _, ags = str(key).partition("/")
    if ags not in names:
        return str(key)
    return f"{names[ags]}, {period('quartal' if '-Q' in when else 'jahr', when)}"


def _origin(findings: pd.DataFrame) -> Provenance:
    """The sources that the findings themselves name."""
    newest: dict[str, dt.date | None] = {}
    for _, row in findings.iterrows():
        day = None if _is_expectation(str(row["regel"])) else _day(row["datenstand"])
        for source in checked_sources(str(row["quelle"])):
            if source in SOURCES:
                known = [d for d in (newest.get(source), day) if d]
                newest[source] = max(known, default=None)
    return Provenance(tuple(sorted(newest.items())))


def _day(value: Any) -> dt.date | None:
    return None if pd.isna(value) else pd.Timestamp(value).date()
