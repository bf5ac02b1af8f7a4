"""The gate: Great Expectations suites on the warehouse, pushed down into DuckDB.

A failed expectation of severity error, or one that itself errors, blocks publishing.
Results never hold delivered values: they are counted, not listed.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import os
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from publish.suites import Expected, Severity, Suite

# DuckDB forgets a pending result when the pool rolls back, so: autocommit and no reset
_ENGINE = {
    "isolation_level": "AUTOCOMMIT",
    "pool_reset_on_return": None,
    "skip_autocommit_rollback": True,
    "connect_args": {"read_only": True},
}


UNREADABLE = "datei"  # id of the one outcome of a suite file that cannot be used


@dataclass(frozen=True)
class Outcome:
    """One expectation and what came of it."""

    id: str
    suite: str
    table: str
    severity: Severity
    description: str
    passed: bool
    errored: bool
    rows: int | None
    unexpected: int | None

    @property
    def blocks(self) -> bool:
        """An expectation that cannot be evaluated is as bad as a failed one of severity error."""
        return self.errored or (not self.passed and self.severity == "error")

    @property
    def message(self) -> str:
        """One German sentence on what was found."""
        if self.id == UNREADABLE:
            return self.description
        if self.errored:
            return f"Die Erwartung „{self.description}“ ließ sich nicht prüfen."
        if self.unexpected:
            return f"Nicht erfüllt: {self.description} ({self.unexpected} Zeilen)"
        return f"Nicht erfüllt: {self.description}"


@dataclass
class GateReport:
    """All outcomes of one run."""

    checked_at: dt.datetime
    outcomes: list[Outcome] = field(default_factory=list)

    @property
    def failed(self) -> list[Outcome]:
        """Every outcome that is a finding."""
        return [outcome for outcome in self.outcomes if not outcome.passed]

    @property
    def blocked(self) -> bool:
        """Whether publishing must not happen."""
        return any(outcome.blocks for outcome in self.outcomes)

    def by_suite(self) -> dict[str, dict[str, Any]]:
        """Per suite: number of expectations, failures, whether it blocks."""
        suites: dict[str, dict[str, Any]] = {}
        for outcome in self.outcomes:
            suite = suites.setdefault(
                outcome.suite, {"erwartungen": 0, "nicht_erfuellt": 0, "blockiert": False}
            )
            suite["erwartungen"] += 1
            suite["nicht_erfuellt"] += not outcome.passed
            suite["blockiert"] |= outcome.blocks
        return suites

    def to_json(self) -> str:
        """The report as JSON."""
        return json.dumps(
            {
                "geprueft_am": self.checked_at.isoformat(),
                "blockiert": self.blocked,
                "suiten": self.by_suite(),
                "erwartungen": [
                    {**asdict(o), "blockiert": o.blocks, "meldung": "" if o.passed else o.message}
                    for o in self.outcomes
                ],
            },
            ensure_ascii=False,
            indent=2,
        )


def run_gate(warehouse: Path, suites: list[Suite]) -> GateReport:
    """Evaluate all suites on the warehouse file, which no other process may be writing."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    import great_expectations as gx

    # one announces a temporary folder, the other logs what becomes an outcome here
    for name in ("data_context.types.base", "core.expectation_suite"):
        logging.getLogger(f"great_expectations.{name}").setLevel(logging.CRITICAL)
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    source = context.data_sources.add_sql(
        "warehouse", connection_string=f"duckdb:///{warehouse}", kwargs=_ENGINE
    )
    report = GateReport(checked_at=dt.datetime.now(dt.UTC))
    try:
        for suite in suites:
            report.outcomes += _run_suite(gx, source, suite)
    finally:
        source.get_execution_engine().close()
        source.get_engine().dispose()
    return report


def _run_suite(gx: Any, source: Any, suite: Suite) -> list[Outcome]:
    """One outcome for each expectation of the suite, whatever goes wrong."""
    if suite.problem:
        return [_errored(suite, Expected(UNREADABLE, suite.problem, "error", {}))]
    try:
        results = _validate(gx, source, suite)
    except Exception:  # a missing table, a broken connection: nothing of it can be evaluated
        results = {}
    return [
        _outcome(suite, expected, results[expected.id])
        if expected.id in results
        else _errored(suite, expected)
        for expected in suite.expectations
    ]


def _validate(gx: Any, source: Any, suite: Suite) -> dict[str, Any]:
    """Results by id; an expectation that Great Expectations does not know has none."""
    schema, table = suite.table.split(".")
    asset = source.add_table_asset(suite.name, table_name=table, schema_name=schema)
    batch = asset.add_batch_definition_whole_table("alle").get_batch()
    known = [e.config for e in suite.expectations if _is_known(gx, e.config)]
    result = batch.validate(
        gx.ExpectationSuite(name=suite.name, expectations=known),
        # never store delivered values, only count them
        result_format={"result_format": "SUMMARY", "partial_unexpected_count": 0},
    )
    return {single.expectation_config.meta["id"]: single for single in result.results}


def _is_known(gx: Any, config: dict[str, Any]) -> bool:
    """Whether Great Expectations takes it; left to itself it drops an unknown one silently."""
    try:
        return len(gx.ExpectationSuite(name="probe", expectations=[config]).expectations) == 1
    except Exception:  # wrong kwargs raise pydantic's error, others its own
        return False


def _errored(suite: Suite, expected: Expected) -> Outcome:
    return Outcome(
        id=expected.id,
        suite=suite.name,
        table=suite.table,
        severity=expected.severity,
        description=expected.description,
        passed=False,
        errored=True,
        rows=None,
        unexpected=None,
    )


def _outcome(suite: Suite, expected: Expected, single: Any) -> Outcome:
    exceptions = single.exception_info or {}
    raised = exceptions.get("raised_exception") or any(
        isinstance(part, dict) and part.get("raised_exception") for part in exceptions.values()
    )
    if raised:
        return _errored(suite, expected)
    details = single.result or {}
    return replace(
        _errored(suite, expected),
        passed=bool(single.success),
        errored=False,
        rows=details.get("element_count"),
        unexpected=details.get("unexpected_count"),
    )
