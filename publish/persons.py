"""What may be said outside about sources of single persons: that something is wrong, not with whom.

A source of persons is one whose contract has a pseudonym (ref.vertrag). Its findings name rows,
days and numbers of single cases, and the number of its rows is a number of persons. So findings
are put together, one for each rule and delivery with an order of magnitude, and numbers of rows
stay inside. The same holds for findings on a column that counts persons in any other source.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

import duckdb

from publish.gate import GateReport

_OF_DELIVERY = "LIEFERUNG"  # a finding on a whole file, not on a row: only its numbers go
TOGETHER = "zusammengefasst"  # key of findings that were put together
# up to nine may be four persons or one, so that no number below the threshold can be told apart
_MAGNITUDE = """
    CASE WHEN COUNT(*) < 10 THEN 'weniger als 10' WHEN COUNT(*) < 100 THEN '10 bis 99'
        WHEN COUNT(*) < 1000 THEN '100 bis 999' ELSE '1.000 oder mehr' END
"""
_ROW_COUNTS = ("zeilen_gelesen", "zeilen_geladen", "zeilen_doppelt", "zeilen_quarantaene")
_FINDING_COUNTS = ("befunde_offen_anzahl", "befunde_fehler_anzahl")
# findings and revisions: one row may be one person's
_OF_SINGLE_ROWS = {
    *("mart.befund", "mart.p00_befund", "mart.p09_befund", "mart.revision", "mart.korrektur"),
}


@dataclass(frozen=True)
class Persons:
    """Sources of single persons, and the contract columns that hold their pseudonyms."""

    sources: frozenset[str]
    pseudonyms: frozenset[str]

    @classmethod
    def of(cls, connection: duckdb.DuckDBPyConnection, catalogue: str) -> Persons:
        """As the contracts in the attached warehouse say."""
        rows = connection.execute(
            f"SELECT quelle, spalte FROM {catalogue}.ref.vertrag WHERE schutz = 'pseudonym'"
        ).fetchall()
        return cls(frozenset(row[0] for row in rows), frozenset(row[1] for row in rows))

    def seen_from_outside(self, table: str, source: str, catalogue: str) -> str:
        """The relation `source` (a mart) without what tells of single persons, as SQL."""
        rewrite: dict[str, Callable[[str, str], str]] = {
            "lieferung": self._deliveries,
            "befund": self._findings,
            "evaluationsfrage_abdeckung": self._coverage,
        }
        return rewrite[table](source, catalogue) if table in rewrite else source

    def _are_among(self, sources: str) -> str:
        """Whether a text of sources, joined by `|`, names one of persons."""
        named = ", ".join(f"'{name}'" for name in sorted(self.sources))
        return f"LIST_HAS_ANY(STR_SPLIT({sources}, '|'), [{named}]::TEXT[])"

    def _deliveries(self, source: str, _: str) -> str:
        return _without(source, _ROW_COUNTS, self._are_among("quelle"))

    def _coverage(self, source: str, _: str) -> str:
        return _without(source, _FINDING_COUNTS, self._are_among("quellen"))

    def _findings(self, source: str, catalogue: str) -> str:
        """Keys are never NULL here: they are the key of a published table."""
        uncounted = ", ".join(f"'{name}'" for name in self.tables)
        return f"""(
            WITH sorted AS (
                SELECT befund.*,
                    {self._are_among("befund.quelle")} OR EXISTS (
                        SELECT 1 FROM {catalogue}.ref.vertrag AS vertrag
                        WHERE vertrag.schutz = 'person'
                        AND LIST_CONTAINS(STR_SPLIT(befund.quelle, '|'), vertrag.quelle)
                        AND LIST_CONTAINS(STR_SPLIT(befund.schluessel, '/'), vertrag.spalte)
                    ) AS of_persons
                FROM {source} AS befund
            )
            SELECT regel, schweregrad, quelle, COALESCE(lieferung_id, '') AS lieferung_id,
                COALESCE(schluessel, '') AS schluessel,
                CASE WHEN of_persons THEN REGEXP_REPLACE(meldung, '^[0-9]+ von [0-9]+ ', '')
                    WHEN quelle IN ({uncounted})
                    THEN REGEXP_REPLACE(meldung, ' \\([0-9]+ Zeilen\\)$', '')
                    ELSE meldung END AS meldung,
                datenstand
            FROM sorted WHERE NOT of_persons OR regel = '{_OF_DELIVERY}'
            UNION ALL
            SELECT sorted.regel, ARG_MIN(schweregrad, INSTR('error warning info', schweregrad)),
                quelle, COALESCE(lieferung_id, ''), '{TOGETHER}',
                CONCAT(COALESCE(ANY_VALUE(regel.titel), sorted.regel), ' (', {_MAGNITUDE},
                    ' Befunde). Welche Zeilen es sind, bleibt zum Schutz einzelner Personen in der'
                    ' Evaluationsdatenbank.'),
                MAX(datenstand)
            FROM sorted LEFT JOIN {catalogue}.mart.regel AS regel ON regel.regel = sorted.regel
            WHERE of_persons AND sorted.regel <> '{_OF_DELIVERY}'
            GROUP BY sorted.regel, quelle, lieferung_id
        )"""

    @property
    def tables(self) -> list[str]:
        """Tables (schema.name) that the gate checks and whose rows must not be counted outside."""
        return sorted({f"raw.{source}" for source in self.sources} | _OF_SINGLE_ROWS)

    def report(self, report: GateReport) -> GateReport:
        """The gate's report without numbers of rows where they are numbers of persons."""
        return replace(
            report,
            outcomes=[
                replace(outcome, rows=None, unexpected=None)
                if outcome.table in self.tables
                else outcome
                for outcome in report.outcomes
            ],
        )


def _without(source: str, columns: Collection[str], condition: str) -> str:
    emptied = ", ".join(
        f"CASE WHEN {condition} THEN NULL ELSE {column} END AS {column}" for column in columns
    )
    return f"(SELECT * REPLACE ({emptied}) FROM {source})"
