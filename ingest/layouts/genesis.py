"""Flat CSV files of the GENESIS family, of the old and the new generation (`bevoelkerung`).

The old one has a column for each measure (`BEVSTD__Bevoelkerungsstand__Anzahl`), the new one a
column `value` and says in the row which measure it is. Both name each Merkmal of a row by a pair
of codes; one of the Merkmale is the area.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from ingest.checks import CELL, KNOWN_FAULT
from ingest.contract import ZEILE, Column, Contract
from ingest.delivery import Delivery
from ingest.layouts.areas import LEVELS, area_keys, level, rank
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
from ingest.matching import normalised_names
from ingest.numbers import NOTHING, SIGNS
from ingest.readers.grid import CellType, Document
from ingest.readers.text import Score
from ingest.reference import Reference
from ingest.refusal import FileCode, Refused, RowCode
from ingest.table import SURPLUS, RawTable, find_table, required_seen
from ingest.values import RAW, TYPE, Context, is_value

MEASURE = r"^\s*([A-Za-z0-9_-]*?[A-Za-z0-9])__(?:.*)__.*$"  # CODE__Label__Unit
ANY_MEASURE = "CODE__Bezeichnung__Einheit"
TOTAL = "insgesamt"
# Marks of `value_q` that leave a value as it is: none, final, preliminary, revised.
PLAIN_MARKS = ["e", "p", "r"]
# Codes of Merkmale that are areas begin like this.
AREA_CODES = r"^(?i:DINSG|DG|DLAND|BLAND|BULAND|LAND|REGBEZ|KREIS|GEMEIN|FGEMEIN|GEO)"
AREA_LABELS = r"(?i)gemeinde|kreis|regierungsbezirk|bundesl[aä]nd|deutschland"
MOST = 0.5  # share of codes that are keys, where only the label speaks of areas
SHORTEST_SURE_KEY = 5  # digits; shorter ones could be the codes of anything


@dataclass(frozen=True)
class Generation:
    """The headers of one generation; `{}` is the number of a Merkmal."""

    statistics: str
    time: str
    variable: str
    variable_label: str
    attribute: str
    attribute_label: str
    others: tuple[str, ...]
    value: str | None = None
    measure: str | None = None
    quality: str | None = None

    @property
    def headers(self) -> list[str]:
        """All headers, with `1` for the number."""
        several = (self.variable, self.variable_label, self.attribute, self.attribute_label)
        single = (self.statistics, self.time, *self.others, self.value, self.measure, self.quality)
        return [*(each.format(1) for each in several), *(each for each in single if each)]


OLD = Generation(
    statistics="Statistik_Code",
    time="Zeit",
    variable="{}_Merkmal_Code",
    variable_label="{}_Merkmal_Label",
    attribute="{}_Auspraegung_Code",
    attribute_label="{}_Auspraegung_Label",
    others=("Statistik_Label", "Zeit_Code", "Zeit_Label"),
)
NEW = Generation(
    statistics="statistics_code",
    time="time",
    variable="{}_variable_code",
    variable_label="{}_variable_label",
    attribute="{}_variable_attribute_code",
    attribute_label="{}_variable_attribute_label",
    others=("statistics_label", "time_code", "time_label", "value_unit", "value_variable_label"),
    value="value",
    measure="value_variable_code",
    quality="value_q",
)


def seen(contract: Contract) -> Score:
    """How many headers of either generation, or of the contract, the best row shows."""
    ordinary = required_seen(contract)

    def score(text: pl.DataFrame) -> int:
        return max(ordinary(text), *(_recognised([text], each) for each in (OLD, NEW)))

    return score


def table(
    document: Document, _: Delivery, context: Context
) -> tuple[RawTable, dict[str, pl.DataFrame]]:
    """One row a value, with the contract's columns."""
    contract, grids = context.contract, document.grids
    heads = [head_of(grid) for grid in grids]
    score = required_seen(contract)
    if any(score(head) == len(contract.required) for head in heads):
        found = find_table(grids, contract, lambda cells, each: is_value(cells, each, context))
        frame = rows_of(found, contract)
        return in_memory(found, _with_key(frame, frame["ags" + RAW], context.reference)), {}
    generation = max(OLD, NEW, key=lambda each: _recognised(heads, each))
    flat = _Flat(generation, _numbers(heads, generation), _measures(heads, generation))
    inner = inner_contract(contract, contract.source, flat.columns)
    found = inner_table(grids, inner, _is_code)
    return in_memory(found, flat.rows(rows_of(found, inner), context.reference)), {}


# --- header ------------------------------------------------------------------------------------


def _recognised(texts: Sequence[pl.DataFrame], generation: Generation) -> int:
    words = normalised_names(generation.headers)
    known = pl.col("word").is_in(words)
    if generation.value is None:
        known |= pl.col("text").str.contains(MEASURE)
    return max((most_in_a_row(head_cells(text), known) for text in texts), default=0)


def _numbers(heads: Sequence[pl.DataFrame], generation: Generation) -> list[int]:
    """The numbers of the Merkmale in the header; the first is there in every table."""
    patterns = [
        "^{}$".format(normalised_names([header])[0].replace("{}", r"([0-9]{1,2})"))
        for header in (generation.variable, generation.attribute)
    ]
    words = [word for head in heads for word in head_cells(head)["word"]]
    found = {int(hit[1]) for word in words for each in patterns if (hit := re.match(each, word))}
    return sorted({1, *found})


def _measures(heads: Sequence[pl.DataFrame], generation: Generation) -> dict[str, str]:
    """Header -> code of the columns of measures; only the old generation has them."""
    if generation.value is not None:
        return {}
    texts = [text for head in heads for text in head_cells(head)["text"]]
    return {text: hit[1] for text in texts if (hit := re.match(MEASURE, text))}


def _is_code(cells: pl.DataFrame, first: Column) -> pl.Series:
    """False for a footnote in the first column: codes hold no blanks."""
    return cells.select(
        pl.col(first.name + RAW).str.contains(r"^[0-9A-Za-z][0-9A-Za-z.-]*$")
    ).to_series()


# --- rows --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Flat:
    """The columns of one file and how they become rows. measures: header -> code."""

    generation: Generation
    numbers: list[int]
    measures: dict[str, str]

    @property
    def columns(self) -> list[Column]:
        names = self.generation
        columns = [column(names.statistics, required=True), column(names.time, required=True)]
        for number in self.numbers:
            columns += [
                column(names.variable.format(number), required=True),
                column(names.attribute.format(number), required=True),
                column(names.variable_label.format(number)),
                column(names.attribute_label.format(number)),
            ]
        columns += [column(name) for name in names.others]
        if names.value is None:
            measured = list(self.measures) or [ANY_MEASURE]
            return columns + [column(name, required=True) for name in measured]
        columns.append(column(names.value, required=True))
        return columns + [column(name) for name in (names.measure, names.quality) if name]

    def rows(self, frame: pl.DataFrame, reference: Reference) -> pl.DataFrame:
        """`<column>:raw` and `<column>:type` of the contract, one row a value."""
        frame = frame.with_columns(
            area_keys(self._attribute(frame, number), reference).alias(f"key:{number}")
            for number in self.numbers
        )
        areas = self._areas(frame)
        values = self._values(frame)
        several = values["code"].n_unique() > 1
        front = pl.col("code") if several else pl.lit(None, pl.String)
        wide = frame.select(
            ZEILE,
            pl.col(self.generation.statistics + RAW).alias("statistik" + RAW),
            pl.col(self.generation.time + RAW).alias("stichtag" + RAW),
            pl.col(self.generation.time + TYPE).alias("stichtag" + TYPE),
            self._of_area(areas, self.generation.attribute).alias("area"),
            self._of_area(areas, self.generation.attribute_label).alias("name" + RAW),
            self._merkmal(areas).alias("merkmal" + RAW),
        )
        rows = values.join(wide, on=ZEILE, maintain_order="left").with_columns(
            pl.concat_str(front, "merkmal" + RAW, separator=";", ignore_nulls=True).alias(
                "merkmal" + RAW
            )
        )
        keyed = _with_key(rows, rows["area"], reference)
        if several:
            keyed = keyed.rename({"code": "wert" + CELL})
        # what is no key has no level, but that is no fault of its own
        levels = level(pl.col("ags" + RAW)).fill_null(LEVELS[min(LEVELS)])
        filled = pl.when(pl.col("ags" + RAW).is_not_null()).then(levels)
        return keyed.with_columns(
            filled.alias("ebene" + RAW),
            *(_text_type(name) for name in ("statistik", "ebene", "name", "merkmal")),
        )

    def _values(self, frame: pl.DataFrame) -> pl.DataFrame:
        """zeile, code of the measure, raw value and its type, in the order of the file."""
        names = self.generation
        if names.value is None:
            return pl.concat(
                _value(frame, pl.lit(code), header) for header, code in self.measures.items()
            ).sort(ZEILE, maintain_order=True)
        code = pl.lit(None, pl.String) if names.measure is None else _cell(names.measure)
        found = _value(frame, code, names.value)
        if names.quality is None:
            return found
        mark = frame[names.quality + RAW].str.to_lowercase().alias("mark")
        return found.with_columns(mark).with_columns(_marked("wert" + RAW)).drop("mark")

    def _attribute(self, frame: pl.DataFrame, number: int) -> pl.Series:
        return frame.select(_cell(self.generation.attribute.format(number))).to_series()

    def _areas(self, frame: pl.DataFrame) -> list[str]:
        """The codes of the Merkmale that are areas."""
        merkmale = pl.concat(
            frame.select(
                merkmal=_cell(self.generation.variable.format(number)),
                label=_cell(self.generation.variable_label.format(number)),
                code=_cell(self.generation.attribute.format(number)),
                area=pl.col(f"key:{number}"),
            ).unique()
            for number in self.numbers
        )
        judged = (
            merkmale.drop_nulls(["merkmal", "code"])
            .group_by("merkmal", maintain_order=True)
            .agg(
                keys=pl.col("area").is_not_null().mean(),
                sure=(pl.col("area").str.len_bytes().max() >= SHORTEST_SURE_KEY)
                | (pl.col("area") == "DG").any(),
                labelled=pl.col("label").str.contains(AREA_LABELS).any(),
            )
            .filter(pl.col("keys") > 0)
        )
        for condition in (
            pl.col("merkmal").str.contains(AREA_CODES),
            pl.col("labelled") & (pl.col("keys") >= MOST),
            pl.col("sure") & (pl.col("keys") == 1),
        ):
            found = judged.filter(condition)["merkmal"].to_list()
            if found:
                return found
        if frame.is_empty():
            return []
        raise _no_area(merkmale["merkmal"].drop_nulls().unique().sort().to_list())

    def _of_area(self, areas: list[str], header: str) -> pl.Expr:
        """A cell of the Merkmal that is the area; of the finest where there are several."""
        cells, ranks = [], []
        for number in self.numbers:
            is_area = _cell(self.generation.variable.format(number)).is_in(areas)
            filled = _cell(self.generation.attribute.format(number)).is_not_null()
            ranks.append(
                pl.when(is_area & filled).then(rank(pl.col(f"key:{number}"))).otherwise(-2)
            )
            cells.append(pl.when(is_area).then(_cell(header.format(number))).otherwise(None))
        best = pl.max_horizontal(ranks)
        return pl.coalesce(
            [
                pl.when(own == best).then(cell).otherwise(None)
                for own, cell in zip(ranks, cells, strict=True)
            ]
        )

    def _merkmal(self, areas: list[str]) -> pl.Expr:
        """`<MERKMAL>=<AUSPRAEGUNG>` of all but the area, joined."""
        parts = []
        for number in self.numbers:
            merkmal = _cell(self.generation.variable.format(number))
            code = _cell(self.generation.attribute.format(number))
            parts.append(pl.when(~merkmal.is_in(areas)).then(merkmal + "=" + code))
        joined = pl.concat_str(
            [part.otherwise(None) for part in parts], separator=";", ignore_nulls=True
        )
        return pl.when(joined == "").then(pl.lit(TOTAL)).otherwise(joined)


def _cell(header: str) -> pl.Expr:
    """A code or label; a whole number without the decimal that a spreadsheet adds."""
    return pl.col(header + RAW).str.replace(r"^([0-9]+)\.0$", "$1")


def _value(frame: pl.DataFrame, code: pl.Expr, header: str) -> pl.DataFrame:
    return frame.select(
        ZEILE,
        SURPLUS,
        code.alias("code"),
        pl.col(header + RAW).alias("wert" + RAW),
        pl.col(header + TYPE).alias("wert" + TYPE),
    )


def _marked(wert: str) -> pl.Expr:
    """The value with what its quality mark says: a sign stands for an empty one, any mark beyond
    the plain ones limits a number, as brackets do."""
    value, mark = pl.col(wert), pl.col("mark")
    signs = [*SIGNS, *NOTHING]
    number = ~value.str.to_lowercase().is_in(signs) & ~value.str.starts_with("(")
    return (
        pl.when(value.is_null() & mark.is_in(signs))
        .then(mark)
        .when(number & mark.is_not_null() & ~mark.is_in(PLAIN_MARKS))
        .then(pl.lit("(") + value + ")")
        .otherwise(value)
        .alias(wert)
    )


def _with_key(frame: pl.DataFrame, areas: pl.Series, reference: Reference) -> pl.DataFrame:
    """With the raw key in full length; what is no key keeps its text and is a fault."""
    key = area_keys(areas, reference)
    wrong = pl.Series(areas.is_not_null() & key.is_null())
    return frame.with_columns(
        key.fill_null(areas).alias("ags" + RAW),
        pl.when(wrong).then(pl.lit(RowCode.AGS_UNBEKANNT.value)).alias("ags" + KNOWN_FAULT),
        _text_type("ags"),
    )


def _text_type(name: str) -> pl.Expr:
    return pl.lit(CellType.TEXT, pl.UInt8).alias(name + TYPE)


def _no_area(merkmale: list[str]) -> Refused:
    return Refused(
        FileCode.TABELLE_NICHT_GEFUNDEN,
        "Die Tabelle hat kein Merkmal, das ein Gebiet nennt: Bei keinem sind die Ausprägungen "
        "amtliche Schlüssel von Ländern, Kreisen oder Gemeinden.",
        f"Gefunden wurden die Merkmale {', '.join(merkmale) or 'ohne Kennung'}.",
        "Bitte rufen Sie die Tabelle mit einem regionalen Merkmal ab (etwa GEMEIN oder KREISE).",
    )
