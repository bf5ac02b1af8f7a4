"""The few kinds of values: sums, counts, shares, means, medians, each with its base.

Every function takes rows that already carry `raum_ebene, raum_id, zeitraum` (and `auspraegung`
where there is a breakdown) and returns rows of the indicator table. The rules are those of
`indicator_formulas.md`. `n` counts the answers or units behind a value, `n_ka` those of the same
base without a usable answer.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

C = pl.col
ORT = ["raum_ebene", "raum_id", "zeitraum"]
ZELLE = [*ORT, "auspraegung"]
SPALTEN = {
    "indikator_id": pl.String,
    "raum_ebene": pl.String,
    "raum_id": pl.String,
    "zeitraum_typ": pl.String,
    "zeitraum": pl.String,
    "merkmal": pl.String,
    "auspraegung": pl.String,
    "wert": pl.Float64,
    "zaehler": pl.Float64,
    "nenner": pl.Float64,
    "n": pl.Int64,
    "n_ka": pl.Int64,
    "status": pl.String,
}
Codes = Sequence[str] | None


def je_raum(zeilen: pl.DataFrame, **ebenen: pl.Expr) -> pl.DataFrame:
    """Each row once for the Land and once for each level named."""
    alle = {"land": pl.lit("05"), **ebenen}
    return pl.concat(
        [
            zeilen.with_columns(raum_ebene=pl.lit(ebene), raum_id=raum, auspraegung=pl.lit(""))
            for ebene, raum in alle.items()
        ]
    )


def je_gemeinderaum(zeilen: pl.DataFrame, *ebenen: str) -> pl.DataFrame:
    """As `je_raum`, by `ags`. Kreis 05334 includes Stadt Aachen, as its key says."""
    schluessel = {
        "regierungsbezirk": C("ags").str.head(3),
        "kreis": C("ags").str.head(5),
        "gemeinde": C("ags"),
    }
    return je_raum(zeilen, **{ebene: schluessel[ebene] for ebene in ebenen})


def jahr(spalte: str) -> pl.Expr:
    return C(spalte).cast(pl.String)


def quartal(jahr_spalte: str, quartal_spalte: str = "quartal") -> pl.Expr:
    return pl.format("{}-Q{}", C(jahr_spalte), C(quartal_spalte))


def monat(spalte: str) -> pl.Expr:
    return C(spalte).dt.strftime("%Y-%m")


def fertig(
    werte: pl.DataFrame, indikator: str, zeitraum_typ: str, merkmal: str = ""
) -> pl.DataFrame:
    """The columns of the indicator table, in their order and types; what is missing is NULL."""
    fehlt = [
        pl.lit(None, typ).alias(name)
        for name, typ in SPALTEN.items()
        if name not in (*werte.columns, "indikator_id", "zeitraum_typ", "merkmal")
    ]
    vorgaben = {
        "indikator_id": pl.lit(indikator),
        "zeitraum_typ": pl.lit(zeitraum_typ),
    }
    if "merkmal" not in werte.columns:
        vorgaben["merkmal"] = pl.lit(merkmal)
    return werte.with_columns(*fehlt, **vorgaben).select(
        C(name).cast(typ) for name, typ in SPALTEN.items()
    )


def status_der_teile(status: pl.Expr) -> pl.Expr:
    """Of parts of which none is usable: the status that all of them share, else keine_angabe."""
    return (
        pl.when(status.null_count() == 0, status.n_unique() == 1)
        .then(status.first())
        .otherwise(pl.lit("keine_angabe"))
    )


def limitiert(*spalten: str, unter: pl.Expr | None = None) -> pl.Expr:
    """Whether a usable part, of the rows `unter`, carries the mark `(…)`."""
    marken = [
        C(spalte).is_not_null() & (C(f"{spalte}_status") == "eingeschraenkt").fill_null(False)
        for spalte in spalten
    ]
    return (pl.any_horizontal(marken) & (pl.lit(True) if unter is None else unter)).any()


def _mit_allen_codes(
    werte: pl.DataFrame, zeilen: pl.DataFrame, codes: Codes, **leer: object
) -> pl.DataFrame:
    """At Land level a row for every code of a fixed list, in every period of the source."""
    if codes is None:
        return werte
    geruest = (
        zeilen.filter(C("raum_ebene") == "land")
        .select(ORT)
        .unique()
        .join(pl.DataFrame({"auspraegung": list(codes)}), how="cross")
    )
    neu = geruest.join(werte, on=ZELLE, how="anti").with_columns(
        pl.lit(wert, werte.schema[name]).alias(name) for name, wert in leer.items()
    )
    return pl.concat([werte, neu], how="diagonal")


def _mit_auspraegung(zeilen: pl.DataFrame, auspraegung: str | None) -> pl.DataFrame:
    if auspraegung is None:
        return zeilen
    return zeilen.with_columns(auspraegung=C(auspraegung).cast(pl.String))


def summe(
    zeilen: pl.DataFrame,
    indikator: str,
    zeitraum_typ: str,
    spalte: str,
    *,
    je: str | None = None,
    merkmal: str = "",
    codes: Codes = None,
    zeitraeume: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Sum of the usable parts; n_ka counts the others; without any NULL with their status.

    `zeitraeume` has the rows whose periods exist, by default the same ones.
    """
    status = C(f"{spalte}_status") if f"{spalte}_status" in zeilen.columns else pl.lit(None)
    werte = (
        _mit_auspraegung(zeilen, je)
        .filter(C("auspraegung").is_not_null())
        .with_columns(_x=C(spalte), _status=status.cast(pl.String))
        .group_by(ZELLE)
        .agg(
            wert=pl.when(C("_x").count() > 0).then(C("_x").sum().cast(pl.Float64)),
            n=C("_x").count().cast(pl.Int64),
            n_ka=C("_x").null_count().cast(pl.Int64),
            status=pl.when(C("_x").count() == 0)
            .then(status_der_teile(C("_status")))
            .when((C("_x").is_not_null() & (C("_status") == "eingeschraenkt")).any())
            .then(pl.lit("eingeschraenkt")),
        )
    )
    basis = zeilen if zeitraeume is None else zeitraeume
    werte = _mit_allen_codes(werte, basis, codes, wert=0.0, n=0, n_ka=0)
    return fertig(werte, indikator, zeitraum_typ, merkmal)


def anzahl(
    zeilen: pl.DataFrame,
    indikator: str,
    zeitraum_typ: str,
    *,
    je: str | None = None,
    merkmal: str = "",
    codes: Codes = None,
    zeitraeume: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Number of rows; `zeitraeume` has the rows whose periods exist, by default the same ones."""
    werte = (
        _mit_auspraegung(zeilen, je)
        .filter(C("auspraegung").is_not_null())
        .group_by(ZELLE)
        .agg(wert=pl.len().cast(pl.Float64), n=pl.len().cast(pl.Int64))
        .with_columns(n_ka=pl.lit(0, pl.Int64))
    )
    # without a breakdown a known zero of the Land is a row as well
    codes = [""] if codes is None and je is None else codes
    basis = zeilen if zeitraeume is None else zeitraeume
    werte = _mit_allen_codes(werte, basis, codes, wert=0.0, n=0, n_ka=0)
    return fertig(werte, indikator, zeitraum_typ, merkmal)


def _prozent(faktor: float = 100.0) -> list[pl.Expr]:
    """Value and status from zaehler and nenner; where both are missing the numerator's sign."""
    return [
        pl.when(C("nenner") != 0).then(faktor * C("zaehler") / C("nenner")).alias("wert"),
        pl.when(C("nenner") == 0)
        .then(pl.lit("nicht_sinnvoll"))
        .when(C("zaehler").is_null())
        .then(C("_status_zaehler"))
        .when(C("nenner").is_null())
        .then(C("_status_nenner"))
        .when(C("_limitiert").fill_null(False))
        .then(pl.lit("eingeschraenkt"))
        .alias("status"),
    ]


def verhaeltnis(
    werte: pl.DataFrame, indikator: str, zeitraum_typ: str, merkmal: str = "", faktor: float = 100.0
) -> pl.DataFrame:
    """Rows that have zaehler and nenner become shares; 0 in the denominator is nicht_sinnvoll.

    `_limitiert`, where there is such a column: a part carries the mark of a limited value.
    """
    if "_limitiert" not in werte.columns:
        werte = werte.with_columns(_limitiert=pl.lit(False))
    for name in ("_status_zaehler", "_status_nenner"):
        if name not in werte.columns:
            werte = werte.with_columns(pl.lit("keine_angabe").alias(name))
    werte = werte.with_columns(C("zaehler", "nenner").cast(pl.Float64)).with_columns(
        _prozent(faktor)
    )
    return fertig(werte, indikator, zeitraum_typ, merkmal)


def quote(
    zeilen: pl.DataFrame,
    indikator: str,
    zeitraum_typ: str,
    treffer: pl.Expr,
    *,
    je: str | None = None,
    merkmal: str = "",
    codes: Codes = None,
    unter: pl.Expr | None = None,
    marke: pl.Expr | None = None,
) -> pl.DataFrame:
    """100 * rows where `treffer` is true / rows where it is known, among the rows `unter`."""
    treffer = treffer if unter is None else treffer.filter(unter)
    werte = (
        _mit_auspraegung(zeilen, je)
        .filter(C("auspraegung").is_not_null())
        .group_by(ZELLE)
        .agg(
            zaehler=treffer.sum().cast(pl.Float64),
            nenner=treffer.count().cast(pl.Float64),
            _limitiert=pl.lit(False) if marke is None else marke,
            n=treffer.count().cast(pl.Int64),
            n_ka=treffer.null_count().cast(pl.Int64),
        )
    )
    werte = _mit_allen_codes(werte, zeilen, codes, zaehler=0.0, nenner=0.0, n=0, n_ka=0)
    return verhaeltnis(werte, indikator, zeitraum_typ, merkmal)


def quote_je_code(
    basis: pl.DataFrame,
    treffer: pl.DataFrame,
    indikator: str,
    zeitraum_typ: str,
    merkmal: str,
    codes: Codes = None,
    gueltig: pl.Expr | None = None,
    unter: pl.Expr | None = None,
) -> pl.DataFrame:
    """100 * rows of `treffer` with the code / valid rows of `basis`, of which there are more.

    Only the rows `unter` count; all of them say which periods exist.
    """
    gueltig = pl.lit(True) if gueltig is None else gueltig
    unter = pl.lit(True) if unter is None else unter
    nenner = (
        basis.with_columns(_gueltig=gueltig & unter, _ungueltig=~gueltig & unter)
        .group_by(ORT)
        .agg(
            nenner=C("_gueltig").sum().cast(pl.Float64),
            n=C("_gueltig").sum().cast(pl.Int64),
            n_ka=C("_ungueltig").sum().cast(pl.Int64),
        )
    )
    zaehler = treffer.group_by(ZELLE).agg(zaehler=pl.len().cast(pl.Float64))
    zaehler = _mit_allen_codes(zaehler, basis, codes, zaehler=0.0)
    return verhaeltnis(zaehler.join(nenner, on=ORT), indikator, zeitraum_typ, merkmal)


def mittel(
    zeilen: pl.DataFrame,
    indikator: str,
    zeitraum_typ: str,
    wert: pl.Expr,
    *,
    je: str | None = None,
    merkmal: str = "",
    codes: Codes = None,
    unter: pl.Expr | None = None,
    marke: pl.Expr | None = None,
) -> pl.DataFrame:
    """Mean of the values of the rows `unter`; the sum in zaehler, their number in nenner."""
    wert = wert if unter is None else wert.filter(unter)
    werte = (
        _mit_auspraegung(zeilen, je)
        .filter(C("auspraegung").is_not_null())
        .group_by(ZELLE)
        .agg(
            zaehler=wert.sum().cast(pl.Float64),
            nenner=wert.count().cast(pl.Float64),
            _limitiert=pl.lit(False) if marke is None else marke,
            n=wert.count().cast(pl.Int64),
            n_ka=wert.null_count().cast(pl.Int64),
        )
    )
    werte = _mit_allen_codes(werte, zeilen, codes, zaehler=0.0, nenner=0.0, n=0, n_ka=0)
    return verhaeltnis(werte, indikator, zeitraum_typ, merkmal, faktor=1.0)


def median(
    zeilen: pl.DataFrame,
    indikator: str,
    zeitraum_typ: str,
    wert: pl.Expr,
    *,
    je: str | None = None,
    merkmal: str = "",
    codes: Codes = None,
) -> pl.DataFrame:
    """Median of the values there are, the mean of the middle two where their number is even."""
    werte = (
        _mit_auspraegung(zeilen, je)
        .filter(C("auspraegung").is_not_null())
        .with_columns(_x=wert)
        .group_by(ZELLE)
        .agg(
            wert=C("_x").median().cast(pl.Float64),
            n=C("_x").count().cast(pl.Int64),
            n_ka=C("_x").null_count().cast(pl.Int64),
        )
    )
    werte = _mit_allen_codes(werte, zeilen, codes, n=0, n_ka=0)
    # without any value there is no middle; the definition names no status: as for a mean
    werte = werte.with_columns(status=pl.when(C("wert").is_null()).then(pl.lit("nicht_sinnvoll")))
    return fertig(werte, indikator, zeitraum_typ, merkmal)
