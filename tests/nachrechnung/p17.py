"""§ 17: lump sums for the Gemeinden, and what they are used for."""

from __future__ import annotations

from datetime import date

import polars as pl

from .lieferungen import Lieferungen, gemeinden
from .rechnen import (
    ORT,
    ZELLE,
    C,
    fertig,
    jahr,
    je_gemeinderaum,
    je_raum,
    limitiert,
    quartal,
    status_der_teile,
    summe,
)
from .rechnen import verhaeltnis as anteil

GRUPPEN = {
    **{f"p14_{i}": f"personen_p14_{i}" for i in range(1, 6)},
    "kinder_nachgeboren": "kinder_nachgeboren",
}
BEREICHE = {
    "aufnahme_betreuung": "verw_aufnahme_betreuung_eur",
    "integrationstraeger": "verw_integrationstraeger_eur",
    "unterbringung": "verw_unterbringung_eur",
    "nicht_verwendet": "nicht_verwendet_eur",
}
EBENEN = ("regierungsbezirk", "kreis", "gemeinde")


def berechne(lieferungen: Lieferungen) -> list[pl.DataFrame]:
    return [*_auszahlung(lieferungen), *_verwendung(lieferungen)]


def _auszahlung(lieferungen: Lieferungen) -> list[pl.DataFrame]:
    zeilen = lieferungen.zeilen("pauschalen_auszahlung")
    if zeilen is None:
        return []
    je_jahr = je_gemeinderaum(zeilen.with_columns(zeitraum=jahr("haushaltsjahr")), *EBENEN)
    je_quartal = je_gemeinderaum(zeilen.with_columns(zeitraum=quartal("haushaltsjahr")), *EBENEN)
    ergebnis = []
    for indikator, spalte in (
        ("i17.bewilligt_summe", "bewilligt_eur"),
        ("i17.auszahlung_summe", "ausgezahlt_eur"),
    ):
        ergebnis += [
            summe(je_jahr, indikator, "jahr", spalte),
            summe(je_quartal, indikator, "quartal", spalte),
        ]
    bewilligt = ergebnis[0]
    ergebnis += [
        _gemeinden_anzahl(je_jahr),
        summe(je_quartal, "i17.berechtigte_personen", "quartal", "personen_gesamt"),
        *(
            summe(
                je_quartal.filter(C("raum_ebene") != "gemeinde").with_columns(
                    auspraegung=pl.lit(gruppe)
                ),
                "i17.personen_gruppe",
                "quartal",
                spalte,
                merkmal="personengruppe",
            )
            for gruppe, spalte in GRUPPEN.items()
        ),
        _je_1000_einwohner(bewilligt, lieferungen),
    ]
    titel = lieferungen.zeilen("haushalt_titel")
    if titel is not None:
        ergebnis.append(_ausschoepfung(bewilligt, titel))
    return ergebnis


def _gemeinden_anzahl(je_jahr: pl.DataFrame) -> pl.DataFrame:
    """Gemeinden with money; where no amount of any Gemeinde is known the number is not known."""
    bewilligt = C("bewilligt_eur")
    je_gemeinde = (
        je_jahr.filter(C("raum_ebene") != "gemeinde")
        .group_by([*ZELLE, "ags"])
        .agg(bekannt=bewilligt.count() > 0, summe=bewilligt.sum())
    )
    werte = je_gemeinde.group_by(ZELLE).agg(
        wert=pl.when(C("bekannt").any()).then((C("summe") > 0).sum()),
        n=C("bekannt").sum(),
        n_ka=(~C("bekannt")).sum(),
        status=pl.when(~C("bekannt").any()).then(pl.lit("keine_angabe")),
    )
    return fertig(werte, "i17.gemeinden_anzahl", "jahr")


def einwohner(lieferungen: Lieferungen, bis: date) -> pl.DataFrame:
    """Inhabitants of the 396 Gemeinden at one day: `ags`, `einwohner`.

    The latest delivered Stichtag on or before `bis` at which all of them have a value. Where no
    delivery has one the Zensus 2022 is taken, as if there were no delivery at all.
    """
    alle = gemeinden()
    zeilen = lieferungen.zeilen("bevoelkerung")
    if zeilen is None:
        return alle
    bekannt = zeilen.filter(
        C("merkmal") == "insgesamt", C("wert").is_not_null(), C("stichtag") <= bis
    ).select(
        "statistik",
        "stichtag",
        # a kreisfreie Stadt may be there as a Kreis only
        ags=pl.when(C("ags").str.len_chars() == 5).then(C("ags") + "000").otherwise(C("ags")),
        einwohner=C("wert"),
        als_gemeinde=C("ags").str.len_chars() == 8,
    )
    bekannt = (
        bekannt.join(alle.select("ags"), on="ags", how="semi")
        .sort("als_gemeinde")
        .unique(["statistik", "stichtag", "ags"], keep="last", maintain_order=True)
    )
    # two statistics of one day: the Fortschreibung (12411), which has the lowest number
    vollstaendig = (
        bekannt.group_by("statistik", "stichtag")
        .agg(zahl=pl.len())
        .filter(C("zahl") == alle.height)
        .sort("stichtag", "statistik", descending=[True, False])
        .head(1)
    )
    if vollstaendig.is_empty():
        return alle
    return bekannt.join(vollstaendig, on=["statistik", "stichtag"]).select("ags", "einwohner")


def _je_1000_einwohner(bewilligt: pl.DataFrame, lieferungen: Lieferungen) -> pl.DataFrame:
    teile = []
    for zeitraum in bewilligt["zeitraum"].unique().sort():
        zahl = einwohner(lieferungen, date(int(zeitraum), 12, 31))
        nenner = (
            je_gemeinderaum(zahl.with_columns(zeitraum=pl.lit(zeitraum)), *EBENEN)
            .group_by(ORT)
            .agg(nenner=C("einwohner").sum().cast(pl.Float64))
        )
        teile.append(
            bewilligt.select(*ZELLE, "n", "n_ka", zaehler="wert", _status_zaehler="status").join(
                nenner, on=ORT
            )
        )
    werte = pl.concat(teile).with_columns(_limitiert=_bewilligt_limitiert())
    return anteil(werte, "i17.bewilligt_je_1000_einwohner", "jahr", faktor=1000.0)


def _bewilligt_limitiert() -> pl.Expr:
    return (C("_status_zaehler") == "eingeschraenkt").fill_null(False)


def _ausschoepfung(bewilligt: pl.DataFrame, titel: pl.DataFrame) -> pl.DataFrame:
    """A year needs both sources; a budget without a title for the lump sums is a denominator 0."""
    pauschalen = (C("instrument") == "pauschalen").fill_null(False)
    ansatz = C("ansatz_eur").filter(pauschalen)
    nenner = titel.group_by(zeitraum=jahr("haushaltsjahr")).agg(
        nenner=pl.when((ansatz.len() == 0) | (ansatz.count() > 0)).then(ansatz.sum()),
        _status_nenner=status_der_teile(C("ansatz_eur_status").filter(pauschalen)),
        _ansatz_limitiert=limitiert("ansatz_eur", unter=pauschalen),
    )
    werte = (
        bewilligt.filter(C("raum_ebene") == "land")
        .select(*ZELLE, "n", "n_ka", zaehler="wert", _status_zaehler="status")
        .join(nenner, on="zeitraum")
        .with_columns(_limitiert=_bewilligt_limitiert() | C("_ansatz_limitiert"))
    )
    return anteil(werte, "i17.ausschoepfung", "jahr")


def _verwendung(lieferungen: Lieferungen) -> list[pl.DataFrame]:
    zeilen = lieferungen.zeilen("pauschalen_verwendung")
    if zeilen is None:
        return []
    # nicht_verwendet_eur is optional, and rule R17-3 says what an empty cell of it means: nothing
    # is left. A cell with a sign stays without a value.
    leer = C("nicht_verwendet_eur").is_null() & C("nicht_verwendet_eur_status").is_null()
    zeilen = zeilen.with_columns(
        zeitraum=jahr("haushaltsjahr"),
        nicht_verwendet_eur=pl.when(leer).then(0).otherwise(C("nicht_verwendet_eur")),
    )
    je_jahr = je_gemeinderaum(zeilen, *EBENEN)
    land = je_raum(zeilen)
    erhalten = C("erhalten_eur")
    ergebnis: list[pl.DataFrame] = []
    for bereich, spalte in BEREICHE.items():
        betrag = C(spalte)
        werte = (
            je_jahr.with_columns(auspraegung=pl.lit(bereich))
            .group_by(ZELLE)
            .agg(
                zaehler=pl.when(betrag.count() > 0).then(betrag.sum()),
                nenner=pl.when(erhalten.count() > 0).then(erhalten.sum()),
                # numerator and denominator are sums of their own; what the share tells is the first
                n=betrag.count(),
                n_ka=betrag.null_count(),
                _status_zaehler=status_der_teile(C(f"{spalte}_status")),
                _status_nenner=status_der_teile(C("erhalten_eur_status")),
                _limitiert=limitiert(spalte, "erhalten_eur"),
            )
        )
        ergebnis.append(anteil(werte, "i17.verwendung_anteil", "jahr", "verwendungsbereich"))

    bereiche = [C(spalte) for spalte in list(BEREICHE.values())[:3]]
    alle_bekannt = pl.all_horizontal(bereich.is_not_null() for bereich in bereiche)
    a, b, c = (bereich > 0 for bereich in bereiche)
    fragen = {
        "i17.gemeinden_ein_bereich": (a & ~b & ~c) | (~a & b & ~c) | (~a & ~b & c),
        "i17.gemeinden_nur_aufnahme": a & ~b & ~c,
        "i17.gemeinden_drei_bereiche": a & b & c,
    }
    # One base for the three: Gemeinden with money of which all areas are known. Those that cannot
    # be judged, for want of an area or of what they received, count in n_ka.
    mit_mitteln = (erhalten > 0).fill_null(False)
    offen = erhalten.is_null() | (mit_mitteln & ~alle_bekannt)
    for indikator, frage in fragen.items():
        werte = land.group_by(ZELLE).agg(
            nenner=mit_mitteln.sum(),
            wert=frage.filter(mit_mitteln, alle_bekannt).sum(),
            n=(mit_mitteln & alle_bekannt).sum(),
            n_ka=offen.sum(),
        )
        ergebnis.append(_anzahl_mit_nenner(werte, indikator))

    antwort = C("feedback_digitalisierung_positiv")
    aufwand = land.group_by(ZELLE).agg(
        wert=antwort.sum(),
        nenner=antwort.count(),
        n=antwort.count(),
        n_ka=antwort.null_count(),
    )
    ergebnis.append(_anzahl_mit_nenner(aufwand, "i17.verwaltungsaufwand"))
    return ergebnis


def _anzahl_mit_nenner(werte: pl.DataFrame, indikator: str) -> pl.DataFrame:
    """A count whose units are all unknown is NULL with keine_angabe, never 0.

    The definition says zaehler = wert for the Verwaltungsaufwand; all counts with a denominator
    are read like it, so that their share can be had from the row.
    """
    offen = (C("n") == 0) & (C("n_ka") > 0)
    werte = werte.with_columns(
        wert=pl.when(~offen).then(C("wert")),
        status=pl.when(offen).then(pl.lit("keine_angabe")),
    )
    return fertig(werte.with_columns(zaehler=C("wert")), indikator, "jahr")
