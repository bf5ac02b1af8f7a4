"""Warehouse and second computation on deliveries full of signs, zeros, gaps and quarter ends."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from ingest.contract import Contract, load_contracts
from ingest.numbers import ESTIMATED, LIMITED, SIGNS, SPAN, UNREADABLE
from ingest.values import KINDS
from tests.conftest import run_tintg
from tests.nachrechnung import berechne
from tests.nachrechnung.zeichen import liefere
from tests.test_nachrechnung import (
    INDIKATOREN,
    _abfrage,
    _bericht,
    _spalten,
    _zeilen,
    unterschiede,
)
from tintg.paths import DataDir

SAAT = 1
TABELLEN = [vertrag for vertrag in load_contracts() if vertrag.layout is None]


@pytest.fixture(scope="module")
def daten(tmp_path_factory: pytest.TempPathFactory) -> DataDir:
    """A data directory that the deliveries have been through once."""
    data = DataDir(tmp_path_factory.mktemp("zeichen") / "data")
    liefere(data.inbox, SAAT)
    done = run_tintg(data, "refresh", TINTG_DEMO="1")
    assert done.returncode == 0, done.stdout + done.stderr
    return data


@pytest.fixture(scope="module")
def unsere(daten: DataDir) -> pl.DataFrame:
    return berechne(daten.root)


@pytest.fixture(scope="module")
def lager(daten: DataDir) -> pl.DataFrame:
    return _abfrage(daten, f"SELECT {_spalten()} FROM mart.indikator_wert")


def test_every_number_of_the_warehouse_is_found_again(
    unsere: pl.DataFrame, lager: pl.DataFrame
) -> None:
    geprueft = set(unsere["indikator_id"])
    funde = unterschiede(_zeilen(unsere, geprueft), _zeilen(lager, geprueft))
    assert not funde, _bericht(funde)


def test_every_value_has_the_same_status(unsere: pl.DataFrame, lager: pl.DataFrame) -> None:
    """The word that says why there is no value, and the mark of a limited one."""
    geprueft = set(unsere["indikator_id"])
    hier, dort = _zeilen(unsere, geprueft), _zeilen(lager, geprueft)
    funde = [
        f"{' '.join(ort)}: computed {hier[ort]['status']!r}, warehouse {dort[ort]['status']!r}"
        for ort in sorted(hier.keys() & dort.keys())
        if (hier[ort]["status"] or "") != (dort[ort]["status"] or "")
    ]
    assert not funde, _bericht(funde)


def test_every_indicator_has_values(unsere: pl.DataFrame, lager: pl.DataFrame) -> None:
    """Else the comparison says nothing about it; and every sign of 1.4 reaches the indicators."""
    mit_wert = set(lager.filter(pl.col("wert").is_not_null())["indikator_id"])
    assert set(unsere["indikator_id"]) - mit_wert == set()
    assert unsere["indikator_id"].n_unique() == INDIKATOREN
    assert set(SIGNS.values()) | {LIMITED} <= set(lager["status"])


def test_all_rows_are_valid(daten: DataDir) -> None:
    register = pl.concat(
        [
            pl.read_csv(datei, infer_schema=False).select("quelle", "status")
            for datei in sorted(daten.register.glob("*.csv"))
        ]
    )
    assert set(register["quelle"]) == {vertrag.source for vertrag in load_contracts()}
    assert set(register["status"]) == {"geladen"}


@pytest.mark.parametrize("vertrag", TABELLEN, ids=lambda vertrag: vertrag.source)
def test_every_column_carries_what_it_may(daten: DataDir, vertrag: Contract) -> None:
    """A sign and a zero in every number column, an empty cell in every optional column."""
    zeilen = pl.concat(
        [
            pl.read_parquet(datei)
            for datei in sorted((daten.lake / vertrag.source).glob("*.parquet"))
        ]
    )
    fehlt, worte, erwartet = [], set(), set()
    for spalte in vertrag.columns:
        art = KINDS[spalte.kind]
        if not spalte.required and not zeilen[spalte.name].null_count():
            fehlt.append(f"{spalte.name}: never empty")
        if not art.is_number or spalte.is_key:
            continue
        zeichen = zeilen.filter(pl.col(spalte.name).is_null())[f"{spalte.name}_status"]
        if not zeichen.count():
            fehlt.append(f"{spalte.name}: no sign")
        if (spalte.minimum or 0) == 0 and not (zeilen[spalte.name] == 0).any():
            fehlt.append(f"{spalte.name}: never 0")
        worte |= set(zeilen[f"{spalte.name}_status"].drop_nulls())
        erwartet |= {"geheim", LIMITED}
        if art.keeps_text:
            erwartet |= {ESTIMATED, SPAN, UNREADABLE}
    assert fehlt == []
    assert erwartet <= worte


def test_units_are_replaced(daten: DataDir) -> None:
    """Every source has a delivery that another one has replaced in part or whole."""
    abgeloest = _abfrage(daten, "SELECT DISTINCT quelle FROM mart.revision WHERE NOT art = 'neu'")
    assert {vertrag.source for vertrag in TABELLEN} - set(abgeloest["quelle"]) == set()


def test_a_seed_makes_the_same_files(tmp_path: Path) -> None:
    def inhalt(ordner: Path, saat: int) -> dict[str, bytes]:
        liefere(ordner, saat)
        return {
            str(datei.relative_to(ordner)): datei.read_bytes()
            for datei in sorted(ordner.rglob("*.csv"))
        }

    eins = inhalt(tmp_path / "eins", SAAT)
    assert eins == inhalt(tmp_path / "zwei", SAAT)
    assert eins.keys() == inhalt(tmp_path / "drei", SAAT + 1).keys()
    assert eins != inhalt(tmp_path / "drei", SAAT + 1)
