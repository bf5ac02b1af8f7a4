"""§ 10: schooling in the Zentrale Unterbringungseinrichtungen."""

from __future__ import annotations

import polars as pl

from .lieferungen import Lieferungen
from .rechnen import ZELLE, C, je_raum, limitiert, mittel, quartal, quote, verhaeltnis

BEZIRKE = {
    "rb_duesseldorf": "051",
    "rb_koeln": "053",
    "rb_muenster": "055",
    "rb_detmold": "057",
    "rb_arnsberg": "059",
}
WENIG_STUNDEN = 15


def berechne(lieferungen: Lieferungen) -> list[pl.DataFrame]:
    zeilen = lieferungen.zeilen("zue_quartal")
    if zeilen is None:
        return []
    zeilen = je_raum(
        zeilen.with_columns(zeitraum=quartal("jahr")),
        regierungsbezirk=C("regierungsbezirk").replace_strict(BEZIRKE),
    )
    stunden = C("unterrichtsstunden_woche")
    marke = limitiert("unterrichtsstunden_woche", unter=C("angebot"))
    kinder, gruppen = C("kinder_teilnehmend"), C("gruppen")
    beide = kinder.is_not_null() & gruppen.is_not_null()
    # The definition does not ask for an Angebot here, so every other row counts in n_ka.
    gruppengroesse = zeilen.group_by(ZELLE).agg(
        zaehler=kinder.filter(beide).sum(),
        nenner=gruppen.filter(beide).sum(),
        _limitiert=limitiert("kinder_teilnehmend", "gruppen", unter=beide),
        n=beide.sum(),
        n_ka=(~beide).sum(),
    )
    return [
        quote(zeilen, "i10.zue_mit_angebot", "quartal", C("angebot")),
        mittel(zeilen, "i10.wochenstunden", "quartal", stunden, unter=C("angebot"), marke=marke),
        quote(
            zeilen.filter(C("raum_ebene") == "land"),
            "i10.unter_15_stunden",
            "quartal",
            stunden < WENIG_STUNDEN,
            unter=C("angebot"),
            marke=marke,
        ),
        verhaeltnis(gruppengroesse, "i10.gruppengroesse", "quartal", faktor=1.0),
    ]
