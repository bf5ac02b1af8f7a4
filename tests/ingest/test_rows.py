"""Rows that break the contract, duplicates and the threshold: delivery interface 1.8."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from tests.ingest.conftest import AGS, Office, as_csv, row, rows, table
from tintg.paths import SEEDS

ALL_AGS: list[str] = pl.read_csv(SEEDS / "gemeinde.csv", infer_schema=False)["ags"].to_list()


def many(count: int) -> list[dict[str, str]]:
    """Sound rows of many Gemeinden."""
    return [row(ags=ALL_AGS[number]) for number in range(count)]


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [
        ("korrektur_eur", "viel", "TYP"),
        ("bewilligt_eur", "", "PFLICHT"),
        ("ags", "05999999", "AGS_UNBEKANNT"),
        ("rueckforderung_eur", "-1,00", "WERTEBEREICH"),
        ("personen_p14_1", "-1", "WERTEBEREICH"),
        ("gemeinde", "Duisburg", "REGEL"),
    ],
)
def test_one_line_a_fault(office: Office, column: str, text: str, code: str) -> None:
    content = rows()
    content[2][column] = text
    result = office.deliver_rows(content)
    assert (result.status, result.loaded, result.quarantined) == ("teilweise", 3, 1)
    line = next(f for f in office.quarantine(result) if f["spalte"] == column)
    assert (line["zeile"], line["grund"]) == ("4", code)
    assert column in line["meldung"] and text in line["meldung"]
    assert office.register()[0]["gruende"] == code


def test_a_row_with_several_faults_counts_once(office: Office) -> None:
    content = rows()
    content[0] |= {"quartal": "7", "ags": "?", "bewilligt_eur": ""}
    result = office.deliver_rows(content)
    assert (result.quarantined, result.reasons) == (
        1, ("AGS_UNBEKANNT", "PFLICHT", "WERTEBEREICH")
    )  # fmt: skip
    assert len(office.quarantine(result)) == 3


def test_ambiguous_numbers(office: Office) -> None:
    content = [each | {"bewilligt_eur": "6300", "ausgezahlt_eur": "6300",
                       "rueckforderung_eur": ""} for each in rows()]  # fmt: skip
    content[1]["bewilligt_eur"] = "6.300"
    result = office.deliver_rows(content)
    assert office.faults(result) == [("3", "bewilligt_eur", "MEHRDEUTIG")]


def test_rule_between_columns(office: Office) -> None:
    """R17-1: the total is the sum of the groups, where all of them hold values."""
    content = rows()
    content[0]["personen_gesamt"] = "22"
    content[1]["personen_p14_1"] = "*"  # a sign: nothing to add up
    content[2]["personen_p14_1"] = "(1)"  # a limited value is a value
    content[3]["personen_p14_1"] = "(2)"
    result = office.deliver_rows(content)
    assert [(line, code) for line, _, code in office.faults(result)] == [
        ("2", "REGEL"), ("5", "REGEL")
    ]  # fmt: skip
    assert "R17-1" in office.quarantine(result)[0]["meldung"]


def test_exact_duplicates_are_dropped(office: Office) -> None:
    """`6.300,00` and `6300` are the same amount, `5111000` the same key."""
    same = row(ags="5111000", bewilligt_eur="6.300,00 €", korrektur_eur="")
    result = office.deliver_rows([*rows(), same, row(1)])
    assert (result.status, result.read, result.loaded, result.duplicate) == ("geladen", 6, 4, 2)


def test_a_sign_is_not_the_number_beside_it(office: Office) -> None:
    """`(0)` and `0` differ in their status, so the rows clash."""
    result = office.deliver_rows(
        [*rows(), row(ags=AGS[6], korrektur_eur="0"), row(ags=AGS[6], korrektur_eur="(0)")]
    )
    assert [code for _, _, code in office.faults(result)] == ["DUPLIKAT", "DUPLIKAT"]


def test_rows_with_the_same_key_all_go(office: Office) -> None:
    content = [*rows(), row(0, personen_p14_1="2", personen_gesamt="22")]
    result = office.deliver_rows(content)
    assert office.faults(result) == [
        (line, "haushaltsjahr|quartal|ags", "DUPLIKAT") for line in ("2", "6")
    ]
    assert result.loaded == 3


def test_a_faulty_row_does_not_take_its_double_along(office: Office) -> None:
    """Only rows without other faults can clash, and a faulty row is no exact double."""
    content = [*rows(), row(0, korrektur_eur="viel"), row(0, korrektur_eur="mehr")]
    result = office.deliver_rows(content)
    assert (result.loaded, result.duplicate) == (4, 0)
    assert office.faults(result) == [
        ("6", "korrektur_eur", "TYP"), ("7", "korrektur_eur", "TYP")
    ]  # fmt: skip


def test_faulty_doubles_are_doubles_too(office: Office) -> None:
    result = office.deliver_rows([*rows(), *[row(0, korrektur_eur="viel")] * 2])
    assert (result.duplicate, result.quarantined) == (1, 1)


def test_a_surplus_cell_makes_no_double(office: Office) -> None:
    """The faulty row comes first; the sound one below must not be dropped for it."""
    lines = table([row(0), row(0), row(1)])
    lines[1].append("verrutscht")
    result = office.deliver(as_csv(lines))
    assert (result.loaded, result.duplicate, result.quarantined) == (2, 0, 1)


@pytest.mark.parametrize(
    ("count", "faulty", "status"),
    [
        (4, 3, "teilweise"),  # three rows are always few
        (5, 4, "abgelehnt"),
        (80, 4, "teilweise"),  # exactly 5 %
        (79, 4, "abgelehnt"),
        (3, 3, "abgelehnt"),  # no row left
        (1, 1, "abgelehnt"),
    ],
)
def test_threshold(office: Office, count: int, faulty: int, status: str) -> None:
    content = many(count)
    for each in content[:faulty]:
        each["quartal"] = "9"
    result = office.deliver_rows(content)
    assert result.status == status
    assert result.read == count == result.loaded + result.duplicate + result.quarantined
    assert len(office.quarantine(result)) == faulty


def test_doubles_do_not_count_towards_the_threshold(office: Office) -> None:
    content = [*many(79), *many(1)]
    for each in content[1:5]:
        each["quartal"] = "9"
    assert office.deliver_rows(content).status == "abgelehnt"  # 4 of 79


def test_refused_for_too_many_faults(office: Office) -> None:
    content = many(30)
    for each in content:
        each["bewilligt_eur"] = "unbekannt"
    result = office.deliver_rows(content)
    assert result.reasons == ("TYP", "ZU_VIELE_FEHLER")
    assert not office.data.lake.exists()
    letter = office.letter()
    assert "30 von 30 Zeilen" in letter and "Zeile 2:" in letter and "10 weitere" in letter
    assert f"quarantaene/pauschalen_auszahlung/{result.lieferung_id}.csv" in letter
    line = office.register()[0]
    assert (line["zeilen_gelesen"], line["zeilen_geladen"], line["zeilen_quarantaene"]) == (
        "30", "0", "30"
    )  # fmt: skip
    assert line["einheiten"] == ""


def test_units_are_those_with_a_loaded_row(office: Office) -> None:
    content = [row(0), row(1, quartal="2"), row(2, quartal="3", ags="?"), row(3, quartal="2")]
    office.deliver_rows(content)
    assert office.register()[0]["einheiten"] == (
        "haushaltsjahr=2023;quartal=1|haushaltsjahr=2023;quartal=2"
    )


def test_messages_shorten_what_they_quote(office: Office) -> None:
    content = rows()
    content[0]["korrektur_eur"] = "sehr " * 100
    message = office.quarantine(office.deliver_rows(content))[0]["meldung"]
    assert f"„{'sehr ' * 11}sehr…“" in message  # 60 characters


def test_large_file_keeps_every_amount(office: Office, tmp_path: Path) -> None:
    """10 000 rows over 26 years: read = loaded, and the sum is exact to the cent."""
    content = [
        row(ags=ALL_AGS[n % 396], haushaltsjahr=str(2000 + n // 396 % 26), korrektur_eur="0,01",
            quartal=str(1 + n // 396 // 26))
        for n in range(10_000)
    ]  # fmt: skip
    result = office.deliver_rows(content)
    assert (result.read, result.loaded) == (10_000, 10_000)
    assert office.lake(result)["korrektur_eur"].sum() == Decimal("100.00")
