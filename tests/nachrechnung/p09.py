"""§ 9: Kommunales Integrationsmanagement: cases, contacts, posts."""

from __future__ import annotations

from datetime import date

import polars as pl

from .lieferungen import Lieferungen, liste
from .rechnen import (
    ORT,
    SPALTEN,
    ZELLE,
    C,
    anzahl,
    je_raum,
    limitiert,
    median,
    quote,
    quote_je_code,
    status_der_teile,
    verhaeltnis,
)

KURZ, CM = "kurzberatung", "case_management"
WECHSEL = C("fallart_wechsel_datum")
FALLART_AM_BEGINN = pl.when(WECHSEL.is_not_null()).then(pl.lit(KURZ)).otherwise(C("fallart"))
FALLART_AM_ENDE = pl.when(WECHSEL.is_not_null()).then(pl.lit(CM)).otherwise(C("fallart"))


def berechne(lieferungen: Lieferungen) -> list[pl.DataFrame]:
    faelle = lieferungen.zeilen("kim_fall")
    kontakte = lieferungen.zeilen("kim_kontakt")
    stellen = lieferungen.zeilen("kim_stelle")
    ergebnis = []
    if faelle is not None:
        ergebnis += _faelle(faelle)
        if kontakte is not None:
            ergebnis.append(_kontakte_je_fall(faelle, kontakte))
        if stellen is not None:
            ergebnis.append(_faelle_je_cm(faelle, stellen))
    if stellen is not None:
        ergebnis += _stellen(stellen)
    return ergebnis


def _jahr_von(datum: str) -> pl.Expr:
    return C(datum).dt.year().cast(pl.String)


def _quartal_von(datum: pl.Expr) -> pl.Expr:
    return pl.format("{}-Q{}", datum.dt.year(), datum.dt.quarter())


def _fallart_am(tag: pl.Expr) -> pl.Expr:
    return (
        pl.when(WECHSEL.is_null())
        .then(C("fallart"))
        .when(tag < WECHSEL)
        .then(pl.lit(KURZ))
        .otherwise(pl.lit(CM))
    )


def _laufend_am(tag: pl.Expr) -> pl.Expr:
    return (C("beginn") <= tag) & (C("ende").is_null() | (C("ende") > tag))


def _quartalsenden(faelle: pl.DataFrame) -> pl.DataFrame:
    """The last days of all quarters from the first case on that ended by the newest Datenstand."""
    return pl.select(
        tag=pl.date_range(
            pl.lit(faelle["beginn"].min()).dt.truncate("1q"),
            pl.lit(faelle["_datenstand"].max()),
            "1q",
        )
        .dt.offset_by("1q")
        .dt.offset_by("-1d")
    ).filter(C("tag") <= faelle["_datenstand"].max())


def _fortgeschrieben(anzahlen: pl.DataFrame, bestand: pl.DataFrame) -> pl.DataFrame:
    """n_ka: the cases of Standorte whose delivery is older than the end of the quarter."""
    alt = bestand.group_by(ZELLE).agg(_alt=C("fortgeschrieben").sum().cast(pl.Int64))
    return (
        anzahlen.join(alt, on=ZELLE, how="left")
        .with_columns(n_ka=C("_alt").fill_null(0))
        .select(list(SPALTEN))
    )


def _faelle(faelle: pl.DataFrame) -> list[pl.DataFrame]:
    fallarten = liste("kim_fallart")
    # From its first case on every Standort has a stock in every quarter of the Land; where its own
    # delivery is older than the quarter's end its cases are carried forward, which n_ka counts.
    stichtage = faelle.join(_quartalsenden(faelle), how="cross").filter(C("beginn") <= C("tag"))
    stichtage = je_raum(
        stichtage.with_columns(zeitraum=_quartal_von(C("tag"))), standort=C("standort")
    )
    bestand = stichtage.filter(_laufend_am(C("tag"))).with_columns(
        art=_fallart_am(C("tag")), fortgeschrieben=C("_datenstand") < C("tag")
    )

    begonnen = je_raum(
        faelle.with_columns(zeitraum=_quartal_von(C("beginn")), art=FALLART_AM_BEGINN),
        standort=C("standort"),
    )
    begonnen_land = je_raum(
        faelle.with_columns(zeitraum=_jahr_von("beginn"), art=FALLART_AM_BEGINN)
    )
    beendet = je_raum(
        faelle.filter(C("ende").is_not_null()).with_columns(
            zeitraum=_jahr_von("ende"), art=FALLART_AM_ENDE
        )
    )
    mit_bedarf = (
        begonnen_land.filter(C("bedarfe").is_not_null())
        .with_columns(auspraegung=C("bedarfe").str.split("|"))
        .explode("auspraegung")
    )
    return [
        _fortgeschrieben(
            anzahl(bestand, "i09.faelle_bestand", "quartal", zeitraeume=stichtage), bestand
        ),
        _fortgeschrieben(
            anzahl(
                bestand,
                "i09.faelle_bestand",
                "quartal",
                je="art",
                merkmal="fallart",
                codes=fallarten,
                zeitraeume=stichtage,
            ),
            bestand.with_columns(auspraegung=C("art")),
        ),
        anzahl(
            begonnen,
            "i09.neue_faelle",
            "quartal",
            je="art",
            merkmal="fallart",
            codes=fallarten,
        ),
        # only cases that began as Kurzberatung are asked whether they changed
        quote(
            begonnen_land,
            "i09.wechselquote",
            "jahr",
            WECHSEL.is_not_null(),
            unter=C("art") == KURZ,
        ),
        median(
            beendet,
            "i09.dauer_median",
            "jahr",
            (C("ende") - C("beginn")).dt.total_days(),
            je="art",
            merkmal="fallart",
            codes=fallarten,
        ),
        # `bedarfe` is a code without a list: no rows of zeros
        quote_je_code(
            begonnen_land,
            mit_bedarf,
            "i09.bedarfe_anteil",
            "jahr",
            "bedarf",
            gueltig=C("bedarfe").is_not_null(),
        ),
        # The 250 countries of ISO 3166 are a standard, not a list of the evaluation: a country
        # from which nobody came gets no row.
        # `herkunft` may be empty: n tells how many cases have one, n_ka how many have none.
        anzahl(begonnen_land, "i09.herkunft_faelle", "jahr", je="herkunft", merkmal="herkunft")
        .drop("n", "n_ka")
        .join(
            begonnen_land.group_by("zeitraum").agg(
                n=C("herkunft").count().cast(pl.Int64),
                n_ka=C("herkunft").null_count().cast(pl.Int64),
            ),
            on="zeitraum",
        )
        .select(list(SPALTEN)),
    ]


def _kontakte_je_fall(faelle: pl.DataFrame, kontakte: pl.DataFrame) -> pl.DataFrame:
    """Contacts of cases that the same Standort reported (R09-3) by cases with a contact."""
    bekannt = kontakte.join(faelle, on=["standort", "fall_id"], how="semi")
    bekannt = je_raum(bekannt.with_columns(zeitraum=_jahr_von("datum")), standort=C("standort"))
    werte = bekannt.group_by(ZELLE).agg(
        zaehler=pl.len(), nenner=pl.struct("standort", "fall_id").n_unique(), n_ka=pl.lit(0)
    )
    return verhaeltnis(
        werte.with_columns(n=C("nenner")), "i09.kontakte_je_fall", "jahr", faktor=1.0
    )


def _faelle_je_cm(faelle: pl.DataFrame, stellen: pl.DataFrame) -> pl.DataFrame:
    """Active Case Management cases at the end of the year by filled posts of Baustein 2."""
    letztes = max(faelle["_datenstand"].max(), stellen["stichtag"].max()).year
    erstes = min(faelle["beginn"].min(), stellen["stichtag"].min()).year
    jahre = pl.DataFrame({"tag": [date(j, 12, 31) for j in range(erstes, letztes + 1)]})
    # A Standort has cases from its first one on; from then on none active is a known 0. They are
    # carried forward as in the stock.
    je_standort = (
        faelle.join(jahre, how="cross")
        .filter(C("beginn") <= C("tag"), C("tag") <= faelle["_datenstand"].max())
        .with_columns(aktiv=_laufend_am(C("tag")) & (_fallart_am(C("tag")) == CM))
        .group_by("standort", "tag")
        .agg(
            zaehler=C("aktiv").sum(),
            n_ka=(C("aktiv") & (C("_datenstand") < C("tag"))).sum(),
        )
    )
    # the latest Stichtag at which the Standort has any row, whatever the Baustein
    bis = stellen.join(jahre, how="cross").filter(C("stichtag") <= C("tag"))
    neueste = bis.filter(C("stichtag") == C("stichtag").max().over("standort", "tag"))
    posten = (
        neueste.filter(C("baustein") == 2)
        .group_by("standort", "tag")
        .agg(
            nenner=C("stellen_besetzt_vzae").sum(),
            _limitiert=limitiert("stellen_besetzt_vzae", unter=C("stellen_besetzt_vzae") > 0),
        )
        .filter(C("nenner") > 0)
    )
    beide = je_standort.join(posten, on=["standort", "tag"]).with_columns(zeitraum=_jahr_von("tag"))
    werte = (
        je_raum(beide, standort=C("standort"))
        .group_by(ZELLE)
        .agg(C("zaehler", "nenner", "n_ka").sum(), C("_limitiert").any())
        # what is behind the value is the cases, as with contacts a case
        .with_columns(n=C("zaehler"))
    )
    return verhaeltnis(werte, "i09.faelle_je_cm", "jahr", faktor=1.0)


def _stellen(stellen: pl.DataFrame) -> list[pl.DataFrame]:
    stellen = je_raum(
        stellen.with_columns(zeitraum=C("stichtag").cast(pl.String)), standort=C("standort")
    )
    besetzt, soll = C("stellen_besetzt_vzae"), C("stellen_soll_vzae")
    land = stellen.filter(C("raum_ebene") == "land")
    zwei = land.filter(C("baustein") == 2)

    je_baustein = (
        stellen.with_columns(auspraegung=C("baustein").cast(pl.String))
        .group_by(ZELLE)
        .agg(
            zaehler=pl.when(besetzt.count() > 0).then(besetzt.sum()),
            nenner=pl.when(soll.count() > 0).then(soll.sum()),
            # numerator and denominator are sums of their own; what the share tells is the first
            n=besetzt.count(),
            n_ka=besetzt.null_count(),
            _status_zaehler=status_der_teile(C("stellen_besetzt_vzae_status")),
            _status_nenner=status_der_teile(C("stellen_soll_vzae_status")),
            _limitiert=limitiert("stellen_besetzt_vzae", "stellen_soll_vzae"),
        )
    )
    # Baustein 1 to 3 is a range, not a list of codes, but as fixed as one
    bausteine = pl.DataFrame({"auspraegung": ["1", "2", "3"]})
    leer = (
        land.select(ORT)
        .unique()
        .join(bausteine, how="cross")
        .join(je_baustein, on=ZELLE, how="anti")
        .with_columns(zaehler=0.0, nenner=0.0, n=0, n_ka=0)
    )
    wohlfahrt = C("anstellung") == "freie_wohlfahrt"
    anteil = zwei.group_by(ZELLE).agg(
        # no row of the Wohlfahrt is a known 0; rows without a usable value are not
        zaehler=pl.when((wohlfahrt.sum() == 0) | (besetzt.filter(wohlfahrt).count() > 0)).then(
            besetzt.filter(wohlfahrt).sum()
        ),
        nenner=pl.when(besetzt.count() > 0).then(besetzt.sum()),
        n=besetzt.count(),
        n_ka=besetzt.null_count(),
        _status_zaehler=status_der_teile(C("stellen_besetzt_vzae_status").filter(wohlfahrt)),
        _status_nenner=status_der_teile(C("stellen_besetzt_vzae_status")),
        _limitiert=limitiert("stellen_besetzt_vzae"),
    )
    je_standort = zwei.group_by([*ORT, "standort"]).agg(
        arten=C("anstellung").filter(soll > 0).n_unique(), bekannt=soll.count() > 0
    )
    geteilt = je_standort.group_by(ORT).agg(
        zaehler=(C("arten") == 2).sum(),
        nenner=(C("arten") > 0).sum(),
        n=(C("arten") > 0).sum(),
        n_ka=(~C("bekannt")).sum(),
        auspraegung=pl.lit(""),
    )
    return [
        verhaeltnis(
            pl.concat([je_baustein, leer], how="diagonal_relaxed"),
            "i09.stellen_besetzt_anteil",
            "stichtag",
            "baustein",
        ),
        verhaeltnis(anteil, "i09.stellen_wohlfahrt_anteil", "stichtag"),
        verhaeltnis(geteilt, "i09.standorte_geteilt", "stichtag"),
    ]
