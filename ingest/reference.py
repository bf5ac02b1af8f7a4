"""Lists that deliveries are checked against: regions, the names they go by, and codes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl

from ingest.matching import normalised
from tintg.paths import SEEDS


@dataclass(frozen=True)
class Reference:
    """All names are normalised (`ingest/matching.py`).

    gemeinden: 8-digit keys; gemeinde_names: name -> the keys that bear it; kreise: 5-digit keys;
    authorities: keys of the 54 bodies with a KI and KIM; authority_names: name -> key;
    authority_keys: 8-digit key -> key of its body; codes: list -> spelling -> id.
    """

    gemeinden: frozenset[str]
    gemeinde_names: dict[str, frozenset[str]]
    kreise: frozenset[str]
    authorities: frozenset[str]
    authority_names: dict[str, str]
    authority_keys: dict[str, str]
    codes: dict[str, dict[str, str]]

    @property
    def unique_names(self) -> dict[str, str]:
        """Names that belong to exactly one Gemeinde (delivery interface 1.6)."""
        return {name: min(keys) for name, keys in self.gemeinde_names.items() if len(keys) == 1}


# The 8-digit key of the StädteRegion without Stadt Aachen, which is a body of its own.
STAEDTEREGION = {"05334000": "05334"}


@cache
def load_reference(seeds: Path = SEEDS) -> Reference:
    """Read the lists from `seeds/`; keys keep their leading zeros."""
    gemeinden = _read(seeds / "gemeinde.csv")
    names = (
        _read(seeds / "gemeinde_name.csv")
        .select(normalised(pl.col("name")).alias("name"), "ags")
        .group_by("name")
        .agg(pl.col("ags").unique())
    )
    bodies = _read(seeds / "ki.csv").select("ki_id", normalised(pl.col("name")).alias("name"))
    # Stadt Aachen has that status too, but its Gemeinde key is the key of its body
    cities = gemeinden.filter(typ="kreisfreie Stadt").join(
        bodies, left_on="ags", right_on="ki_id", how="anti"
    )
    return Reference(
        gemeinden=frozenset(gemeinden["ags"]),
        gemeinde_names={name: frozenset(keys) for name, keys in names.iter_rows()},
        kreise=frozenset(_read(seeds / "kreis.csv")["kreis_ags"]),
        authorities=frozenset(bodies["ki_id"]),
        authority_names=dict(bodies.select("name", "ki_id").iter_rows()),
        authority_keys=dict(cities.select("ags", "kreis_ags").iter_rows()) | STAEDTEREGION,
        codes=_codes(_read(seeds / "codeliste.csv")),
    )


def _read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False)


def _codes(lists: pl.DataFrame) -> dict[str, dict[str, str]]:
    """For each list the spellings of its entries: id, name and what else counts."""
    spellings = (
        lists.with_columns(
            spelling=pl.concat_list("code", "name", pl.col("auch").fill_null("").str.split("|"))
        )
        .explode("spelling")
        .filter(pl.col("spelling") != "")
        .with_columns(normalised(pl.col("spelling")))
    )
    return {
        str(name): dict(entries.select("spelling", "code").iter_rows())
        for (name,), entries in spellings.group_by("liste")
    }
