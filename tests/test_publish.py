"""What a snapshot promises: complete or not there, equal to its source, true about its origin."""

from __future__ import annotations

import hashlib
import json

import duckdb
import pytest

from publish import snapshot as snapshots
from publish import tables
from tests.conftest import run_tintg
from tests.test_environments import CORRECTED_Q4, USE_2022, deliver
from tintg import cli
from tintg.paths import SEEDS, DataDir


def manifest(data: DataDir) -> dict:
    return json.loads((data.published / "current" / "manifest.json").read_text("utf-8"))


def value(data: DataDir, indicator: str, year: str) -> float | None:
    with duckdb.connect(str(data.published / "current" / "tintg.duckdb"), read_only=True) as db:
        row = db.execute(
            "SELECT wert FROM pub.indikator_wert WHERE indikator_id = ? AND zeitraum = ?"
            " AND raum_ebene = 'land' AND auspraegung IN ('', 'aufnahme_betreuung')",
            [indicator, year],
        ).fetchone()
    return row[0] if row else None


def test_every_table_is_there_three_times_with_the_sums_of_the_manifest(demo: DataDir) -> None:
    folder = demo.published / "current"
    package = json.loads((folder / "csv" / "datapackage.json").read_text("utf-8"))
    with duckdb.connect(str(folder / "tintg.duckdb"), read_only=True) as db:
        names = {row[0] for row in db.execute("SHOW TABLES FROM pub").fetchall()}
        for name, entry in manifest(demo)["tabellen"].items():
            file = folder / "csv" / f"{name}.csv"
            assert hashlib.sha256(file.read_bytes()).hexdigest() == entry["sha256"]
            for relation in (
                f"pub.{name}",
                f"'{folder}/parquet/{name}.parquet'",
                f"read_csv('{file}', all_varchar = true, max_line_size = 10000000)",
            ):
                assert db.execute(f"SELECT COUNT(*) FROM {relation}").fetchall() == [
                    (entry["zeilen"],)
                ]
    assert names == set(manifest(demo)["tabellen"]) == {r["name"] for r in package["resources"]}


def test_the_data_package_names_credits_keys_and_that_it_is_synthetic(demo: DataDir) -> None:
    path = demo.published / "current" / "csv" / "datapackage.json"
    package = json.loads(path.read_text("utf-8"))
    assert "keine amtlichen Zahlen" in package["description"]
    resources = {resource["name"]: resource for resource in package["resources"]}
    credits = {source["title"] for source in resources["raum"]["sources"]}
    assert "© Statistisches Bundesamt (Destatis)" in credits
    assert "Statistische Ämter des Bundes und der Länder, Zensus 2022" in credits
    geometry = resources["raum_geometrie"]
    assert geometry["sources"][0]["title"] == "© GeoBasis-DE / BKG (2021) (Daten verändert)"
    assert geometry["licenses"][0]["name"] == "dl-de/by-2-0"
    assert resources["raum"]["schema"]["primaryKey"] == ["raum_ebene", "raum_id"]


def test_publishing_between_ingest_and_refresh_hides_no_delivery(own: DataDir) -> None:
    """`tintg publish` shows what prod holds, so the next refresh still has something to do."""
    deliver(own, "pauschalen_verwendung", "pauschalen_verwendung__2023-06-30.csv", USE_2022)
    assert run_tintg(own, "ingest").returncode == 0
    assert run_tintg(own, "publish").returncode == 0
    assert value(own, "i17.verwendung_anteil", "2022") is None
    done = run_tintg(own, "refresh")
    assert "Nichts Neues" not in done.stdout
    assert value(own, "i17.verwendung_anteil", "2022") == 60.0


def test_the_manifest_names_the_datenstand_that_was_built(own: DataDir) -> None:
    assert run_tintg(own, "refresh", "--datenstand", "2023-06-30").returncode == 0
    half = value(own, "i17.bewilligt_summe", "2023")
    assert half is not None and half < 14_128_200
    assert run_tintg(own, "publish").returncode == 0
    assert manifest(own)["datenstand_gewaehlt"] == "2023-06-30"
    done = run_tintg(own, "refresh")
    assert "Nichts Neues" not in done.stdout
    assert value(own, "i17.bewilligt_summe", "2023") == 14_128_200
    assert manifest(own)["datenstand_gewaehlt"] == "9999-12-31"


def test_a_correction_reaches_the_snapshot_and_the_old_one_stays(own: DataDir) -> None:
    before = (own.published / "current").resolve()
    content = (before / "tintg.duckdb").read_bytes()
    deliver(own, "pauschalen_auszahlung", "pauschalen_auszahlung__2026-05-01.csv", CORRECTED_Q4)
    assert run_tintg(own, "refresh").returncode == 0
    # three quarters as before (10 492 500 €) and the fourth with 3 000 € only
    assert value(own, "i17.bewilligt_summe", "2023") == 10_495_500
    assert (before / "tintg.duckdb").read_bytes() == content


def test_a_lost_warehouse_is_built_anew_from_the_lake(own: DataDir) -> None:
    own.warehouse.unlink()
    done = run_tintg(own, "refresh")
    assert done.returncode == 0, done.stdout
    assert "Nichts Neues" not in done.stdout
    assert value(own, "i17.bewilligt_summe", "2023") == 14_128_200


def test_no_published_finding_tells_the_number_of_persons(own: DataDir) -> None:
    """One person, but 3 000 € granted: 300 € × persons must not stand in the message."""
    text = CORRECTED_Q4.replace("10;0;0;0;0;0;10;", "1;0;0;0;0;0;1;")
    deliver(own, "pauschalen_auszahlung", "pauschalen_auszahlung__2026-05-01.csv", text)
    assert run_tintg(own, "refresh").returncode == 0
    findings = (own.published / "current" / "csv" / "befund.csv").read_text("utf-8")
    (line,) = [line for line in findings.splitlines() if line.startswith("R17-2")]
    # one delivery's fields hold digits, the sentence holds none but the rate
    assert line.endswith(
        ",Der bewilligte Betrag passt nicht zu 300 € je Person und der Korrektur.,2026-05-01"
    )


def test_a_sidecar_sent_again_with_other_words_blocks_nothing(own: DataDir) -> None:
    name = "pauschalen_verwendung__2024-06-30.csv"
    source = SEEDS / "beispiel" / "pauschalen_verwendung" / name
    folder = own.inbox / "pauschalen_verwendung"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(source.read_bytes())
    (folder / f"{name}.meta.yaml").write_text("notiz: noch einmal\n")
    deliver(own, "pauschalen_auszahlung", "pauschalen_auszahlung__2026-05-01.csv", CORRECTED_Q4)
    done = run_tintg(own, "refresh")
    assert done.returncode == 0, done.stdout
    assert manifest(own)["synthetisch"] is True


@pytest.mark.parametrize("step", ["copy_tables", "_export", "describe", "_sync", "point_to"])
def test_a_publish_that_dies_leaves_the_old_snapshot_and_the_next_one_cleans_up(
    own: DataDir, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    monkeypatch.setenv("TINTG_DATA", str(own.root))
    before = (own.published / "current").resolve()

    def die(*_: object, **__: object) -> None:
        raise OSError("no space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(snapshots, step, die)
        assert cli.main(["publish"]) == 1
    assert (own.published / "current").resolve() == before
    assert cli.main(["publish"]) == 0
    after = (own.published / "current").resolve()
    assert after != before and (after / "manifest.json").exists()
    assert not list(own.published.glob(".neu-*"))


def test_a_copy_that_differs_from_its_source_is_not_switched_to(
    own: DataDir, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TINTG_DATA", str(own.root))
    before = (own.published / "current").resolve()
    contents = iter([(1, 2, 3), (1, 2, 4)])
    monkeypatch.setattr(tables, "content", lambda *_: next(contents))
    assert cli.main(["publish"]) == 1
    said = capsys.readouterr().out
    assert "gleicht nicht" in said and "gilt weiter" in said and "unerwartet" not in said
    assert [path.name for path in own.published.iterdir()] in (
        [before.name, "current"],
        ["current", before.name],
    )
    assert (own.published / "current").resolve() == before
