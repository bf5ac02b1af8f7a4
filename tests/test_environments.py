"""An evaluator relies on it: a delivery is a change of a plan, a Datenstand an environment."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from tests.conftest import run_tintg
from tintg.paths import DataDir
from tintg.workspace import inside, workspace

# one Gemeinde, so that the effect of a delivery can be counted by hand
USE_2022 = (
    "haushaltsjahr;ags;erhalten_eur;verw_aufnahme_betreuung_eur;verw_integrationstraeger_eur;"
    "verw_unterbringung_eur;nicht_verwendet_eur\n"
    "2022;05111000;1.000,00;600,00;400,00;0,00;\n"
)
# the fourth quarter of 2023 once more, later, with one Gemeinde: it replaces the whole quarter
CORRECTED_Q4 = (
    "haushaltsjahr;quartal;ags;personen_p14_1;personen_p14_2;personen_p14_3;personen_p14_4;"
    "personen_p14_5;kinder_nachgeboren;personen_gesamt;korrektur_eur;bewilligt_eur;ausgezahlt_eur\n"
    "2023;4;05111000;10;0;0;0;0;0;10;;3.000,00;3.000,00\n"
)


def deliver(data: DataDir, source: str, name: str, text: str) -> None:
    folder = data.inbox / source
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, "utf-8")


def sqlmesh(data: DataDir, *arguments: str, answer: str = "") -> subprocess.CompletedProcess[str]:
    """Plain sqlmesh, run where an evaluator runs it."""
    return subprocess.run(
        [str(Path(sys.executable).parent / "sqlmesh"), *arguments],
        cwd=workspace(data),
        input=answer,
        capture_output=True,
        text=True,
    )


def query(data: DataDir, sql: str) -> list[tuple]:
    with duckdb.connect(str(data.warehouse), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_a_new_delivery_is_an_indirect_change_of_exactly_its_descendants(own: DataDir) -> None:
    from sqlmesh import Context

    deliver(own, "pauschalen_verwendung", "pauschalen_verwendung__2023-06-30.csv", USE_2022)
    assert run_tintg(own, "ingest", "--strict").returncode == 0
    with inside(workspace(own)):
        context = Context(paths=".")
        difference = context.plan_builder("dev_me", skip_tests=True).build().context_diff
        context.close()
    changed = {
        name.replace('"', "").removeprefix("warehouse.") for name in difference.modified_snapshots
    }
    assert changed == {
        "register.pauschalen_verwendung",
        "stg.pauschalen_verwendung",
        "core.pauschalen_verwendung",
        "mart.p17_verwendung",
        "mart.p17_befund",
        "mart.indikator_wert",
        "mart.veroeffentlichte_zahl_abgleich",
        "register.alle",
        "core.korrektur_zeile",
        "core.korrektur",
        "mart.korrektur",
        "mart.lieferung",
        "stg.lieferung_folge",
        "stg.revision",
        "stg.revision_summe",
        "mart.revision",
        "core.abdeckung",
        "mart.p00_befund",
        "mart.befund",
        # what the numbers answer, and by which of them an entry can be followed
        "mart.evaluationsfrage_abdeckung",
        "mart.wirkungsmodell",
        "mart.register_bezug",
        "mart.register",
    }
    direct = {name for name in difference.modified_snapshots if difference.directly_modified(name)}
    assert len(direct) == 1 and "register" in direct.pop()


def test_an_evaluator_plans_in_an_own_environment_without_anything_else(own: DataDir) -> None:
    deliver(own, "pauschalen_verwendung", "pauschalen_verwendung__2023-06-30.csv", USE_2022)
    run_tintg(own, "ingest")
    planned = sqlmesh(own, "plan", "dev_me", answer="y\n")
    assert planned.returncode == 0, planned.stdout
    assert "register__dev_me.pauschalen_verwendung" in planned.stdout
    shares = (
        "SELECT wert FROM mart{}.indikator_wert WHERE zeitraum = '2022'"
        " AND raum_id = '05111000' AND auspraegung = 'aufnahme_betreuung'"
    )
    assert query(own, shares.format("__dev_me")) == [(60.0,)]
    # prod changes only by its own plan
    assert query(own, shares.format("")) == []
    assert "pauschalen_verwendung" in sqlmesh(own, "diff", "prod").stdout
    # lint, format --check and test run the same way in tests/sqlmesh_check.py
    assert sqlmesh(own, "dag", "dag.html").returncode == 0
    compared = sqlmesh(own, "table_diff", "prod:dev_me", "mart.indikator_wert")
    assert compared.returncode == 0
    # Gemeinde, Kreis, Regierungsbezirk and Land with four areas, three counts and the feedback
    assert "20" in compared.stdout and "DEV_ME ONLY" in compared.stdout


def test_a_datenstand_is_rebuilt_beside_the_present(own: DataDir) -> None:
    total = (
        "SELECT wert FROM mart{}.indikator_wert WHERE indikator_id = 'i17.bewilligt_summe'"
        " AND raum_ebene = 'land' AND zeitraum = '{}'"
    )
    deliver(own, "pauschalen_auszahlung", "pauschalen_auszahlung__2026-05-01.csv", CORRECTED_Q4)
    assert run_tintg(own, "refresh").returncode == 0
    assert query(own, total.format("", "2023-Q4")) == [(3000.0,)]
    then = run_tintg(own, "refresh", "--datenstand", "2025-03-10", "--env", "stand_2025_03_10")
    assert then.returncode == 0, then.stdout
    # both worlds side by side
    assert query(own, total.format("__stand_2025_03_10", "2023")) == [(14_128_200.0,)]
    assert query(own, total.format("", "2023-Q4")) == [(3000.0,)]
    compared = sqlmesh(own, "table_diff", "prod:stand_2025_03_10", "mart.indikator_wert")
    assert compared.returncode == 0, compared.stdout + compared.stderr
    (matching,) = re.findall(r"^wert +([0-9.]+)$", compared.stdout, re.MULTILINE)
    assert float(matching) < 100
    # exactly one delivery tells the two worlds apart
    assert query(
        own,
        "SELECT dateiname, prod.gilt, stand.gilt FROM mart.lieferung AS prod"
        " JOIN mart__stand_2025_03_10.lieferung AS stand USING (lieferung_id, dateiname)"
        " WHERE prod.gilt <> stand.gilt ORDER BY dateiname",
    ) == [
        ("pauschalen_auszahlung__2023-12-01__v2.ods", False, True),
        ("pauschalen_auszahlung__2026-05-01.csv", True, False),
    ]


def test_plain_environment_variable_does_the_same(
    own: DataDir, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TINTG_DATENSTAND", "2023-06-30")
    planned = sqlmesh(own, "plan", "stand_2023_06_30", "--auto-apply")
    assert planned.returncode == 0, planned.stdout
    quarters = query(
        own, "SELECT DISTINCT quartal FROM stg__stand_2023_06_30.pauschalen_auszahlung ORDER BY 1"
    )
    assert quarters == [(1,), (2,)]
    # the report was not written yet
    assert query(own, "SELECT COUNT(*) FROM mart__stand_2023_06_30.p17_bericht") == [(0,)]


def test_without_data_sqlmesh_says_in_one_line_what_to_run(tmp_path: Path) -> None:
    done = sqlmesh(DataDir(tmp_path / "data"), "plan", "dev_me")
    lines = [line for line in done.stdout.splitlines() if line.strip()]
    assert done.returncode == 1
    assert len(lines) == 1 and "make demo" in lines[0]
    assert done.stderr == ""


def test_a_year_beside_a_refused_delivery_stays_text(own: DataDir) -> None:
    """SEED models guess types: beside an empty cell a bare 2023 would become 2023.0."""
    deliver(
        own, "pauschalen_verwendung", "pauschalen_verwendung__2026-01-01.csv", "kein;Kopf\n1;2\n"
    )
    done = run_tintg(own, "refresh")
    assert done.returncode == 0, done.stdout
    assert query(own, "SELECT COUNT(*) FROM stg.pauschalen_verwendung") == [(359,)]
    assert query(own, "SELECT schweregrad FROM mart.befund WHERE regel = 'LIEFERUNG'") == [
        ("warning",)
    ]
