"""Names, sidecars, versions and what is written: delivery interface 1.1, 1.8 to 1.10."""

from __future__ import annotations

import csv
import hashlib
import stat
from datetime import date, timedelta
from pathlib import Path
from typing import IO

import pytest

from ingest.contract import load_contracts
from ingest.run import ingest
from tests.ingest.conftest import REPORT, SOURCE, Office, as_csv, row, rows, table

SOUND = as_csv(table(rows()))
TOMORROW = (date.today() + timedelta(days=1)).isoformat()
AFTER = (date.today() + timedelta(days=2)).isoformat()


@pytest.mark.parametrize(
    ("name", "datenstand", "version"),
    [
        (f"{SOURCE}__2024-01-31.csv", "2024-01-31", "1"),
        (f"{SOURCE}__2024-01-31__v2.csv", "2024-01-31", "2"),
        (f"{SOURCE}__2024-01-31__V12.csv", "2024-01-31", "12"),
        (f"{SOURCE.upper()}__2024-01-31.CSV", "2024-01-31", "1"),
        (f"{SOURCE}__2024-02-29", "2024-02-29", "1"),
        (f"{SOURCE}__2000-01-01.csv", "2000-01-01", "1"),
        (f"{SOURCE}__{TOMORROW}.csv", TOMORROW, "1"),
    ],
)
def test_names(office: Office, name: str, datenstand: str, version: str) -> None:
    result = office.deliver(SOUND, name)
    line = office.register()[0]
    assert (line["datenstand"], line["version"], line["dateiname"]) == (datenstand, version, name)
    digest = hashlib.sha256(SOUND).hexdigest()
    assert result.lieferung_id == f"{SOURCE}__{datenstand}__v{version}__{digest[:12]}"


@pytest.mark.parametrize(
    "name",
    ["Liste.csv", f"{SOURCE}.csv", f"{SOURCE}_2024-01-31.csv", f"{SOURCE}__2023-02-29.csv",
     f"{SOURCE}__31.01.2024.csv", f"{SOURCE}__1999-12-31.csv", f"{SOURCE}__{AFTER}.csv",
     f"{SOURCE}__2024-01-31__v0.csv", f"{SOURCE}__2024-01-31__2.csv",
     f"{SOURCE}__2024-01-31__v2__neu.csv",
     f"{SOURCE}__2024-01-31 (1).csv", f"{SOURCE}__２０２４-01-31.csv"],
)  # fmt: skip
def test_names_without_datenstand(office: Office, name: str) -> None:
    result = office.deliver(SOUND, name)
    assert result.reasons == ("DATENSTAND_FEHLT",)


def test_missing_datenstand_in_the_register(office: Office) -> None:
    result = office.deliver(SOUND, "Liste.csv")
    assert result.lieferung_id.startswith(f"{SOURCE}__ohne-datenstand__v1__")
    assert office.register()[0]["datenstand"] == ""


def test_the_folder_decides_but_a_contradicting_name_is_refused(office: Office) -> None:
    result = office.deliver(SOUND, f"{REPORT}__2024-01-31.csv")
    assert result.reasons == ("TABELLE_NICHT_GEFUNDEN",)
    assert REPORT in office.letter()


# --- sidecars ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sidecar", "datenstand", "version"),
    [
        ("datenstand: 2024-02-01", "2024-02-01", "3"),
        ('datenstand: "2024-02-01"\nversion: 5', "2024-02-01", "5"),
        ("version: 5\nlieferant: KfI\nnotiz: |\n  zweite\n  Fassung", "2024-01-31", "5"),
        ("", "2024-01-31", "3"),
        ("datenstand:\nversion: 4", "2024-01-31", "4"),
    ],
)
def test_sidecar_wins_key_by_key(
    office: Office, sidecar: str, datenstand: str, version: str
) -> None:
    name = f"{SOURCE}__2024-01-31__v3.csv"
    office.put(sidecar.encode(), name + ".meta.yaml")
    result = office.deliver(SOUND, name)
    line = office.register()[0]
    assert (result.status, line["datenstand"], line["version"]) == ("geladen", datenstand, version)
    archive = office.data.archive / SOURCE
    assert (archive / f"{name}.meta.yaml").read_text() == sidecar
    assert not list((office.data.inbox / SOURCE).iterdir())


def test_sidecar_makes_any_name_good(office: Office) -> None:
    office.put(b"datenstand: 2024-01-31", "Liste.csv.meta.yaml")
    assert office.deliver(SOUND, "Liste.csv").status == "geladen"


@pytest.mark.parametrize(
    "sidecar",
    [b"datenstand: 31.01.2024", b"datenstand: 2024-02-30", b"datenstand: 1999-01-01",
     f"datenstand: {AFTER}".encode(), b"datenstand: 2024-01-31T10:00:00", b"version: 0",
     b"version: true", b"version: 1.5", b"version: zwei", b"- 1", b"nur Text", b"a: [", b"\xff\xfe",
     b"datenstnd: 2024-01-31", b"einheiten: 2023", b"einheiten: []",
     b"einheiten: [{haushaltsjahr: 2023}]", b"einheiten: [{haushaltsjahr: 2023, quartal: 5}]",
     b"einheiten: [{haushaltsjahr: 1999, quartal: 1}]", b"notiz: {a: 1}",
     b"!!python/object/apply:os.getcwd []",
     b"version: 1\nversion: 2"],
)  # fmt: skip
def test_bad_sidecars(office: Office, sidecar: bytes) -> None:
    name = f"{SOURCE}__2024-01-31.csv"
    office.put(sidecar, name + ".meta.yaml")
    result = office.deliver(SOUND, name)
    assert result.reasons == ("DATENSTAND_FEHLT",)
    assert "Begleitdatei" in office.letter()
    assert (office.data.inbox / SOURCE / "abgelehnt" / f"{name}.meta.yaml").exists()


def test_withdrawal_by_sidecar(office: Office) -> None:
    """An empty table takes back units; a filled one can do both."""
    name = f"{SOURCE}__2024-01-31.csv"
    sidecar = b"einheiten: [{haushaltsjahr: 2022, quartal: 2}, {haushaltsjahr: 2022, quartal: 1}]"
    office.put(sidecar, name + ".meta.yaml")
    result = office.deliver(as_csv(table([])), name)
    assert (result.status, result.read, result.reasons) == ("geladen", 0, ())
    taken_back = "haushaltsjahr=2022;quartal=1|haushaltsjahr=2022;quartal=2"
    assert office.register()[0]["einheiten"] == taken_back
    assert office.lake(result).height == 0

    name = f"{SOURCE}__2024-02-01.csv"
    office.put(sidecar, name + ".meta.yaml")
    office.deliver(SOUND, name)
    assert office.register()[1]["einheiten"] == f"{taken_back}|haushaltsjahr=2023;quartal=1"


def test_the_same_bytes_take_back_another_unit(office: Office) -> None:
    """What a sidecar says is part of the delivery: two empty tables are alike, byte by byte."""
    for quarter in (1, 2, 2):
        name = f"{SOURCE}__2024-01-31.csv"
        office.put(f"einheiten: [{{haushaltsjahr: 2022, quartal: {quarter}}}]".encode(),
                   name + ".meta.yaml")  # fmt: skip
        office.deliver(as_csv(table([])), name)
    assert [line["einheiten"] for line in office.register()] == [
        "haushaltsjahr=2022;quartal=1", "haushaltsjahr=2022;quartal=2"
    ]  # fmt: skip
    assert len({line["lieferung_id"] for line in office.register()}) == 2


def test_withdrawal_needs_a_table_at_all(office: Office) -> None:
    name = f"{SOURCE}__2024-01-31.csv"
    office.put(b"einheiten: [{haushaltsjahr: 2022, quartal: 2}]", name + ".meta.yaml")
    assert office.deliver(b"nichts", name).reasons == ("TABELLE_NICHT_GEFUNDEN",)


# --- the inbox ---------------------------------------------------------------------------------


def test_strangers_stay_and_are_reported(office: Office) -> None:
    office.put(SOUND)
    stay = [
        office.put(b"x", "Notiz.txt", source="."),
        office.put(b"x", "datei.csv", source="unbekannt"),
        office.put(b"x", "verwaist.csv.meta.yaml"),
        office.put(b"x", "alt.csv.grund.txt"),
        office.put(b"datenstand: 2024-01-31", "datei.csv.META.YAML"),
        office.put(b"x", "datei.csv", source=f"{SOURCE}/unterordner"),
    ]
    for ignored in (".versteckt", "~$offen.xlsx", "Thumbs.db", "desktop.ini"):
        stay.append(office.put(b"x", ignored))
    report = office.run()
    assert len(report.files) == 1
    assert [Path(notice.path).name for notice in report.notices] == [
        "Notiz.txt", "unbekannt", "alt.csv.grund.txt", "datei.csv.META.YAML", "unterordner",
        "verwaist.csv.meta.yaml"
    ]  # fmt: skip
    assert all(path.exists() for path in stay)
    assert all(len(notice.message) > 20 for notice in report.notices)


def test_links_lead_nowhere(office: Office, tmp_path: Path) -> None:
    """Who may write into the inbox must not have other files of the machine read and kept."""
    elsewhere = tmp_path / "geheim.csv"
    elsewhere.write_bytes(SOUND)
    link = office.put(b"", f"{SOURCE}__2024-01-31.csv")
    link.unlink()
    link.symlink_to(elsewhere)
    report = office.run()
    assert not report.files
    assert "Verknüpfung" in report.notices[0].message
    assert link.is_symlink()


def test_order_within_a_run(office: Office) -> None:
    """By source, then Datenstand, version (as a number) and name; not by name alone."""
    names = ["2024-01-31__v10", "2024-01-31__v9", "2023-12-31", "2024-01-31"]
    for number, name in enumerate(names):
        office.put(as_csv(table([row(number)])), f"{SOURCE}__{name}.csv")
    office.put(b"", f"{REPORT}__2020-01-01.csv", REPORT)
    taken = [file.file for file in office.run().files]
    assert taken == [
        *(f"{SOURCE}__{n}.csv" for n in ("2023-12-31", "2024-01-31", "2024-01-31__v9",
                                         "2024-01-31__v10")),
        f"{REPORT}__2020-01-01.csv",
    ]  # fmt: skip


def test_an_empty_or_missing_inbox(office: Office) -> None:
    assert office.run().files == ()
    for contract in load_contracts():
        assert office.register(contract.source) == []


def test_another_inbox(office: Office, tmp_path: Path) -> None:
    other = tmp_path / "usb"
    path = other / SOURCE / f"{SOURCE}__2024-01-31.csv"
    path.parent.mkdir(parents=True)
    path.write_bytes(SOUND)
    assert ingest(office.data, inbox=other).files[0].status == "geladen"
    assert not path.exists()


def test_dry_run_writes_nothing(office: Office) -> None:
    path = office.put(SOUND)
    bad = office.put(b"", f"{SOURCE}__2024-02-01.csv")
    report = ingest(office.data, dry_run=True)
    assert [file.status for file in report.files] == ["geladen", "abgelehnt"]
    assert report.dry_run and report.refused == 1
    assert {p for p in office.data.root.rglob("*") if p.is_file()} == {path, bad}


def test_progress(office: Office) -> None:
    office.put(SOUND)
    office.put(SOUND, f"{SOURCE}__2024-02-01.csv")
    seen: list[tuple[int, int, str]] = []
    ingest(office.data, progress=lambda *step: seen.append(step))
    assert seen == [(0, 2, f"{SOURCE}__2024-01-31.csv"), (1, 2, f"{SOURCE}__2024-02-01.csv")]


# --- the same again ----------------------------------------------------------------------------


def test_the_same_delivery_again(office: Office) -> None:
    first = office.deliver(SOUND)
    before = (office.data.register / f"{SOURCE}.csv").read_bytes()
    again = office.deliver(SOUND)
    assert (again.status, again.lieferung_id) == ("bekannt", first.lieferung_id)
    assert (office.data.register / f"{SOURCE}.csv").read_bytes() == before
    assert not list((office.data.inbox / SOURCE).iterdir())


def test_the_same_twice_in_one_run(office: Office) -> None:
    office.put(SOUND)
    office.put(b"datenstand: 2024-01-31", "zweite.csv.meta.yaml")
    office.put(SOUND, "zweite.csv")
    assert [file.status for file in office.run().files] == ["geladen", "bekannt"]
    assert len(office.register()) == 1
    names = {path.name for path in (office.data.archive / SOURCE).iterdir()}
    assert names == {f"{SOURCE}__2024-01-31.csv", "zweite.csv", "zweite.csv.meta.yaml"}


def test_same_bytes_under_another_datenstand_are_new(office: Office) -> None:
    office.deliver(SOUND)
    office.deliver(SOUND, f"{SOURCE}__2024-02-01.csv")
    office.deliver(SOUND, f"{SOURCE}__2024-02-01__v2.csv")
    assert [line["status"] for line in office.register()] == ["geladen"] * 3


def test_other_bytes_under_the_same_name(office: Office) -> None:
    other = as_csv(table(rows(2)))
    office.deliver(SOUND)
    office.deliver(other)
    mark = hashlib.sha256(other).hexdigest()[:8]
    archive = office.data.archive / SOURCE
    assert (archive / f"{SOURCE}__2024-01-31.csv").read_bytes() == SOUND
    assert (archive / f"{SOURCE}__2024-01-31__{mark}.csv").read_bytes() == other
    assert len(office.register()) == 2


def test_a_refused_delivery_again(office: Office) -> None:
    """No second line, but it is put aside again with its letter."""
    office.deliver(b"")
    assert office.deliver(b"").status == "abgelehnt"
    assert len(office.register()) == 1
    assert "leer" in office.letter()


def test_a_refused_delivery_blocks_no_later_one(office: Office) -> None:
    assert office.deliver(b"").status == "abgelehnt"
    assert office.deliver(SOUND).status == "geladen"
    refused = {p.name for p in (office.data.inbox / SOURCE / "abgelehnt").iterdir()}
    assert refused == {f"{SOURCE}__2024-01-31.csv", f"{SOURCE}__2024-01-31.csv.grund.txt"}


def test_a_refused_delivery_that_now_loads(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """As after its contract was widened: a second line, a second id."""
    with monkeypatch.context() as patch:
        patch.setattr("ingest.checks.MOST_FAULTY_SHARE", -1)
        patch.setattr("ingest.checks.FEW_ROWS", -1)
        first = office.deliver(SOUND)
    second = office.deliver(SOUND)
    assert (first.status, second.status) == ("abgelehnt", "geladen")
    assert second.lieferung_id == f"{first.lieferung_id}__2"
    assert office.lake(second)["_lieferung_id"].unique().to_list() == [second.lieferung_id]
    assert office.deliver(SOUND).status == "bekannt"


# --- what is written ---------------------------------------------------------------------------


def test_register_columns(office: Office) -> None:
    office.deliver(SOUND)
    content = (office.data.register / f"{SOURCE}.csv").read_bytes()
    assert content.split(b"\n")[0].decode() == (
        "lieferung_id,quelle,dateiname,sha256,datenstand,version,eingang,format,kodierung,"
        "trennzeichen,blatt,zeilen_gelesen,zeilen_geladen,zeilen_doppelt,zeilen_quarantaene,"
        "einheiten,zusatzspalten,status,gruende"
    )
    line = office.register()[0]
    assert line["eingang"].endswith("Z") and line["eingang"][10] == "T"


def test_quarantine_columns(office: Office) -> None:
    result = office.deliver_rows([row(0), row(1, ags="?")])
    path = office.data.quarantine / SOURCE / f"{result.lieferung_id}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))
    assert lines[0] == ["lieferung_id", "datei", "blatt", "zeile", "spalte", "grund", "meldung"]
    assert lines[1][:6] == [
        result.lieferung_id, f"{SOURCE}__2024-01-31.csv", "", "3", "ags", "AGS_UNBEKANNT"
    ]  # fmt: skip


def test_only_the_owner_can_read(office: Office) -> None:
    office.deliver_rows([row(0), row(1, ags="?")])
    office.deliver(b"")
    for place in ("register", "archiv", "lake", "quarantaene"):
        folder = {"archiv": office.data.archive}.get(place, office.data.root / place)
        for path in (folder, *folder.rglob("*")):
            mode = stat.S_IMODE(path.stat().st_mode)
            assert mode == (0o700 if path.is_dir() else 0o600), path


def test_an_unforeseen_error_is_told_without_its_text(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Panic(BaseException):
        """As the readers in Rust raise it."""

    def fail(*_: object) -> None:
        raise Panic("erika@example.org")

    office.put(SOUND)
    office.put(b"", f"{SOURCE}__2024-02-01.csv")
    monkeypatch.setattr("ingest.examine.find_table", fail)
    report = office.run()
    assert [file.reasons for file in report.files] == [("DATEI_UNLESBAR",)] * 2
    assert "Panic" in report.files[0].message
    assert "erika" not in office.everything_written() + str(report)


def test_an_unopenable_file_stays(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    path = office.put(SOUND)
    original = Path.open

    def locked(self: Path, *mode: str, **options: str) -> IO[str]:
        if self == path:
            raise PermissionError(13, "Permission denied")
        return original(self, *mode, **options)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(Path, "open", locked)
    report = office.run()
    assert report.files == () and path.exists()
    assert "bleibt liegen" in report.notices[0].message
