"""`tintg trace`: from a number to the lines of delivered files, as an evaluator looks them up."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import duckdb
import pytest
from python_calamine import CalamineWorkbook

from tests.conftest import run_tintg
from tintg.cli import main
from tintg.paths import SEEDS, DataDir


def _line(file: Path, sheet: str, number: int) -> list[str]:
    """What stands in one line of a file, as someone who opens it sees it."""
    if file.suffix == ".csv":
        text = file.read_bytes()
        lines = text.decode("utf-8-sig" if text[:3] == b"\xef\xbb\xbf" else "cp1252").splitlines()
        line = lines[number - 1]
        return next(csv.reader([line], delimiter="\t" if "\t" in line else ";"))
    rows = (
        CalamineWorkbook.from_path(file).get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    )
    return [str(cell) for cell in rows[number - 1]]


def _amount(cell: str) -> float | None:
    """A number as offices write it: 5.111.000, 122 700,00 or 91.500,00 €; 5111000.0 in a sheet."""
    if re.fullmatch(r"\d+\.\d", cell):
        return float(cell)
    digits = re.sub(r"[^\d,]", "", cell).replace(",", ".")
    return float(digits) if digits.strip(".") else None


@pytest.fixture
def traced(
    demo: DataDir, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Any:
    """`traced("i17…", "--raum", …)`: exit code and the JSON object."""
    monkeypatch.setenv("TINTG_DATA", str(demo.root))

    def run(*arguments: str) -> tuple[int, dict[str, Any]]:
        code = main(["trace", *arguments, "--json"])
        return code, json.loads(capsys.readouterr().out)

    return run


def test_each_row_is_the_line_of_the_delivered_file(demo: DataDir, traced: Any) -> None:
    code, found = traced("i17.bewilligt_summe", "--raum", "05111000", "--zeitraum", "2023")
    assert code == 0
    (source,) = found["quellen"]
    assert (source["lieferungen_anzahl"], source["zeilen"]) == (4, 4)
    archived = {file["datei"]: demo.root / file["archiv"] for file in source["lieferungen"]}
    total = 0.0
    for row in found["zeilen"]:
        line = _line(archived[row["datei"]], row["blatt"], row["zeile"])
        amounts = [_amount(cell) for cell in line]
        assert 5111000 in amounts and row["werte"]["bewilligt_eur"] in amounts, line
        total += row["werte"]["bewilligt_eur"]
    assert total == found["wert"]["wert"] == found["nachgerechnet"]["wert"]
    assert found["nachgerechnet"]["stimmt"] and found["veroeffentlicht"]["gleich"]
    assert [step["modell"] for step in found["modelle"]] == [
        "mart.indikator_wert",
        "mart.p17_auszahlung",
        "core.pauschalen_auszahlung",
        "stg.pauschalen_auszahlung",
        "raw.pauschalen_auszahlung",
    ]


def test_a_line_of_a_seed_is_named_like_a_row(traced: Any) -> None:
    """Without delivered population a Gemeinde's value per inhabitant uses the census in seeds/."""
    _, found = traced("i17.bewilligt_je_1000_einwohner", "--raum", "05111000")
    ((file, line, value),) = [
        (each["datei"], each["zeile"], each["werte"]["einwohner"])
        for each in found["verzeichnisse"]
    ]
    cells = (SEEDS.parent / file).read_text("utf-8").splitlines()[line - 1].split(",")
    assert cells[0].zfill(8) == "05111000" and str(value) in cells
    assert found["wert"]["nenner"] == value


def test_people_are_only_counted(demo: DataDir, traced: Any) -> None:
    with duckdb.connect(demo.warehouse, read_only=True) as connection:
        protected = connection.execute(
            "SELECT DISTINCT indikator_id FROM mart.indikator_wert"
            " INNER JOIN mart.indikator USING (indikator_id) WHERE schutz = 'person'"
        ).fetchall()
    assert protected
    for (indicator,) in protected:
        _, found = traced(indicator)
        assert found["nur_anzahl"] and found["zeilen"] == []
        assert all(source["zeilen"] > 0 for source in found["quellen"])
        assert not any("zeilen" in file for s in found["quellen"] for file in s["lieferungen"])


def test_a_withheld_value_is_marked(demo: DataDir, traced: Any) -> None:
    current = demo.published / "current" / "tintg.duckdb"
    with duckdb.connect(str(current.resolve()), read_only=True) as connection:
        indicator, raum, zeitraum, merkmal, auspraegung = connection.execute(
            "SELECT indikator_id, raum_id, zeitraum, merkmal, auspraegung FROM pub.indikator_wert"
            " WHERE status = 'geheim' ORDER BY ALL LIMIT 1"
        ).fetchall()[0]
    _, found = traced(indicator, "--raum", raum, "--zeitraum", zeitraum, "--merkmal", merkmal,
                      "--auspraegung", auspraegung)  # fmt: skip
    assert found["veroeffentlicht"]["geheim"] and found["veroeffentlicht"]["wert"] is None


def test_of_several_numbers_the_nearest_is_taken_and_the_choice_told(traced: Any) -> None:
    _, found = traced("i17.bewilligt_summe", "--raum", "05111000")
    assert found["wert"]["zeitraum_typ"] == "jahr"
    assert "2023-Q1" in found["auswahl"]["moeglich"]["zeitraum"]
    _, found = traced("i17.bewilligt_summe")
    assert found["wert"]["raum_ebene"] == "land"


@pytest.mark.parametrize(
    ("arguments", "near"),
    [
        (["i17.bewilligt_sume"], "i17.bewilligt_summe"),
        (["i17.bewilligt_summe", "--zeitraum", "2023-Q5"], "2023-Q4"),
        (["i17.bewilligt_summe", "--raum", "05111001"], "05111000"),
    ],
)
def test_what_is_not_there_is_answered_with_what_is(
    traced: Any, arguments: list[str], near: str
) -> None:
    code, answer = traced(*arguments)
    assert (code, answer["fehler"]) == (1, "kein_wert")
    assert near in answer["vorschlaege"]


def test_people_read_sentences(demo: DataDir) -> None:
    done = run_tintg(demo, "trace", "i17.bewilligt_summe", "--zeitraum", "2023-Q1")
    assert done.returncode == 0 and not done.stderr
    assert "Nachgerechnet:" in done.stdout and "weitere Zeilen; alle nennt --json" in done.stdout


def test_a_foreign_warehouse_is_read_from_the_state(own: DataDir) -> None:
    """Whoever plans prod with sqlmesh itself leaves no list of queries."""
    own.queries.unlink()
    done = run_tintg(own, "trace", "i17.bewilligt_summe", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout)["nachgerechnet"]["stimmt"]
    assert own.queries.exists()
