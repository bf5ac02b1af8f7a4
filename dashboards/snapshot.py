"""The published snapshot: which one is current, and cached questions to it.

A page is made from one snapshot: the entry script opens it at the start of each run and the
page asks that one only. Snapshots never change, so answers are cached by the snapshot's place.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

import duckdb
import pandas as pd
import streamlit as st

from tintg.paths import DataDir

P = ParamSpec("P")
R = TypeVar("R")

_LOCKED: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "python_enable_replacements": "false",  # SQL must not see Python's variables as tables
    "temp_directory": "",  # nothing is ever written beside the snapshot
    "memory_limit": "1GB",
    "threads": "2",
    "lock_configuration": "true",
}
_THIS_RUN = "_snapshot"


class SnapshotDefect(Exception):
    """A snapshot is there but cannot be read."""


@dataclass(frozen=True)
class Snapshot:
    """One complete snapshot, by the resolved folder it lies in."""

    folder: str

    @property
    def manifest(self) -> dict[str, Any]:
        """What `manifest.json` says."""
        return _manifest(self.folder)

    @property
    def id(self) -> str:
        """The snapshot's name."""
        return str(self.manifest["snapshot"])

    @property
    def synthetic(self) -> bool:
        """Whether any delivery in it is an example and no official figure."""
        return bool(self.manifest.get("synthetisch"))

    @property
    def demo_key(self) -> bool:
        """Whether pseudonyms in it were made with the public demo key."""
        return bool(self.manifest.get("vorfuehrschluessel"))

    def is_synthetic(self, source: str) -> bool:
        """Whether a delivery of this source is an example."""
        deliveries = self.manifest.get("quellen", {}).get(source, [])
        return any(delivery.get("synthetisch") for delivery in deliveries)

    def query(self, sql: str, *arguments: Any) -> pd.DataFrame:
        """The answer to a question in SQL; tables lie in schema `pub`."""
        return _query(self.folder, sql, arguments)


def cached(entries: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keep the answers of a function, which must depend on its arguments only."""

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        kept = st.cache_data(
            function,
            max_entries=entries,
            show_spinner=False,
            hash_funcs={Snapshot: lambda snapshot: snapshot.folder},
        )
        return cast(Callable[P, R], kept)

    return decorate


def open_current() -> Snapshot | None:
    """Open the snapshot that `current` points to now, for this run; None where there is none.

    Raises:
        SnapshotDefect: it cannot be read.
    """
    link = DataDir.from_environment().published / "current"
    try:
        folder = link.resolve(strict=True)
    except OSError:
        return None
    snapshot = Snapshot(str(folder))
    try:
        snapshot.query("SELECT COUNT(*) AS anzahl FROM pub.indikator")
        st.session_state[_THIS_RUN] = snapshot
        assert snapshot.id
    except (duckdb.Error, OSError, ValueError, KeyError) as error:
        raise SnapshotDefect(folder.name) from error
    return snapshot


def of_this_run() -> Snapshot:
    """The snapshot that the entry script opened for this run."""
    return cast(Snapshot, st.session_state[_THIS_RUN])


@cached(entries=8)
def _manifest(folder: str) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads((Path(folder) / "manifest.json").read_text("utf-8"))
    return manifest


def _connect(folder: str) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(Path(folder) / "tintg.duckdb", read_only=True, config=_LOCKED)


_connection = st.cache_resource(_connect, max_entries=4, show_spinner=False)


@cached(entries=1000)
def _query(folder: str, sql: str, arguments: tuple[Any, ...]) -> pd.DataFrame:
    with _connection(folder).cursor() as cursor:  # a cursor of its own: sessions are threads
        return cursor.execute(sql, arguments).df()
