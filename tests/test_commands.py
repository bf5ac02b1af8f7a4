"""The command line as the operator uses it: exit codes, messages, machine output."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import deliver_examples, run_tintg
from tintg.lock import exclusive
from tintg.paths import DataDir


def test_a_second_refresh_has_nothing_to_do(own: DataDir) -> None:
    deliver_examples(own)
    done = run_tintg(own, "refresh")
    assert done.returncode == 0
    assert "Nichts Neues" in done.stdout
    assert "6 Dateien" in done.stdout and "6 schon bekannt" in done.stdout
    assert len(list(own.published.glob("[0-9]*"))) == 1
    assert not [path for path in own.inbox.rglob("*") if path.is_file()]


def test_a_refused_file_matters_only_under_strict(own: DataDir) -> None:
    for arguments, code in ((("ingest",), 0), (("ingest", "--strict"), 2)):
        file = (
            own.inbox / "pauschalen_verwendung" / f"pauschalen_verwendung__2026-01-0{code + 1}.csv"
        )
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"falscher;Kopf\n1;{code}\n")
        done = run_tintg(own, *arguments)
        assert done.returncode == code, done.stdout
        assert "TABELLE_NICHT_GEFUNDEN" in done.stdout
        assert not file.exists()


@pytest.mark.parametrize("command", ["ingest", "refresh", "check", "publish"])
def test_whoever_comes_second_is_told_to_wait(own: DataDir, command: str) -> None:
    with exclusive(own):
        done = run_tintg(own, command)
    assert done.returncode == 3
    assert "Ein anderer Lauf" in done.stdout and "gelten weiter" in done.stdout


def test_json_for_machines(own: DataDir) -> None:
    done = run_tintg(own, "status", "--json")
    status = json.loads(done.stdout)
    assert status["ergebnis"] == 0
    assert status["lieferungen"] == 16
    # counted by hand: Pauschalen, KI, LSP, Integrationsagenturen, SGB II
    pauschalen, ki, lsp = 4 * 361 + 353 + 359, 1149 + 623 + 555, 49 + 54
    assert status["zeilen"] == pauschalen + ki + lsp + 215 + 2661 + 3 * 112
    assert status["quellen"]["pauschalen_auszahlung"]["datenstand"] == "2023-12-01"
    assert status["snapshot"]["synthetisch"] is True


def test_status_before_anything(tmp_path_factory: pytest.TempPathFactory) -> None:
    data = DataDir(tmp_path_factory.mktemp("leer") / "data")
    done = run_tintg(data, "status")
    assert done.returncode == 0
    assert "Noch ist nichts veröffentlicht" in done.stdout
    for command in ("check", "publish"):
        done = run_tintg(data, command)
        assert done.returncode == 1 and "make demo" in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [["refresh", "--datenstand", "10.3.2025"], ["refresh", "--env", "a b"], ["gibtsnicht"], []],
)
def test_a_wrong_call_fails_and_is_not_taken_for_blocked(
    demo: DataDir, arguments: list[str]
) -> None:
    done = run_tintg(demo, *arguments)
    assert done.returncode == 1
    assert done.stderr.startswith("Der Aufruf ist nicht vollständig oder falsch")
    assert "argument" not in done.stderr


def test_a_listener_that_leaves_stops_nothing(own: DataDir) -> None:
    deliver_examples(own)
    command = f"{Path(sys.executable).parent / 'tintg'} refresh | true; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", command],
        env={**os.environ, "TINTG_DATA": str(own.root)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0
    assert all(json.loads(line) for line in done.stderr.splitlines())  # the log goes on
    assert not [path for path in own.inbox.rglob("*") if path.is_file()]


def test_an_inbox_that_is_not_there_is_no_empty_inbox(own: DataDir) -> None:
    done = run_tintg(own, "ingest", "--inbox", str(own.root / "gibtsnicht"))
    assert done.returncode == 1
    assert "gibt es nicht" in done.stdout


def test_exact_values_are_closed_to_other_accounts(demo: DataDir) -> None:
    for path in (demo.warehouse, demo.root / "state.duckdb", demo.lake, demo.register):
        assert path.stat().st_mode & 0o077 == 0, path


def test_a_dry_run_changes_nothing(own: DataDir) -> None:
    file = own.inbox / "pauschalen_verwendung" / "pauschalen_verwendung__2026-01-01.csv"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("falscher;Kopf\n1;2\n")
    before = sorted(path for path in own.root.rglob("*") if path.name != ".lock")
    done = run_tintg(own, "ingest", "--dry-run")
    assert done.returncode == 0 and "Probelauf" in done.stdout
    assert sorted(path for path in own.root.rglob("*") if path.name != ".lock") == before


def test_an_open_warehouse_is_named_in_words(own: DataDir) -> None:
    import duckdb

    with duckdb.connect(str(own.warehouse)):
        done = run_tintg(own, "publish")
    assert done.returncode == 3
    assert "in einer anderen Sitzung geöffnet" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
