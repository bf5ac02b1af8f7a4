"""The state of the data: deliveries, findings, gate and snapshot, in words for everybody."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from dashboards.abbildung import Figure
from dashboards.abbildung import show as show_figure
from dashboards.bausteine import note
from dashboards.bezeichnungen import SEVERITIES, short_source_name
from dashboards.daten import Provenance
from dashboards.snapshot import Snapshot
from dashboards.tabelle import Table, number_column, text_column
from dashboards.zahlen import Value, date, local_time, number

_DELIVERIES = """
    SELECT quelle, COUNT(*) AS anzahl, COUNT(*) FILTER (gilt) AS gelten,
        COUNT(*) FILTER (status = 'abgelehnt') AS abgelehnt,
        SUM(zeilen_geladen) FILTER (gilt) AS zeilen, SUM(zeilen_quarantaene) AS quarantaene,
        MAX(datenstand) FILTER (gilt) AS datenstand
    FROM pub.lieferung GROUP BY quelle ORDER BY quelle
"""
_FINDINGS = """
    SELECT schweregrad, quelle, regel, COUNT(*) AS anzahl, MIN(meldung) AS beispiel
    FROM pub.befund GROUP BY schweregrad, quelle, regel ORDER BY quelle, regel
"""


def show(snapshot: Snapshot) -> None:
    """Draw the section."""
    st.header("Stand der Daten", anchor="stand")
    deliveries = snapshot.query(_DELIVERIES)
    if deliveries.empty:
        note("Es ist noch keine Lieferung eingegangen.")
    else:
        show_figure(snapshot, delivery_figure(deliveries))
    findings = snapshot.query(_FINDINGS)
    if not findings.empty:
        show_figure(snapshot, finding_figure(findings))
    note(
        f"{findings_sentence(findings)} {gate_sentence(snapshot.manifest.get('gate', {}))}"
        f" Gezeigt wird der {footer(snapshot)}."
    )


def delivery_figure(deliveries: pd.DataFrame) -> Figure:
    """Deliveries of each source."""
    rows = tuple(
        (
            short_source_name(str(row["quelle"])),
            date(None if pd.isna(row["datenstand"]) else row["datenstand"]),
            _count(row["anzahl"]),
            _count(row["gelten"]),
            _count(row["abgelehnt"]),
            _count(row["zeilen"]),
            _count(row["quarantaene"]),
        )
        for _, row in deliveries.iterrows()
    )
    total, refused = int(deliveries["anzahl"].sum()), int(deliveries["abgelehnt"].sum())
    text = (
        f"Bisher eingegangen: {_counted(total, 'Lieferung', 'Lieferungen')} aus"
        f" {_counted(len(deliveries), 'Quelle', 'Quellen')}, davon abgelehnt:"
        f" {number(refused) if refused else 'keine'}."
    )
    return Figure(
        key="lieferungen",
        title="Lieferungen je Quelle",
        text=text,
        table=Table(
            (
                text_column("Quelle"),
                text_column("Neuester Datenstand"),
                number_column("Lieferungen"),
                number_column("davon gültig"),
                number_column("davon abgelehnt"),
                number_column("Gültige Zeilen"),
                number_column("Zeilen in Quarantäne"),
            ),
            rows,
        ),
        origin=Provenance(
            tuple(
                (str(row["quelle"]), None if pd.isna(row["datenstand"]) else row["datenstand"])
                for _, row in deliveries.iterrows()
            )
        ),
        table_open=True,
    )


def finding_figure(findings: pd.DataFrame) -> Figure:
    """Findings by severity, source and rule."""
    order = {name: index for index, name in enumerate(SEVERITIES)}
    ordered = findings.sort_values(
        "schweregrad", key=lambda column: column.map(order), kind="stable"
    )
    return Figure(
        key="befunde",
        title="Befunde der Prüfungen",
        text=findings_sentence(findings),
        table=Table(
            (
                text_column("Schwere"),
                text_column("Quelle"),
                text_column("Regel"),
                number_column("Anzahl"),
                text_column("Beispiel"),
            ),
            tuple(
                (
                    SEVERITIES.get(str(row["schweregrad"]), str(row["schweregrad"])),
                    short_source_name(str(row["quelle"])),
                    str(row["regel"]),
                    _count(row["anzahl"]),
                    str(row["beispiel"]),
                )
                for _, row in ordered.iterrows()
            ),
        ),
        origin=Provenance(()),
        table_open=True,
    )


def findings_sentence(findings: pd.DataFrame) -> str:
    """How many findings there are of each severity."""
    if findings.empty:
        return "Die Prüfungen haben keine Fehler, Warnungen oder Hinweise ergeben."
    counts = findings.groupby("schweregrad")["anzahl"].sum()
    parts = [
        _counted(int(counts.get(key, 0)), SEVERITIES[key], plural)
        for key, plural in (("error", "Fehler"), ("warning", "Warnungen"), ("info", "Hinweise"))
    ]
    return f"Die Prüfungen ergaben {parts[0]}, {parts[1]} und {parts[2]}."


def gate_sentence(gate: dict[str, dict[str, Any]]) -> str:
    """What the gate said about the snapshot."""
    if not gate:
        return "Zum Prüftor vor der Veröffentlichung liegt kein Ergebnis vor."
    checks = sum(int(suite["erwartungen"]) for suite in gate.values())
    failed = sum(int(suite["nicht_erfuellt"]) for suite in gate.values())
    if any(suite["blockiert"] for suite in gate.values()):
        return "Das Prüftor vor der Veröffentlichung hat schwere Fehler gemeldet."
    fulfilled = "alle sind" if not failed else f"{number(checks - failed)} davon sind"
    return (
        f"Vor der Veröffentlichung wurden {number(checks)} Erwartungen geprüft; {fulfilled}"
        " erfüllt, und keine stand der Veröffentlichung entgegen."
    )


def footer(snapshot: Snapshot) -> str:
    """Which snapshot a page shows, and when it was made."""
    manifest = snapshot.manifest
    return f"Datenbestand {snapshot.id}, erstellt am {local_time(manifest['erstellt_am'])}"


def _counted(count: int, one: str, many: str) -> str:
    return f"{number(count)} {one if count == 1 else many}"


def _count(value: Any) -> Value:
    return Value(0.0 if pd.isna(value) else float(value))
