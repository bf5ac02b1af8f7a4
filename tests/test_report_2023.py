"""The report's own numbers for 2023 come out of the example deliveries, through every layer."""

from __future__ import annotations

import csv
import json
import math

import duckdb
import pytest

from tintg.paths import SEEDS, DataDir

KEY = (
    "indikator_id",
    "raum_ebene",
    "raum_id",
    "zeitraum_typ",
    "zeitraum",
    "merkmal",
    "auspraegung",
)
EXPECTED = list(csv.DictReader((SEEDS / "beispiel" / "erwartet.csv").open(encoding="utf-8")))


def _rows(path: str, table: str) -> dict[tuple[str, ...], dict[str, object]]:
    with duckdb.connect(path, read_only=True) as connection:
        cursor = connection.execute(f"SELECT * FROM {table}")
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, values, strict=True)) for values in cursor.fetchall()]
    return {tuple(str(row[name]) for name in KEY): row for row in rows}


@pytest.fixture(scope="module")
def exact(demo: DataDir) -> dict[tuple[str, ...], dict[str, object]]:
    return _rows(str(demo.warehouse), "mart.indikator_wert")


@pytest.fixture(scope="module")
def published(demo: DataDir) -> dict[tuple[str, ...], dict[str, object]]:
    return _rows(str(demo.published / "current" / "tintg.duckdb"), "pub.indikator_wert")


def test_every_expected_value_is_in_the_mart(exact: dict) -> None:
    wrong = []
    for line in EXPECTED:
        row = exact.get(tuple(line[name] for name in KEY))
        for column, name in (("wert", "expected"), *((c, f"expected_{c}") for c in
                             ("zaehler", "nenner", "n", "n_ka"))):  # fmt: skip
            if line[name] and (
                row is None or not math.isclose(row[column], float(line[name]), rel_tol=1e-9)
            ):
                wrong.append((line, row and row[column]))
    assert len(EXPECTED) == 849
    assert wrong == []


@pytest.mark.parametrize(
    ("indicator", "breakdown", "printed", "decimals"),
    [  # Evaluationsbericht Kap. 3.2, lines 1509-1531
        ("i17.bewilligt_summe", "", 14_128_200, 0),
        ("i17.auszahlung_summe", "", 14_128_200, 0),
        ("i17.gemeinden_anzahl", "", 359, 0),
        ("i17.verwendung_anteil", "aufnahme_betreuung", 51.5, 1),
        ("i17.verwendung_anteil", "integrationstraeger", 24.6, 1),
        ("i17.verwendung_anteil", "unterbringung", 23.0, 1),
        ("i17.gemeinden_ein_bereich", "", 164, 0),
        ("i17.gemeinden_nur_aufnahme", "", 102, 0),
        ("i17.gemeinden_drei_bereiche", "", 67, 0),
    ],
)
def test_the_snapshot_shows_what_the_report_prints(
    published: dict, indicator: str, breakdown: str, printed: float, decimals: int
) -> None:
    feature = "verwendungsbereich" if breakdown else ""
    row = published[(indicator, "land", "05", "jahr", "2023", feature, breakdown)]
    assert round(row["wert"], decimals) == printed


def test_tabelle_1_has_all_years_and_the_delivered_sum_equals_it(published: dict) -> None:
    table = {
        key[4]: row["wert"]
        for key, row in published.items()
        if key[0] == "i17.bewilligt_summe_bericht"
    }
    assert list(table) == [str(year) for year in range(2012, 2024)]
    assert table["2021"] == 4_258_184.94
    assert table["2022"] == 10_531_900.00
    assert (
        table["2023"]
        == published[("i17.bewilligt_summe", "land", "05", "jahr", "2023", "", "")]["wert"]
    )


def test_granted_money_per_1000_inhabitants_uses_the_census(published: dict) -> None:
    # 14 128 200 € × 1000 ÷ 17 890 489 inhabitants (Zensus 15.05.2022)
    row = published[("i17.bewilligt_je_1000_einwohner", "land", "05", "jahr", "2023", "", "")]
    assert row["wert"] == pytest.approx(789.7045, abs=1e-4)
    assert row["nenner"] == 17_890_489


def test_person_counts_are_exact_inside_and_the_small_ones_hidden_outside(
    exact: dict, published: dict
) -> None:
    key = ("i17.berechtigte_personen", "land", "05", "quartal", "2023-Q1", "", "")
    assert exact[key]["wert"] == published[key]["wert"] == 11_402
    persons = ("i17.berechtigte_personen", "i17.personen_gruppe")
    small = [k for k, row in exact.items() if k[0] in persons and 0 < row["wert"] < 5]
    assert small
    for row in (published[k] for k in small):
        assert (row["wert"], row["zaehler"], row["nenner"], row["n"]) == (None,) * 4
        assert row["status"] == "geheim"


def test_the_manifest_names_every_delivery_and_says_that_they_are_synthetic(demo: DataDir) -> None:
    manifest = json.loads((demo.published / "current" / "manifest.json").read_text("utf-8"))
    files = {
        d["dateiname"]
        for source, deliveries in manifest["quellen"].items()
        for d in deliveries
        if source.startswith("pauschalen")
    }
    assert all(d["synthetisch"] for ds in manifest["quellen"].values() for d in ds)
    # the first edition of the fourth quarter is replaced as a whole by v2
    assert files == {
        "pauschalen_auszahlung__2023-03-01.xlsx",
        "pauschalen_auszahlung__2023-06-01.csv",
        "pauschalen_auszahlung__2023-09-01.csv",
        "pauschalen_auszahlung__2023-12-01__v2.ods",
        "pauschalen_verwendung__2024-06-30.csv",
    }
    assert manifest["synthetisch"] is True
    assert manifest["tabellen"]["raum"]["zeilen"] == 563
    assert not any(suite["blockiert"] for suite in manifest["gate"].values())
