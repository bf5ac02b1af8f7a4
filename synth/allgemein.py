"""Sources without a generator of their own: what their contract alone says.

Values are plausible one by one, not together; what a rule within the row demands is met.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from itertools import islice, product
from typing import Any

import numpy as np
import polars as pl

from ingest.contract import Column, Contract, UnitPart
from ingest.reference import load_reference
from ingest.values import KINDS
from synth.context import QUARTERS, Array, Context, Delivery, Random, contracts
from tintg.paths import SEEDS

Parts = Iterator[tuple[Delivery, pl.DataFrame]]

ROWS = 60  # of a replacement unit
DRAWN = 5  # times as many are drawn, for rows that break a rule are left out
MOST_UNITS = 48  # of a delivery
EMPTY = 0.08  # of the cells that may be empty
WORDS = ("aufbau", "beratung", "grundlagen", "vertiefung", "sonstiges")
SENTENCES = ("Läuft wie geplant", "Im Aufbau", "Mit Partnern vor Ort", "Wird fortgesetzt")
HIGHEST = {"anzahl": 400.0, "freizahl": 250.0, "dezimal": 100.0, "betrag": 25_000.0}
EQUATION = re.compile(r"\s*(\w+)\s*=(?!=)([^<>=]+)")  # a rule that says what a column is


def rows(context: Context, deliveries: list[Delivery]) -> Parts:
    """Rows of any source: a delivery a year, complete for the units of that year."""
    for delivery in deliveries:
        contract = contracts()[delivery.source]
        random = context.random("allgemein", delivery.stem)
        units = islice(product(*_units(contract, delivery.period.year)), MOST_UNITS)
        parts = [_unit(contract, delivery.period.year, unit, random) for unit in units]
        frame = _distinct(pl.concat(parts), contract)
        if frame.height:
            yield delivery, frame


def _units(contract: Contract, year: int) -> list[list[Any]]:
    """What the parts of the replacement unit can be in a year."""
    return [_unit_values(contract[part.column], part, year) for part in contract.unit]


def _unit_values(column: Column, part: UnitPart, year: int) -> list[Any]:
    match column.kind:
        case "jahr":
            return [_year(column, year)]
        case "datum" | "monat":
            months = (1, 4, 7, 10) if part.is_quarter else (12,)
            return [date(year, month, 1) for month in months]
        case "quartal":
            return list(_quarters(column))
        case "schluessel" | "pseudonym" | "text":
            return ["A1", "B2", "C3"]
        case _:
            values = _draw(column, 3, year, np.random.Generator(np.random.PCG64(0)))
            return list(dict.fromkeys(values))


def _unit(contract: Contract, year: int, unit: tuple[Any, ...], random: Random) -> pl.DataFrame:
    """Rows of one unit that break no rule."""
    count = ROWS * DRAWN
    data = {column.name: _cells(column, count, year, random) for column in contract.columns}
    for part, value in zip(contract.unit, unit, strict=True):
        data[part.column] = [value] * count
        if part.is_quarter and isinstance(value, date):
            days = random.integers(0, 85, count)
            data[part.column] = [value + timedelta(days=int(each)) for each in days]
    frame = pl.DataFrame(
        [pl.Series(c.name, data[c.name], dtype=c.lake_type, strict=False) for c in contract.columns]
    )
    frame = _with_names(frame, contract)
    return _distinct(_ruled(frame, contract), contract).head(ROWS)


def _cells(column: Column, count: int, year: int, random: Random) -> list[Any]:
    """Values of a column; the parts of a key differ as far as there are enough of them."""
    values = _draw(column, count, year, random)
    if column.required or column.is_key:
        return values
    empty = random.random(count) < EMPTY
    return [None if gone else value for value, gone in zip(values, empty, strict=True)]


def _draw(column: Column, count: int, year: int, random: Random) -> list[Any]:
    """Values of a column's kind, within its range."""
    kind = column.kind
    if kind in ("schluessel", "pseudonym"):
        return [f"{column.name[:1].upper()}-{number:04d}" for number in range(1, count + 1)]
    if kind == "text" and column.is_key:
        return [f"Angabe {number}" for number in range(1, count + 1)]
    if kind == "anzahl" and column.is_key:
        return [_lowest(column) + number for number in range(count)]
    if kind in HIGHEST:
        return _numbers(column, count, random)
    if kind == "codes":
        sizes = random.integers(1, 4, count)
        return ["|".join(sorted(set(_chosen(_codes(column), int(n), random)))) for n in sizes]
    known = _CHOICES[kind](column, year)
    if column.is_key:  # each once before one comes again
        order = np.resize(random.permutation(len(known)), count)
        return [known[int(at)] for at in order]
    return _chosen(known, count, random)


def _chosen(known: list[Any], count: int, random: Random) -> list[Any]:
    return [known[int(at)] for at in random.integers(len(known), size=count)]


# --- numbers -----------------------------------------------------------------------------------


def _lowest(column: Column) -> int:
    return math.ceil(column.minimum or 0)


def _numbers(column: Column, count: int, random: Random) -> list[Any]:
    """Small values are more frequent than large ones, as they are with offices."""
    low, high = column.minimum, column.maximum
    if low is None:
        low = 0.0 if high is None or high >= 0 else high - HIGHEST[column.kind]
    if column.kind == "freizahl":
        low = max(low, 0.0)
    if high is None:
        high = low + HIGHEST[column.kind]
    steps = 1 if column.kind in ("anzahl", "freizahl") else 100
    first, last = math.ceil(low * steps), math.floor(high * steps)
    share: Array = random.random(count) ** 2
    drawn = first + np.floor(share * (last - first + 1)).astype(np.int64)
    whole = column.kind == "anzahl"
    return [int(each) if whole else int(each) / steps for each in np.minimum(drawn, last)]


def _year(column: Column, year: int) -> int:
    low, high = column.minimum or year, column.maximum or year
    return int(min(max(year, low), high))


def _quarters(column: Column) -> list[Any]:
    low, high = column.minimum or 1, column.maximum or 4
    return [quarter for quarter in QUARTERS if low <= quarter <= high]


# --- keys and lists ----------------------------------------------------------------------------


def _codes(column: Column) -> list[Any]:
    """The ids of the column's list, or some words where codes are open."""
    if column.code_list is None:
        return list(WORDS)
    return list(sorted(set(load_reference().codes[column.code_list].values())))


def _days(year: int) -> list[Any]:
    first = date(year, 1, 1)
    return [first + timedelta(days=number) for number in range((date(year + 1, 1, 1) - first).days)]


@cache
def _gemeinden() -> dict[str, str]:
    table = pl.read_csv(SEEDS / "gemeinde.csv", infer_schema=False)
    return dict(table.select("ags", "name").iter_rows())


_CHOICES: dict[str, Callable[[Column, int], list[Any]]] = {
    "jahr": lambda column, year: [_year(column, year)],
    "quartal": lambda column, _: _quarters(column),
    "datum": lambda _, year: _days(year),
    "monat": lambda _, year: [date(year, month, 1) for month in range(1, 13)],
    "bool": lambda *_: [True, False],
    "text": lambda *_: list(SENTENCES),
    "code": lambda column, _: _codes(column),
    "ags": lambda *_: sorted(load_reference().gemeinden),
    "gemeindename": lambda *_: sorted(_gemeinden().values()),
    "gebietskoerperschaft": lambda *_: sorted(load_reference().authorities),
    "raum_amtlich": lambda *_: ["05", *sorted(load_reference().kreise)],
}


def _with_names(frame: pl.DataFrame, contract: Contract) -> pl.DataFrame:
    """Names of Gemeinden that fit the key beside them."""
    ags = contract.of_kind("ags")
    if ags is None:
        return frame
    name = pl.col(ags).replace_strict(_gemeinden(), default=None, return_dtype=pl.String)
    return frame.with_columns(
        name.alias(column.name) for column in contract.columns if column.kind == "gemeindename"
    )


# --- what rows must obey -----------------------------------------------------------------------


def _ruled(frame: pl.DataFrame, contract: Contract) -> pl.DataFrame:
    """Rows that break no rule: sums are computed, optional cells emptied, other rows left out."""
    for rule in contract.rules:
        equation = EQUATION.fullmatch(rule.query)
        if equation and KINDS[contract[equation[1]].kind].is_number:
            column = contract[equation[1]]
            value = pl.sql_expr(equation[2].strip()).cast(column.lake_type, strict=False)
            frame = frame.with_columns(value.alias(column.name))
            frame = frame.filter(_in_range(column))
    for rule in contract.rules:
        free = [name for name in rule.columns if _may_be_empty(contract[name])]
        if free:
            kept = pl.when(_holds(rule.query)).then(free[-1]).otherwise(None)
            frame = frame.with_columns(kept.alias(free[-1]))
    sound = [_holds(rule.query) for rule in contract.rules]
    needed = [pl.col(name).is_not_null() for name in sorted(contract.required)]
    return frame.filter(pl.all_horizontal(*sound, *needed))


def _holds(query: str) -> pl.Expr:
    """True where a rule is kept, or an empty cell leaves it open."""
    return pl.sql_expr(query).fill_null(True)


def _may_be_empty(column: Column) -> bool:
    return not column.required and not column.is_key


def _in_range(column: Column) -> pl.Expr:
    value = pl.col(column.name)
    low, high = column.minimum, column.maximum
    inside = pl.lit(True) if low is None else value >= low
    return (inside if high is None else inside & (value <= high)).fill_null(True)


def _distinct(frame: pl.DataFrame, contract: Contract) -> pl.DataFrame:
    """Every key once in its unit."""
    parts = [part.group.alias(f"unit:{part.name}") for part in contract.unit]
    keys = pl.struct(*parts, *(pl.col(name).alias(f"key:{name}") for name in contract.key))
    return frame.filter(keys.is_first_distinct())
