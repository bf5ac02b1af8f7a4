"""The evaluation questions of a paragraph, and which indicators help to answer them."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboards.snapshot import Snapshot


def show(snapshot: Snapshot, paragraph: str) -> None:
    """List the questions with the indicators for them, and those that cannot be computed yet."""
    questions = snapshot.query(
        "SELECT frage_id, frage FROM pub.evaluationsfrage WHERE paragraph = ? ORDER BY frage_id",
        paragraph,
    )
    if questions.empty:
        return
    st.header("Welche Fragen sollen die Zahlen beantworten?", anchor="fragen")
    items = [
        f'<li><div class="frage">{escape(str(row.frage))}</div>'
        f'<div class="dazu">{_indicators(snapshot, str(row.frage_id))}</div></li>'
        for row in questions.itertuples()
    ]
    st.html(f'<ul class="t-fragen">{"".join(items)}</ul>')


def _indicators(snapshot: Snapshot, frage_id: str) -> str:
    entries = snapshot.query(
        "SELECT name, berechenbar, COALESCE(grund, '') AS grund FROM pub.indikator"
        " WHERE frage_id = ? ORDER BY berechenbar DESC, indikator_id",
        frage_id,
    )
    known = [escape(str(row["name"])) for _, row in entries.iterrows() if row["berechenbar"]]
    missing = [
        f"{escape(str(row['name']))} ({escape(str(row['grund']).rstrip('.'))})"
        for _, row in entries.iterrows()
        if not row["berechenbar"]
    ]
    lines = [f"Dazu gibt es: {'; '.join(known)}."] if known else []
    lines += [f"Noch nicht zu berechnen: {'; '.join(missing)}."] if missing else []
    return "<br>".join(lines) or "Dazu gibt es noch keine Indikatoren."
