"""Personal data: delivery interface 1.7."""

from __future__ import annotations

import re

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.addresses import PHONE_DIGITS, PHONE_SEPARATORS, _is_phone, is_personal
from tests.ingest.conftest import HEADER, Office, as_csv, as_xlsx, row, rows, saved, table
from tests.ingest.test_rows import many


@pytest.mark.parametrize(
    "header",
    ["Name", "Vorname", "Nachname des Kindes", "Name der Leitung", "Geburts-Datum Geburtsdatum",
     "E-Mail", "eMail", "Straße", "STRASSE", "Anschrift:", "Tel.", "Telefon dienstlich", "Fax",
     "Pass-Nr.", "Passnummer", "Ausweis Nummer", "AZR-Nummer", "azrnr", "Steuernummer",
     "Sozialversicherungsnummer", "Sozialversicherung Nr", "Ansprechpartner/in",
     "Ansprechpartnerin", "Sachbearbeiter*in", "Aktenzeichen", "Kontaktperson (KI)", "name_2"],
)  # fmt: skip
@pytest.mark.parametrize("make", [as_csv, as_xlsx])
def test_personal_headers(office: Office, header: str, make) -> None:  # type: ignore[no-untyped-def]
    """Refused even if the column is empty; the header's text appears nowhere."""
    lines = [[*HEADER, header], *table(rows())[1:]]
    result = office.deliver(make(lines))
    assert result.reasons == ("PERSONENDATEN",)
    assert f"die {len(HEADER) + 1}. Spalte" in office.letter()
    assert office.register()[0]["zusatzspalten"] == ""


@pytest.mark.parametrize(
    "header",
    ["Namensliste", "Reisepass", "Steuer", "Pass", "Telefonie", "Bemerkung"],
)
def test_headers_that_only_look_personal(office: Office, header: str) -> None:
    assert office.deliver(as_csv([[*HEADER, header], *table(rows())[1:]])).status == "geladen"


@pytest.mark.parametrize("header", ["Gemeindename", "Name der Gemeinde"])
def test_an_alias_is_never_personal(office: Office, header: str) -> None:
    """A header that matches the contract is no person's name, whatever words it has."""
    renamed = [header if name == "gemeinde" else name for name in HEADER]
    assert office.deliver(as_csv([renamed, *table(rows())[1:]])).status == "geladen"


def test_a_header_is_not_repeated(office: Office) -> None:
    header = "Adresse von Erika Mustermann"
    office.deliver(as_csv([[*HEADER, header], *table(rows())[1:]]))
    assert "Mustermann" not in office.everything_written()
    assert "Wort „adresse“" in office.letter()


@pytest.mark.parametrize(
    "text",
    ["erika.mustermann@example.org", "Mail: a@b-c.de!", "DE89370400440532013000",
     "IBAN DE89 3704 0044 0532 0130 00 Sparkasse", "at611904300234573201", "0211 1234567",
     "+49 211 123456", "0049-211-123456", "Tel. 0211/123456", "0(211)123456",
     "0211 1234567 / 0211 7654321", "0211\u2011123456", "0211 \u2013 123456", "0211\u20091234567",
     "Tel0211/123456", "0123456789012345 / 0211 1234567"],
)  # fmt: skip
def test_personal_values(office: Office, text: str) -> None:
    """One row of 101 is less than 1 %: only the row goes, and its value appears nowhere."""
    content = many(101)
    content[5]["gemeinde"] = text
    result = office.deliver_rows(content)
    assert office.faults(result) == [("7", "gemeinde", "PERSONENDATEN")]
    assert text not in office.everything_written()
    assert office.lake(result)["gemeinde"].null_count() == 100


@pytest.mark.parametrize(
    "text",
    ["a@b", "DE88370400440532013000", "02111234567", "0211 12", "05 3 34", "2023-01-31",
     "1 234 567 890", "Aachen", "05334002", "Mittel 250.000 2023/2024", "am 12.05 2023/24"],
)  # fmt: skip
def test_harmless_values(office: Office, text: str) -> None:
    assert office.deliver_rows([row(gemeinde=text)]).status == "geladen" or text == "Aachen"


@pytest.mark.parametrize(("count", "hits", "status"), [(100, 1, "teilweise"), (99, 1, "abgelehnt")])
def test_share_of_personal_values(office: Office, count: int, hits: int, status: str) -> None:
    content = many(count)
    for each in content[:hits]:
        each["gemeinde"] = "erika@example.org"
    result = office.deliver_rows(content)
    assert (result.status, result.reasons) == (status, ("PERSONENDATEN",))
    assert "erika" not in office.everything_written()


def test_a_lost_address_in_a_number_column_is_not_quoted(office: Office) -> None:
    content = rows()
    content[1]["korrektur_eur"] = "erika@example.org"
    result = office.deliver_rows(content)
    assert office.faults(result) == [("3", "korrektur_eur", "TYP")]
    assert "erika" not in office.everything_written() + str(result)


def test_an_address_as_header_is_not_kept(office: Office) -> None:
    lines = [[*HEADER, "erika@example.org"], *table(rows())[1:]]
    office.deliver(as_csv(lines))
    assert office.register()[0]["zusatzspalten"] == "Spalte 17"


def test_an_address_as_name_of_a_sheet_is_not_kept(office: Office) -> None:
    content = many(20)
    content[1]["korrektur_eur"] = "viel"
    result = office.deliver(as_xlsx(table(content), "max.m@firma.de"))
    assert (result.status, office.register()[0]["blatt"]) == ("teilweise", "(nicht wiedergegeben)")
    assert office.quarantine(result)[0]["blatt"] == "(nicht wiedergegeben)"
    book = openpyxl.Workbook()
    for name in ("max.m@firma.de", "0211 123456"):
        sheet = book.create_sheet(name)
        for line in table(rows()):
            sheet.append(line)
    refused = office.deliver(saved(book))
    assert "Auf den Blättern „(nicht wiedergegeben)“ und" in refused.message
    assert not any(word in office.everything_written() for word in ("firma.de", "0211 123456"))


def test_preamble_and_ignored_columns_stay_outside(office: Office) -> None:
    lines = [["Rückfragen: erika@example.org"], [*HEADER, "Notiz"],
             *[[*line, "0211 123456"] for line in table(rows())[1:]]]  # fmt: skip
    result = office.deliver(as_csv(lines))
    assert result.status == "geladen"
    assert "erika" not in office.everything_written()
    assert "Notiz" not in office.lake(result).columns


def is_phone_by_the_rule(candidate: str) -> bool:
    """Counts anew for every number, which is plain, and slow for long texts; where there are too
    many digits, the next number is looked at by itself.
    """
    start: int | None = 0
    for match in re.finditer(r"[0-9]+", candidate):
        if start is None and not match[0].startswith("0"):
            continue
        start, end = match.start() if start is None else start, match.end()
        digits = sum(sign.isdigit() for sign in candidate[start:end])
        separated = any(sign in PHONE_SEPARATORS for sign in candidate[start:end])
        if separated and PHONE_DIGITS[0] <= digits <= PHONE_DIGITS[1]:
            return True
        if digits > PHONE_DIGITS[1]:
            start = None
    return False


@given(st.text(alphabet="0149 /()-\u00a0+", max_size=30))
def test_phone_numbers_by_the_rule(text: str) -> None:
    assert _is_phone(text) == is_phone_by_the_rule(text)


@given(st.text(alphabet="aZ1_.%+-@ ß,", max_size=30))
def test_email_addresses_may_begin_anywhere(text: str) -> None:
    anywhere = re.search(r"[\w.%+\-]+@[\w\-]+(?:\.[\w\-]+)*\.[^\W\d_]{2,}", text)
    assert is_personal(text) == bool(anywhere)


@pytest.mark.parametrize(
    "text",
    [
        "Projekt " + "a" * 2_000_000 + " 0",
        "a@" + "a." * 1_000_000 + "1",
        "a@" * 1_000_000,
        "01234567890123456 " + "1 " * 1_000_000,
        "0" + "(" * 2_000_000 + "x",
        "DE89 " * 400_000,
        "A1" * 1_000_000,
    ],
)
def test_long_texts_are_searched_once(text: str) -> None:
    """A search that goes back over them again and again would not end within a day."""
    assert not is_personal(text)


@pytest.mark.parametrize("letter", ["\u212a", "\u0130", "\u0131", "\u017f"])
def test_letters_that_only_look_like_those_of_an_iban(letter: str) -> None:
    assert not is_personal(f"DE89{letter}370400440532013000 {letter}E89370400440532013000")
