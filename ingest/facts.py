"""What a whole table must tell before a single cell of it can be read."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from ingest.contract import Contract
from ingest.numbers import DecimalSign, Votes, votes
from ingest.personal import PersonalValues
from ingest.readers.grid import CellType
from ingest.table import RawTable
from ingest.values import CROSS, KINDS, RAW, TYPE


@dataclass(frozen=True)
class Facts:
    """sign: the table's decimal sign. crosses: boolean columns with nothing but crosses.

    personal: by column the texts that hold personal data.
    """

    sign: DecimalSign
    crosses: frozenset[str]
    personal: dict[str, set[str]]


def gather(table: RawTable, contract: Contract) -> Facts:
    """Go through the table once. Raises Refused(PERSONENDATEN) for too many personal values."""
    voters = [column.name for column in contract.columns if KINDS[column.kind].votes]
    cast, personal = Votes(), PersonalValues(contract)
    crossed: set[str] = set()
    otherwise: set[str] = set()  # booleans with anything else than a cross
    for frame in table.frames:
        cast = sum((votes(_texts(frame, name)) for name in voters), cast)
        for name in booleans(contract):
            words = frame[name + RAW].drop_nulls().unique().str.to_lowercase()
            crossed |= {name} if CROSS in words else set()
            otherwise |= {name} if (words != CROSS).any() else set()
        personal.look(frame)
    personal.check(table.rows)
    return Facts(cast.sign, frozenset(crossed - otherwise), personal.texts)


def booleans(contract: Contract) -> frozenset[str]:
    """The columns that may hold crosses."""
    return frozenset(
        column.name for column in contract.columns if KINDS[column.kind].type == pl.Boolean
    )


def _texts(frame: pl.DataFrame, name: str) -> pl.Series:
    """The cells of a column that the file stored as texts; the others are null."""
    text = pl.when(pl.col(name + TYPE) == CellType.TEXT).then(pl.col(name + RAW))
    return frame.select(text).to_series()
