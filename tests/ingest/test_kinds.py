"""Kinds of values beyond amounts and days, and how they get into each other's way: 1.4 to 1.6."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import openpyxl
import pytest

from tests.ingest import workbooks
from tests.ingest.conftest import Office, as_csv, as_xlsx, saved
from tests.ingest.test_sources import plain_rows

COMMA, POINT, OPEN = "1234,5", "1234.5", "1234"  # amounts that prove a sign, or none


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TINTG_PSEUDONYM_KEY", "ein Schlüssel für Tests")


def column(
    office: Office, source: str, name: str, cells: Sequence[str], proof: tuple[str, str] = ("", "")
) -> list[Any]:
    """What becomes of each cell: value, (value, status), (value, status, text), or the code.

    proof: a column and the text that all rows have there.
    """
    content = list(plain_rows(source, max(21 * len(cells), 4)))
    for number, row in enumerate(content):
        if proof[0]:
            row[proof[0]] = proof[1]
        row |= _told_apart(source, number)
    for row, cell in zip(content, cells, strict=False):
        row[name] = cell
    lines = [list(content[0]), *(list(row.values()) for row in content)]
    result = office.deliver(as_csv(lines), f"{source}__2024-01-31.csv", source)
    assert result.status != "abgelehnt", result.message
    faults = office.quarantine(result) if result.quarantined else []
    codes = {int(fault["zeile"]): fault["grund"] for fault in faults if fault["spalte"] == name}
    assert len(codes) == result.quarantined
    lake = office.lake(result)
    companions = [each for each in (f"{name}_status", f"{name}_text") if each in lake.columns]
    loaded = dict(zip(lake["_zeile"], lake.select(name, *companions).rows(), strict=True))
    return [
        codes.get(line) or (loaded[line] if companions else loaded[line][0])
        for line in range(2, len(cells) + 2)
    ]


def _told_apart(source: str, number: int) -> dict[str, str]:
    """Other parts of the key, so that the column under test may say the same in two rows."""
    if source == "kim_stelle":
        return {"stichtag": (date(2000, 1, 1) + timedelta(days=number)).isoformat()}
    if source != "sgb2_kennzahl":
        return {}
    groups, kinds = ["insgesamt", "kontext_flucht", "auslaender"], ["elb", "lzb"]
    return {
        "gruppe": groups[number % 3],
        "geschlecht": ["insgesamt", "m", "w"][number // 3 % 3],
        "kennzahl": [*kinds, "amp_teilnehmende", "integrationsquote"][number // 9 % 4],
    }


def free(office: Office, cells: dict[str, Any], amount: str = COMMA) -> None:
    found = column(
        office, "fde_komm_an", "ehrenamtliche", list(cells), ("foerderbetrag_eur", amount)
    )
    assert dict(zip(cells, found, strict=True)) == cells


def about(value: float, cell: str) -> tuple[float, str, str]:
    return value, "geschaetzt", cell


def test_estimates(office: Office) -> None:
    words = """ca circa rund etwa ungefähr knapp gut fast über unter mehr\u00a0als weniger\u00a0als
        mind mindestens ab max maximal höchstens bis\u00a0zu ~ > < ≥ ≤""".replace("\u00a0", "_")
    cells = [f"{word.replace('_', ' ')}{gap}20" for word in words.split() for gap in (" ", ". ")]
    cells += [
        "CA.20",
        "Ca. 20",
        "ÜBER 20",
        "u\u0308ber 20",
        "mehr  als 20",
        "~20",
        ">20",
        "20+",
        "20 +",
        "20 (geschätzt)",
        "20(GESCHÄTZT)",
        "20 (gescha\u0308tzt)",
        "ca. 20+",
        "ca.\u00a020",
        "rund +20",
    ]
    pointed = (">.", "<.", "≥.", "≤.", "~.")  # a point follows words only
    free(office, {cell: about(20.0, cell) for cell in cells if not cell.startswith(pointed)})


def test_estimates_with_signs_of_numbers(office: Office) -> None:
    values = {
        "ca. 1.200": 1200.0,
        "ca. 1.200,5": 1200.5,
        "rund 1 200": 1200.0,
        "ca. 50 %": 50.0,
        "mind. 12,0": 12.0,
        "bis zu 5 €": 5.0,
    }
    free(office, {cell: about(value, cell) for cell, value in values.items()})


def test_spans(office: Office) -> None:
    cells = [
        "10-20",
        "10–20",
        "10 - 20",
        "10 bis 20",
        "von 10 bis 20",
        "10/20",
        "ca. 10-20",
        "rund 10 bis 20",
        "10-20+",
        "10-20 (geschätzt)",
        "5/3",
        "1.000-2.000",
        "0,5 bis 1",
        "VON 1 BIS 2",
        "mindestens 10 - 20",
        "2022/2023",
        "10–20 %",
        "10 € bis 20 €",
    ]
    free(office, {cell: (None, "bereich", cell) for cell in cells})


def test_unreadable_texts(office: Office) -> None:
    cells = [
        "viele",
        "20 Personen",
        "ca. 20 TN",
        "20-",
        "-20",
        "\u221220",
        "ca. -5",
        "ca.",
        "s. o.",
        "10, 20",
        "zwei",
        "1e3",
        "12.5",
        "9" * 400,
        "ca. x",
        "(ca. 20)",
        "20++",
        "bis 20",
        "1-2-3",
        "ja",
        "05.03.2023",
        "20?",
        "٣",
        "1'000",
        "(-5)",
        "n. b.",
    ]
    free(office, {cell: (None, "unlesbar", cell) for cell in cells})


def test_plain_free_numbers(office: Office) -> None:
    free(
        office,
        {
            "0": (0.0, None, None),
            "-": (0.0, None, None),
            "–": (0.0, None, None),
            "": (None, None, None),
            "12,5": (12.5, None, None),
            "(12)": (12.0, "eingeschraenkt", None),
            ".": (None, "geheim", None),
            "/": (None, "unsicher", None),
            "x": (None, "nicht_sinnvoll", None),
            "...": (None, "spaeter", None),
            "weiß  nicht": (None, "keine_angabe", None),
            "K.A.": (None, "keine_angabe", None),
            "12 %": (12.0, None, None),
            "+7": (7.0, None, None),
        },
    )


def test_free_numbers_may_be_ambiguous(office: Office) -> None:
    """Also behind a word and in brackets; a span is kept as text, so it says no number."""
    free(
        office,
        {
            "1.234": "MEHRDEUTIG",
            "ca. 1,234": "MEHRDEUTIG",
            "(1.234)": "MEHRDEUTIG",
            "1.234-2.345": (None, "bereich", "1.234-2.345"),
            "1.234 TN": (None, "unlesbar", "1.234 TN"),
            "1 234": (1234.0, None, None),
        },
        OPEN,
    )


def test_a_point_file(office: Office) -> None:
    free(
        office,
        {
            "ca. 1,200": about(1200.0, "ca. 1,200"),
            "1.5": (1.5, None, None),
            "1,5": (None, "unlesbar", "1,5"),
        },
        POINT,
    )


@pytest.mark.parametrize(
    ("proof", "expected"),
    [
        ("ca. 1,5", 1234.0),
        ("(1,5)", 1234.0),
        ("1,5 €", 1234.0),
        ("1,5 (geschätzt)", 1234.0),
        ("~1.5", 1.234),
        ("EUR 1.5", 1.234),
        ("1,50-2,50", None),
        ("1,5 TN", None),
        ("1.234", None),
    ],
)
def test_what_proves_the_sign(office: Office, proof: str, expected: float | None) -> None:
    """A cell votes once words, signs and currency are gone, if it is a number then."""
    found = column(
        office, "fde_komm_an", "ehrenamtliche", [proof, "1.234"], ("foerderbetrag_eur", OPEN)
    )
    assert found[1] == ((expected, None, None) if expected else "MEHRDEUTIG")


def test_keys_do_not_prove_a_sign(office: Office) -> None:
    cells = ["1,5", "1.5.2", "1,25", "2,5"]
    assert column(office, "fde_komm_an", "lfd_nr", cells) == cells
    content = list(plain_rows("fde_komm_an", 40))
    for number, row in enumerate(content):
        row |= {"lfd_nr": f"{number},5", "foerderbetrag_eur": "1234"}
    content[0]["ehrenamtliche"] = "1.234"
    cells_ = [list(content[0]), *(list(row.values()) for row in content)]
    result = office.deliver(as_csv(cells_), "fde_komm_an__2024-02-28.csv", "fde_komm_an")
    assert office.faults(result) == [("2", "ehrenamtliche", "MEHRDEUTIG")]


# --- months, quarters --------------------------------------------------------------------------


def test_months(office: Office) -> None:
    names = [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ]
    expected: dict[str, Any] = {}
    for number, name in enumerate(names, 1):
        for cell in (name, name[:3], f"{name[:3]}.", name.upper()):
            expected[f"{cell} 2021"] = date(2021, number, 1)
    expected |= {
        "Sept. 2021": date(2021, 9, 1),
        "Mrz 2021": date(2021, 3, 1),
        "2021-07": date(2021, 7, 1),
        "07/2021": date(2021, 7, 1),
        "7.2021": date(2021, 7, 1),
        "31.07.2021": date(2021, 7, 1),
        "1.7.21": date(2021, 7, 1),
        "44408": date(2021, 7, 1),
        "2021-07-31T23:59:59": date(2021, 7, 1),
        "2021-13": "TYP",
        "00/2021": "TYP",
        "2021": "TYP",
        "Juli": "TYP",
        "31.06.2021": "TYP",
        "x": "TYP",
        "07/21": "TYP",
        "202107": "TYP",
    }
    assert (
        dict(
            zip(expected, column(office, "sgb2_kennzahl", "stichtag", list(expected)), strict=True)
        )
        == expected
    )


@pytest.mark.parametrize("write", [workbooks.xls, workbooks.xlsb])
def test_native_months_in_a_workbook_of_1904(office: Office, write) -> None:  # type: ignore[no-untyped-def]
    """Serial 43464 of that calendar is the last day of 2022."""
    content = list(plain_rows("sgb2_kennzahl", 2))
    cells: list[list[Any]] = [list(content[0]), *(list(row.values()) for row in content)]
    cells[1][0], cells[2][0] = 43464, "Dez 2022"
    result = office.deliver(
        write(cells, date1904=True), "sgb2_kennzahl__2024-01-31.x", "sgb2_kennzahl"
    )
    assert office.lake(result)["stichtag"].to_list() == [date(2022, 12, 1)] * 2
    assert result.units == ("stichtag=2022-12-01",)


def native(
    office: Office, source: str, name: str, values: Sequence[Any], style: str = ""
) -> list[Any]:
    """Values and codes of native cells of a workbook."""
    content = list(plain_rows(source, 21 * len(values)))
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(list(content[0]))
    at = list(content[0]).index(name) + 1
    for line, row in enumerate(content, 2):
        sheet.append([cell or None for cell in row.values()])
        if line - 2 < len(values):
            sheet.cell(line, at).value = values[line - 2]
            if style:
                sheet.cell(line, at).number_format = style
    result = office.deliver(saved(book), f"{source}__2024-01-31.xlsx", source)
    assert result.status != "abgelehnt", result.message
    codes = (
        {int(f["zeile"]): f["grund"] for f in office.quarantine(result)}
        if result.quarantined
        else {}
    )
    lake = office.lake(result)
    loaded = dict(zip(lake["_zeile"], lake[name], strict=True))
    return [codes.get(line) or loaded[line] for line in range(2, len(values) + 2)]


DAY = datetime(2023, 3, 5)


@pytest.mark.parametrize(
    ("source", "name", "values", "expected"),
    [
        (
            "fde_ki_massnahme",
            "quartal",
            [1.0, 4, 5, 1.5, DAY, True],
            [1, 4, "WERTEBEREICH", "TYP", "TYP", "TYP"],
        ),
        (
            "fde_ki_massnahme",
            "berichtsjahr",
            [2023.0, 2023.5, True, DAY],
            [2023, "TYP", "TYP", "TYP"],
        ),
        (
            "fde_ki_massnahme",
            "massnahme_id",
            [7.0, 12345678901, 1.5, DAY, True],
            ["7", "12345678901", "1.5", "TYP", "TYP"],
        ),
        (
            "fde_ki_massnahme",
            "ki",
            [5111, 5334002.0, 5111000, 5334000],
            ["05111", "05334002", "05111", "05334"],
        ),
        (
            "fde_ki_massnahme",
            "zielerreichung",
            [7.0, 10, 11, 7.5, True, DAY],
            [7, 10, "WERTEBEREICH", "TYP", "TYP", "TYP"],
        ),
        (
            "fde_ki_massnahme",
            "kapazitaet_prozent",
            [51.5, 0, 100.01, -1],
            [51.5, 0.0, "WERTEBEREICH", "WERTEBEREICH"],
        ),
        (
            "fde_ki_massnahme",
            "teilnehmende",
            [12.5, 7, -1, DAY, True],
            [12.5, 7.0, None, None, None],
        ),
        ("fde_ki_massnahme", "kooperationspartner", [7.0, "a|b"], ["7", "a|b"]),
        ("fde_komm_an", "durchfuehrungsort_ags", [5334002.0, 5111000], ["05334002", "05111000"]),
        (
            "fde_komm_an",
            "ohne_land_finanzierbar",
            [True, False, 1, 0.0, 2],
            [True, False, True, False, "TYP"],
        ),
        (
            "fde_komm_an",
            "foerderbetrag_eur",
            [0.1 + 0.2, 1234.56, 1.005, True, DAY],
            [None, None, "TYP", "TYP", "TYP"],
        ),
        ("kim_stelle", "baustein", [1.0, 3, 4, 0], [1, 3, "WERTEBEREICH", "WERTEBEREICH"]),
        (
            "kim_stelle",
            "stichtag",
            [DAY, 45291, 45291.5],
            [date(2023, 3, 5), date(2023, 12, 31), date(2023, 12, 31)],
        ),
        (
            "sgb2_kennzahl",
            "stichtag",
            [DAY, 44561, 12.2021, 2021],
            [date(2023, 3, 1), date(2021, 12, 1), date(2021, 12, 1), "TYP"],
        ),
        ("sgb2_kennzahl", "raum", [5.0, 5334, 51], ["05", "05334", "AGS_UNBEKANNT"]),
        ("monitoring_indikator", "land", [5.0, 16, 17], ["05", "16", "CODE_UNBEKANNT"]),
        ("kim_fall", "altersgruppe", ["0-17", DAY], ["0-17", "CODE_UNBEKANNT"]),
        ("kim_fall", "geschlecht", ["w", True], ["w", "CODE_UNBEKANNT"]),
        ("haushalt_titel", "titel", [68561.0], ["68561"]),
    ],
)
def test_native_cells(
    office: Office, source: str, name: str, values: list[Any], expected: list[Any]
) -> None:
    found = native(office, source, name, values)
    if name == "foerderbetrag_eur":
        assert [str(each) for each in found] == ["0.30", "1234.56", "TYP", "TYP", "TYP"]
    else:
        assert found == expected


def test_percent_cells(office: Office) -> None:
    assert native(office, "fde_ki_massnahme", "kapazitaet_prozent", [0.515, 1, 0.07], "0.0%") == [
        51.5,
        100.0,
        7.0,
    ]
    assert native(office, "ikoe_massnahme", "anteil_prozent", [0.29], "0 %") == [29.0]
    assert native(office, "ikoe_massnahme", "anteil_prozent", [1.01], "0%") == ["WERTEBEREICH"]


def test_a_day_in_a_free_number_is_kept_as_text(office: Office) -> None:
    """What Excel makes of `5/3`: not 5, not 3, not the serial number of a day."""
    content = list(plain_rows("fde_komm_an", 3))
    cells: list[list[Any]] = [list(content[0]), *(list(row.values()) for row in content)]
    cells[1][cells[0].index("ehrenamtliche")] = date(2023, 3, 5)
    result = office.deliver(as_xlsx(cells), "fde_komm_an__2024-01-31.xlsx", "fde_komm_an")
    row = office.lake(result).row(0, named=True)
    assert (row["ehrenamtliche"], row["ehrenamtliche_status"]) == (None, "unlesbar")
    assert row["ehrenamtliche_text"].startswith("2023-03-05")


# --- keys, codes -------------------------------------------------------------------------------


def test_an_empty_optional_key_is_a_value_of_the_key(office: Office) -> None:
    content = list(plain_rows("fde_komm_an", 6))
    for row in content:
        row |= {"haushaltsjahr": "2023", "ki": "05111", "baustein": "A", "lfd_nr": "1"}
    places = ["", "05111000", "05112000", "", "05113000", "05114000"]
    for row, place in zip(content, places, strict=True):
        row["durchfuehrungsort_ags"] = place
    content[3]["foerderbetrag_eur"] = "7,00"
    cells = [list(content[0]), *(list(row.values()) for row in content)]
    result = office.deliver(as_csv(cells), "fde_komm_an__2024-01-31.csv", "fde_komm_an")
    assert [(line, code) for line, _, code in office.faults(result)] == [
        ("2", "DUPLIKAT"),
        ("5", "DUPLIKAT"),
    ]
    assert office.lake(result)["durchfuehrungsort_ags"].to_list() == [
        "05111000",
        "05112000",
        "05113000",
        "05114000",
    ]


def test_aachen_and_its_region(office: Office) -> None:
    """For a KI the region is without the city, and both have one; in statistics it is with it."""
    cells = {
        "05334": "05334",
        "5334": "05334",
        "05334000": "05334",
        "5334000.0": "05334",
        "StädteRegion Aachen": "05334",
        "STAEDTEREGION-AACHEN": "05334",
        "05334002": "05334002",
        "5.334.002": "05334002",
        "Stadt Aachen": "05334002",
        "05313": "AGS_UNBEKANNT",
        "05334004": "AGS_UNBEKANNT",
        "05111001": "AGS_UNBEKANNT",
        "05154000": "AGS_UNBEKANNT",
        "05111000": "05111",
        "5111.0": "05111",
        "111": "AGS_UNBEKANNT",
        "05": "AGS_UNBEKANNT",
        "5,111": "AGS_UNBEKANNT",
        "005111": "AGS_UNBEKANNT",
    }
    found = column(office, "kim_stelle", "standort", list(cells))
    assert dict(zip(cells, found, strict=True)) == cells
    cells = {
        "05334": "05334",
        "05334002": "AGS_UNBEKANNT",
        "05": "05",
        "5": "05",
        "5334": "05334",
        "NRW": "AGS_UNBEKANNT",
        "-": "AGS_UNBEKANNT",
        "053": "AGS_UNBEKANNT",
    }
    found = column(office, "sgb2_kennzahl", "raum", list(cells))
    assert dict(zip(cells, found, strict=True)) == cells


def test_what_divides_codes(office: Office) -> None:
    sex = "Geschlecht, geschlechtliche und sexuelle Identität"
    cells = {
        "am_sprache": "am_sprache",
        sex: "am_geschlecht",
        f"{sex}|Sprache": "am_geschlecht|am_sprache",
        f"{sex};Sprache": "am_geschlecht|am_sprache",
        "Sprache, Rassismus": "am_rassismus|am_sprache",
        "|Sprache||": "am_sprache",
        f"{sex}, Sprache": "CODE_UNBEKANNT",
        "Sprache;Rassismus|Alter": "CODE_UNBEKANNT",
        "Sprache und Rassismus": "CODE_UNBEKANNT",
        "Religion/Weltanschauung": "am_religion",
        "Sprache,": "am_sprache",
        "SPRACHE , sprache": "am_sprache",
        "|": "CODE_UNBEKANNT",
        "Sprache/Rassismus": "CODE_UNBEKANNT",
    }
    found = column(office, "ada_beratung", "merkmale", list(cells))
    assert dict(zip(cells, found, strict=True)) == cells


def test_open_codes(office: Office) -> None:
    cells = {
        "SGB II": "sgb_ii",
        "SGB-II": "sgb_ii",
        "sgb__ii": "sgb_ii",
        "Maßnahme": "massnahme",
        "O\u0308ffentlich": "oeffentlich",
        "a*": "a",
        "x" * 41: "CODE_UNBEKANNT",
        "§ 25": "CODE_UNBEKANNT",
        "a.b": "CODE_UNBEKANNT",
        "7": "7",
        "a,b": "CODE_UNBEKANNT",
        "7.0": "7",
    }
    found = column(office, "kim_fall", "aufenthalt", list(cells))
    assert dict(zip(cells, found, strict=True)) == cells


@pytest.mark.parametrize("cell", ["Caritas 0211 123456", "DE89 3704 0044 0532 0130 00", "a@b.de"])
@pytest.mark.parametrize("name", ["abschlussgrund", "bedarfe"])
def test_open_codes_hold_no_addresses(office: Office, cell: str, name: str) -> None:
    content = list(plain_rows("kim_fall", 200))
    content[4][name] = cell
    cells = [list(content[0]), *(list(row.values()) for row in content)]
    result = office.deliver(as_csv(cells), "kim_fall__2024-01-31.csv", "kim_fall")
    assert result.quarantined == 1 and "PERSONENDATEN" in result.reasons
    assert cell not in office.everything_written() and cell not in str(result)


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("fde_ki_massnahme", "titel"),
        ("fde_ki_massnahme", "teilnehmende"),
        ("haushalt_titel", "zweck"),
        ("gremium", "name"),
        ("lir_austausch", "thema"),
        ("monitoring_indikator", "bezeichnung"),
        ("monitoring_indikator", "einheit"),
        ("fde_lsp", "anfragen"),
    ],
)
def test_kept_texts_hold_no_addresses(office: Office, source: str, name: str) -> None:
    """One of 150 rows goes; two of 150 refuse the file."""
    cell = "Rückfragen: 0211 / 1234567"
    content = list(plain_rows(source, 150))
    cells = [list(content[0]), *(list(row.values()) for row in content)]
    at = cells[0].index(name)
    cells[5][at] = cell
    result = office.deliver(as_csv(cells), f"{source}__2024-01-31.csv", source)
    assert office.faults(result) == [("6", name, "PERSONENDATEN")]
    cells[9][at] = cell
    result = office.deliver(as_csv(cells), f"{source}__2024-02-28.csv", source)
    assert (result.status, result.reasons) == ("abgelehnt", ("PERSONENDATEN",))
    assert "1234567" not in office.everything_written() + str(result)


def test_crosses_fill_a_required_column(office: Office) -> None:
    """Empty says no where all filled cells are crosses; an error cell is no cross."""
    content = list(plain_rows("fde_lsp", 30))
    for number, row in enumerate(content):
        row["lsp_eingerichtet"] = "X" if number % 3 == 0 else ""
    cells = [list(content[0]), *(list(row.values()) for row in content)]
    result = office.deliver(as_csv(cells), "fde_lsp__2024-01-31.csv", "fde_lsp")
    assert result.status == "geladen"
    assert office.lake(result)["lsp_eingerichtet"].to_list() == [True, False, False] * 10
    assert not office.lake(result)["lsp_eingerichtet"].has_nulls()


@pytest.mark.parametrize(
    ("source", "units", "expected"),
    [
        ("kim_kontakt", '{standort: "05111", quartal: 2023-Q1}', "standort=05111;quartal=2023-Q1"),
        ("kim_kontakt", "{standort: 05111, quartal: I/2023}", "standort=05111;quartal=2023-Q1"),
        (
            "kim_kontakt",
            "{standort: 05334002, quartal: 4. Quartal 2022}",
            "standort=05334002;quartal=2022-Q4",
        ),
        ("kim_fall", "{standort: Stadt Aachen}", "standort=05334002"),
        (
            "monitoring_indikator",
            "{ausgabe: 2025, code: E1a, jahr: 2023}",
            "ausgabe=2025;code=E1a;jahr=2023",
        ),
        ("sgb2_kennzahl", "{stichtag: 2023-12}", "stichtag=2023-12-01"),
        ("kim_stelle", "{stichtag: 2023-12-31}", "stichtag=2023-12-31"),
        ("ada_beratung", "{jahr: 2023, servicestelle: Köln}", "jahr=2023;servicestelle=Köln"),
        ("zue_quartal", "{jahr: 2023, quartal: Q2}", "jahr=2023;quartal=2"),
        ("kim_kontakt", "{standort: 05111, quartal: 1}", None),
        ("kim_kontakt", "{standort: 05111, datum: 2023-01-01}", None),
        ("kim_kontakt", "{standort: 05999, quartal: 2023-Q1}", None),
        ("kim_kontakt", "{standort: 05111, quartal: 2023-Q5}", None),
        ("monitoring_indikator", "{ausgabe: 2025, jahr: 2023}", None),
    ],
)
def test_units_that_a_sidecar_withdraws(
    office: Office, source: str, units: str, expected: str | None
) -> None:
    header = list(next(plain_rows(source, 1)))
    path = office.put(as_csv([header]), f"{source}__2024-01-31.csv", source)
    path.with_name(f"{path.name}.meta.yaml").write_text(f"einheiten: [{units}]\n", "utf-8")
    (result,) = office.run().files
    if expected is None:
        assert result.reasons == ("DATENSTAND_FEHLT",)
    else:
        assert (result.status, result.units) == ("geladen", (expected,))
        assert office.register(source)[0]["einheiten"] == expected


@pytest.mark.parametrize(
    ("source", "foot"),
    [("kim_fall", "standort"), ("beschwerdestelle", "jahr"), ("fde_lsp", "anfragen")],
)
def test_a_footnote_below_the_table(office: Office, source: str, foot: str) -> None:
    """The first cell alone, and no value of that column; a text in a free number is none either."""
    content = list(plain_rows(source, 5))
    header = [foot, *(name for name in content[0] if name != foot)]
    cells = [
        header,
        *([row[name] for name in header] for row in content),
        ["Quelle: Meldungen", ""],
    ]
    result = office.deliver(as_csv(cells), f"{source}__2024-01-31.csv", source)
    assert (result.status, result.read) == ("geladen", 5)


def test_a_key_in_a_text_stays_as_it_is(office: Office) -> None:
    """Only what a spreadsheet made of a number loses its `.0`, and what becomes a pseudonym."""
    cells = ["1", "1.0", "2.10", "007"]
    assert column(office, "lir_austausch", "lfd_nr", cells) == cells


def test_signs_in_a_unit(office: Office) -> None:
    """Only the sign that divides the units in the register cannot be part of one."""
    cells = ["AWO; Köln", "A=B", "100 % Vielfalt", "AWO | Köln", "Köln|", "Büro & Co. (Süd)"]
    found = column(office, "ada_beratung", "servicestelle", cells)
    assert found == [cell if "|" not in cell else "TYP" for cell in cells]
    assert "jahr=2000;servicestelle=AWO; Köln" in office.register("ada_beratung")[0]["einheiten"]
    assert "ohne „|“" in office.everything_written()


def test_a_list_of_allowed_values_ends_with_one_point(office: Office) -> None:
    content = list(plain_rows("kim_fall", 30))
    content[1]["geschlecht"] = "weibl."
    cells = [list(content[0]), *(list(row.values()) for row in content)]
    result = office.deliver(as_csv(cells), "kim_fall__2024-01-31.csv", "kim_fall")
    (fault,) = office.quarantine(result)
    assert fault["meldung"].endswith("„weibl.“. Erlaubt sind: m, w, d, k.A.")


def test_rules_of_a_case(office: Office) -> None:
    """Each comparison where both of its days are there, in the words of that comparison."""
    days = [
        ("01.02.2023", "", ""),
        ("", "", "31.01.2023"),
        ("31.01.2023", "", ""),
        ("03.02.2023", "", "02.02.2023"),
        ("02.02.2023", "", "02.02.2023"),
    ]
    content = list(plain_rows("kim_fall", 120))
    for row, (change, _, end) in zip(content, days, strict=False):
        row |= {"beginn": "01.02.2023", "fallart_wechsel_datum": change, "ende": end}
    cells = [list(content[0]), *(list(row.values()) for row in content)]
    result = office.deliver(as_csv(cells), "kim_fall__2024-01-31.csv", "kim_fall")
    found = [(f["zeile"], f["grund"], f["meldung"]) for f in office.quarantine(result)]
    assert [(line, code) for line, code, _ in found] == [
        ("3", "REGEL"),
        ("4", "REGEL"),
        ("5", "REGEL"),
    ]
    words = ["enden, bevor er begonnen", "bevor der Fall begonnen", "nachdem der Fall geendet"]
    assert all(word in text for word, (_, _, text) in zip(words, found, strict=True))
