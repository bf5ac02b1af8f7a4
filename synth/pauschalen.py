"""§ 17: the Pauschalen paid to Gemeinden each quarter, and what they report about their use.

Persons stay two years, so an eighth of the stock leaves each quarter; arrivals follow the season.
The level after the break of 2022 (all persons of § 14, 300 EUR flat) follows the published totals.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

import numpy as np
import polars as pl

from synth.context import FIRST_YEAR, Array, Context, Delivery, Random, cents
from synth.defects import broken
from synth.world import world

RATE = 300
# persons in the Land at each Stichtag, from the first quarter of 2022
STOCK = (
    7_600, 8_350, 9_180, 9_970, 10_700, 11_400, 12_250, 12_740, 12_950, 13_050, 13_400, 13_500,
)  # fmt: skip
STAY = 7 / 8  # of the stock remains in the next quarter
GROUPS = ("personen_p14_1", "personen_p14_2", "personen_p14_3", "personen_p14_4",
          "personen_p14_5", "kinder_nachgeboren")  # fmt: skip
GROUP_SHARES = np.array([0.19, 0.03, 0.36, 0.13, 0.19, 0.10])
WITHOUT = 0.085  # Gemeinden that take in nobody of § 14
CORRECTED = 0.015
RECLAIMED = 0.006
AREAS = ("verw_aufnahme_betreuung_eur", "verw_integrationstraeger_eur",
         "verw_unterbringung_eur")  # fmt: skip
# which areas a Gemeinde serves: aufnahme, traeger, unterbringung
PATTERNS = {
    (1, 0, 0): 0.285, (0, 1, 0): 0.08, (0, 0, 1): 0.095,
    (1, 1, 0): 0.19, (1, 0, 1): 0.11, (0, 1, 1): 0.05, (1, 1, 1): 0.19,
}  # fmt: skip
ANSWERED, POSITIVE = 0.12, 0.47  # online feedback on the digital procedure
LATE = 0.03  # reports that come only with the later delivery


@cache
def payments(context: Context) -> pl.DataFrame:
    """Every Gemeinde, year and quarter with its persons and amounts, as finally delivered."""
    places = world(context).gemeinden
    random = context.random("pauschalen_auszahlung")
    people = places["einwohner"].to_numpy().astype(float)
    weight = people * np.exp(random.normal(0, 0.6, len(people)))
    weight[random.random(len(people)) < WITHOUT] = 0
    weight /= weight.sum()
    expected = weight[:, None] * GROUP_SHARES[None, :]
    stock = random.poisson(STOCK[0] * expected)
    parts = []
    for number, target in enumerate(STOCK):
        if number:
            arrivals = target - STAY * STOCK[number - 1]
            stock = random.binomial(stock, STAY) + random.poisson(arrivals * expected)
        year, quarter = FIRST_YEAR + number // 4, number % 4 + 1
        parts.append(_quarter(places, stock, year, quarter, random, context))
    return pl.concat(parts)


def _quarter(places: pl.DataFrame, stock: Array, year: int, quarter: int, random: Random,
             context: Context) -> pl.DataFrame:  # fmt: skip
    total = stock.sum(axis=1)
    count = len(total)
    steps = random.integers(-4, 9, count)
    # arrears of the old law leave odd amounts in its first year only
    odd = np.where(random.random(count) < 0.3, random.integers(1, 250, count), 0)
    step = np.where(year == FIRST_YEAR, RATE * steps + odd, RATE * steps)
    correction = np.where(random.random(count) < CORRECTED, step, 0)
    correction = np.maximum(correction, -RATE * total)
    granted = RATE * total + correction
    wrong = broken(context, "R17-2", count, str(year), str(quarter))
    granted = granted + np.where(wrong, RATE * random.integers(1, 4, count), 0)
    reclaimed = np.where(random.random(count) < RECLAIMED, RATE * random.integers(1, 5, count), 0)
    notice = date(year, 3 * quarter - 2, 15) + timedelta(days=31)
    days = random.integers(0, 6, count).tolist()
    frame = pl.DataFrame(
        {
            "haushaltsjahr": np.full(count, year),
            "quartal": np.full(count, quarter),
            "ags": places["ags"],
            "gemeinde": places["name"],
            **{name: stock[:, at] for at, name in enumerate(GROUPS)},
            "personen_gesamt": total,
            "korrektur_eur": pl.Series(correction, dtype=pl.Float64),
            "bewilligt_eur": granted.astype(float),
            "ausgezahlt_eur": granted.astype(float),
            "rueckforderung_eur": reclaimed.astype(float),
            "bescheid_datum": [notice + timedelta(days=day) for day in days],
        }
    )
    no_correction = pl.col("korrektur_eur") == 0
    return frame.filter((pl.col("personen_gesamt") > 0) | ~no_correction).with_columns(
        pl.when(no_correction).then(None).otherwise(pl.col("korrektur_eur")).alias("korrektur_eur")
    )


def granted(context: Context, year: int) -> float:
    """EUR of a whole year in the Land."""
    rows = payments(context).filter(pl.col("haushaltsjahr") == year)
    return float(rows["bewilligt_eur"].sum())


def auszahlung(
    context: Context, deliveries: list[Delivery]
) -> Iterator[tuple[Delivery, pl.DataFrame]]:
    """Rows of `pauschalen_auszahlung`; a draft has wrong persons for some Gemeinden."""
    for delivery in deliveries:
        year, quarter = delivery.period
        rows = payments(context).filter(
            (pl.col("haushaltsjahr") == year) & (pl.col("quartal") == quarter)
        )
        yield delivery, _draft(rows, delivery, context) if delivery.stage == "entwurf" else rows


def _draft(rows: pl.DataFrame, delivery: Delivery, context: Context) -> pl.DataFrame:
    """The first state, which a later delivery corrects: one group counted too high."""
    random = context.random("entwurf", delivery.stem)
    more = pl.Series(np.where(random.random(rows.height) < 0.07, random.integers(1, 9), 0))
    added = rows.with_columns(
        pl.col("personen_p14_3") + more,
        pl.col("personen_gesamt") + more,
        pl.col("bewilligt_eur") + RATE * more,
        pl.col("ausgezahlt_eur") + RATE * more,
    )
    # three Gemeinden that had no claim: the correction withdraws them
    absent = (
        world(context)
        .gemeinden.join(rows, on="ags", how="anti")
        .head(3)
        .select(
            pl.lit(delivery.period.year, pl.Int64).alias("haushaltsjahr"),
            pl.lit(delivery.period.quarter, pl.Int64).alias("quartal"),
            "ags",
            pl.col("name").alias("gemeinde"),
            *(pl.lit(int(name == GROUPS[0]), pl.Int64).alias(name) for name in GROUPS),
            pl.lit(1, pl.Int64).alias("personen_gesamt"),
            *(pl.lit(300.0).alias(name) for name in ("bewilligt_eur", "ausgezahlt_eur")),
        )
    )
    return pl.concat([added, absent], how="diagonal").sort("ags")


def verwendung(
    context: Context, deliveries: list[Delivery]
) -> Iterator[tuple[Delivery, pl.DataFrame]]:
    """Rows of `pauschalen_verwendung`; those that are late come with the second delivery."""
    for delivery in deliveries:
        reports = use(context, delivery.period.year)
        if delivery.stage == "entwurf":
            reports = reports.filter(~pl.col("spaet"))
        yield delivery, reports.drop("spaet")


@cache
def use(context: Context, year: int) -> pl.DataFrame:
    """The yearly reports of the Gemeinden, with `spaet` for late ones."""
    received = (
        payments(context)
        .filter(pl.col("haushaltsjahr") == year)
        .group_by("ags", maintain_order=True)
        .agg(pl.col("ausgezahlt_eur").sum())
        .filter(pl.col("ausgezahlt_eur") > 0)
        .sort("ags")
    )
    missing = broken(context, "R17-5", received.height, str(year))
    received = received.filter(pl.Series(~missing))
    random = context.random("pauschalen_verwendung", str(year))
    count = received.height
    amount = received["ausgezahlt_eur"].to_numpy()
    told = amount + np.where(broken(context, "R17-4", count, str(year)), 150.0, 0.0)
    parts, rest = _split(told, random)
    parts[:, 0] += np.where(broken(context, "R17-3", count, str(year)), 75.5, 0.0)
    answered = random.random(count) < ANSWERED
    positive = random.random(count) < POSITIVE
    late = random.random(count) < LATE
    day = np.where(late, random.integers(182, 260, count), random.integers(5, 178, count))
    first = date(year + 1, 1, 1)
    return pl.DataFrame(
        {
            "haushaltsjahr": np.full(count, year),
            "ags": received["ags"],
            "erhalten_eur": told,
            **{name: parts[:, at] for at, name in enumerate(AREAS)},
            "nicht_verwendet_eur": rest,
            "feedback_digitalisierung_positiv": pl.Series(positive),
            "eingang_datum": [first + timedelta(days=int(each)) for each in day],
            "spaet": pl.Series(late),
        }
    ).with_columns(
        pl.when(pl.Series(answered)).then(pl.col("feedback_digitalisierung_positiv")),
    )


def _split(amount: Array, random: Random) -> tuple[Array, Array]:
    """Money by area and what is left; together exactly the amount."""
    patterns = np.array(list(PATTERNS))
    shares = np.array(list(PATTERNS.values()))
    served = patterns[random.choice(len(patterns), size=len(amount), p=shares / shares.sum())]
    weight = served * random.gamma(3.0, size=(len(amount), 3)) * np.array([1.15, 1.0, 1.3])
    left_share = np.where(random.random(len(amount)) < 0.05, random.uniform(0.02, 0.4), 0.0)
    left = cents(amount * left_share)
    parts = cents((amount - left)[:, None] * weight / weight.sum(axis=1, keepdims=True))
    largest = parts.argmax(axis=1)
    rounding = amount - left - parts.sum(axis=1)
    parts[np.arange(len(amount)), largest] += rounding
    return cents(parts), left
