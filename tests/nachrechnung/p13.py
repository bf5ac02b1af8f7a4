"""§ 13: exchange with the Landesintegrationsrat."""

from __future__ import annotations

import polars as pl

from .lieferungen import Lieferungen, liste
from .rechnen import ZELLE, C, anzahl, fertig, jahr, je_raum


def berechne(lieferungen: Lieferungen) -> list[pl.DataFrame]:
    termine = lieferungen.zeilen("lir_austausch")
    if termine is None:
        return []
    termine = je_raum(termine.with_columns(zeitraum=jahr("jahr")))
    beruecksichtigt = C("stellungnahme_beruecksichtigt").filter(C("anhoerung"))
    anhoerungen = termine.group_by(ZELLE).agg(
        wert=C("anhoerung").sum(),
        n=beruecksichtigt.sum(),
        # hearings of which it is not told whether the statement was heeded
        n_ka=beruecksichtigt.null_count(),
    )
    return [
        anzahl(
            termine,
            "i13.austausche",
            "jahr",
            je="format",
            merkmal="format",
            codes=liste("lir_format"),
        ),
        fertig(anhoerungen, "i13.anhoerungen", "jahr"),
    ]
