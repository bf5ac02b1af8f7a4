"""The state of the data: deliveries, gate and snapshot, in words for everybody."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import streamlit as st

from dashboards import befunde
from dashboards.abbildung import Figure
from dashboards.abbildung import show as show_figure
from dashboards.bausteine import note
from dashboards.bezeichnungen import short_source_name
from dashboards.daten import Indicator, Provenance
from dashboards.snapshot import Snapshot
from dashboards.tabelle import Table, number_column, text_column
from dashboards.zahlen import Value, counted, date, local_time, number

_DELIVERIES = """
    SELECT quelle, COUNT(*) AS anzahl, COUNT(*) FILTER (gilt) AS gelten,
        COUNT(*) FILTER (status = 'abgelehnt') AS abgelehnt,
        SUM(zeilen_geladen) FILTER (gilt) AS zeilen, SUM(zeilen_quarantaene) AS quarantaene,
        COUNT(zeilen_geladen) < COUNT(*) AS geheim,
        MAX(datenstand) FILTER (gilt) AS datenstand
    FROM pub.lieferung GROUP BY quelle ORDER BY quelle
"""
# of sources of persons the number of rows is one of persons
WITHHELD = Value(None, "geheim")
_ABOUT = Indicator(
    "lieferungen",
    "Lieferungen",
    definition="Eine Lieferung ist eine Datei, die eine zuständige Stelle zu einem Datenstand"
    " geschickt hat.",
    formel="Gültig ist je Zeitraum die neueste Lieferung; ältere bleiben aufbewahrt und zählen"
    " nicht mehr mit.",
    vorsicht="Zeilen in Quarantäne ließen sich nicht einlesen und fehlen in allen Zahlen.",
)


def show(snapshot: Snapshot) -> None:
    """Draw the section."""
    st.header("Stand der Daten", anchor="stand")
    deliveries = snapshot.query(_DELIVERIES)
    if deliveries.empty:
        note("Es ist noch keine Lieferung eingegangen.")
    else:
        show_figure(snapshot, delivery_figure(deliveries))
    gate = gate_sentence(snapshot.manifest.get("gate", {}))
    checked = befunde.figure(snapshot, _origin(deliveries), gate)
    if checked is not None:
        show_figure(snapshot, checked)
    note(f"Gezeigt wird der {footer(snapshot)}.")


def delivery_figure(deliveries: pd.DataFrame) -> Figure:
    """Deliveries of each source."""
    rows = tuple(
        (
            short_source_name(str(row["quelle"])),
            date(_day(row["datenstand"])),
            _count(row["anzahl"]),
            _count(row["gelten"]),
            _count(row["abgelehnt"]),
            WITHHELD if row["geheim"] else _count(row["zeilen"]),
            WITHHELD if row["geheim"] else _count(row["quarantaene"]),
        )
        for _, row in deliveries.iterrows()
    )
    total, refused = int(deliveries["anzahl"].sum()), int(deliveries["abgelehnt"].sum())
    text = (
        f"Bisher eingegangen: {counted(total, 'Lieferung', 'Lieferungen')} aus"
        f" {counted(len(deliveries), 'Quelle', 'Quellen')}, davon abgelehnt:"
        f" {number(refused) if refused else 'keine'}."
    )
    return Figure(
        key="lieferungen",
        title="Lieferungen je Quelle",
        text=text,
        table=Table(
            (
                text_column("Art der Lieferung"),
                text_column("Neuester Datenstand"),
                number_column("Lieferungen"),
                number_column("davon gültig"),
                number_column("davon abgelehnt"),
                number_column("Gültige Zeilen"),
                number_column("Zeilen in Quarantäne"),
            ),
            rows,
        ),
        origin=_origin(deliveries),
        indicators=(_ABOUT,),
        table_open=True,
    )


def gate_sentence(gate: dict[str, dict[str, Any]]) -> str:
    """What the gate said about the snapshot."""
    if not gate:
        return "Zum Prüftor vor der Veröffentlichung liegt kein Ergebnis vor."
    checks = sum(int(suite["erwartungen"]) for suite in gate.values())
    failed = sum(int(suite["nicht_erfuellt"]) for suite in gate.values())
    if any(suite["blockiert"] for suite in gate.values()):
        return "Das Prüftor vor der Veröffentlichung hat schwere Fehler gemeldet."
    told = counted(checks, "Erwartung", "Erwartungen")
    were = "wurde" if checks == 1 else "wurden"
    if not failed:
        met = "sie ist" if checks == 1 else "alle sind"
    else:
        met = f"{number(checks - failed)} davon {'ist' if checks - failed == 1 else 'sind'}"
    return (
        f"Vor der Veröffentlichung {were} {told} geprüft; {met} erfüllt, und keine stand der"
        " Veröffentlichung entgegen."
    )


def footer(snapshot: Snapshot) -> str:
    """Which snapshot a page shows, and when it was made."""
    manifest = snapshot.manifest
    return f"Stand {snapshot.id}, erstellt am {local_time(manifest['erstellt_am'])}"


def _origin(deliveries: pd.DataFrame) -> Provenance:
    """Every source with the newest Datenstand among its valid deliveries."""
    return Provenance(
        tuple((str(row["quelle"]), _day(row["datenstand"])) for _, row in deliveries.iterrows())
    )


def _day(value: Any) -> dt.date | None:
    return None if pd.isna(value) else pd.Timestamp(value).date()


def _count(value: Any) -> Value:
    return Value(0.0 if pd.isna(value) else float(value))
