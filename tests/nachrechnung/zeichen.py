"""Random deliveries of every source, full of what the other test data never hold.

Made from the contracts, so that a new column is filled without a line here: every number column
that may carry one gets every sign of the delivery interface 1.4, every optional cell may be empty,
free-text numbers are words as often as numbers. What the columns cannot say by themselves (units,
keys, values that a rule ties together) stands in `MACHER`; `zeichen_fest` adds rows by hand. All
rows are valid: none may end in the quarantine. A second delivery replaces some units.
"""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from random import Random

from ingest.contract import Column, Contract, load_contracts
from ingest.values import KINDS

from .lieferungen import gemeinden, liste
from .zeichen_fest import FEST, FRAGEN

Zeile = dict[str, str]

ZEICHEN = (
    ".", "*", "/", "x", "X", "…", "...", "k.A.", "k. A.", "keine Angabe", "weiß nicht", "-", "–",
)  # fmt: skip
WORTE = (
    "ca. {}", "über {}", "mind. {}", "{} (geschätzt)", "{}+", "> {}",  # a number, estimated
    "{}-30", "{} bis 40", "von {} bis 50", "{}/60",  # a span
    "s. Bericht", "viele", "-5",  # unreadable
)  # fmt: skip
OFFENE_CODES = ("alpha", "beta_2", "gamma delta")
JAHRE = (2022, 2023)
QUARTALE = (1, 2, 3, 4)
# Stadt Aachen and the StädteRegion are one Kreis and two KI, and two spellings of each are usual
AACHEN = {"ags": ("05334002", "5334004", "05334032"), "ki": ("05334", "05334002", "5334000")}
# the first one before the last day of a year, so that cases are carried forward to it
ERSTER_STAND, FESTER_STAND, ZWEITER_STAND = (
    date(2023, 12, 30),
    date(2024, 3, 31),
    date(2024, 10, 15),
)
RUECKZUG = date(2024, 10, 16)
# the second delivery is a new version of the first one
MIT_VERSION = ("pauschalen_verwendung", "zue_quartal", "sgb2_kennzahl", "gremium", "kim_stelle")
# units by hand that an empty delivery takes back
ZURUECKGEZOGEN = {
    "zue_quartal": "jahr: 2020, quartal: 4",
    "fortbildung": "jahr: 2020",
    "kim_fall": "standort: '05116'",
}


def liefere(eingang: Path, saat: int) -> None:
    """Write the deliveries of all sources below an inbox."""
    for vertrag in load_contracts():
        macher = EIGENE.get(vertrag.source, _tabelle)
        macher(vertrag, eingang / vertrag.source, saat)


def _tabelle(vertrag: Contract, ordner: Path, saat: int) -> None:
    """Deliveries of an ordinary source: random units, half of them again, and units by hand."""
    zufall = Random(f"{vertrag.source} {saat}")
    zuerst = list(_zufaellige(vertrag, zufall))
    _schreibe(vertrag, ordner, ERSTER_STAND, zuerst)
    _schreibe(vertrag, ordner, FESTER_STAND, list(_feste(vertrag)))
    einheiten = sorted({_einheit(vertrag, zeile) for zeile in zuerst})
    noch_einmal = set(zufall.sample(einheiten, max(1, len(einheiten) // 2)))
    spaeter = [z for z in _zufaellige(vertrag, zufall) if _einheit(vertrag, z) in noch_einmal]
    if vertrag.source in MIT_VERSION:
        _schreibe(vertrag, ordner, f"{ERSTER_STAND}__v2", spaeter)
    else:
        _schreibe(vertrag, ordner, ZWEITER_STAND, spaeter)
    if vertrag.source in ZURUECKGEZOGEN:
        datei = _schreibe(vertrag, ordner, RUECKZUG, [])
        einheiten_yaml = f"einheiten: [{{{ZURUECKGEZOGEN[vertrag.source]}}}]\n"
        datei.with_name(f"{datei.name}.meta.yaml").write_text(einheiten_yaml, "utf-8")


def _schreibe(vertrag: Contract, ordner: Path, stand: date | str, zeilen: list[Zeile]) -> Path:
    eindeutig = {_schluessel(vertrag, zeile): zeile for zeile in zeilen}
    ordner.mkdir(parents=True, exist_ok=True)
    spalten = [spalte.name for spalte in vertrag.columns]
    datei = ordner / f"{vertrag.source}__{stand}.csv"
    with datei.open("w", encoding="utf-8", newline="") as offen:
        ausgabe = csv.DictWriter(offen, spalten, delimiter=";", extrasaction="ignore")
        ausgabe.writeheader()
        ausgabe.writerows(eindeutig.values())
    return datei


def _zufaellige(vertrag: Contract, zufall: Random) -> Iterator[Zeile]:
    for gesetzt in MACHER[vertrag.source](zufall):
        yield {
            spalte.name: gesetzt.get(spalte.name, _zelle(spalte, zufall))
            for spalte in vertrag.columns
        }


def _feste(vertrag: Contract) -> Iterator[Zeile]:
    """Rows by hand; a column that is not named is empty."""
    for zeile in csv.DictReader(FEST.get(vertrag.source, "").strip().splitlines(), delimiter=";"):
        yield {**dict.fromkeys((s.name for s in vertrag.columns), ""), **zeile}


def _schluessel(vertrag: Contract, zeile: Zeile) -> tuple[str, ...]:
    return (*_einheit(vertrag, zeile), *(_ohne_null(zeile[name]) for name in vertrag.key))


def _einheit(vertrag: Contract, zeile: Zeile) -> tuple[str, ...]:
    werte = []
    for teil in vertrag.unit:
        wert = _ohne_null(zeile[teil.column])
        if teil.is_quarter:
            _, monat, jahr = (int(z) for z in zeile[teil.column].split("."))
            wert = f"{jahr}-{(monat + 2) // 3}"
        werte.append(wert)
    return tuple(werte)


def _ohne_null(text: str) -> str:
    """Leading zeros and the spellings of the StädteRegion make no difference."""
    ohne = text.lstrip("0")
    return "5334" if ohne == "5334000" else ohne


# --- cells -------------------------------------------------------------------------------------


def _zelle(spalte: Column, zufall: Random) -> str:
    if not spalte.required and zufall.random() < 0.12:
        return ""
    art = KINDS[spalte.kind]
    if art.is_number and not spalte.is_key:
        return _zahlzelle(spalte, zufall)
    match spalte.kind:
        case "code" | "codes" if spalte.code_list:
            codes = liste(spalte.code_list)
            zahl = 1 if spalte.kind == "code" else zufall.choice((1, 1, 2, 3))
            return "|".join(zufall.sample(codes, min(zahl, len(codes))))
        case "code":
            return zufall.choice(OFFENE_CODES)
        case "codes":
            return "|".join(zufall.sample(OFFENE_CODES, zufall.choice((1, 2))))
        case "bool":
            return zufall.choice(("ja", "nein"))
        case "datum":
            return als_text(ein_tag(zufall))
        case "ags":
            return zufall.choice(orte(zufall))
        case "gemeindename":
            return ""
        case _:
            return f"{spalte.name[:3].upper()}{zufall.randrange(9)}"


def _zahlzelle(spalte: Column, zufall: Random) -> str:
    wurf = zufall.random()
    if wurf < 0.22:
        return zufall.choice(ZEICHEN if (spalte.minimum or 0) == 0 else ZEICHEN[:-2])
    if spalte.kind == "freizahl" and wurf < 0.45:
        return zufall.choice(WORTE).format(zufall.randrange(1, 25))
    zahl = _zahl(spalte, zufall)
    return f"({zahl})" if wurf > 0.92 else zahl


def _zahl(spalte: Column, zufall: Random) -> str:
    von = int(spalte.minimum or 0)
    bis = int(min(spalte.maximum or 40, 40))
    ganz = von if zufall.random() < 0.15 else zufall.randint(von, bis)
    match spalte.kind:
        case "anzahl":
            return str(ganz)
        case "betrag":
            return f"{ganz * 100},{zufall.choice(('00', '05', '37'))}"
        case _:
            return f"{ganz},5" if zufall.random() < 0.4 and ganz < bis else str(ganz)


def ein_tag(zufall: Random, jahre: tuple[int, ...] = JAHRE) -> date:
    """Any day, with the first and last days of quarters much more often than they come."""
    jahr, wurf = zufall.choice(jahre), zufall.random()
    quartalsbeginn = date(jahr, zufall.choice((1, 4, 7, 10)), 1)
    if wurf < 0.2:
        return quartalsbeginn
    if wurf < 0.45:
        return quartalsende(quartalsbeginn)
    return date(jahr, 1, 1) + timedelta(zufall.randrange(365))


def quartalsende(tag: date) -> date:
    monat = (tag.month + 2) // 3 * 3
    naechster = date(tag.year + monat // 12, monat % 12 + 1, 1)
    return naechster - timedelta(1)


def als_text(tag: date | None) -> str:
    return f"{tag:%d.%m.%Y}" if tag else ""


def orte(zufall: Random, zahl: int = 6) -> list[str]:
    """Keys of Gemeinden, those of the StädteRegion among them."""
    alle = gemeinden()["ags"].to_list()
    return [*AACHEN["ags"], *(a for a in zufall.sample(alle, zahl) if not a.startswith("05334"))]


def _gemischt(name: str, quelle: str) -> list[str]:
    """The same units for all calls of a source: its keys, chosen once."""
    zufall = Random(f"orte {quelle}")
    if name == "ags":
        return orte(zufall)
    andere = ["05111", "05112", "05314", "5711", "05978"]
    return [*AACHEN[name], *zufall.sample(andere, 3)]


# --- what a source's columns do not say ----------------------------------------------------------


def _pauschalen_auszahlung(zufall: Random) -> Iterator[Zeile]:
    for jahr, quartal, ags in product(JAHRE, QUARTALE, _gemischt("ags", "pauschalen")):
        if zufall.random() < 0.3:
            continue
        zeile = {"haushaltsjahr": str(jahr), "quartal": str(quartal), "ags": ags}
        teile = [*(f"personen_p14_{i}" for i in range(1, 6)), "kinder_nachgeboren"]
        if zufall.random() < 0.5:  # all known, so that the total must be their sum
            zahlen = [zufall.randrange(5) for _ in teile]
            zeile |= dict(zip(teile, map(str, zahlen), strict=True))
            zeile["personen_gesamt"] = zufall.choice((str(sum(zahlen)), f"({sum(zahlen)})", "."))
        else:
            zeile[zufall.choice(teile)] = zufall.choice(ZEICHEN[:-2])
        if zufall.random() < 0.25:
            zeile["korrektur_eur"] = "-300,00"
            zeile["bewilligt_eur"] = zufall.choice(("-300,00", "−150,25", "0,00", "-"))
        yield zeile


def _pauschalen_verwendung(zufall: Random) -> Iterator[Zeile]:
    for jahr, ags in product(JAHRE, _gemischt("ags", "pauschalen")):
        yield {"haushaltsjahr": str(jahr), "ags": ags}


def _fde_ki_massnahme(zufall: Random) -> Iterator[Zeile]:
    for jahr, quartal, ki, nr in product(JAHRE, (1, 4), _gemischt("ki", "ki"), range(3)):
        if zufall.random() < 0.5:
            yield {
                "berichtsjahr": str(jahr),
                "quartal": str(quartal),
                "ki": ki,
                "massnahme_id": f"M{nr}",
            }


def _fde_komm_an(zufall: Random) -> Iterator[Zeile]:
    for jahr, ki, nr in product(JAHRE, _gemischt("ki", "ki"), range(3)):
        yield {"haushaltsjahr": str(jahr), "ki": ki, "lfd_nr": str(nr)}


def _fde_lsp(zufall: Random) -> Iterator[Zeile]:
    for jahr, ki in product((2021, *JAHRE), [*_gemischt("ki", "ki"), "05113", "05114"]):
        yield {"berichtsjahr": str(jahr), "ki": ki}


def _fde_ia_einrichtung(zufall: Random) -> Iterator[Zeile]:
    for jahr, nr in product(JAHRE, range(12)):
        yield {"berichtsjahr": str(jahr), "einrichtung_id": f"E{nr}"}


def _fde_ia_massnahme(zufall: Random) -> Iterator[Zeile]:
    for jahr, nr in product(JAHRE, range(15)):
        yield {
            "berichtsjahr": str(jahr),
            "massnahme_id": f"M{nr}",
            "einrichtung_id": f"E{zufall.randrange(14)}",
        }


def _kim_fall(zufall: Random) -> Iterator[Zeile]:
    for standort, nr in product(_gemischt("ki", "kim"), range(12)):
        beginn = ein_tag(zufall)
        wechsel = ende = None
        if zufall.random() < 0.6:
            ende = beginn + timedelta(zufall.choice((0, 0, 1, 45, 92, 365)))
            if zufall.random() < 0.3:
                ende = quartalsende(ende)
        if zufall.random() < 0.4:
            wechsel = beginn + timedelta(zufall.choice((0, 1, 31, 91)))
            wechsel = min(wechsel, ende) if ende else wechsel
        yield {
            "standort": standort,
            "fall_id": f"F{nr}",
            "beginn": als_text(beginn),
            "fallart_wechsel_datum": als_text(wechsel),
            "ende": als_text(ende),
            "herkunft": zufall.choice(("SYR", "UKR", "XXX", "")),
        }


def _kim_kontakt(zufall: Random) -> Iterator[Zeile]:
    for standort, nr in product(_gemischt("ki", "kim"), range(12)):
        yield {
            "standort": standort,
            "kontakt_id": f"K{nr}",
            "fall_id": f"F{zufall.randrange(14)}",  # two of them nobody reported
            "datum": als_text(ein_tag(zufall)),
        }


def _kim_stelle(zufall: Random) -> Iterator[Zeile]:
    tage = (date(2022, 12, 31), date(2023, 6, 30), date(2023, 12, 31))
    for tag, standort, baustein, art in product(
        tage, _gemischt("ki", "kim"), (1, 2, 3), liste("anstellung")
    ):
        if zufall.random() < 0.5:
            yield {
                "stichtag": als_text(tag),
                "standort": standort,
                "baustein": str(baustein),
                "anstellung": art,
            }


def _ada_beratung(zufall: Random) -> Iterator[Zeile]:
    for jahr, stelle, nr in product(JAHRE, range(3), range(7)):
        yield {"jahr": str(jahr), "servicestelle": f"E{stelle}", "fall_nr": f"A{nr}"}


def _beschwerdestelle(zufall: Random) -> Iterator[Zeile]:
    for jahr, nr in product(JAHRE, range(10)):
        yield {"jahr": str(jahr), "ressort": f"R{nr}"}


def _zue_quartal(zufall: Random) -> Iterator[Zeile]:
    for jahr, quartal, nr in product(JAHRE, QUARTALE, range(6)):
        bezirk = liste("regierungsbezirk")[nr % 3]
        yield {
            "jahr": str(jahr),
            "quartal": str(quartal),
            "zue_id": f"Z{nr}",
            "regierungsbezirk": bezirk,
        }


# a part is no more than its whole: the gate holds official figures to that
SGB2 = {("elb", "insgesamt"): (60, 90), ("elb", "kontext_flucht"): (20, 50)}


def _sgb2_kennzahl(zufall: Random) -> Iterator[Zeile]:
    raeume = ("05", "05334", "5111")
    for monat, raum in product(("2022-12", "06/2023", "Dez 2023"), raeume):
        for kennzahl, gruppe, geschlecht in product(
            ("elb", "integrationsquote", "lzb"), liste("sgb2_gruppe"), liste("sgb2_geschlecht")
        ):
            if zufall.random() < 0.25:
                continue
            zeile = {
                "stichtag": monat,
                "raum": raum,
                "gruppe": gruppe,
                "geschlecht": geschlecht,
                "kennzahl": kennzahl,
            }
            if zufall.random() < 0.6:
                von, bis = SGB2.get((kennzahl, gruppe), (0, 15))
                zahl = f"{zufall.randint(von, bis)}"
                zeile["wert"] = zufall.choice((zahl, zahl, f"{zahl},25", f"({zahl})"))
            else:
                zeile["wert"] = zufall.choice((*ZEICHEN[:-2], ""))
            yield zeile


def _monitoring_indikator(zufall: Random) -> Iterator[Zeile]:
    for ausgabe, code, jahr, geschlecht in product(
        (2023, 2025), ("C1b", "I2"), JAHRE, ("insgesamt", "m", "w", "")
    ):
        if zufall.random() < 0.3:
            continue
        yield {
            "ausgabe": str(ausgabe),
            "code": code,
            "jahr": str(jahr),
            "bezeichnung": zufall.choice(("", *2 * ("Beschäftigte im öffentlichen Dienst",))),
            "land": zufall.choice(("05", "05", "DE")),
            "gruppe": "mit_einwanderungsgeschichte",
            "geschlecht": geschlecht,
            "einheit": "Prozent",
        }


def _haushalt_titel(zufall: Random) -> Iterator[Zeile]:
    for jahr, nr in product((2022, 2023, 2024), range(8)):
        zeile = {"haushaltsjahr": str(jahr), "kapitel": "07 080", "titel": f"633 {nr}"}
        if jahr == 2024:  # titles, but none of the infrastructure
            zeile["infrastruktur"] = "nein"
        yield zeile


def _gremium(zufall: Random) -> Iterator[Zeile]:
    for jahr, nr in product(JAHRE, range(12)):
        mitglieder = zufall.randrange(8, 30)
        yield {
            "jahr": str(jahr),
            "gremium_id": f"G{nr}",
            "mitglieder": zufall.choice((str(mitglieder), f"({mitglieder})", ".", "…")),
            "mit_einwanderungsgeschichte": zufall.choice(("", "3", "(2)", "-", "/", "*", "0")),
        }


def _ikoe_massnahme(zufall: Random) -> Iterator[Zeile]:
    for jahr, nr in product(JAHRE, range(12)):
        stelle = zufall.randrange(4)
        yield {
            "jahr": str(jahr),
            "organisation": f"O{stelle}",
            "organisationstyp": liste("organisationstyp")[stelle % 3],
            "lfd_nr": str(nr),
        }


def _fortbildung(zufall: Random) -> Iterator[Zeile]:
    for jahr, nr in product(JAHRE, range(12)):
        yield {"jahr": str(jahr), "einrichtung": f"FA{nr % 2}", "angebot_id": str(nr)}


def _mso_foerderung(zufall: Random) -> Iterator[Zeile]:
    for jahr, nr in product(JAHRE, range(12)):
        tag = ein_tag(zufall, (jahr,))
        tage = zufall.choice((0, 0, 1, 14, 120))
        yield {
            "haushaltsjahr": str(jahr),
            "antrag_nr": f"A{nr}",
            "bewilligung_datum": als_text(zufall.choice((None, tag, tag))),
            "auszahlung_datum": als_text(zufall.choice((None, tag + timedelta(tage)))),
        }


def _lir_austausch(zufall: Random) -> Iterator[Zeile]:
    for jahr, nr in product(JAHRE, range(10)):
        yield {
            "jahr": str(jahr),
            "lfd_nr": str(nr),
            "datum": als_text(ein_tag(zufall, (jahr,))),
        }


MACHER: dict[str, Callable[[Random], Iterator[Zeile]]] = {
    "pauschalen_auszahlung": _pauschalen_auszahlung,
    "pauschalen_verwendung": _pauschalen_verwendung,
    "fde_ki_massnahme": _fde_ki_massnahme,
    "fde_komm_an": _fde_komm_an,
    "fde_lsp": _fde_lsp,
    "fde_ia_einrichtung": _fde_ia_einrichtung,
    "fde_ia_massnahme": _fde_ia_massnahme,
    "kim_fall": _kim_fall,
    "kim_kontakt": _kim_kontakt,
    "kim_stelle": _kim_stelle,
    "ada_beratung": _ada_beratung,
    "beschwerdestelle": _beschwerdestelle,
    "zue_quartal": _zue_quartal,
    "sgb2_kennzahl": _sgb2_kennzahl,
    "monitoring_indikator": _monitoring_indikator,
    "haushalt_titel": _haushalt_titel,
    "gremium": _gremium,
    "ikoe_massnahme": _ikoe_massnahme,
    "fortbildung": _fortbildung,
    "mso_foerderung": _mso_foerderung,
    "lir_austausch": _lir_austausch,
}


# --- sources with a layout of their own ----------------------------------------------------------

GENESIS = (
    "statistics_code;statistics_label;time_code;time_label;time;1_variable_code;1_variable_label;"
    "1_variable_attribute_code;1_variable_attribute_label;value;value_unit;value_variable_code;"
    "value_variable_label;value_q"
)


def _bevoelkerung(_: Contract, ordner: Path, saat: int) -> None:
    """One complete Stichtag, one with a sign, one too late: a year before takes the Zensus."""
    zufall = Random(f"bevoelkerung {saat}")
    alle = gemeinden()["ags"].to_list()
    zahlen = {ags: str(zufall.randrange(800, 90_000)) for ags in alle}
    ordner.mkdir(parents=True, exist_ok=True)
    # every kreisfreie Stadt as a Kreis only, and signs that leave the value as it is
    als_kreis = {ags.removesuffix("000"): zahl for ags, zahl in zahlen.items()}
    _genesis(ordner, "2024-02-01", date(2023, 6, 30), als_kreis, zufall)
    _genesis(ordner, "2024-06-01", date(2023, 12, 31), {**zahlen, "05334002": "."}, zufall)
    _genesis(ordner, "2024-07-01", date(2024, 1, 31), zahlen, zufall)


def _genesis(
    ordner: Path, stand: str, stichtag: date, zahlen: dict[str, str], zufall: Random
) -> None:
    zeilen = [GENESIS]
    for schluessel, zahl in zahlen.items():
        zeilen.append(
            f"12411;Fortschreibung;STAG;Stichtag;{stichtag};GEMEIN;Gemeinden;{schluessel};Ort;"
            f"{zahl};Anzahl;BEVSTD;Bevölkerung;{zufall.choice(('', 'e', 'p'))}"
        )
    (ordner / f"bevoelkerung__{stand}.csv").write_text("\n".join(zeilen) + "\n", "utf-8")


def _befragung(_: Contract, ordner: Path, saat: int) -> None:
    """Two surveys; the first one is delivered again with other respondents."""
    zufall = Random(f"befragung {saat}")
    ordner.mkdir(parents=True, exist_ok=True)
    for name, stand in (("Mein_Test", "2024-06-30"), ("zweite", "2024-07-01")):
        _surveyxact(ordner / f"befragung__{name}__{stand}.zip", 20, zufall)
    _surveyxact(ordner / "befragung__mein_test__2024-09-01.zip", 12, zufall)


def _surveyxact(datei: Path, befragte: int, zufall: Random) -> None:
    labels, struktur = (
        [],
        [
            "questionName\tvariableName\tquestionType\tsubType\tquestionText\tchoiceValue\tchoiceText"
        ],
    )
    variablen: dict[str, list[str]] = {}
    for frage, (art, auswahlen) in FRAGEN.items():
        for wert, text in auswahlen.items():
            variable = f"{frage}_{wert}" if art == "Multiple" else frage
            struktur.append(
                f"{frage}\t{variable}\tClosed\t{art}\tWie ist es mit {frage}?\t{wert}\t{text}"
            )
            if art == "Single":
                labels.append(f"{variable}\t{wert}\t{text}")
                variablen.setdefault(variable, [""]).append(str(wert))
            else:
                variablen[variable] = ["", "0", "0", "1"]
    system = [f"statoverall_{i}" for i in range(1, 6)]
    daten = ["\t".join(["respondentid", *system, *variablen])]
    for nummer in range(befragte):
        fertig = zufall.choice("1110")
        antworten = [zufall.choice(moeglich) for moeglich in variablen.values()]
        daten.append("\t".join([str(nummer), "0", "0", "0", fertig, "0", *antworten]))
    with zipfile.ZipFile(datei, "w") as paket:
        for name, zeilen in (("labels", labels), ("dataset", daten), ("structure", struktur)):
            paket.writestr(f"x_{name}.csv", ("\ufeff" + "\n".join(zeilen)).encode("utf-16-le"))


EIGENE: dict[str, Callable[[Contract, Path, int], None]] = {
    "bevoelkerung": _bevoelkerung,
    "befragung": _befragung,
}
