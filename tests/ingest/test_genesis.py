"""Flat files of the GENESIS family: both generations, their keys, signs and several measures."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.layouts.areas import area_keys, level
from ingest.reference import load_reference
from ingest.run import FileResult
from tests.ingest.conftest import Office, as_xlsx

SOURCE = "bevoelkerung"
NAME = f"{SOURCE}__2024-01-31.csv"
OLD = (
    "Statistik_Code;Statistik_Label;Zeit_Code;Zeit_Label;Zeit;"
    "1_Merkmal_Code;1_Merkmal_Label;1_Auspraegung_Code;1_Auspraegung_Label"
)
OLD_SECOND = ";2_Merkmal_Code;2_Merkmal_Label;2_Auspraegung_Code;2_Auspraegung_Label"
PERSONS = ";BEVSTD__Bevoelkerungsstand__Anzahl"
NEW = (
    "statistics_code;statistics_label;time_code;time_label;time;"
    "1_variable_code;1_variable_label;1_variable_attribute_code;1_variable_attribute_label"
)
NEW_SECOND = (
    ";2_variable_code;2_variable_label;2_variable_attribute_code;2_variable_attribute_label"
)
VALUE = ";value;value_unit;value_variable_code;value_variable_label;value_q"
COLUMNS = ["statistik", "stichtag", "ags", "ebene", "name", "merkmal", "wert", "wert_status"]

OLD_ROW = "12411;Fortschreibung des Bevölkerungsstandes;STAG;Stichtag;31.12.2022"
NEW_ROW = "1000A;Bevölkerung kompakt;STAG;Stichtag;2022-05-15"


def text(*lines: str) -> str:
    return "\r\n".join(lines) + "\r\n"


def old(*lines: str, head: str = OLD + PERSONS) -> str:
    return text(head, *(f"{OLD_ROW};{line}" for line in lines))


def new(*lines: str, head: str = NEW + VALUE) -> str:
    return text(head, *(f"{NEW_ROW};{line}" for line in lines))


def zipped(content: bytes, name: str = "1000A-0001_de_flat.csv") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


def deliver(office: Office, content: str | bytes, name: str = NAME) -> FileResult:
    data = content.encode("utf-8-sig") if isinstance(content, str) else content
    return office.deliver(data, name, SOURCE)


def rows(office: Office, result: FileResult, *columns: str) -> list[tuple[Any, ...]]:
    assert result.status == "geladen", (result.message, office.data.root)
    return office.lake(result).select(columns or COLUMNS).rows()


COLOGNE = "KREISE;Kreise und kreisfreie Städte;05315;Köln, krfr. Stadt;1073096"


def test_old_generation(office: Office) -> None:
    result = deliver(
        office,
        old(
            "DINSG;Deutschland insgesamt;DG;Deutschland;84358845",
            "DLAND;Länder;05;Nordrhein-Westfalen;18139116",
            "REGBEZ;Regierungsbezirke;053;Reg.-Bez. Köln;4500000",
            COLOGNE,
            "GEMEIN;Gemeinden;05334002;Aachen, krfr. Stadt;252136",
        ),
    )
    found = rows(office, result, "ags", "ebene", "name", "merkmal", "wert")
    assert found == [
        ("DG", "bund", "Deutschland", "insgesamt", 84358845.0),
        ("05", "land", "Nordrhein-Westfalen", "insgesamt", 18139116.0),
        ("053", "regierungsbezirk", "Reg.-Bez. Köln", "insgesamt", 4500000.0),
        ("05315", "kreis", "Köln, krfr. Stadt", "insgesamt", 1073096.0),
        ("05334002", "gemeinde", "Aachen, krfr. Stadt", "insgesamt", 252136.0),
    ]
    assert result.units == ("statistik=12411;stichtag=2022-12-31",)
    line = office.register(SOURCE)[0]
    assert (line["kodierung"], line["trennzeichen"], line["zusatzspalten"]) == (
        "utf-8-sig",
        ";",
        "",
    )
    assert office.lake(result)["_zeile"].to_list() == [2, 3, 4, 5, 6]


def test_new_generation_zipped_and_unsorted(office: Office) -> None:
    """As the census database delivers it: BOM, decimal comma, 12-digit keys, several measures."""
    content = new(
        "GEOGM4;Gemeinden (Gebietsstand 15.05.2022);053340002002;Aachen;160,85;qkm;FLC001;Fläche;e",
        "GEOGM4;Gemeinden;053150000000;Köln;1017355;Anzahl;PRS018;Personen;e",
        "GEOGM4;Gemeinden;053340002002;Aachen;252769;Anzahl;PRS018;Personen;e",
    )
    result = deliver(office, zipped(content.encode("utf-8-sig")), f"{SOURCE}__2024-01-31.zip")
    assert rows(office, result, "ags", "ebene", "merkmal", "wert") == [
        ("05334002", "gemeinde", "FLC001;insgesamt", 160.85),
        ("05315000", "gemeinde", "PRS018;insgesamt", 1017355.0),
        ("05334002", "gemeinde", "PRS018;insgesamt", 252769.0),
    ]
    assert (result.read, result.loaded) == (3, 3)


def test_cp1252_and_blanks_in_headers(office: Office) -> None:
    content = old(COLOGNE, head=OLD + ";     BEVSTD__Bevoelkerungsstand__Anzahl")
    result = deliver(office, content.encode("cp1252"))
    assert rows(office, result, "ags", "name", "wert") == [
        ("05315", "Köln, krfr. Stadt", 1073096.0)
    ]
    assert office.register(SOURCE)[0]["kodierung"] == "cp1252"


def test_merkmale_are_joined_and_empty_ones_left_out(office: Office) -> None:
    """Codes, not labels; the area may be any of the Merkmale, and each row may name its own."""
    head = OLD + OLD_SECOND + OLD_SECOND.replace("2_", "3_") + PERSONS
    result = deliver(
        office,
        old(
            "GES;Geschlecht;GESM;männlich;KREISE;Kreise;05315;Köln;NAT;Nationalität;NATD;Deutsche;1",
            "GES;Geschlecht;;Insgesamt;KREISE;Kreise;05315;Köln;NAT;Nationalität;NATA;Ausländer;2",
            "GES;Geschlecht;;Insgesamt;DLAND;Länder;05;NRW;NAT;Nationalität;;Insgesamt;3",
            head=head,
        ),
    )
    assert rows(office, result, "ags", "merkmal") == [
        ("05315", "GES=GESM;NAT=NATD"),
        ("05315", "NAT=NATA"),
        ("05", "insgesamt"),
    ]


def test_several_measures_of_the_old_generation(office: Office) -> None:
    """One row a measure; the register counts the rows of the file."""
    head = OLD + ";FLC006__Gebietsflaeche__qkm" + PERSONS
    lines = ["GEMEIN;Gemeinden;05315000;Köln;405,02;1073096",
             "GEMEIN;Gemeinden;05334002;Aachen;160,85;."]  # fmt: skip
    result = deliver(office, old(*lines, head=head))
    assert rows(office, result, "ags", "merkmal", "wert", "wert_status", "_zeile") == [
        ("05315000", "FLC006;insgesamt", 405.02, None, 2),
        ("05315000", "BEVSTD;insgesamt", 1073096.0, None, 2),
        ("05334002", "FLC006;insgesamt", 160.85, None, 3),
        ("05334002", "BEVSTD;insgesamt", None, "geheim", 3),
    ]
    assert (result.read, result.loaded, result.duplicate) == (2, 2, 0)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("-", (0.0, None)),
        (".", (None, "geheim")),
        ("/", (None, "unsicher")),
        ("x", (None, "nicht_sinnvoll")),
        ("…", (None, "spaeter")),
        ("(12)", (12.0, "eingeschraenkt")),
        ("35747,85", (35747.85, None)),
    ],
)
def test_signs(office: Office, value: str, expected: tuple[float | None, str | None]) -> None:
    result = deliver(office, old(f"KREISE;Kreise;05315;Köln;{value}"))
    assert rows(office, result, "wert", "wert_status") == [expected]


@pytest.mark.parametrize(
    ("value", "mark", "expected"),
    [
        ("12", "e", (12.0, None)),
        ("12", "", (12.0, None)),
        ("12", "p", (12.0, None)),
        ("12", "r", (12.0, None)),
        ("12", "s", (12.0, "eingeschraenkt")),
        ("12,5", "()", (12.5, "eingeschraenkt")),
        ("", ".", (None, "geheim")),
        ("", "/", (None, "unsicher")),
        ("", "-", (0.0, None)),
        ("/", "/", (None, "unsicher")),
        (".", "e", (None, "geheim")),
    ],
)
def test_quality_marks(
    office: Office, value: str, mark: str, expected: tuple[float | None, str | None]
) -> None:
    result = deliver(office, new(f"KREISE;Kreise;05315;Köln;{value};Anzahl;B;Bevölkerung;{mark}"))
    assert rows(office, result, "wert", "wert_status") == [expected]


def test_english_files_have_a_point(office: Office) -> None:
    lines = [f"KREISE;Kreise;0531{n};Kreis;160.85;qkm;FLC001;Area;e" for n in (3, 4, 5)]
    result = deliver(office, new(*lines))
    assert rows(office, result, "wert") == [(160.85,)] * 3


def test_ambiguous_numbers(office: Office) -> None:
    result = deliver(office, old(COLOGNE, "KREISE;Kreise;05314;Bonn;331.885"))
    assert (result.status, result.reasons) == ("teilweise", ("MEHRDEUTIG",))


@pytest.mark.parametrize("extra", ["", ";Bemerkung"])
def test_preamble_and_footer(office: Office, extra: str) -> None:
    body = old(COLOGNE, head=OLD + PERSONS + extra)
    content = text("GENESIS-Tabelle: 12411-0018") + body
    content += text("__________", "(C)opyright Statistische Ämter", "Stand: 31.01.2024 / 10:00:00")
    result = deliver(office, content)
    assert rows(office, result, "ags", "_zeile") == [("05315", 3)]
    assert office.register(SOURCE)[0]["zusatzspalten"] == extra.strip(";")


def test_as_a_workbook(office: Office) -> None:
    """Opened and saved with a spreadsheet: numbers are native and zeros are lost."""
    front = [12411, "x", "STAG", "Stichtag", "31.12.2022", "KREISE", "Kreise"]
    cells = [(OLD + PERSONS).split(";"), [*front, 5315, "Köln", 7.5], [*front, 5314, "Bonn", 8]]
    result = deliver(office, as_xlsx(cells), f"{SOURCE}__2024-01-31.xlsx")
    assert rows(office, result, "statistik", "ags", "wert") == [
        ("12411", "05315", 7.5), ("12411", "05314", 8.0)
    ]  # fmt: skip


def test_a_key_that_is_none(office: Office) -> None:
    lines = [COLOGNE, "KREISE;Kreise;053340002;Verband;1", "KREISE;Kreise;170;Unbekannt;2"]
    result = deliver(office, old(*lines))
    assert result.status == "teilweise"
    assert office.faults(result) == [("3", "ags", "AGS_UNBEKANNT"), ("4", "ags", "AGS_UNBEKANNT")]
    assert "„053340002“" in office.quarantine(result)[0]["meldung"]
    assert (result.read, result.loaded, result.quarantined) == (3, 1, 2)


def test_one_bad_value_keeps_the_whole_row_back(office: Office) -> None:
    head = OLD + ";FLC006__Gebietsflaeche__qkm" + PERSONS
    lines = ["GEMEIN;Gemeinden;05315000;Köln;405,02;viele",
             "GEMEIN;Gemeinden;05334002;Aachen;160,85;252136"]  # fmt: skip
    result = deliver(office, old(*lines, head=head))
    assert office.faults(result) == [("2", "wert", "TYP")]
    assert "BEVSTD = viele" in office.quarantine(result)[0]["meldung"]
    assert office.lake(result)["ags"].unique().to_list() == ["05334002"]


def test_duplicates(office: Office) -> None:
    other = "KREISE;Kreise;05314;Bonn;"
    result = deliver(office, old(COLOGNE, COLOGNE, other + "1", other + "2"))
    assert (result.read, result.loaded, result.duplicate, result.quarantined) == (4, 1, 1, 2)
    assert office.faults(result) == [
        ("4", "statistik|stichtag|ags|merkmal", "DUPLIKAT"),
        ("5", "statistik|stichtag|ags|merkmal", "DUPLIKAT"),
    ]


def test_other_laender_stay(office: Office) -> None:
    result = deliver(office, old("KREISE;Kreise;09161;Ingolstadt;7", COLOGNE,
                                 "GEMEIN;Gemeinden;11000000;Berlin;8"))  # fmt: skip
    assert rows(office, result, "ags", "ebene") == [
        ("09161", "kreis"), ("05315", "kreis"), ("11000000", "gemeinde")
    ]  # fmt: skip


def test_ages_are_no_areas(office: Office) -> None:
    """Codes of another Merkmal can look like keys."""
    head = NEW + NEW_SECOND + VALUE
    lines = [f"ALTER;Alter;{age};{age} Jahre;GEOLK4;Kreise;05315;Köln;1;Anzahl;B;Personen;e"
             for age in ("05", "11", "16")]  # fmt: skip
    result = deliver(office, new(*lines, head=head))
    assert rows(office, result, "ags", "merkmal") == [
        ("05315", "ALTER=05"), ("05315", "ALTER=11"), ("05315", "ALTER=16")
    ]  # fmt: skip


@pytest.mark.parametrize("merkmal", ["X17;Gemeinden am 31.12.", "X17;Raum"])
def test_areas_of_an_unknown_code(office: Office, merkmal: str) -> None:
    result = deliver(office, old(f"{merkmal};05315000;Köln;1", f"{merkmal};05334002;Aachen;2"))
    assert rows(office, result, "ags") == [("05315000",), ("05334002",)]


def test_no_area(office: Office) -> None:
    result = deliver(office, old("GES;Geschlecht;GESM;männlich;1"))
    assert result.reasons == ("TABELLE_NICHT_GEFUNDEN",)
    assert "GES" in office.letter(SOURCE)


@pytest.mark.parametrize(
    ("lost", "code"),
    [("Zeit;", "SPALTE_FEHLT"), ("1_Merkmal_Code;", "SPALTE_FEHLT"), (PERSONS, "SPALTE_FEHLT")],
)
def test_missing_columns(office: Office, lost: str, code: str) -> None:
    head = (OLD + PERSONS).replace(lost, "weg;" if lost.endswith(";") else "")
    result = deliver(office, text(head, f"{OLD_ROW};{COLOGNE}"))
    assert result.reasons == (code,)
    missing = lost.strip(";") if lost != PERSONS else "CODE__Bezeichnung__Einheit"
    assert missing in office.letter(SOURCE)


def test_something_else(office: Office) -> None:
    result = deliver(office, "Name;Ort\r\na;b\r\n")
    assert result.reasons == ("TABELLE_NICHT_GEFUNDEN",)


def test_a_day_is_needed(office: Office) -> None:
    content = old(COLOGNE).replace("31.12.2022", "2022")
    assert deliver(office, content).reasons == ("TYP", "ZU_VIELE_FEHLER")


def test_flat_table_with_the_columns_of_the_contract(office: Office) -> None:
    head = "Statistik;Stichtag;AGS;Ebene;Name;Merkmal;Wert"
    result = deliver(
        office,
        text(
            head,
            "12411;31.12.2022;5334002;gemeinde;Aachen;insgesamt;252136",
            "12411;31.12.2022;DG;bund;Deutschland;insgesamt;84358845",
            "12411;31.12.2022;05315;gemeinde;Köln;insgesamt;1",
            "12411;31.12.2022;Köln;gemeinde;Köln;insgesamt;1",
        ),
    )
    assert office.lake(result).select("ags", "ebene", "wert").rows() == [
        ("05334002", "gemeinde", 252136.0), ("DG", "bund", 84358845.0)
    ]  # fmt: skip
    assert [fault[1:] for fault in office.faults(result)] == [
        ("ebene|ags", "REGEL"), ("ags", "AGS_UNBEKANNT")
    ]  # fmt: skip
    assert result.quarantined == 2


def test_withdrawal(office: Office) -> None:
    office.put(
        b"einheiten: [{statistik: 12411, stichtag: 2022-12-31}]", f"{NAME}.meta.yaml", SOURCE
    )
    result = deliver(office, old())
    assert (result.status, result.units) == ("geladen", ("statistik=12411;stichtag=2022-12-31",))


# --- keys --------------------------------------------------------------------------------------


def keys(texts: Sequence[str | None]) -> list[tuple[str | None, str | None]]:
    found = area_keys(pl.Series(texts, dtype=pl.String), load_reference()).alias("key")
    return found.to_frame().with_columns(level=level(pl.col("key"))).rows()


@pytest.mark.parametrize(
    ("written", "key", "of"),
    [
        ("DG", "DG", "bund"),
        ("5", "05", "land"),
        ("16", "16", "land"),
        ("53", "053", "regierungsbezirk"),
        ("145", "145", "regierungsbezirk"),
        ("5334", "05334", "kreis"),
        ("5334002", "05334002", "gemeinde"),
        ("5334002.0", "05334002", "gemeinde"),
        ("5.334.002", "05334002", "gemeinde"),
        ("05315000", "05315000", "gemeinde"),
        ("05334000", "05334", "kreis"),
        ("050000000000", "05", "land"),
        ("053000000000", "053", "regierungsbezirk"),
        ("53340002002", "05334002", "gemeinde"),
        ("110000000000", "11000000", "gemeinde"),
        ("17", "017", None),
        ("170", None, None),
        ("123456", None, None),
        ("053340002", None, None),
        ("5,33E+06", None, None),
        ("Köln", None, None),
        (None, None, None),
    ],
)
def test_keys(written: str | None, key: str | None, of: str | None) -> None:
    assert keys([written])[0][0] == key
    assert of is None or keys([written])[0][1] == of


@given(st.sampled_from(sorted(load_reference().gemeinden)))
def test_every_gemeinde_survives_a_spreadsheet(key: str) -> None:
    padded = key[:5] + "0000" + key[5:]
    written = [key, key.lstrip("0"), f"{int(key)}.0", padded, padded.lstrip("0")]
    assert keys(written) == [(key, "gemeinde")] * len(written)
