"""Ids of people and cases become pseudonyms, and nothing else of them is kept: interface 1.7."""

from __future__ import annotations

import hashlib
import hmac
import os
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from ingest import examine
from ingest.pseudonyms import key_from
from ingest.run import FileResult
from tests.conftest import run_tintg
from tests.ingest.conftest import Office, Row, as_csv, as_xlsx, rows
from tests.ingest.workbooks import ods, xls
from tintg.cli import main
from tintg.paths import DataDir

KEY = "Schlüssel-für-Tests-4711"
PLACES = ("TINTG_PSEUDONYM_KEY", "TINTG_PSEUDONYM_KEY_FILE", "TINTG_DEMO", "TINTG_DEBUG")


@pytest.fixture(autouse=True)
def no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in PLACES:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TINTG_PSEUDONYM_KEY", KEY)


def pseudonym(text: str, secret: str = KEY) -> str:
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()


def contact(number: int = 0, **other: str) -> Row:
    sound = {"standort": "05111", "kontakt_id": f"K-{number}", "fall_id": "F-1",
             "datum": "01.02.2023", "form": "telefon", "dauer_minuten": "30"}  # fmt: skip
    return sound | other


def table(content: list[Row]) -> list[list[Any]]:
    return [list(content[0]), *(list(row.values()) for row in content)]


def deliver(office: Office, content: list[Row], source: str = "kim_kontakt") -> FileResult:
    return office.deliver(as_csv(table(content)), f"{source}__2024-01-31.csv", source)


# --- values ------------------------------------------------------------------------------------


def test_known_value(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """RFC 4231, test case 2."""
    monkeypatch.setenv("TINTG_PSEUDONYM_KEY", "Jefe")
    result = deliver(office, [contact(fall_id="what do ya want for nothing?")])
    assert office.lake(result)["fall_id"].to_list() == [
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    ]


@pytest.mark.usefixtures("key")
@pytest.mark.parametrize(
    ("cell", "value"),
    [("4711", "4711"), ("4711.0", "4711"), ("0017", "0017"), (" F-1\u00a0", "F-1"),
     ("Jo\u0308rg", "J\u00f6rg"), ("4711,0", "4711,0"), ("4711.5", "4711.5"), ("1.10", "1.10"),
     ("f-1", "f-1"), ("a b", "a b"), ("ﬁ", "ﬁ"), ("x" * 500, "x" * 500)],
)  # fmt: skip
def test_texts(office: Office, cell: str, value: str) -> None:
    """Trimmed, NFC (not NFKC, not lower case), whole numbers without `.0`."""
    result = deliver(office, [contact(fall_id=cell, kontakt_id=cell)])
    row = office.lake(result).row(0, named=True)
    assert row["fall_id"] == row["kontakt_id"] == pseudonym(value)


@pytest.mark.usefixtures("key")
@pytest.mark.parametrize("write", [as_xlsx, ods, xls])
def test_native_numbers(office: Office, write) -> None:  # type: ignore[no-untyped-def]
    cells = table([contact(), contact(1), contact(2)])
    place = cells[0].index("fall_id")
    cells[1][place], cells[2][place] = 4711, 4711.0
    cells[3][place] = 20230000017
    result = office.deliver(write(cells), "kim_kontakt__2024-01-31.xlsx", "kim_kontakt")
    assert office.lake(result)["fall_id"].to_list() == [
        pseudonym("4711"), pseudonym("4711"), pseudonym("20230000017")
    ]  # fmt: skip


@pytest.mark.usefixtures("key")
def test_the_same_in_every_source(office: Office) -> None:
    """No salt by source: contacts find their cases, and an advice its number."""
    case = {"standort": "05111", "fall_id": "17", "traeger": "kommune", "fallart": "kurzberatung",
            "beginn": "01.02.2023"}  # fmt: skip
    advice = {"jahr": "2023", "servicestelle": "Köln", "fall_nr": "17", "abgeschlossen": "ja",
              "merkmale": "am_sprache"}  # fmt: skip
    found = {
        office.lake(deliver(office, [row], source))[column][0]
        for source, column, row in (
            ("kim_fall", "fall_id", case),
            ("kim_kontakt", "fall_id", contact(fall_id="17.0")),
            ("ada_beratung", "fall_nr", advice),
        )
    }
    assert found == {pseudonym("17")}


@pytest.mark.usefixtures("key")
@pytest.mark.parametrize(("cell", "code"), [("", "PFLICHT"), ("-", "TYP"), ("k.A.", "TYP")])
def test_no_id(office: Office, cell: str, code: str) -> None:
    result = deliver(office, [contact(), contact(1, fall_id=cell)])
    assert office.faults(result) == [("3", "fall_id", code)]


@pytest.mark.usefixtures("key")
def test_a_date_is_no_id(office: Office) -> None:
    """A spreadsheet made a day of `1-2`; as an id it would never be found again."""
    cells = table([contact(), contact(1)])
    cells[2][cells[0].index("fall_id")] = date(2023, 2, 1)
    result = office.deliver(as_xlsx(cells), "kim_kontakt__2024-01-31.xlsx", "kim_kontakt")
    assert office.faults(result) == [("3", "fall_id", "TYP")]


@pytest.mark.usefixtures("key")
def test_the_key_of_a_row_is_the_read_id(office: Office) -> None:
    """Written in two ways it is one id: equal rows are doubles, different ones clash."""
    twice = deliver(office, [contact(kontakt_id="7"), contact(kontakt_id="7.0"), contact(3)])
    assert (twice.loaded, twice.duplicate) == (2, 1)
    clash = [contact(kontakt_id="7"), contact(kontakt_id="7.0", form="online"), contact(3)]
    assert deliver(office, clash).reasons == ("DUPLIKAT",)


@pytest.mark.usefixtures("key")
def test_one_contact_in_two_quarters(office: Office) -> None:
    """The key counts inside the unit, and the unit is the quarter of the day."""
    content = [contact(7), contact(7, datum="01.04.2023"), contact(7, standort="05112")]
    result = deliver(office, content)
    assert (result.status, result.loaded) == ("geladen", 3)
    assert result.units == ("standort=05111;quartal=2023-Q1", "standort=05111;quartal=2023-Q2",
                            "standort=05112;quartal=2023-Q1")  # fmt: skip
    clash = deliver(office, [contact(7), contact(7, datum="31.03.2023"), contact(8)])
    assert (clash.loaded, clash.quarantined, clash.reasons) == (1, 2, ("DUPLIKAT",))


# --- the key -----------------------------------------------------------------------------------


def key_file(folder: Path, content: bytes, mode: int = 0o600) -> str:
    path = folder / "schluesseldatei"
    path.write_bytes(content)
    path.chmod(mode)
    return str(path)


@pytest.mark.parametrize("content", [KEY, f"{KEY}\n", f"{KEY}\r\n"])
def test_key_from_a_file(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str
) -> None:
    monkeypatch.setenv("TINTG_PSEUDONYM_KEY_FILE", key_file(tmp_path, content.encode()))
    assert office.lake(deliver(office, [contact()]))["fall_id"][0] == pseudonym("F-1")


def test_a_file_that_only_its_owner_can_read(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TINTG_PSEUDONYM_KEY_FILE", key_file(tmp_path, KEY.encode(), 0o400))
    assert office.lake(deliver(office, [contact()]))["fall_id"][0] == pseudonym("F-1")


def test_the_variable_goes_before_the_file(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TINTG_PSEUDONYM_KEY_FILE", key_file(tmp_path, b"anderer"))
    monkeypatch.setenv("TINTG_PSEUDONYM_KEY", KEY)
    monkeypatch.setenv("TINTG_DEMO", "1")
    assert office.lake(deliver(office, [contact()]))["fall_id"][0] == pseudonym("F-1")


def refused(office: Office) -> str:
    """Delivers contacts and a source without ids; only the contacts are refused."""
    office.put(as_csv(table([contact()])), "kim_kontakt__2024-01-31.csv", "kim_kontakt")
    office.put(as_csv([list(rows()[0]), *(list(row.values()) for row in rows())]))
    results = {file.source: file for file in office.run().files}
    assert results["pauschalen_auszahlung"].status == "geladen"
    assert results["kim_kontakt"].reasons == ("SCHLUESSEL_FEHLT",)
    assert (office.data.inbox / "kim_kontakt/abgelehnt/kim_kontakt__2024-01-31.csv").is_file()
    return office.letter("kim_kontakt")


def test_no_key_at_all(office: Office) -> None:
    letter = refused(office)
    assert "TINTG_PSEUDONYM_KEY_FILE" in letter and "An der Datei selbst liegt es nicht" in letter


@pytest.mark.parametrize("empty", ["", "0", "ja"])
def test_only_1_switches_the_demonstration_on(
    office: Office, monkeypatch: pytest.MonkeyPatch, empty: str
) -> None:
    monkeypatch.setenv("TINTG_PSEUDONYM_KEY", "")
    monkeypatch.setenv("TINTG_DEMO", empty)
    refused(office)


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660, 0o700, 0o666])
def test_a_file_that_others_can_read(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: int
) -> None:
    monkeypatch.setenv("TINTG_PSEUDONYM_KEY_FILE", key_file(tmp_path, KEY.encode(), mode))
    assert "schluesseldatei" in refused(office)
    assert KEY not in office.everything_written()


def test_a_file_that_systemd_hands_over(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its folder is closed; an access list may make the file look open to the group."""
    file = key_file(tmp_path, KEY.encode(), 0o440)
    monkeypatch.setenv("TINTG_PSEUDONYM_KEY_FILE", file)
    assert key_from().problem
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    assert not key_from().problem


@pytest.mark.parametrize("content", [b"", b"\n", "Schlüssel".encode("cp1252")])
def test_a_file_without_a_key(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    monkeypatch.setenv("TINTG_PSEUDONYM_KEY_FILE", key_file(tmp_path, content))
    monkeypatch.setenv("TINTG_DEMO", "1")  # a key that was meant to be there is not replaced
    refused(office)


@pytest.mark.parametrize("name", ["gibt-es-nicht", "."])
def test_a_file_that_is_not_there(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("TINTG_PSEUDONYM_KEY_FILE", str(tmp_path / name))
    refused(office)


def test_a_key_that_is_no_text(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bytes that are no UTF-8 reach Python as lone surrogates."""
    monkeypatch.setenv("TINTG_PSEUDONYM_KEY", os.fsdecode(b"Schl\xfcssel"))
    refused(office)


def test_demonstration(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Loads, with pseudonyms that look like any other."""
    monkeypatch.setenv("TINTG_DEMO", "1")
    result = deliver(office, [contact()])
    found = office.lake(result)["fall_id"][0]
    assert result.status == "geladen"
    assert len(found) == 64 and found not in ("F-1", pseudonym("F-1", ""))


def test_a_refused_delivery_loads_once_there_is_a_key(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused(office)
    monkeypatch.setenv("TINTG_PSEUDONYM_KEY", KEY)
    assert deliver(office, [contact()]).status == "geladen"
    assert [line["status"] for line in office.register("kim_kontakt")] == ["abgelehnt", "geladen"]


# --- nothing of it anywhere --------------------------------------------------------------------

IDS = ["Geheim-17", "Geheim-18", "Geheim-19", "Geheim-20"]


def nasty(folder: Path) -> None:
    """Deliveries whose ids go every way that a row can go."""
    loaded = [
        contact(number, fall_id=IDS[0], kontakt_id=f"Geheim-K{number}") for number in range(90)
    ]
    faulty = [
        contact(91, fall_id=IDS[1], form="Brief"),
        contact(92, fall_id=IDS[2], kontakt_id="Geheim-doppelt"),
        contact(93, fall_id=IDS[3], kontakt_id="Geheim-doppelt"),
        contact(94, fall_id="", kontakt_id="Geheim-allein"),
    ]
    files = {
        "kim_kontakt__2024-01-31.csv": table([*loaded, *faulty]),
        "kim_kontakt__2024-02-28.csv": table(
            [contact(n, fall_id=IDS[0], form="?") for n in range(9)]
        ),
        "kim_kontakt__2024-03-31.csv": [["standort", "fall_id"], ["05111", IDS[0]]],
        "kim_kontakt__2024-04-30.csv": [
            [*contact(), "Telefon"],
            [*contact(fall_id=IDS[1]).values(), ""],
        ],
    }
    folder.mkdir(parents=True)
    for name, cells in files.items():
        (folder / name).write_bytes(as_csv(cells))
    cells = table([contact(fall_id=IDS[0])])
    (folder / "kim_kontakt__2024-05-31.xlsx").write_bytes(as_xlsx(cells)[:-90])


def written(root: Path) -> dict[Path, bytes]:
    """Every file but the deliveries themselves, which are kept as they came."""
    kept = [root / "archive", root / "inbox"]
    return {
        path: path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and (path.name.endswith(".grund.txt") or not any(
            path.is_relative_to(folder) for folder in kept
        ))
    }  # fmt: skip


@pytest.mark.parametrize("arguments", [("ingest",), ("ingest", "--json"), ("ingest", "--dry-run")])
def test_neither_key_nor_id_in_any_output(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    data = tmp_path / "data"
    nasty(data / "inbox/kim_kontakt")
    done = run_tintg(DataDir(data), *arguments, TINTG_PSEUDONYM_KEY=KEY, TINTG_DEBUG="1")
    assert done.returncode == 0, done.stderr
    texts = {"stdout": done.stdout.encode(), "stderr": done.stderr.encode()}
    texts |= {str(path): content for path, content in written(data).items()}
    for name, content in texts.items():
        assert b"Geheim" not in content and KEY.encode() not in content, name
    if "--dry-run" not in arguments:
        (lake,) = (data / "lake/kim_kontakt").glob("*.parquet")
        columns = pl.read_parquet(lake)
        assert set(columns["fall_id"]) == {pseudonym(IDS[0])}
        assert len(list((data / "quarantaene/kim_kontakt").glob("*.csv"))) == 2


def test_nor_in_an_exception(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever fails inside is told by the name of its type only, even under TINTG_DEBUG."""
    nasty(tmp_path / "data/inbox/kim_kontakt")
    for name, value in (("PSEUDONYM_KEY", KEY), ("DEBUG", "1"), ("DATA", str(tmp_path / "data"))):
        monkeypatch.setenv(f"TINTG_{name}", value)

    def fails(*arguments: object, **_: object) -> None:
        raise ValueError(f"{arguments} {KEY} {IDS}")

    monkeypatch.setattr(examine, "check_rows", fails)
    assert main(["ingest"]) == 0
    shown = capsys.readouterr()
    everything = (
        shown.out.encode() + shown.err.encode() + b"".join(written(tmp_path / "data").values())
    )
    assert b"ValueError" in everything
    assert b"Geheim" not in everything and KEY.encode() not in everything
