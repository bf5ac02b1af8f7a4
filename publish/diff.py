"""What differs between two snapshots: values one by one, other tables in numbers, their origin.

It reads nothing but the two folders, so that it tells what anybody could find out who has both.
Old snapshots may lack tables or columns: what both have is compared.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from publish.shelf import read_manifest
from tintg.cells import literal

VALUES = "indikator_wert"
KEY = "indikator_id raum_ebene raum_id zeitraum_typ zeitraum merkmal auspraegung".split()  # noqa: SIM905
_BESIDE = ("zaehler", "nenner", "n", "n_ka", "einheit", "quellen")
# two sums of the same numbers in another order may differ in the last binary digits
_NOISE = 1e-12
_LARGE = ["land", "regierungsbezirk", "kreis"]  # these areas first
CHANGES = ("neu", "entfallen", "geaendert", "geheim_geworden", "nicht_mehr_geheim", "status")
SAME = ("nebenangaben", "datenstand", "gleich")


class UnreadableSnapshot(Exception):
    """A snapshot's manifest or tables cannot be read; the argument is its id."""


class UnknownIndicator(Exception):
    """An indicator that neither snapshot has a value of; the argument is its id."""


@dataclass(frozen=True)
class ValueChange:
    """One value that differs. art: one of CHANGES. prozent: of the old value, None for 0."""

    indikator_id: str
    raum_ebene: str
    raum_id: str
    zeitraum_typ: str
    zeitraum: str
    merkmal: str
    auspraegung: str
    art: str
    wert_alt: float | None
    wert_neu: float | None
    differenz: float | None
    prozent: float | None
    status_alt: str | None
    status_neu: str | None
    einheit: str | None


@dataclass(frozen=True)
class TableChange:
    """Rows of one table in both snapshots; None where a snapshot lacks it."""

    tabelle: str
    zeilen_alt: int | None
    zeilen_neu: int | None
    neu: int
    entfallen: int
    geaendert: int
    spalten_neu: list[str]
    spalten_entfallen: list[str]

    @property
    def is_same(self) -> bool:
        """Whether nothing differs."""
        return not (
            self.neu or self.entfallen or self.geaendert or self.spalten_neu
            or self.spalten_entfallen or self.zeilen_alt != self.zeilen_neu
        )  # fmt: skip


@dataclass(frozen=True)
class Difference:
    """All that differs between two snapshots.

    alt, neu: id, erstellt_am. herkunft: (what, old, new) of the manifests. lieferungen_neu,
    lieferungen_entfallen: those that count in one snapshot only. zaehlung: number of values for
    each of CHANGES and SAME. namen: of indicators and areas (`raum_ebene/raum_id`), dezimalen: of
    indicators; both for showing.
    """

    alt: dict[str, str]
    neu: dict[str, str]
    herkunft: list[tuple[str, str, str]]
    lieferungen_neu: list[dict[str, Any]]
    lieferungen_entfallen: list[dict[str, Any]]
    zaehlung: dict[str, int]
    werte: list[ValueChange]
    tabellen: list[TableChange]
    namen: dict[str, str]
    dezimalen: dict[str, int]


def compare(
    published: Path, old: str, new: str, indicators: Sequence[str] = (), area: str = ""
) -> Difference:
    """Compare two snapshots by their ids, the old one first.

    indicators, area (raum_id): only values of these; all if empty.

    Raises:
        UnreadableSnapshot, UnknownIndicator.
    """
    before, after = (_manifest(published / id_) for id_ in (old, new))
    with duckdb.connect(config={"threads": 2}) as connection:
        for name, id_ in (("alt", old), ("neu", new)):
            file = literal(str(published / id_ / "tintg.duckdb"))
            try:
                connection.execute(f"ATTACH {file} AS {name} (READ_ONLY)")
            except duckdb.Error as error:
                raise UnreadableSnapshot(id_) from error
        tables = _Tables(connection)
        counts, values = tables.values(indicators, area)
        others = [*tables.others(_keys(published / new) | _keys(published / old))]
        names, decimals = tables.names()
    delivered, once = _deliveries(before), _deliveries(after)
    return Difference(
        alt={key: str(before[key]) for key in ("snapshot", "erstellt_am")},
        neu={key: str(after[key]) for key in ("snapshot", "erstellt_am")},
        herkunft=[*_origin(before, after)],
        lieferungen_neu=[once[id_] for id_ in sorted({*once} - {*delivered})],
        lieferungen_entfallen=[delivered[id_] for id_ in sorted({*delivered} - {*once})],
        zaehlung=counts,
        werte=values,
        tabellen=others,
        namen=names,
        dezimalen=decimals,
    )


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest = read_manifest(folder)
        manifest["snapshot"], manifest["erstellt_am"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UnreadableSnapshot(folder.name) from error
    return manifest


def _keys(folder: Path) -> dict[str, list[str]]:
    """The primary key of each table, as the snapshot's own data package says."""
    try:
        package = json.loads((folder / "csv" / "datapackage.json").read_text("utf-8"))
        return {each["name"]: each["schema"]["primaryKey"] for each in package["resources"]}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _deliveries(manifest: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        each["lieferung_id"]: {"quelle": source, **each}
        for source, deliveries in manifest.get("quellen", {}).items()
        for each in deliveries
    }


def _origin(before: dict[str, Any], after: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """What the manifests say differently beside deliveries and tables."""
    for key in ("datenstand_gewaehlt", "commit", "synthetisch", "vorfuehrschluessel"):
        if before.get(key) != after.get(key):
            yield key, _text(before.get(key)), _text(after.get(key))
    for part in ("versionen", "geheimhaltung"):
        one, other = before.get(part) or {}, after.get(part) or {}
        for key in sorted({*one} | {*other}):
            if one.get(key) != other.get(key):
                yield f"{part}.{key}", _text(one.get(key)), _text(other.get(key))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


class _Tables:
    """The tables of two attached snapshots, `alt` and `neu`."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._columns: dict[tuple[str, str], dict[str, str]] = {}
        for side, table, column, kind in connection.execute(
            "SELECT database_name, table_name, column_name, data_type FROM duckdb_columns()"
            " WHERE schema_name = 'pub' AND database_name IN ('alt', 'neu') ORDER BY column_index"
        ).fetchall():
            self._columns.setdefault((side, table), {})[column] = kind

    def _of(self, side: str, table: str) -> dict[str, str]:
        """Name and type of each column of a table; none where the snapshot lacks it."""
        return self._columns.get((side, table), {})

    def values(
        self, indicators: Sequence[str], area: str
    ) -> tuple[dict[str, int], list[ValueChange]]:
        """How many values there are of each kind, and those that differ: large areas first."""
        self._pair(area)
        for id_ in indicators:
            if not self._rows(f"SELECT 1 FROM paar WHERE indikator_id = {literal(id_)} LIMIT 1"):
                raise UnknownIndicator(id_)
        if indicators:
            chosen = ", ".join(map(literal, indicators))
            self._connection.execute(f"DELETE FROM paar WHERE indikator_id NOT IN ({chosen})")
        counts = Counter(dict(self._rows("SELECT art, COUNT(*) FROM paar GROUP BY art")))
        changed = self._rows(
            f"""
            SELECT {", ".join(KEY)}, art, wert_alt, wert_neu, wert_neu - wert_alt,
                100 * (wert_neu - wert_alt) / NULLIF(ABS(wert_alt), 0), status_alt, status_neu,
                einheit
            FROM paar WHERE art NOT IN {SAME}
            ORDER BY LIST_POSITION({_LARGE}, raum_ebene) NULLS LAST, {", ".join(KEY)}
            """
        )
        return {art: counts[art] for art in (*CHANGES, *SAME)}, [ValueChange(*r) for r in changed]

    def _pair(self, area: str) -> None:
        """Table paar: each value of both snapshots beside each other, and how they differ."""
        both = self._of("alt", VALUES).keys() & self._of("neu", VALUES).keys()
        beside = [f"alt.{c} IS DISTINCT FROM neu.{c}" for c in _BESIDE if c in both]
        stands = [f"alt.{c} IS DISTINCT FROM neu.{c}" for c in ("datenstand",) if c in both]
        key = ", ".join(KEY)
        self._connection.execute(
            f"""
            CREATE TEMP TABLE paar AS
            WITH alt AS ({self._one("alt", area)}), neu AS ({self._one("neu", area)})
            SELECT {key}, alt.wert AS wert_alt, neu.wert AS wert_neu, alt.status AS status_alt,
                neu.status AS status_neu, COALESCE(neu.einheit, alt.einheit) AS einheit,
                CASE
                    WHEN alt.da IS NULL THEN 'neu'
                    WHEN neu.da IS NULL THEN 'entfallen'
                    WHEN neu.status = 'geheim' AND alt.status IS DISTINCT FROM 'geheim'
                        THEN 'geheim_geworden'
                    WHEN alt.status = 'geheim' AND neu.status IS DISTINCT FROM 'geheim'
                        THEN 'nicht_mehr_geheim'
                    WHEN (alt.wert IS NULL) <> (neu.wert IS NULL) OR ABS(neu.wert - alt.wert)
                        > {_NOISE} * GREATEST(ABS(alt.wert), ABS(neu.wert)) THEN 'geaendert'
                    WHEN alt.status IS DISTINCT FROM neu.status THEN 'status'
                    WHEN {" OR ".join(beside) or "FALSE"} THEN 'nebenangaben'
                    WHEN {" OR ".join(stands) or "FALSE"} THEN 'datenstand'
                    ELSE 'gleich'
                END AS art
            FROM alt FULL JOIN neu USING ({key})
            """
        )

    def _one(self, side: str, area: str) -> str:
        """The values of one snapshot with every column that is asked for; missing ones NULL."""
        there = self._of(side, VALUES)
        columns = {**dict.fromkeys((*KEY, "status", "einheit"), "VARCHAR"), "wert": "DOUBLE"}
        selected = [
            name if name in there else f"NULL::{kind} AS {name}" for name, kind in columns.items()
        ]
        selected += [name for name in (*_BESIDE, "datenstand") if name in there.keys() - columns]
        source = f"{side}.pub.{VALUES}" if there else "(SELECT 1 WHERE FALSE)"
        wanted = f"raum_id = {literal(area)}" if area and there else "TRUE"
        return f"SELECT TRUE AS da, {', '.join(selected)} FROM {source} WHERE {wanted}"

    def others(self, keys: dict[str, list[str]]) -> Iterator[TableChange]:
        """All tables but the values, by name, each with its number of rows that differ."""
        for table in sorted({name for _, name in self._columns} - {VALUES}):
            alt, neu = self._of("alt", table), self._of("neu", table)
            added = removed = changed = 0
            common = [column for column in neu if column in alt]
            if common:
                added, removed, changed = self._rows_that_differ(table, common, keys.get(table, []))
            yield TableChange(
                table,
                self._count("alt", table),
                self._count("neu", table),
                added,
                removed,
                changed,
                [column for column in neu if alt and column not in alt],
                [column for column in alt if neu and column not in neu],
            )

    def _rows_that_differ(
        self, table: str, columns: list[str], key: list[str]
    ) -> tuple[int, int, int]:
        """New, gone and changed rows; without a key in both, a changed row is one of each."""
        as_text = ", ".join(f"{column}::VARCHAR AS {column}" for column in columns)
        alt, neu = (f"SELECT {as_text} FROM {side}.pub.{table}" for side in ("alt", "neu"))
        by_key = ", ".join(key) if key and {*key} <= {*columns} else ""
        same_key = f"({by_key}) IN (SELECT ({by_key}) FROM %s)" if by_key else "FALSE"
        ((added, removed, changed),) = self._rows(
            f"""
            WITH nur_alt AS ({alt} EXCEPT ALL {neu}), nur_neu AS ({neu} EXCEPT ALL {alt})
            SELECT (SELECT COUNT(*) FROM nur_neu), (SELECT COUNT(*) FROM nur_alt),
                (SELECT COUNT(*) FROM nur_neu WHERE {same_key.replace("%s", "nur_alt")})
            """
        )
        return added - changed, removed - changed, changed

    def _count(self, side: str, table: str) -> int | None:
        if not self._of(side, table):
            return None
        ((rows,),) = self._rows(f"SELECT COUNT(*) FROM {side}.pub.{table}")
        return int(rows)

    def names(self) -> tuple[dict[str, str], dict[str, int]]:
        """Names of indicators and areas, decimals of indicators; the newer snapshot's count."""
        names: dict[str, str] = {}
        decimals: dict[str, int] = {}
        for side in ("alt", "neu"):
            if {"indikator_id", "name", "dezimalen"} <= self._of(side, "indikator").keys():
                for id_, name, places in self._rows(
                    f"SELECT indikator_id, name, dezimalen FROM {side}.pub.indikator"
                ):
                    names[id_], decimals[id_] = name, int(places or 0)
            if {"raum_ebene", "raum_id", "name"} <= self._of(side, "raum").keys():
                names |= dict(
                    self._rows(f"SELECT raum_ebene || '/' || raum_id, name FROM {side}.pub.raum")
                )
        return names, decimals

    def _rows(self, sql: str) -> list[Any]:
        return self._connection.execute(sql).fetchall()
