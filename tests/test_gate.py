"""The gate holds publishing back, whatever goes wrong, and the last snapshot stays."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest
import yaml

from publish.gate import run_gate
from publish.suites import load_suites, parse_suite
from tintg import cli, refresh
from tintg.paths import EXPECTATIONS, DataDir


def suite(table: str = "mart.p17_auszahlung", **expectation: object) -> dict:
    return {
        "name": "probe",
        "table": table,
        "expectations": [
            {
                "severity": "critical",
                "meta": {"id": "probe", "beschreibung": "Es klappt."},
                **expectation,
            }
        ],
    }


NEVER = {
    "type": "unexpected_rows_expectation",
    "kwargs": {"unexpected_rows_query": "SELECT * FROM {batch} WHERE wert > 0"},
}
BROKEN = {
    "type": "expect_column_values_to_not_be_null",
    "kwargs": {"column": "gibt_es_nicht"},
    "severity": "info",
}


# rules find revised deliveries among the examples
OF_THE_GATE = "WHERE quelle LIKE 'mart.%'"


def test_all_suites_pass_on_the_examples(demo: DataDir) -> None:
    report = run_gate(demo.warehouse, load_suites(EXPECTATIONS))
    assert [outcome for outcome in report.outcomes if not outcome.passed] == []
    assert {"lieferung_pauschalen_auszahlung", "lieferung_pauschalen_verwendung",
            "mart_p17_auszahlung", "mart_p17_verwendung"} <= set(report.by_suite())  # fmt: skip


@pytest.mark.parametrize(
    ("expectation", "blocks"),
    [
        (NEVER, True),
        ({**NEVER, "severity": "warning"}, False),
        (BROKEN, True),  # even of severity info: what cannot be evaluated is not passed
        ({"type": "expect_something_unknown", "kwargs": {}, "severity": "info"}, True),
        ({**BROKEN, "kwargs": {"colum": "wert"}}, True),
    ],
)
def test_what_blocks(demo: DataDir, expectation: dict, blocks: bool) -> None:
    report = run_gate(demo.warehouse, [parse_suite(suite(**expectation))])
    assert len(report.failed) == 1
    assert report.blocked is blocks


def test_a_missing_table_blocks(demo: DataDir) -> None:
    report = run_gate(demo.warehouse, [parse_suite(suite(table="mart.gibt_es_nicht", **NEVER))])
    assert report.blocked


def test_a_suite_that_is_none_blocks_and_is_named(demo: DataDir, tmp_path: Path) -> None:
    (tmp_path / "halb.yaml").write_text("name: halb\ntable: mart.raum\nexpectations: [{type: x}]\n")
    (tmp_path / "kein_yaml.yaml").write_text("{")
    report = run_gate(demo.warehouse, load_suites(tmp_path))
    assert report.blocked
    assert [(o.suite, o.errored) for o in report.outcomes] == [("halb", True), ("kein_yaml", True)]
    assert report.outcomes[0].message.startswith("Die Datei halb.yaml ist keine")


@pytest.fixture
def failing(own: DataDir, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DataDir:
    folder = tmp_path / "expectations"
    folder.mkdir()
    (folder / "probe.yaml").write_text(yaml.safe_dump(suite(**NEVER)))
    monkeypatch.setattr(refresh, "EXPECTATIONS", folder)
    monkeypatch.setenv("TINTG_DATA", str(own.root))
    return own


def test_a_blocked_publish_leaves_the_last_snapshot_and_says_so(
    failing: DataDir, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (failing.published / "current").resolve()
    assert cli.main(["publish"]) == 2
    said = capsys.readouterr().out
    assert "der zuletzt veröffentlichte Stand gilt weiter" in said
    assert "Traceback" not in said
    assert (failing.published / "current").resolve() == before
    assert len(list(failing.published.glob("[0-9]*"))) == 1


def test_the_findings_are_rows_of_mart_befund_and_hold_no_values(failing: DataDir) -> None:
    assert cli.main(["check"]) == 2
    with duckdb.connect(str(failing.warehouse), read_only=True) as connection:
        rows = connection.execute(
            f"SELECT regel, schweregrad, quelle, meldung FROM mart.befund {OF_THE_GATE}"
        ).fetchall()
    assert len(rows) == 1
    rule, severity, source, message = rows[0]
    assert (rule, severity, source) == ("probe.probe", "error", "mart.p17_auszahlung")
    assert message.startswith("Nicht erfüllt: Es klappt.")
    report = json.loads((failing.gate / "bericht.json").read_text("utf-8"))
    assert report["blockiert"] is True
    assert "14128200" not in json.dumps(report)
    page = (failing.gate / "bericht.html").read_text("utf-8")
    assert "http" not in page and "angehalten" in page


def test_check_of_a_clean_prod_is_free_again(
    failing: DataDir, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cli.main(["check"]) == 2
    monkeypatch.setattr(refresh, "EXPECTATIONS", EXPECTATIONS)
    assert cli.main(["check"]) == 0
    with duckdb.connect(str(failing.warehouse), read_only=True) as connection:
        left = connection.execute(f"SELECT COUNT(*) FROM mart.befund {OF_THE_GATE}").fetchall()
    assert left == [(0,)]
