"""Mishaps that once went unnoticed: nested sidecars, swapped cells, half dates, odd names."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.lines import RegisterDamaged
from ingest.rebuild import copy_archive
from ingest.run import ingest
from tests.conftest import run_tintg
from tests.ingest.conftest import SOURCE, Office, as_csv, row, rows, table
from tintg.paths import DataDir

KEY = "ein Schlüssel"


def put_cases(office: Office, *broken: str) -> None:
    """Cases with ids like F05111-000123; the broken rows are added as they are."""
    lines = ["standort;fall_id;traeger;fallart;beginn"]
    lines += [f"05111;F05111-{n:06d};kommune;kurzberatung;01.02.2024" for n in range(1, 61)]
    lines += broken
    office.put("\r\n".join(lines).encode(), "kim_fall__2024-12-31.csv", "kim_fall")


def test_nested_units_in_a_sidecar_are_refused(office: Office) -> None:
    office.put(as_csv(table(rows())))
    bomb = "einheiten: [{quartal: 1, haushaltsjahr: [&a [x, x], *a, *a]}]\n"
    office.put(bomb.encode(), f"{SOURCE}__2024-01-31.csv.meta.yaml")
    (file,) = office.run().files
    assert (file.status, file.reasons) == ("abgelehnt", ("DATENSTAND_FEHLT",))


@pytest.mark.parametrize(
    "text", ["2023-01-01 bis 2023-03-31", "2023-01-01Tquatsch", "2023-01-01 x"]
)
def test_more_than_a_time_behind_a_date(office: Office, text: str) -> None:
    office.put(as_csv(table([*rows(9), row(9, bescheid_datum=text)])))
    (file,) = office.run().files
    assert (file.status, file.reasons) == ("teilweise", ("TYP",))


@pytest.mark.parametrize(
    "text", ["2023-01-01 00:00:00", "2023-01-01T12:30", "2023-01-01T12:30:00Z"]
)
def test_a_time_behind_a_date_is_ignored(office: Office, text: str) -> None:
    office.put(as_csv(table([*rows(9), row(9, bescheid_datum=text)])))
    (file,) = office.run().files
    assert file.status == "geladen"


def test_ids_in_a_wrong_column_are_not_repeated(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TINTG_PSEUDONYM_KEY", KEY)
    swapped = "F05111-000777;05111;kommune;kurzberatung;01.02.2024"
    put_cases(office, swapped, "05999;F05111-000888;kommune;kurzberatung;01.02.2024")
    (file,) = office.run().files
    assert file.status == "teilweise"
    (quarantine,) = (office.data.quarantine / "kim_fall").glob("*.csv")
    text = quarantine.read_text("utf-8")
    assert "000777" not in text and "000888" not in text
    assert "05999" in text  # a wrong key is quoted, for it is nobody's id


def test_rules_quote_what_is_given(office: Office) -> None:
    office.put(as_csv(table([*rows(9), row(9, personen_gesamt="22")])))
    office.run()
    (quarantine,) = (office.data.quarantine / SOURCE).glob("*.csv")
    assert "personen_gesamt „22“" in quarantine.read_text("utf-8")


def test_clashing_rows_quote_their_key(office: Office) -> None:
    office.put(as_csv(table([*rows(9), row(0, korrektur_eur="1,00")])))
    office.run()
    (quarantine,) = (office.data.quarantine / SOURCE).glob("*.csv")
    assert "haushaltsjahr „2023“, quartal „1“, ags „05111000“" in quarantine.read_text("utf-8")


def test_a_key_is_quoted_though_it_looks_like_a_number_to_call(office: Office) -> None:
    office.put(as_csv(table([*rows(9), row(9, ags="05 334 002")])))
    office.run()
    (quarantine,) = (office.data.quarantine / SOURCE).glob("*.csv")
    assert "„05 334 002“" in quarantine.read_text("utf-8")


@pytest.mark.parametrize("damage", [b"register,x\n1,2\n", b"\xff\xfe\x00", b""])
def test_nothing_is_added_to_a_damaged_register(office: Office, damage: bytes) -> None:
    office.put(as_csv(table(rows())))
    path = office.data.register / f"{SOURCE}.csv"
    path.parent.mkdir(parents=True)
    path.write_bytes(damage)
    with pytest.raises(RegisterDamaged):
        office.run()
    assert path.read_bytes() == damage
    assert list((office.data.inbox / SOURCE).iterdir())
    for command in ("ingest", "status"):
        done = run_tintg(office.data, command)
        assert done.returncode == 1
        assert "tintg doctor --rebuild-register" in done.stdout


def test_units_with_any_sign_and_long_names_leave_the_archive(
    office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TINTG_PSEUDONYM_KEY", KEY)
    header = "jahr;servicestelle;fall_nr;abgeschlossen;merkmale\r\n"
    name = f"ada_beratung__2024-12-31.{'x' * 210}.csv"
    cell = '"AWO; Köln = 100 %"'
    content = header + f"2024;{cell};A-1;ja;Rassismus\r\n"
    office.put(content.encode(), name, "ada_beratung")
    assert [file.status for file in office.run().files] == ["geladen"]
    other = DataDir(tmp_path / "anders")
    assert copy_archive(office.data, other.inbox) == 1
    assert [file.status for file in ingest(other).files] == ["geladen"]


def test_a_withdrawal_is_told(office: Office) -> None:
    office.put(as_csv(table([])))
    sidecar = "einheiten: [{haushaltsjahr: 2023, quartal: 1}]\n"
    office.put(sidecar.encode(), f"{SOURCE}__2024-01-31.csv.meta.yaml")
    (file,) = office.run().files
    assert file.message == "Zurückgenommen: haushaltsjahr=2023;quartal=1."


def test_telephone_numbers_in_names_of_areas(office: Office) -> None:
    head = (
        "Statistik_Code;Statistik_Label;Zeit_Code;Zeit_Label;Zeit;1_Merkmal_Code;1_Merkmal_Label;"
        "1_Auspraegung_Code;1_Auspraegung_Label;BEVSTD__Bevoelkerungsstand__Anzahl\r\n"
    )
    line = "12411;Bevölkerung;STAG;Stichtag;31.12.2023;GEMEIN;Gemeinde;{};{};100\r\n"
    content = (
        head + line.format("05111000", "Max 0211 555666") + line.format("05112000", "Duisburg")
    )
    office.put(content.encode("cp1252"), "bevoelkerung__2024-06-30.csv", "bevoelkerung")
    (file,) = office.run().files
    assert (file.status, file.reasons) == ("abgelehnt", ("PERSONENDATEN",))


def test_a_personal_header_goes_before_a_missing_one(office: Office) -> None:
    cells = table(rows())
    cells[0][2] = "Nachname"
    office.put(as_csv(cells))
    (file,) = office.run().files
    assert file.reasons == ("PERSONENDATEN",)


def test_a_personal_header_goes_before_a_second_table(office: Office) -> None:
    cells = [[*line, "x"] for line in table(rows())]
    cells[0][-1] = "E-Mail"
    office.put(as_csv([*cells, *cells]))
    (file,) = office.run().files
    assert file.reasons == ("PERSONENDATEN",)


def test_broken_rules_in_a_long_table(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some polars expressions fail on filtered frames of more than a thousand rows only."""
    monkeypatch.setenv("TINTG_PSEUDONYM_KEY", KEY)
    lines = ["standort;fall_id;traeger;fallart;beginn;fallart_wechsel_datum;ende"]
    for n in range(2_000):
        begin, change, end = "01.02.2024", "", "01.03.2024"
        if n % 100 == 7:
            change, end = "01.06.2024", "01.01.2024"
        lines.append(f"05111;F-{n};kommune;kurzberatung;{begin};{change};{end}")
    office.put("\r\n".join(lines).encode(), "kim_fall__2024-12-31.csv", "kim_fall")
    (file,) = office.run().files
    assert (file.status, file.quarantined, file.reasons) == ("teilweise", 20, ("REGEL",))
