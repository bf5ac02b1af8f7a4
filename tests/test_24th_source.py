"""One more source takes its contract and the staging model of the scaffold, nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import duckdb

from ingest.contract import load_contracts
from tests.conftest import run_tintg
from tests.test_environments import deliver
from tintg.paths import DataDir

CONTRACT = """\
kind: DataContract
apiVersion: v3.1.0
id: zusatzquelle
name: Eine Quelle mehr
version: 1.0.0
status: active
domain: "§ 9"
customProperties:
  - {property: reihenfolge, value: 99}
schema:
  - name: zusatzquelle
    dataGranularityDescription: Eine Zeile je Jahr und Ort.
    properties:
      - {name: jahr, description: Jahr, semanticType: jahr, required: true, partitioned: true, partitionKeyPosition: 1}
      - {name: ort_id, description: Kennung des Orts, semanticType: schluessel, required: true, primaryKey: true, primaryKeyPosition: 1}
      - {name: zuschlag_eur, description: Zuschlag, semanticType: betrag}
"""  # noqa: E501


def in_project(project: Path, *arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=project,
        env={**os.environ, "PYTHONPATH": str(project)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_new_source_takes_a_contract_and_its_staging_model(own: DataDir, project: Path) -> None:
    (project / "ingest" / "contracts" / "zusatzquelle.yaml").write_text(CONTRACT, "utf-8")
    in_project(project, "ingest.derive")
    in_project(project, "ingest.derive", "--staging", "zusatzquelle")

    text = "jahr;ort_id;zuschlag_eur\n2023;a;1.234,50\n2023;b;.\n"
    deliver(own, "zusatzquelle", "zusatzquelle__2024-03-01.csv", text)
    done = run_tintg(own, "refresh", PYTHONPATH=str(project))
    assert done.returncode == 0, done.stdout + done.stderr
    with duckdb.connect(str(own.warehouse), read_only=True) as connection:
        assert connection.execute(
            "SELECT jahr, ort_id, zuschlag_eur::DOUBLE, zuschlag_eur_status, _korrektur"
            " FROM stg.zusatzquelle ORDER BY ort_id"
        ).fetchall() == [(2023, "a", 1234.5, "", ""), (2023, "b", None, "geheim", "")]
        assert connection.execute(
            "SELECT einheiten, gilt FROM mart.lieferung WHERE quelle = 'zusatzquelle'"
        ).fetchall() == [("jahr=2023", True)]
    # lint with all rules, the format of the generated files, and the generated unit test
    in_project(project, "tests.sqlmesh_check")


def test_every_staging_model_names_the_unit_and_key_of_its_contract() -> None:
    """The models are written by hand after the scaffold, the contract may change later."""
    from ingest.staging import source_call
    from tintg.paths import PROJECT

    for contract in load_contracts():
        text = (PROJECT / "models" / "stg" / f"{contract.source}.sql").read_text("utf-8")
        assert "".join(source_call(contract).split()) in "".join(text.split()), contract.source
