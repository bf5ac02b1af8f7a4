"""The nightly job: ingest → plan → gate → publish, each stage with a line of what it did."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tintg.origin import chosen_datenstand, commit, input_sha256, is_synthetic, versions
from tintg.paths import EXPECTATIONS, SEEDS, DataDir
from tintg.warehouse import open_here

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
    from publish.gate_report import FINDINGS, write_findings

    if not (data.gate / FINDINGS).exists():
        write_findings(None, data.gate)


def check(data: DataDir) -> GateReport:
    """Run the gate on prod and keep its findings where mart.befund shows them."""
    from publish.gate import load_suites, run_gate
    from publish.gate_report import write_findings, write_report

    open_here(data)
    report = run_gate(data.warehouse, load_suites(EXPECTATIONS))
    write_findings(report, data.gate)
    write_report(report, data.gate)
    return report


def publish(data: DataDir, datenstand: str | None = None) -> tuple[str, GateReport]:
    """Publish what is in prod, after the gate; returns the snapshot's id.

    Raises:
        GateBlocked: an expectation of severity error failed or could not be evaluated.
    """
    from publish.snapshot import Origin, build

    report = check(data)
    if report.blocked:
        raise GateBlocked(report)
    chosen = chosen_datenstand(datenstand)
    origin = Origin(
        commit=commit(),
        datenstand=chosen,
        input_sha256=input_sha256(data, chosen),
        versions=versions(),
        synthetic=partial(is_synthetic, data),
    )
    return build(data.warehouse, data.published, SEEDS / "geo", report, origin), report


def up_to_date(data: DataDir, datenstand: str | None = None) -> bool:
    """Whether the current snapshot was made from exactly the present inputs."""
    from publish.snapshot import current_manifest

    manifest = current_manifest(data.published)
    chosen = chosen_datenstand(datenstand)
    return manifest is not None and manifest["eingabe_sha256"] == input_sha256(data, chosen)
