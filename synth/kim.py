"""§ 9: cases, contacts and posts of the Kommunales Integrationsmanagement.

Made Standort by Standort, so that memory stays bounded at any scale. Standorte join between 2021
and 2023 and need a year to get going; cases follow population and the seasons of arrival.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np
import polars as pl

from synth.context import (
    FIRST_YEAR,
    LAST_YEAR,
    YEARS,
    Array,
    Context,
    Delivery,
    Random,
    choose,
    largest_remainder,
    some_of,
)
from synth.defects import broken
from synth.world import world

CASES = 40_000  # at scale 1; about ten contacts each
FIRST_DAY = date(FIRST_YEAR, 1, 1)
DAYS = (date(LAST_YEAR, 12, 31) - FIRST_DAY).days + 1
SEASON = (0.9, 0.92, 1.0, 0.98, 0.95, 0.95, 0.9, 1.05, 1.2, 1.2, 1.1, 0.85)
CHANGES = 0.16  # of Kurzberatungen become Case Management
KURZ, CM = "kurzberatung", "case_management"
GESCHLECHT = {"w": 0.53, "m": 0.455, "d": 0.003, "k.A.": 0.012}
ALTER = {"0-17": 0.07, "18-26": 0.23, "27-39": 0.38, "40-59": 0.26, "60+": 0.06}
HERKUNFT = {
    "UKR": 0.21, "SYR": 0.26, "AFG": 0.12, "IRQ": 0.07, "TUR": 0.07, "IRN": 0.04, "ROU": 0.03,
    "BGR": 0.03, "NGA": 0.02, "GIN": 0.015, "ERI": 0.015, "SRB": 0.015, "MAR": 0.02, "POL": 0.015,
    "LKA": 0.01, "SOM": 0.01, "IND": 0.01, "XXX": 0.03,
}  # fmt: skip
AUFENTHALT = {
    "aufenthaltserlaubnis": 0.48, "aufenthaltsgestattung": 0.14, "duldung": 0.08,
    "niederlassungserlaubnis": 0.07, "eu_freizuegigkeit": 0.08, "fiktionsbescheinigung": 0.07,
    "einbuergerung_beantragt": 0.05, "unbekannt": 0.03,
}  # fmt: skip
TEMPORARY = "aufenthaltserlaubnis_p24"  # people from Ukraine
RECHTSKREIS = {"sgb2": 0.58, "asylblg": 0.17, "sgb3": 0.07, "sgb8": 0.06, "sgb12": 0.03,
               "keiner": 0.09}  # fmt: skip
BEDARFE = {
    "spracherwerb": 0.55, "behoerdenpost": 0.40, "antraege": 0.35, "arbeitssuche": 0.34,
    "wohnen": 0.30, "aufenthalt": 0.25, "kinderbetreuung": 0.16, "gesundheit": 0.15,
    "schule": 0.14, "anerkennung": 0.10, "schulden": 0.06, "familiennachzug": 0.06,
}  # fmt: skip
KURZ_BEDARFE, MOST_BEDARFE = 2, 5
ZUGANG = {"selbst": 0.33, "jobcenter": 0.19, "auslaenderbehoerde": 0.15, "ki": 0.1,
          "wohlfahrtsverband": 0.13, "sozialamt": 0.07, "schule": 0.03}  # fmt: skip
GRUND = {"ziele_erreicht": 0.52, "uebergeleitet": 0.17, "abgebrochen": 0.15, "verzogen": 0.09,
         "kein_bedarf": 0.07}  # fmt: skip
FORM = {"persoenlich": 0.52, "telefon": 0.27, "online": 0.09, "aufsuchend": 0.12}
MINUTES = {"persoenlich": 46, "telefon": 16, "online": 30, "aufsuchend": 72}
UKRAINE_FROM = (date(2022, 3, 1) - FIRST_DAY).days
STICHTAGE = tuple(date(year, month, day) for year in YEARS for month, day in ((6, 30), (12, 31)))

Parts = Iterator[tuple[Delivery, pl.DataFrame]]


@dataclass(frozen=True)
class Standort:
    """One KIM site. start: day from which it takes cases; wohlfahrt: share of its cases."""

    ki: str
    start: int
    cases: int
    wohlfahrt: float
    typ: str
    einwohner: int


@cache
def standorte(context: Context) -> list[Standort]:
    """The 54 sites with their part of the cases."""
    ki = world(context).ki
    random = context.random("kim", "standorte")
    start = np.sort(random.integers(-150, 500, ki.height))
    random.shuffle(start)
    months = DAYS - np.maximum(start, 0)
    split = random.random(ki.height) < 0.8
    share = np.where(split, random.uniform(0.3, 0.7, ki.height), 0.0)
    weight = ki["einwohner"].to_numpy() * np.exp(random.normal(0, 0.25, ki.height)) * months
    cases = largest_remainder(weight, round(CASES * context.scale), least=2)
    return [
        Standort(name, int(day), int(number), float(part), str(typ), int(people))
        for name, typ, people, day, number, part in zip(
            ki["ki_id"], ki["typ"], ki["einwohner"], start, cases, share, strict=True
        )
    ]


# --- cases -------------------------------------------------------------------------------------


def _begin(site: Standort, random: Random) -> Array:
    """Days on which cases begin, in order: a slow start, then the seasons."""
    day = np.arange(DAYS)
    month = (np.datetime64(FIRST_DAY) + day).astype("datetime64[M]").astype(int) % 12
    going = np.clip((day - site.start) / 365, 0, 1) ** 0.8
    intensity = going * np.array(SEASON)[month]
    weekend = (np.datetime64(FIRST_DAY) + day).astype("datetime64[D]").astype(int) % 7
    intensity[(weekend == 2) | (weekend == 3)] = 0  # 1970-01-01 was a Thursday
    reach = np.cumsum(intensity) / intensity.sum()
    found: Array = np.searchsorted(reach, random.random(site.cases), side="right")
    return np.sort(np.minimum(found, DAYS - 1))


def cases(context: Context, site: Standort) -> pl.DataFrame:
    """All cases of a site as they stand after the last day, and columns that only we know.

    tag, tag_wechsel, tag_ende: days since the first one (null: not yet); alle_bedarfe: of the
    Case Management, kurz_bedarfe: those of the Kurzberatung before it.
    """
    random = context.random("kim_fall", site.ki)
    count = site.cases
    begin = _begin(site, random)
    starts_kurz = random.random(count) < 0.62
    changes = starts_kurz & (random.random(count) < CHANGES)
    short = 10 + random.gamma(1.6, 34.0, count)
    long = 45 + random.gamma(2.0, 135.0, count)
    change = begin + 10 + random.gamma(2.0, 20.0, count).astype(np.int64)
    length = np.where(starts_kurz & ~changes, short, long).astype(np.int64)
    end = np.where(changes, change, begin) + length
    few = 1 + random.binomial(KURZ_BEDARFE - 1, 0.7, count)
    many = 2 + random.binomial(MOST_BEDARFE - 2, 0.4, count)
    needs = np.where(starts_kurz & ~changes, few, many)
    wide = broken(context, "R09-2", count, site.ki, "bedarfe") & starts_kurz & ~changes
    needs = np.where(wide, KURZ_BEDARFE + 1, needs)
    everything = some_of(random, BEDARFE, needs, MOST_BEDARFE)
    frame = pl.DataFrame(
        {
            "tag": begin,
            "tag_wechsel": change,
            "tag_ende": end,
            "kurz": starts_kurz,
            "wechselt": changes,
            "traeger": np.where(
                random.random(count) < site.wohlfahrt, "freie_wohlfahrt", "kommune"
            ),
            "geschlecht": pl.Series(choose(random, GESCHLECHT, count), dtype=pl.String),
            "altersgruppe": pl.Series(choose(random, ALTER, count), dtype=pl.String),
            "herkunft": pl.Series(_origin(begin, random), dtype=pl.String),
            "aufenthalt": pl.Series(choose(random, AUFENTHALT, count), dtype=pl.String),
            "rechtskreis": pl.Series(choose(random, RECHTSKREIS, count), dtype=pl.String),
            "zugangsweg": pl.Series(choose(random, ZUGANG, count), dtype=pl.String),
            "abschlussgrund": pl.Series(choose(random, GRUND, count), dtype=pl.String),
            "alle_bedarfe": everything,
        }
    )
    number = pl.int_range(1, pl.len() + 1)
    return frame.with_columns(
        pl.lit(site.ki).alias("standort"),
        (f"F{site.ki}-" + number.cast(pl.String).str.zfill(6)).alias("fall_id"),
        number.alias("nummer"),
        pl.when("wechselt").then("tag_wechsel").alias("tag_wechsel"),
        pl.when(pl.col("herkunft") == "UKR").then(pl.lit(TEMPORARY)).otherwise("aufenthalt")
        .alias("aufenthalt"),
        pl.col("alle_bedarfe").str.split("|").list.head(KURZ_BEDARFE).list.join("|")
        .alias("kurz_bedarfe"),
    )  # fmt: skip


def _origin(begin: Array, random: Random) -> Array:
    """Before March 2022 hardly anybody came from Ukraine."""
    origin = choose(random, HERKUNFT, len(begin))
    other = choose(random, {k: v for k, v in HERKUNFT.items() if k != "UKR"}, len(begin))
    early: Array = np.where((begin < UKRAINE_FROM) & (origin == "UKR"), other, origin)
    return early


def fall(context: Context, deliveries: list[Delivery]) -> Parts:
    """Rows of `kim_fall`: what each delivery could know; corrections hold a few Standorte."""
    for site in standorte(context):
        known = cases(context, site)
        for delivery in deliveries:
            if delivery.stage == "nachtrag" and not _is_corrected(context, site):
                continue
            rows = _as_of(known, (date(delivery.period.year, 12, 31) - FIRST_DAY).days)
            if delivery.stage == "entwurf" and _is_corrected(context, site):
                rows = rows.head(max(1, rows.height * 9 // 10))  # the last ones were missing
            if rows.height:
                yield delivery, rows


def _is_corrected(context: Context, site: Standort) -> bool:
    return site.ki in [each.ki for each in standorte(context)[5:50:15]]


def _as_of(known: pl.DataFrame, last: int) -> pl.DataFrame:
    """The cases that had begun, with the change and the end only where they had happened."""
    changed = (pl.col("tag_wechsel") <= last).fill_null(False)
    ended = pl.col("tag_ende") <= last
    still_kurz = pl.col("kurz") & ~changed
    return known.filter(pl.col("tag") <= last).select(
        "standort",
        "fall_id",
        "traeger",
        pl.when(still_kurz).then(pl.lit(KURZ)).otherwise(pl.lit(CM)).alias("fallart"),
        _day(pl.col("tag")).alias("beginn"),
        pl.when(changed).then(_day(pl.col("tag_wechsel"))).alias("fallart_wechsel_datum"),
        pl.when(ended).then(_day(pl.col("tag_ende"))).alias("ende"),
        pl.when(ended).then("abschlussgrund").alias("abschlussgrund"),
        "geschlecht", "altersgruppe", "herkunft", "aufenthalt", "rechtskreis",
        pl.when(still_kurz & pl.col("wechselt")).then("kurz_bedarfe").otherwise("alle_bedarfe")
        .alias("bedarfe"),
        "zugangsweg",
    )  # fmt: skip


def _day(number: pl.Expr) -> pl.Expr:
    return pl.lit(FIRST_DAY) + pl.duration(days=number)


# --- contacts ----------------------------------------------------------------------------------


def kontakt(context: Context, deliveries: list[Delivery]) -> Parts:
    """Rows of `kim_kontakt`, a quarter a delivery; a correction holds a single Standort."""
    for site in standorte(context):
        rows = contacts(context, site)
        for delivery in deliveries:
            quarter = rows.filter(
                (pl.col("datum").dt.year() == delivery.period.year)
                & (pl.col("datum").dt.quarter() == delivery.period.quarter)
            )
            corrected = site == _largest(context)
            if delivery.stage == "nachtrag" and not corrected:
                continue
            if delivery.stage == "entwurf" and corrected:
                quarter = quarter.head(max(1, quarter.height // 2))
            if quarter.height:
                yield delivery, quarter


def _largest(context: Context) -> Standort:
    """Of the sites that were at work by the summer of 2022, so that it has contacts to correct."""
    early = [site for site in standorte(context) if site.start < DAYS // 6]
    return max(early, key=lambda site: site.cases)


def contacts(context: Context, site: Standort) -> pl.DataFrame:
    """All contacts of a site's cases up to the last day."""
    known = cases(context, site)
    random = context.random("kim_kontakt", site.ki)
    number = _contact_numbers(known, context, site, random)
    of = np.repeat(np.arange(len(number)), number)  # the case of each contact
    nth = np.arange(len(of)) - np.repeat(np.cumsum(number) - number, number)
    form = choose(random, FORM, len(of))
    minutes = np.vectorize(MINUTES.get, otypes=[np.int64])(form)
    took = np.clip(5 * np.round(minutes * random.gamma(5.0, 0.2, len(of)) / 5), 5, 240)
    unknown = pl.Series(broken(context, "R09-3", len(of), site.ki))
    days = pl.Series(_contact_days(known, of, nth, context, site, random))
    frame = known.select("fall_id", case=pl.col("nummer").cast(pl.String).str.zfill(6))[of]
    nth_text = pl.Series("nth", nth).cast(pl.String).str.zfill(2)
    return frame.select(
        pl.lit(site.ki).alias("standort"),
        pl.format(f"K{site.ki}-{{}}-{{}}", "case", nth_text).alias("kontakt_id"),
        pl.when(unknown).then(pl.col("fall_id") + "X").otherwise("fall_id").alias("fall_id"),
        _day(pl.lit(days)).alias("datum"),
        pl.Series("form", form, dtype=pl.String),
        pl.Series("dauer_minuten", took.astype(np.int64)),
    ).sort("datum", "kontakt_id")


def _contact_numbers(
    known: pl.DataFrame, context: Context, site: Standort, random: Random
) -> Array:
    """How many contacts each case has had; an open one has had those of the time it has run."""
    begin, end = known["tag"].to_numpy(), known["tag_ende"].to_numpy()
    count, closed = len(begin), end < DAYS
    kurz = (known["kurz"] & ~known["wechselt"]).to_numpy()
    few, many = 1.5 + random.poisson(2.8, count), 5 + random.poisson(14.5, count)
    share = (np.minimum(end, DAYS - 1) - begin + 1) / (end - begin + 1)
    number = 1 + np.floor(np.where(kurz, few, many) * share).astype(np.int64)
    number = np.where(closed, np.maximum(number, 2), number)
    single = broken(context, "R09-2", count, site.ki, "kontakte") & kurz & closed
    found: Array = np.where(single, 1, number)
    return found


def _contact_days(
    known: pl.DataFrame, of: Array, nth: Array, context: Context, site: Standort, random: Random
) -> Array:
    """The first contact begins the case, the others lie anywhere until its end."""
    begin = known["tag"].to_numpy()[of]
    last = np.minimum(known["tag_ende"].to_numpy(), DAYS - 1)[of]
    later = np.where(nth == 0, 0, random.random(len(of)) * (last - begin + 1))
    day = np.minimum((begin + later).astype(np.int64), last)
    early = broken(context, "R09-4", len(of), site.ki) & (begin > 20)
    found: Array = np.where(early, begin - 12, day)
    return found


# --- posts -------------------------------------------------------------------------------------

PEOPLE_PER_ADVISER = 31_000  # leaves each with about 13 cases, as the report says
VACANT = {2022: 0.36, 2023: 0.2, 2024: 0.11}  # of the posts, on average


def stelle(context: Context, deliveries: list[Delivery]) -> Parts:
    """Rows of `kim_stelle` of one Stichtag: the quarter says which."""
    for delivery in deliveries:
        year, quarter = delivery.period
        stichtag = date(year, 6, 30) if quarter == 2 else date(year, 12, 31)
        yield delivery, _posts(context, stichtag)


def _posts(context: Context, stichtag: date) -> pl.DataFrame:
    random = context.random("kim_stelle", stichtag.isoformat())
    day = (stichtag - FIRST_DAY).days
    rows = []
    for site in standorte(context):
        if site.start > day:
            continue
        advisers = 4 * int(np.ceil(site.einwohner / PEOPLE_PER_ADVISER))  # quarters of a post
        for baustein, anstellung, quarters in (
            ("1", "kommune", 14 if site.typ == "Kreis" else 10),
            ("2", "kommune", round(advisers * (1 - site.wohlfahrt))),
            ("2", "freie_wohlfahrt", round(advisers * site.wohlfahrt)),
            ("3", "kommune", 8),
        ):
            settling = 0.25 if day - site.start < 180 else 0.0
            vacant = min(0.9, random.gamma(2.0, VACANT[stichtag.year] / 2) + settling)
            if quarters:
                filled = round(quarters * (1 - vacant))
                rows.append((stichtag, site.ki, baustein, anstellung, quarters / 4, filled / 4))
    return pl.DataFrame(
        rows,
        schema=["stichtag", "standort", "baustein", "anstellung", "stellen_soll_vzae",
                "stellen_besetzt_vzae"],
        orient="row",
    )  # fmt: skip
