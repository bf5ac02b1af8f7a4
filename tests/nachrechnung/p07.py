"""§ 7: Servicestellen, their advice, complaints within the administration."""

from __future__ import annotations

import polars as pl

from .lieferungen import Lieferungen, liste
from .rechnen import (
    C,
    anzahl,
    fertig,
    jahr,
    je_gemeinderaum,
    je_raum,
    quote_je_code,
    summe,
)

ZELLE = ["raum_ebene", "raum_id", "zeitraum", "auspraegung"]


def berechne(lieferungen: Lieferungen) -> list[pl.DataFrame]:
    return [*_stellen(lieferungen), *_beratung(lieferungen), *_beschwerden(lieferungen)]


def _stellen(lieferungen: Lieferungen) -> list[pl.DataFrame]:
    alle = lieferungen.zeilen("fde_ia_einrichtung")
    if alle is None:
        return []
    alle = je_gemeinderaum(alle.with_columns(zeitraum=jahr("berichtsjahr")), "regierungsbezirk")
    stellen = alle.filter(C("art") == "SAD")
    land = stellen.filter(C("raum_ebene") == "land")
    return [
        anzahl(stellen, "i07.servicestellen", "jahr", zeitraeume=alle),
        summe(land, "i07.servicestellen_personal", "jahr", "mitarbeitende"),
    ]


def _beratung(lieferungen: Lieferungen) -> list[pl.DataFrame]:
    faelle = lieferungen.zeilen("ada_beratung")
    if faelle is None:
        return []
    faelle = je_raum(faelle.with_columns(zeitraum=jahr("jahr")))
    gesamt = faelle.group_by(ZELLE).agg(
        wert=C("abgeschlossen").sum(), n=C("servicestelle").n_unique(), n_ka=pl.lit(0)
    )
    mit_merkmal = faelle.filter(C("abgeschlossen"), C("merkmale").is_not_null())
    genannt = mit_merkmal.with_columns(auspraegung=C("merkmale").str.split("|")).explode(
        "auspraegung"
    )
    return [
        fertig(gesamt, "i07.beratungen_abgeschlossen", "jahr"),
        quote_je_code(
            faelle,
            genannt,
            "i07.beratungsanlass_anteil",
            "jahr",
            "ada_merkmal",
            liste("ada_merkmal"),
            gueltig=C("merkmale").is_not_null(),
            unter=C("abgeschlossen"),
        ),
    ]


def _beschwerden(lieferungen: Lieferungen) -> list[pl.DataFrame]:
    ressorts = lieferungen.zeilen("beschwerdestelle")
    if ressorts is None:
        return []
    ressorts = je_raum(ressorts.with_columns(zeitraum=jahr("jahr")))
    formen = ressorts.with_columns(auspraegung=C("form").str.split("|")).explode("auspraegung")
    gezaehlt = anzahl(
        formen,
        "i07.beschwerde_form",
        "jahr",
        je="auspraegung",
        merkmal="form",
        codes=liste("beschwerdemanagement_form"),
    )
    berichtend = ressorts.group_by("zeitraum").agg(_ressorts=pl.len())
    return [
        gezaehlt.join(berichtend, on="zeitraum")
        .with_columns(
            zaehler=C("wert"),
            nenner=C("_ressorts").cast(pl.Float64),
            n=C("_ressorts").cast(pl.Int64),
        )
        .drop("_ressorts")
    ]
