"""§ 6: opening of the administration, training."""

from __future__ import annotations

import polars as pl

from .lieferungen import Lieferungen, liste
from .rechnen import C, anzahl, jahr, je_raum, quote, verhaeltnis

ORGANISATION = ["raum_ebene", "raum_id", "zeitraum", "auspraegung", "organisation"]


def berechne(lieferungen: Lieferungen) -> list[pl.DataFrame]:
    return [*_massnahmen(lieferungen), *_fortbildung(lieferungen)]


def _massnahmen(lieferungen: Lieferungen) -> list[pl.DataFrame]:
    zeilen = lieferungen.zeilen("ikoe_massnahme")
    if zeilen is None:
        return []
    zeilen = je_raum(zeilen.with_columns(zeitraum=jahr("jahr")))
    ergebnis = [
        anzahl(zeilen.unique(ORGANISATION), "i06.organisationen_mit_massnahmen", "jahr"),
    ]
    for merkmal, codes in (("organisationstyp", "organisationstyp"), ("bereich", "ikoe_bereich")):
        ergebnis.append(
            anzahl(
                zeilen.unique([*ORGANISATION, merkmal]),
                "i06.organisationen_mit_massnahmen",
                "jahr",
                je=merkmal,
                merkmal=merkmal,
                codes=liste(codes),
            )
        )
    # The denominator is every organisation with a row, so one that never answered counts as not
    # true there; n tells how many answered at all.
    organisationen = zeilen.group_by([*ORGANISATION, "organisationstyp"]).agg(
        erfasst=C("anteil_erfasst").fill_null(False).any(),
        geantwortet=C("anteil_erfasst").is_not_null().any(),
    )
    anteil = (
        organisationen.with_columns(auspraegung=C("organisationstyp"))
        .group_by("raum_ebene", "raum_id", "zeitraum", "auspraegung")
        .agg(
            zaehler=C("erfasst").sum(),
            nenner=pl.len(),
            n=C("geantwortet").sum(),
            n_ka=(~C("geantwortet")).sum(),
        )
    )
    typen = pl.DataFrame({"auspraegung": liste("organisationstyp")})
    ort = ["raum_ebene", "raum_id", "zeitraum"]
    anteil = (
        zeilen.select(ort)
        .unique()
        .join(typen, how="cross")
        .join(anteil, on=[*ort, "auspraegung"], how="left")
        .with_columns(C("zaehler", "nenner", "n", "n_ka").fill_null(0))
    )
    ergebnis.append(verhaeltnis(anteil, "i06.anteil_erfasst", "jahr", "organisationstyp"))
    return ergebnis


def _fortbildung(lieferungen: Lieferungen) -> list[pl.DataFrame]:
    zeilen = lieferungen.zeilen("fortbildung")
    if zeilen is None:
        return []
    zeilen = je_raum(zeilen.with_columns(zeitraum=jahr("jahr")))
    return [
        quote(zeilen, "i06.fortbildung_pflicht", "jahr", C("verpflichtend")),
        quote(
            zeilen,
            "i06.fortbildung_pflicht",
            "jahr",
            C("verpflichtend"),
            je="zielgruppe",
            merkmal="zielgruppe",
            codes=liste("fortbildung_zielgruppe"),
        ),
    ]
