"""The nightly job: ingest → plan → gate → publish, each stage with a line of what it did."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from tintg.origin import Inputs, chosen_datenstand, is_synthetic, uses_demo_key, versions
from tintg.paths import EXPECTATIONS, SEEDS, DataDir
from tintg.warehouse import datenstand_of_prod, open_here

if TYPE_CHECKING:
    from publish.gate import GateReport


class GateBlocked(Exception):
    """The gate holds publishing back; the last snapshot stays current.

    Attributes:
        report: what was found.
    """

    def __init__(self, report: GateReport) -> None:
        super().__init__("blocked")
        self.report = report


def prepare(data: DataDir) -> None:
    """Make sure that what the models read exists, so that a plan never meets a missing file."""
    from publish.disclosure_history import History
    from publish.gate_report import FINDINGS, write_findings

    History(data.disclosure, data.published).prepare()
    if not (data.gate / FINDINGS).exists():
        write_findings(None, data.gate)


def check(data: DataDir) -> GateReport:
    """Run the gate on prod and keep its findings where mart.befund shows them."""
    from publish.gate import run_gate
    from publish.gate_report import write_findings, write_report
    from publish.suites import load_suites

    prepare(data)
    open_here(data)
    report = run_gate(data.warehouse, load_suites(EXPECTATIONS))
    write_findings(report, data.gate)
    write_report(report, data.gate)
    return report


def build(
    data: DataDir,
    environment: str,
    datenstand: str | None = None,
    progress: Callable[[int, int, str], None] | None = None,
) -> bool:
    """Bring an environment up to date and keep what prod was built from; True if it changed.

    Raises:
        PlanFailed: a model or audit failed; the environment is as it was.
    """
    from tintg.plan import plan

    if data.state.exists() and not data.warehouse.exists():
        # it would claim that all tables are there already; everything is built anew from the lake
        data.state.replace(data.state.with_suffix(".verwaist"))
    inputs = Inputs.present(data, chosen_datenstand(datenstand))  # before, so never too new
    changed = plan(data, environment, inputs.datenstand, progress)
    if environment == "prod":
        inputs.write(data.built_from)
    return changed


def publish(data: DataDir) -> tuple[str, GateReport]:
    """Publish what is in prod, after the gate; returns the snapshot's id.

    Raises:
        GateBlocked: an expectation of severity error failed or could not be evaluated.
    """
    from publish.disclosure_history import History
    from publish.keep import prune
    from publish.snapshot import Origin, write_snapshot

    report = check(data)
    if report.blocked:
        raise GateBlocked(report)
    inputs = Inputs.of_prod(data.built_from, datenstand_of_prod(data))
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
    prune(data.published)
    return snapshot, report


def up_to_date(data: DataDir, datenstand: str | None = None) -> bool:
    """Whether the current snapshot was made from exactly the present inputs, and prod is there."""
    from publish.shelf import current_manifest

    manifest = current_manifest(data.published)
    inputs = Inputs.present(data, chosen_datenstand(datenstand))
    made_from_them = manifest is not None and manifest["eingabe_sha256"] == inputs.sha256
    return made_from_them and data.warehouse.exists()
