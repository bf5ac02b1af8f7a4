"""§ 3: the budget for the infrastructure of integration."""

from __future__ import annotations

import polars as pl

from .lieferungen import Lieferungen, liste
from .rechnen import C, fertig, jahr, je_raum, summe

MINDESTENS = 130_000_000


def berechne(lieferungen: Lieferungen) -> list[pl.DataFrame]:
    titel = lieferungen.zeilen("haushalt_titel")
    if titel is None:
        return []
    alle = je_raum(titel.with_columns(zeitraum=jahr("haushaltsjahr")))
    titel = alle.filter(C("infrastruktur"))
    # a year with titles of which none counts towards § 3 is known to have nothing: 0
    gesamt = summe(
        titel, "i03.mindestfoerderung", "jahr", "ansatz_eur", codes=[""], zeitraeume=alle
    )
    return [
        gesamt,
        # titles without an instrument count in the sum only
        summe(
            titel,
            "i03.mindestfoerderung",
            "jahr",
            "ansatz_eur",
            je="instrument",
            merkmal="instrument",
            codes=liste("instrument"),
            zeitraeume=alle,
        ),
        fertig(
            gesamt.with_columns(C("wert") - MINDESTENS), "i03.mindestfoerderung_abstand", "jahr"
        ),
    ]
