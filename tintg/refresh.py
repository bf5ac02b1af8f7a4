"""The nightly job: ingest → plan → gate → publish → housekeeping, each taken up where it was left.

Whatever kills it, the next run goes on: a stage that is done leaves a file that says so (register
line, `prod.json`, `quittung.json`), and only what these files and SQLMesh's state agree on counts.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tintg import warehouse
from tintg.origin import (
    Inputs,
    chosen_datenstand,
    fingerprint,
    is_synthetic,
    uses_demo_key,
    versions,
)
from tintg.paths import EXPECTATIONS, SEEDS, DataDir
from tintg.receipt import Receipt, is_current
from tintg.workspace import temporary_files

if TYPE_CHECKING:
    from ingest.intact import Damage
    from publish.gate import GateReport


class GateBlocked(Exception):
    """The gate holds publishing back; the last snapshot stays current.

    Attributes:
        report: what was found.
    """

    def __init__(self, report: GateReport) -> None:
        super().__init__("blocked")
        self.report = report


class LakeDamaged(Exception):
    """Files of the lake are missing or not whole; nothing was computed from the rest.

    Attributes:
        damages: which.
    """

    def __init__(self, damages: list[Damage]) -> None:
        super().__init__(", ".join(damage.path.name for damage in damages))
        self.damages = damages


class DatabaseDamaged(Exception):
    """Warehouse or state could not be read to the end; both lie aside now, named in the message."""


def is_quiet(data: DataDir, datenstand: str | None = None) -> bool:
    """Whether nothing was delivered and nothing changed; imports as little as can tell."""
    from ingest.waiting import is_waiting

    return not is_waiting(data) and up_to_date(data, datenstand)


def up_to_date(data: DataDir, datenstand: str | None = None) -> bool:
    """Whether the current snapshot is whole and made from exactly what is there.

    Raises:
        Locked: somebody has the warehouse open and it is not as the last run left it.
    """
    return is_current(data, chosen_datenstand(datenstand))


def prepare(data: DataDir) -> None:
    """Make sure that what the models read exists, so that a plan never meets a missing file."""
    from publish.disclosure_history import History
    from publish.gate_report import write_findings

    History(data.disclosure, data.published).prepare()
    if not data.findings.exists():
        write_findings(None, data.gate)


def examine(data: DataDir, earlier: float, *, lake: bool = True) -> list[Path]:
    """Make warehouse and state fit to work with; returns the damaged files now set aside.

    Nothing delivered lies in them: a plan builds them anew from the lake. earlier: when the run
    before began (POSIX seconds). lake: look at the lake first.

    Raises:
        LakeDamaged: the lake cannot be built from.
        Locked: another session has warehouse or state open.
        OtherVersion: SQLMesh was exchanged and the state not migrated.
    """
    if lake:
        _examine_lake(data)
    receipt = Receipt.read(data)
    changed = {path.name for path in receipt.differing(data)} if receipt else None
    names = {path.name for path in warehouse.databases(data)}
    was_killed = any(warehouse.wal(path).exists() for path in warehouse.databases(data))
    if warehouse.faults(data, deep=changed is None or bool(changed & names) or was_killed):
        return warehouse.set_aside(data)
    if data.warehouse.exists():
        if warehouse.is_of_another_version(data):
            raise warehouse.OtherVersion
        if was_killed and warehouse.forget_lost(data, earlier):
            data.built_from.unlink(missing_ok=True)
        warehouse.admit_torn(data)
    return []


def _examine_lake(data: DataDir, *, deep: bool = False) -> None:
    """Bytes of all files where one looks different than at the last publication."""
    from ingest.intact import damaged

    receipt = Receipt.read(data)
    known = receipt.files if receipt else {}
    changed = {str(path) for path in receipt.differing(data)} if receipt else set()
    touched = any(name in known and name.startswith(data.lake.name) for name in changed)
    damages = damaged(data, deep=deep or touched)
    if damages:
        raise LakeDamaged(damages)


def _blame(data: DataDir) -> None:
    """Where models or the gate failed: raise if that is because of damage nobody saw before."""
    _examine_lake(data, deep=True)
    if warehouse.faults(data):
        raise DatabaseDamaged(", ".join(path.name for path in warehouse.set_aside(data)))


def check(data: DataDir) -> GateReport:
    """Run the gate on prod and keep its findings where mart.befund shows them."""
    from publish.gate import run_gate
    from publish.gate_report import write_findings, write_report
    from publish.suites import load_suites

    prepare(data)
    warehouse.open_here(data)
    with temporary_files(data):  # of Great Expectations; elsewhere nobody may let us write
        report = run_gate(data.warehouse, load_suites(EXPECTATIONS))
    if any(outcome.errored for outcome in report.outcomes):
        _blame(data)
    write_findings(report, data.gate)
    write_report(report, data.gate)
    return report


def is_built(data: DataDir, datenstand: str | None = None) -> bool:
    """Whether prod shows just what the present inputs give, so that no plan is needed."""
    kept, shown = Inputs.read(data.built_from), warehouse.prod(data)
    present = fingerprint(data, chosen_datenstand(datenstand))
    return kept is not None and bool(shown) and (kept.prod, kept.sha256) == (shown, present)


def build(
    data: DataDir,
    environment: str,
    datenstand: str | None = None,
    progress: Callable[[float, int, str], None] | None = None,
) -> bool:
    """Bring an environment up to date and keep what prod was built from; True if it changed.

    Raises:
        PlanFailed: a model or audit failed; the environment is as it was.
        LakeDamaged, DatabaseDamaged: because of a damaged file, not of a model.
    """
    from tintg.plan import plan

    inputs = Inputs.present(data, chosen_datenstand(datenstand))  # before, so never too new
    try:
        changed = plan(data, environment, inputs.datenstand, progress)
    except warehouse.PlanFailed:
        _blame(data)
        raise
    if environment == "prod":
        Inputs(inputs.sha256, inputs.commit, inputs.datenstand, warehouse.prod(data)).write(
            data.built_from
        )
    return changed


def publish(data: DataDir, report: GateReport) -> str:
    """Publish what is in prod, after the gate; returns the snapshot's id.

    Raises:
        GateBlocked: an expectation of severity error failed or could not be evaluated.
    """
    from publish.disclosure_history import History
    from publish.snapshot import Origin, write_snapshot

    if report.blocked:
        raise GateBlocked(report)
    shown = warehouse.prod(data)
    inputs = Inputs.of_prod(data.built_from, shown, warehouse.datenstand_of_prod(data))
    origin = Origin(
        commit=inputs.commit,
        datenstand=inputs.datenstand,
        input_sha256=inputs.sha256,
        versions=versions(),
        synthetic=partial(is_synthetic, data),
        demo_key=partial(uses_demo_key, data),
    )
    history = History(data.disclosure, data.published)
    snapshot = write_snapshot(data.warehouse, history, SEEDS / "geo", report, origin)
    Receipt.of(data, snapshot, inputs.sha256).write(data)
    return snapshot


def tidy(data: DataDir) -> int:
    """What nobody needs any more: old snapshots, expired environments, unused tables.

    Returns how many tables went. The receipt is written anew, because the databases look different
    afterwards.
    """
    from publish.keep import prune
    from tintg.plan import run_janitor

    prune(data.published)
    run_janitor(data)
    dropped = warehouse.drop_unused(data)
    receipt = Receipt.read(data)
    if receipt is not None:
        Receipt.of(data, receipt.snapshot, receipt.inputs).write(data)
    return dropped
