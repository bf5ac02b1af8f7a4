"""The offices and places that deliver: real regions, invented institutions.

Gemeinden, KI and their population are real (`seeds/`). Integrationsagenturen, Servicestellen and
ZUE are drawn with the seed; their numbers and shares follow the evaluation report.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import polars as pl

from synth.context import Array, Context, Random, choose, largest_remainder
from tintg.paths import SEEDS

AACHEN, REGION_AACHEN = "05334002", "05334"
IA_COUNT, IA_COUNT_2022, SAD_COUNT = 173, 172, 42
SAD_STAFF = 80
ZUE_FIRST, ZUE_LAST = 28, 30
VERBAENDE = {
    "wv_caritas": 0.28, "wv_awo": 0.21, "wv_diakonie": 0.17,
    "wv_paritaet": 0.16, "wv_drk": 0.12, "wv_juedisch": 0.06,
}  # fmt: skip
BEZIRKE = {
    "051": "rb_duesseldorf", "053": "rb_koeln", "055": "rb_muenster",
    "057": "rb_detmold", "059": "rb_arnsberg",
}  # fmt: skip
MINISTERIEN = (
    "Ministerpräsident und Staatskanzlei",
    "Ministerium für Wirtschaft",
    "Ministerium der Finanzen",
    "Ministerium des Innern",
    "Ministerium für Kinder, Jugend und Integration",
    "Ministerium für Arbeit, Gesundheit und Soziales",
    "Ministerium für Schule und Bildung",
    "Ministerium für Heimat, Bau und Digitalisierung",
    "Ministerium der Justiz",
    "Ministerium für Umwelt und Verkehr",
    "Ministerium für Landwirtschaft",
    "Ministerium für Kultur und Wissenschaft",
)


@dataclass(frozen=True, eq=False)
class World:
    """Places and institutions.

    gemeinden: ags, name, kreis_ags, einwohner, ki · ki: ki_id, name, typ, einwohner ·
    kreise: kreis_ags, einwohner · agenturen: einrichtung_id, art, traeger, ags, seit ·
    zue: zue_id, regierungsbezirk, seit (number of the first quarter, 0 = 2022-Q1).
    """

    gemeinden: pl.DataFrame
    ki: pl.DataFrame
    kreise: pl.DataFrame
    agenturen: pl.DataFrame
    zue: pl.DataFrame


@cache
def world(context: Context) -> World:
    """The world of a seed."""
    gemeinden = _gemeinden()
    kreise = (gemeinden.group_by("kreis_ags").agg(pl.col("einwohner").sum().cast(pl.Int64))).sort(
        "kreis_ags"
    )
    return World(
        gemeinden=gemeinden,
        ki=_table("ki.csv").sort("ki_id"),
        kreise=kreise,
        agenturen=_agenturen(context.random("world", "agenturen"), gemeinden),
        zue=_zue(context.random("world", "zue")),
    )


def _table(name: str) -> pl.DataFrame:
    table = pl.read_csv(SEEDS / name, infer_schema=False)
    return table.with_columns(pl.col("einwohner").cast(pl.Int64))


def _gemeinden() -> pl.DataFrame:
    """With the KI that serves each: the Stadt Aachen has its own beside the StädteRegion's."""
    own = pl.col("ags") == AACHEN
    ki = pl.when(own).then(pl.lit(AACHEN)).otherwise(pl.col("kreis_ags"))
    return _table("gemeinde.csv").with_columns(ki.alias("ki")).sort("ags")


def _agenturen(random: Random, gemeinden: pl.DataFrame) -> pl.DataFrame:
    people = gemeinden["einwohner"].to_numpy().astype(float)
    rural = gemeinden["ags"].str.slice(0, 3).is_in(["055", "057"]).to_numpy()
    # agencies follow people, a little more than in proportion, and are rarer in the country
    weight = people**1.1 * np.where(rural, 0.7, 1.0)
    parts = []
    for art, count in (("IA", IA_COUNT), ("SAD", SAD_COUNT)):
        traeger = _by_share(random, VERBAENDE, count)
        at = random.choice(len(people), size=count, p=weight / weight.sum())
        seit = np.full(count, 2022)
        seit[IA_COUNT_2022:] = 2023
        parts.append(
            pl.DataFrame(
                {
                    "einrichtung_id": [f"{art}-{number:03d}" for number in range(1, count + 1)],
                    "art": [art] * count,
                    "traeger": traeger,
                    "ags": gemeinden["ags"].gather(at),
                    "seit": seit,
                }
            )
        )
    return pl.concat(parts)


def _by_share(random: Random, shares: dict[str, float], count: int) -> list[str]:
    """Words whose numbers are as close to the shares as whole numbers can be."""
    numbers = largest_remainder(np.array(list(shares.values())), count)
    words: Array = np.repeat(np.array(list(shares), dtype=object), numbers)
    random.shuffle(words)
    return [str(word) for word in words]


def _zue(random: Random) -> pl.DataFrame:
    bezirke = choose(random, dict.fromkeys(BEZIRKE.values(), 1.0), ZUE_LAST)
    bezirke[: len(BEZIRKE)] = list(BEZIRKE.values())  # every Bezirk has one
    opened = np.zeros(ZUE_LAST, dtype=np.int64)
    opened[ZUE_FIRST:] = np.arange(3, 3 + 4 * (ZUE_LAST - ZUE_FIRST), 4)
    return pl.DataFrame(
        {
            "zue_id": [f"ZUE-{number:02d}" for number in range(1, ZUE_LAST + 1)],
            "regierungsbezirk": pl.Series(bezirke, dtype=pl.String),
            "seit": opened,
        }
    )
