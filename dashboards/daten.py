"""Indicators and their values as the pages ask for them: from `pub` to values and tables."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboards.bezeichnungen import REFERENCES
from dashboards.snapshot import Snapshot
from dashboards.zahlen import Value, date

LAND = "05"

_VALUES = """
    SELECT w.raum_id, r.name AS raum, r.typ AS raum_typ, r.uebergeordnet_id, w.zeitraum,
        w.auspraegung, w.wert, w.zaehler, w.nenner, w.n, w.n_ka, w.status, w.datenstand, w.quellen
    FROM pub.indikator_wert AS w
    LEFT JOIN pub.raum AS r ON r.raum_ebene = w.raum_ebene AND r.raum_id = w.raum_id
    WHERE w.indikator_id = $1 AND w.raum_ebene = $2 AND w.zeitraum_typ = $3
        AND w.zeitraum = COALESCE($4, w.zeitraum) AND w.raum_id = COALESCE($5, w.raum_id)
        AND w.auspraegung = COALESCE($6, w.auspraegung)
    ORDER BY strip_accents(lower(r.name)), w.raum_id, w.zeitraum, w.auspraegung
"""

_HAS_POPULATION = """
    SELECT 1 FROM duckdb_tables() WHERE schema_name = 'pub' AND table_name = 'bezugsbevoelkerung'
"""


@dataclass(frozen=True)
class Indicator:
    """One entry of the catalogue."""

    id: str
    name: str
    definition: str = ""
    formel: str = ""
    einheit: str = ""
    dezimalen: int = 0
    bruch: str = ""
    vorsicht: str = ""

    def value(self, wert: Any, status: Any = "") -> Value:
        """A number of this indicator, with its unit and decimals."""
        missing = wert is None or pd.isna(wert)
        return Value(
            None if missing else float(wert),
            "" if status is None or pd.isna(status) else str(status),
            self.einheit,
            self.dezimalen,
        )

    @property
    def break_year(self) -> str:
        """The first year that cannot be compared with those before, empty without a break."""
        year = self.bruch.partition(":")[0].strip()
        return year if len(year) == 4 and year.isdigit() else ""

    @property
    def break_reason(self) -> str:
        """Why the series breaks."""
        return self.bruch.partition(":")[2].strip()


def indicator(snapshot: Snapshot, indikator_id: str) -> Indicator:
    """The catalogue's entry, a bare one if the catalogue does not know the id."""
    frame = snapshot.query(
        "SELECT name, definition, formel, einheit, dezimalen, bruch, vorsicht"
        " FROM pub.indikator WHERE indikator_id = ?",
        indikator_id,
    )
    if frame.empty:
        return Indicator(indikator_id, indikator_id)
    entry = {key: "" if pd.isna(value) else value for key, value in frame.iloc[0].items()}
    decimals = int(entry.pop("dezimalen") or 0)
    return Indicator(indikator_id, dezimalen=decimals, **{str(k): str(v) for k, v in entry.items()})


def values(
    snapshot: Snapshot,
    indikator_id: str,
    ebene: str,
    *,
    typ: str = "jahr",
    zeitraum: str | None = None,
    raum_id: str | None = None,
    auspraegung: str | None = None,
) -> pd.DataFrame:
    """Rows of one indicator and level, with the names of their units."""
    return snapshot.query(_VALUES, indikator_id, ebene, typ, zeitraum, raum_id, auspraegung)


def single(
    snapshot: Snapshot,
    indikator_id: str,
    zeitraum: str,
    ebene: str = "land",
    raum_id: str = LAND,
    auspraegung: str | None = None,
) -> Value:
    """One value of a year; `keine_angabe` where there is none."""
    frame = values(
        snapshot, indikator_id, ebene, zeitraum=zeitraum, raum_id=raum_id, auspraegung=auspraegung
    )
    known = indicator(snapshot, indikator_id)
    if frame.empty:
        return known.value(None, "keine_angabe")
    return known.value(frame.iloc[0]["wert"], frame.iloc[0]["status"])


def years(snapshot: Snapshot, indikator_id: str, ebene: str = "land") -> list[str]:
    """Years with values, the newest first."""
    frame = snapshot.query(
        "SELECT DISTINCT zeitraum FROM pub.indikator_wert WHERE indikator_id = ?"
        " AND raum_ebene = ? AND zeitraum_typ = 'jahr' ORDER BY zeitraum DESC",
        indikator_id,
        ebene,
    )
    return [str(year) for year in frame["zeitraum"]]


def units(snapshot: Snapshot, ebene: str) -> pd.DataFrame:
    """All units of a level: raum_id, name, typ, uebergeordnet_id, einwohner."""
    return snapshot.query(
        "SELECT raum_id, name, typ, uebergeordnet_id, einwohner FROM pub.raum"
        " WHERE raum_ebene = ? ORDER BY strip_accents(lower(name)), raum_id",
        ebene,
    )


def population_told(snapshot: Snapshot, year: str) -> str:
    """The day of the population behind a year's values for each inhabitant, as German words.

    Empty where it is not known, as in snapshots from before this table was published.
    """
    if snapshot.query(_HAS_POPULATION).empty:
        return ""
    frame = snapshot.query(
        "SELECT stichtag FROM pub.bezugsbevoelkerung WHERE zeitraum_jahr = ?", year
    )
    return "" if frame.empty else f"Bevölkerung am {date(frame.iloc[0]['stichtag'])}"


@dataclass(frozen=True)
class Provenance:
    """The sources of a figure, each with the newest Datenstand of the values taken from it."""

    stamps: tuple[tuple[str, dt.date | None], ...]

    @property
    def quellen(self) -> tuple[str, ...]:
        """The sources alone."""
        return tuple(source for source, _ in self.stamps)


def provenance(*frames: pd.DataFrame) -> Provenance:
    """Where the rows come from. Reference data have their day in their name, no Datenstand."""
    newest: dict[str, dt.date | None] = {}
    for frame in frames:
        known = frame.dropna(subset=["quellen"])
        for quellen, stamps in known.groupby("quellen")["datenstand"]:
            stamp = pd.to_datetime(stamps).max()
            day = None if pd.isna(stamp) else stamp.date()
            for source in str(quellen).split("|"):
                dates = [d for d in (newest.get(source), day) if d and source not in REFERENCES]
                newest[source] = max(dates, default=None)
    return Provenance(tuple(sorted(newest.items())))
