"""What a whole table must tell before a single cell of it can be read."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import polars as pl

from ingest.contract import Contract
from ingest.numbers import Votes, votes
from ingest.personal import PersonalValues, personal_values
from ingest.readers.grid import CellType
from ingest.values import CROSS, KINDS, RAW, TYPE, Context

SAMPLE = 1_000  # rows that show how ids look


@dataclass(frozen=True)
class Facts:
    """What some rows of a table tell; the sum is what all of them tell.

    votes: for the decimal sign. crossed, otherwise: boolean columns with a cross, and with
    anything else. personal: the personal values. id_forms: how ids look that nobody may read.
    """

    votes: Votes = field(default_factory=Votes)
    crossed: frozenset[str] = frozenset()
    otherwise: frozenset[str] = frozenset()
    personal: PersonalValues = field(default_factory=PersonalValues)
    id_forms: frozenset[str] = frozenset()

    def __add__(self, other: Facts) -> Facts:
        return Facts(
            self.votes + other.votes,
            self.crossed | other.crossed,
            self.otherwise | other.otherwise,
            self.personal + other.personal,
            self.id_forms | other.id_forms,
        )

    def apply(self, context: Context) -> Context:
        """How cells are read, given these facts."""
        crosses = self.crossed - self.otherwise
        return replace(context, sign=self.votes.sign, crosses=crosses, id_forms=self.id_forms)


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
        _id_forms(frame, contract),
    )


def booleans(contract: Contract) -> frozenset[str]:
    """The columns that may hold crosses."""
    return frozenset(
        column.name for column in contract.columns if KINDS[column.kind].type == pl.Boolean
    )


def form(text: pl.Expr) -> pl.Expr:
    """How a text looks, whatever it says."""
    return text.str.replace_all(r"\p{L}", "a").str.replace_all(r"\p{N}", "9")


def _id_forms(frame: pl.DataFrame, contract: Contract) -> frozenset[str]:
    """The common forms of the ids in some rows; a key that slipped in by mistake is none."""
    forms: set[str] = set()
    for column in contract.columns:
        if KINDS[column.kind].is_secret:
            seen = frame.head(SAMPLE).select(form(pl.col(column.name + RAW)).alias("form"))
            counts = seen.drop_nulls().group_by("form").len()
            forms |= {*counts.filter(10 * pl.col("len") >= pl.col("len").sum())["form"]}
    return frozenset(forms)


def _texts(frame: pl.DataFrame, name: str) -> pl.Series:
    """The cells of a column that the file stored as texts; the others are null."""
    text = pl.when(pl.col(name + TYPE) == CellType.TEXT).then(pl.col(name + RAW))
    return frame.select(text).to_series()
