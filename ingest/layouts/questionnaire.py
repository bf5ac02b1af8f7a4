"""The questions of a survey: SurveyXact's tables Structure and Labels."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from ingest.addresses import is_personal
from ingest.contract import ZEILE
from ingest.layouts.names import ShortNames, is_system
from ingest.matching import normalised_names
from ingest.values import RAW

SINGLE, MULTIPLE, DOUBLE, DATE, STRING = "single", "multiple", "double", "date", "string"
STRUCTURE = ["questionName", "variableName", "questionType", "subType", "questionText",
             "choiceValue", "choiceText"]  # fmt: skip
WHOLE = r"\.0+$"  # a whole number that a spreadsheet wrote with decimals

# Texts of a choice that say no answer was given; nothing else may stand in them.
_NO_ANSWER = r"(?:(?:ich )?(?:kann |mache |moechte )?keine angaben?(?: machen)?|k\.? ?a|weiss (?:ich )?nicht|weiss nicht|ich weiss (?:es )?nicht)"  # noqa: E501
NO_ANSWER = re.compile(rf"{_NO_ANSWER}(?:(?:,| oder| bzw\.?| und)? ?{_NO_ANSWER})*")


@dataclass(frozen=True)
class Choice:
    """One answer that can be chosen. value as written, line in its table."""

    value: str | None
    text: str | None
    line: int

    @property
    def is_no_answer(self) -> bool:
        """True for `keine Angabe` and `weiß nicht`."""
        word = re.sub(r"[().]", "", normalised_names([self.text or ""])[0])
        return bool(NO_ANSWER.fullmatch(re.sub(" +", " ", word).strip()))


@dataclass(frozen=True)
class Variable:
    """One column of answers and the question behind it."""

    name: str
    question: str | None
    question_type: str | None
    sub_type: str
    text: str | None
    choices: tuple[Choice, ...]

    @property
    def no_answers(self) -> list[str]:
        """Values of the choices that say no answer was given."""
        return [each.value for each in self.choices if each.value and each.is_no_answer]


Questionnaire = Mapping[str, Variable]  # by name, in the order of the questionnaire


def questionnaire(structure: pl.DataFrame, labels: pl.DataFrame | None) -> Questionnaire:
    """All variables with their choices; the system's own columns ask nothing.

    structure: raw table. labels: cells of a table without a header: variable, value, label.
    """
    variables: dict[str, Variable] = {}
    for row in _filled(structure).iter_rows(named=True):
        name = row["variableName"]
        if is_system(name):
            continue
        known = variables.get(name)
        choice = Choice(row["choiceValue"], row["choiceText"], row[ZEILE])
        variables[name] = Variable(
            name,
            row["questionName"],
            row["questionType"],
            normalised_names([row["subType"]])[0],
            row["questionText"],
            (*(known.choices if known else ()), *([choice] if choice.value else [])),
        )
    return variables if labels is None else _with_labels(variables, labels)


def _filled(structure: pl.DataFrame) -> pl.DataFrame:
    """The lines of Structure; one that only adds a choice repeats the question above it."""
    lines = structure.select(
        *(pl.col(name + RAW).alias(name) for name in STRUCTURE if name != "choiceValue"),
        pl.col("choiceValue" + RAW).str.replace(WHOLE, "").alias("choiceValue"),
        ZEILE,
    ).with_columns(pl.col("questionName", "variableName", "questionType", "subType").forward_fill())
    return lines.with_columns(pl.col("questionText").forward_fill().over("questionName")).filter(
        pl.col("variableName").is_not_null() & pl.col("subType").is_not_null()
    )


def _with_labels(variables: Questionnaire, labels: pl.DataFrame) -> dict[str, Variable]:
    """With choices of single questions that only Labels knows."""
    known = dict(variables)
    names = ShortNames(list(known)).variables(labels["variable"].drop_nulls().unique().to_list())
    for row in labels.iter_rows(named=True):
        variable = known.get(names.get(row["variable"], ""))
        if variable is None or variable.sub_type != SINGLE or not row["value"]:
            continue
        value = re.sub(WHOLE, "", row["value"])
        if value not in [each.value for each in variable.choices]:
            choice = Choice(value, row["label"], row[ZEILE])
            known[variable.name] = Variable(
                **{**vars(variable), "choices": (*variable.choices, choice)}
            )
    return known


def structure_rows(befragung_id: str, variables: Questionnaire) -> pl.DataFrame:
    """The questionnaire for the lake: one row a choice, or a variable without choices.

    Texts that hold an address or a telephone number are left out.
    """
    rows = [
        {
            "befragung_id": befragung_id,
            "frage": variable.question,
            "variable": variable.name,
            "fragetyp": variable.question_type,
            "untertyp": variable.sub_type,
            "fragetext": _harmless(variable.text),
            "auswahl_wert": choice.value,
            "auswahl_text": _harmless(choice.text),
            "ist_keine_angabe": choice.is_no_answer,
            ZEILE: choice.line,
        }
        for variable in variables.values()
        for choice in variable.choices or (Choice(None, None, 0),)
    ]
    texts = ["befragung_id", "frage", "variable", "fragetyp", "untertyp", "fragetext",
             "auswahl_wert", "auswahl_text"]  # fmt: skip
    schema = dict.fromkeys(texts, pl.String) | {"ist_keine_angabe": pl.Boolean, ZEILE: pl.Int64}
    return (
        pl.DataFrame(rows, schema=schema)
        .with_columns(pl.col("auswahl_wert").cast(pl.Float64, strict=False))
        .with_row_index("position", offset=1)
        .cast({"position": pl.Int64})
    )


def _harmless(text: str | None) -> str | None:
    return None if text and is_personal(text) else text
