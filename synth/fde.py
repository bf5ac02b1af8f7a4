"""§§ 7, 8, 12: the Fachdatenerhebung of KI, KOMM-AN, language pools and Integrationsagenturen.

Orders of magnitude follow the evaluation report for 2023: about 700 Maßnahmen of the KI, 6.5 Mio
EUR KOMM-AN, 47 of 54 KI with a pool, 2 661 Maßnahmen of the Integrationsagenturen.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import numpy as np
import polars as pl

from synth.context import (
    QUARTERS,
    TEXT,
    Array,
    Context,
    Delivery,
    Random,
    cents,
    choose,
    largest_remainder,
    some_of,
)
from synth.defects import broken
from synth.world import SAD_STAFF, world

ZIELBEZUEGE = {
    "z01": 0.06, "z02": 0.22, "z03": 0.005, "z04": 0.06, "z05": 0.04, "z06": 0.14, "z07": 0.07,
    "z08": 0.08, "z09": 0.04, "z10": 0.12, "z11": 0.05, "z12": 0.11, "z13": 0.03,
}  # fmt: skip
DIMENSIONEN = {"teilhaben": 0.38, "gestalten": 0.30, "kim": 0.17, "ankommen": 0.15}
MOST_ZIELBEZUEGE = 5
TITEL = (
    "Elterncafé", "Netzwerktreffen", "Mitmachwerkstatt", "Fachtag Vielfalt", "Lotsendienst",
    "Beratung vor Ort", "Lesepaten", "Sprachtreff", "Fortbildung für Lehrkräfte",
    "Runder Tisch Bildung", "Ferienprogramm", "Qualifizierung im Ehrenamt",
)  # fmt: skip
PARTNER = {
    "schule": 0.3, "kita": 0.2, "jugendamt": 0.12, "wohlfahrtsverband": 0.14, "mso": 0.1,
    "sportverein": 0.05, "jobcenter": 0.06, "hochschule": 0.03,
}  # fmt: skip
ZIELGRUPPEN = {
    "eingewanderte": 0.4, "mehrheitsgesellschaft": 0.25, "fachkraefte": 0.2, "familien": 0.1,
    "jugendliche": 0.15,
}  # fmt: skip
AUFGABENFELDER = {
    "af_sozialraum": 0.34, "af_ikoe": 0.21, "af_ada": 0.20, "af_komman3": 0.06,
    "af_engagement": 0.08, "af_uebrige": 0.11,
}  # fmt: skip
BAUSTEINE = {"A": 0.17, "B": 0.49, "C": 0.18, "D": 0.16}
BAUSTEIN_FACTOR = {"A": 1.0, "B": 1.6, "C": 0.55, "D": 0.75}
KOMM_AN_EUR = {2022: 6_400_000, 2023: 6_500_000, 2024: 6_450_000}
PAUSCHALEN_35 = {2022: 47_900, 2023: 51_330, 2024: 50_200}
MASSNAHMEN_KI = {2022: 640, 2023: 696, 2024: 705}
MASSNAHMEN_IA = {2022: 2_540, 2023: 2_661, 2024: 2_690}
POOLS = {2022: 43, 2023: 47, 2024: 49}
ARBEITSKREISE = {2022: 880, 2023: 917, 2024: 931}

Parts = Iterator[tuple[Delivery, pl.DataFrame]]


# --- Maßnahmen of the KI -----------------------------------------------------------------------


def ki_massnahme(context: Context, deliveries: list[Delivery]) -> Parts:
    """Rows of `fde_ki_massnahme`; a year's first delivery may hold all its quarters."""
    for delivery in deliveries:
        year, quarter = delivery.period
        rows = _ki_year(context, year)
        if quarter:
            rows = rows.filter(pl.col("quartal") == quarter)
        if delivery.stage == "entwurf":  # some KI have not reported yet
            late = context.random("entwurf", delivery.stem).permutation(_ki(context))[:4]
            rows = rows.filter(~pl.col("ki").is_in(list(late)))
        yield delivery, rows


def _ki(context: Context) -> list[str]:
    return world(context).ki["ki_id"].to_list()


@cache
def _ki_year(context: Context, year: int) -> pl.DataFrame:
    """Four quarters of all KI."""
    random = context.random("fde_ki_massnahme", str(year))
    ki = _ki(context)
    numbers = largest_remainder(random.uniform(8, 18, len(ki)), MASSNAHMEN_KI[year], least=4)
    too_many = broken(context, "R08-1", len(ki), str(year))
    measures = pl.concat(
        _measures(name, int(number), bool(many), random)
        for name, number, many in zip(ki, numbers, too_many, strict=True)
    )
    quarters = [_ki_quarter(measures, year, quarter, random, context) for quarter in QUARTERS]
    return pl.concat(quarters)


def _measures(ki: str, number: int, too_many: bool, random: Random) -> pl.DataFrame:
    """A KI's Maßnahmen, on the few Zielbezüge that it chose."""
    most = MOST_ZIELBEZUEGE + 1 if too_many else int(random.integers(3, MOST_ZIELBEZUEGE + 1))
    chosen = some_of(random, ZIELBEZUEGE, np.array([most]), most)[0].split("|")
    zielbezug = choose(random, {code: ZIELBEZUEGE[code] for code in chosen}, number)
    if too_many:
        zielbezug[: min(most, number)] = chosen[: min(most, number)]
    return pl.DataFrame(
        {
            "ki": [ki] * number,
            "massnahme_id": [f"M{at:03d}" for at in range(1, number + 1)],
            "titel": pl.Series(random.choice(TITEL, number), dtype=pl.String),
            "zielbezug": pl.Series(zielbezug, dtype=pl.String),
            "zieldimension": pl.Series(choose(random, DIMENSIONEN, number), dtype=pl.String),
            "kooperationspartner": some_of(random, PARTNER, random.integers(0, 4, number), 3),
            "weight": random.gamma(4.0, size=number),
            "usual": random.gamma(2.0, 14.0, size=number) + 4,
            "level": random.normal(6.3, 1.4, size=number),
        }
    )


def _ki_quarter(measures: pl.DataFrame, year: int, quarter: int, random: Random,
                context: Context) -> pl.DataFrame:  # fmt: skip
    """The Maßnahmen that ran in a quarter, with their share of the KI's work."""
    runs = random.random(measures.height) < 0.92
    runs |= measures["massnahme_id"].is_in(["M001", "M002", "M003"]).to_numpy()
    rows = measures.filter(pl.Series(runs))
    ki = rows["ki"].unique(maintain_order=True)
    target = random.uniform(57, 93, len(ki))
    low = broken(context, "R08-2", len(ki), str(year), str(quarter))
    target[low] = random.uniform(30, 45, int(low.sum()))
    goal = pl.DataFrame({"ki": ki, "target": target})
    level = rows["level"].to_numpy() + random.normal(0.1 * quarter, 0.8, rows.height)
    reached = np.clip(np.round(level), 1, 10).astype(np.int64)
    people = np.maximum(np.round(rows["usual"].to_numpy() * random.uniform(0.6, 1.4, rows.height)),
                        1)  # fmt: skip
    no_goal, no_people = random.random(rows.height) < 0.06, random.random(rows.height) < 0.08
    share = pl.col("target") * pl.col("weight") / pl.col("weight").sum().over("ki")
    return rows.join(goal, on="ki", how="left", maintain_order="left").select(
        pl.lit(year, pl.Int64).alias("berichtsjahr"),
        pl.lit(quarter, pl.Int64).alias("quartal"),
        "ki", "massnahme_id", "titel", "zielbezug", "zieldimension",
        share.round(1).alias("kapazitaet_prozent"),
        pl.when(pl.Series(~no_goal)).then(pl.Series(reached)).alias("zielerreichung"),
        pl.when(pl.Series(no_goal)).then(pl.lit("k.A.")).alias("zielerreichung" + TEXT),
        pl.when(pl.Series(~no_people)).then(pl.Series(people)).alias("teilnehmende"),
        "kooperationspartner",
    )  # fmt: skip


# --- KOMM-AN -----------------------------------------------------------------------------------


def komm_an(context: Context, deliveries: list[Delivery]) -> Parts:
    """Rows of `fde_komm_an`; the draft holds projects that were withdrawn later."""
    for delivery in deliveries:
        rows = _komm_an_year(context, delivery.period.year)
        if delivery.stage == "entwurf":
            more = rows.head(9).with_columns(
                pl.concat_str(pl.lit("Z"), pl.col("lfd_nr")).alias("lfd_nr")
            )
            rows = pl.concat([rows, more])
        yield delivery, rows


@cache
def _komm_an_year(context: Context, year: int) -> pl.DataFrame:
    random = context.random("fde_komm_an", str(year))
    ki = world(context).ki.filter(pl.Series(random.random(54) < 0.97))
    people = ki["einwohner"].to_numpy() ** 0.7
    numbers = largest_remainder(people * random.uniform(0.7, 1.3, len(people)), 1_280, least=4)
    owner = np.repeat(ki["ki_id"].to_numpy(), numbers)
    count = len(owner)
    baustein = choose(random, BAUSTEINE, count)
    is_b = baustein == "B"
    lots = np.zeros(count, dtype=np.int64)
    lots[is_b] = largest_remainder(random.gamma(1.5, size=int(is_b.sum())), PAUSCHALEN_35[year])
    factor = np.array([BAUSTEIN_FACTOR[each] for each in baustein])
    money = random.gamma(2.5, size=count) * factor
    floor = 35.0 * lots
    free = KOMM_AN_EUR[year] - floor.sum()
    amount = cents(floor + money / money.sum() * free)
    below = np.zeros(count, dtype=bool)
    below[is_b] = broken(context, "R08-4", int(is_b.sum()), str(year))
    amount = np.where(below, cents(floor * 0.8), amount)
    places = {name: part["ags"].to_list()
              for (name,), part in world(context).gemeinden.group_by("ki")}  # fmt: skip
    at = [places[name][int(draw * len(places[name]))]
          for name, draw in zip(owner, random.random(count), strict=True)]  # fmt: skip
    frame = pl.DataFrame(
        {
            "haushaltsjahr": np.full(count, year),
            "ki": pl.Series(owner, dtype=pl.String),
            "baustein": pl.Series(baustein, dtype=pl.String),
            "durchfuehrungsort_ags": at,
            "anzahl_pauschalen": lots,
            "foerderbetrag_eur": amount,
            "ehrenamtliche": np.round(random.gamma(1.6, 8.0, count)),
            "ohne_land_finanzierbar": random.random(count) < 0.06,
        }
    )
    known, answered = random.random(count) < 0.93, random.random(count) < 0.9
    return frame.with_columns(
        pl.when(pl.col("baustein") == "B").then(pl.col("anzahl_pauschalen")),
        pl.when(pl.Series(known)).then(pl.col("ehrenamtliche")),
        pl.when(pl.Series(answered)).then(pl.col("ohne_land_finanzierbar")),
        pl.int_range(1, pl.len() + 1).over("ki").cast(pl.String).alias("lfd_nr"),
    )


# --- language pools ----------------------------------------------------------------------------


def lsp(context: Context, deliveries: list[Delivery]) -> Parts:
    """Rows of `fde_lsp`; the draft lacks a few KI."""
    for delivery in deliveries:
        rows = _lsp_year(context, delivery.period.year)
        yield delivery, rows.head(49) if delivery.stage == "entwurf" else rows


@cache
def _lsp_year(context: Context, year: int) -> pl.DataFrame:
    random = context.random("fde_lsp", str(year))
    ki = world(context).ki
    count = ki.height
    # who joined once stays: the same order every year
    order = context.random("fde_lsp").permutation(count)
    has = np.zeros(count, dtype=bool)
    has[order[: POOLS[year]]] = True
    size = ki["einwohner"].to_numpy() / 330_000 * random.uniform(0.6, 1.5, count)
    asked = random.poisson(700 * size * {2022: 1.15, 2023: 1.0, 2024: 1.08}[year])
    done = random.binomial(asked, random.uniform(0.7, 0.92, count))
    money = cents(random.uniform(24_000, 96_000, count))
    share = random.uniform(0, 0.065, count)
    share[broken(context, "R08-3", count, str(year))] = 0.095
    basic, more = random.poisson(4.4, count), random.poisson(6.9, count)
    meetings = random.poisson(2, count)
    languages = np.minimum(np.round(38 + 14 * size + random.normal(0, 5, count)), 90)
    values: dict[str, Array] = {
        "sprachmittelnde": random.poisson(190 * size),
        "sprachen_verfuegbar": languages,
        "sprachen_angefragt": np.round(languages * random.uniform(0.6, 0.95, count)),
        "anfragen": asked,
        "einsaetze": done,
        "beguenstigte_personen": np.round(done * random.uniform(1.2, 2.1, count)),
        "grundlagenschulungen": basic,
        "grundlagenschulungen_teilnehmende": random.poisson(5.5 * basic),
        "qualifizierungen": more,
        "qualifizierungen_teilnehmende": random.poisson(8.1 * more),
        "austauschtreffen": meetings,
        "austauschtreffen_teilnehmende": random.poisson(13.3 * meetings),
        "mittel_eur": money,
        "mittel_professionell_eur": cents(money * share),
    }
    frame = pl.DataFrame(
        {"berichtsjahr": np.full(count, year), "ki": ki["ki_id"], "lsp_eingerichtet": has, **values}
    )
    return frame.with_columns(
        pl.when(pl.col("lsp_eingerichtet")).then(pl.col(name)) for name in values
    )


# --- Integrationsagenturen ---------------------------------------------------------------------


def ia_einrichtung(context: Context, deliveries: list[Delivery]) -> Parts:
    """Rows of `fde_ia_einrichtung`."""
    for delivery in deliveries:
        year = delivery.period.year
        random = context.random("fde_ia_einrichtung", str(year))
        agencies = world(context).agenturen.filter(pl.col("seit") <= year)
        count = agencies.height
        is_ia = (agencies["art"] == "IA").to_numpy()
        posts = np.where(is_ia, random.integers(2, 9, count), random.integers(3, 10, count)) / 4
        staff = np.ceil(posts * random.uniform(0.9, 1.5, count)).astype(np.int64)
        staff[~is_ia] = largest_remainder(posts[~is_ia], SAD_STAFF, least=1)
        groups = np.zeros(count, dtype=np.int64)
        groups[is_ia] = largest_remainder(random.gamma(3.0, size=is_ia.sum()), ARBEITSKREISE[year])
        split = random.multinomial(groups, [0.39, 0.11, 0.11, 0.39])
        frame = agencies.select("einrichtung_id", "art", "traeger", "ags").with_columns(
            pl.lit(year, pl.Int64).alias("berichtsjahr"),
            pl.Series("stellen_vzae", posts),
            pl.Series("mitarbeitende", staff),
            *(
                pl.when(pl.Series(is_ia)).then(pl.Series(numbers)).alias(name)
                for name, numbers in (
                    ("arbeitskreise", groups),
                    ("arbeitskreise_integration", split[:, 0]),
                    ("arbeitskreise_jugendhilfe", split[:, 1]),
                    ("arbeitskreise_antidiskriminierung", split[:, 2]),
                )
            ),
        )
        yield delivery, frame


def ia_massnahme(context: Context, deliveries: list[Delivery]) -> Parts:
    """Rows of `fde_ia_massnahme`."""
    for delivery in deliveries:
        yield delivery, _ia_measures(context, delivery.period.year)


def _ia_measures(context: Context, year: int) -> pl.DataFrame:
    random = context.random("fde_ia_massnahme", str(year))
    agencies = world(context).agenturen.filter(pl.col("seit") <= year)
    count = MASSNAHMEN_IA[year]
    weight = random.gamma(3.0, size=agencies.height)
    owner = agencies["einrichtung_id"].gather(
        random.choice(agencies.height, size=count, p=weight / weight.sum())
    )
    is_sad = owner.str.starts_with("SAD").to_numpy()
    field = np.where(is_sad, "af_ada", choose(random, AUFGABENFELDER, count))
    kind = choose(random, {"spezifisch": 0.055, "keine": 0.945}, count)
    kind = np.where(field == "af_komman3", "komm_an_iii", kind)
    amount = cents(np.where(kind == "spezifisch", 5_000, 800) + random.gamma(2.0, 1_500.0, count))
    too_small = broken(context, "R12-1", count, str(year), "betrag") & (kind == "spezifisch")
    amount = np.where(too_small, cents(amount / 4), amount)
    lost = broken(context, "R12-1", count, str(year), "einrichtung")
    return pl.DataFrame(
        {
            "berichtsjahr": np.full(count, year),
            "massnahme_id": [f"IA{year % 100}-{number:05d}" for number in range(1, count + 1)],
            "einrichtung_id": owner,
            "aufgabenfeld": pl.Series(field, dtype=pl.String),
            "foerderart": pl.Series(kind, dtype=pl.String),
            "foerdersumme_eur": amount,
            "kooperation": random.random(count) < 0.78,
            "partner": some_of(random, PARTNER, random.integers(0, 3, count), 2),
            "zielgruppe": some_of(random, ZIELGRUPPEN, random.integers(1, 3, count), 2),
        }
    ).with_columns(
        pl.when(pl.col("foerderart") != "keine").then(pl.col("foerdersumme_eur")),
        pl.when(pl.Series(lost)).then(pl.lit("IA-999")).otherwise("einrichtung_id")
        .alias("einrichtung_id"),
        pl.when(pl.col("kooperation")).then(pl.col("partner")),
    )  # fmt: skip
