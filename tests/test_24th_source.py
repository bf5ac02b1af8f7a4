"""One more source takes its contract and the staging model of the scaffold, nothing else."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import duckdb
import polars as pl
import pytest

from ingest.contract import load_contracts
from ingest.values import KINDS
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


EVERY_KIND = """\
kind: DataContract
apiVersion: v3.1.0
id: sprachkurs
name: Sprachkurse
version: 1.0.0
status: active
domain: "§ 9"
customProperties:
  - {property: reihenfolge, value: 99}
schema:
  - name: sprachkurs
    quality:
      - {name: S-1, severity: quarantaene, type: sql, description: Summe stimmt., query: personen = frauen + maenner}
      - {name: S-2, severity: quarantaene, type: sql, description: Ende nach Beginn., query: ende >= beginn}
      - {name: S-3, severity: quarantaene, type: sql, description: Höchstens so viele Plätze., query: frauen <= plaetze}
    properties:
      - {name: ort, description: Ort, semanticType: text}
      - {name: jahr, description: Jahr, semanticType: jahr, required: true, partitioned: true, partitionKeyPosition: 1}
      - {name: quartal, description: Quartal, semanticType: quartal, required: true, partitioned: true, partitionKeyPosition: 2}
      - {name: ags, description: Gemeinde, semanticType: ags, required: true, primaryKey: true, primaryKeyPosition: 1}
      - {name: gemeinde, description: Gemeinde, semanticType: gemeindename}
      - {name: ki, description: KI, semanticType: gebietskoerperschaft, required: true, primaryKey: true, primaryKeyPosition: 2}
      - {name: raum, description: Raum, semanticType: raum_amtlich}
      - {name: kurs_id, description: Kurs, semanticType: schluessel, required: true}
      - {name: fall_id, description: Fall, semanticType: pseudonym, required: true, classification: pseudonym}
      - {name: format, description: Form, semanticType: code}
      - name: bezirk
        description: Bezirk
        semanticType: code
        required: true
        customProperties: [{property: liste, value: regierungsbezirk}]
      - {name: themen, description: Themen, semanticType: codes, required: true}
      - {name: frauen, description: Frauen, semanticType: anzahl, required: true}
      - {name: maenner, description: Männer, semanticType: anzahl, required: true}
      - {name: personen, description: Personen, semanticType: anzahl, required: true}
      - {name: plaetze, description: Plätze, semanticType: anzahl, required: true, logicalTypeOptions: {minimum: 10, maximum: 90}}
      - {name: ehrenamtliche, description: Ehrenamtliche, semanticType: freizahl}
      - {name: quote, description: Quote, semanticType: dezimal, logicalTypeOptions: {minimum: 0.5, maximum: 1.5}}
      - {name: kosten_eur, description: Kosten, semanticType: betrag, required: true}
      - {name: beginn, description: Beginn, semanticType: datum, required: true}
      - {name: ende, description: Ende, semanticType: datum}
      - {name: monat, description: Monat, semanticType: monat, required: true}
      - {name: laeuft, description: Läuft, semanticType: bool, required: true}
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


@pytest.mark.parametrize("formats", ["clean", "mixed"])
def test_deliveries_of_a_new_source_follow_from_its_contract(
    tmp_path: Path, project: Path, formats: str
) -> None:
    assert set(re.findall(r"semanticType: (\w+)", EVERY_KIND)) == set(KINDS)
    (project / "ingest" / "contracts" / "sprachkurs.yaml").write_text(EVERY_KIND, "utf-8")
    data, made = DataDir(tmp_path / "data"), [tmp_path / "eins", tmp_path / "zwei"]
    for folder in made:
        options = ["--scale", "1", "--seed", "3", "--formats", formats, "--out", str(folder)]
        done = run_tintg(data, "synth", *options, "--source", "sprachkurs", PYTHONPATH=str(project))
        assert done.returncode == 0, done.stdout + done.stderr
    first, second = ({path.name: path.read_bytes() for path in folder.rglob("*.*")}
                     for folder in made)  # fmt: skip
    assert len(first) == 6 and first == second  # three files and their sidecars
    sidecars = [content for name, content in first.items() if name.endswith(".meta.yaml")]
    assert len(sidecars) == 3 and all(b"notiz: 'synthetisch: " in each for each in sidecars)

    done = run_tintg(
        data, "ingest", "--inbox", str(made[0]), PYTHONPATH=str(project), TINTG_DEMO="1"
    )
    assert done.returncode == 0, done.stdout + done.stderr
    register = pl.read_csv(data.register / "sprachkurs.csv")
    assert register.height == 3
    assert register["zeilen_geladen"].min() > 4 * 24
    if formats == "clean":
        assert set(register["status"]) == {"geladen"}
        assert register["zeilen_quarantaene"].sum() + register["zeilen_doppelt"].sum() == 0
        assert register["einheiten"][0].count("|") == 3
    else:
        assert set(register["status"]) <= {"geladen", "teilweise"}


def test_every_staging_model_names_the_unit_and_key_of_its_contract() -> None:
    """The models are written by hand after the scaffold, the contract may change later."""
    from ingest.staging import source_call
    from tintg.paths import PROJECT

    for contract in load_contracts():
        text = (PROJECT / "models" / "stg" / f"{contract.source}.sql").read_text("utf-8")
        assert "".join(source_call(contract).split()) in "".join(text.split()), contract.source
