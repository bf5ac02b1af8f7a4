"""The example deliveries that reconstruct the report: they load without a single fault."""

from __future__ import annotations

import shutil
from datetime import date
from decimal import Decimal

import pyarrow.parquet as pq
import pytest

from ingest.contract import lake_schema, load_contracts
from tests.ingest.conftest import REPORT, SOURCE, Office
from tintg.paths import SEEDS


@pytest.fixture
def delivered(office: Office) -> Office:
    for source in (SOURCE, REPORT):
        shutil.copytree(SEEDS / "beispiel" / source, office.data.inbox / source)
    return office


def test_all_rows_load(delivered: Office) -> None:
    files = delivered.run().files
    # the number of data rows of each file, counted by hand
    assert [(file.file.split("__", 1)[1], file.status, file.loaded) for file in files] == [
        ("2023-03-01.xlsx", "geladen", 361),
        ("2023-06-01.csv", "geladen", 361),
        ("2023-09-01.csv", "geladen", 361),
        ("2023-12-01.csv", "geladen", 353),
        ("2023-12-01__v2.ods", "geladen", 361),
        ("2024-06-30.csv", "geladen", 359),
    ]
    assert not delivered.data.quarantine.exists()


def test_published_total(delivered: Office) -> None:
    """The report prints 14 128 200,00 EUR for 2023; the second version of quarter 4 counts."""
    files = [file for file in delivered.run().files if file.source == SOURCE]
    valid = [file for file in files if not file.file.endswith("2023-12-01.csv")]
    total = sum((delivered.lake(file)["bewilligt_eur"].sum() for file in valid), Decimal(0))
    assert total == Decimal("14128200.00")


def test_register_says_how_each_file_was_read(delivered: Office) -> None:
    delivered.run()
    lines = delivered.register()
    read = [(x["format"], x["kodierung"], x["trennzeichen"], x["blatt"]) for x in lines]
    assert read == [
        ("xlsx", "", "", "Auszahlung"),
        ("csv", "cp1252", ";", ""),
        ("tsv", "utf-8-sig", "tab", ""),
        ("csv", "utf-8", ";", ""),
        ("ods", "", "", "Auszahlung"),
    ]
    assert [line["einheiten"] for line in lines] == [
        f"haushaltsjahr=2023;quartal={quarter}" for quarter in (1, 2, 3, 4, 4)
    ]
    assert delivered.register(REPORT)[0]["zusatzspalten"] == "Gemeinde|Bemerkung"


def test_first_rows(delivered: Office) -> None:
    """Düsseldorf in the workbook and Bedburg-Hau in the text with `–` for nothing."""
    files = delivered.run().files
    first = delivered.lake(files[0]).row(0, named=True)
    assert (first["ags"], first["personen_gesamt"], first["_zeile"]) == ("05111000", 318, 8)
    assert first["bewilligt_eur"] == Decimal("95400.00")
    assert first["bescheid_datum"] == date(2023, 2, 16)
    third = delivered.lake(files[2]).row(by_predicate=_ags("05154004"), named=True)
    assert (third["quartal"], third["personen_p14_2"], third["personen_gesamt"]) == (3, 0, 5)
    assert third["bewilligt_eur"] == Decimal("1500.00")
    assert third["korrektur_eur"] is None and third["korrektur_eur_status"] is None


def test_lake_has_exactly_the_agreed_columns(delivered: Office) -> None:
    files = delivered.run().files
    for contract in load_contracts():
        for file in files:
            if file.source == contract.source:
                path = delivered.data.lake / file.source / f"{file.lieferung_id}.parquet"
                assert pq.read_schema(path).equals(lake_schema(contract))


def _ags(key: str):  # type: ignore[no-untyped-def]
    import polars as pl

    return pl.col("ags") == key
