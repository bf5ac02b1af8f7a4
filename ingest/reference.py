"""Lists that deliveries are checked against: the 396 Gemeinden and the names they go by."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl

from ingest.matching import normalised
from tintg.paths import SEEDS


@dataclass(frozen=True)
class Reference:
    """gemeinden: 8-digit keys; gemeinde_names: normalised name -> the keys that bear it."""

    gemeinden: frozenset[str]
    gemeinde_names: dict[str, frozenset[str]]

    @property
    def unique_names(self) -> dict[str, str]:
        """Names that belong to exactly one Gemeinde (delivery interface 1.6)."""
        return {name: min(keys) for name, keys in self.gemeinde_names.items() if len(keys) == 1}


@cache
def load_reference(seeds: Path = SEEDS) -> Reference:
    """Read the lists from `seeds/`; keys keep their leading zeros."""
    gemeinden = pl.read_csv(seeds / "gemeinde.csv", infer_schema=False)["ags"]
    names = (
        pl.read_csv(seeds / "gemeinde_name.csv", infer_schema=False)
        .select(normalised(pl.col("name")).alias("name"), "ags")
        .group_by("name")
        .agg(pl.col("ags").unique())
    )
    return Reference(
        gemeinden=frozenset(gemeinden),
        gemeinde_names={name: frozenset(keys) for name, keys in names.iter_rows()},
    )
