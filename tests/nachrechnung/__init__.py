"""All indicators once more, from the written definitions alone.

This package checks the warehouse. It shares no line with the models: it reads the lake and the
register that `tintg ingest` wrote, picks the deliveries that count (`lieferungen`), and computes
every indicator of `indicator_formulas.csv`, one module a paragraph. Who changes a definition
changes it in both places; where they differ, one of them has been misread.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from . import befragung, p03, p05, p06, p07, p08, p09, p10, p11, p12, p13, p17
from .lieferungen import Lieferungen
from .rechnen import SPALTEN

MODULE = (p03, p05, p06, p07, p08, p09, p10, p11, p12, p13, p17, befragung)
SCHLUESSEL = [
    "indikator_id",
    "raum_ebene",
    "raum_id",
    "zeitraum_typ",
    "zeitraum",
    "merkmal",
    "auspraegung",
]


def berechne(daten: Path) -> pl.DataFrame:
    """Every row of every indicator that the deliveries of one data directory allow."""
    lieferungen = Lieferungen(daten)
    teile = [teil for modul in MODULE for teil in modul.berechne(lieferungen)]
    alles = pl.concat([pl.DataFrame(schema=SPALTEN), *teile])
    doppelt = alles.filter(pl.struct(SCHLUESSEL).is_duplicated())
    assert doppelt.is_empty(), f"rows with the same key: {doppelt.head(5).rows()}"
    return alles.sort(SCHLUESSEL)
