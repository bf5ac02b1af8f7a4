"""German notation, the downloads, and the classes of a map."""

from __future__ import annotations

import csv
import datetime as dt
import io

import openpyxl
import pytest

from dashboards.befunde import rule_title
from dashboards.bezeichnungen import SOURCES, checked_name, short_source_name
from dashboards.download import DATA_SHEET, NOTES_SHEET, to_csv, to_xlsx
from dashboards.karte import PALETTE, UNKNOWN, WITHHELD, ZERO, classes, colour_of
from dashboards.tabelle import NOTHING, Table, Titled, number_column, text_column
from dashboards.zahlen import SIGNS, Value, counted, date, legend, local_time, number, period
from publish.suites import Suite, load_suites
from tintg.paths import EXPECTATIONS

EUR = Value(14128200.0, "", "EUR", 0)
SHARE = Value(51.478143, "", "Prozent", 1)
HIDDEN = Value(None, "geheim", "EUR", 0)
TABLE = Table(
    (text_column("Name"), number_column("Bewilligt", "EUR"), number_column("Anteil", "Prozent", 1)),
    (
        ("Köln", EUR, SHARE),
        ("=SUMME(A1)", HIDDEN, Value(None, "keine_angabe", "Prozent", 1)),
        ("  -2+3", Value(-5.0, "", "EUR", 0), Value(12.25, "eingeschraenkt", "Prozent", 1)),
    ),
)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (EUR, "14.128.200 €"),
        (SHARE, "51,5 %"),
        (Value(0.0, "", "Prozent", 1), "0,0 %"),
        (Value(-0.04, "", "Prozent", 1), "0,0 %"),
        (Value(0.25, "", "Prozent", 1), "0,3 %"),
        (Value(2.5, "", "EUR", 0), "3 €"),
        (Value(359.0, "", "Gemeinden", 0), "359 Gemeinden"),
        (Value(1.0, "", "Gemeinden", 0), "1 Gemeinde"),
        (Value(12.0, "eingeschraenkt", "EUR", 0), "(12) €"),
        (HIDDEN, "•"),
        (Value(7.0, "geheim", "EUR", 0), "•"),
        (Value(None, "nicht_sinnvoll"), "x"),
        (Value(None, "unsicher"), "/"),
        (Value(None, "spaeter"), "…"),
        (Value(None, ""), "k. A."),
        (Value(7.0, "ein_neuer_status"), "k. A."),
    ],
)
def test_values_in_german(value: Value, shown: str) -> None:
    assert value.text == shown
    assert "\u00a0" not in value.text and "\u202f" not in value.text  # ordinary blanks only


def test_dates_and_periods() -> None:
    assert date(dt.date(2024, 6, 30)) == "30.06.2024"
    assert date(None) == "k. A."
    assert period("quartal", "2023-Q2") == "2. Quartal 2023"
    assert period("jahr", "2023") == "2023"
    assert period("monat", "2023-12") == "Dezember 2023"
    assert period("stichtag", "2023-12-31") == "31.12.2023"
    # summer time
    assert local_time("2026-07-01T22:30:00+00:00") == "02.07.2026, 00:30 Uhr"
    assert number(1234567.891, 2) == "1.234.567,89"


def test_legend_explains_the_signs_that_occur_and_no_others() -> None:
    assert legend([EUR, SHARE]) == []
    texts = legend([EUR, HIDDEN, Value(1.0, "eingeschraenkt")])
    assert [text.split()[0] for text in texts] == ["•", "(12)"]
    assert HIDDEN.why == "Der Wert wird geheim gehalten." and EUR.why == ""
    every = legend([Value(None, status) for status in SIGNS])
    assert len(every) == len(SIGNS)


def test_csv_opens_in_german_excel() -> None:
    facts = [("Quelle", "=Amt; Amt"), ("Datenstand", "30.06.2024"), ("Hinweis", "Beispieldaten")]
    raw = to_csv(TABLE, facts)
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";"))
    assert rows == [
        ["Name", "Bewilligt in €", "Anteil in %", "Quelle", "Datenstand", "Hinweis"],
        ["Köln", "14128200", "51,5", "'=Amt; Amt", "30.06.2024", "Beispieldaten"],
        ["'=SUMME(A1)", "•", "k. A.", "'=Amt; Amt", "30.06.2024", "Beispieldaten"],
        ["'  -2+3", "-5", "(12,3)", "'=Amt; Amt", "30.06.2024", "Beispieldaten"],
    ]


def test_csv_without_rows_still_names_its_source() -> None:
    empty = Table((text_column("Name"), text_column("Befund")), ())
    assert to_csv(empty, [("Quelle", "Amt")]).decode("utf-8-sig") == (
        f"Name;Befund;Quelle\r\n{NOTHING};;Amt\r\n"
    )
    assert f'<td colspan="2">{NOTHING}</td>' in empty.to_html("Befunde")


def test_codes_stand_small_behind_their_title() -> None:
    table = Table((text_column("Befund"),), ((Titled("Bericht <fehlt>", "R17-5"),),))
    assert "Bericht &lt;fehlt&gt; <small>R17-5</small>" in table.to_html("Befunde")
    assert "Bericht <fehlt> (R17-5)" in to_csv(table, []).decode("utf-8-sig")
    assert to_xlsx(table, [])


def test_codes_have_german_names() -> None:
    assert all(source.name and source.short and source.licence for source in SOURCES.values())
    assert short_source_name("zensus_2022_05_15") == "Zensus 2022"
    assert checked_name("mart.p17_auszahlung") == "Auszahlung der Integrationspauschalen"
    assert checked_name("raw.pauschalen_verwendung|mart.p17_verwendung") == (
        "Verwendungsberichte der Gemeinden"
    )
    assert checked_name("mart.neu") == "Aufbereitete Daten"
    assert checked_name("mart.revision|raw.gremium") == "Revisionen und Gremien des Landes"
    assert rule_title("R17-4", {"R17-4": "Weicht ab"}) == "Weicht ab"
    assert rule_title("R99-1", {}) == "Prüfregel"
    assert rule_title("mart_neu.regel", {}) == "Prüfung vor der Veröffentlichung"


@pytest.mark.parametrize("suite", load_suites(EXPECTATIONS), ids=lambda suite: suite.table)
def test_what_the_gate_checks_has_a_german_name(suite: Suite) -> None:
    assert checked_name(suite.table) != checked_name("mart.neu")


def test_a_count_of_one_has_its_own_word() -> None:
    assert counted(1, "Lieferung", "Lieferungen") == "1 Lieferung"
    assert counted(1200, "Lieferung", "Lieferungen") == "1.200 Lieferungen"
    found = classes([Value(float(v), "", "Gemeinden", 0) for v in (1, 1, 1, 5, 9)], share=False)
    assert found[0].label == "über 0 bis 1 Gemeinde"


def test_xlsx_holds_numbers_and_an_explanation() -> None:
    notes = [("Titel", "=gefährlich"), ("Stand", "20260131T221500Z-beispiel")]
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(TABLE, notes)))
    assert book.sheetnames == [DATA_SHEET, NOTES_SHEET]
    cells = [[cell.value for cell in row] for row in book[DATA_SHEET].iter_rows()]
    assert cells == [
        ["Name", "Bewilligt in €", "Anteil in %"],
        ["Köln", 14128200, 51.5],
        ["=SUMME(A1)", "•", "k. A."],
        ["  -2+3", -5, 12.3],
    ]
    assert [book[DATA_SHEET][f"A{row}"].quotePrefix for row in (1, 2, 3, 4)] == [0, 0, 1, 1]
    assert book[DATA_SHEET]["B2"].number_format == "#,##0"
    assert book[DATA_SHEET]["C2"].number_format == "#,##0.0"
    assert book[DATA_SHEET]["C4"].number_format == "(#,##0.0)"
    assert all(cell.data_type != "f" for sheet in book for row in sheet.rows for cell in row)
    assert [cell.value for cell in book[NOTES_SHEET]["A"]] == ["Titel", "Stand"]
    assert book[NOTES_SHEET]["B1"].value == "=gefährlich"


def test_table_escapes_what_it_shows() -> None:
    table = Table((text_column("<b>"),), (("<script>",),))
    html = table.to_html('a"b')
    assert "<script>" not in html and "&lt;script&gt;" in html and 'a"b' not in html


def test_map_classes_cover_every_value() -> None:
    values = [Value(float(v), "", "EUR", 0) for v in (0, 1, 5, 20, 300, 4000, 50000, 1310400)]
    found = classes([*values, HIDDEN], share=False)
    assert found[0].label == "0 €" and found[0].colour == ZERO
    assert found[-1].label.startswith("über ")
    colours = [colour_of(value, found) for value in values]
    assert colours[0] == ZERO and set(colours[1:]) <= set(PALETTE) and colours[-1] == PALETTE[-1]
    assert colour_of(HIDDEN, found) == WITHHELD
    assert colour_of(Value(None, "keine_angabe"), found) == UNKNOWN
    assert classes([HIDDEN], share=False) == []


def test_map_classes_of_shares_are_the_same_for_every_year() -> None:
    found = classes([Value(33.3, "", "Prozent", 1)], share=True)
    assert [c.label for c in found][:2] == ["über 0 bis 20 %", "über 20 bis 40 %"]
    assert colour_of(Value(100.0, "", "Prozent", 1), found) == PALETTE[-1]


def test_map_classes_of_one_single_value() -> None:
    value = Value(7.0, "", "Gemeinden", 0)
    assert colour_of(value, classes([value], share=False)) == PALETTE[-1]
