"""Disclosure control: which rows of mart.indikator_wert may not be published (design, section 3).

Rules are data: thresholds in geheimhaltung.yaml, what adds up to what in beziehungen.sql, what is
known from earlier snapshots in system.sql. suppression.py finds the rows to hide with the small
counts, disclosure_audit.py attacks what would be published. Explained in docs/geheimhaltung.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import yaml
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from publish.disclosure_audit import Proof, System, attack
from publish.disclosure_history import History
from publish.suppression import Block, Bools, Floats, Ints, Unprotectable, protect
from tintg.cells import literal

_HERE = Path(__file__).parent
RULES = _HERE / "geheimhaltung.yaml"
METHOD = "zellsperrung"
PROTECTED_TABLE = "indikator_wert"
KEY = "indikator_id, raum_ebene, raum_id, zeitraum_typ, zeitraum, merkmal, auspraegung"
EMPTIED = ("wert", "zaehler", "nenner", "n", "n_ka")


class Disclosure:
    """Disclosure control of one snapshot: decide, attack what was built from it, keep the proof.

    Attributes:
        hidden: Parquet file with the keys of the rows to hide, for `protected`.
    """

    def __init__(self, warehouse: Path, history: History, rules: Path = RULES) -> None:
        history.folder.mkdir(parents=True, exist_ok=True)
        self.hidden = history.folder / ".verborgen.parquet"
        self.db = duckdb.connect()  # exact values stay in memory
        catalogue = warehouse.stem
        self.db.execute(f"ATTACH {literal(str(warehouse))} AS {catalogue} (READ_ONLY)")
        self.system = load_system(self.db, catalogue, history, rules)
        self.db.execute(f"DETACH {catalogue}")
        hidden = hide(self.system)
        rows = {"zeile": self.system.rows[hidden], "klein": self.system.small[hidden]}
        self.db.register("zu_verbergen", rows)
        self.db.execute(
            f"""
            CREATE TABLE verborgen AS
            SELECT wert.zeile, {KEY}, CASE WHEN zeile.ohne_regel THEN 'ohne_regel'
                WHEN zu_verbergen.klein THEN 'primaer' ELSE 'sekundaer' END AS geheim_art
            FROM zu_verbergen INNER JOIN wert USING (zeile) INNER JOIN zeile USING (zeile);
            COPY (SELECT {KEY} FROM verborgen) TO {literal(str(self.hidden))} (FORMAT parquet);
            """
        )

    def prove(self, snapshot: Path) -> dict[str, int]:
        """Attack the finished snapshot file; returns the numbers for the manifest.

        Raises:
            DisclosureFailed: hidden counts can be computed back.
        """
        self.db.execute(f"ATTACH {literal(str(snapshot))} AS stand (READ_ONLY)")
        self.db.execute(
            f"""
            CREATE TABLE gezeigt AS
            SELECT benannt.groesse, BOOL_OR(CASE benannt.feld
                WHEN 'wert' THEN pub.wert WHEN 'zaehler' THEN pub.zaehler
                WHEN 'nenner' THEN pub.nenner WHEN 'n' THEN pub.n ELSE pub.n_ka
                END IS NOT NULL) AS offen
            FROM (SELECT zeile, feld, groesse FROM benannt) AS benannt
            INNER JOIN wert USING (zeile)
            INNER JOIN stand.pub.indikator_wert AS pub USING ({KEY})
            GROUP BY benannt.groesse;
            DETACH stand;
            """
        )
        shown = self.db.execute(
            "SELECT COALESCE(offen, FALSE) AS offen FROM groesse LEFT JOIN gezeigt"
            " ON gezeigt.groesse = groesse.name ORDER BY groesse.name"
        ).fetchnumpy()["offen"]
        self._keep(attack(self.system, np.asarray(shown, bool)), np.asarray(shown, bool))
        numbers = dict(
            self.db.execute(
                "SELECT geheim_art, COUNT(*) FROM geheimhaltung GROUP BY geheim_art"
            ).fetchall()
        )
        kinds = {kind: int(numbers.get(kind, 0)) for kind in ("primaer", "sekundaer", "ohne_regel")}
        return {**kinds, "zurueckgehalten": sum(kinds.values())}

    def _keep(self, proof: Proof, shown: Bools) -> None:
        """The tables that the history keeps: what is hidden, and within which bounds."""
        known = shown | self.system.known
        names = np.array(self.system.names, dtype=object)
        self.db.register(
            "beweis", {"name": names, "von": proof.least, "bis": proof.most, "bekannt": known}
        )
        self.db.execute(
            """
            ALTER TABLE groesse ADD COLUMN verborgen BOOLEAN;
            UPDATE groesse SET verborgen = NOT beweis.bekannt FROM beweis
            WHERE beweis.name = groesse.name;
            CREATE TABLE geheimhaltung AS
            SELECT verborgen.* EXCLUDE (zeile),
                MAX(benannt.schwelle) AS schwelle,
                -- of a row with several counts the smallest, which is the one to protect
                ARG_MIN(beweis.von, NULLIF(benannt.zahl, 0))::BIGINT AS untergrenze,
                ARG_MIN(beweis.bis, NULLIF(benannt.zahl, 0))::BIGINT AS obergrenze
            FROM verborgen
            LEFT JOIN benannt ON benannt.zeile = verborgen.zeile
                AND benannt.gezaehlt <> 'begleitend'
            LEFT JOIN beweis ON beweis.name = benannt.groesse AND NOT beweis.bekannt
            GROUP BY ALL;
            """
        )

    def close(self) -> None:
        """Forget the exact values."""
        self.db.close()
        self.hidden.unlink(missing_ok=True)


def protected(columns: Sequence[str], values: str, hidden: Path) -> str:
    """A subquery of the values in which the hidden rows are emptied and have status `geheim`."""
    withheld = "verborgen.indikator_id IS NOT NULL"
    selected = ", ".join(
        f"CASE WHEN {withheld} THEN NULL ELSE wert.{column} END AS {column}"
        if column in EMPTIED
        else f"CASE WHEN {withheld} THEN 'geheim' ELSE wert.status END AS status"
        if column == "status"
        else f"wert.{column}"
        for column in columns
    )
    same = " AND ".join(f"verborgen.{key} = wert.{key}" for key in KEY.split(", "))
    return (
        f"(SELECT {selected} FROM {values} AS wert"
        f" LEFT JOIN {literal(str(hidden))} AS verborgen ON {same})"
    )


def load_system(
    db: duckdb.DuckDBPyConnection, catalogue: str, history: History, rules: Path = RULES
) -> System:
    """Build the system in the connection (tables of system.sql) from a warehouse attached to it."""
    _load_rules(db, yaml.safe_load(rules.read_text("utf-8")))
    db.execute(
        f"""
        CREATE TABLE raum AS FROM {catalogue}.mart.raum;
        CREATE TABLE wert AS
        SELECT ROW_NUMBER() OVER (ORDER BY {KEY}) - 1 AS zeile, wert.*
        FROM {catalogue}.mart.indikator_wert AS wert
        LEFT JOIN {catalogue}.mart.indikator AS indikator USING (indikator_id)
        -- an indicator that the catalogue does not know is protected, too
        WHERE COALESCE(indikator.schutz, 'person') = 'person' AND wert.wert IS NOT NULL
            OR COALESCE(indikator.schutz, 'person') = 'person' AND wert.n > 0
        """
    )
    db.execute((_HERE / "beziehungen.sql").read_text("utf-8"))
    history.load(db)
    db.execute((_HERE / "system.sql").read_text("utf-8"))
    return _as_numbers(db)


def _load_rules(db: duckdb.DuckDBPyConnection, rules: dict[str, Any]) -> None:
    common = int(rules["schwelle"]["wert"])
    entries = [
        (indicator, field, role, int(entry.get("schwelle", {}).get("wert", common)))
        for indicator, entry in rules["indikatoren"].items()
        for role in ("personen", "basis", "begleitend")
        for field in entry.get(role, [])
    ]
    db.execute("CREATE TABLE regel (indikator_id TEXT, feld TEXT, rolle TEXT, schwelle INTEGER)")
    db.executemany("INSERT INTO regel VALUES (?, ?, ?, ?)", entries)
    db.execute("CREATE TABLE gewicht (raum_ebene TEXT, gewicht DOUBLE)")
    db.executemany("INSERT INTO gewicht VALUES (?, ?)", list(rules["gewicht"].items()))
    preferred = [(i, e["gewicht"]) for i, e in rules["indikatoren"].items() if "gewicht" in e]
    db.execute("CREATE TABLE vorrang (indikator_id TEXT, gewicht DOUBLE)")
    db.executemany("INSERT INTO vorrang VALUES (?, ?)", preferred)


def _as_numbers(db: duckdb.DuckDBPyConnection) -> System:
    counts = db.execute("SELECT * FROM groesse ORDER BY name").fetchnumpy()
    rows = db.execute("SELECT * FROM zeile ORDER BY zeile").fetchnumpy()
    numbered = (
        "(SELECT name AS groesse, ROW_NUMBER() OVER (ORDER BY name) - 1 AS i FROM groesse)"
        " AS nummeriert"
    )
    shown = db.execute(
        f"SELECT DISTINCT i, zeile FROM benannt JOIN {numbered} USING (groesse) ORDER BY i, zeile"
    ).fetchnumpy()
    links = db.execute(
        f"SELECT nummer, i, koeffizient, gleich FROM beziehung_geprueft JOIN {numbered}"
        " ON groesse = name ORDER BY nummer, i"
    ).fetchnumpy()
    values = _floats(counts["zahl"])
    number = int(links["nummer"].max()) + 1 if len(links["nummer"]) else 0
    equal = np.zeros(number, bool)
    equal[links["nummer"]] = links["gleich"]
    splits = np.searchsorted(shown["i"], np.arange(1, len(values)))
    forced = rows["klein"] | rows["gehalten"] | rows["ohne_regel"]
    return System(
        names=[str(name) for name in counts["name"]],
        values=values,
        # a hidden count is not zero, for zeros stay; shares of few persons may have a zero in them
        floors=np.minimum(values, 1.0),
        widths=_floats(counts["weite"]),
        known=np.asarray(counts["bekannt"], bool),
        fresh=np.asarray(counts["neu"] | counts["vorher"], bool),
        shown_in=np.split(shown["zeile"], splits) if len(values) else [],
        relations=csr_array(
            (links["koeffizient"], (links["nummer"], links["i"])), shape=(number, len(values))
        ),
        equal=equal,
        rows=rows["zeile"],
        weights=_floats(rows["gewicht"]),
        fixed=np.asarray(rows["null_bleibt"] & ~forced, bool),
        forced=np.asarray(forced, bool),
        small=np.asarray(rows["klein"], bool),
    )


def _floats(column: Any) -> Floats:
    return np.asarray(column, dtype=np.float64)


def hide(system: System) -> Bools:
    """For each row of the system whether it has to be hidden.

    Where nothing changed since the last snapshot the rows hidden then are hidden again, unsolved.
    Where too much is known already everything else that belongs to it is hidden; whether that is
    enough the audit decides.
    """
    hidden = system.forced.copy()
    for counts, rows in _blocks(system):
        block = _block(system, counts, rows)
        if not system.fresh[counts].any() or not block.concealed(block.hidden).size:
            continue
        try:
            hidden[rows] = protect(block)
        except Unprotectable:
            hidden[rows] = ~system.fixed[rows] | hidden[rows]
    return hidden


def _blocks(system: System) -> Iterator[tuple[Ints, Ints]]:
    """Counts and rows that hang together, by relations or because a row shows several counts."""
    counts, rows = len(system.values), len(system.rows)
    shows = csr_array(
        (
            np.ones(sum(map(len, system.shown_in))),
            (
                np.repeat(np.arange(counts), [len(r) for r in system.shown_in]),
                np.concatenate([*system.shown_in, np.array([], int)]),
            ),
        ),
        shape=(counts, rows),
    )
    links = abs(system.relations)
    linked = (links.T @ links + shows @ shows.T).tocsr()
    number, label = connected_components(linked, directed=False)
    if not number:
        return
    order = np.argsort(label, kind="stable")
    for members in np.split(order, np.searchsorted(label[order], np.arange(1, number))):
        yield members, np.unique(np.concatenate([system.shown_in[i] for i in members]))


def _block(system: System, counts: Ints, rows: Ints) -> Block:
    part = system.relations[:, counts]
    within = np.flatnonzero(abs(part).sum(axis=1))
    return Block(
        values=system.values[counts],
        floors=system.floors[counts],
        widths=system.widths[counts],
        shown_in=[np.searchsorted(rows, system.shown_in[i]) for i in counts],
        known=system.known[counts],
        relations=part[within],
        equal=system.equal[within],
        weights=system.weights[rows],
        fixed=system.fixed[rows],
        hidden=system.forced[rows],
    )
