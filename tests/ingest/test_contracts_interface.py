"""The contracts against the delivery interface: its tables, typed in here by hand."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from dataclasses import dataclass

import pytest
from open_data_contract_standard.model import OpenDataContractStandard, SchemaObject

from ingest.contract import QUARANTINE, Contract, load_contracts
from ingest.personal import personal_word
from ingest.values import KINDS
from tests.ingest.conftest import Office, as_csv
from tintg.paths import CONTRACTS, SEEDS

# The sources in the order of the interface.
SOURCES = """
    pauschalen_auszahlung pauschalen_verwendung fde_ki_massnahme fde_komm_an fde_lsp
    fde_ia_einrichtung fde_ia_massnahme kim_fall kim_kontakt kim_stelle befragung ada_beratung
    beschwerdestelle zue_quartal sgb2_kennzahl monitoring_indikator haushalt_titel gremium
    ikoe_massnahme fortbildung mso_foerderung lir_austausch bevoelkerung
    """.split()  # noqa: SIM905

# source -> replacement unit, natural key, columns: name (`!` required), kind, code list or range
INTERFACE: dict[str, tuple[str, str, str]] = {
    "pauschalen_auszahlung": ("haushaltsjahr quartal", "ags", """
        haushaltsjahr! jahr
        quartal! quartal
        ags! ags
        gemeinde gemeindename
        personen_p14_1! anzahl
        personen_p14_2! anzahl
        personen_p14_3! anzahl
        personen_p14_4! anzahl
        personen_p14_5! anzahl
        kinder_nachgeboren! anzahl
        personen_gesamt! anzahl
        korrektur_eur betrag
        bewilligt_eur! betrag
        ausgezahlt_eur! betrag
        rueckforderung_eur betrag 0..
        bescheid_datum datum
    """),
    "pauschalen_verwendung": ("haushaltsjahr", "ags", """
        haushaltsjahr! jahr
        ags! ags
        erhalten_eur! betrag
        verw_aufnahme_betreuung_eur! betrag
        verw_integrationstraeger_eur! betrag
        verw_unterbringung_eur! betrag
        nicht_verwendet_eur betrag
        feedback_digitalisierung_positiv bool
        eingang_datum datum
    """),
    "fde_ki_massnahme": ("berichtsjahr quartal", "ki massnahme_id", """
        berichtsjahr! jahr
        quartal! quartal
        ki! gebietskoerperschaft
        massnahme_id! schluessel
        titel text
        zielbezug! code zielbezug
        zieldimension! code zieldimension
        kapazitaet_prozent dezimal 0..100
        zielerreichung anzahl 1..10
        teilnehmende freizahl
        kooperationspartner codes
    """),
    "fde_komm_an": ("haushaltsjahr", "ki baustein durchfuehrungsort_ags lfd_nr", """
        haushaltsjahr! jahr
        ki! gebietskoerperschaft
        baustein! code komm_an_baustein
        durchfuehrungsort_ags ags
        lfd_nr! schluessel
        anzahl_pauschalen anzahl
        foerderbetrag_eur! betrag
        ehrenamtliche freizahl
        ohne_land_finanzierbar bool
    """),
    "fde_lsp": ("berichtsjahr", "ki", """
        berichtsjahr! jahr
        ki! gebietskoerperschaft
        lsp_eingerichtet! bool
        sprachmittelnde freizahl
        sprachen_verfuegbar anzahl
        sprachen_angefragt anzahl
        anfragen freizahl
        einsaetze freizahl
        beguenstigte_personen freizahl
        grundlagenschulungen freizahl
        grundlagenschulungen_teilnehmende freizahl
        qualifizierungen freizahl
        qualifizierungen_teilnehmende freizahl
        austauschtreffen freizahl
        austauschtreffen_teilnehmende freizahl
        mittel_eur betrag
        mittel_professionell_eur betrag
    """),
    "fde_ia_einrichtung": ("berichtsjahr", "einrichtung_id", """
        berichtsjahr! jahr
        einrichtung_id! schluessel
        art! code einrichtungsart
        traeger! code wohlfahrtsverband
        ags! ags
        stellen_vzae dezimal
        mitarbeitende anzahl
        arbeitskreise anzahl
        arbeitskreise_integration anzahl
        arbeitskreise_jugendhilfe anzahl
        arbeitskreise_antidiskriminierung anzahl
    """),
    "fde_ia_massnahme": ("berichtsjahr", "massnahme_id", """
        berichtsjahr! jahr
        massnahme_id! schluessel
        einrichtung_id! schluessel
        aufgabenfeld! code ia_aufgabenfeld
        foerderart! code foerderart
        foerdersumme_eur betrag
        kooperation! bool
        partner codes
        zielgruppe codes
    """),
    "kim_fall": ("standort", "fall_id", """
        standort! gebietskoerperschaft
        fall_id! pseudonym
        traeger! code kim_traeger
        fallart! code kim_fallart
        beginn! datum
        fallart_wechsel_datum datum
        ende datum
        abschlussgrund code
        geschlecht code geschlecht
        altersgruppe code altersgruppe
        herkunft code staat
        aufenthalt code
        rechtskreis code
        bedarfe codes
        zugangsweg code
    """),
    "kim_kontakt": ("standort quartal", "kontakt_id", """
        standort! gebietskoerperschaft
        kontakt_id! pseudonym
        fall_id! pseudonym
        datum! datum
        form! code kontaktform
        dauer_minuten anzahl 0..600
    """),
    "kim_stelle": ("stichtag", "standort baustein anstellung", """
        stichtag! datum
        standort! gebietskoerperschaft
        baustein! anzahl 1..3
        anstellung! code anstellung
        stellen_soll_vzae! dezimal
        stellen_besetzt_vzae! dezimal
    """),
    "ada_beratung": ("jahr servicestelle", "fall_nr", """
        jahr! jahr
        servicestelle! schluessel
        fall_nr! pseudonym
        abgeschlossen! bool
        abschluss_datum datum
        merkmale! codes ada_merkmal
        lebensbereich code
    """),
    "beschwerdestelle": ("jahr", "ressort", """
        jahr! jahr
        ressort! schluessel
        form! codes beschwerdemanagement_form
        eingegangen anzahl
        extern_bekannt bool
    """),
    "zue_quartal": ("jahr quartal", "zue_id", """
        jahr! jahr
        quartal! quartal
        zue_id! schluessel
        regierungsbezirk! code regierungsbezirk
        angebot! bool
        lehrkraefte_vzae dezimal
        unterrichtsstunden_woche dezimal
        gruppen anzahl
        kinder_gemeldet anzahl
        kinder_teilnehmend freizahl
        kooperationsschule bool
        kooperationsvertrag_ki bool
    """),
    "sgb2_kennzahl": ("stichtag", "raum gruppe geschlecht kennzahl", """
        stichtag! monat
        raum! raum_amtlich
        gruppe! code sgb2_gruppe
        geschlecht! code sgb2_geschlecht
        kennzahl! code sgb2_kennzahl
        wert dezimal
    """),
    "monitoring_indikator": ("ausgabe code jahr", "land gruppe geschlecht", """
        ausgabe! jahr
        code! schluessel
        bezeichnung text
        jahr! jahr
        land! code land
        gruppe! schluessel
        geschlecht schluessel
        wert dezimal
        einheit! text
    """),
    "haushalt_titel": ("haushaltsjahr", "kapitel titel", """
        haushaltsjahr! jahr
        kapitel! schluessel
        titel! schluessel
        zweck text
        infrastruktur! bool
        instrument code instrument
        ansatz_eur! betrag
        ist_eur betrag
    """),
    "gremium": ("jahr", "gremium_id", """
        jahr! jahr
        gremium_id! schluessel
        name text
        mitglieder! anzahl
        mit_einwanderungsgeschichte anzahl
        erfasst! bool
        regelung_vorhanden bool
        neu_besetzt bool
    """),
    "ikoe_massnahme": ("jahr", "organisation lfd_nr", """
        jahr! jahr
        organisation! schluessel
        organisationstyp! code organisationstyp
        lfd_nr! schluessel
        bereich! code ikoe_bereich
        bewertung anzahl 1..4
        anteil_erfasst bool
        anteil_prozent dezimal 0..100
    """),
    "fortbildung": ("jahr", "einrichtung angebot_id", """
        jahr! jahr
        einrichtung! schluessel
        angebot_id! schluessel
        format code
        verpflichtend! bool
        zielgruppe code fortbildung_zielgruppe
        plaetze anzahl
        teilnehmende freizahl
    """),
    "mso_foerderung": ("haushaltsjahr", "antrag_nr", """
        haushaltsjahr! jahr
        antrag_nr! schluessel
        foerderbaustein! code mso_foerderbaustein
        ags ags
        beantragt_eur betrag
        bewilligt_eur! betrag
        ausgezahlt_eur betrag
        antrag_datum datum
        bewilligung_datum datum
        auszahlung_datum datum
    """),
    "lir_austausch": ("jahr", "lfd_nr", """
        jahr! jahr
        lfd_nr! schluessel
        datum! datum
        format! code lir_format
        thema text
        anhoerung! bool
        frist_tage anzahl
        stellungnahme_beruecksichtigt bool
    """),
}  # fmt: skip
# unit and key of the sources whose columns come out of a layout of their own
LAYOUTS = {
    "befragung": ("befragung_id", "respondent variable"),
    "bevoelkerung": ("statistik stichtag", "ags merkmal"),
}

# rules that the warehouse checks, by the source that they start from
FINDINGS = {
    "pauschalen_auszahlung": ["R17-2"],
    "pauschalen_verwendung": ["R17-3", "R17-4", "R17-5"],
    "fde_ki_massnahme": ["R08-1", "R08-2"],
    "fde_komm_an": ["R08-4"],
    "fde_lsp": ["R08-3"],
    "fde_ia_massnahme": ["R12-1"],
    "kim_fall": ["R09-2"],
    "kim_kontakt": ["R09-3", "R09-4"],
    "zue_quartal": ["R10-1"],
    "haushalt_titel": ["R03-1"],
    "mso_foerderung": ["R12-2"],
}

# names that mean different things in two sources: the interface gives them other values there
AMBIGUOUS = {
    "abgeschlossen", "ags", "baustein", "form", "format", "geschlecht", "gruppe", "name",
    "stichtag", "titel", "traeger", "wert", "zielgruppe",
}  # fmt: skip

ROWS = {  # one sound row of each source that has no example delivery, under headers offices use
    "fde_komm_an": {
        "Jahr": "2023", "Kommunales Integrationszentrum": "Kreis Borken", "KOMM-AN-Baustein": "B",
        "Lfd. Nr.": "12", "Förderbetrag in EUR": "1.234,50", "Anzahl Ehrenamtliche": "ca. 20",
    },
    "kim_fall": {
        "KIM-Standort": "05111", "Fall-Nr.": "17", "Träger": "kommune", "Fallart": "kurzberatung",
        "Beginn": "1.2.2023", "Ende": "3.4.2023", "Geschlecht": "k.A.", "Altersgruppe": "60+",
        "Herkunftsland": "SYR", "Bedarfe": "Wohnen; Sprache",
    },
    "kim_kontakt": {
        "Standort": "5334002", "Kontakt-ID": "K 1", "Fall-Nr.": "17", "Datum": "2023-05-02",
        "Kontaktform": "Telefon", "Dauer (Minuten)": "45",
    },
    "kim_stelle": {
        "Stichtag": "31.12.2023", "Standort": "Stadt Aachen", "Baustein": "2",
        "Anstellung": "Freie Wohlfahrt", "Soll-Stellen (VZÄ)": "3,5", "Besetzte Stellen": "3,25",
    },
    "ada_beratung": {
        "Berichtsjahr": "2023", "Servicestelle": "AWO Köln", "Fallnummer": "4",
        "Abgeschlossen (ja/nein)": "ja", "Diskriminierungsmerkmale": "am_sprache|Rassismus",
    },
    "beschwerdestelle": {
        "Jahr": "2024", "Ministerium": "MKJFGFI", "Form": "keine", "Beschwerden": "k.A.",
    },
    "zue_quartal": {
        "Jahr": "2023", "Quartal": "IV", "ZUE-Nr.": "7", "RB": "Köln", "Angebot": "ja",
        "Wochenstunden": "27,5", "Lerngruppen": "3", "Teilnehmende Kinder": "30-40",
    },
    "monitoring_indikator": {
        "Ausgabe": "2025", "Code": "E1a", "Bezeichnung": "Erwerbstätigenquote", "Jahr": "2023",
        "Land": "05", "Gruppe": "mit Einwanderungsgeschichte", "Wert": "61,25", "Einheit": "%",
    },
    "haushalt_titel": {
        "HH-Jahr": "2024", "Kap.": "07 080", "Tit.": "633 67", "Zweckbestimmung": "KIM",
        "Infrastruktur": "ja", "Instrument": "kim", "Ansatz (EUR)": "1 000 000,00",
    },
    "gremium": {
        "Jahr": "2024", "Gremium-ID": "G1", "Name": "Beirat", "Mitglieder": "12",
        "Mitglieder mit Einwanderungsgeschichte": "-", "Erfasst": "nein",
    },
    "ikoe_massnahme": {
        "Jahr": "2024", "Behörde": "LANUV", "Organisationstyp": "behoerde", "Lfd. Nr.": "1",
        "IKÖ-Bereich": "Kultur", "Bewertung": "3", "Anteil in %": "12,5 %",
    },
    "fortbildung": {
        "Jahr": "2024", "Anbieter": "FAH", "Angebotsnummer": "F-3", "Pflicht": "nein",
        "Zielgruppe": "Führung", "Anzahl Plätze": "20", "Teilnehmerzahl": "mind. 15",
    },
    "mso_foerderung": {
        "Haushaltsjahr": "2025", "Antragsnummer": "A/7", "Baustein": "Anschub",
        "Gemeindeschlüssel": "Bonn", "Bewilligt EUR": "7.999,99", "Bewilligt am": "5.3.2025",
    },
    "lir_austausch": {
        "Jahr": "2024", "Laufende Nummer": "1", "Datum des Austauschs": "5.6.24",
        "Format": "Halbjahresgespräch", "Anhörung": "nein", "Frist in Tagen": "14",
    },
}  # fmt: skip

CONTRACTS_BY_SOURCE = {contract.source: contract for contract in load_contracts()}


@dataclass(frozen=True)
class Agreed:
    """One column as the interface has it."""

    name: str
    required: bool
    kind: str
    code_list: str | None
    minimum: float | None
    maximum: float | None


def agreed(columns: str) -> list[Agreed]:
    return [_agreed(*line.split()) for line in columns.strip().splitlines()]


def _agreed(name: str, kind: str, values: str = "") -> Agreed:
    lowest, dots, highest = values.partition("..")
    limits = KINDS[kind].minimum, KINDS[kind].maximum
    if dots:
        limits = float(lowest), float(highest) if highest else None
    code_list = values if values and not dots else None
    return Agreed(name.rstrip("!"), name.endswith("!"), kind, code_list, *limits)


def promised(contract: Contract) -> list[Agreed]:
    return [
        Agreed(c.name, c.required, c.kind, c.code_list, c.minimum, c.maximum)
        for c in contract.columns
    ]


def read(source: str) -> tuple[OpenDataContractStandard, SchemaObject]:
    file = OpenDataContractStandard.from_string((CONTRACTS / f"{source}.yaml").read_text("utf-8"))
    assert file.schema_
    return file, file.schema_[0]


def test_every_source_has_its_contract_and_its_place() -> None:
    assert sorted([*INTERFACE, *LAYOUTS]) == sorted(SOURCES)
    assert set(INTERFACE) <= set(CONTRACTS_BY_SOURCE) <= set(SOURCES)
    for source, contract in CONTRACTS_BY_SOURCE.items():
        assert contract.position == SOURCES.index(source) + 1


@pytest.mark.parametrize("source", INTERFACE)
def test_columns_are_the_agreed_ones(source: str) -> None:
    assert promised(CONTRACTS_BY_SOURCE[source]) == agreed(INTERFACE[source][2])


@pytest.mark.parametrize("source", CONTRACTS_BY_SOURCE)
def test_unit_and_key_are_the_agreed_ones(source: str) -> None:
    unit, key = LAYOUTS.get(source) or INTERFACE[source][:2]
    contract = CONTRACTS_BY_SOURCE[source]
    assert [part.name for part in contract.unit] == unit.split()
    assert list(contract.key) == key.split()


def test_a_name_means_the_same_everywhere() -> None:
    meanings = defaultdict(set)
    for contract in CONTRACTS_BY_SOURCE.values():
        for column in contract.columns:
            meanings[column.name].add((column.kind, column.code_list, column.description))
    assert {name for name, found in meanings.items() if len(found) > 1} == AMBIGUOUS


def test_code_lists_are_there() -> None:
    with (SEEDS / "codeliste.csv").open(encoding="utf-8", newline="") as file:
        lists = {line["liste"] for line in csv.DictReader(file)}
    named = {c.code_list for each in CONTRACTS_BY_SOURCE.values() for c in each.columns}
    assert named - {None} <= lists


def test_only_codes_have_a_list() -> None:
    for contract in CONTRACTS_BY_SOURCE.values():
        for column in contract.columns:
            assert column.code_list is None or column.kind in ("code", "codes")


def test_a_personal_word_is_no_alias() -> None:
    """A header that matches is never personal, so only names of institutions and places may."""
    found = {
        f"{contract.source}.{column.name}"
        for contract in CONTRACTS_BY_SOURCE.values()
        for column in contract.columns
        for header in (column.name, *column.aliases)
        if personal_word(header)
    }
    assert found == {"bevoelkerung.name", "gremium.name", "monitoring_indikator.bezeichnung",
                     "pauschalen_auszahlung.gemeinde"}  # fmt: skip


def test_rules_of_the_warehouse_stand_where_they_start() -> None:
    named = {}
    for source in CONTRACTS_BY_SOURCE:
        rules = [rule for rule in read(source)[1].quality or [] if rule.severity != QUARANTINE]
        assert all(rule.severity == "befund" and rule.type == "text" for rule in rules)
        assert all(rule.description and not rule.query for rule in rules)
        if rules:
            named[source] = [rule.name for rule in rules]
    assert named == FINDINGS


def test_rules_within_a_row() -> None:
    names = Counter(rule.name for each in CONTRACTS_BY_SOURCE.values() for rule in each.rules)
    assert names == {"R17-1": 1, "R09-1": 3, "ebene_und_schluessel": 1}


@pytest.mark.parametrize("source", CONTRACTS_BY_SOURCE)
def test_a_contract_explains_itself(source: str) -> None:
    file, table = read(source)
    assert file.id == table.name == source
    assert file.name and file.domain and file.domain.startswith("§")
    assert file.description and file.description.purpose and file.description.limitations
    assert [member.role for member in file.team or []] == ["Lieferant"]
    assert table.dataGranularityDescription
    assert all(column.description for column in CONTRACTS_BY_SOURCE[source].columns)


@pytest.mark.parametrize("source", ROWS)
def test_a_row_as_offices_write_it_loads(
    office: Office, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    monkeypatch.setenv("TINTG_PSEUDONYM_KEY", "a key that only this test knows")
    cells = ROWS[source]
    result = office.deliver(
        as_csv([list(cells), list(cells.values())]), f"{source}__2025-12-31.csv", source
    )
    assert (result.status, result.loaded) == ("geladen", 1)
    assert office.register(source)[0]["zusatzspalten"] == ""
    filled = [name for name, value in office.lake(result).row(0, named=True).items() if value]
    assert CONTRACTS_BY_SOURCE[source].required - set(filled) <= {
        column.name for column in CONTRACTS_BY_SOURCE[source].columns if column.kind == "bool"
    }


@pytest.mark.parametrize(
    ("change", "end", "broken"),
    [
        ("", "", []),
        ("", "2.2.2023", []),
        ("", "31.1.2023", ["beginn|ende"]),
        ("1.2.2023", "1.2.2023", []),
        ("31.1.2023", "", ["beginn|fallart_wechsel_datum"]),
        ("5.2.2023", "4.2.2023", ["ende|fallart_wechsel_datum"]),
        ("31.1.2023", "30.1.2023", ["beginn|ende", "beginn|fallart_wechsel_datum",
                                    "ende|fallart_wechsel_datum"]),
    ],
)  # fmt: skip
def test_a_case_goes_forward_in_time(
    office: Office, monkeypatch: pytest.MonkeyPatch, change: str, end: str, broken: list[str]
) -> None:
    monkeypatch.setenv("TINTG_PSEUDONYM_KEY", "a key that only this test knows")
    sound = ROWS["kim_fall"] | {"Fallart-Wechsel": ""}
    case = sound | {"Fall-Nr.": "18", "Fallart-Wechsel": change, "Ende": end}
    cells = [list(sound), list(sound.values()), list(case.values())]
    result = office.deliver(as_csv(cells), "kim_fall__2025-12-31.csv", "kim_fall")
    assert result.loaded == (1 if broken else 2)
    faults = office.faults(result) if broken else []
    assert sorted("|".join(sorted(column.split("|"))) for _, column, _ in faults) == broken
    assert {code for _, _, code in faults} <= {"REGEL"}
