"""Finding the one table: delivery interface 1.3."""

from __future__ import annotations

import io
import unicodedata
from typing import Any

import openpyxl
import pytest

from tests.ingest.conftest import HEADER, Office, as_csv, as_xlsx, row, rows, saved, table
from tests.ingest.test_rows import many
from tests.ingest.workbooks import ods, xls, xlsb

NOTE = ["Stand: 31.01.2024"]


@pytest.mark.parametrize(
    "header",
    [
        "HAUSHALTSJAHR", " Haushaltsjahr ", "Haushaltsjahr:", "Haushaltsjahr *", "Haushaltsjahr¹",
        "Haushaltsjahr 1)", "Haushalts\u00adjahr", "Haushaltsjahr\u00a0", "Haushaltsjahr²:",
    ],
)  # fmt: skip
def test_headers_that_match(office: Office, header: str) -> None:
    result = office.deliver(as_csv([[header, *HEADER[1:]], *table(rows())[1:]]))
    assert (result.status, office.register()[0]["zusatzspalten"]) == ("geladen", "")


@pytest.mark.parametrize(
    ("column", "header"),
    [
        ("rueckforderung_eur", "Rückforderung EUR"),
        ("rueckforderung_eur", unicodedata.normalize("NFD", "RÜCKFORDERUNG/EUR")),
        ("personen_p14_1", "Personen\nP14-1"),
        ("personen_p14_1", "Personen\u202fP14\u00a01 1)"),
        ("bescheid_datum", "Bescheid-Datum"),
        ("ags", "Gemeindeschlüssel"),
        ("ags", "Amtlicher  Gemeindeschluessel"),
    ],
)
def test_headers_in_other_words(office: Office, column: str, header: str) -> None:
    names = [header if name == column else name for name in HEADER]
    result = office.deliver(as_csv([names, *table([row(rueckforderung_eur="1,00")])[1:]]))
    assert office.lake(result)[column].null_count() == 0
    assert office.register()[0]["zusatzspalten"] == ""


@pytest.mark.parametrize("header", ["Jahr", "Haushalts jahr", "Haushaltsjahr (IST)", "ajahr"])
def test_headers_that_do_not_match(office: Office, header: str) -> None:
    result = office.deliver(as_csv([[header, *HEADER[1:]], *table(rows())[1:]]))
    assert result.reasons == ("SPALTE_FEHLT",)
    assert "haushaltsjahr" in office.letter()


@pytest.mark.parametrize("make", [as_csv, as_xlsx, xls, xlsb, ods])
def test_preamble_and_footnotes(office: Office, make: Any) -> None:
    lines = [
        NOTE, [], ["Haushaltsjahr", "und", "Quartal"], *table(rows()),
        ["1) § 17 Abs. 1"], ["* vorläufig", "", "", "siehe dort"], [], NOTE,
    ]  # fmt: skip
    result = office.deliver(make(lines))
    assert (result.status, result.read) == ("geladen", 4)
    assert office.lake(result)["_zeile"].to_list() == [5, 6, 7, 8]


def test_long_preamble(office: Office) -> None:
    result = office.deliver(as_csv([*[NOTE] * 400, *table(rows())]))
    assert office.lake(result)["_zeile"][0] == 402


def test_columns_in_any_order_with_strangers(office: Office) -> None:
    header = ["Bemerkung", *reversed(HEADER), "Weitere | Angabe"]
    content = [each | {"Bemerkung": "x", "Weitere | Angabe": "y"} for each in rows()]
    result = office.deliver(as_csv(table(content, header)))
    assert result.loaded == 4
    assert office.register()[0]["zusatzspalten"] == "Bemerkung|Weitere / Angabe"


def test_a_year_alone_is_no_footnote(office: Office) -> None:
    """The only filled cell is a value of the first column: an ordinary row, and a faulty one."""
    result = office.deliver(as_csv([*table(rows()), ["2023"], NOTE]))
    assert (result.read, result.quarantined) == (5, 1)
    assert {code for _, _, code in office.faults(result)} == {"PFLICHT"}


def test_a_totals_row_fails_on_its_key(office: Office) -> None:
    total = ["Summe", *[""] * 9, "84", "", "25200,00", "25200,00"]
    result = office.deliver(as_csv([*table(rows()), total]))
    assert ("6", "haushaltsjahr", "TYP") in office.faults(result)


@pytest.mark.parametrize("make", [as_csv, as_xlsx])
@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ([NOTE, []], "TABELLE_NICHT_GEFUNDEN"),
        ([["Name", "Ort"], ["a", "b"]], "TABELLE_NICHT_GEFUNDEN"),
        (table(rows(), HEADER[:6]), "TABELLE_NICHT_GEFUNDEN"),  # 5 of 12 required columns
        (table(rows(), HEADER[:7]), "SPALTE_FEHLT"),  # 6 of 12
        ([*[NOTE] * 50, *table(rows(), HEADER[:-4])], "TABELLE_NICHT_GEFUNDEN"),  # row 51
        ([*[NOTE] * 49, *table(rows(), HEADER[:-4])], "SPALTE_FEHLT"),  # row 50
        (table([]), "TABELLE_NICHT_GEFUNDEN"),
        ([*table([]), [], *table(rows())[1:]], "TABELLE_NICHT_GEFUNDEN"),
        ([*table(rows()), [], *table(rows())], "TABELLE_NICHT_GEFUNDEN"),
        ([*table(rows()), *table(rows())], "TABELLE_NICHT_GEFUNDEN"),
        ([*table(rows()), [], NOTE, *table(rows(2))[1:]], "TABELLE_NICHT_GEFUNDEN"),
        ([[*HEADER, "Gemeindeschlüssel"], *table(rows())[1:]], "SPALTE_FEHLT"),
    ],
)
def test_refused_tables(office: Office, make: Any, lines: list[Any], reason: str) -> None:
    result = office.deliver(make(lines))
    assert result.reasons == (reason,)
    assert office.register()[0]["gruende"] == reason


def test_the_letter_names_what_is_missing(office: Office) -> None:
    office.deliver(as_csv(table(rows(), [n for n in HEADER if n not in ("ags", "quartal")])))
    assert "fehlen Pflichtspalten: quartal, ags." in office.letter()


def test_the_letter_names_both_headers(office: Office) -> None:
    office.deliver(as_csv([[*HEADER, "Gemeindeschlüssel"], *table(rows())[1:]]))
    assert "„ags“ und „Gemeindeschlüssel“" in office.letter()


def test_two_sheets_with_a_table(office: Office) -> None:
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(table(rows()))))
    copy = book.copy_worksheet(book.worksheets[0])
    copy.title, copy.sheet_state = "Kopie", "hidden"
    result = office.deliver(saved(book))
    assert result.reasons == ("TABELLE_NICHT_GEFUNDEN",)
    assert "„Blatt“ und „Kopie“" in office.letter()


# Two header rows: groups above names, some cells merged over both.
GROUPS = ["haushaltsjahr", "quartal", "ags", "gemeinde", "Personen", *[""] * 6, "Beträge"]
NAMES = ["", "", "", "", *HEADER[4:]]
OVER_BOTH = [(1, 2, column, column) for column in range(4)]
GROUP = (1, 1, 4, 10)


def merged_xlsx(lines: list[list[Any]], merges: list[tuple[int, int, int, int]]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(lines)))
    for top, bottom, left, right in merges:
        book.worksheets[0].merge_cells(
            start_row=top + 1, end_row=bottom + 1, start_column=left + 1, end_column=right + 1
        )
    return saved(book)


@pytest.mark.parametrize("make", [merged_xlsx, xls, xlsb, ods])
def test_merged_header_cells(office: Office, make: Any) -> None:
    lines = [NOTE, GROUPS, NAMES, *table(rows())[1:]]
    result = office.deliver(make(lines, [*OVER_BOTH, GROUP]))
    assert result.status == "geladen", result.message
    assert office.lake(result)["_zeile"].to_list() == [4, 5, 6, 7]


@pytest.mark.parametrize("make", [merged_xlsx, xls, xlsb, ods])
def test_rows_spanned_by_the_header_belong_to_it(office: Office, make: Any) -> None:
    """All names stand in the first row, merged over two: the second is no data row."""
    lines = [NOTE, HEADER, ["", "", "", "", "(Anzahl)"], *table(rows())[1:]]
    merges = [(1, 2, column, column) for column in range(4)]
    result = office.deliver(make(lines, merges))
    assert (result.status, result.read) == ("geladen", 4)


@pytest.mark.parametrize("form", ["{}", "({})"])
def test_a_row_that_numbers_the_columns_belongs_to_the_header(office: Office, form: str) -> None:
    """Half of the numbers would pass as values of their columns."""
    numbers = ["", *(form.format(n) for n in range(2, len(HEADER) + 1))]
    lines = [NOTE, HEADER, numbers, *table(rows())[1:]]
    result = office.deliver(merged_xlsx(lines, [(1, 2, 0, 0)]))
    assert (result.status, result.read) == ("geladen", 4), result.message


def test_personal_words_in_the_upper_row_of_a_header(office: Office) -> None:
    """The names of the table stand in the second row, the group of two others in the first."""
    upper = [HEADER[0], *[""] * (len(HEADER) - 1), "Ansprechperson", ""]
    lower = ["", *HEADER[1:], "Kürzel", "Durchwahl"]
    lines = [upper, lower, *([*line, "eb", "4711"] for line in table(rows())[1:])]
    end = len(HEADER)
    result = office.deliver(merged_xlsx(lines, [(0, 1, 0, 0), (0, 0, end, end + 1)]))
    assert result.reasons == ("PERSONENDATEN",)


@pytest.mark.parametrize("mark", ["\u00b9)", " 1),2)"])
def test_footnote_marks_as_statistics_write_them(office: Office, mark: str) -> None:
    names = [name + mark if name.endswith("eur") else name for name in HEADER]
    assert office.deliver(as_csv([names, *table(rows())[1:]])).status == "geladen"


def test_brackets_are_part_of_a_name(office: Office) -> None:
    """`(1-6)` is another scale than `(1-4)`, not a footnote."""
    cells = [["jahr", "organisation", "organisationstyp", "lfd_nr", "bereich", "Bewertung (1-6)"],
             ["2023", "A", "ministerium", "1", "kultur", "2"]]  # fmt: skip
    name = "ikoe_massnahme__2024-01-31.csv"
    result = office.deliver(as_csv(cells), name, "ikoe_massnahme")
    assert office.lake(result)["bewertung"].to_list() == [None]
    assert office.register("ikoe_massnahme")[0]["zusatzspalten"] == "Bewertung (1-6)"


def test_a_merged_title_is_not_repeated_to_the_right(office: Office) -> None:
    lines = [["haushaltsjahr", "", ""], *table(rows())]
    result = office.deliver(merged_xlsx(lines, [(0, 0, 0, 2)]))
    assert result.status == "geladen"


def test_a_last_row_cut_off_within_a_known_key(office: Office) -> None:
    """The shorter row is split apart from the others and meets them again at their keys."""
    content = rows()
    content[1]["quartal"], content[3]["ags"] = "Q1", content[1]["ags"]
    whole = as_csv(table(content))
    result = office.deliver(whole[: whole.rindex(content[3]["ags"].encode()) + 11])
    assert (result.read, result.loaded, result.quarantined) == (4, 3, 1)
    assert {code for _, _, code in office.faults(result)} == {"PFLICHT"}


@pytest.mark.parametrize("make", [merged_xlsx, xls, xlsb, ods])
@pytest.mark.parametrize(
    ("box", "merge"),
    [
        ("Hinweis", (0, 3, 16, 16)),
        ("Hinweis", (0, 3, 16, 18)),
        ("", (0, 3, 17, 17)),
        ("", (0, 19, 16, 16)),  # reaches below the last row
        ("Hinweis", (0, 19, 16, 16)),
    ],
)
def test_a_box_beside_the_table_takes_no_rows(
    office: Office, make: Any, box: str, merge: tuple[int, int, int, int]
) -> None:
    lines = [[*line, box if at == 0 else "", ""] for at, line in enumerate(table(rows(5)))]
    result = office.deliver(make(lines, [merge]))
    assert (result.status, result.read, result.loaded) == ("geladen", 5, 5), result.message


@pytest.mark.parametrize("make", [merged_xlsx, xls, xlsb, ods])
@pytest.mark.parametrize("bottom", [2, 19])
def test_a_header_cell_merged_into_the_data_takes_no_rows(
    office: Office, make: Any, bottom: int
) -> None:
    """Over an optional column: its cells are empty, the rows are there."""
    content = table([each | {"bescheid_datum": ""} for each in rows(5)])
    result = office.deliver(make(content, [(0, bottom, 15, 15)]))
    assert (result.status, result.read) == ("geladen", 5), result.message


@pytest.mark.parametrize("bottom", [1, 4, 19])
def test_data_under_a_merged_required_header_are_seen(office: Office, bottom: int) -> None:
    """A row with a fault of its own, or one that the merge makes, is not taken for a header."""
    content = rows(5)
    content[0]["quartal"] = ""
    result = office.deliver(merged_xlsx(table(content), [(0, bottom, 2, 2)]))
    assert ("2", "quartal", "PFLICHT") in office.faults(result)
    assert ("2", "ags", "PFLICHT") in office.faults(result)
    assert result.read == 5


@pytest.mark.parametrize("make", [xls, xlsb, ods])
def test_merges_of_any_size_and_number(office: Office, make: Any) -> None:
    """A cell merged over the whole sheet is no header cell; the same merge counts once."""
    bottom = 65_535 if make is xls else 999_999_999
    merges = [(0, bottom, 15, 15)] * (1 if make is ods else 60)
    lines = [["haushaltsjahr"], *table([each | {"bescheid_datum": ""} for each in rows(5)])]
    result = office.deliver(make(lines, [*merges, (0, bottom, 0, 0)]))
    assert (result.status, result.read) == ("geladen", 5), result.message


@pytest.mark.parametrize("top", [0, 1])
def test_a_merge_taller_than_any_header(office: Office, top: int) -> None:
    """Over the last, optional column of a long table, from the header or from the first row."""
    content = table([each | {"bescheid_datum": ""} for each in many(101)])
    result = office.deliver(merged_xlsx(content, [(top, 90, 15, 15)]))
    assert (result.status, result.read) == ("geladen", 101), result.message
