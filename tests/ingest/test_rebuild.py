"""A lost or damaged register comes back from lake and refused files, an inbox from the archive."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from ingest.rebuild import copy_archive, rebuild_registers
from ingest.run import ingest
from tests.ingest.conftest import REPORT, SOURCE, Office
from tintg.paths import SEEDS, DataDir

WITHOUT_TIME = ("eingang",)


def lines(data: DataDir, source: str) -> list[dict[str, str]]:
    with (data.register / f"{source}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def delivered(office: Office) -> Office:
    """Sound deliveries, and a broken one that came twice."""
    for source in (SOURCE, REPORT):
        shutil.copytree(SEEDS / "beispiel" / source, office.data.inbox / source)
    broken = office.data.inbox / REPORT / f"{REPORT}__2024-01-01.csv"
    for _ in range(2):
        broken.write_text("kaputt\n", encoding="utf-8")
        office.run()
    return office


@pytest.mark.parametrize("damage", ["lost", "cut", "emptied", "binary"])
def test_register_comes_back(delivered: Office, damage: str) -> None:
    data = delivered.data
    before = {source: lines(data, source) for source in (SOURCE, REPORT)}
    assert [line["status"] for line in before[REPORT]] == ["abgelehnt", "geladen"]
    for source in before:
        path = data.register / f"{source}.csv"
        match damage:
            case "lost":
                path.unlink()
            case "cut":
                path.write_bytes(path.read_bytes()[:-80])
            case "emptied":
                path.write_bytes(b"")
            case "binary":
                path.write_bytes(b"\xff\xfe\x00" * 99)

    rebuilt = {each.source: each for each in rebuild_registers(data)}

    for source, expected in before.items():
        assert rebuilt[source].lines == len(expected)
        for was, now in zip(expected, lines(data, source), strict=True):
            if was["status"] == "abgelehnt":  # its letter was written a moment before its line
                assert {**was, "eingang": ""} == {**now, "eingang": ""}
            else:
                assert was == now
    kept = list(data.register.glob("*.alt"))
    assert bool(kept) == (damage != "lost")


def test_a_sound_register_is_left_alone(delivered: Office) -> None:
    data = delivered.data
    path = data.register / f"{SOURCE}.csv"
    before = path.read_bytes()
    rebuilt = {each.source: each for each in rebuild_registers(data)}
    assert path.read_bytes() == before
    assert (rebuilt[SOURCE].added, rebuilt[SOURCE].lost) == ((), ())
    assert not list(data.register.glob("*.alt"))


def test_a_delivery_that_only_the_archive_has_keeps_its_line(delivered: Office) -> None:
    data = delivered.data
    before = lines(data, SOURCE)
    sorted((data.lake / SOURCE).glob("*.parquet"))[0].unlink()
    sorted((data.lake / SOURCE).glob("*.json"))[1].unlink()
    rebuilt = {each.source: each for each in rebuild_registers(data)}
    assert rebuilt[SOURCE].lost == ()
    assert lines(data, SOURCE) == before


def test_a_delivery_in_neither_lake_nor_archive_is_named(delivered: Office) -> None:
    data = delivered.data
    victim = sorted((data.lake / SOURCE).glob("*.parquet"))[0]
    victim.unlink()
    for path in (data.archive / SOURCE).iterdir():
        path.unlink()
    rebuilt = {each.source: each for each in rebuild_registers(data)}
    assert rebuilt[SOURCE].lost == (victim.stem,)


def test_the_archive_fills_another_inbox(delivered: Office, tmp_path: Path) -> None:
    other = DataDir(tmp_path / "anders")
    assert copy_archive(delivered.data, other.inbox) == 6
    files = ingest(other).files
    assert {file.status for file in files} == {"geladen"}
    for source in (SOURCE, REPORT):
        old = [line for line in lines(delivered.data, source) if line["status"] != "abgelehnt"]
        new = lines(other, source)
        assert [line["lieferung_id"] for line in old] == [line["lieferung_id"] for line in new]
