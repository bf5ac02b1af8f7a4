"""Brings a SQLMesh environment up to date with models and deliveries (imports sqlmesh: slow)."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlmesh import Context
from sqlmesh.core.console import NoopConsole, set_console

from tintg.lineage import keep
from tintg.paths import DataDir
from tintg.workspace import inside, workspace


class PlanFailed(Exception):
    """A model or a blocking audit failed; nothing was promoted.

    Attributes:
        failures: one line for each failed model.
    """

    def __init__(self, failures: list[str]) -> None:
        super().__init__("; ".join(failures))
        self.failures = failures


Progress = Callable[[int, int, str], None]  # models done, models in all, name of the next one


@dataclass
class _Listener(NoopConsole):  # type: ignore[misc]
    """Hears what SQLMesh would print: passes progress on and keeps the failures."""

    progress: Progress | None = None
    failures: list[str] = field(default_factory=list)
    done: int = 0
    total: int = 0

    def start_evaluation_progress(self, batched_intervals: Any, *_: Any, **__: Any) -> None:
        self.done, self.total = 0, len(batched_intervals)

    def start_snapshot_evaluation_progress(self, snapshot: Any, *_: Any, **__: Any) -> None:
        if self.progress:
            self.progress(self.done, self.total, snapshot.node.name)

    def update_snapshot_evaluation_progress(self, *_: Any, **__: Any) -> None:
        self.done += 1

    def log_failed_models(self, errors: list[Any]) -> None:
        for error in errors:
            name = str(getattr(error.node, "snapshot_name", error.node)).replace('"', "")
            cause = str(getattr(error, "__cause__", None) or error).strip()
            self.failures.append(f"{name.split('.', 1)[-1]}: {cause.splitlines()[0]}")


def plan(
    data: DataDir,
    environment: str,
    datenstand: str | None = None,
    progress: Progress | None = None,
) -> bool:
    """Plan and apply; returns whether the environment changed.

    Args:
        environment: `prod` or the name of an own environment.
        datenstand: newest Datenstand that counts (YYYY-MM-DD), None for all.

    Raises:
        PlanFailed: a model or audit failed; the environment is as it was.
    """
    if datenstand:
        os.environ["TINTG_DATENSTAND"] = datenstand
    console = _Listener(progress)
    set_console(console)
    with inside(workspace(data)):
        context = Context(paths=".")
        try:
            result = context.plan(
                environment, auto_apply=True, no_prompts=True, skip_tests=True, no_diff=True
            )
            if environment == "prod":
                keep(data, context.snapshots.values())
        except Exception as error:
            raise PlanFailed(console.failures or [str(error).splitlines()[0]]) from error
        finally:
            context.close()
    return bool(result.context_diff.has_changes or result.requires_backfill)
