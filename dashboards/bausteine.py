"""Small pieces of pages in HTML: key numbers, legends, notes. Every text is escaped here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

import streamlit as st

_CSS = Path(__file__).with_name("stil.css")


@dataclass(frozen=True)
class KeyNumber:
    """A number that stands for itself, with what it means and where it comes from."""

    name: str
    value: str
    more: str
    origin: str


def apply_style() -> None:
    """Give the page its look."""
    st.html(_CSS)


def lead(text: str) -> None:
    """The sentences that open a page."""
    st.html(f'<p class="t-lead">{escape(text)}</p>')


def note(text: str, *, warn: bool = False) -> None:
    """A short note in a box; parts between backticks are commands."""
    parts = escape(text).split("`")
    marked = "".join(f"<code>{p}</code>" if i % 2 else p for i, p in enumerate(parts))
    st.html(f'<div class="{"t-hinweis" if warn else "t-notiz"}" role="note">{marked}</div>')


def key_numbers(numbers: Sequence[KeyNumber]) -> None:
    """Cards that stand side by side, and below each other on a phone."""
    st.html(f'<div class="t-karten">{"".join(_card(number) for number in numbers)}</div>')


def colour_legend(entries: list[tuple[str, str]], diamonds: Mapping[str, str] | None = None) -> str:
    """A legend of (colour, text); texts in `diamonds` are drawn as one, outlined in its colour."""
    items = []
    for colour, text in entries:
        outline = (diamonds or {}).get(text)
        edge = f";border-color:{outline}" if outline else ""
        items.append(
            f'<li><span class="feld{" raute" if outline else ""}"'
            f' style="background:{colour}{edge}"></span>{escape(text)}</li>'
        )
    return f'<ul class="t-legende">{"".join(items)}</ul>'


def _card(number: KeyNumber) -> str:
    return (
        f'<div class="t-karte"><div class="name">{escape(number.name)}</div>'
        f'<div class="wert">{escape(number.value)}</div>'
        f'<div class="dazu">{escape(number.more)}</div>'
        f'<div class="quelle">Quelle: {escape(number.origin)}</div></div>'
    )
