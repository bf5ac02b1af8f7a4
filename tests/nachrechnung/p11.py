"""§ 11: figures of the job centres, taken as delivered."""

from __future__ import annotations

import polars as pl

from .lieferungen import Lieferungen
from .rechnen import C, fertig, monat, verhaeltnis

ZELLE = ["raum_ebene", "raum_id", "zeitraum", "auspraegung"]


def berechne(lieferungen: Lieferungen) -> list[pl.DataFrame]:
    zeilen = lieferungen.zeilen("sgb2_kennzahl")
    if zeilen is None:
        return []
    zeilen = zeilen.with_columns(
        raum_ebene=pl.when(C("raum") == "05").then(pl.lit("land")).otherwise(pl.lit("kreis")),
        raum_id=C("raum"),
        zeitraum=monat("stichtag"),
        auspraegung=pl.lit(""),
    )

    def reihe(kennzahl: str, gruppe: str, geschlecht: str = "insgesamt") -> pl.DataFrame:
        return zeilen.filter(
            C("kennzahl") == kennzahl, C("gruppe") == gruppe, C("geschlecht") == geschlecht
        ).select(*ZELLE, "wert", status=C("wert_status"))

    flucht = reihe("elb", "kontext_flucht")
    quote = reihe("integrationsquote", "auslaender")
    je_geschlecht = [
        reihe("integrationsquote", "auslaender", g).with_columns(auspraegung=pl.lit(g))
        for g in ("m", "w")
    ]
    return [
        fertig(_einzeln(flucht), "i11.elb_flucht", "monat"),
        _anteil(flucht, reihe("elb", "insgesamt"), "i11.elb_flucht_anteil"),
        fertig(_einzeln(_land(quote)), "i11.integrationsquote", "monat"),
        fertig(
            _einzeln(_land(pl.concat(je_geschlecht))),
            "i11.integrationsquote",
            "monat",
            "geschlecht",
        ),
        _abstand(*(_land(r.with_columns(auspraegung=pl.lit(""))) for r in je_geschlecht)),
        _anteil(_land(reihe("lzb", "kontext_flucht")), _land(flucht), "i11.lzb_anteil"),
    ]


def _land(zeilen: pl.DataFrame) -> pl.DataFrame:
    return zeilen.filter(C("raum_ebene") == "land")


def _einzeln(zeilen: pl.DataFrame) -> pl.DataFrame:
    """A delivered value is a sum of one part; a limited value keeps its sign."""
    return zeilen.with_columns(
        n=C("wert").is_not_null().cast(pl.Int64),
        n_ka=C("wert").is_null().cast(pl.Int64),
        status=pl.when(C("wert").is_null())
        .then(C("status").fill_null("keine_angabe"))
        .otherwise(C("status")),
    )


def _paare(links: pl.DataFrame, rechts: pl.DataFrame, ergibt: pl.Expr) -> pl.DataFrame:
    """A row wherever the first value is delivered, if only to say that the second one is not.

    n is 1 where there is a value: the pair is one figure of the statistics.
    """
    paare = links.join(rechts, on=ZELLE, how="left")
    limitiert = pl.any_horizontal(C("status", "status_right") == "eingeschraenkt")
    return paare.with_columns(
        n=ergibt.cast(pl.Int64),
        n_ka=(~ergibt).cast(pl.Int64),
        _limitiert=ergibt & limitiert.fill_null(False),
    )


def _anteil(zaehler: pl.DataFrame, nenner: pl.DataFrame, indikator: str) -> pl.DataFrame:
    """zaehler and nenner are kept even where the other one is secret."""
    ergibt = C("wert").is_not_null() & (C("wert_right") != 0).fill_null(False)
    paare = _paare(zaehler, nenner, ergibt).select(
        *ZELLE,
        "n",
        "n_ka",
        "_limitiert",
        zaehler="wert",
        nenner="wert_right",
        _status_zaehler=C("status").fill_null("keine_angabe"),
        _status_nenner=C("status_right").fill_null("keine_angabe"),
    )
    return verhaeltnis(paare, indikator, "monat")


def _abstand(maenner: pl.DataFrame, frauen: pl.DataFrame) -> pl.DataFrame:
    """Signs as in a share: that of the first value, else that of the second."""
    ergibt = C("wert").is_not_null() & C("wert_right").is_not_null()
    paare = _paare(maenner, frauen, ergibt)
    fehlend = (
        pl.when(C("wert").is_null())
        .then(C("status").fill_null("keine_angabe"))
        .when(C("wert_right").is_null())
        .then(C("status_right").fill_null("keine_angabe"))
        .when(C("_limitiert"))
        .then(pl.lit("eingeschraenkt"))
    )
    werte = paare.select(*ZELLE, "n", "n_ka", wert=C("wert") - C("wert_right"), status=fehlend)
    return fertig(werte, "i11.integrationsquote_abstand", "monat")
