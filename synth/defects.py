"""Faults that real deliveries have, at small documented shares; only in mixed formats.

Faults of a row that the ingest sends to quarantine (or drops). They hit `QUARANTINE` of the rows of
a file; files with fewer than 30 rows and official statistics have none, so no file is refused.

| fault                      | code           | where                                      |
| -------------------------- | -------------- | ------------------------------------------ |
| impossible date            | TYP            | a date column                              |
| unknown code               | CODE_UNBEKANNT | a code column with a list                  |
| unknown Gemeinde or KI     | AGS_UNBEKANNT  | a column of keys of regions                |
| word instead of a number   | TYP            | a count, an amount, a decimal number       |
| number out of range        | WERTEBEREICH   | a count                                    |
| missing value              | PFLICHT        | a required column beside unit and key      |
| sum or order does not hold | REGEL          | personen_gesamt (R17-1), ende (R09-1)      |
| exact duplicate (`DOUBLE`) | is dropped     | any row                                    |

Free text in `zahl*` columns (`FREE_TEXT` of their filled cells) loads; it is what the evaluation
report complains about. Rules between columns and sources that are findings only (severity
`befund`) are broken at the shares of `FINDINGS`.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl

from ingest.contract import Column, Contract
from synth.context import Array, Context, Delivery, Random

QUARANTINE = 0.004
DOUBLE = 0.002
FREE_TEXT = 0.08
SMALLEST_FILE = 30  # rows; fewer stay sound
FAULTLESS = ("sgb2_kennzahl", "monitoring_indikator", "bevoelkerung")  # official statistics

# share of the units that a rule speaks of: rows, Gemeinden, KI, cases …
FINDINGS = {
    "R17-2": 0.003,  # rows of Auszahlung
    "R17-3": 0.006,  # rows of Verwendung
    "R17-4": 0.006,  # rows of Verwendung
    "R17-5": 0.02,  # Gemeinden without a report
    "R08-1": 0.02,  # KI and year
    "R08-2": 0.02,  # KI and quarter
    "R08-3": 0.04,  # KI and year
    "R08-4": 0.01,  # rows of KOMM-AN, Baustein B
    "R09-2": 0.005,  # Kurzberatungen with three Bedarfe, and as many with a single contact
    "R09-3": 0.001,  # contacts of unknown cases
    "R09-4": 0.001,  # contacts before the beginning
    "R12-1": 0.004,  # Maßnahmen of unknown Einrichtungen, and as many spezifische below 5 000 EUR
    "R12-2": 0.03,  # grants of 2025
    "R10-1": 0.55,  # ZUE and quarter: the report finds 25 lessons a week rarely reached
}


def broken(context: Context, rule: str, count: int, *where: str) -> Array:
    """True for the units of `count` that break a rule of severity befund; none if clean."""
    mask = np.zeros(count, dtype=bool)
    if context.defects and count:
        random = context.random("befund", rule, *where)
        mask[_some(random, FINDINGS[rule], count)] = True
    return mask


def _some(random: Random, share: float, count: int) -> Array:
    """Positions of a share of the rows; what is left of a whole number is drawn."""
    number = int(share * count + random.random())
    chosen: Array = random.choice(count, size=min(number, count), replace=False)
    return np.sort(chosen)


def add_defects(
    cells: pl.DataFrame, contract: Contract, delivery: Delivery, context: Context, part: int
) -> pl.DataFrame:
    """Put faults into the texts of a part of a file, and repeat some rows exactly."""
    if cells.height < SMALLEST_FILE or contract.source in FAULTLESS:
        return cells
    random = context.random("fehler", delivery.stem, str(part))
    faults = _faults(contract)
    rows = _some(random, QUARANTINE, cells.height)
    which = np.full(cells.height, -1)
    which[rows] = random.integers(len(faults), size=len(rows))
    for at in np.unique(which[rows]):
        name, text = faults[int(at)]
        hit = pl.Series(which == at)
        cells = cells.with_columns(pl.when(hit).then(text).otherwise(name).alias(name))
    return pl.concat([cells, cells[_some(random, DOUBLE, cells.height)]])


Fault = tuple[str, pl.Expr]  # a column and what its cell says instead


def _faults(contract: Contract) -> list[Fault]:
    """All faults that the columns of a contract can have."""
    names = {column.name for column in contract.columns}
    faults = [
        (column.name, make(column))
        for column in contract.columns
        if not column.is_unit
        for kind, make in _FAULTS
        if kind(column)
    ]
    # several times, for they are what people get wrong most often
    if "personen_gesamt" in names:
        faults += 3 * [("personen_gesamt", pl.lit("99999"))]
    if {"beginn", "ende"} <= names:
        faults += 3 * [("ende", pl.lit("01.01.2021"))]
    faults += [
        (column.name, pl.lit(None, pl.String))
        for column in contract.columns
        if column.required and not column.is_key
    ]
    return faults


_NUMBERS = ("anzahl", "betrag", "dezimal")
_FAULTS: tuple[tuple[Callable[[Column], bool], Callable[[Column], pl.Expr]], ...] = (
    (lambda column: column.kind == "datum", lambda column: pl.lit("30.02.2023")),
    (lambda column: column.kind == "ags", lambda column: pl.lit("05999999")),
    (lambda column: column.kind == "gebietskoerperschaft", lambda column: pl.lit("05999")),
    (lambda column: column.kind in _NUMBERS, lambda column: pl.lit("folgt")),
    (
        lambda column: column.kind == "anzahl" and column.minimum is not None,
        lambda column: pl.lit("-3"),
    ),
    (lambda column: column.code_list is not None, lambda column: pl.lit("gibt es nicht")),
)


# --- free text in number columns ---------------------------------------------------------------

_ROUGH = (
    "ca. {n}", "rund {n}", "etwa {n}", "mehr als {n}", "mind. {n}", "knapp {n}", "{n} (geschätzt)",
    "~{n}", "über {n}",
)  # fmt: skip
_RANGE = ("{n}-{m}", "{n} bis {m}", "ca. {n}-{m}")
_WORDS = ("s. Bericht", "nicht erfasst", "k.A.", "siehe Anlage", "viele")


def free_texts(frame: pl.DataFrame, contract: Contract, delivery: Delivery,
               context: Context) -> pl.DataFrame:  # fmt: skip
    """Add `<column>:text` for the cells of `zahl*` columns that say more than a number."""
    for column in contract.columns:
        if column.kind == "freizahl":
            random = context.random("freitext", delivery.stem, column.name)
            frame = frame.with_columns(_free_text(frame[column.name], random))
    return frame


def _free_text(values: pl.Series, random: Random) -> pl.Series:
    filled = values.is_not_null().arg_true().to_numpy()
    texts: list[str | None] = [None] * len(values)
    for position in filled[_some(random, FREE_TEXT, len(filled))] if len(filled) else ():
        low = max(int(round(float(values[int(position)]), -1)), 10)
        pattern = _pattern(random)
        texts[int(position)] = pattern.format(n=low, m=low + int(random.integers(1, 4)) * 5)
    return pl.Series(values.name + ":text", texts, dtype=pl.String)


def _pattern(random: Random) -> str:
    draw = random.random()
    group = _ROUGH if draw < 0.6 else _RANGE if draw < 0.8 else _WORDS
    return group[int(random.integers(len(group)))]
