"""Every source, every column, every way to write its values: delivery interface 1.4 to 1.8 and 2.

The agreed columns stand in `test_contracts_interface.py`; here each kind of value has the forms
in which offices may write it, and the faults it can have. Each form and each fault is tried in
every column of every source.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

import openpyxl
import polars as pl
import pytest

from ingest.run import FileResult
from tests.ingest import workbooks
from tests.ingest.conftest import Office, as_csv, as_xlsx, saved
from tests.ingest.test_contracts_interface import INTERFACE, Agreed, agreed

KEY = "ein Schlüssel für Tests"


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TINTG_PSEUDONYM_KEY", KEY)


class Form(NamedTuple):
    """A way to write a value, and what the lake then holds."""

    cell: str
    value: Any
    status: str | None = None
    text: str | None = None


SECRET, LIMITED = "geheim", "eingeschraenkt"
EMPTY = Form("", None)

# Twelve bodies and twelve Gemeinden, so that each row has its own key.
BODIES = [
    Form("05111", "05111"), Form("5112", "05112"), Form("5113.0", "05113"),
    Form("05114000", "05114"), Form("5116000", "05116"), Form("Stadt Oberhausen", "05119"),
    Form("05334000", "05334"), Form("5334002", "05334002"), Form("kreis  KLEVE", "05154"),
    Form("5.117", "05117"), Form("\u00a005120\u00a0", "05120"), Form("Stadt_Solingen:", "05122"),
]  # fmt: skip
GEMEINDEN = [
    Form("05111000", "05111000"), Form("5112000", "05112000"), Form("5113000.0", "05113000"),
    Form("5.114.000", "05114000"), Form("MÖNCHENGLADBACH", "05116000"),
    Form("\u00a05117000 ", "05117000"), Form("Aachen", "05334002"), Form("5119000", "05119000"),
    Form("05120000", "05120000"), Form("05122000", "05122000"), Form("05124000", "05124000"),
    Form("bedburg_hau", "05154004"),
]  # fmt: skip
AREAS = [
    Form("05", "05"), Form("05111", "05111"), Form("5112", "05112"), Form("5113.0", "05113"),
    Form("05334", "05334"), Form("05154", "05154"), Form("5117", "05117"), Form("05120", "05120"),
    Form(" 05122", "05122"), Form("05124", "05124"), Form("05116", "05116"), Form("5119", "05119"),
]  # fmt: skip

FORMS: dict[str, list[Form]] = {
    "jahr": [Form("2023", 2023), Form("2.023", 2023), Form("2023,0", 2023)],
    "quartal": [
        Form("1", 1), Form("Q2", 2), Form("III", 3), Form("IV/2023", 4), Form("2023-Q1", 1),
        Form("2. Quartal 2023", 2), Form("i", 1),
    ],
    "monat": [
        Form("2023-12", date(2023, 12, 1)), Form("03/2022", date(2022, 3, 1)),
        Form("12.2021", date(2021, 12, 1)), Form("Dez 2023", date(2023, 12, 1)),
        Form("ma\u0308rz 2022", date(2022, 3, 1)), Form("31.12.2021", date(2021, 12, 1)),
        Form("2023-12-31 00:00:00", date(2023, 12, 1)), Form("44561", date(2021, 12, 1)),
    ],
    "datum": [
        Form("15.02.2023", date(2023, 2, 15)), Form("15.2.23", date(2023, 2, 15)),
        Form("2023-02-15", date(2023, 2, 15)), Form("2023-02-15T10:30:00", date(2023, 2, 15)),
        Form("44972", date(2023, 2, 15)),
    ],
    "anzahl": [
        Form("3", 3), Form("2,0", 2), Form("(2)", 2, LIMITED), Form(".", None, SECRET),
        Form("k. A.", None, "keine_angabe"), Form("3,00", 3), Form("X", None, "nicht_sinnvoll"),
    ],
    "betrag": [
        Form("1.234,50", Decimal("1234.50")), Form("1\u202f234,50 €", Decimal("1234.50")),
        Form("300,-", Decimal("300.00")), Form("EUR 7", Decimal("7.00")),
        Form("–", Decimal("0.00")), Form("…", None, "spaeter"), Form("(5,5)", Decimal("5.50"),
        LIMITED), Form("1.701", Decimal("1701.00")), Form("2,5000", Decimal("2.50")),
    ],
    "dezimal": [
        Form("51,5 %", 51.5), Form("3,25", 3.25), Form("(1,5)", 1.5, LIMITED), Form("-", 0.0),
        Form("/", None, "unsicher"), Form("weiß nicht", None, "keine_angabe"), Form("+2", 2.0),
    ],
    "freizahl": [
        Form("12", 12.0), Form("ca. 20", 20.0, "geschaetzt", "ca. 20"),
        Form("10–20", None, "bereich", "10–20"), Form("viele", None, "unlesbar", "viele"),
        Form("–", 0.0), Form("*", None, SECRET), Form("1.234,5", 1234.5),
        Form("(7)", 7.0, LIMITED), Form("u\u0308ber 1.000 (gescha\u0308tzt)", 1000.0, "geschaetzt",
        "u\u0308ber 1.000 (gescha\u0308tzt)"), Form("-3", None, "unlesbar", "-3"),
    ],
    "bool": [
        Form("ja", True), Form("NEIN", False), Form("J", True), Form("n", False), Form("1", True),
        Form("0", False), Form("wahr", True), Form("Falsch", False), Form("TRUE", True),
    ],
    "text": [
        Form("Fest; „Tür“,\nzweite Zeile", "Fest; „Tür“,\nzweite Zeile"),
        Form("Tu\u0308r", "Tür"), Form("007", "007"),
    ],
    "schluessel": [Form("E-1", "E-1"), Form("07 080", "07 080"), Form("Köln", "Köln")],
    "gebietskoerperschaft": BODIES, "ags": GEMEINDEN, "raum_amtlich": AREAS,
    "gemeindename": [Form("Musterdorf", "Musterdorf")],
    "code": [
        Form("SGB II", "sgb_ii"), Form("sgb-ii", "sgb_ii"), Form("Ärztin / Arzt", "aerztin_arzt"),
        Form("sonstiges *", "sonstiges"), Form("a" * 40, "a" * 40),
    ],
    "codes": [
        Form("Wohnen", "wohnen"), Form("Wohnen, Arbeit", "arbeit|wohnen"),
        Form("b|a | B", "a|b"), Form("Kita Schule; Amt", "amt|kita_schule"),
    ],
}  # fmt: skip

LISTS: dict[str, list[Form]] = {
    "zielbezug": [Form("z09", "z09"), Form("UEBERGANG SCHULE BERUF:", "z09"),
                  Form("Sozialraumbezogene Arbeit", "z11")],
    "zieldimension": [Form("ankommen", "ankommen"), Form("II", "teilhaben"),
                      Form("iii", "gestalten"), Form("IV ", "kim")],
    "komm_an_baustein": [Form("A", "A"), Form("b", "B"), Form("ka_c", "C"), Form("D", "D")],
    "einrichtungsart": [Form("IA", "IA"), Form("sad", "SAD")],
    "wohlfahrtsverband": [Form("wv_awo", "wv_awo"), Form("Caritas", "wv_caritas"),
                          Form("Deutsches Rotes Kreuz (DRK)", "wv_drk")],
    "ia_aufgabenfeld": [Form("af_ada", "af_ada"),
                        Form("Bu\u0308rgerschaftliches Engagement", "af_engagement")],
    "foerderart": [Form("spezifisch", "spezifisch"), Form("KOMM-AN III", "komm_an_iii"),
                   Form("keine", "keine")],
    "kim_traeger": [Form("kommune", "kommune"), Form("Freie Wohlfahrt", "freie_wohlfahrt")],
    "kim_fallart": [Form("Kurzberatung", "kurzberatung"),
                    Form("Case-Management", "case_management")],
    "geschlecht": [Form("m", "m"), Form("W", "w"), Form("d", "d"), Form("k.A.", "k.A."),
                   Form("K. A.", "k.A.")],
    "altersgruppe": [Form("0-17", "0-17"), Form("18 26", "18-26"), Form("40–59", "40-59"),
                     Form("60+", "60+")],
    "staat": [Form("SYR", "SYR"), Form("ukr", "UKR"), Form("XXX", "XXX")],
    "kontaktform": [Form("persönlich", "persoenlich"), Form("TELEFON", "telefon"),
                    Form("online", "online"), Form("aufsuchend", "aufsuchend")],
    "anstellung": [Form("kommune", "kommune"), Form("freie_wohlfahrt", "freie_wohlfahrt")],
    "ada_merkmal": [
        Form("am_sprache", "am_sprache"), Form("Sprache|Rassismus", "am_rassismus|am_sprache"),
        Form("Geschlecht, geschlechtliche und sexuelle Identität", "am_geschlecht"),
        Form("am_alter, am_alter", "am_alter"),
        Form("Geschlecht, geschlechtliche und sexuelle Identität; am_religion",
             "am_geschlecht|am_religion"),
    ],
    "beschwerdemanagement_form": [
        Form("keine", "keine"), Form("Eigene Stelle", "eigene_stelle"),
        Form("eigene_stelle;bewaehrte_strukturen", "bewaehrte_strukturen|eigene_stelle"),
        Form("ergänzende Angebote", "ergaenzende_angebote"),
    ],
    "regierungsbezirk": [Form("rb_koeln", "rb_koeln"), Form("Köln", "rb_koeln"),
                         Form("DÜSSELDORF", "rb_duesseldorf")],
    "sgb2_gruppe": [Form("insgesamt", "insgesamt"), Form("Kontext Flucht", "kontext_flucht"),
                    Form("Ausländer", "auslaender")],
    "sgb2_geschlecht": [Form("insgesamt", "insgesamt"), Form("m", "m"), Form("W", "w")],
    "sgb2_kennzahl": [Form("ELB", "elb"), Form("amp_teilnehmende", "amp_teilnehmende"),
                      Form("Integrationsquote", "integrationsquote"), Form("lzb", "lzb")],
    "land": [Form("DE", "DE"), Form("05", "05"), Form("16", "16")],
    "instrument": [Form("ki", "ki"), Form("IA/SAD", "ia_sad"), Form("mso", "mso")],
    "organisationstyp": [Form("Ministerium", "ministerium"), Form("Behörde", "behoerde"),
                         Form("bezirksregierung", "bezirksregierung")],
    "ikoe_bereich": [Form("struktur", "struktur"), Form("Kultur", "kultur"),
                     Form("ORGANISATIONSENTWICKLUNG", "organisationsentwicklung")],
    "fortbildung_zielgruppe": [Form("ausbildung", "ausbildung"), Form("Führung", "fuehrung")],
    "mso_foerderbaustein": [Form("anschub", "anschub"), Form("ZEMAC", "zemac"),
                            Form("Einzelprojekt", "einzelprojekt")],
    "lir_format": [Form("Halbjahresgespräch", "halbjahresgespraech"),
                   Form("Anhörung", "anhoerung")],
}  # fmt: skip

# kind -> what cannot be its value, and the code that it gets (in a file with a decimal comma)
FAULTS: dict[str, list[tuple[str, str]]] = {
    "jahr": [("zweitausend", "TYP"), ("1999", "WERTEBEREICH"), ("2101", "WERTEBEREICH"),
             ("-", "TYP"), ("*", "TYP")],
    "quartal": [("5", "WERTEBEREICH"), ("Q0", "WERTEBEREICH"), ("I/1999", "WERTEBEREICH"),
                ("erstes", "TYP"), ("x", "TYP")],
    "monat": [("13.2023", "TYP"), ("Brumaire 2023", "TYP"), ("2023", "TYP")],
    "datum": [("30.02.2023", "TYP"), ("15/02/2023", "TYP"), ("19999", "TYP")],
    "anzahl": [("2,5", "TYP"), ("ca. 2", "TYP"), ("1-2", "TYP"), ("-3", "WERTEBEREICH")],
    "betrag": [("12.50", "TYP"), ("5,255", "TYP"), ("5-", "TYP"), ("s. Bericht", "TYP")],
    "dezimal": [("12.5", "TYP"), ("ca. 2", "TYP"), ("1E3", "TYP")],
    "bool": [("vielleicht", "TYP"), ("x", "TYP")],
    "ags": [("05111", "AGS_UNBEKANNT"), ("05999999", "AGS_UNBEKANNT"),
            ("5,33E+06", "AGS_UNBEKANNT")],
    "gebietskoerperschaft": [("05999", "AGS_UNBEKANNT"), ("05154000", "AGS_UNBEKANNT"),
                             ("Atlantis", "AGS_UNBEKANNT"), ("-", "AGS_UNBEKANNT")],
    "raum_amtlich": [("051", "AGS_UNBEKANNT"), ("05334002", "AGS_UNBEKANNT"),
                     ("06", "AGS_UNBEKANNT")],
    "schluessel": [("-", "TYP"), ("k.A.", "TYP")],
    "pseudonym": [("x", "TYP")],
    "code": [("a" * 41, "CODE_UNBEKANNT"), ("20 €", "CODE_UNBEKANNT")],
    "codes": [("gut|???", "CODE_UNBEKANNT"), (";", "CODE_UNBEKANNT")],
}  # fmt: skip
UNKNOWN = {"code": "gibtsnicht", "codes": "keine|gibtsnicht"}

LAKE_TYPES = {
    "jahr": pl.Int64(), "quartal": pl.Int64(), "anzahl": pl.Int64(), "betrag": pl.Decimal(18, 2),
    "dezimal": pl.Float64(), "freizahl": pl.Float64(), "datum": pl.Date(), "monat": pl.Date(),
    "bool": pl.Boolean(),
}  # fmt: skip
NUMBERS = ("jahr", "quartal", "anzahl", "betrag", "dezimal", "freizahl")
# R17-1 binds seven columns of one source to each other
BOUND = {"personen_p14_1": 1, "personen_p14_2": 2, "personen_p14_3": 3, "personen_p14_4": 4,
         "personen_p14_5": 5, "kinder_nachgeboren": 6, "personen_gesamt": 21}  # fmt: skip
SOURCES = list(INTERFACE)


def columns_of(source: str) -> list[Agreed]:
    return agreed(INTERFACE[source][2])


def keys_of(source: str) -> list[str]:
    unit, key, _ = INTERFACE[source]
    return [*unit.split(), *key.split()]


def pseudonym(text: str) -> str:
    return hmac.new(KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


def forms(source: str, column: Agreed) -> list[Form]:
    """All forms of a column; optional ones may be empty, keys differ from row to row."""
    if source == "pauschalen_auszahlung" and column.name in BOUND:
        return [Form(str(BOUND[column.name]), BOUND[column.name])]
    if column.kind == "schluessel" and column.name in keys_of(source):
        return [Form(f"N\u00a0{number}", f"N\u00a0{number}") for number in range(12)]
    if column.kind == "pseudonym":
        plain = [f"F-{number}" for number in range(10)]
        return [*(Form(f" {text} ", pseudonym(text)) for text in plain),
                Form("12.0", pseudonym("12")), Form("Ko\u0308ln", pseudonym("Köln"))]  # fmt: skip
    found = LISTS[column.code_list] if column.code_list else FORMS[column.kind]
    if column.name in keys_of(source) and column.kind == "anzahl":
        found = [Form("1", 1), Form("2,0", 2), Form("3", 3)]
    return found if column.required or column.name in keys_of(source) else [*found, EMPTY]


def form(source: str, column: Agreed, number: int) -> Form:
    """The form that a row has; twelve rows never share a key."""
    every = forms(source, column)
    return every[number % len(every)]


def lines(source: str, count: int = 12) -> list[list[str]]:
    return [[form(source, c, n).cell for c in columns_of(source)] for n in range(count)]


def plain_rows(source: str, count: int) -> Iterator[dict[str, str]]:
    """Sound rows without end: the year or the day tells apart what the other keys cannot."""
    for number in range(count):
        row = {c.name: form(source, c, 0).cell for c in columns_of(source)}
        turn, place = divmod(number, 12)
        for column in columns_of(source):
            if column.kind in ("gebietskoerperschaft", "ags", "raum_amtlich"):
                row[column.name] = form(source, column, place).cell
            elif column.kind in ("schluessel", "pseudonym"):
                row[column.name] = f"N{number}"
            elif column.kind == "text":
                row[column.name] = "Text"
            elif column.kind == "jahr":
                row[column.name] = str(2000 + turn % 101)
            elif column.kind == "quartal":
                row[column.name] = "1"
            elif column.kind == "monat":
                row[column.name] = f"{2000 + turn // 12}-{turn % 12 + 1:02}"
            elif column.kind == "datum":
                row[column.name] = (date(2000, 1, 1) + timedelta(days=turn)).isoformat()
        yield row


# --- ways to write a file ----------------------------------------------------------------------


def disguised(name: str, number: int) -> str:
    """A header that still names its column."""
    spaced = name.replace("_", " ")
    ways = [name.upper(), f" {spaced}:", f"{spaced.title()} *", f"{name}¹", f"{spaced} 1)",
            name.replace("_", "-"), name.replace("ae", "ä"), spaced.replace(" ", "\n"),
            f"{name[:2]}\u00ad{name[2:]}"]  # fmt: skip
    return ways[number % len(ways)]


def zipped(content: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("ordner/", "")
        archive.writestr("__MACOSX/x", "x")
        archive.writestr("ordner/tabelle.dat", content)
    return buffer.getvalue()


def as_parquet(cells: list[list[str]]) -> bytes:
    buffer = io.BytesIO()
    frame = pl.DataFrame(cells[1:], schema=dict.fromkeys(cells[0], pl.String), orient="row")
    frame.write_parquet(buffer)
    return buffer.getvalue()


PREAMBLE = [["Meldung an das Land", "", ""], ["Stand", "31.12.2023", ""], ["", "", ""]]
FOOTNOTE = [["", "", ""], ["* Angaben der Träger", "", ""]]
Writer = Callable[[list[list[str]]], bytes]
WAYS: list[tuple[Writer, bool]] = [  # and whether the way takes text around the table
    (as_csv, True),
    (lambda cells: as_csv(cells, "\t", "utf-16"), True),
    (as_xlsx, True),
    (workbooks.ods, True),
    (lambda cells: as_csv(cells, ",", "utf-8-sig"), True),
    (lambda cells: zipped(as_csv(cells)), True),
    (workbooks.xlsb, True),
    (as_parquet, False),
]


def lake_value(value: Any, kind: str) -> Any:
    return float(value) if kind in ("dezimal", "freizahl") and value is not None else value


@pytest.mark.parametrize("source", SOURCES)
def test_every_form_of_every_column(office: Office, source: str) -> None:
    """Unusual but allowed: each row writes each column in another way."""
    columns, position = columns_of(source), SOURCES.index(source)
    write, surrounded = WAYS[position % len(WAYS)]
    header = [disguised(c.name, position + at) for at, c in enumerate(columns)]
    cells = [header, *lines(source)]
    if surrounded:
        cells = [*PREAMBLE, *cells, *FOOTNOTE]
    result = office.deliver(write(cells), f"{source}__2024-01-31.dat", source)
    assert (result.status, result.loaded) == ("geladen", 12), (result, office.everything_written())
    lake = office.lake(result)
    for column in columns:
        expected = [form(source, column, number) for number in range(12)]
        found = lake[column.name]
        assert found.dtype == LAKE_TYPES.get(column.kind, pl.String()), column
        assert found.to_list() == [each.value for each in expected], column
        if column.kind in NUMBERS:
            statuses = [each.status for each in expected]
            assert lake[f"{column.name}_status"].to_list() == statuses, column
        if column.kind == "freizahl":
            assert lake[f"{column.name}_text"].to_list() == [e.text for e in expected], column
    assert lake["_zeile"].n_unique() == 12


# --- rows that break the contract --------------------------------------------------------------


def faults(source: str) -> Iterator[tuple[str, str, str]]:
    """Column, cell and code of everything that can be wrong in one cell."""
    for column in columns_of(source):
        if source == "pauschalen_auszahlung" and column.name in BOUND:
            continue  # R17-1 then breaks as well
        if column.required:
            yield column.name, "", "PFLICHT"
        if column.code_list:
            yield column.name, UNKNOWN[column.kind], "CODE_UNBEKANNT"
            continue
        for cell, code in FAULTS.get(column.kind, []):
            yield column.name, cell, code
        if column.name in keys_of(source) and column.kind == "anzahl":
            yield column.name, "-", "TYP"
        if column.maximum is not None and column.kind in ("anzahl", "dezimal"):
            yield column.name, f"{column.maximum + 1:g}", "WERTEBEREICH"
            yield (
                column.name,
                f"{column.maximum:g},5",
                {"anzahl": "TYP"}.get(column.kind, "WERTEBEREICH"),
            )
        if column.minimum is not None and column.kind == "dezimal":
            yield column.name, "-0,5", "WERTEBEREICH"


@pytest.mark.parametrize("source", SOURCES)
def test_every_fault_of_every_column(office: Office, source: str) -> None:
    """Each fault in a row of its own: that row goes to quarantine, with that code, no other."""
    broken = list(faults(source))
    content = list(plain_rows(source, 21 * len(broken)))
    expected = []
    for at, (column, cell, code) in enumerate(broken):
        content[at][column] = cell
        expected.append((str(at + 2), column, code))
    # cells of number columns that prove the comma, without being wrong
    prover = next(
        (c for c in columns_of(source) if c.kind in NUMBERS and c.kind != "quartal"), None
    )
    if prover:
        for row in content[len(broken) :]:
            row[prover.name] += "" if "," in row[prover.name] else ",0"
    header = list(content[0])
    cells = [header, *(list(row.values()) for row in content)]
    result = office.deliver(as_csv(cells), f"{source}__2024-01-31.csv", source)
    assert result.status == "teilweise", result
    assert office.faults(result) == expected
    assert result.read == result.loaded + result.quarantined == len(content)
    for line, (column, cell, code) in zip(office.quarantine(result), broken, strict=True):
        message = line["meldung"]
        assert f"„{column}“" in message
        assert message[0].isupper() and message.endswith("."), message
        assert "{" not in message and "None" not in message, message
        secret = next(c for c in columns_of(source) if c.name == column).kind == "pseudonym"
        if code != "PFLICHT":
            assert (f"steht „{cell[:50]}" in message) == (not secret), message


@pytest.mark.parametrize("source", SOURCES)
def test_signs_and_thousands_in_every_number_column(office: Office, source: str) -> None:
    """Where no cell proves the sign, `1.234` and `1,234` are ambiguous in any number column."""
    columns = [c for c in columns_of(source) if c.kind in NUMBERS]
    if not columns or source == "pauschalen_auszahlung":
        pytest.skip("no number column that stands for itself")
    content = list(plain_rows(source, 21 * 2 * len(columns)))
    for row in content:
        for column in columns:
            plain = row[column.name] if column.name in keys_of(source) else "3"
            row[column.name] = plain.partition(",")[0]
    expected = []
    for at, column in enumerate(columns):
        content[2 * at][column.name], content[2 * at + 1][column.name] = "1.234", "1,234"
        expected += [(str(2 * at + more), column.name, "MEHRDEUTIG") for more in (2, 3)]
    cells = [list(content[0]), *(list(row.values()) for row in content)]
    result = office.deliver(as_csv(cells), f"{source}__2024-01-31.csv", source)
    assert office.faults(result) == expected


def with_errors(header: Sequence[str], content: Sequence[dict[str, str]], count: int) -> bytes:
    """A workbook whose n-th row holds an error value in its n-th column."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(list(header))
    for row in content:
        sheet.append([cell or None for cell in row.values()])
    for at in range(count):
        cell = sheet.cell(at + 2, at + 1)
        cell.value, cell.data_type = "#REF!", "e"
    return saved(book)


@pytest.mark.parametrize("source", SOURCES)
def test_error_cells_in_every_column(office: Office, source: str) -> None:
    columns = columns_of(source)
    content = list(plain_rows(source, 21 * len(columns)))
    book = with_errors([c.name for c in columns], content, len(columns))
    result = office.deliver(book, f"{source}__2024-01-31.xlsx", source)
    assert office.faults(result) == [(str(at + 2), c.name, "TYP") for at, c in enumerate(columns)]
    assert all("Fehlerwert" in line["meldung"] for line in office.quarantine(result))


# --- columns, doubles, files -------------------------------------------------------------------


def one_result(office: Office, results: dict[str, FileResult], version: int) -> FileResult:
    return next(r for name, r in results.items() if f"__v{version}." in name)


@pytest.mark.parametrize("source", SOURCES)
def test_whole_files(office: Office, source: str) -> None:
    """Missing, double, surplus and personal columns; doubled and clashing rows."""
    columns, header = columns_of(source), [c.name for c in columns_of(source)]
    required = [c.name for c in columns if c.required]
    content = list(plain_rows(source, 8))
    optional = next((c for c in columns if not c.required and c.name not in keys_of(source)), None)
    changed = next(c for c in columns if c.name not in keys_of(source) and c.kind != "gemeindename")
    ways = [] if changed.kind in ("pseudonym", "datum") else forms(source, changed)
    other = {"pseudonym": "N99", "datum": "2001-02-03"}.get(changed.kind) or next(
        (each.cell for each in ways if each.value not in (ways[0].value, None)), "k.A."
    )
    clash = content[2] | {changed.name: other}

    def table(names: Sequence[str], rows: Sequence[dict[str, str]]) -> bytes:
        return as_csv([list(names), *([row[name] for name in names] for row in rows)])

    def beside(extra: str) -> bytes:
        return as_csv([[*header, extra], *([*row.values(), ""] for row in content)])

    names = [f"X {name}" if name == required[-1] else name for name in header]
    misspelt = as_csv([names, *(list(row.values()) for row in content)])
    personal = as_csv([[*names, "Telefon Mustermann"], *([*row.values(), ""] for row in content)])
    few = required[: (len(required) - 1) // 2]
    files = {
        1: table(required, content),
        2: table([name for name in header if name != required[-1]], content),
        3: table(few, content) if few else b"a;b\n1;2\n",
        4: table([*header, header[0]], content),
        5: beside("Telefon dienstlich"),
        6: beside("Name des KI"),
        7: beside("Bemerkung"),
        8: table(header, [*content, content[0], content[5]]),
        9: table(header, [*content, clash]),
        10: table(header, []),
        11: table(header, [*content, dict.fromkeys(header, ""), content[0]]),
        12: misspelt,
        13: personal,
    }
    for version, data in files.items():
        office.put(data, f"{source}__2024-01-31__v{version}.csv", source)
    results = {file.file: file for file in office.run().files}
    reasons = {version: one_result(office, results, version).reasons for version in files}
    assert reasons == {
        1: (), 2: ("SPALTE_FEHLT",), 3: ("TABELLE_NICHT_GEFUNDEN",), 4: ("SPALTE_FEHLT",),
        5: ("PERSONENDATEN",), 6: ("PERSONENDATEN",), 7: (), 8: (), 9: ("DUPLIKAT",),
        10: ("TABELLE_NICHT_GEFUNDEN",), 11: ("TABELLE_NICHT_GEFUNDEN",),
        12: ("SPALTE_FEHLT",), 13: ("PERSONENDATEN",),
    }  # fmt: skip
    first = one_result(office, results, 1)
    assert first.loaded == 8
    if optional:
        assert office.lake(first)[optional.name].null_count() == 8
    assert required[-1] in one_result(office, results, 2).message
    assert f"„X {required[-1]}“" in one_result(office, results, 12).message
    assert "Mustermann" not in str(results) + office.everything_written()
    assert one_result(office, results, 4).message.count(f"„{header[0]}“") == 3
    doubled = one_result(office, results, 8)
    assert (doubled.read, doubled.loaded, doubled.duplicate) == (10, 8, 2)
    clashing = one_result(office, results, 9)
    assert (clashing.read, clashing.loaded, clashing.quarantined) == (9, 7, 2)
    assert {line["zeile"] for line in office.quarantine(clashing)} == {"4", "10"}
    for result in results.values():
        assert re.fullmatch(r"(?s)(?:[A-Z_]+: )?[A-ZÄÖÜ0-9].*\.", result.message), result.message


def test_a_value_in_any_normal_form_is_the_same() -> None:
    """The forms above do hold decomposed letters: otherwise they would test nothing."""
    cells = [each.cell for every in FORMS.values() for each in every]
    assert any(unicodedata.normalize("NFC", cell) != cell for cell in cells)
