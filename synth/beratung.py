"""§§ 7 and 10: cases of the Servicestellen, complaints in the ministries, teaching in the ZUE.

Orders of magnitude follow the evaluation report: 549 closed cases in 2022 (three Servicestellen
missing) and 713 in 2023, 12 ministries, 24 of the ZUE with an offer that rarely reaches 25 lessons.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import polars as pl

from synth.context import FIRST_YEAR, TEXT, Context, Delivery, choose, largest_remainder, some_of
from synth.defects import broken
from synth.world import MINISTERIEN, world

CLOSED = {2022: 549, 2023: 713, 2024: 760}
OPEN_SHARE = 0.13
NOT_REPORTING = {2022: 3, 2023: 0, 2024: 0}  # Servicestellen
MERKMALE = {
    "am_rassismus": 0.70, "am_staatsang": 0.22, "am_sprache": 0.16, "am_religion": 0.14,
    "am_geschlecht": 0.12, "am_behinderung": 0.09, "am_sozstatus": 0.06, "am_antisemitismus": 0.05,
    "am_erscheinung": 0.05, "am_alter": 0.04, "am_andere": 0.04,
}  # fmt: skip
LEBENSBEREICHE = {
    "behoerden": 0.24, "arbeit": 0.2, "bildung": 0.19, "wohnen": 0.14, "gueter_dienstleistungen":
    0.1, "oeffentlicher_raum": 0.08, "gesundheit": 0.05,
}  # fmt: skip
FORMEN = ("bewaehrte_strukturen", "bewaehrte_strukturen|ergaenzende_angebote", "eigene_stelle",
          "bewaehrte_strukturen|eigene_stelle", "keine")  # fmt: skip
FORM_OF = (0, 0, 0, 1, 3, 0, 0, 1, 3, 2, 4, 4)  # by ministry: nine, three, two
LESSONS = 25
LARGEST_GROUP = 15

Parts = Iterator[tuple[Delivery, pl.DataFrame]]


def ada(context: Context, deliveries: list[Delivery]) -> Parts:
    """Rows of `ada_beratung`; a year and a Servicestelle is a unit of its own."""
    for delivery in deliveries:
        yield delivery, _ada_year(context, delivery.period.year)


def _ada_year(context: Context, year: int) -> pl.DataFrame:
    random = context.random("ada_beratung", str(year))
    places = world(context).agenturen.filter(pl.col("art") == "SAD")["einrichtung_id"].to_numpy()
    places = np.sort(random.permutation(places)[: len(places) - NOT_REPORTING[year]])
    closed = largest_remainder(random.gamma(2.0, size=len(places)), CLOSED[year], least=1)
    still_open = random.poisson(closed * OPEN_SHARE)
    of = np.repeat(places, closed + still_open)
    done = np.concatenate([np.arange(c + o) < c for c, o in zip(closed, still_open, strict=True)])
    count = len(of)
    day = [date(year, 1, 1) + timedelta(days=int(at)) for at in random.integers(0, 365, count)]
    frame = pl.DataFrame(
        {
            "jahr": np.full(count, year),
            "servicestelle": pl.Series(of, dtype=pl.String),
            "abgeschlossen": done,
            "abschluss_datum": day,
            "merkmale": some_of(random, MERKMALE, 1 + random.binomial(3, 0.25, count), 4),
            "lebensbereich": pl.Series(choose(random, LEBENSBEREICHE, count), dtype=pl.String),
        }
    )
    number = pl.int_range(1, pl.len() + 1).over("servicestelle").cast(pl.String).str.zfill(3)
    return frame.with_columns(
        pl.format("{}-{}", pl.lit(f"A{year}"), number).alias("fall_nr"),
        pl.when("abgeschlossen").then("abschluss_datum").alias("abschluss_datum"),
    )


def beschwerdestelle(context: Context, deliveries: list[Delivery]) -> Parts:
    """Rows of `beschwerdestelle`; few ministries know the number of complaints."""
    for delivery in deliveries:
        year = delivery.period.year
        random = context.random("beschwerdestelle", str(year))
        count = len(MINISTERIEN)
        own = np.isin(FORM_OF, (2, 3))
        knows = own & (random.random(count) < 0.75)
        received = random.poisson(2.5, count)
        known_outside = random.random(count) < np.where(own, 0.6, 0.1)
        answers = random.random(count) < 0.8
        frame = pl.DataFrame(
            {
                "jahr": np.full(count, year),
                "ressort": list(MINISTERIEN),
                "form": [FORMEN[at] for at in FORM_OF],
                "eingegangen": received,
                "extern_bekannt": known_outside,
            }
        )
        yield (
            delivery,
            frame.with_columns(
                pl.when(pl.Series(knows)).then("eingegangen").alias("eingegangen"),
                pl.when(pl.Series(~knows)).then(pl.lit("k.A.")).alias("eingegangen" + TEXT),
                pl.when(pl.Series(answers)).then("extern_bekannt").alias("extern_bekannt"),
            ),
        )


def zue(context: Context, deliveries: list[Delivery]) -> Parts:
    """Rows of `zue_quartal`; the draft counts lessons that were cancelled."""
    for delivery in deliveries:
        rows = _zue_quarter(context, *delivery.period)
        if delivery.stage == "entwurf":
            rows = rows.with_columns(pl.col("unterrichtsstunden_woche") + 2)
        yield delivery, rows


def _zue_quarter(context: Context, year: int, quarter: int) -> pl.DataFrame:
    number = 4 * (year - FIRST_YEAR) + quarter - 1
    places = world(context).zue.filter(pl.col("seit") <= number)
    random = context.random("zue_quartal", str(year), str(quarter))
    count = places.height
    steady = context.random("zue_quartal").random(world(context).zue.height)[:count]
    offers = steady < 0.72 + 0.012 * number  # the same places keep their offer, more join
    # the autumn brings most arrivals
    children = random.poisson(np.array([38, 40, 52, 58])[quarter - 1] * (1 + 0.03 * number), count)
    taking_part = random.binomial(children, random.uniform(0.55, 0.85, count))
    fewest = np.maximum(1, np.ceil(taking_part / LARGEST_GROUP).astype(np.int64))
    short = broken(context, "R10-1", count, str(year), str(quarter))
    groups = np.where(short & (random.random(count) < 0.4), np.maximum(1, fewest - 1), fewest)
    lessons = np.where(short, random.integers(8, LESSONS, count), LESSONS + random.integers(
        0, 4, count))  # fmt: skip
    values = {
        "lehrkraefte_vzae": np.round(4 * groups * lessons / 28) / 4,
        "unterrichtsstunden_woche": lessons.astype(float),
        "gruppen": groups,
        "kinder_teilnehmend": taking_part.astype(float),
    }
    frame = pl.DataFrame(
        {
            "jahr": np.full(count, year),
            "quartal": np.full(count, quarter),
            "zue_id": places["zue_id"],
            "regierungsbezirk": places["regierungsbezirk"],
            "angebot": offers,
            "kinder_gemeldet": children,
            "kooperationsschule": offers & (steady < 0.6),
            "kooperationsvertrag_ki": offers & (steady > 0.3),
            **values,
        }
    )
    return frame.with_columns(pl.when("angebot").then(name).alias(name) for name in values)
