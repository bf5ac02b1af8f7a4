"""Brings a SQLMesh environment up to date with models and deliveries (imports sqlmesh: slow)."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from tintg.paths import DataDir

# forked helpers outlive a kill -9 and keep the lock of the data directory; one process is as fast
os.environ["MAX_FORK_WORKERS"] = "1"
# its own notes lie with the data: a service may have no home, and a person's settings are no input
os.environ["SQLMESH_HOME"] = str(DataDir.from_environment().root / ".cache" / "sqlmesh")

from sqlmesh import Context
from sqlmesh.core.console import NoopConsole, set_console
from sqlmesh.core.loader import SqlMeshLoader

from tintg.lineage import keep
from tintg.output import Progress
from tintg.paths import DataDir
from tintg.warehouse import (
    Locked,
    OtherVersion,
    PlanFailed,
    data_file,
    is_about_the_disk,
    locked_by,
)
from tintg.workspace import inside, workspace


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


class _Loader(SqlMeshLoader):  # type: ignore[misc]
    """Loads no unit tests: a plan here runs none, and reading them takes a third of its start."""

    def load_model_tests(self, *_: Any, **__: Any) -> list[Any]:
        return []


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
        Locked: another session has the warehouse or the state open.
        OtherVersion: the state is of another version of SQLMesh.
        OSError: the disk is full or closed.
    """
    if datenstand:
        os.environ["TINTG_DATENSTAND"] = datenstand
    console = _Listener(progress)
    with _context(data, console) as context:
        try:
            result = context.plan(
                environment,
                auto_apply=True,
                no_prompts=True,
                no_diff=True,
                skip_tests=True,
                skip_linter=True,  # `make check` lints; one of the rules needs the unit tests
            )
            if environment == "prod":
                keep(data, context.snapshots.values())
        except Exception as error:
            _raise_if_not_the_models(error, console)
            raise PlanFailed(console.failures or [str(error).splitlines()[0]]) from error
    return bool(result.context_diff.has_changes or result.requires_backfill)


def run_janitor(data: DataDir) -> None:
    """Remove expired environments and the versions that no environment uses any more."""
    with _context(data, NoopConsole(), load=False) as context:
        context._load_materializations()  # or it cannot remove versions of a kind of our own
        context.run_janitor(ignore_ttl=False)


@contextmanager
def _context(data: DataDir, console: NoopConsole, *, load: bool = True) -> Iterator[Context]:
    set_console(console)
    with inside(workspace(data)):
        context = Context(paths=".", loader=_Loader, load=load)
        try:
            yield context
        finally:
            context.close()


def _raise_if_not_the_models(error: Exception, console: _Listener) -> None:
    """Where neither a model nor an audit is to blame, say what is."""
    seen: BaseException | None = error
    texts = list(console.failures)
    while seen is not None:
        texts.append(str(seen))
        seen = seen.__cause__ or seen.__context__
    text = "\n".join(texts)
    holder = locked_by(text)
    if holder is not None:
        raise Locked(data_file(text), holder) from error
    if is_about_the_disk(text):
        raise OSError(text) from error
    if re.search(r"\((local|remote)\)", text):
        raise OtherVersion(str(error)) from error
