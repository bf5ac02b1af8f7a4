"""§ 8: Kommunale Integrationszentren: measures, KOMM-AN, lay interpreters."""

from __future__ import annotations

import polars as pl

from .lieferungen import Lieferungen, liste
from .rechnen import (
    ORT,
    ZELLE,
    C,
    anzahl,
    fertig,
    jahr,
    je_raum,
    mittel,
    quote,
    quote_je_code,
    summe,
    verhaeltnis,
)

KI_GESAMT = 54
ANGEBOTE = ("grundlagenschulungen", "qualifizierungen", "austauschtreffen")


def berechne(lieferungen: Lieferungen) -> list[pl.DataFrame]:
    return [*_massnahmen(lieferungen), *_komm_an(lieferungen), *_lsp(lieferungen)]


def _massnahmen(lieferungen: Lieferungen) -> list[pl.DataFrame]:
    zeilen = lieferungen.zeilen("fde_ki_massnahme")
    if zeilen is None:
        return []
    zeilen = je_raum(zeilen.with_columns(zeitraum=jahr("berichtsjahr")), ki=C("ki"))
    land = zeilen.filter(C("raum_ebene") == "land")
    dimensionen, bezuege = liste("zieldimension"), liste("zielbezug")

    je_dimension = zeilen.unique([*ORT, "ki", "massnahme_id", "zieldimension"])
    je_bezug = zeilen.filter(C("zieldimension") != "kim").unique(
        [*ORT, "ki", "massnahme_id", "zielbezug"]
    )
    auswahl = land.unique([*ORT, "ki", "zieldimension", "zielbezug"])
    return [
        quote_je_code(
            je_dimension,
            je_dimension.with_columns(auspraegung=C("zieldimension")),
            "i08.massnahmen_zieldimension",
            "jahr",
            "zieldimension",
            dimensionen,
        ),
        quote_je_code(
            je_bezug,
            je_bezug.with_columns(auspraegung=C("zielbezug")),
            "i08.massnahmen_zielbezug",
            "jahr",
            "zielbezug",
            bezuege,
        ),
        mittel(
            land,
            "i08.zielerreichung_zielbezug",
            "jahr",
            C("zielerreichung"),
            je="zielbezug",
            merkmal="zielbezug",
            codes=bezuege,
        ),
        _kapazitaet(zeilen, bezuege),
        anzahl(
            auswahl,
            "i08.auswahl_zieldimension",
            "jahr",
            je="zieldimension",
            merkmal="zieldimension",
            codes=dimensionen,
        ),
    ]


def _kapazitaet(zeilen: pl.DataFrame, bezuege: tuple[str, ...]) -> pl.DataFrame:
    """Shares of the capacity; KIM counts, an empty cell (and one with a sign) is 0."""
    wert = C("kapazitaet_prozent")
    nenner = zeilen.group_by(ORT).agg(
        nenner=wert.sum(), n=wert.count().cast(pl.Int64), n_ka=wert.null_count().cast(pl.Int64)
    )
    zaehler = (
        zeilen.with_columns(auspraegung=C("zielbezug")).group_by(ZELLE).agg(zaehler=wert.sum())
    )
    geruest = (
        zeilen.filter(C("raum_ebene") == "land")
        .select(ORT)
        .unique()
        .join(pl.DataFrame({"auspraegung": bezuege}), how="cross")
    )
    zaehler = pl.concat(
        [
            zaehler,
            geruest.join(zaehler, on=ZELLE, how="anti").with_columns(zaehler=pl.lit(0.0)),
        ]
    )
    return verhaeltnis(
        zaehler.join(nenner, on=ORT), "i08.kapazitaet_zielbezug", "jahr", "zielbezug"
    )


def _komm_an(lieferungen: Lieferungen) -> list[pl.DataFrame]:
    zeilen = lieferungen.zeilen("fde_komm_an")
    if zeilen is None:
        return []
    zeilen = je_raum(zeilen.with_columns(zeitraum=jahr("haushaltsjahr")), ki=C("ki"))
    land = zeilen.filter(C("raum_ebene") == "land")
    return [
        summe(zeilen, "i08.komman_betrag", "jahr", "foerderbetrag_eur"),
        summe(
            zeilen,
            "i08.komman_betrag",
            "jahr",
            "foerderbetrag_eur",
            je="baustein",
            merkmal="baustein",
            codes=liste("komm_an_baustein"),
        ),
        summe(zeilen, "i08.komman_pauschalen", "jahr", "anzahl_pauschalen"),
        quote(
            land,
            "i08.komman_ohne_land_nicht_finanzierbar",
            "jahr",
            ~C("ohne_land_finanzierbar"),
        ),
    ]


def _lsp(lieferungen: Lieferungen) -> list[pl.DataFrame]:
    zeilen = lieferungen.zeilen("fde_lsp")
    if zeilen is None:
        return []
    zeilen = je_raum(zeilen.with_columns(zeitraum=jahr("berichtsjahr")), ki=C("ki"))
    land = zeilen.filter(C("raum_ebene") == "land")
    # n and n_ka are about delivered rows, as for the sums; KI that sent none show in n < nenner
    pools = land.group_by(ZELLE).agg(
        wert=C("lsp_eingerichtet").sum(),
        zaehler=C("lsp_eingerichtet").sum(),
        nenner=pl.lit(KI_GESAMT),
        n=C("lsp_eingerichtet").count(),
        n_ka=C("lsp_eingerichtet").null_count(),
    )
    zustande = pl.when(C("anfragen") > 0).then(100 * C("einsaetze") / C("anfragen"))
    ergebnis = [
        fertig(pools, "i08.lsp_ki", "jahr"),
        summe(zeilen, "i08.lsp_sprachmittelnde", "jahr", "sprachmittelnde"),
        summe(zeilen, "i08.lsp_beguenstigte", "jahr", "beguenstigte_personen"),
        mittel(land, "i08.lsp_zustandequote", "jahr", zustande),
    ]
    for indikator, endung in (
        ("i08.lsp_schulungen", ""),
        ("i08.lsp_teilnehmende", "_teilnehmende"),
    ):
        for angebot in ANGEBOTE:
            ergebnis.append(
                summe(
                    land.with_columns(auspraegung=pl.lit(angebot)),
                    indikator,
                    "jahr",
                    angebot + endung,
                    merkmal="angebot",
                )
            )
    return ergebnis
