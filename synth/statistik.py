"""Official statistics: SGB II, the Länder's integration monitoring, population.

Counts follow the population of the Kreise; small ones are kept secret with `*`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache

import numpy as np
import polars as pl

from synth.context import TEXT, Array, Context, Delivery, Random
from synth.world import world
from tintg.paths import SEEDS

Parts = Iterator[tuple[Delivery, pl.DataFrame]]

GRUPPEN = {"insgesamt": 1.0, "auslaender": 0.42, "kontext_flucht": 0.135}
ELB_SHARE = 0.061  # of the population
MEASURES = {"insgesamt": 0.062, "auslaender": 0.06, "kontext_flucht": 0.085}
LONG = {"insgesamt": 0.64, "auslaender": 0.6, "kontext_flucht": 0.66}
QUOTA = {
    "insgesamt": (23.5, 18.5), "auslaender": (25.5, 13.5), "kontext_flucht": (27.0, 9.5),
}  # m, w  # fmt: skip
SMALLEST = 12  # below it a count is secret; so is one in 400 of the others
TREND = {2021: 1.0, 2022: 1.02, 2023: 1.04, 2024: 1.05}

# code -> name, level of people with and without Migrationsgeschichte in the Länder
INDIKATOREN = {
    "A1a": ("Bevölkerung unter 18 Jahren", 27.0, 15.5),
    "B2a": ("Einbürgerungsquote I", 2.9, 0.0),
    "C1b": ("Betreuungsquote unter 3 Jahren", 22.0, 42.0),
    "C2b": ("Betreuungsquote 3 bis 6 Jahre", 79.0, 98.0),
    "D4": ("Ohne Schulabschluss", 12.5, 1.9),
    "D8": ("Ohne Berufsabschluss", 38.0, 11.0),
    "E1a": ("Erwerbstätigenquote", 66.5, 79.5),
    "E1b": ("Erwerbsquote", 71.0, 81.5),
    "E3": ("Geringfügig Beschäftigte", 9.5, 6.4),
    "E4": ("Erwerbslosenquote", 6.1, 2.4),
    "E6a": ("Armutsrisikoquote", 28.5, 12.0),
    "E8": ("SGB-II-Quote", 18.0, 5.2),
    "G1": ("Eigentümerquote", 30.0, 53.0),
    "I1": ("Anteil im öffentlichen Dienst", 15.8, 84.2),
    "M1": ("Vertrauen in Institutionen", 62.0, 58.0),
    "M2": ("Diskriminierungserfahrung", 24.0, 8.0),
}
LAENDER = ("DE", *(f"{number:02d}" for number in range(1, 17)))
MONITORING_GRUPPEN = ("mit_einwanderungsgeschichte", "ohne_einwanderungsgeschichte", "insgesamt")
STATISTIK = "12411"
MERKMALE = {"insgesamt": "insgesamt", "m": "GES=GESM", "w": "GES=GESW"}
EBENEN = {2: "land", 3: "regierungsbezirk", 5: "kreis", 8: "gemeinde"}
GROWTH = {2021: -0.012, 2022: 0.0, 2023: 0.004, 2024: 0.006}  # of the population against 2022
WOMEN = 0.508


# --- SGB II ------------------------------------------------------------------------------------


def sgb2(context: Context, deliveries: list[Delivery]) -> Parts:
    """Rows of `sgb2_kennzahl` of one Stichtag; a revision changes the last digits."""
    for delivery in deliveries:
        year, quarter = delivery.period
        rows = _sgb2_month(context, date(year, 3 * quarter, 1))
        if delivery.stage == "entwurf":
            first = pl.col("kennzahl") == "integrationsquote"
            revised = pl.when(first).then(pl.col("wert") - 0.3).otherwise(pl.col("wert"))
            rows = rows.with_columns(revised.clip(lower_bound=0).round(1).alias("wert"))
        yield delivery, rows


def _sgb2_month(context: Context, month: date) -> pl.DataFrame:
    random = context.random("sgb2_kennzahl", month.isoformat())
    kreise = world(context).kreise
    people = kreise["einwohner"].to_numpy()
    steady = context.random("sgb2_kennzahl")
    need = np.exp(steady.normal(0, 0.35, len(people)))
    parts = []
    for gruppe, share in GRUPPEN.items():
        level = people * ELB_SHARE * need * share * TREND[month.year]
        level = level * np.exp(random.normal(0, 0.01, len(people)))
        women = np.round(level * steady.uniform(0.44, 0.53, len(people))).astype(np.int64)
        men = np.round(level).astype(np.int64) - women
        elb = _with_land({"m": men, "w": women})
        for kennzahl, values in (
            ("elb", elb),
            ("amp_teilnehmende", _part_of(men, women, MEASURES[gruppe], random)),
            ("lzb", _part_of(men, women, LONG[gruppe], random)),
            ("integrationsquote", _quota(men, women, QUOTA[gruppe], random)),
        ):
            for geschlecht, column in values.items():
                parts.append(_cells(kreise, month, gruppe, geschlecht, kennzahl, column, random))
    return pl.concat(parts)


def _with_land(counts: dict[str, Array]) -> dict[str, Array]:
    """Both together, and the Land in front as the sum of the Kreise."""
    everything = {"insgesamt": counts["m"] + counts["w"], **counts}
    return {name: np.concatenate([[values.sum()], values]) for name, values in everything.items()}


def _part_of(men: Array, women: Array, share: float, random: Random) -> dict[str, Array]:
    return _with_land(
        {
            name: random.binomial(count, np.clip(share * random.uniform(0.85, 1.15, len(count)),
                                                 0, 1))
            for name, count in (("m", men), ("w", women))
        }
    )  # fmt: skip


def _quota(
    men: Array, women: Array, level: tuple[float, float], random: Random
) -> dict[str, Array]:
    """Percent with one decimal; the Land's is the mean weighted with the people."""
    m = np.clip(level[0] + random.normal(0, 1.8, len(men)), 3, None)
    w = np.clip(level[1] + random.normal(0, 1.5, len(women)), 2, None)
    both = (m * men + w * women) / np.maximum(men + women, 1)
    found = {}
    for name, quota, weight in (("insgesamt", both, men + women), ("m", m, men), ("w", w, women)):
        land = (quota * weight).sum() / weight.sum()
        found[name] = np.round(np.concatenate([[land], quota]), 1)
    return found


def _cells(kreise: pl.DataFrame, month: date, gruppe: str, geschlecht: str, kennzahl: str,
           values: Array, random: Random) -> pl.DataFrame:  # fmt: skip
    is_count = kennzahl != "integrationsquote"
    secret = (values < SMALLEST) & is_count & (values > 0)
    secret |= (random.random(len(values)) < 1 / 400) & is_count
    secret[0] = False  # the Land
    return pl.DataFrame(
        {"raum": ["05", *kreise["kreis_ags"]], "wert": values.astype(float), "secret": secret}
    ).select(
        pl.lit(month).alias("stichtag"),
        "raum",
        pl.lit(gruppe).alias("gruppe"),
        pl.lit(geschlecht).alias("geschlecht"),
        pl.lit(kennzahl).alias("kennzahl"),
        pl.when(~pl.col("secret")).then("wert").alias("wert"),
        pl.when("secret").then(pl.lit("*")).alias("wert" + TEXT),
    )


# --- monitoring of the Länder ------------------------------------------------------------------


def monitoring(context: Context, deliveries: list[Delivery]) -> Parts:
    """Rows of `monitoring_indikator`: an edition a delivery, with the years it shows."""
    for delivery in deliveries:
        edition = delivery.period.year
        random = context.random("monitoring_indikator")
        offset = random.normal(0, 0.08, (len(INDIKATOREN), len(LAENDER)))
        rows = []
        for at, (code, (name, with_history, without)) in enumerate(INDIKATOREN.items()):
            for year in (edition - 4, edition - 3, edition - 2):
                for where, land in enumerate(LAENDER):
                    for gruppe, geschlecht, level in _levels(with_history, without):
                        value = level * (1 + offset[at, where]) + 0.25 * (year - 2019)
                        text = "/" if land in ("04", "10") and geschlecht != "insgesamt" else None
                        value = round(min(max(value, 0.1), 99.0), 1)
                        rows.append((edition, code, name, year, land, gruppe, geschlecht,
                                     None if text else value, text, "Prozent"))  # fmt: skip
        names = ["ausgabe", "code", "bezeichnung", "jahr", "land", "gruppe", "geschlecht", "wert",
                 "wert" + TEXT, "einheit"]  # fmt: skip
        types = {"wert": pl.Float64, "wert" + TEXT: pl.String}
        yield delivery, pl.DataFrame(rows, schema=names, orient="row", schema_overrides=types)


def _levels(with_history: float, without: float) -> Iterator[tuple[str, str, float]]:
    means = (with_history, without, 0.3 * with_history + 0.7 * without)
    for gruppe, mean in zip(MONITORING_GRUPPEN, means, strict=True):
        yield gruppe, "insgesamt", mean
        yield gruppe, "m", mean * 1.04
        yield gruppe, "w", mean * 0.96


# --- population --------------------------------------------------------------------------------


def bevoelkerung(context: Context, deliveries: list[Delivery]) -> Parts:
    """Rows of `bevoelkerung` on 31.12. of a year, as they are after reading."""
    for delivery in deliveries:
        year = delivery.period.year
        people = population(context, year).with_columns(
            (pl.col("m") + pl.col("w")).alias("insgesamt")
        )
        parts = [
            people.select(
                pl.lit(STATISTIK).alias("statistik"),
                pl.lit(date(year, 12, 31)).alias("stichtag"),
                pl.col("code").alias("ags"),
                pl.col("code").str.len_chars().replace_strict(EBENEN).alias("ebene"),
                "name",
                pl.lit(merkmal).alias("merkmal"),
                pl.col(column).cast(pl.Float64).alias("wert"),
            )
            for column, merkmal in MERKMALE.items()
        ]
        yield delivery, pl.concat(parts).sort("ags", "merkmal")


@cache
def population(context: Context, year: int) -> pl.DataFrame:
    """Women and men on 31.12. of a year: columns code, name, w, m.

    Every level is the sum of the Gemeinden; a kreisfreie Stadt stands there once, as Kreis.
    """
    places = world(context).gemeinden
    steady = context.random("bevoelkerung")
    own = 1 + steady.normal(0, 0.004, places.height)
    people = np.round(places["einwohner"].to_numpy() * (1 + GROWTH[year]) * own ** (year - 2022))
    women = np.round(people * (WOMEN + steady.normal(0, 0.004, places.height)))
    base = places.select(
        "ags",
        "kreis_ags",
        pl.col("name_amtlich").alias("name"),
        pl.Series("w", women, dtype=pl.Int64),
        pl.Series("m", people - women, dtype=pl.Int64),
    )
    bezirk = pl.col("ags").str.slice(0, 3)
    levels = [
        _summed(base, pl.col("ags").str.slice(0, 2), _names("Nordrhein-Westfalen", "05")),
        _summed(base, bezirk, _names_of("regierungsbezirk.csv", "regierungsbezirk_ags")),
        _summed(base, pl.col("kreis_ags"), _names_of("kreis.csv", "kreis_ags")),
        base.filter(~pl.col("ags").str.ends_with("000")).rename({"ags": "code"}),
    ]
    return pl.concat(level.select("code", "name", "w", "m") for level in levels)


def _summed(base: pl.DataFrame, code: pl.Expr, names: pl.DataFrame) -> pl.DataFrame:
    sums = base.group_by(code.alias("code")).agg(pl.col("w", "m").sum()).sort("code")
    return sums.join(names, on="code", how="left", maintain_order="left")


def _names(name: str, code: str) -> pl.DataFrame:
    return pl.DataFrame({"code": [code], "name": [name]})


def _names_of(file: str, key: str) -> pl.DataFrame:
    table = pl.read_csv(SEEDS / file, infer_schema=False)
    return table.select(pl.col(key).alias("code"), "name")
