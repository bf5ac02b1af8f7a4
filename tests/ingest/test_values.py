"""What a cell means: delivery interface 1.4 to 1.6, one table a rule."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.ingest.conftest import HEADER, REPORT, Office, as_csv, report_row, row, rows, table

COMMA = {"rueckforderung_eur": "0,50"}  # one more proof of the decimal comma
POINT = {"ausgezahlt_eur": "6300.00", "bewilligt_eur": "6300.00", "rueckforderung_eur": "0.50"}
OPEN = {"ausgezahlt_eur": "6300", "bewilligt_eur": "6300", "rueckforderung_eur": ""}


def read_cell(office: Office, column: str, text: str, notation: dict[str, str]) -> Any:
    """The value and status of one cell, or its fault code, in a file of four rows."""
    content = [row(number) | notation for number in range(4)]
    content[1][column] = text
    result = office.deliver_rows(content)
    faults = [f for f in office.faults(result) if f[0] == "3"] if result.quarantined else []
    if faults:
        return [code for _, name, code in faults if name == column]
    loaded = office.lake(result).row(1, named=True)
    return loaded[column], loaded.get(f"{column}_status")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("14.128.200,00", "14128200.00"),
        ("14 128 200,00", "14128200.00"),
        ("14\u00a0128\u00a0200,00", "14128200.00"),
        ("14\u202f128\u202f200,00", "14128200.00"),
        ("1.701", "1701.00"),
        ("1234", "1234.00"),
        ("1,5", "1.50"),
        ("-5,25", "-5.25"),
        ("\u22125,25", "-5.25"),
        ("–5,25", "-5.25"),
        ("+5,25", "5.25"),
        ("12,50 €", "12.50"),
        ("12,50€", "12.50"),
        ("12,50 EUR", "12.50"),
        ("12,50 Euro", "12.50"),
        ("€ 12,50", "12.50"),
        ("EUR 12,50", "12.50"),
        ("300,-", "300.00"),
        ("1.300,- €", "1300.00"),
        ("2,5000", "2.50"),
        ("-", "0.00"),
        ("–", "0.00"),
        ("0", "0.00"),
        ("1234567890123456,78", "1234567890123456.78"),
    ],
)
def test_amounts_in_a_comma_file(office: Office, text: str, value: str) -> None:
    assert read_cell(office, "korrektur_eur", text, COMMA) == (Decimal(value), None)


@pytest.mark.parametrize(
    ("text", "value"),
    [("14,128,200.00", "14128200.00"), ("1,701", "1701.00"), ("12.5", "12.50"), ("7", "7.00")],
)
def test_amounts_in_a_point_file(office: Office, text: str, value: str) -> None:
    assert read_cell(office, "korrektur_eur", text, POINT) == (Decimal(value), None)


@pytest.mark.parametrize(
    "text",
    ["12.50", "1,234.50", "5,25-", "1'234,50", "1,5E+3", "5,255", "abc", "s. Bericht", "ca. 5,00",
     "٣,00", "1.23.456", "1 2345", "0.500", "12,", ",5", "- 5,00", "−", "12345678901234567,00",
     "1.234.5", "--", "12,50 $"],
)  # fmt: skip
def test_no_amounts_in_a_comma_file(office: Office, text: str) -> None:
    assert read_cell(office, "korrektur_eur", text, COMMA) == ["TYP"]


@pytest.mark.parametrize("text", ["1,50", "1.234,50", "300,-"])
def test_no_amounts_in_a_point_file(office: Office, text: str) -> None:
    assert read_cell(office, "korrektur_eur", text, POINT) == ["TYP"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.234", ["MEHRDEUTIG"]),
        ("1,234", ["MEHRDEUTIG"]),
        ("0.500", ["MEHRDEUTIG"]),
        ("1234", (Decimal("1234.00"), None)),
        ("1 234", (Decimal("1234.00"), None)),
    ],
)
def test_a_file_that_proves_no_sign(office: Office, text: str, expected: Any) -> None:
    assert read_cell(office, "korrektur_eur", text, OPEN) == expected


@pytest.mark.parametrize(
    ("proof", "expected"),
    [
        # the cell itself decides between the notations, or a cell of another number column does
        ("1,5", Decimal("1.50")),
        ("1.5", Decimal("1.50")),
        ("1.234.567", Decimal("1234567.00")),
        ("1,234,567", Decimal("1234567.00")),
        ("1.234,567000", Decimal("1234.57")),
    ],
)
def test_one_cell_can_decide(office: Office, proof: str, expected: Decimal) -> None:
    found = read_cell(office, "korrektur_eur", proof, OPEN)
    assert found == (expected, None) if proof != "1.234,567000" else found == ["TYP"]


def test_equal_counts_leave_each_cell_to_itself(office: Office) -> None:
    content = [row(number) | OPEN for number in range(4)]
    content[0]["korrektur_eur"], content[1]["korrektur_eur"] = "1,50", "2.50"
    content[2]["korrektur_eur"] = "1.500"
    result = office.deliver_rows(content)
    assert office.faults(result) == [("4", "korrektur_eur", "MEHRDEUTIG")]
    assert office.lake(result)["korrektur_eur"].to_list() == [
        Decimal("1.50"), Decimal("2.50"), None
    ]  # fmt: skip


def test_free_text_votes_once_its_words_are_gone(office: Office) -> None:
    content = [row(number) | OPEN for number in range(4)]
    content[0]["korrektur_eur"], content[1]["korrektur_eur"] = "ca. 1,50 €", "1.500"
    result = office.deliver_rows(content)
    assert office.faults(result) == [("2", "korrektur_eur", "TYP")]
    assert office.lake(result)["korrektur_eur"][0] == Decimal("1500.00")


@pytest.mark.parametrize(
    ("text", "value", "status"),
    [
        ("-", Decimal("0.00"), None),
        (".", None, "geheim"),
        ("*", None, "geheim"),
        ("/", None, "unsicher"),
        ("x", None, "nicht_sinnvoll"),
        ("X", None, "nicht_sinnvoll"),
        ("…", None, "spaeter"),
        ("...", None, "spaeter"),
        ("k.A.", None, "keine_angabe"),
        ("k. A.", None, "keine_angabe"),
        ("keine Angabe", None, "keine_angabe"),
        ("weiß nicht", None, "keine_angabe"),
        ("(12)", Decimal("12.00"), "eingeschraenkt"),
        ("(1.200,50 €)", Decimal("1200.50"), "eingeschraenkt"),
        ("", None, None),
    ],
)
def test_signs(office: Office, text: str, value: Decimal | None, status: str | None) -> None:
    assert read_cell(office, "korrektur_eur", text, COMMA) == (value, status)


def test_a_sign_fills_a_required_column(office: Office) -> None:
    assert read_cell(office, "bewilligt_eur", "*", COMMA) == (None, "geheim")
    assert read_cell(office, "personen_gesamt", "/", COMMA) == (None, "unsicher")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("21", 21), ("21,0", 21), ("21,00", 21), ("21,5", ["TYP"]), ("-1", ["WERTEBEREICH"]),
     ("21 %", 21), ("99999999999999999999", ["TYP"])],
)  # fmt: skip
def test_whole_numbers(office: Office, text: str, expected: Any) -> None:
    found = read_cell(office, "personen_gesamt", text, COMMA)
    assert found == (expected if isinstance(expected, list) else (expected, None))


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2023", 2023), ("2.023", 2023), ("2023,0", 2023), ("1999", ["WERTEBEREICH"]),
     ("2101", ["WERTEBEREICH"]), ("-", ["TYP"]), ("x", ["TYP"]), ("23", ["WERTEBEREICH"]),
     ("2023/24", ["TYP"]), ("", ["PFLICHT"])],
)  # fmt: skip
def test_years(office: Office, text: str, expected: Any) -> None:
    found = read_cell(office, "haushaltsjahr", text, COMMA)
    assert found == (expected if isinstance(expected, list) else (expected, None))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *((text, 1) for text in ("1", "Q1", "q1", "I", "I/2023", "2023-Q1", "1. Quartal 2023",
                                 "1. Quartal", "Q1/2023", "1,0")),
        *((text, 4) for text in ("4", "IV", "IV/2023", "2023-Q4", "4. Quartal 2023")),
        *((text, ["WERTEBEREICH"]) for text in ("0", "5", "Q5", "5. Quartal 2023", "I/2022", "V",
                                                "2022-Q1", "1. Quartal 2024")),
        *((text, ["TYP"]) for text in ("-", "x", "erstes", "1.5.2023", "Q", "IQ")),
    ],
)  # fmt: skip
def test_quarters(office: Office, text: str, expected: Any) -> None:
    found = read_cell(office, "quartal", text, COMMA)
    assert found == (expected if isinstance(expected, list) else (expected, None))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("15.02.2023", date(2023, 2, 15)),
        ("5.2.2023", date(2023, 2, 5)),
        ("5.2.23", date(2023, 2, 5)),
        ("31.12.79", date(2079, 12, 31)),
        ("01.01.80", date(1980, 1, 1)),
        ("2023-02-15", date(2023, 2, 15)),
        ("2023-02-15T10:00:00Z", date(2023, 2, 15)),
        ("2023-02-15 00:00:00", date(2023, 2, 15)),
        ("44972", date(2023, 2, 15)),
        ("20000", date(1954, 10, 3)),
        ("80000", date(2119, 1, 11)),
        ("29.02.2024", date(2024, 2, 29)),
        *((text, ["TYP"]) for text in ("29.02.2023", "31.04.2023", "32.1.2023", "2023-13-01",
                                       "19999", "80001", "15/02/2023", "Februar 2023", "-", "x",
                                       "15.02.202", "2023-2-1")),
    ],
)  # fmt: skip
def test_dates(office: Office, text: str, expected: Any) -> None:
    found = read_cell(office, "bescheid_datum", text, COMMA)
    assert found == (expected if isinstance(expected, list) else (expected, None))


AACHEN = "05334002"


@pytest.mark.parametrize(
    "text",
    ["05334002", "5334002", "5334002.0", "5.334.002", " 05334002 ", "05334002\u00a0", "Aachen",
     "AACHEN, Stadt", "aachen,  stadt"],
)  # fmt: skip
def test_gemeinde_keys(office: Office, text: str) -> None:
    assert read_cell(office, "ags", text, COMMA) == (AACHEN, None)


@pytest.mark.parametrize(
    "text",
    ["5,33E+06", "05334", "05334000", "05999999", "5334", "Atlantis", "053340020002", "x", "-",
     "5 334 002"],
)  # fmt: skip
def test_unknown_gemeinden(office: Office, text: str) -> None:
    assert read_cell(office, "ags", text, COMMA) == ["AGS_UNBEKANNT"]


def test_name_of_another_gemeinde(office: Office) -> None:
    content = rows()
    content[0]["gemeinde"] = "Düsseldorf, Stadt"  # right
    content[1]["gemeinde"] = "Essen"  # 05112000 is Duisburg
    content[2]["gemeinde"] = "Musterdorf"  # not known, so it says nothing
    result = office.deliver_rows(content)
    assert office.faults(result) == [("3", "gemeinde", "REGEL")]
    assert "Essen" in office.quarantine(result)[0]["meldung"]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["ja", "NEIN", "j", "n", "1", "0", "wahr", "Falsch", "true", "false", ""],
         [True, False, True, False, True, False, True, False, True, False, None]),
        (["x", "X", "", "", "", "", "", "", "", "", "x"],
         [True, True, *[False] * 8, True]),
        ([""] * 11, [None] * 11),
    ],
)  # fmt: skip
def test_booleans(office: Office, texts: list[str], expected: list[bool | None]) -> None:
    content = [
        report_row(number, feedback_digitalisierung_positiv=text)
        for number, text in enumerate(texts)
    ]
    result = office.deliver_rows(content, REPORT)
    assert office.lake(result)["feedback_digitalisierung_positiv"].to_list() == expected


def test_a_cross_beside_words_is_no_boolean(office: Office) -> None:
    texts = ["x", "ja", "", "vielleicht"]
    content = [report_row(n, feedback_digitalisierung_positiv=text) for n, text in enumerate(texts)]
    result = office.deliver_rows(content, REPORT)
    column = "feedback_digitalisierung_positiv"
    assert office.faults(result) == [("2", column, "TYP"), ("5", column, "TYP")]


def test_signs_do_not_fill_keys(office: Office) -> None:
    content = rows()
    content[0]["haushaltsjahr"] = "."
    result = office.deliver(as_csv(table(content)))
    assert office.faults(result) == [("2", "haushaltsjahr", "TYP")]


def test_missing_optional_columns_are_empty(office: Office) -> None:
    optional = ("gemeinde", "korrektur_eur", "rueckforderung_eur", "bescheid_datum")
    required = [name for name in HEADER if name not in optional]
    result = office.deliver(as_csv(table(rows(), required)))
    assert result.status == "geladen"
    assert office.lake(result)["bescheid_datum"].null_count() == 4
