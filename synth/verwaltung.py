"""§§ 3, 5, 6, 12 and 13: budget, bodies, opening of the administration, MSO, Landesintegrationsrat.

Budgets stay above the legal floor of 130 Mio EUR; most bodies do not know their members' history.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import polars as pl

from synth.context import LAST_YEAR, TEXT, Context, Delivery, cents, choose
from synth.defects import broken
from synth.pauschalen import granted
from synth.world import MINISTERIEN, world

Parts = Iterator[tuple[Delivery, pl.DataFrame]]

# kapitel, titel, zweck, counts towards § 3 Abs. 2, instrument, Mio EUR in 2022
TITEL = (
    ("07 080", "633 10", "Kommunale Integrationszentren", True, "ki", 24.9),
    ("07 080", "633 20", "Kommunales Integrationsmanagement", True, "kim", 55.0),
    ("07 080", "633 30", "Integrationspauschalen nach § 17 TIntG", True, "pauschalen", 11.6),
    ("07 080", "684 10", "Integrationsagenturen und Servicestellen", True, "ia_sad", 17.8),
    ("07 080", "684 20", "Förderung von Migrantenselbstorganisationen", True, "mso", 3.1),
    ("07 080", "684 30", "Institutionelle Förderung", True, "institutionell", 2.4),
    ("07 080", "633 40", "KOMM-AN NRW", True, "sonstige", 11.9),
    ("07 080", "686 10", "Modellprojekte der Integration", True, "sonstige", 5.2),
    ("07 080", "546 10", "Öffentlichkeitsarbeit", False, "sonstige", 0.4),
    ("07 090", "633 50", "Durchstarten in Ausbildung und Arbeit", False, "sonstige", 9.5),
    ("07 090", "526 10", "Gutachten und Evaluation", False, "sonstige", 0.6),
)
GROWTH = {2022: 1.0, 2023: 1.004, 2024: 1.008, 2025: 1.006}  # suspended for 2025
PAUSCHALEN_MIO = {2022: 11.1, 2023: 14.9, 2024: 16.4, 2025: 17.0}
SPENT = {"kim": (0.78, 0.9)}

BEHOERDEN = ("Landesamt für Zuwanderung", "Landesbetrieb IT", "Landeskriminalamt",
             "Landesamt für Finanzen", "Landesarchiv", "Landesamt für Soziales",
             "Landesanstalt für Medienbildung")  # fmt: skip
BEREICHE = {"kultur": 0.4, "organisationsentwicklung": 0.26, "struktur": 0.14,
            "personalgewinnung": 0.2}  # fmt: skip
EINRICHTUNGEN = ("Fortbildungsakademie des Innern", "Hochschule für Verwaltung",
                 "Justizakademie", "Akademie der Finanzverwaltung")  # fmt: skip
FORMATE = {"praesenz": 0.45, "online": 0.3, "blended": 0.13, "e_learning": 0.12}
ZIELGRUPPE = {"ausbildung": 0.27, "onboarding": 0.1, "weiterbildung": 0.43, "fuehrung": 0.2}
GREMIEN = ("Landesbeirat für Teilhabe", "Landesausschuss", "Fachbeirat", "Kuratorium",
           "Stiftungsrat", "Landeskommission", "Programmbeirat", "Expertenkreis")  # fmt: skip
THEMEN = ("Integration", "Familie", "Bildung", "Gesundheit", "Sport", "Kultur", "Arbeit",
          "Verbraucher", "Pflege", "Jugend")  # fmt: skip
BAUSTEINE = {"anschub": 0.24, "einzelprojekt": 0.5, "partnerprojekt": 0.2, "zemac": 0.06}
CAPS = {"anschub": 8_000, "einzelprojekt": 15_000, "partnerprojekt": 15_000, "zemac": 30_000}
CAPS_FROM = 2025
APPLICATIONS = {2022: 118, 2023: 131, 2024: 127, 2025: 122}
WAIT = {2022: 55, 2023: 80, 2024: 150, 2025: 60}  # days from grant to payment, on average
LIR_FORMATE = {"arbeitsebene": 0.6, "anhoerung": 0.25, "sonstiges": 0.15}


def haushalt(context: Context, deliveries: list[Delivery]) -> Parts:
    """Rows of `haushalt_titel`: the plan first, a year later with what was spent."""
    for delivery in deliveries:
        year = delivery.period.year
        random = context.random("haushalt_titel", str(year))
        rows = []
        for kapitel, titel, zweck, counts, instrument, million in TITEL:
            plan = 1_000 * round(1_000 * million * GROWTH[year] * random.uniform(0.995, 1.005))
            if instrument == "pauschalen":
                plan = round(1_000_000 * PAUSCHALEN_MIO[year])
            spent = round(plan * random.uniform(*SPENT.get(instrument, (0.92, 0.995))), 2)
            if instrument == "pauschalen" and year <= LAST_YEAR:
                spent = granted(context, year)
            rows.append((year, kapitel, titel, zweck, counts, instrument, float(plan), spent))
        names = ["haushaltsjahr", "kapitel", "titel", "zweck", "infrastruktur", "instrument",
                 "ansatz_eur", "ist_eur"]  # fmt: skip
        frame = pl.DataFrame(rows, schema=names, orient="row")
        if delivery.stage == "entwurf":
            frame = frame.with_columns(pl.lit(None, pl.Float64).alias("ist_eur"))
        yield delivery, frame


def gremium(context: Context, deliveries: list[Delivery]) -> Parts:
    """Rows of `gremium`: the same 60 bodies every year."""
    for delivery in deliveries:
        year = delivery.period.year
        steady, random = context.random("gremium"), context.random("gremium", str(year))
        count = 60
        members = steady.integers(7, 50, count)
        records = steady.random(count) < 0.4 + 0.03 * (year - 2022)
        share = np.clip(steady.normal(0.14, 0.07, count), 0, 0.6)
        with_history = random.binomial(members, share)
        answered = random.random(count) < 0.7
        frame = pl.DataFrame(
            {
                "jahr": np.full(count, year),
                "gremium_id": [f"G{number:03d}" for number in range(1, count + 1)],
                "name": [
                    f"{GREMIEN[at % len(GREMIEN)]} {THEMEN[at // len(GREMIEN) % len(THEMEN)]}"
                    for at in range(count)
                ],
                "mitglieder": members,
                "mit_einwanderungsgeschichte": with_history,
                "erfasst": records,
                "regelung_vorhanden": steady.random(count) < 0.28,
                "neu_besetzt": random.random(count) < 0.2,
            }
        )
        yield delivery, frame.with_columns(
            pl.when("erfasst").then("mit_einwanderungsgeschichte")
            .alias("mit_einwanderungsgeschichte"),
            pl.when(~pl.col("erfasst")).then(pl.lit("k.A."))
            .alias("mit_einwanderungsgeschichte" + TEXT),
            pl.when(pl.Series(answered)).then("regelung_vorhanden").alias("regelung_vorhanden"),
        )  # fmt: skip


def ikoe(context: Context, deliveries: list[Delivery]) -> Parts:
    """Rows of `ikoe_massnahme`: some organisations report nothing at all."""
    bezirke = [f"Bezirksregierung {name}" for name in
               ("Arnsberg", "Detmold", "Düsseldorf", "Köln", "Münster")]  # fmt: skip
    offices = [(name, "ministerium") for name in MINISTERIEN]
    offices += [(name, "behoerde") for name in BEHOERDEN]
    offices += [(name, "bezirksregierung") for name in bezirke]
    for delivery in deliveries:
        year = delivery.period.year
        steady, random = context.random("ikoe"), context.random("ikoe_massnahme", str(year))
        rows = []
        for name, kind in offices:
            quiet, records = steady.random() < 0.22, steady.random() < 0.1
            number = 0 if quiet and kind != "bezirksregierung" else 1 + int(random.poisson(1.6))
            share = round(float(random.normal(14, 3)), 1)
            areas = choose(random, BEREICHE, number)
            grades = random.choice([2, 3, 3, 3, 4, 4], number)
            for at in range(number):
                rows.append(
                    (year, name, kind, str(at + 1), str(areas[at]), int(grades[at]), records,
                     share if records else None, None if records else ".")
                )  # fmt: skip
        names = ["jahr", "organisation", "organisationstyp", "lfd_nr", "bereich", "bewertung",
                 "anteil_erfasst", "anteil_prozent", "anteil_prozent" + TEXT]  # fmt: skip
        types = {"anteil_prozent": pl.Float64, "anteil_prozent" + TEXT: pl.String}
        yield delivery, pl.DataFrame(rows, schema=names, orient="row", schema_overrides=types)


def fortbildung(context: Context, deliveries: list[Delivery]) -> Parts:
    """Rows of `fortbildung`; demand differs and is low for leaders."""
    for delivery in deliveries:
        year = delivery.period.year
        random = context.random("fortbildung", str(year))
        of = np.repeat(np.array(EINRICHTUNGEN, dtype=object), [34, 26, 18, 16])
        count = len(of)
        target = choose(random, ZIELGRUPPE, count)
        must = random.random(count) < np.where(target == "ausbildung", 0.5, 0.12)
        places = 5 * random.integers(2, 7, count)
        demand = np.where(must, 0.97, random.beta(4, 2, count))
        demand = np.where(target == "fuehrung", 0.7 * demand, demand)
        yield (
            delivery,
            pl.DataFrame(
                {
                    "jahr": np.full(count, year),
                    "einrichtung": pl.Series(of, dtype=pl.String),
                    "angebot_id": [f"{year % 100}-{number:03d}" for number in range(1, count + 1)],
                    "format": pl.Series(choose(random, FORMATE, count), dtype=pl.String),
                    "verpflichtend": must,
                    "zielgruppe": pl.Series(target, dtype=pl.String),
                    "plaetze": places,
                    "teilnehmende": random.binomial(places, demand).astype(float),
                }
            ),
        )


def mso(context: Context, deliveries: list[Delivery]) -> Parts:
    """Rows of `mso_foerderung`; the correction withdraws grants that were given back."""
    for delivery in deliveries:
        rows = _mso_year(context, delivery.period.year)
        if delivery.stage == "entwurf":
            yield delivery, rows.drop("zurueckgegeben")
        else:
            yield delivery, rows.filter(~pl.col("zurueckgegeben")).drop("zurueckgegeben")


def _mso_year(context: Context, year: int) -> pl.DataFrame:
    random = context.random("mso_foerderung", str(year))
    places = world(context).gemeinden
    count = APPLICATIONS[year]
    people = places["einwohner"].to_numpy() ** 1.1
    kind = choose(random, {k: v for k, v in BAUSTEINE.items() if k != "zemac" or year < 2024},
                  count)  # fmt: skip
    cap = np.array([CAPS[each] for each in kind], dtype=float)
    if year < CAPS_FROM:
        cap *= 1.15  # the caps of the report are those of 2025
    asked = cents(cap * random.uniform(0.55, 1.1, count))
    granted = np.minimum(cap, cents(asked * random.uniform(0.8, 1.0, count)))
    too_much = broken(context, "R12-2", count, str(year)) & (year >= CAPS_FROM)
    granted = np.where(too_much, cap + 500, granted)
    applied = np.array([(date(year, 1, 1) - date(1970, 1, 1)).days]) - 60
    applied = applied + random.integers(0, 50, count)
    approved = applied + random.integers(60, 140, count)
    paid = approved + np.round(random.gamma(3.0, WAIT[year] / 3, count)).astype(np.int64)
    late = date(year, 12, 31) + timedelta(days=80)
    done = paid <= (late - date(1970, 1, 1)).days
    frame = pl.DataFrame(
        {
            "haushaltsjahr": np.full(count, year),
            "antrag_nr": [f"MSO-{year}-{number:04d}" for number in range(1, count + 1)],
            "foerderbaustein": pl.Series(kind, dtype=pl.String),
            "ags": places["ags"].gather(
                random.choice(places.height, size=count, p=people / people.sum())
            ),
            "beantragt_eur": asked,
            "bewilligt_eur": granted,
            "ausgezahlt_eur": granted,
            "antrag_datum": applied,
            "bewilligung_datum": approved,
            "auszahlung_datum": paid,
            "zurueckgegeben": np.arange(count) % 40 == 17,
        }
    )
    return frame.with_columns(
        pl.col("antrag_datum", "bewilligung_datum", "auszahlung_datum").cast(pl.Int32).cast(pl.Date)
    ).with_columns(pl.when(pl.Series(done)).then(pl.col("ausgezahlt_eur", "auszahlung_datum")))


def lir(context: Context, deliveries: list[Delivery]) -> Parts:
    """Rows of `lir_austausch`: two half-yearly talks and what lies between."""
    for delivery in deliveries:
        year = delivery.period.year
        random = context.random("lir_austausch", str(year))
        days = np.sort(random.choice(np.arange(10, 350), 14, replace=False))
        kinds = choose(random, LIR_FORMATE, 14)
        kinds[[4, 11]] = "halbjahresgespraech"
        hearing = kinds == "anhoerung"
        considered = random.random(14) < 0.55
        weeks = random.choice([7, 14, 14, 21, 28], 14)
        frame = pl.DataFrame(
            {
                "jahr": np.full(14, year),
                "lfd_nr": [str(number) for number in range(1, 15)],
                "datum": [date(year, 1, 1) + timedelta(days=int(day)) for day in days],
                "format": pl.Series(kinds, dtype=pl.String),
                "thema": pl.Series(random.choice(THEMEN, 14), dtype=pl.String),
                "anhoerung": hearing,
                "frist_tage": weeks,
                "stellungnahme_beruecksichtigt": considered,
            }
        )
        yield (
            delivery,
            frame.with_columns(
                pl.when("anhoerung").then(pl.col("frist_tage", "stellungnahme_beruecksichtigt"))
            ),
        )
