"""Which rows load: faults, rules, duplicates and the 5 % threshold (delivery interface 1.8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from ingest.contract import ZEILE, Contract
from ingest.refusal import RowCode
from ingest.table import SURPLUS
from ingest.values import FAULT, RAW, STATUS

MOST_FAULTY_SHARE = 0.05
FEW_ROWS = 3  # so many faulty rows never refuse a file, however short it is

FAULTS = {"zeile": pl.Int64, "spalte": pl.String, "grund": pl.String, "regel": pl.String,
          "wert": pl.String}  # fmt: skip
_ROW = "_row"


@dataclass(frozen=True)
class Checked:
    """A table's rows, judged.

    good: rows that load (contract columns, status columns, `_zeile`).
    faults: one line a fault: zeile, spalte, grund, regel (name of a rule or null), wert (the raw
    text or null), in the order of the file.
    """

    good: pl.DataFrame
    faults: pl.DataFrame
    read: int
    duplicate: int

    @property
    def quarantined(self) -> int:
        """Rows with at least one fault."""
        return self.faults["zeile"].n_unique()

    @property
    def too_many_faults(self) -> bool:
        """More than 5 % and more than 3 rows, or no row left."""
        rows = self.read - self.duplicate
        many = self.quarantined > max(FEW_ROWS, MOST_FAULTY_SHARE * rows)
        return many or (rows > 0 and self.good.is_empty())


def check_rows(
    parsed: pl.DataFrame, contract: Contract, personal: Mapping[str, pl.Series]
) -> Checked:
    """Judge the parsed rows of a table; personal: which cells hold personal data, by column."""
    frame = parsed.with_row_index(_ROW)
    faults = pl.concat(
        [
            *_cell_faults(frame, contract),
            *_broken_rules(frame, contract),
            *_personal_cells(frame, personal),
            _lines(frame, pl.col(SURPLUS), None, RowCode.TYP),
        ]
    )
    frame = frame.with_columns(
        faulty=pl.col(_ROW).is_in(faults[_ROW].unique().implode()), doubled=_doubled(contract)
    )
    kept = frame.filter(~pl.col("doubled"))
    sound = kept.filter(~pl.col("faulty"))
    key = pl.struct(*(part.value for part in contract.unit), *contract.key)
    named = "|".join(dict.fromkeys([*(part.column for part in contract.unit), *contract.key]))
    clashing = sound.filter(key.is_duplicated())
    faults = pl.concat(
        [
            faults.join(kept.select(_ROW), on=_ROW, how="semi"),
            _lines(clashing, pl.lit(True), named, RowCode.DUPLIKAT),
        ]
    ).sort(_ROW, maintain_order=True)
    good = sound.filter(~key.is_duplicated())
    return Checked(
        good=good.select(*_lake_columns(contract), ZEILE),
        faults=faults.drop(_ROW),
        read=frame.height,
        duplicate=frame.height - kept.height,
    )


def _lake_columns(contract: Contract) -> list[str]:
    return [name for column in contract.columns for name in column.lake_columns]


def _lines(
    frame: pl.DataFrame,
    condition: pl.Expr,
    column: str | None,
    code: RowCode | pl.Expr,
    *,
    rule: str | None = None,
    raw: pl.Expr | None = None,
) -> pl.DataFrame:
    """A fault for every row that meets a condition."""
    return frame.filter(condition).select(
        pl.col(_ROW),
        pl.col(ZEILE).alias("zeile"),
        pl.lit(column, pl.String).alias("spalte"),
        (code if isinstance(code, pl.Expr) else pl.lit(code.value)).alias("grund"),
        pl.lit(rule, pl.String).alias("regel"),
        (pl.lit(None, pl.String) if raw is None else raw).alias("wert"),
    )


def _cell_faults(frame: pl.DataFrame, contract: Contract) -> list[pl.DataFrame]:
    """What the parsers found, and required cells that are empty."""
    found = []
    for column in contract.columns:
        fault, value = pl.col(column.name + FAULT), pl.col(column.name)
        found.append(
            _lines(frame, fault.is_not_null(), column.name, fault, raw=pl.col(column.name + RAW))
        )
        if column.required:
            empty = value.is_null() & fault.is_null()
            if column.has_status:
                empty &= pl.col(column.name + STATUS).is_null()
            found.append(_lines(frame, empty, column.name, RowCode.PFLICHT))
    return found


def _broken_rules(frame: pl.DataFrame, contract: Contract) -> list[pl.DataFrame]:
    """Rules of the contract, where all of their columns hold values."""
    return [
        _lines(
            frame,
            pl.all_horizontal(pl.col(name).is_not_null() for name in rule.columns)
            & ~pl.sql_expr(rule.query),
            "|".join(rule.columns),
            RowCode.REGEL,
            rule=rule.name,
        )
        for rule in contract.rules
    ]


def _personal_cells(frame: pl.DataFrame, personal: Mapping[str, pl.Series]) -> list[pl.DataFrame]:
    return [
        _lines(frame.filter(hit), pl.lit(True), column, RowCode.PERSONENDATEN)
        for column, hit in personal.items()
    ]


def _doubled(contract: Contract) -> pl.Expr:
    """True for every row that an earlier row equals in all of the contract's columns.

    Faulty cells are compared by their raw text, and a row with surplus cells only equals another
    one with them: otherwise a sound row could go as the double of a faulty one.
    """
    compared = [pl.col(SURPLUS)]
    for name in _lake_columns(contract):
        compared.append(pl.col(name))
    for column in contract.columns:
        faulty = pl.col(column.name + FAULT).is_not_null()
        compared.append(pl.when(faulty).then(pl.col(column.name + RAW)).alias(column.name + RAW))
    return ~pl.struct(compared).is_first_distinct()
