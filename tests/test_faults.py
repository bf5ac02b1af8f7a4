"""Faults of disk and people: the published snapshot stays, the next refresh completes or says what
to do, `tintg doctor --mend` mends what can be mended.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from tests.conftest import run_tintg
from tests.killed import tables
from tests.test_environments import USE_2022, deliver
from tintg import cli, refresh, warehouse
from tintg.paths import DataDir

SOURCE = "pauschalen_verwendung"


@pytest.fixture
def here(own: DataDir, monkeypatch: pytest.MonkeyPatch) -> DataDir:
    """The data directory that commands in this process work in."""
    monkeypatch.setenv("TINTG_DATA", str(own.root))
    monkeypatch.setenv("TINTG_DEMO", "1")
    return own


def lake_file(data: DataDir) -> Path:
    return sorted((data.lake / SOURCE).glob("*.parquet"))[0]


def flip(path: Path, place: int) -> None:
    """One byte in the middle of a file, as a dying disk does it."""
    content = bytearray(path.read_bytes())
    content[place] ^= 0xFF
    path.write_bytes(content)


# --- nothing new ------------------------------------------------------------------------------


def test_a_quiet_night_imports_neither_readers_nor_sqlmesh(own: DataDir) -> None:
    code = (
        "import sys; from tintg.cli import main; code = main(['refresh']);"
        "slow = {'polars', 'pyarrow', 'pandas', 'sqlmesh', 'great_expectations', 'pydantic'};"
        "print(sorted(slow & set(sys.modules))); sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "TINTG_DATA": str(own.root)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert "Nichts Neues" in done.stdout and done.stdout.endswith("[]\n")


def killed_at_work(database: Path) -> Path:
    """A WAL as a killed session leaves it."""
    code = (
        f"import duckdb, os; db = duckdb.connect({str(database)!r});"
        "db.execute('CREATE TABLE main.angefangen AS SELECT range AS zahl FROM range(5000)');"
        "os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", code], check=False)
    return warehouse.wal(database)


def touch_gate(data: DataDir) -> None:
    with duckdb.connect() as db:
        db.execute(
            f"COPY (FROM '{data.findings}' UNION ALL SELECT 'neu', 'warning', 'x', 'Neu.', NULL)"
            f" TO '{data.root}/b.parquet'"
        )
    (data.root / "b.parquet").replace(data.findings)


def tear_prod(data: DataDir) -> None:
    with duckdb.connect(data.state) as db:
        db.execute("UPDATE sqlmesh._environments SET finalized_ts = NULL WHERE name = 'prod'")


def lose_a_view(data: DataDir) -> None:
    with duckdb.connect(data.warehouse) as db:
        db.execute("DROP VIEW mart.stand")


def damage_snapshot(data: DataDir) -> None:
    path = data.published / "current" / "csv" / "indikator_wert.csv"
    path.write_bytes(path.read_bytes()[:-50])


def leave_wal(data: DataDir) -> None:
    warehouse.wal(data.warehouse).write_bytes(b"")


@pytest.mark.parametrize(
    "change",
    [
        touch_gate,
        tear_prod,
        lose_a_view,
        damage_snapshot,
        leave_wal,
        lambda data: data.receipt.write_text("{"),
        lambda data: (data.published / "current").unlink(),
        lambda data: data.warehouse.unlink(),
        lambda data: data.state.unlink(),
        lambda data: lake_file(data).unlink(),
        lambda data: flip(lake_file(data), 100),
        lambda data: flip(data.warehouse, 5_000_000),
        lambda data: deliver(data, SOURCE, "x.csv", "y"),
        lambda data: (data.register / f"{SOURCE}.csv").unlink(),
    ],
)
def test_a_change_is_never_taken_for_a_quiet_night(
    own: DataDir, change: Callable[[DataDir], None]
) -> None:
    assert refresh.is_quiet(own)
    change(own)
    assert not refresh.is_quiet(own)


def test_what_only_looks_different_is_quiet(own: DataDir, tmp_path: Path) -> None:
    """Copied without times, opened by an evaluator, planned in an environment of one's own."""
    other = DataDir(tmp_path / "anderswo")
    shutil.copytree(own.root, other.root, symlinks=True, copy_function=shutil.copyfile)
    with duckdb.connect(other.warehouse) as db:
        db.execute("CREATE TABLE main.notiz AS SELECT 1 AS zahl")
    assert refresh.is_quiet(other)


# --- what is damaged --------------------------------------------------------------------------


def test_a_damaged_lake_is_named_and_read_again_from_the_archive(
    here: DataDir, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path: path.read_bytes() for path in (here.lake / SOURCE).iterdir()}
    flip(lake_file(here), 100)
    assert cli.main(["refresh"]) == 1
    assert "Lake" in (said := capsys.readouterr().out) and "tintg doctor --mend" in said
    assert cli.main(["doctor", "--mend", "--full"]) == 1  # the demo key alone is left to do
    assert "neu aus dem Archiv gelesen" in capsys.readouterr().out
    after = {path: path.read_bytes() for path in before}
    assert after == before
    assert refresh.is_quiet(here)


def test_rows_read_with_another_key_never_replace_the_lost_ones(
    here: DataDir, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ingest.restore import CannotRestore, restore
    from ingest.run import ingest
    from synth.run import synthesise

    synthesise(here.inbox, 0.001, 5, ["kim_fall"], False, None)
    file, *_ = ingest(here).files
    monkeypatch.setenv("TINTG_PSEUDONYM_KEY", "ein ganz anderer Schlüssel")
    path = here.lake / "kim_fall" / f"{file.lieferung_id}.parquet"
    content = path.read_bytes()
    path.write_bytes(content[:-10])
    with pytest.raises(CannotRestore, match="Schlüssel"):
        restore(here, "kim_fall", file.lieferung_id)
    assert path.read_bytes() == content[:-10]
    monkeypatch.delenv("TINTG_PSEUDONYM_KEY")
    restore(here, "kim_fall", file.lieferung_id)
    assert path.read_bytes() == content


@pytest.mark.parametrize("damage", ["warehouse", "state", "wal", "no state", "new state"])
def test_a_damaged_database_is_set_aside_with_the_other(
    here: DataDir, capsys: pytest.CaptureFixture[str], damage: str
) -> None:
    match damage:
        case "warehouse":
            flip(here.warehouse, 5_000_000)
        case "state":
            here.state.write_bytes(here.state.read_bytes()[:20_000])
        case "wal":
            flip(killed_at_work(here.warehouse), 2_000)
        case "no state":
            here.state.unlink()
        case "new state":
            here.state.unlink()
            duckdb.connect(here.state).close()
    cli.main(["doctor", "--full"])
    assert "ist beschädigt" in capsys.readouterr().out
    assert cli.main(["publish"]) == 1
    assert "`tintg refresh`" in capsys.readouterr().out
    assert not here.warehouse.exists() and not here.state.exists()
    assert here.warehouse.stem in {path.name.split(".")[0] for path in warehouse.put_aside(here)}


def test_after_that_everything_is_built_anew(own: DataDir) -> None:
    before = tables(own)
    flip(own.warehouse, 5_000_000)
    done = run_tintg(own, "refresh")
    assert done.returncode == 0 and "beiseite" in done.stdout, done.stdout
    assert tables(own) == before


def test_a_wal_that_was_cut_off_loses_no_row(own: DataDir) -> None:
    """DuckDB opens it without a word: a table that the state calls computed is empty then."""
    with duckdb.connect(own.warehouse) as db:
        (name,) = db.execute(
            "SELECT table_name FROM duckdb_tables() WHERE table_name LIKE 'mart__p17_bericht__%'"
        ).fetchone()
        db.execute(f"DELETE FROM sqlmesh__mart.{name}")
    assert refresh.is_built(own)
    killed_at_work(own.warehouse).write_bytes(b"")
    refresh.examine(own, earlier=0.0)
    with duckdb.connect(own.state) as db:
        computed = db.execute("SELECT name FROM sqlmesh._intervals").fetchall()
    assert not any("p17_bericht" in name for (name,) in computed)
    assert not refresh.is_built(own)


def test_a_view_that_shows_an_old_version_is_made_again(own: DataDir) -> None:
    """What a kill in the virtual layer update leaves, even where SQLMesh believes all is well."""
    before = tables(own)
    lose_a_view(own)
    with duckdb.connect(own.warehouse) as db:
        db.execute("CREATE OR REPLACE VIEW mart.p17_bericht AS SELECT 1 AS alt")
    assert "halb umgestellt" in run_tintg(own, "doctor").stdout
    assert run_tintg(own, "refresh").returncode == 0
    assert warehouse.prod(own) and tables(own) == before


@pytest.mark.parametrize("tear", [tear_prod, lose_a_view])
def test_a_half_switched_prod_is_not_published(
    here: DataDir, capsys: pytest.CaptureFixture[str], tear: Callable[[DataDir], None]
) -> None:
    before = (here.published / "current").readlink()
    tear(here)
    assert cli.main(["publish"]) == 1
    assert "`tintg refresh`" in capsys.readouterr().out
    assert (here.published / "current").readlink() == before


def test_doctor_mends_what_a_run_left_half_written(
    here: DataDir, capsys: pytest.CaptureFixture[str]
) -> None:
    snapshot = (here.published / "current").readlink()
    (here.published / "current").unlink()
    (here.published / "current").symlink_to("20200101T000000Z-gibtsnicht")
    (here.published / ".neu-x").mkdir()
    (here.root / ".prod.json").touch()
    (here.lake / SOURCE / ".x.parquet.neu").touch()
    here.lake.chmod(0o755)
    (here.register / f"{SOURCE}.csv").open("a").write("halbe Zeile")
    cli.main(["doctor"])
    found = capsys.readouterr().out
    for word in ("Angefangenes", "keinen vollständigen Stand", "beschädigt", "offen: lake"):
        assert word in found
    cli.main(["doctor", "--mend"])
    capsys.readouterr()
    cli.main(["doctor", "--json"])
    left = [each for each in json.loads(capsys.readouterr().out)["befunde"] if each["todo"]]
    assert [each["topic"] for each in left] == ["Pseudonyme"]
    assert (here.published / "current").readlink() == snapshot
    assert refresh.is_quiet(here)


# --- what stands in the way -------------------------------------------------------------------


@pytest.mark.parametrize("read_only", [False, True])
def test_an_evaluator_at_work_is_named_and_the_delivery_taken(
    own: DataDir, read_only: bool
) -> None:
    deliver(own, SOURCE, f"{SOURCE}__2023-06-30.csv", USE_2022)
    with duckdb.connect(own.warehouse, read_only=read_only):
        done = run_tintg(own, "refresh")
    assert done.returncode == 3
    assert f"Prozess {os.getpid()}" in done.stdout and "Bitte dort schließen" in done.stdout
    assert not list((own.inbox / SOURCE).glob("*.csv"))


def test_another_version_of_sqlmesh_points_to_the_runbook(
    here: DataDir, capsys: pytest.CaptureFixture[str]
) -> None:
    with duckdb.connect(here.state) as db:
        db.execute("UPDATE sqlmesh._versions SET sqlmesh_version = '0.999.0'")
    here.built_from.unlink()
    deliver(here, SOURCE, f"{SOURCE}__2023-06-30.csv", USE_2022)
    assert cli.main(["refresh"]) == 1
    assert "SQLMesh aktualisieren" in capsys.readouterr().out
    cli.main(["doctor"])
    assert "0.999.0" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(28, "No space left on device"), "kein Platz mehr"),
        (PermissionError(13, "Permission denied", "/x/y"), "/x/y darf dieses Konto nicht"),
        (OSError(30, "Read-only file system", "/x/y"), "/x/y darf dieses Konto nicht"),
        (duckdb.IOException('Could not write file "w.duckdb": No space left on device'), "Platz"),
    ],
)
def test_the_disk_is_named_in_one_sentence(
    here: DataDir,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: Exception,
    words: str,
) -> None:
    monkeypatch.setattr(refresh, "examine", lambda *_: (_ for _ in ()).throw(error))
    here.receipt.unlink()
    assert cli.main(["refresh"]) == 1
    said = capsys.readouterr().out
    assert words in said and "gilt weiter" in said


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_whoever_stops_a_refresh_is_told_that_nothing_is_lost(own: DataDir, sign: int) -> None:
    own.receipt.unlink()
    own.built_from.unlink()
    process = subprocess.Popen(
        [sys.executable, "-m", "tintg", "refresh"],
        env={**os.environ, "TINTG_DATA": str(own.root)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    for line in process.stderr:
        if "modelle" in line:
            break
    time.sleep(0.5)
    process.send_signal(sign)
    said, _ = process.communicate()
    assert process.returncode == 1
    assert "Der Lauf wurde abgebrochen" in said and "nicht verloren" in said
    assert "Läufe: keiner arbeitet" in run_tintg(own, "doctor").stdout


# --- what is told -----------------------------------------------------------------------------


def test_the_log_has_one_object_a_line(own: DataDir) -> None:
    own.receipt.unlink()
    done = run_tintg(own, "refresh", "--json", TINTG_DEMO="1")
    assert done.returncode == 0, done.stdout
    assert json.loads(done.stdout)["neu"] is True
    events = [json.loads(line) for line in done.stderr.splitlines()]
    finished = {e["stufe"]: e for e in events if e["ereignis"] == "fertig"}
    stages = {"einlesen", "prüftor", "veröffentlichen", "aufräumen", "refresh"}
    assert set(finished) == stages  # prod shows the present inputs, so no model is computed
    assert all(e["sekunden"] >= 0 and e["zeit"].endswith("+00:00") for e in finished.values())
    assert finished["prüftor"]["zahlen"]["erwartungen"] > 400
