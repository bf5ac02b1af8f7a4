"""What every part of a synthetic run shares: its options, its random numbers, its deliveries."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import polars as pl

from ingest.contract import Contract, load_contracts

FIRST_YEAR, LAST_YEAR = 2022, 2024
YEARS = tuple(range(FIRST_YEAR, LAST_YEAR + 1))
QUARTERS = (1, 2, 3, 4)
TEXT = ":text"  # suffix of a column with what a cell says instead of its value

# Short names of what numpy leaves long.
Random = np.random.Generator
Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True)
class Context:
    """The options of one run. defects: mixed formats, with faults; else clean."""

    seed: int
    scale: float
    defects: bool

    def random(self, *names: str) -> Random:
        """Random numbers of one purpose: the same whatever else is made in the run."""
        marks = [zlib.crc32(name.encode()) for name in names]
        return np.random.Generator(np.random.PCG64(np.random.SeedSequence([self.seed, *marks])))


class Period(NamedTuple):
    """A year, and a quarter of it or 0 for the whole year."""

    year: int
    quarter: int = 0

    @property
    def text(self) -> str:
        """As a title says it."""
        return f"{self.quarter}. Quartal {self.year}" if self.quarter else str(self.year)


@dataclass(frozen=True)
class Delivery:
    """One file to be written.

    stage: which state of knowledge it holds, such as a draft that a later one corrects.
    withdrawn: units that an empty table takes back.
    """

    source: str
    datenstand: date
    period: Period
    style: str
    version: int = 1
    stage: str = "endgueltig"
    befragung_id: str = ""
    withdrawn: tuple[tuple[tuple[str, int], ...], ...] = ()

    @property
    def stem(self) -> str:
        """The file's name without its ending."""
        middle = f"__{self.befragung_id}" if self.befragung_id else ""
        mark = f"__v{self.version}" if self.version > 1 else ""
        return f"{self.source}{middle}__{self.datenstand.isoformat()}{mark}"


@cache
def contracts() -> dict[str, Contract]:
    """All contracts by source."""
    return {contract.source: contract for contract in load_contracts()}


def choose(random: Random, shares: dict[str, float], count: int) -> Array:
    """Words drawn by their shares (which need not add up to one)."""
    words = np.array(list(shares), dtype=object)
    weights = np.array(list(shares.values()), dtype=float)
    return words[random.choice(len(words), size=count, p=weights / weights.sum())]


def some_of(random: Random, shares: dict[str, float], counts: Array, cover: int) -> pl.Series:
    """For each row `counts` different words (at most `cover`), joined with `|`.

    The words come in an order that follows the shares, so that the first ones weigh most.
    """
    words = np.array(list(shares), dtype=object)
    # the smallest exponential clocks win: drawing without replacement by weight
    clocks = random.exponential(size=(len(counts), len(words))) / np.array(list(shares.values()))
    order = np.argsort(clocks, axis=1, kind="stable")[:, :cover]
    columns = [
        pl.Series(str(place), words[order[:, place]], dtype=pl.String)
        for place in range(order.shape[1])
    ]
    frame = pl.DataFrame([*columns, pl.Series("count", counts, dtype=pl.Int64)])
    kept = [pl.when(pl.col("count") > place).then(str(place)) for place in range(order.shape[1])]
    joined = pl.concat_str(kept, separator="|", ignore_nulls=True)
    return frame.select(pl.when(pl.col("count") > 0).then(joined)).to_series()


def cents(value: Array) -> Array:
    """Amounts rounded to the cent."""
    rounded: Array = np.round(value, 2)
    return rounded


def largest_remainder(weights: Array, total: int, least: int = 0) -> Array:
    """Whole numbers by weight that add up to the total (or more, where each gets the least)."""
    exact = weights / weights.sum() * total
    whole = np.floor(exact).astype(np.int64)
    missing = total - int(whole.sum())
    order = np.argsort(-(exact - whole), kind="stable")
    whole[order[:missing]] += 1
    at_least: Array = np.maximum(whole, least)
    return at_least
