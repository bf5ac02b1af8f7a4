"""German names of codes that the snapshot holds without a name, and where sources come from."""

from __future__ import annotations

from dataclasses import dataclass

EXAMPLE_NOTE = (
    "Rekonstruierte Beispieldaten, keine amtlichen Zahlen: Sie sind so nachgebaut, dass sie die"
    " veröffentlichten Summen des Evaluationsberichts ergeben."
)


@dataclass(frozen=True)
class Source:
    """A source as people know it, and how its figures may be used."""

    name: str
    licence: str


_PROGRAMME = "Für die Programmdaten des Landes ist noch keine Lizenz festgelegt."
_BY = "Datenlizenz Deutschland – Namensnennung – Version 2.0 (dl-de/by-2-0)"

SOURCES = {
    "pauschalen_auszahlung": Source(
        "Bezirksregierung Arnsberg, Kompetenzzentrum für Integration (KfI):"
        " Auszahlung der Integrationspauschalen je Gemeinde und Quartal",
        _PROGRAMME,
    ),
    "pauschalen_verwendung": Source(
        "Bezirksregierung Arnsberg, Kompetenzzentrum für Integration (KfI):"
        " Verwendungsberichte der Gemeinden",
        _PROGRAMME,
    ),
    "evaluationsbericht": Source(
        "Evaluation des TIntG, Syspons GmbH im Auftrag des MKJFGFI (2025), Tabelle 1",
        "Gedruckte Zahlen mit Fundstelle; der Bericht steht unter keiner offenen Lizenz.",
    ),
    "zensus_2022_05_15": Source(
        "Statistische Ämter des Bundes und der Länder, Zensus 2022 (Stichtag 15.05.2022)", _BY
    ),
    "geo": Source("© GeoBasis-DE / BKG (2021) (Daten verändert)", _BY),
}

REFERENCES = ("zensus_2022_05_15", "geo")
"""Reference data, which are not delivered and so have no Datenstand."""

SHORT_SOURCES = {
    "pauschalen_auszahlung": "Auszahlung der Integrationspauschalen",
    "pauschalen_verwendung": "Verwendungsberichte der Gemeinden",
    "evaluationsbericht": "Evaluationsbericht",
    "zensus_2022_05_15": "Zensus 2022",
}

AREAS = {
    "aufnahme_betreuung": "Allgemeine Aufnahme und kommuneneigene Betreuung",
    "integrationstraeger": "Integrationsträger vor Ort",
    "unterbringung": "Kommunale Einrichtungen zur vorläufigen Unterbringung",
    "nicht_verwendet": "Nicht verwendet",
}
"""Areas the lump sums are used for, in the order they are shown."""

SHORT_AREAS = {
    "aufnahme_betreuung": "Aufnahme und Betreuung",
    "integrationstraeger": "Integrationsträger",
    "unterbringung": "Vorläufige Unterbringung",
    "nicht_verwendet": "Nicht verwendet",
}

SEVERITIES = {"error": "Fehler", "warning": "Warnung", "info": "Hinweis"}

LEVELS = {
    "land": "Land",
    "regierungsbezirk": "Regierungsbezirk",
    "kreis": "Kreis oder kreisfreie Stadt",
    "gemeinde": "Gemeinde",
}

LEVELS_DATIVE = {
    "regierungsbezirk": "Regierungsbezirken",
    "kreis": "Kreisen und kreisfreien Städten",
    "gemeinde": "Gemeinden",
}

LEVELS_PLURAL = {
    "regierungsbezirk": "Regierungsbezirke",
    "kreis": "Kreise und kreisfreie Städte",
    "gemeinde": "Gemeinden",
}


def source_name(source: str) -> str:
    """The German name of a source, its id where none is known."""
    return SOURCES[source].name if source in SOURCES else source


def short_source_name(source: str) -> str:
    """A short German name for cards and narrow tables."""
    return SHORT_SOURCES.get(source, source)
