"""Surveys: distribution, mean and agreement of every closed question."""

from __future__ import annotations

import csv

import polars as pl

from .lieferungen import SEEDS, Lieferungen
from .rechnen import C, verhaeltnis

# Without a word about it a scale is a Single question with four or five choices whose numbers are
# whole and follow one another: what has a gap (1, 2, 3, 97) is a list with exceptions.
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
    """Base: who ticked at least one option, also „keine Angabe“, which n_ka counts besides.

    Who ticked it has seen the question, and that is what the definition asks for.
    """
    angekreuzt = antworten.filter(C("wert") == 1).join(
        mehrfach.select("befragung_id", "variable", "frage", "ist_keine_angabe"),
        on=["befragung_id", "variable"],
    )
    befragte = angekreuzt.group_by("befragung_id", "frage", "respondent").agg(
        ohne=C("ist_keine_angabe").any()
    )
    basis = befragte.group_by("befragung_id", "frage").agg(
        n=pl.len().cast(pl.Int64), n_ka=C("ohne").sum().cast(pl.Int64)
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


def _festlegungen() -> dict[str, tuple[str, bool]]:
    """What was settled about single variables: `merkmal` -> (scale, reversed).

    The scale is an id of `seeds/skala.csv`, `auswahl` (the choices are the scale) or `keine`.
    """
    datei = SEEDS / "befragung_skala.csv"
    if not datei.exists():
        return {}
    with datei.open(encoding="utf-8", newline="") as offen:
        return {
            f"{z['befragung_id']}.{z['variable']}": (z["skala_id"], z["ist_umgekehrt"] == "true")
            for z in csv.DictReader(offen)
        }


def _stufen_der_skalen() -> dict[str, list[float]]:
    skalen: dict[str, list[float]] = {}
    with (SEEDS / "skala.csv").open(encoding="utf-8", newline="") as offen:
        for zeile in csv.DictReader(offen):
            skalen.setdefault(zeile["skala_id"], []).append(float(zeile["wert"]))
    return skalen


def _skalen(einfach: pl.DataFrame) -> pl.DataFrame:
    """The variables whose numbers mean something, with the two values that mean agreement."""
    festgelegt, benannte = _festlegungen(), _stufen_der_skalen()
    auswahlen = (
        einfach.filter(~C("ist_keine_angabe"))
        .group_by("befragung_id", "merkmal")
        .agg(C("auswahl_wert").unique().sort())
    )
    zeilen = []
    for befragung_id, merkmal, stufen in auswahlen.iter_rows():
        skala, umgekehrt = festgelegt.get(merkmal, ("", False))
        gezaehlt = all(wert == stufen[0] + i for i, wert in enumerate(stufen))
        vorgabe = len(stufen) in STUFEN and gezaehlt and stufen[0] == int(stufen[0])
        if skala == "keine" or (skala == "" and not vorgabe):
            continue
        # the steps of the scale, not those that were offered, and never those that were chosen
        stufen = sorted(benannte.get(skala, stufen))
        zeilen.append((befragung_id, merkmal, stufen[:2] if umgekehrt else stufen[-2:]))
    return pl.DataFrame(
        zeilen,
        schema={
            "befragung_id": pl.String,
            "merkmal": pl.String,
            "zustimmung": pl.List(pl.Float64),
        },
        orient="row",
    )


def _skalenwerte(
    antworten: pl.DataFrame, skalen: pl.DataFrame, tage: pl.DataFrame
) -> list[pl.DataFrame]:
    gueltig = antworten.filter(_gueltig()).join(skalen.drop("befragung_id"), on="merkmal")
    summen = gueltig.group_by("merkmal").agg(
        summe=C("wert").sum(), zustimmend=C("wert").is_in(C("zustimmung")).sum()
    )
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
