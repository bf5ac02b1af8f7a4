"""What the last snapshot told: its counts, shown or hidden, and their relations.

One private DuckDB file, because two snapshots must not be subtracted from each other: a count
hidden once stays hidden as long as it does not change, and one shown is known as long as that.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from publish.files import force
from publish.shelf import read_manifest, snapshots
from tintg.cells import literal

HIDDEN = "geheimhaltung.parquet"
_TABLES = {
    "vorher_groesse": "name TEXT, zahl DOUBLE, verborgen BOOLEAN, weite DOUBLE",
    "vorher_beziehung": "beziehung TEXT, schluessel TEXT, name TEXT, koeffizient DOUBLE, art TEXT",
    "geheimhaltung": "indikator_id TEXT, raum_ebene TEXT, raum_id TEXT, zeitraum_typ TEXT,"
    " zeitraum TEXT, merkmal TEXT, auspraegung TEXT, geheim_art TEXT, schwelle INTEGER,"
    " untergrenze BIGINT, obergrenze BIGINT",
}

_LAST = ("vorher_groesse", "vorher_beziehung")


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
        if not self._is_readable():
            with duckdb.connect() as db:
                db.execute(f"CREATE TABLE geheimhaltung ({_TABLES['geheimhaltung']})")
                self._show(db)

    def _is_readable(self) -> bool:
        try:
            duckdb.execute("SELECT 1 FROM read_parquet(?) LIMIT 0", [str(self.folder / HIDDEN)])
        except duckdb.Error:
            return False
        return True

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
        db.execute(f"COPY (FROM geheimhaltung) TO {literal(str(beside))} (FORMAT parquet)")
        beside.replace(self.folder / HIDDEN)

    def load(self, db: duckdb.DuckDBPyConnection) -> None:
        """The tables `vorher_groesse` and `vorher_beziehung`, empty without a history.

        Where the file is lost or damaged (then it is set aside) but the current snapshot is there,
        what that shows counts as known, and what it hides as unchanged. Reads benannt and wert.
        """
        self.settle()
        for name in _LAST:
            db.execute(f"CREATE TABLE {name} ({_TABLES[name]})")
        if not self._read(db):
            self._learn(db)

    def _read(self, db: duckdb.DuckDBPyConnection) -> bool:
        if not self.file.exists():
            return False
        try:
            db.execute(f"ATTACH {literal(str(self.file))} AS verlauf (READ_ONLY)")
            for name in _LAST:
                db.execute(f"INSERT INTO {name} FROM verlauf.{name}")
            db.execute("DETACH verlauf")
        except duckdb.Error:
            for name in _LAST:
                db.execute(f"DELETE FROM {name}")
            self.file.replace(self.file.with_name(f"{self.file.name}.beiseite"))
            return False
        return True

    def _learn(self, db: duckdb.DuckDBPyConnection) -> None:
        newest = next(iter(snapshots(self.published)), None)  # also where `current` is lost
        # snapshots from before disclosure control showed nothing of persons
        if (
            newest is None
            or "verfahren" not in read_manifest(self.published / newest)["geheimhaltung"]
        ):
            return
        values = self.published / newest / "parquet" / "indikator_wert.parquet"
        db.execute(
            f"""
            INSERT INTO vorher_groesse
            SELECT name, zahl, NOT BOOL_OR(offen), 1
            FROM (
                SELECT benannt.groesse AS name,
                    CASE feld WHEN 'wert' THEN pub.wert WHEN 'zaehler' THEN pub.zaehler
                        WHEN 'nenner' THEN pub.nenner WHEN 'n' THEN pub.n ELSE pub.n_ka
                    END AS gezeigt,
                    COALESCE(gezeigt, benannt.zahl) AS zahl, gezeigt IS NOT NULL AS offen
                FROM (SELECT zeile, feld, groesse, zahl FROM benannt) AS benannt
                INNER JOIN wert ON wert.zeile = benannt.zeile
                INNER JOIN {literal(str(values))} AS pub USING (indikator_id, raum_ebene, raum_id,
                    zeitraum_typ, zeitraum, merkmal, auspraegung)
            )
            GROUP BY name, zahl
            """
        )

    def write(self, db: duckdb.DuckDBPyConnection, snapshot: str) -> None:
        """Keep what this snapshot tells, before it is switched to (`settle` follows the switch).

        Reads the tables groesse (with `verborgen`), beziehung and geheimhaltung.
        """
        self.pending.unlink(missing_ok=True)
        db.execute(f"ATTACH {literal(str(self.pending))} AS neu")
        db.execute(
            """
            CREATE TABLE neu.vorher_groesse AS
            SELECT name, zahl, verborgen, weite FROM groesse WHERE NOT vorher;
            CREATE TABLE neu.vorher_beziehung AS
            SELECT beziehung, schluessel, groesse AS name, koeffizient, art FROM beziehung;
            CREATE TABLE neu.geheimhaltung AS FROM geheimhaltung ORDER BY ALL;
            """
        )
        db.execute("CREATE TABLE neu.stand AS SELECT ? AS snapshot", [snapshot])
        db.execute("DETACH neu")
        force(self.pending)
