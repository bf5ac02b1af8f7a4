"""What earlier snapshots told: every count that was ever shown or hidden, and the last system.

One private DuckDB file, because two snapshots must not be subtracted from each other: a count
hidden once stays hidden as long as it does not change, and a count shown once is no secret.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

HIDDEN = "geheimhaltung.parquet"
_TABLES = {
    "frueher": "name TEXT, zahl DOUBLE, offen BOOLEAN, geheim BOOLEAN",
    "vorher_groesse": "name TEXT, zahl DOUBLE, verborgen BOOLEAN, weite DOUBLE",
    "vorher_beziehung": "beziehung TEXT, schluessel TEXT, name TEXT, koeffizient DOUBLE, art TEXT",
    "geheimhaltung": "indikator_id TEXT, raum_ebene TEXT, raum_id TEXT, zeitraum_typ TEXT,"
    " zeitraum TEXT, merkmal TEXT, auspraegung TEXT, art TEXT, schwelle INTEGER,"
    " untergrenze BIGINT, obergrenze BIGINT",
}


@dataclass(frozen=True)
class History:
    """The private folder of disclosure control, and the snapshots that it is about.

    Files: `verlauf.duckdb`; `geheimhaltung.parquet`, which mart.geheimhaltung shows; and between
    building a snapshot and switching to it `verlauf.neu.duckdb`.
    """

    folder: Path
    published: Path

    @property
    def file(self) -> Path:
        """The history up to the current snapshot."""
        return self.folder / "verlauf.duckdb"

    @property
    def pending(self) -> Path:
        """The history with a snapshot that may or may not have been switched to."""
        return self.folder / "verlauf.neu.duckdb"

    def prepare(self) -> None:
        """Make the folder and an empty `geheimhaltung.parquet` for the models to read."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if not (self.folder / HIDDEN).exists():
            with duckdb.connect() as db:
                db.execute(f"CREATE TABLE geheimhaltung ({_TABLES['geheimhaltung']})")
                self._show(db)

    def settle(self) -> None:
        """After the switch, or after a run that was killed around it: keep what came out."""
        if not self.pending.exists():
            return
        try:
            with duckdb.connect(self.pending, read_only=True) as db:
                row = db.execute("SELECT snapshot FROM stand").fetchone()
                out = row is not None and (self.published / row[0]).is_dir()
                if out:
                    self._show(db)
        except duckdb.Error:  # killed while writing it, so before the switch
            out = False
        if out:
            self.pending.replace(self.file)
        else:
            self.pending.unlink()

    def _show(self, db: duckdb.DuckDBPyConnection) -> None:
        beside = self.folder / f".{HIDDEN}"
        db.execute(f"COPY (FROM geheimhaltung) TO '{beside}' (FORMAT parquet)")
        beside.replace(self.folder / HIDDEN)

    def load(self, db: duckdb.DuckDBPyConnection) -> None:
        """The tables `frueher`, `vorher_groesse` and `vorher_beziehung`, empty without a history.

        Where the file is lost but snapshots are there, what they show counts as known, and what
        they hide as unchanged. Reads benannt and wert for that.
        """
        self.settle()
        if self.file.exists():
            db.execute(f"ATTACH '{self.file}' AS verlauf (READ_ONLY)")
        for name in ("frueher", "vorher_groesse", "vorher_beziehung"):
            db.execute(f"CREATE TABLE {name} ({_TABLES[name]})")
            if self.file.exists():
                db.execute(f"INSERT INTO {name} FROM verlauf.{name}")
        if self.file.exists():
            db.execute("DETACH verlauf")
        else:
            for values in self._published_values():
                self._learn(db, values)

    def _published_values(self) -> Iterator[Path]:
        for manifest in sorted(self.published.glob("[!.]*/manifest.json")):
            content = json.loads(manifest.read_text("utf-8"))
            values = manifest.parent / "parquet" / "indikator_wert.parquet"
            if manifest.parent.name != "current" and "verfahren" in content["geheimhaltung"]:
                yield values

    @staticmethod
    def _learn(db: duckdb.DuckDBPyConnection, values: Path) -> None:
        db.execute(
            f"""
            INSERT INTO frueher
            SELECT name, zahl, BOOL_OR(offen), NOT BOOL_OR(offen)
            FROM (
                SELECT benannt.groesse AS name,
                    CASE feld WHEN 'wert' THEN pub.wert WHEN 'zaehler' THEN pub.zaehler
                        WHEN 'nenner' THEN pub.nenner WHEN 'n' THEN pub.n ELSE pub.n_ka
                    END AS gezeigt,
                    COALESCE(gezeigt, benannt.zahl) AS zahl, gezeigt IS NOT NULL AS offen
                FROM (SELECT zeile, feld, groesse, zahl FROM benannt) AS benannt
                INNER JOIN wert ON wert.zeile = benannt.zeile
                INNER JOIN '{values}' AS pub USING (indikator_id, raum_ebene, raum_id,
                    zeitraum_typ, zeitraum, merkmal, auspraegung)
            )
            GROUP BY name, zahl
            """
        )

    def write(self, db: duckdb.DuckDBPyConnection, snapshot: str) -> None:
        """Keep what this snapshot tells, before it is switched to (`settle` follows the switch).

        Reads the tables frueher, groesse (with `verborgen`), beziehung and geheimhaltung.
        """
        self.pending.unlink(missing_ok=True)
        db.execute(f"ATTACH '{self.pending}' AS neu")
        db.execute(
            """
            CREATE TABLE neu.frueher AS
            SELECT name, zahl, BOOL_OR(offen) AS offen, BOOL_OR(geheim) AS geheim
            FROM (
                FROM frueher
                UNION ALL
                SELECT name, zahl, NOT verborgen, verborgen FROM groesse WHERE NOT vorher
            )
            GROUP BY name, zahl;
            CREATE TABLE neu.vorher_groesse AS
            SELECT name, zahl, verborgen, weite FROM groesse WHERE NOT vorher;
            CREATE TABLE neu.vorher_beziehung AS
            SELECT beziehung, schluessel, groesse AS name, koeffizient, art FROM beziehung;
            CREATE TABLE neu.geheimhaltung AS FROM geheimhaltung ORDER BY ALL;
            """
        )
        db.execute("CREATE TABLE neu.stand AS SELECT ? AS snapshot", [snapshot])
        db.execute("DETACH neu")
