"""Exports of SurveyXact (`befragung`): a workbook, or its tables as text files in one zip.

`Dataset` has one row a respondent, `Structure` says what was asked, `Labels` what the answers mean.
They become one row a respondent and variable, empty answers too, so that every respondent is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from ingest import numbers
from ingest.addresses import harmless
from ingest.checks import CELL, EXPECTED, KNOWN_FAULT
from ingest.contract import ZEILE, Contract
from ingest.delivery import Delivery
from ingest.layouts.inner import (
    column,
    head_cells,
    head_of,
    in_memory,
    inner_contract,
    inner_table,
    most_in_a_row,
    rows_of,
)
from ingest.layouts.names import (
    COMPLETED,
    EMAIL,
    RESPONDENT,
    ShortNames,
    folded,
    system_names,
    told_apart,
)
from ingest.layouts.questionnaire import (
    DATE,
    DOUBLE,
    MULTIPLE,
    SINGLE,
    STRING,
    STRUCTURE,
    WHOLE,
    Questionnaire,
    Variable,
    questionnaire,
    structure_rows,
)
from ingest.matching import normalised_names
from ingest.personal import personal_values, refuse_personal_headers
from ingest.readers.grid import Cells, CellType, Document, Grid
from ingest.readers.text import Score
from ingest.readers.workbook import DETAILS
from ingest.refusal import FileCode, Refused, RowCode
from ingest.table import SURPLUS, Extra, RawTable
from ingest.values import KINDS, RAW, TYPE, Cell, Context

DATASET, LABELS = "dataset", "labels"
TABLES = {DATASET: "Dataset", "structure": "Structure", LABELS: "Labels"}
OTHERS = ("variables", "complete")
HEADERS = {"respondent": RESPONDENT, "abgeschlossen": COMPLETED}
NO_ANSWER = "keine_angabe"
# Answers that are kept as they were given; those to choose from tell nobody's number.
OPEN = (DOUBLE, DATE)
COMPANION = "befragung_struktur"
LABEL_COLUMNS = ["variable", "value", "label"]


def is_part(name: str) -> bool:
    """True for the name of a table of the export."""
    return _table_of(name) is not None


def seen(_: Contract) -> Score:
    """How many of the known headers the best row shows; Labels has none, but three columns."""
    headers = normalised_names([*STRUCTURE, RESPONDENT, "created", "modified", EMAIL, COMPLETED])
    short = normalised_names(["response", "responde", "stato_4", "closetim", "starttim"])

    def score(text: pl.DataFrame) -> int:
        named = most_in_a_row(head_cells(text), pl.col("word").is_in([*headers, *short]))
        return named or int(text.width == len(LABEL_COLUMNS))

    return score


def table(
    document: Document, delivery: Delivery, context: Context
) -> tuple[RawTable, dict[str, pl.DataFrame]]:
    """One row a respondent and variable, and the questionnaire as companion."""
    grids = _grids(document)
    asked = questionnaire(_structure(grids["structure"], context.contract), _labels(grids))
    dataset = _without_email(grids[DATASET])
    befragung_id = delivery.befragung_id or ""
    survey = _Survey(befragung_id, asked, context)
    wide, inner = survey.dataset(dataset)
    return in_memory(wide, survey.answers(rows_of(wide, inner), inner)), {
        COMPANION: structure_rows(befragung_id, asked)
    }


# --- tables ------------------------------------------------------------------------------------


def _table_of(name: str) -> str | None:
    """Which table a sheet or file is; a file may carry the word dataset in front of its own."""
    word = name.casefold()
    return next((each for each in (*OTHERS, "structure", LABELS, DATASET) if each in word), None)


def _grids(document: Document) -> Mapping[str, Grid]:
    """The tables by name. A sheet of exactly that name goes before one that only contains it; two
    files are two exports.
    """
    found: dict[str, Grid] = {}
    sheets = document.grids if document.format.removeprefix("zip/") in DETAILS else ()
    for table_, title in TABLES.items():
        exact = [grid for grid in sheets if grid.sheet.casefold() == table_]
        named = exact or [grid for grid in document.grids if _table_of(grid.sheet) == table_]
        if len(named) > 1:
            both = " und ".join(f"„{harmless(grid.sheet)}“" for grid in named)
            raise Refused(
                FileCode.TABELLE_NICHT_GEFUNDEN,
                f"Die Tabelle „{title}“ der Befragung ist mehrfach da: {both}.",
                todo="Bitte liefern Sie genau einen Export, in einer Sprache.",
            )
        if named:
            found[table_] = named[0]
        elif table_ != LABELS:
            raise _no_table(title, [grid.sheet for grid in document.grids])
    return found


def _no_table(title: str, sheets: Sequence[str]) -> Refused:
    there = ", ".join(f"„{harmless(sheet)}“" for sheet in sheets if sheet)
    return Refused(
        FileCode.TABELLE_NICHT_GEFUNDEN,
        f"In der Lieferung fehlt die Tabelle „{title}“ der Befragung.",
        f"Gefunden wurden: {there}." if there else "",
        "Bitte liefern Sie den vollständigen Export aus SurveyXact: die Arbeitsmappe mit den "
        "Blättern Labels, Dataset und Structure oder diese Tabellen in einem Zip-Archiv.",
    )


def _structure(grid: Grid, contract: Contract) -> pl.DataFrame:
    optional = ("questionType", "questionText", "choiceValue", "choiceText")
    columns = [column(name, required=name not in optional) for name in STRUCTURE]
    inner = inner_contract(contract, f"{contract.source}, Tabelle Structure", columns)
    return rows_of(inner_table([grid], inner), inner)


def _labels(grids: Mapping[str, Grid]) -> pl.DataFrame | None:
    grid = grids.get(LABELS)
    if grid is None:
        return None
    parts = [
        part.text.select(
            *(
                (pl.col(str(at)) if at < part.text.width else pl.lit(None, pl.String)).alias(name)
                for at, name in enumerate(LABEL_COLUMNS)
            ),
            part.lines.alias(ZEILE),
        )
        for part in grid.parts
    ]
    return pl.concat(parts).filter(pl.col("variable").is_not_null())


def _without_email(grid: Grid) -> Grid:
    """The system column with addresses is emptied before anything looks at it."""
    cells = head_cells(head_of(grid))
    rows = cells.filter(pl.col("word").is_in([RESPONDENT, "responde", "response"]))["row"].implode()
    places = cells.filter((pl.col("word") == EMAIL) & pl.col("row").is_in(rows))["position"]
    return replace(grid, parts=_Without(grid.parts, {str(at) for at in places}))


@dataclass(frozen=True)
class _Without:
    """The parts of a grid with some columns emptied."""

    parts: Iterable[Cells]
    columns: set[str]

    def __iter__(self) -> Iterator[Cells]:
        for part in self.parts:
            empty = [
                pl.lit(None, pl.String).alias(name)
                for name in part.text.columns
                if name in self.columns
            ]
            yield replace(part, text=part.text.with_columns(empty))


@dataclass(frozen=True)
class _Renamed:
    """The parts of a grid with other texts in one row, by position."""

    parts: Iterable[Cells]
    row: int
    texts: Mapping[int, str]

    def __iter__(self) -> Iterator[Cells]:
        start = 0
        for part in self.parts:
            here = pl.int_range(start, start + pl.len()) == self.row
            renamed = [
                pl.when(here).then(pl.lit(text)).otherwise(pl.col(str(at))).alias(str(at))
                for at, text in self.texts.items()
                if str(at) in part.text.columns
            ]
            yield replace(part, text=part.text.with_columns(renamed))
            start += part.text.height


# --- answers -----------------------------------------------------------------------------------


class _Survey:
    """One survey on its way to rows."""

    def __init__(self, befragung_id: str, asked: Questionnaire, context: Context) -> None:
        self.befragung_id = befragung_id
        self.asked = asked
        self.context = context

    def dataset(self, grid: Grid) -> tuple[RawTable, Contract]:
        """The table of respondents, its columns called by their full names."""
        grid, headers, named_again = self._named(grid)
        system = system_names(headers, self.asked)
        others = ShortNames([name for name in self.asked if name not in named_again])
        found = {name: name for name in named_again}
        found |= others.variables([h for h in headers if h not in system and h not in named_again])
        variables = {h: found[h] for h in headers if found.get(h) in self.asked}
        required = {RESPONDENT, COMPLETED}
        named = dict.fromkeys([*required, *system.values()])
        columns = [
            column(name, [h for h in headers if system.get(h) == name], required=name in required)
            for name in named
        ]
        columns += [
            column(name, [h for h in headers if variables.get(h) == name], kind=self._kind(name))
            for name in dict.fromkeys(variables.values())
        ]
        source = f"{self.context.contract.source}, Tabelle Dataset"
        inner = inner_contract(self.context.contract, source, columns)
        wide = inner_table([grid], inner)
        refuse_personal_headers(
            Extra(name, wide.header.columns[name] + 1)
            for name in variables.values()
            if self.asked[name].sub_type in OPEN
        )
        return wide, inner

    def _named(self, grid: Grid) -> tuple[Grid, list[str], set[str]]:
        """The grid with its columns told apart, the texts of its header row, and which of them are
        full names given in place of cut ones.

        The header row is the one that names most system columns and variables.
        """
        cells = head_cells(head_of(grid))
        rows = list(cells.group_by("row", maintain_order=True).agg("position", "text").iter_rows())
        known = {folded(name) for name in self.asked}

        def score(row: tuple[int, list[int], list[str]]) -> int:
            texts = row[2]
            return len(system_names(texts, self.asked)) + sum(folded(t) in known for t in texts)

        if not rows:
            return grid, [], set()
        line, positions, texts = max(rows, key=score)
        distinct = told_apart(texts, self.asked)
        if distinct == texts:
            return grid, list(dict.fromkeys(texts)), set()
        new = dict(zip(positions, distinct, strict=True))
        grid = replace(grid, parts=_Renamed(grid.parts, line, new))
        return grid, list(dict.fromkeys(distinct)), set(distinct) - set(texts)

    def _kind(self, variable: str) -> str:
        return "text" if self._is_kept_text(variable) else "schluessel"

    def _is_kept_text(self, variable: str) -> bool:
        return (
            self.asked[variable].sub_type == STRING
            and f"{self.befragung_id}.{variable}" in self.context.contract.free_text_answers
        )

    def answers(self, wide: pl.DataFrame, inner: Contract) -> pl.DataFrame:
        """The raw rows of the contract: respondents as they come, variables in their order."""
        personal = personal_values(wide, inner)
        personal.check(wide.height)
        frame = wide.with_columns(
            pl.col(each.name + RAW)
            .is_in(sorted(personal.texts.get(each.name, ())))
            .fill_null(False)
            .alias(f"{each.name}:hit")
            for each in inner.columns
            if each.is_open_text and not each.is_key
        )
        kept = [
            self.asked[each.name]
            for each in inner.columns
            if each.name in self.asked
            and (self.asked[each.name].sub_type in READERS or self._is_kept_text(each.name))
        ]
        if not kept:
            raise _no_questions()
        return pl.concat(frame.select(self._row(variable)) for variable in kept).sort(
            ZEILE, maintain_order=True
        )

    def _row(self, variable: Variable) -> list[pl.Expr]:
        none = pl.lit(None, pl.String)
        cells: dict[str, pl.Expr] = {"wert" + RAW: none, "wert" + TYPE: _text_type(),
                                     "wert" + KNOWN_FAULT: none, "wert" + EXPECTED: none,
                                     "status" + RAW: none,
                                     "wert_text" + RAW: none,
                                     "wert_text" + KNOWN_FAULT: none}  # fmt: skip
        if variable.sub_type in READERS:
            cells |= READERS[variable.sub_type](variable, self.context)
        else:
            hit = pl.col(f"{variable.name}:hit")
            cells["wert_text" + RAW] = pl.when(~hit).then(pl.col(variable.name + RAW))
            cells["wert_text" + KNOWN_FAULT] = _fault(hit, RowCode.PERSONENDATEN)
        cells |= {
            "befragung_id" + RAW: pl.lit(self.befragung_id),
            "respondent" + RAW: pl.col(RESPONDENT + RAW),
            "variable" + RAW: pl.lit(variable.name),
            "abgeschlossen" + RAW: pl.col(COMPLETED + RAW).str.replace(WHOLE, "").fill_null("0"),
            "abgeschlossen" + EXPECTED: pl.lit("0 oder 1"),
            "wert" + CELL: pl.lit(variable.name),
        }
        for name in ("befragung_id", "respondent", "variable", "status", "wert_text"):
            cells[name + TYPE] = _text_type()
        cells["abgeschlossen" + TYPE] = pl.col(COMPLETED + TYPE)
        ordered = sorted(cells)
        return [pl.col(ZEILE), pl.col(SURPLUS), *(cells[name].alias(name) for name in ordered)]


def _text_type() -> pl.Expr:
    return pl.lit(CellType.TEXT, pl.UInt8)


def _fault(condition: pl.Expr, code: RowCode) -> pl.Expr:
    return pl.when(condition).then(pl.lit(code.value)).otherwise(None)


def _code(variable: Variable) -> pl.Expr:
    return pl.col(variable.name + RAW).str.replace(WHOLE, "")


def _unknown(variable: Variable, code: pl.Expr, known: Sequence[str]) -> pl.Expr:
    """The fault of a filled cell that is none of the choices."""
    broken = pl.col(variable.name + TYPE) == CellType.ERROR
    return _fault(code.is_not_null() & ~code.is_in(known) & ~broken, RowCode.CODE_UNBEKANNT)


def _single(variable: Variable, _: Context) -> dict[str, pl.Expr]:
    """The value of the chosen answer."""
    code, known = _code(variable), [each.value for each in variable.choices if each.value]
    cells = {
        "wert" + RAW: code,
        "wert" + TYPE: pl.col(variable.name + TYPE),
        "status" + RAW: pl.when(code.is_in(variable.no_answers)).then(pl.lit(NO_ANSWER)),
    }
    return cells | ({"wert" + KNOWN_FAULT: _unknown(variable, code, known)} if known else {})


def _multiple(variable: Variable, _: Context) -> dict[str, pl.Expr]:
    """1 where the choice was made, 0 where not."""
    code = _code(variable)
    status = pl.when((code == "1") & pl.lit(bool(variable.no_answers))).then(pl.lit(NO_ANSWER))
    return {
        "wert" + RAW: code,
        "wert" + TYPE: pl.col(variable.name + TYPE),
        "wert" + KNOWN_FAULT: _unknown(variable, code, ["0", "1"]),
        "status" + RAW: status,
    }


def _double(variable: Variable, _: Context) -> dict[str, pl.Expr]:
    """A number, or a sign or word instead of one."""
    raw = pl.col(variable.name + RAW)
    word = raw.str.to_lowercase().str.replace_all(r"\s+", " ")
    return {
        "wert" + RAW: raw,
        "wert" + TYPE: pl.col(variable.name + TYPE),
        "status" + RAW: word.replace_strict(numbers.SIGNS, default=None, return_dtype=pl.String),
    }


def _date(variable: Variable, context: Context) -> dict[str, pl.Expr]:
    """A day as the number YYYYMMDD: readable, in order, and nothing is lost."""
    raw = pl.col(variable.name + RAW)
    cell = Cell(column(variable.name), raw, pl.col(variable.name + TYPE))
    parsed = KINDS["datum"].parse(cell, context)
    return {
        "wert" + RAW: pl.coalesce(parsed.value.dt.strftime("%Y%m%d"), raw),
        "wert" + KNOWN_FAULT: parsed.fault,
        "wert" + EXPECTED: pl.lit(KINDS["datum"].what),
    }


READERS = {SINGLE: _single, MULTIPLE: _multiple, DOUBLE: _double, DATE: _date}


def _no_questions() -> Refused:
    return Refused(
        FileCode.TABELLE_NICHT_GEFUNDEN,
        "In der Tabelle „Dataset“ steht keine Frage, die sich auszählen lässt.",
        "Keine ihrer Spalten nennt eine Variable der Tabelle „Structure“, oder alle sind "
        "Freitexte.",
        "Bitte prüfen Sie, ob beide Tabellen aus demselben Export stammen.",
    )
