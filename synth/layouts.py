"""Two layouts that are not one table of the contract's columns: GENESIS and SurveyXact."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta
from pathlib import Path

import polars as pl
import xlsxwriter

from synth.befragung import COMPLETED, MULTIPLE, SINGLE, STARTED, SURVEYS, Survey
from synth.context import TEXT
from synth.formats import ZIP_DAY, Table, write_whole, zipped

REGION, SEX = "GEMEIN", "GES"
REGION_LABEL, SEX_LABEL = "Gemeinden", "Geschlecht"
SEX_LABELS = {"": "Insgesamt", "GESM": "männlich", "GESW": "weiblich"}
STATISTIK_LABEL = "Fortschreibung des Bevölkerungsstandes (synthetisch)"
VALUE, VALUE_LABEL = "BEVSTD", "Bevölkerungsstand"
OLD_HEADER = [
    "Statistik_Code", "Statistik_Label", "Zeit_Code", "Zeit_Label", "Zeit",
    "1_Merkmal_Code", "1_Merkmal_Label", "1_Auspraegung_Code", "1_Auspraegung_Label",
    "2_Merkmal_Code", "2_Merkmal_Label", "2_Auspraegung_Code", "2_Auspraegung_Label",
    "     BEVSTD__Bevoelkerungsstand__Anzahl",
]  # fmt: skip
NEW_HEADER = [
    "statistics_code", "statistics_label", "time_code", "time_label", "time",
    "1_variable_code", "1_variable_label", "1_variable_attribute_code",
    "1_variable_attribute_label",
    "2_variable_code", "2_variable_label", "2_variable_attribute_code",
    "2_variable_attribute_label",
    "value", "value_unit", "value_variable_code", "value_variable_label", "value_q",
]  # fmt: skip


class Genesis:
    """A flat CSV of the GENESIS family, old or new generation."""

    def __init__(self, path: Path, table: Table) -> None:
        self._path, self._table = path, table
        self._parts: list[pl.DataFrame] = []

    def add(self, frame: pl.DataFrame) -> None:
        """Keep rows as they are after reading."""
        self._parts.append(frame)

    def close(self) -> None:
        """Write the file."""
        frame, style = pl.concat(self._parts), self._table.style
        lines = _old(frame) if style.old_generation else _new(frame)
        header = OLD_HEADER if style.old_generation else NEW_HEADER
        data = _csv([header, *lines]).encode(style.encoding)
        if style.zipped:
            data = zipped({self._path.stem + ".csv": data}, self._table.note)
        write_whole(self._path, data)


def _sex(merkmal: str) -> str:
    return merkmal.partition("=")[2]


def _old(frame: pl.DataFrame) -> list[list[str]]:
    return [
        [statistik, STATISTIK_LABEL, "STAG", "Stichtag", f"{stichtag:%d.%m.%Y}",
         REGION, REGION_LABEL, ags, name, SEX, SEX_LABEL, _sex(merkmal), SEX_LABELS[_sex(merkmal)],
         f"{wert:.0f}"]
        for statistik, stichtag, ags, name, merkmal, wert in _genesis_rows(frame)
    ]  # fmt: skip


def _new(frame: pl.DataFrame) -> list[list[str]]:
    # this generation does not sort its rows
    mixed = frame.sort(pl.col("ags").str.reverse(), "merkmal")
    return [
        [statistik, STATISTIK_LABEL, "STAG", "Stichtag", f"{stichtag:%Y-%m-%d}",
         REGION, REGION_LABEL, ags, name, SEX, SEX_LABEL, _sex(merkmal), SEX_LABELS[_sex(merkmal)],
         f"{wert:.0f}", "Anzahl", VALUE, VALUE_LABEL, "e"]
        for statistik, stichtag, ags, name, merkmal, wert in _genesis_rows(mixed)
    ]  # fmt: skip


def _genesis_rows(frame: pl.DataFrame) -> list[tuple[str, datetime, str, str, str, float]]:
    return frame.select("statistik", "stichtag", "ags", "name", "merkmal", "wert").rows()


def _csv(lines: list[list[str]], delimiter: str = ";") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(lines)
    return text.getvalue()


# --- SurveyXact --------------------------------------------------------------------------------

SYSTEM = ["respondentid", "created", "modified", "closetime", "starttime", "difftime", "email"]
STATES = [f"statoverall_{number}" for number in range(1, 6)]
# as a statistics format cuts them to eight characters
SHORT = ["response", "created", "modified", "closetim", "starttim", "difftime", "email"]
SHORT_STATES = [f"stato_{number}" for number in range(1, 6)]


class SurveyXact:
    """An export of a survey: one workbook, or three UTF-16 tables in a zip."""

    def __init__(self, path: Path, table: Table) -> None:
        self._path, self._table = path, table
        self._parts: list[pl.DataFrame] = []

    def add(self, frame: pl.DataFrame) -> None:
        """Keep answers as they are after reading."""
        self._parts.append(frame)

    def close(self) -> None:
        """Write the file."""
        frame = pl.concat(self._parts)
        survey = SURVEYS[str(frame["befragung_id"][0])]
        sheets = {
            "Labels": _labels(survey),
            "Variables": _variables(survey, self._table.note),
            "Dataset": _dataset(frame, survey, is_short=self._path.suffix == ".zip"),
            "Structure": _structure(survey),
        }
        if self._path.suffix == ".xlsx":
            write_whole(self._path, _workbook(sheets, self._table))
            return
        members = {
            f"{survey.befragung_id}_{name.lower()}.csv": b"\xff\xfe"
            + _csv(lines, "\t").encode("utf-16-le")
            for name, lines in sheets.items()
            if name != "Variables"
        }
        write_whole(self._path, zipped(members, self._table.note))


def _labels(survey: Survey) -> list[list[str]]:
    """Variable, value, label; without a header, as the tool writes them."""
    lines = []
    for question in survey.questions:
        for variable in question.variables:
            if question.kind == MULTIPLE:
                lines += [[variable, "0", "Nicht ausgewählt"], [variable, "1", "Ausgewählt"]]
            else:
                lines += [[variable, value, label] for value, label in question.choices.items()]
    return lines


def _variables(survey: Survey, note: str) -> list[list[str]]:
    head = [["variableName", "variableDescription"], ["respondentid", note]]
    return head + [
        [variable, question.text]
        for question in survey.questions
        for variable in question.variables
    ]


def _structure(survey: Survey) -> list[list[str]]:
    lines = [["questionName", "variableName", "questionType", "subType", "questionText",
              "choiceValue", "choiceText"]]  # fmt: skip
    for question in survey.questions:
        kind = "Closed" if question.kind in (SINGLE, MULTIPLE) else "Open"
        common = [kind, question.kind, question.text]
        if question.kind == MULTIPLE:
            lines += [
                [question.name, variable, *common, value, label]
                for variable, (value, label) in zip(
                    question.variables, question.choices.items(), strict=True
                )
            ]
        elif question.choices:
            lines += [[question.name, question.name, *common, value, label]
                      for value, label in question.choices.items()]  # fmt: skip
        else:
            lines.append([question.name, question.name, *common, "", ""])
    return lines


def _dataset(frame: pl.DataFrame, survey: Survey, is_short: bool) -> list[list[str]]:
    variables = [variable for question in survey.questions for variable in question.variables]
    wide = frame.pivot("variable", index=["respondent", "abgeschlossen"], values="wert" + TEXT)
    start = datetime.combine(survey.first_day, datetime.min.time()) + timedelta(hours=9)
    system, states = (SHORT, SHORT_STATES) if is_short else (SYSTEM, STATES)
    lines = [[*system, *variables, *states]]
    for number, row in enumerate(wide.select("respondent", "abgeschlossen", *variables).rows()):
        begun = start + timedelta(hours=5 * number)
        ended = begun + timedelta(minutes=11 + number % 17)
        done = row[1]
        times = [f"{begun - timedelta(days=3):%Y-%m-%d %H:%M:%S}", f"{ended:%Y-%m-%d %H:%M:%S}",
                 f"{ended:%Y-%m-%d %H:%M:%S}" if done else "", f"{begun:%Y-%m-%d %H:%M:%S}",
                 str((ended - begun).seconds)]  # fmt: skip
        progress = ["0", "1", "1", COMPLETED if done else STARTED, "0"]
        lines.append([row[0], *times, "", *(value or "" for value in row[2:]), *progress])
    return lines


def _workbook(sheets: dict[str, list[list[str]]], table: Table) -> bytes:
    """Numbers as such, which is how the tool stores codes."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties(
        {"created": datetime(*ZIP_DAY[:3]), "title": table.title[0], "comments": table.note}
    )
    for name, lines in sheets.items():
        sheet = book.add_worksheet(name)
        for at, line in enumerate(lines):
            for column, text in enumerate(line):
                if text and text.replace(".", "", 1).isdigit():
                    sheet.write_number(at, column, float(text))
                elif text:
                    sheet.write_string(at, column, text)
    book.close()
    return buffer.getvalue()
