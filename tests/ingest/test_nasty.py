"""What an outside tester found: names, sidecars, headers and values that broke the letter."""

from __future__ import annotations

import io
import os
import zipfile
from datetime import date, timedelta
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from ingest.addresses import is_personal
from ingest.names import LONGEST_NAME
from tests.ingest.conftest import HEADER, SOURCE, Office, as_csv, row, rows, saved, table

NAME = f"{SOURCE}__2024-01-31.csv"
CSV = as_csv(table(rows()))


@pytest.mark.parametrize(
    "sidecar",
    [
        'version: !!int ""',
        "version: !!bool x",
        "datenstand: !!timestamp x",
        "version: " + "9" * 400,
        "[]",
        "befragung_id: a__b",
        "lieferant: [a]",
    ],
)
def test_wrong_sidecars_refuse_only_their_file(office: Office, sidecar: str) -> None:
    office.put(sidecar.encode(), NAME + ".meta.yaml")
    result = office.deliver(CSV, NAME)
    assert (result.status, result.reasons) == ("abgelehnt", ("DATENSTAND_FEHLT",))


def test_a_note_may_be_any_single_value(office: Office) -> None:
    office.put(b"notiz: 2024-01-31\nlieferant: 12.5\n", NAME + ".meta.yaml")
    assert office.deliver(CSV, NAME).status == "geladen"


@pytest.mark.parametrize("other", ["kim_fall__2024-01-31.csv", "befragung__a__2024-01-31.csv"])
def test_names_of_sources_without_a_contract(office: Office, other: str) -> None:
    assert office.deliver(CSV, other).reasons == ("TABELLE_NICHT_GEFUNDEN",)


def test_a_broken_version_is_no_ending(office: Office) -> None:
    assert office.deliver(CSV, f"{SOURCE}__2024-01-31__v1.5.csv").reasons == ("DATENSTAND_FEHLT",)
    assert office.deliver(CSV, f"{SOURCE}__2024-01-31.csv.txt").status == "geladen"


@pytest.mark.parametrize("length", [LONGEST_NAME - 5, LONGEST_NAME])
def test_long_names(office: Office, length: int) -> None:
    folder = office.data.inbox / SOURCE / "abgelehnt"
    for content in (b"eins", b"zwei"):
        assert office.deliver(content, "z" * length).status == "abgelehnt"
    assert sorted(
        path.read_bytes() for path in folder.iterdir() if not path.name.endswith(".grund.txt")
    ) == [b"eins", b"zwei"]
    assert len(list(folder.glob("*.grund.txt"))) == 2


def test_names_too_long_for_a_letter_stay_and_are_reported(office: Office) -> None:
    path = office.put(CSV, "z" * (LONGEST_NAME + 1))
    report = office.run()
    assert not report.files
    assert "kürzeren Namen" in report.notices[0].message
    assert path.exists()


def test_names_that_are_not_utf8(office: Office) -> None:
    name = os.fsdecode(f"{SOURCE}__2024-01-31_Köln.csv".encode("cp1252"))
    result = office.deliver(b"x", name)
    assert (result.file, result.status) == (f"{SOURCE}__2024-01-31_Köln.csv", "abgelehnt")
    assert (office.data.inbox / SOURCE / "abgelehnt" / result.file).read_bytes() == b"x"
    assert office.register()[0]["dateiname"] == result.file


def test_more_than_a_thousand_columns(office: Office) -> None:
    cells = table(rows(13))
    cells[3] += [""] * 5000 + ["x"]
    result = office.deliver(as_csv(cells))
    assert office.faults(result) == [("4", "", "TYP")]
    cells[3] = cells[4][:2] + cells[3][2:16] + [""] * 50_000
    assert office.deliver(as_csv(cells)).status == "geladen"


@pytest.mark.parametrize("mark", ["1)", " 2)", "\u00b9", "1) *"])
def test_footnote_marks_with_and_without_a_blank(office: Office, mark: str) -> None:
    cells = table(rows())
    cells[0] = [header + mark for header in HEADER]
    assert office.deliver(as_csv(cells)).status == "geladen"


def test_two_digit_footnote_marks(office: Office) -> None:
    cells = table(rows())
    cells[0] = [header + ("12)" if header[-1].isalpha() else "") for header in HEADER]
    assert office.deliver(as_csv(cells)).status == "geladen"


def test_personal_header_in_the_lower_row_of_the_header(office: Office) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append([*HEADER, "Kontakt"])
    sheet.append([None] * len(HEADER) + ["Telefon"])
    for line in table(rows())[1:]:
        sheet.append(line)
    for position in range(1, len(HEADER) + 1):
        letter = get_column_letter(position)
        sheet.merge_cells(f"{letter}1:{letter}2")
    result = office.deliver(saved(book))
    assert result.reasons == ("PERSONENDATEN",)


def test_quarters_help_to_find_the_decimal_sign(office: Office) -> None:
    whole = {"bewilligt_eur": "6300", "ausgezahlt_eur": "6300", "rueckforderung_eur": "0"}
    result = office.deliver_rows([row(**whole, quartal="1,0", korrektur_eur="1.234")])
    assert office.lake(result)["korrektur_eur"].to_list() == [Decimal(1234)]


@pytest.mark.parametrize("text", ["0000-01-01", "1.1.0000"])
def test_there_is_no_year_zero(office: Office, text: str) -> None:
    result = office.deliver_rows([row(bescheid_datum=text), row(1)])
    assert office.faults(result) == [("2", "bescheid_datum", "TYP")]


@pytest.mark.parametrize(
    ("text", "hit"),
    [
        ("IT60X0542811101000000123456 Bank", True),
        ("EG12 DE89370400440532013000", True),
        ("GB29NWBK60161331926819", True),
        ("DE89\u00a03704\u00a00044\u00a00532\u00a00130\u00a000", True),
        ("DE89370400440532013001", False),
        ("IT60X0542811101000000123457 Bank", False),
        ("(0211)8555100", True),
        ("02118555100", False),
    ],
)
def test_account_and_telephone_numbers_among_words(text: str, hit: bool) -> None:
    assert is_personal(text) is hit


def test_tomorrow_is_the_last_datenstand(office: Office) -> None:
    for days, status in ((1, "geladen"), (2, "abgelehnt")):
        day = date.today() + timedelta(days=days)
        assert office.deliver(CSV, f"{SOURCE}__{day}.csv").status == status


def test_a_damaged_member_is_called_damage(office: Office) -> None:
    content = bytearray(as_ods())
    content[40:44] = b"\xff\xff\xff\xff"
    result = office.deliver(bytes(content))
    assert result.reasons == ("DATEI_UNLESBAR",)
    assert "beschädigt" in result.message


def as_ods() -> bytes:
    """As much of an ods file as is needed to take it for one."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<x/>")
    return buffer.getvalue()
