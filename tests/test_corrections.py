"""A correction is a line in seeds/korrektur.csv: it changes what is published, and says so."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb

from tests.conftest import run_tintg
from tintg.paths import SEEDS, DataDir

HEADER = "source,key,column,old,new,reason,provider,reported_on"
PLACE = "pauschalen_auszahlung,haushaltsjahr=2023;quartal=1;ags={ags}"


def query(path: Path, sql: str) -> list[tuple]:
    with duckdb.connect(str(path), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_the_file_in_the_project_is_empty() -> None:
    assert (SEEDS / "korrektur.csv").read_text("utf-8").strip() == HEADER


def test_a_correction_changes_a_published_number_and_is_a_finding(
    own: DataDir, project: Path
) -> None:
    (ags, delivered), (other, paid) = query(
        own.warehouse,
        "SELECT ags, bewilligt_eur FROM stg.pauschalen_auszahlung"
        " WHERE haushaltsjahr = 2023 AND quartal = 1 ORDER BY bewilligt_eur DESC LIMIT 2",
    )
    lines = [
        HEADER,
        f"{PLACE.format(ags=ags)},bewilligt_eur,{delivered},{delivered + 100},"
        '"Zahlendreher, im Bescheid richtig.",KfI,2024-01-15',
        # its old value is not what was delivered
        f"{PLACE.format(ags=other)},bewilligt_eur,{paid + 1},0,Probe.,KfI,2024-01-15",
        f"{PLACE.format(ags=ags)},personen_gesamt,1,2,Probe.,KfI,2024-01-15",
    ]
    published = own.published / "current" / "tintg.duckdb"
    total = (
        "SELECT wert FROM pub.indikator_wert WHERE indikator_id = 'i17.bewilligt_summe'"
        " AND raum_ebene = 'land' AND zeitraum = '2023-Q1'"
    )
    ((before,),) = query(published, total)
    (project / "seeds" / "korrektur.csv").write_text("\n".join(lines) + "\n", "utf-8")
    done = run_tintg(own, "refresh", TINTG_DEMO="1", PYTHONPATH=str(project))
    assert done.returncode == 0, done.stdout + done.stderr
    # a correction without effect is an error to look at, but holds nothing back
    assert query(published, total) == [(before + 100,)]
    assert query(
        own.warehouse,
        "SELECT ags, bewilligt_eur, _korrektur FROM stg.pauschalen_auszahlung"
        " WHERE _korrektur <> ''",
    ) == [(ags, delivered + 100, "bewilligt_eur")]
    done = run_tintg(own, "trace", "i17.bewilligt_summe", "--raum", str(ags), "--zeitraum",
                     "2023-Q1", "--json", PYTHONPATH=str(project))  # fmt: skip
    traced = json.loads(done.stdout)
    ((row,), (corrected,)) = (traced["zeilen"], traced["korrekturen"])
    assert traced["nachgerechnet"]["stimmt"]
    assert (corrected["datei"], corrected["zeile"]) == (row["datei"], row["zeile"])
    assert corrected["spalte"] == "bewilligt_eur"
    assert float(corrected["alt"]) == delivered and float(corrected["neu"]) == delivered + 100
    findings = query(
        published,
        "SELECT schweregrad, schluessel, meldung, lieferung_id IS NULL FROM pub.befund"
        " WHERE regel = 'KORREKTUR' ORDER BY schluessel",
    )
    by_row = {(row[1].split(" (")[0].split("ags=")[1]): row for row in findings}
    severity, _, message, lacks_delivery = by_row[f"{ags} bewilligt_eur"]
    assert severity == "info" and not lacks_delivery
    assert f"geliefert „{delivered}“, richtig „{delivered + 100}“" in message
    assert "Zahlendreher, im Bescheid richtig. (mitgeteilt von KfI am 2024-01-15)" in message
    severity, _, message, _ = by_row[f"{other} bewilligt_eur"]
    assert severity == "error" and f"Geliefert ist „{paid}“" in message
    # how many persons there are stays inside
    severity, _, message, _ = by_row[f"{ags} personen_gesamt"]
    assert severity == "error" and "Geliefert ist (geschützt)" in message
    manifest = json.loads((own.published / "current" / "manifest.json").read_text("utf-8"))
    assert manifest["tabellen"]["befund"]["zeilen"] >= 3

    # the day before it was reported, the world knew the delivered value only
    then = run_tintg(
        own, "refresh", "--datenstand", "2024-01-14", "--env", "vorher", PYTHONPATH=str(project)
    )
    assert then.returncode == 0, then.stdout
    states = "SELECT DISTINCT zustand FROM mart__vorher.korrektur"
    assert query(own.warehouse, states) == [("noch_nicht_gemeldet",)]
    assert query(
        own.warehouse, "SELECT COUNT(*) FROM mart__vorher.befund WHERE regel = 'KORREKTUR'"
    ) == [(0,)]
    assert query(
        own.warehouse,
        f"SELECT bewilligt_eur FROM stg__vorher.pauschalen_auszahlung WHERE ags = '{ags}'"
        " AND quartal = 1",
    ) == [(delivered,)]
