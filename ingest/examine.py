"""One file, from its copy to judged rows; nothing is written but to the spool."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import polars as pl

from ingest import messages
from ingest.addresses import is_personal
from ingest.checks import Checked, check_records, check_rows
from ingest.contract import Contract
from ingest.delivery import Delivery, unit_text
from ingest.facts import booleans
from ingest.files import Taken
from ingest.lake import LakeFile
from ingest.layouts import LAYOUTS, Companions
from ingest.numbers import DecimalSign
from ingest.personal import refuse_personal_headers
from ingest.pseudonyms import PseudonymKey
from ingest.readers import read
from ingest.readers.grid import Document
from ingest.reference import Reference
from ingest.refusal import Refused
from ingest.spool import Spool
from ingest.table import Extra, find_table, one_line, required_seen
from ingest.values import Context, is_value

LOADED, PARTLY, REFUSED, KNOWN = "geladen", "teilweise", "abgelehnt", "bekannt"


@dataclass
class Outcome:
    """What became of one file; filled stage by stage, so that a refusal keeps what is known.

    lake: the file for the lake (None if nothing loads). companions: second tables of the file by
    name (`ingest/layouts/`). faults: as in `Checked`, with the
    German message beside each. reasons: file and row codes, sorted.
    """

    delivery: Delivery
    file: Taken
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
    lake: LakeFile | None = None
    companions: Companions = field(default_factory=dict)
    faults: pl.DataFrame = field(default_factory=messages.no_faults)
    refusal: Refused | None = None

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


@dataclass(frozen=True)
class Desk:
    """What a file is examined with. id: the delivery's id. spool: a place for its pieces.

    step: is told how much of the file is done, as a share.
    """

    contract: Contract
    reference: Reference
    key: PseudonymKey
    id: str
    spool: Spool
    step: Callable[[float], None]


def examine(delivery: Delivery, file: Taken, desk: Desk) -> Outcome:
    """Read and judge a file: whatever is wrong with it is its refusal.

    Raises OSError, for that is wrong with the place where the pieces are put.
    """
    outcome = Outcome(delivery, file)
    try:
        if delivery.problem:
            raise delivery.problem
        _read(outcome, desk)
    except Refused as refused:
        outcome.refusal = refused
    except (KeyboardInterrupt, SystemExit, GeneratorExit, OSError):
        raise
    except BaseException as error:  # readers in Rust panic with a BaseException of their own
        outcome.refusal = messages.unexpected(type(error).__name__)
    if outcome.refusal:
        outcome.lake, outcome.loaded, outcome.units = None, 0, ()
    return outcome


def _read(outcome: Outcome, desk: Desk) -> None:
    contract, size = desk.contract, outcome.file.size
    if contract.has_pseudonyms:
        desk.key.required()
    layout = LAYOUTS[contract.layout] if contract.layout else None
    document = read(
        outcome.file.path,
        layout.seen(contract) if layout else required_seen(contract),
        desk.spool,
        lambda read: desk.step(min(1, read / size)),
        is_part=layout.is_part if layout else None,
    )
    outcome.format, outcome.encoding = document.format, document.encoding
    outcome.delimiter = document.delimiter
    unsure = Context(
        contract,
        DecimalSign.OPEN,
        desk.reference,
        document.date1904,
        desk.key,
        booleans(contract),
    )
    try:
        _judge(outcome, document, unsure, desk)
    except Refused:
        document.check()  # what cannot be read further down is the graver fault
        raise


def _judge(outcome: Outcome, document: Document, unsure: Context, desk: Desk) -> None:
    contract = desk.contract
    if contract.layout:
        layout = LAYOUTS[contract.layout]
        table, outcome.companions = layout.table(document, outcome.delivery, unsure)
    else:
        table = find_table(
            document.grids,
            contract,
            lambda cells, column: is_value(cells, column, unsure),
            refuse_personal_headers,
        )
    outcome.sheet = table.sheet
    refuse_personal_headers(table.header.extras)
    outcome.extras = tuple(_extra_name(extra) for extra in table.header.extras)
    new_lake = partial(LakeFile, desk.spool.path, contract, desk.id)
    if contract.layout:
        checked = check_records(table, unsure, new_lake())
    else:
        checked = check_rows(table, unsure, new_lake, desk.spool)
    if checked.read == 0 and not outcome.delivery.withdrawn:
        raise messages.no_rows(table.header_line)
    _take(outcome, checked, contract)


def _take(outcome: Outcome, checked: Checked, contract: Contract) -> None:
    """What the checks found; Refused(ZU_VIELE_FEHLER) if that is too much."""
    outcome.faults = messages.with_messages(checked.faults, checked.context)
    outcome.read, outcome.duplicate = checked.read, checked.duplicate
    if checked.too_many_faults:
        outcome.quarantined = checked.read - checked.duplicate  # nothing loads
        raise messages.too_many_faults(checked.quarantined, outcome.quarantined)
    outcome.quarantined = checked.quarantined
    outcome.lake, outcome.loaded = checked.good, checked.loaded
    outcome.units = _units(checked, outcome.delivery, contract)
    if not contract.layout and outcome.loaded != checked.good.rows:
        raise ArithmeticError


def _units(checked: Checked, delivery: Delivery, contract: Contract) -> tuple[str, ...]:
    """Units with at least one loaded row, and those that the sidecar withdraws."""
    units = sorted({*checked.good.units, *delivery.withdrawn})
    return tuple(unit_text(contract.unit, unit) for unit in units)


def _extra_name(extra: Extra) -> str:
    """An unknown header for the register; never one that holds somebody's address."""
    if is_personal(extra.text):
        return f"Spalte {extra.position}"
    return one_line(extra.text).replace("|", "/")[: messages.QUOTED]
