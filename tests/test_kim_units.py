"""Contacts are kept by unit: a new quarter costs what it brings, and nothing is stale."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from tests.conftest import run_tintg
from tintg.paths import PROJECT, DataDir
from tintg.workspace import workspace

CASES = (
    "standort;fall_id;traeger;fallart;beginn\n"
    "05111;1;kommune;kurzberatung;01.01.2023\n"
    "05111;2;kommune;case_management;01.01.2023\n"
)
CONTACTS = "standort;kontakt_id;fall_id;datum;form\n"
Q1 = "05111;11;1;05.01.2023;telefon\n05111;12;2;06.01.2023;online\n"
Q2 = "05111;13;1;05.04.2023;telefon\n05111;14;1;06.04.2023;telefon\n"
# the second quarter once more: 13 has another day, 14 is withdrawn, 15 is new
Q2_AGAIN = "05111;13;1;07.04.2023;telefon\n05111;15;2;08.04.2023;online\n"
Q3 = "05111;16;99;05.07.2023;telefon\n"  # of a case that nobody reported


def deliver(data: DataDir, source: str, datenstand: str, text: str) -> None:
    folder = data.inbox / source
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{source}__{datenstand}.csv").write_text(text, "utf-8")


def refresh(data: DataDir) -> None:
    done = run_tintg(data, "refresh", TINTG_DEMO="1")
    assert done.returncode == 0, done.stdout + done.stderr


def plan(folder: Path, environment: str, **variables: str) -> None:
    sqlmesh = str(Path(sys.executable).parent / "sqlmesh")
    done = subprocess.run(
        [sqlmesh, "plan", environment, "--auto-apply", "--skip-tests"],
        cwd=folder, env={**os.environ, **variables}, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def query(data: DataDir, sql: str) -> list[tuple]:
    with duckdb.connect(str(data.warehouse), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def days(data: DataDir, schema: str = "core") -> list[str]:
    found = query(data, f"SELECT CAST(datum AS TEXT) FROM {schema}.kim_kontakt ORDER BY datum")
    return [day for (day,) in found]


def stored(data: DataDir) -> list[int]:
    """Rows of each unit that was ever computed, one store for each definition of the model."""
    stores = query(
        data,
        "SELECT table_schema || '.' || table_name FROM information_schema.tables"
        " WHERE table_name LIKE 'stg__kim_kontakt__einheiten_%'",
    )
    return sorted(
        count
        for (store,) in stores
        for (count,) in query(data, f"SELECT COUNT(*) FROM {store} GROUP BY _einheit")
    )


@pytest.fixture(scope="module")
def delivered(tmp_path_factory: pytest.TempPathFactory) -> DataDir:
    """Two quarters, then the second one again and a third."""
    data = DataDir(tmp_path_factory.mktemp("kim") / "data")
    deliver(data, "kim_fall", "2023-10-01", CASES)
    deliver(data, "kim_kontakt", "2023-07-21", CONTACTS + Q1 + Q2)
    refresh(data)
    assert days(data) == ["2023-01-05", "2023-01-06", "2023-04-05", "2023-04-06"]
    assert stored(data) == [2, 2]
    deliver(data, "kim_kontakt", "2023-10-21", CONTACTS + Q2_AGAIN + Q3)
    refresh(data)
    return data


def test_the_newer_delivery_replaces_its_quarters_and_no_other(delivered: DataDir) -> None:
    assert days(delivered) == ["2023-01-05", "2023-01-06", "2023-04-07", "2023-04-08"]
    findings = "SELECT regel, schluessel FROM mart.befund WHERE quelle = 'kim_kontakt' ORDER BY 1"
    assert query(delivered, findings) == [
        # what the second delivery changed and withdrew, without saying of whom
        ("R00-3", "standort=05111;quartal=2023-Q2"),
        ("R09-3", "05111/2023-Q3/Zeile 4"),
        ("RUECKZUG", "standort=05111;quartal=2023-Q2"),
    ]


def test_only_what_is_new_was_computed(delivered: DataDir) -> None:
    """The first quarter is there once, the second twice: as it was and as it is."""
    assert stored(delivered) == [1, 2, 2, 2]


def test_an_earlier_datenstand_sees_what_counted_then(delivered: DataDir) -> None:
    plan(workspace(delivered), "stand_2023_08_01", TINTG_DATENSTAND="2023-08-01")
    # no cases were known by then, so no contact belongs to one
    assert days(delivered, "core__stand_2023_08_01") == []
    assert days(delivered, "stg__stand_2023_08_01") == [
        "2023-01-05", "2023-01-06", "2023-04-05", "2023-04-06"
    ]  # fmt: skip
    assert days(delivered) == ["2023-01-05", "2023-01-06", "2023-04-07", "2023-04-08"]


def test_changed_sql_computes_every_unit_anew(delivered: DataDir) -> None:
    """An evaluator counts calls alone, in an own environment: one in each of three quarters."""
    counts = (
        "SELECT kontakt_quartal, SUM(kontakte) FROM core{}.kim_kontakt_je_fall"
        " GROUP BY 1 ORDER BY 1"
    )
    before = [("2023-Q1", 2), ("2023-Q2", 2), ("2023-Q3", 1)]
    assert query(delivered, counts.format("")) == before
    folder = workspace(delivered)
    (folder / "models").unlink()
    shutil.copytree(PROJECT / "models", folder / "models")
    with (folder / "models/stg/kim_kontakt.sql").open("a", encoding="utf-8") as model:
        model.write("WHERE\n  zeile.form = 'telefon'\n")
    plan(folder, "nur_telefon")
    assert query(delivered, counts.format("__nur_telefon")) == [
        ("2023-Q1", 1), ("2023-Q2", 1), ("2023-Q3", 1)
    ]  # fmt: skip
    assert query(delivered, counts.format("")) == before
