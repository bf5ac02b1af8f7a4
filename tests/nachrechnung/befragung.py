"""Surveys: distribution, mean and agreement of every closed question."""

from __future__ import annotations

import polars as pl

from .lieferungen import Lieferungen
from .rechnen import C, verhaeltnis

# What a survey's contract says about its variables (`<befragung_id>.<variable>`); none does yet.
# Without a word a scale is a Single question with four or five choices in rising order.
IST_SKALA: frozenset[str] = frozenset()
KEINE_SKALA: frozenset[str] = frozenset()
UMGEKEHRT: frozenset[str] = frozenset()
STUFEN = (4, 5)


def berechne(lieferungen: Lieferungen) -> list[pl.DataFrame]:
    antworten = lieferungen.zeilen("befragung")
    fragebogen = lieferungen.fragebogen()
    if antworten is None or fragebogen is None:
        return []
    antworten = antworten.filter(C("abgeschlossen")).with_columns(
        merkmal=C("befragung_id") + "." + C("variable")
    )
    fragebogen = fragebogen.filter(C("auswahl_wert").is_not_null()).with_columns(
        merkmal=C("befragung_id") + "." + C("variable"),
        untertyp=C("untertyp").str.to_lowercase(),
    )
    tage = (
        lieferungen.zaehlend("befragung")
        .select(
            befragung_id=C("_einheit").str.strip_prefix("befragung_id="),
            zeitraum=C("_datenstand").cast(pl.String),
        )
        .with_columns(raum_ebene=pl.lit("land"), raum_id=pl.lit("05"))
    )
    einfach = fragebogen.filter(C("untertyp") == "single")
    skalen = _skalen(einfach)
    return [
        _einfachauswahl(antworten, einfach, tage),
        _mehrfachauswahl(antworten, fragebogen.filter(C("untertyp") == "multiple"), tage),
        *_skalenwerte(antworten, skalen, tage),
    ]


def _nummer(wert: pl.Expr) -> pl.Expr:
    """A choice's number as a text: `4`, not `4.0`."""
    ganz = wert.cast(pl.Int64)
    return pl.when(wert == ganz).then(ganz.cast(pl.String)).otherwise(wert.cast(pl.String))


def _gueltig() -> pl.Expr:
    return C("wert").is_not_null() & C("status").is_null()


def _basis(antworten: pl.DataFrame, variablen: pl.DataFrame) -> pl.DataFrame:
    """Valid answers and answers without a statement of each variable of the questionnaire."""
    gezaehlt = antworten.group_by("merkmal").agg(
        n=_gueltig().sum().cast(pl.Int64),
        n_ka=(C("status") == "keine_angabe").fill_null(False).sum().cast(pl.Int64),
    )
    return (
        variablen.select("befragung_id", "merkmal")
        .unique()
        .join(gezaehlt, on="merkmal", how="left")
        .with_columns(C("n", "n_ka").fill_null(0))
    )


def _einfachauswahl(
    antworten: pl.DataFrame, einfach: pl.DataFrame, tage: pl.DataFrame
) -> pl.DataFrame:
    """Every choice has a row, chosen or not; „keine Angabe“ has none."""
    gewaehlt = (
        antworten.filter(_gueltig())
        .group_by("merkmal", auswahl_wert=C("wert"))
        .agg(zaehler=pl.len())
    )
    werte = (
        einfach.filter(~C("ist_keine_angabe"))
        .join(gewaehlt, on=["merkmal", "auswahl_wert"], how="left")
        .with_columns(C("zaehler").fill_null(0), auspraegung=_nummer(C("auswahl_wert")))
        .join(_basis(antworten, einfach), on=["befragung_id", "merkmal"])
        .with_columns(nenner=C("n"))
        .join(tage, on="befragung_id")
    )
    return verhaeltnis(werte, "ibf.verteilung", "stichtag")


def _mehrfachauswahl(
    antworten: pl.DataFrame, mehrfach: pl.DataFrame, tage: pl.DataFrame
) -> pl.DataFrame:
    """Base: who ticked at least one option. Who only ticked „keine Angabe“ counts in n_ka."""
    angekreuzt = antworten.filter(C("wert") == 1).join(
        mehrfach.select("befragung_id", "variable", "frage", "ist_keine_angabe"),
        on=["befragung_id", "variable"],
    )
    befragte = angekreuzt.group_by("befragung_id", "frage", "respondent").agg(
        echte=(~C("ist_keine_angabe")).any()
    )
    basis = befragte.group_by("befragung_id", "frage").agg(
        n=C("echte").sum().cast(pl.Int64), n_ka=(~C("echte")).sum().cast(pl.Int64)
    )
    gewaehlt = angekreuzt.group_by("merkmal").agg(zaehler=pl.len())
    werte = (
        mehrfach.filter(~C("ist_keine_angabe"))
        .join(gewaehlt, on="merkmal", how="left")
        .join(basis, on=["befragung_id", "frage"], how="left")
        .with_columns(
            C("zaehler", "n", "n_ka").fill_null(0), auspraegung=_nummer(C("auswahl_wert"))
        )
        .with_columns(nenner=C("n"))
        .join(tage, on="befragung_id")
    )
    return verhaeltnis(werte, "ibf.verteilung", "stichtag")


def _skalen(einfach: pl.DataFrame) -> pl.DataFrame:
    """The variables whose numbers mean something: `merkmal`, lowest and highest value."""
    stufen = (
        einfach.filter(~C("ist_keine_angabe"))
        .sort("befragung_id", "position")
        .group_by("befragung_id", "merkmal", maintain_order=True)
        .agg(
            stufen=pl.len(),
            steigend=(C("auswahl_wert").diff().drop_nulls() > 0).all(),
            niedrige=C("auswahl_wert").bottom_k(2),
            hohe=C("auswahl_wert").top_k(2),
        )
    )
    vorgabe = C("stufen").is_in(STUFEN) & C("steigend") & ~C("merkmal").is_in(list(KEINE_SKALA))
    return stufen.filter(vorgabe | C("merkmal").is_in(list(IST_SKALA)))


def _skalenwerte(
    antworten: pl.DataFrame, skalen: pl.DataFrame, tage: pl.DataFrame
) -> list[pl.DataFrame]:
    gueltig = antworten.filter(_gueltig()).join(
        skalen.select("merkmal", "niedrige", "hohe"), on="merkmal"
    )
    zustimmend = (
        pl.when(C("merkmal").is_in(list(UMGEKEHRT)))
        .then(C("wert").is_in(C("niedrige")))
        .otherwise(C("wert").is_in(C("hohe")))
    )
    summen = gueltig.group_by("merkmal").agg(summe=C("wert").sum(), zustimmend=zustimmend.sum())
    werte = (
        _basis(antworten, skalen)
        .join(summen, on="merkmal", how="left")
        .with_columns(C("summe", "zustimmend").fill_null(0), nenner=C("n"))
        .join(tage, on="befragung_id")
        .with_columns(auspraegung=pl.lit(""))
    )
    return [
        verhaeltnis(
            werte.with_columns(zaehler=C("summe")), "ibf.mittelwert", "stichtag", faktor=1.0
        ),
        verhaeltnis(werte.with_columns(zaehler=C("zustimmend")), "ibf.zustimmung", "stichtag"),
    ]
