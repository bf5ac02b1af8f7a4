"""How many Gemeinden put their money into one area only or into all three, and what they say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboards.abbildung import Figure
from dashboards.bausteine import colour_legend
from dashboards.daten import Indicator, indicator, provenance, values
from dashboards.diagramm import INK, Segment, stacked
from dashboards.p17 import ALL_AREAS, ONE_AREA, ONLY_RECEPTION, SIMPLER
from dashboards.snapshot import Snapshot, cached
from dashboards.tabelle import Table, number_column, text_column
from dashboards.zahlen import Value, counted, percent

_PARTS = (
    ("nur Aufnahme und Betreuung", "#00437f", "#ffffff"),
    ("nur ein anderer Bereich", "#5b9bd5", INK),
    ("alle drei Bereiche", "#f0b23e", INK),
    ("übrige: zwei Bereiche oder nichts verwendet", "#c4cad1", INK),
)


@dataclass(frozen=True)
class Counts:
    """The three counts and the Gemeinden they are counted among."""

    one: Value
    only_reception: Value
    all_three: Value
    among: float | None

    @property
    def parts(self) -> list[float]:
        """Counts of the four groups that make up all Gemeinden; empty if one is unknown."""
        one, only, three = self.one.wert, self.only_reception.wert, self.all_three.wert
        if one is None or only is None or three is None or self.among is None:
            return []
        parts = [only, one - only, three, self.among - one - three]
        return parts if min(parts) >= 0 else []


def figure(snapshot: Snapshot, year: str) -> Figure | None:
    """The counts in words and as a bar."""
    frames = [values(snapshot, i, "land", zeitraum=year) for i in _IDS]
    if all(frame.empty for frame in frames):
        return None
    entries = tuple(indicator(snapshot, i) for i in _IDS)
    found = [_value(entry, frame) for entry, frame in zip(entries, frames, strict=True)]
    counts = Counts(found[0], found[1], found[2], _denominator(frames))
    return Figure(
        key="einsatzbereiche-je-gemeinde",
        title=f"Ein Einsatzbereich oder mehrere? Die Gemeinden im Jahr {year}",
        text=sentence(counts, year),
        table=_table(entries, counts),
        origin=provenance(*frames),
        indicators=entries,
        spec=_spec(tuple(counts.parts)) if counts.parts else None,
        legend=colour_legend([(c, name) for name, c, _ in _PARTS]) if counts.parts else "",
    )


def sentence(counts: Counts, year: str) -> str:
    """The three counts in words."""
    if counts.among is None or not (counts.one.known and counts.all_three.known):
        return f"Diese Zahlen werden für {year} zurzeit nicht ausgewiesen."
    only = f", darunter {counts.only_reception.bare} nur für Aufnahme und Betreuung"
    return (
        f"Im Jahr {year} {_have(counts.one)} {counts.one.bare} von"
        f" {counted(counts.among, 'Gemeinde', 'Gemeinden')} mit Mitteln"
        f" ({_share(counts.one, counts.among)}) ihr Geld ganz für einen einzigen Einsatzbereich"
        f" verwendet{only if counts.only_reception.known else ''}."
        f" {counts.all_three.text} ({_share(counts.all_three, counts.among)})"
        f" {_have(counts.all_three)} es auf alle drei Bereiche verteilt."
    )


def simpler(snapshot: Snapshot, year: str) -> Figure | None:
    """What Gemeinden say about the digital procedure; None where nobody was asked."""
    frame = values(snapshot, SIMPLER, "land", zeitraum=year)
    if frame.empty:
        return None
    entry = indicator(snapshot, SIMPLER)
    row = frame.iloc[0]
    yes = entry.value(row["wert"], row["status"])
    answers = entry.value(row["nenner"], row["status"])
    silent = entry.value(row["n_ka"], row["status"])
    no = entry.value(_minus(answers, yes), row["status"])
    return Figure(
        key="digitalisierung",
        title=f"Ist das Verfahren durch die Digitalisierung einfacher geworden? Angaben für {year}",
        text=_simpler_sentence(yes, answers, silent, year),
        table=Table(
            (text_column("Angabe der Gemeinde"), number_column("Gemeinden")),
            (
                ("Bestätigt, dass es einfacher geworden ist", yes),
                ("Bestätigt es nicht", no),
                ("Gemeinden mit einer Angabe zusammen", answers),
                ("Ohne Angabe", silent),
            ),
        ),
        origin=provenance(frame),
        indicators=(entry,),
        table_open=True,
    )


def _minus(whole: Value, part: Value) -> float | None:
    known = whole.wert is not None and part.wert is not None
    return (whole.wert or 0.0) - (part.wert or 0.0) if known else None


def _simpler_sentence(yes: Value, answers: Value, silent: Value, year: str) -> str:
    if not (yes.known and answers.known and silent.known):
        return f"Die Angaben zur Digitalisierung werden für {year} zurzeit nicht ausgewiesen."
    none = "nichts angegeben. Die Angabe ist freiwillig; wer nicht antwortet, kann anders denken."
    if not answers.wert:
        return f"Zur Digitalisierung des Verfahrens hat für {year} keine Gemeinde etwas angegeben."
    verb = "bestätigt" if yes.wert == 1 else "bestätigen"
    return (
        f"Zur Digitalisierung des Verfahrens {_have(answers)} sich für das Jahr {year} insgesamt"
        f" {answers.text} geäußert: {yes.bare} {verb}, dass es einfacher geworden ist."
        f" {silent.text} {_have(silent)} dazu {none}"
    )


def _have(count: Value) -> str:
    return "hat" if count.wert == 1 else "haben"


_IDS = (ONE_AREA, ONLY_RECEPTION, ALL_AREAS)


def _value(entry: Indicator, frame: pd.DataFrame) -> Value:
    if frame.empty:
        return entry.value(None, "keine_angabe")
    return entry.value(frame.iloc[0]["wert"], frame.iloc[0]["status"])


def _denominator(frames: list[pd.DataFrame]) -> float | None:
    known = [f.iloc[0]["nenner"] for f in frames if not f.empty and pd.notna(f.iloc[0]["nenner"])]
    return float(known[0]) if known and known[0] else None


def _share(value: Value, among: float) -> str:
    return percent(100 * (value.wert or 0.0) / among)


def _table(entries: tuple[Indicator, ...], counts: Counts) -> Table:
    found = (counts.one, counts.only_reception, counts.all_three)
    among = counts.among
    return Table(
        (
            text_column("Gruppe"),
            number_column("Gemeinden"),
            number_column("Anteil an den Gemeinden mit Mitteln", "Prozent", 1),
        ),
        (
            *(
                (entry.name, value, _as_share(value, among))
                for entry, value in zip(entries, found, strict=True)
            ),
            (
                "Gemeinden mit Mitteln insgesamt",
                Value(among, found[0].status, "Gemeinden"),
                _as_share(Value(among, found[0].status), among),
            ),
        ),
    )


def _as_share(value: Value, among: float | None) -> Value:
    share = 100 * value.wert / among if value.wert is not None and among else None
    return Value(share, value.status, "Prozent", 1)


@cached(entries=8)
def _spec(parts: tuple[float, ...]) -> dict[str, Any]:
    segments, start = [], 0.0
    for count, (name, colour, ink) in zip(parts, _PARTS, strict=True):
        told = f"{counted(count, 'Gemeinde', 'Gemeinden')}: {name}"
        end = start + count
        segments.append(Segment("Gemeinden", start, end, f"{count:.0f}", told, colour, ink))
        start = end
    return stacked(["Gemeinden"], segments, start)
