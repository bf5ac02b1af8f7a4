"""German names of codes that the snapshot holds without a name, and where sources come from."""

from __future__ import annotations

from dataclasses import dataclass

EXAMPLE_MARK = "Beispieldaten, keine amtlichen Zahlen"

EXAMPLE_NOTE = (
    "Beispieldaten, keine amtlichen Zahlen: Ein Teil ist so nachgebaut, dass er die Summen des"
    " Evaluationsberichts ergibt, alles andere ist erfunden."
)

DEMO_KEY_NOTE = (
    "Achtung: Kennungen in diesem Stand sind mit einem öffentlich bekannten Vorführschlüssel"
    " verschleiert. Er darf nicht weitergegeben werden, bevor der Betrieb ihn mit dem echten"
    " Schlüssel neu erzeugt hat."
)


@dataclass(frozen=True)
class Source:
    """A source as people know it (`short` for cards and tables), and how it may be used."""

    name: str
    short: str
    licence: str


_PROGRAMME = "Für die Programmdaten des Landes ist noch keine Lizenz festgelegt."
_BY = "Datenlizenz Deutschland – Namensnennung – Version 2.0 (dl-de/by-2-0)"

SOURCES = {
    "pauschalen_auszahlung": Source(
        "Bezirksregierung Arnsberg, Kompetenzzentrum für Integration (KfI):"
        " Auszahlung der Integrationspauschalen je Gemeinde und Quartal",
        "Auszahlung der Integrationspauschalen",
        _PROGRAMME,
    ),
    "pauschalen_verwendung": Source(
        "Bezirksregierung Arnsberg, Kompetenzzentrum für Integration (KfI):"
        " Verwendungsberichte der Gemeinden",
        "Verwendungsberichte der Gemeinden",
        _PROGRAMME,
    ),
    "fde_ki_massnahme": Source(
        "Fachdatenerhebung NRW: Maßnahmen der Kommunalen Integrationszentren",
        "Maßnahmen der Kommunalen Integrationszentren",
        _PROGRAMME,
    ),
    "fde_komm_an": Source("Fachdatenerhebung NRW: Programm KOMM-AN NRW", "KOMM-AN NRW", _PROGRAMME),
    "fde_lsp": Source(
        "Fachdatenerhebung NRW: Laiensprachmittlerpools", "Laiensprachmittlerpools", _PROGRAMME
    ),
    "fde_ia_einrichtung": Source(
        "Fachdatenerhebung NRW: Integrationsagenturen und Servicestellen",
        "Integrationsagenturen und Servicestellen",
        _PROGRAMME,
    ),
    "fde_ia_massnahme": Source(
        "Fachdatenerhebung NRW: Maßnahmen der Integrationsagenturen",
        "Maßnahmen der Integrationsagenturen",
        _PROGRAMME,
    ),
    "kim_fall": Source(
        "Kommunales Integrationsmanagement: Fälle der Standorte", "Fälle im KIM", _PROGRAMME
    ),
    "kim_kontakt": Source(
        "Kommunales Integrationsmanagement: Kontakte zu Fällen", "Kontakte im KIM", _PROGRAMME
    ),
    "kim_stelle": Source(
        "Kommunales Integrationsmanagement: Stellen der Standorte", "Stellen im KIM", _PROGRAMME
    ),
    "befragung": Source("Befragungen der Evaluation", "Befragungen", _PROGRAMME),
    "ada_beratung": Source(
        "Servicestellen für Antidiskriminierungsarbeit: Beratungsfälle",
        "Antidiskriminierungsberatung",
        _PROGRAMME,
    ),
    "beschwerdestelle": Source(
        "Ressorts der Landesregierung: Wege für Beschwerden", "Beschwerdestellen", _PROGRAMME
    ),
    "zue_quartal": Source(
        "Bezirksregierungen: schulnahes Angebot in Zentralen Unterbringungseinrichtungen",
        "Schulnahes Angebot in ZUE",
        _PROGRAMME,
    ),
    "sgb2_kennzahl": Source(
        "Statistik der Bundesagentur für Arbeit: Kennzahlen zum SGB II",
        "Kennzahlen zum SGB II",
        "Nutzung mit Quellenangabe: Statistik der Bundesagentur für Arbeit",
    ),
    "monitoring_indikator": Source(
        "Integrationsmonitoring der Länder", "Integrationsmonitoring", _PROGRAMME
    ),
    "haushalt_titel": Source(
        "Landeshaushalt Nordrhein-Westfalen: Titel der Integrationsförderung",
        "Haushaltstitel",
        _PROGRAMME,
    ),
    "gremium": Source(
        "Ressorts der Landesregierung: Gremien des Landes", "Gremien des Landes", _PROGRAMME
    ),
    "ikoe_massnahme": Source(
        "Landesverwaltung: Maßnahmen der interkulturellen Öffnung",
        "Interkulturelle Öffnung",
        _PROGRAMME,
    ),
    "fortbildung": Source(
        "Fortbildungseinrichtungen des Landes: Angebote", "Fortbildungen", _PROGRAMME
    ),
    "mso_foerderung": Source(
        "Förderung der Migrantenselbstorganisationen", "Förderung der MSO", _PROGRAMME
    ),
    "lir_austausch": Source(
        "Austausch des Landes mit dem Landesintegrationsrat",
        "Austausch mit dem Landesintegrationsrat",
        _PROGRAMME,
    ),
    "bevoelkerung": Source(
        "Statistische Ämter des Bundes und der Länder: Bevölkerung",
        "Bevölkerungsstatistik",
        _BY,
    ),
    "evaluationsbericht": Source(
        "Evaluation des TIntG, Syspons GmbH im Auftrag des MKJFGFI (2025), Tabelle 1",
        "Evaluationsbericht",
        "Gedruckte Zahlen mit Fundstelle; der Bericht steht unter keiner offenen Lizenz.",
    ),
    "zensus_2022_05_15": Source(
        "Statistische Ämter des Bundes und der Länder, Zensus 2022 (Stichtag 15.05.2022)",
        "Zensus 2022",
        _BY,
    ),
    "geo": Source("© GeoBasis-DE / BKG (2021) (Daten verändert)", "Karte des BKG", _BY),
    "gemeindeverzeichnis": Source(
        "© Statistisches Bundesamt (Destatis)",
        "Gemeindeverzeichnis",
        "Vervielfältigung mit Quellenangabe",
    ),
}

REFERENCES = ("zensus_2022_05_15", "geo", "gemeindeverzeichnis")
"""Reference data, which are not delivered and so have no Datenstand."""

TABLES = {
    "p00_befragung": "befragung",
    "p00_befragung_indikator": "befragung",
    "befragung_auswahl": "befragung",
    "p03_haushalt": "haushalt_titel",
    "p05_gremien": "gremium",
    "p06_fortbildung": "fortbildung",
    "p06_oeffnung": "ikoe_massnahme",
    "p06_personal": "monitoring_indikator",
    "p07_antidiskriminierung": "ada_beratung",
    "p07_beschwerden": "beschwerdestelle",
    "p08_massnahmen": "fde_ki_massnahme",
    "p08_komm_an": "fde_komm_an",
    "p08_lsp": "fde_lsp",
    "p08_bildungskette": "monitoring_indikator",
    "p09_faelle": "kim_fall",
    "p09_kontakte": "kim_kontakt",
    "p09_auslastung": "kim_stelle",
    "p09_stellen": "kim_stelle",
    "p09_verlauf": "kim_fall",
    "p10_angebot": "zue_quartal",
    "p11_grundsicherung": "sgb2_kennzahl",
    "p12_agenturen": "fde_ia_einrichtung",
    "p12_massnahmen": "fde_ia_massnahme",
    "p12_mso": "mso_foerderung",
    "p13_landesintegrationsrat": "lir_austausch",
    "p17_auszahlung": "pauschalen_auszahlung",
    "p17_verwendung": "pauschalen_verwendung",
    "p17_bericht": "evaluationsbericht",
}
"""Tables that are checked before publishing, and the source each is (mainly) made from."""

TABLE_NAMES = {
    "geheimhaltung": "Geheimhaltung",
    "abdeckung": "Umfang der Lieferungen",
    "befund": "Befunde",
    "bezugsbevoelkerung": "Bevölkerung als Bezug",
    "evaluationsfrage": "Fragen der Evaluation",
    "evaluationsfrage_abdeckung": "Datenlage je Evaluationsfrage",
    "indikator": "Katalog der Indikatoren",
    "indikator_wert": "Werte aller Indikatoren",
    "korrektur": "Korrekturen",
    "lieferung": "Verzeichnis der Lieferungen",
    "p00_befund": "Befunde zu allen Lieferungen",
    "p03_befund": "Befunde zu § 3",
    "p08_befund": "Befunde zu § 8",
    "p09_befund": "Befunde zu § 9",
    "p10_befund": "Befunde zu § 10",
    "p12_befund": "Befunde zu § 12",
    "p17_befund": "Befunde zu § 17",
    "paragraph": "Paragraphen",
    "raum": "Räume",
    "regel": "Regeln der Prüfungen",
    "register": "Empfehlungen, Beschlüsse und Maßnahmen",
    "register_bezug": "Bezüge der Empfehlungen, Beschlüsse und Maßnahmen",
    "revision": "Revisionen",
    "stand": "Gewählter Datenstand",
    "veroeffentlichte_zahl_abgleich": "Abgleich veröffentlichter Zahlen",
    "wirkungsmodell": "Wirkungsmodell",
}
"""Tables that are checked before publishing and belong to no single source."""

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
    return SOURCES[source].short if source in SOURCES else source


def checked_sources(quelle: str) -> tuple[str, ...]:
    """The sources a finding is about: `mart.p17_auszahlung` is made from the payments."""
    return tuple(dict.fromkeys(TABLES.get(table, table) for table in _tables(quelle)))


def checked_name(quelle: str) -> str:
    """The German names of what a finding is about; no table name is shown."""
    known = [
        SOURCES[each].short if each in SOURCES else TABLE_NAMES[each]
        for each in checked_sources(quelle)
        if each in SOURCES or each in TABLE_NAMES
    ]
    return " und ".join(known) or "Aufbereitete Daten"


def _tables(quelle: str) -> list[str]:
    return [part.strip().rpartition(".")[2] for part in quelle.split("|")]
