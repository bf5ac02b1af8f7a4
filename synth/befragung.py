"""Surveys: the heads of the KI and the Gemeinden, with scales, multiple answers and k.A."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from synth.context import TEXT, Array, Context, Delivery, Random

Parts = Iterator[tuple[Delivery, pl.DataFrame]]

SINGLE, MULTIPLE, DOUBLE, STRING, DATE = "Single", "Multiple", "Double", "String", "Date"
NO_ANSWER = "k.A."
ZUTREFFEN = {"1": "Trifft nicht zu", "2": "Trifft eher nicht zu", "3": "Trifft eher zu",
             "4": "Trifft zu", "6": NO_ANSWER}  # fmt: skip
ZUSTIMMUNG = {"1": "Stimme gar nicht zu", "2": "Stimme eher nicht zu", "3": "Teils-teils",
              "4": "Stimme eher zu", "5": "Stimme voll zu", "6": NO_ANSWER}  # fmt: skip
JA_NEIN = {"1": "Ja", "2": "Nein", "3": "weiß nicht"}
NO_ANSWERS = (NO_ANSWER, "weiß nicht")
COMPLETED, STARTED = "1", "0"


@dataclass(frozen=True)
class Question:
    """One question. level: mean of a scale, or share of a choice; choices: value -> label.

    A Multiple question has one variable a choice: `<name>_<value>`.
    """

    name: str
    kind: str
    text: str
    choices: dict[str, str]
    level: float = 0.5

    @property
    def variables(self) -> list[str]:
        """The variables that hold its answers."""
        if self.kind == MULTIPLE:
            return [f"{self.name}_{value}" for value in self.choices]
        return [self.name]


@dataclass(frozen=True)
class Survey:
    """A questionnaire, the number of people who answered, and of those who finished."""

    befragung_id: str
    title: str
    questions: tuple[Question, ...]
    answered: int
    completed: int
    first_day: date
    first_respondent: int


def _scale(start: int, scale: dict[str, str], levels: dict[str, float]) -> tuple[Question, ...]:
    return tuple(
        Question(f"s_{start + at}", SINGLE, text, scale, level)
        for at, (text, level) in enumerate(levels.items())
    )


KI_LEITUNGEN = Survey(
    "ki_leitungen",
    "Befragung der Leitungen der Kommunalen Integrationszentren",
    (
        *_scale(1, ZUTREFFEN, {
            "Das Gesetz hat die Stellung unseres KI vor Ort gestärkt.": 3.3,
            "Die Zusammenarbeit mit den Schulen ist eingespielt.": 3.4,
            "Die Mittel reichen für unsere Aufgaben aus.": 2.3,
            "Die Zusammenarbeit mit den Integrationsagenturen ist verlässlich.": 3.1,
            "Die Fachdatenerhebung bildet unsere Arbeit gut ab.": 2.4,
            "Das Ehrenamt wird durch KOMM-AN spürbar gestützt.": 3.5,
        }),
        Question("s_7", MULTIPLE, "Welche Angebote werden bei Ihnen besonders nachgefragt?", {
            "1": "Laiensprachmittlung", "2": "Fortbildungen für Lehrkräfte",
            "3": "Programme für Familien", "4": "Qualifizierung im Ehrenamt",
            "5": "Beratung der Verwaltung", "6": "Sonstiges",
        }, 0.5),
        Question("s_8", SINGLE, "Ist das KI an der Lenkungsgruppe des KIM beteiligt?", JA_NEIN),
        Question("s_9", DOUBLE, "Wie viele Stellen hat Ihr KI (in VZÄ)?", {}, 9.0),
        Question("s_10", STRING, "Was möchten Sie uns noch mitteilen?", {}),
        Question("s_11", DATE, "Seit wann leiten Sie das KI?", {}),
    ),
    54, 51, date(2024, 6, 3), 7_100_001,
)  # fmt: skip

KOMMUNEN = Survey(
    "kommunalbefragung",
    "Befragung der Gemeinden zu den Integrationspauschalen",
    (
        Question("s_1", SINGLE, "Wie groß ist Ihre Gemeinde?", {
            "1": "unter 5 000", "2": "5 000 bis 10 000", "3": "10 000 bis 20 000",
            "4": "20 000 bis 50 000", "5": "50 000 bis 100 000", "6": "über 100 000",
        }),
        *_scale(2, ZUSTIMMUNG, {
            "Das Verfahren der Pauschalen ist einfacher geworden.": 3.6,
            "Die Pauschalen decken unsere Kosten.": 2.1,
            "Die Höhe der Mittel ist für uns planbar.": 3.3,
            "Die Auskünfte des KfI helfen uns weiter.": 3.9,
            "Das Angebot der Integrationsagenturen ist bei uns bekannt.": 3.2,
        }),
        Question("s_7", MULTIPLE, "Wofür verwenden Sie die Pauschalen?", {
            "1": "Eigene Aufnahme und Betreuung", "2": "Integrationsträger vor Ort",
            "3": "Vorläufige Unterbringung", "4": "Noch nicht verwendet",
        }, 0.45),
        Question("s_8", DOUBLE, "Wie viele Menschen hat Ihre Gemeinde 2023 aufgenommen?", {}, 120),
        Question("s_9", STRING, "Anmerkungen", {}),
    ),
    247, 231, date(2024, 9, 2), 7_200_001,
)  # fmt: skip

SURVEYS = {survey.befragung_id: survey for survey in (KI_LEITUNGEN, KOMMUNEN)}


def befragung(context: Context, deliveries: list[Delivery]) -> Parts:
    """Rows of `befragung` as they are after reading: one a respondent and variable."""
    for delivery in deliveries:
        rows = answers(context, SURVEYS[delivery.befragung_id])
        if delivery.stage == "entwurf":  # exported before the field phase was over
            people = rows["respondent"].unique(maintain_order=True)
            rows = rows.filter(pl.col("respondent").is_in(people.head(len(people) - 6).implode()))
        yield delivery, rows


def answers(context: Context, survey: Survey) -> pl.DataFrame:
    """All answers of a survey; those who did not finish stop somewhere.

    `wert:text` is what the export says.
    """
    random = context.random("befragung", survey.befragung_id)
    count = survey.answered
    finished = np.arange(count) < survey.completed
    random.shuffle(finished)
    drawn = random.integers(1, len(survey.questions), count)
    stops = np.where(finished, len(survey.questions), drawn)
    people = pl.Series(
        "respondent", [str(survey.first_respondent + number) for number in range(count)]
    )
    done = pl.Series("abgeschlossen", finished)
    parts = []
    for at, question in enumerate(survey.questions):
        for variable, values in _values(question, count, random).items():
            said = pl.Series("said", values, dtype=pl.String)
            frame = pl.DataFrame([people, done, said, pl.Series("reached", stops > at)])
            parts.append(frame.select(_columns(survey, question, variable)))
    return pl.concat(parts)


def _columns(survey: Survey, question: Question, variable: str) -> list[pl.Expr]:
    said = pl.when("reached").then(pl.col("said").replace("", None))
    silent = [value for value, label in question.choices.items() if label in NO_ANSWERS]
    none = pl.lit(None, pl.String)
    is_number = question.kind != STRING
    number = said.str.replace_all("-", "").cast(pl.Float64, strict=False)
    is_silent = said.is_in(silent) if question.kind == SINGLE else pl.lit(False)
    return [
        pl.lit(survey.befragung_id).alias("befragung_id"),
        pl.col("respondent"),
        pl.lit(variable).alias("variable"),
        (number if is_number else pl.lit(None, pl.Float64)).alias("wert"),
        said.alias("wert" + TEXT),
        pl.when(is_silent).then(pl.lit("keine_angabe")).alias("status"),
        none.alias("wert_text"),
        pl.col("abgeschlossen"),
    ]


def _values(question: Question, count: int, random: Random) -> dict[str, list[str]]:
    """The answers by variable, as the export writes them."""
    if question.kind == MULTIPLE:
        shares = question.level + random.uniform(-0.25, 0.25, len(question.choices))
        chosen = random.random((count, len(question.choices))) < shares
        chosen[~chosen.any(axis=1), 0] = True
        return {name: _texts(chosen[:, at].astype(int))
                for at, name in enumerate(question.variables)}  # fmt: skip
    if question.kind == SINGLE:
        return {question.name: _choices(question, count, random)}
    if question.kind == DOUBLE:
        numbers = np.round(random.gamma(6.0, question.level / 6, count) * 2) / 2
        return {question.name: [f"{number:g}" for number in numbers]}
    if question.kind == DATE:
        years, months = random.integers(2012, 2024, count), random.integers(1, 13, count)
        return {question.name: [f"{year}-{month:02d}-01"
                                for year, month in zip(years, months, strict=True)]}  # fmt: skip
    words = ("", "", "Danke für die Befragung.", "Mehr Stellen wären gut.", "s. oben")
    return {question.name: [words[at] for at in random.integers(len(words), size=count)]}


def _choices(question: Question, count: int, random: Random) -> list[str]:
    """Around the mean of a scale; about one in fourteen says nothing."""
    values = list(question.choices)
    scale = [value for value, label in question.choices.items() if label != NO_ANSWER]
    if len(scale) == len(values):
        return _texts(random.choice(values, count))
    drawn = np.clip(np.round(random.normal(question.level, 0.85, count)), 1, len(scale))
    silent = random.random(count) < 0.07
    return _texts(np.where(silent, int(values[-1]), drawn.astype(int)))


def _texts(values: Array) -> list[str]:
    return [str(value) for value in values]
