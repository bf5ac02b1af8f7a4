"""One file, from bytes to judged rows, without writing anything."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from functools import cached_property

import polars as pl

from ingest import messages
from ingest.checks import Checked, check_rows
from ingest.contract import Contract
from ingest.delivery import Delivery, unit_text
from ingest.numbers import DecimalSign, decimal_sign
from ingest.personal import is_personal, refuse_personal_headers, value_hits
from ingest.pseudonyms import PseudonymKey
from ingest.readers import read
from ingest.readers.grid import CellType
from ingest.reference import Reference
from ingest.refusal import Refused
from ingest.table import Extra, RawTable, find_table, one_line, required_seen
from ingest.values import KINDS, RAW, TYPE, Context, is_value, parse_columns

LOADED, PARTLY, REFUSED, KNOWN = "geladen", "teilweise", "abgelehnt", "bekannt"


@dataclass
class Outcome:
    """What became of one file; filled stage by stage, so that a refusal keeps what is known.

    rows: the frame for the lake (None if nothing loads). faults: as in `Checked`, with the
    German message beside each. reasons: file and row codes, sorted.
    """

    delivery: Delivery
    data: bytes
    format: str = ""
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    read: int = 0
    loaded: int = 0
    duplicate: int = 0
    quarantined: int = 0
    units: tuple[str, ...] = ()
    extras: tuple[str, ...] = ()
    rows: pl.DataFrame | None = None
    faults: pl.DataFrame = field(default_factory=messages.no_faults)
    refusal: Refused | None = None

    @cached_property
    def sha256(self) -> str:
        """Checksum of the file's bytes, in hex."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def status(self) -> str:
        """`geladen`, `teilweise` or `abgelehnt`."""
        if self.refusal:
            return REFUSED
        return PARTLY if self.quarantined else LOADED

    @property
    def reasons(self) -> tuple[str, ...]:
        """The file code and all row codes, sorted."""
        codes = set(self.faults["grund"])
        if self.refusal:
            codes.add(self.refusal.code.value)
        return tuple(sorted(codes))


def examine(
    delivery: Delivery,
    data: bytes,
    contract: Contract,
    reference: Reference,
    key: PseudonymKey,
) -> Outcome:
    """Read and judge a file. Never raises: whatever is wrong with a file is its refusal."""
    outcome = Outcome(delivery, data)
    try:
        if delivery.problem:
            raise delivery.problem
        _read(outcome, contract, reference, key)
    except Refused as refused:
        outcome.refusal = refused
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:  # readers in Rust panic with a BaseException of their own
        outcome.refusal = messages.unexpected(type(error).__name__)
    if outcome.refusal:
        outcome.rows, outcome.loaded, outcome.units = None, 0, ()
    return outcome


def _read(outcome: Outcome, contract: Contract, reference: Reference, key: PseudonymKey) -> None:
    if contract.has_pseudonyms:
        key.required()
    document = read(outcome.data, required_seen(contract))
    outcome.format, outcome.encoding = document.format, document.encoding
    outcome.delimiter = document.delimiter
    unsure = Context(contract, DecimalSign.OPEN, reference, document.date1904, key)
    table = find_table(
        document.grids, contract, lambda cells, column: is_value(cells, column, unsure)
    )
    outcome.sheet = table.sheet
    refuse_personal_headers(table.header.extras)
    outcome.extras = tuple(_extra_name(extra) for extra in table.header.extras)
    if table.frame.is_empty() and not outcome.delivery.withdrawn:
        raise messages.no_rows(table.header_line)
    _judge(outcome, table, replace(unsure, sign=_sign(table, contract)))


def _judge(outcome: Outcome, table: RawTable, context: Context) -> None:
    contract = context.contract
    personal = value_hits(table.frame, contract)
    checked = check_rows(parse_columns(table.frame, context), contract, personal)
    outcome.faults = messages.with_messages(checked.faults, context)
    outcome.read, outcome.duplicate = checked.read, checked.duplicate
    if checked.too_many_faults:
        outcome.quarantined = checked.read - checked.duplicate  # nothing loads
        raise messages.too_many_faults(checked.quarantined, outcome.quarantined)
    outcome.quarantined = checked.quarantined
    outcome.rows, outcome.loaded = checked.good, checked.good.height
    outcome.units = _units(checked, outcome.delivery, contract)
    if outcome.read != outcome.loaded + outcome.duplicate + outcome.quarantined:
        raise ArithmeticError


def _sign(table: RawTable, contract: Contract) -> DecimalSign:
    voters = [column.name for column in contract.columns if KINDS[column.kind].votes]
    texts = table.frame.select(
        pl.when(pl.col(name + TYPE) == CellType.TEXT).then(pl.col(name + RAW)).alias(name)
        for name in voters
    )
    return decimal_sign(texts, voters)


def _units(checked: Checked, delivery: Delivery, contract: Contract) -> tuple[str, ...]:
    """Units with at least one loaded row, and those that the sidecar withdraws."""
    loaded = checked.good.select(part.value for part in contract.unit).unique().iter_rows()
    units = sorted({*loaded, *delivery.withdrawn})
    return tuple(unit_text(contract.unit, unit) for unit in units)


def _extra_name(extra: Extra) -> str:
    """An unknown header for the register; never one that holds somebody's address."""
    if is_personal(extra.text):
        return f"Spalte {extra.position}"
    return one_line(extra.text).replace("|", "/")[: messages.QUOTED]
