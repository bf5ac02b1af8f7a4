"""What a whole table must tell before a single cell of it can be read."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import polars as pl

from ingest.contract import Contract
from ingest.numbers import Votes, votes
from ingest.personal import PersonalValues, personal_values
from ingest.readers.grid import CellType
from ingest.values import CROSS, KINDS, RAW, TYPE, Context


@dataclass(frozen=True)
class Facts:
    """What some rows of a table tell; the sum is what all of them tell.

    votes: for the decimal sign. crossed, otherwise: boolean columns with a cross, and with
    anything else. personal: the personal values.
    """

    votes: Votes = field(default_factory=Votes)
    crossed: frozenset[str] = frozenset()
    otherwise: frozenset[str] = frozenset()
    personal: PersonalValues = field(default_factory=PersonalValues)

    def __add__(self, other: Facts) -> Facts:
        return Facts(
            self.votes + other.votes,
            self.crossed | other.crossed,
            self.otherwise | other.otherwise,
            self.personal + other.personal,
        )

    def apply(self, context: Context) -> Context:
        """How cells are read, given these facts."""
        return replace(context, sign=self.votes.sign, crosses=self.crossed - self.otherwise)


def gather(frame: pl.DataFrame, contract: Contract) -> Facts:
    """The facts of some rows."""
    voters = [column.name for column in contract.columns if KINDS[column.kind].votes]
    words = {
        name: frame[name + RAW].drop_nulls().unique().str.to_lowercase()
        for name in booleans(contract)
    }
    return Facts(
        sum((votes(_texts(frame, name)) for name in voters), Votes()),
        frozenset(name for name, cells in words.items() if CROSS in cells),
        frozenset(name for name, cells in words.items() if (cells != CROSS).any()),
        personal_values(frame, contract),
    )


def booleans(contract: Contract) -> frozenset[str]:
    """The columns that may hold crosses."""
    return frozenset(
        column.name for column in contract.columns if KINDS[column.kind].type == pl.Boolean
    )


def _texts(frame: pl.DataFrame, name: str) -> pl.Series:
    """The cells of a column that the file stored as texts; the others are null."""
    text = pl.when(pl.col(name + TYPE) == CellType.TEXT).then(pl.col(name + RAW))
    return frame.select(text).to_series()
