"""Our cell suppression, cross-examined by τ-Argus, the tool that statistical offices use for it.

Two ways lead into pytauargus, a port of τ-Argus that needs no display. By its batch files it reads
one table, works out by itself what adds up to what, and then audits it or protects it in its own
way. By its solver's file format (JJ) its audit takes any linear relations, so that it can attack
all published indicators at once, which its batch files cannot.

The audit tells for each hidden cell the least and the greatest possible value, in real numbers. It
knows no demand on the distance between the two, which is what we promise; so the distance is
looked at here. Of a table it takes for known that no cell is below its smallest nor above its
greatest; in JJ each count has its own bounds.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np
import pytest

from publish.disclosure import KEY, Disclosure
from publish.disclosure_audit import System
from publish.disclosure_history import History
from publish.suppression import Bools, protect
from tests.test_disclosure import block_of
from tintg.paths import DataDir

engine = pytest.importorskip(
    "pytauargus.engine",
    reason="pytauargus is not installed: no second opinion on the cell suppression",
    exc_type=ImportError,  # also where its libraries do not fit the machine
)


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its solvers leave logs in the working directory."""
    monkeypatch.chdir(tmp_path)


# --- one table, as τ-Argus reads it itself -------------------------------------------------------

BATCH = """\
<OPENTABLEDATA> "tabelle.tab"
<OPENMETADATA> "tabelle.rda"
<SPECIFYTABLE> "raum""gruppe"|"personen"||
<SAFETYRULE>
<READTABLE> 0
"""
# the first three digits of a Kreis are its Regierungsbezirk
METADATA = """\
<SEPARATOR> ";"
<SAFE> "S"
<UNSAFE> "U"
raum
<RECODEABLE>
<TOTCODE> "05"
<HIERARCHICAL>
<HIERLEVELS> 3 2
gruppe
<RECODEABLE>
<TOTCODE> "alle"
personen
<NUMERIC>
status
<STATUS>
unten
<NUMERIC> <LOWERPL>
oben
<NUMERIC> <UPPERPL>
"""


class Table:
    """Persons by area and group with all totals: § 17 in one quarter."""

    def __init__(self, demo: DataDir, folder: Path) -> None:
        self.folder = folder
        with duckdb.connect(demo.warehouse, read_only=True) as db:
            cells = db.execute(
                """
                SELECT raum_id, IF(merkmal = '', 'alle', auspraegung), wert::INTEGER
                FROM mart.indikator_wert
                WHERE zeitraum = '2023-Q1' AND raum_ebene <> 'gemeinde'
                    AND indikator_id IN ('i17.personen_gruppe', 'i17.berechtigte_personen')
                ORDER BY ALL
                """
            ).fetchall()
        self.cells = [(area, group) for area, group, _ in cells]
        self.block = block_of(np.array([persons for *_, persons in cells]), self._sums())

    def _sums(self) -> list[tuple[list[int], int]]:
        parts: dict[tuple[str, str, str], list[int]] = {}
        for i, (area, group) in enumerate(self.cells):
            if area != "05":
                above = area[:3] if len(area) == 5 else "05"
                parts.setdefault((above, group, "raum"), []).append(i)
            if group != "alle":
                parts.setdefault((area, "alle", "gruppe"), []).append(i)
        return [(members, self.cells.index(key[:2])) for key, members in parts.items()]

    def audit(self, hidden: Bools, batch: str = BATCH, upper_level: int = 0) -> list[dict]:
        """What τ-Argus says of each hidden cell, here or, by the batch, hidden by itself."""
        status = np.where(self.block.hidden, "U", np.where(hidden, "M", "S"))
        lines = [
            f"{area};{group};{persons:.0f};{symbol};0;{upper_level}"
            for (area, group), persons, symbol in zip(
                self.cells, self.block.values, status, strict=True
            )
        ]
        (self.folder / "tabelle.tab").write_text("\n".join(lines))
        (self.folder / "tabelle.rda").write_text(METADATA)
        (self.folder / "lauf.arb").write_text(batch)
        return engine.run_batch(self.folder / "lauf.arb").audit(0)


def width(cell: dict) -> float:
    """Distance between the greatest and the least possible whole number."""
    return np.floor(cell["max"] + 1e-6) - np.ceil(cell["min"] - 1e-6)


def too_narrow(audited: list[dict]) -> list[dict]:
    return [cell for cell in audited if width(cell) < (3 if cell["status"] == "u" else 1)]


@pytest.fixture
def table(demo: DataDir, tmp_path: Path) -> Table:
    return Table(demo, tmp_path)


def test_tau_argus_cannot_compute_a_hidden_cell_of_a_table(table: Table) -> None:
    hidden = protect(table.block)
    assert table.block.values.min() == 1  # what everybody knows of a hidden count, here and there
    audited = table.audit(hidden)
    assert len(audited) == hidden.sum() > table.block.hidden.sum() > 15
    assert not too_narrow(audited)


def test_tau_argus_finds_what_only_hiding_the_small_gives_away(table: Table) -> None:
    audited = table.audit(table.block.hidden)
    given_away = [cell for cell in audited if cell["max"] - cell["min"] < 1e-6]
    assert len(given_away) > len(audited) / 2
    assert all(cell["unsafe"] for cell in given_away)
    assert all(cell["min"] == cell["value"] for cell in given_away)


def test_we_hide_no_more_than_tau_argus_would(table: Table) -> None:
    """Its optimum, where every small count may be three larger for all that anybody knows."""
    theirs = table.audit(table.block.hidden, f"{BATCH}<SUPPRESS> OPT(1,5)\n", upper_level=3)
    assert not too_narrow(theirs)
    assert protect(table.block).sum() <= len(theirs)


# --- everything published, with all relations ----------------------------------------------------


def audit_all(system: System, hidden: Bools, file: Path) -> list[dict]:
    """What the audit says of each count of the system that is hidden in all its rows.

    An inequality becomes an equation with one more unknown; that comes last and is left out here.
    """
    secret = np.array([hidden[rows].all() for rows in system.shown_in]) & ~system.known
    symbols = np.where(secret, np.where(system.widths > 1, "u", "m"), "s")
    counts = list(zip(system.values, symbols, system.floors, strict=True))
    equations = []
    for row in range(len(system.equal)):
        relation = system.relations[[row]]
        terms = [f"{i} ({x:g})" for i, x in zip(relation.indices, relation.data, strict=True)]
        if not system.equal[row]:
            terms.append(f"{len(counts)} (1)")
            counts.append((-(relation @ system.values)[0], "m", 0.0))
        equations.append(f"0 {len(terms)} : {' '.join(terms)}")
    # number, value, weight, status, least and greatest value, three levels of protection
    cells = [
        f"{i} {v:.0f} 1 {s} {floor:.0f} 1000000 0 0 0" for i, (v, s, floor) in enumerate(counts)
    ]
    lines = ["0", str(len(cells)), *cells, str(len(equations)), *equations]
    file.write_text("\n".join(lines) + "\n")
    audited = engine.audit_jj(str(file))
    return [cell for cell in audited if cell["cell"] < len(system.values)]


def test_tau_argus_cannot_compute_a_hidden_count_of_all_that_is_published(
    demo: DataDir, tmp_path: Path
) -> None:
    disclosure = Disclosure(demo.warehouse, History(tmp_path / "geheim", tmp_path / "stand"))
    system = disclosure.system
    disclosure.db.execute(
        f"ATTACH '{demo.published / 'current' / 'tintg.duckdb'}' AS stand (READ_ONLY)"
    )
    hidden = disclosure.db.execute(
        "SELECT pub.status IS NOT DISTINCT FROM 'geheim' AS geheim FROM wert"
        f" INNER JOIN stand.pub.indikator_wert AS pub USING ({KEY}) ORDER BY zeile"
    ).fetchnumpy()["geheim"]
    disclosure.close()
    published = audit_all(system, hidden, tmp_path / "alles.jj")
    assert len(published) > 300
    assert not [c for c in published if width(c) < system.widths[c["cell"]]]
    # and it would have noticed
    naive = audit_all(system, system.small, tmp_path / "alles.jj")
    assert len([c for c in naive if width(c) < system.widths[c["cell"]]]) > 100
