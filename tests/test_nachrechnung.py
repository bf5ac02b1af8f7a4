"""The warehouse against a second computation that follows from the written definitions alone."""

from __future__ import annotations

import csv
import math
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from tests.conftest import run_tintg
from tests.nachrechnung import SCHLUESSEL, berechne
from tintg.lineage import models_of_prod
from tintg.paths import SEEDS, DataDir
from tintg.provenance import Tracer
from tintg.trace import agrees, mart_of

INDIKATOREN = 69
ZAHLEN = ("wert", "zaehler", "nenner", "n", "n_ka")
Zeilen = dict[tuple[str, ...], dict[str, object]]


@pytest.fixture(scope="module")
def synthetisch(tmp_path_factory: pytest.TempPathFactory) -> DataDir:
    """A refreshed data directory with synthetic deliveries of all sources, in mixed formats."""
    data = DataDir(tmp_path_factory.mktemp("nachrechnung") / "data")
    done = run_tintg(data, "synth", "--scale", "0.02", "--seed", "7", "--out", str(data.inbox))
    assert done.returncode == 0, done.stdout + done.stderr
    done = run_tintg(data, "refresh", TINTG_DEMO="1")
    assert done.returncode == 0, done.stdout + done.stderr
    return data


@pytest.fixture(scope="module")
def lager(synthetisch: DataDir) -> pl.DataFrame:
    """All rows of the warehouse."""
    return _abfrage(synthetisch, f"SELECT {_spalten()} FROM mart.indikator_wert")


@pytest.fixture(scope="module")
def unsere(synthetisch: DataDir) -> pl.DataFrame:
    return berechne(synthetisch.root)


def _spalten() -> str:
    return ", ".join([*SCHLUESSEL, *ZAHLEN, "status"])


def _abfrage(data: DataDir, sql: str) -> pl.DataFrame:
    with duckdb.connect(str(data.warehouse), read_only=True) as connection:
        return connection.execute(sql).pl()


def _zeilen(tabelle: pl.DataFrame, indikatoren: set[str]) -> Zeilen:
    gefiltert = tabelle.filter(pl.col("indikator_id").is_in(indikatoren))
    return {
        tuple(str(zeile[name]) for name in SCHLUESSEL): zeile
        for zeile in gefiltert.iter_rows(named=True)
    }


def _gleich(a: object, b: object) -> bool:
    if a is None or b is None:
        return a is b
    return math.isclose(float(a), float(b), rel_tol=1e-9)  # type: ignore[arg-type]


def _ohne_wert(zeile: dict[str, object]) -> bool:
    """Whether the status says why there is no value; a limited value is still one."""
    return zeile["status"] not in (None, "", "eingeschraenkt")


def unterschiede(unsere: Zeilen, lager: Zeilen) -> list[str]:
    """What differs, one line each: missing rows, rows too many, values, bases, status."""
    funde = []
    for schluessel in sorted(unsere.keys() | lager.keys()):
        hier, dort = unsere.get(schluessel), lager.get(schluessel)
        ort = " ".join(schluessel)
        if dort is None:
            funde.append(f"{ort}: missing in the warehouse, computed {hier and hier['wert']}")
        elif hier is None:
            # a known zero, or nothing to compute, may be told below the Land
            if schluessel[1] == "land" or dort["wert"] not in (None, 0):
                funde.append(f"{ort}: only in the warehouse, {dort['wert']}")
        else:
            ungleich = [name for name in ZAHLEN if not _gleich(hier[name], dort[name])]
            if _ohne_wert(hier) != _ohne_wert(dort):
                ungleich.append("status")
            funde += [
                f"{ort}: {name} computed {hier[name]}, warehouse {dort[name]}" for name in ungleich
            ]
    return funde


def _bericht(funde: list[str]) -> str:
    """At most ten lines an indicator, so that one mistake does not hide the others."""
    je_indikator: dict[str, list[str]] = {}
    for fund in funde:
        je_indikator.setdefault(fund.split(" ", 1)[0], []).append(fund)
    return "\n".join(
        line
        for indikator, zeilen in je_indikator.items()
        for line in (f"{indikator}: {len(zeilen)} differences", *zeilen[:10])
    )


def test_every_indicator_of_the_definitions_is_recomputed(unsere: pl.DataFrame) -> None:
    assert unsere["indikator_id"].n_unique() == INDIKATOREN


def test_every_number_of_the_warehouse_is_found_again(
    unsere: pl.DataFrame, lager: pl.DataFrame
) -> None:
    geprueft = set(unsere["indikator_id"])
    funde = unterschiede(_zeilen(unsere, geprueft), _zeilen(lager, geprueft))
    assert not funde, _bericht(funde)


def test_the_rows_that_trace_finds_are_enough_to_make_each_number(synthetisch: DataDir) -> None:
    """Of each indicator, level, kind of period and breakdown one number, from its rows alone."""
    modelle = models_of_prod(synthetisch)
    keiner = []
    with duckdb.connect(synthetisch.warehouse, read_only=True) as verbindung:
        zahlen = verbindung.execute(
            f"SELECT DISTINCT ON (indikator_id, raum_ebene, zeitraum_typ, merkmal = '')"
            f" {_spalten()} FROM mart.indikator_wert ORDER BY hash(raum_id, zeitraum, auspraegung)"
        ).pl()
        for zahl in zahlen.iter_rows(named=True):
            mart = mart_of(verbindung, modelle, zahl)
            gefunden = Tracer(verbindung, modelle, mart, zahl["indikator_id"]).trace(zahl)
            if gefunden is None or not agrees(gefunden, zahl):
                keiner.append((zahl, gefunden and gefunden.again))
            elif zahl["wert"] and not any(not zeile.is_base for zeile in gefunden.rows):
                keiner.append((zahl, "no row"))
    assert zahlen["indikator_id"].n_unique() == len(_berechenbar())
    assert keiner == []


@pytest.fixture(scope="module")
def vorhanden(synthetisch: DataDir) -> dict[str, dict[str, Any]]:
    """What the warehouse holds of each indicator."""
    zeilen = _abfrage(
        synthetisch,
        """
        SELECT indikator_id, LIST(DISTINCT raum_ebene) AS ebenen, COUNT(wert) AS werte,
            LIST(DISTINCT zeitraum_typ) AS zeitraeume, LIST(DISTINCT merkmal) AS merkmale,
            LIST(DISTINCT einheit) AS einheit
        FROM mart.indikator_wert GROUP BY indikator_id
        """,
    )
    return {zeile.pop("indikator_id"): zeile for zeile in zeilen.iter_rows(named=True)}


def _katalog() -> dict[str, dict[str, str]]:
    with (SEEDS / "indikator.csv").open(encoding="utf-8", newline="") as offen:
        return {zeile["indikator_id"]: zeile for zeile in csv.DictReader(offen)}


def _berechenbar() -> set[str]:
    return {i for i, zeile in _katalog().items() if zeile["berechenbar"] == "true"}


def test_the_catalogue_holds_what_is_computed_and_no_more(
    vorhanden: dict[str, dict[str, Any]],
) -> None:
    """All sources are delivered here, so an id that can be computed has a value."""
    berechenbar = _berechenbar()
    assert {i for i, zeile in vorhanden.items() if zeile["werte"]} == berechenbar
    assert set(vorhanden) == berechenbar


@pytest.mark.parametrize("spalte", ["ebenen", "zeitraeume", "merkmale", "einheit"])
def test_what_is_computed_is_as_the_catalogue_declares(
    vorhanden: dict[str, dict[str, Any]], spalte: str
) -> None:
    """Nothing undeclared, and nothing declared that never occurs."""
    katalog = _katalog()
    anders = {}
    for indikator, zeile in vorhanden.items():
        erklaert, da = katalog[indikator][spalte], zeile[spalte]
        if erklaert == "befragung_id.variable":
            # the catalogue cannot know the questions of surveys to come
            passt = all(all(merkmal.partition(".")) for merkmal in da)
        else:
            passt = sorted(erklaert.split("|")) == sorted(da)
        if not passt:
            anders[indikator] = (erklaert, da)
    assert anders == {}


def test_the_comparison_sees_what_it_should() -> None:
    schluessel = ("i1", "ki", "05111", "jahr", "2023", "", "")
    zeile = {"wert": 1.0, "zaehler": None, "nenner": None, "n": 1, "n_ka": 0, "status": None}
    assert unterschiede({schluessel: zeile}, {schluessel: {**zeile, "status": ""}}) == []
    for name, wert in (("wert", 1.00001), ("zaehler", 1.0), ("n", 2), ("status", "geheim")):
        assert len(unterschiede({schluessel: zeile}, {schluessel: {**zeile, name: wert}})) == 1
    assert len(unterschiede({schluessel: zeile}, {})) == 1
    assert len(unterschiede({}, {schluessel: zeile})) == 1
    assert unterschiede({}, {schluessel: {**zeile, "wert": 0.0}}) == []
    land = ("i1", "land", *schluessel[2:])
    assert len(unterschiede({}, {land: {**zeile, "wert": 0.0}})) == 1


def test_the_report_is_reproduced(demo: DataDir) -> None:
    """The second computation is itself held to the report's own numbers."""
    zeilen = _zeilen(berechne(demo.root), {f"{z['indikator_id']}" for z in _erwartet()})
    falsch = []
    for erwartet in _erwartet():
        zeile = zeilen.get(tuple(erwartet[name] for name in SCHLUESSEL))
        for name in ZAHLEN:
            soll = erwartet["expected" if name == "wert" else f"expected_{name}"]
            if soll and (zeile is None or not _gleich(zeile[name], soll)):
                falsch.append((erwartet, zeile and zeile[name]))
    assert falsch == []


def _erwartet(datei: Path = SEEDS / "beispiel" / "erwartet.csv") -> list[dict[str, str]]:
    with datei.open(encoding="utf-8", newline="") as offen:
        return list(csv.DictReader(offen))
