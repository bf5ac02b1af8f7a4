"""Disclosure control: what is hidden, and that nobody computes it back.

The attackers here are written anew from what a reader of the published tables knows. They share no
code with publish/: one goes through all tables by hand, one asks SciPy with the catalogue's own
words on what adds up.
"""

from __future__ import annotations

import csv
import json
import shutil
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from scipy.sparse import csr_array, lil_array
from scipy.sparse.csgraph import connected_components

from publish.disclosure import KEY, METHOD, RULES, Disclosure, hide, protected
from publish.disclosure_audit import DisclosureFailed, attack
from publish.disclosure_history import History
from publish.suppression import Block, protect
from tests.conftest import run_tintg
from tintg import cli
from tintg.paths import SEEDS, DataDir

RULE_FILE = yaml.safe_load(RULES.read_text("utf-8"))


# --- the rules as data ---------------------------------------------------------------------------


def test_every_computed_indicator_of_persons_says_what_it_counts() -> None:
    with (SEEDS / "indikator.csv").open(encoding="utf-8") as file:
        of_persons = {
            row["indikator_id"]
            for row in csv.DictReader(file)
            if row["schutz"] == "person" and row["berechenbar"] == "true"
        }
    assert set(RULE_FILE["indikatoren"]) == of_persons


def test_every_threshold_has_a_day_and_a_reason() -> None:
    own = [entry["schwelle"] for entry in RULE_FILE["indikatoren"].values() if "schwelle" in entry]
    for threshold in [RULE_FILE["schwelle"], *own]:
        assert set(threshold) == {"wert", "seit", "grund"} and len(threshold["grund"]) > 40


# --- small tables, attacked by going through all of them ---------------------------------------


def crossed(rows: list[list[int]]) -> tuple[np.ndarray, list[tuple[list[int], int]]]:
    """All cells of a table with its margins, and which cells sum up to which."""
    table = np.array(rows)
    table = np.vstack([table, table.sum(axis=0)])
    table = np.hstack([table, table.sum(axis=1, keepdims=True)])
    height, width = table.shape
    number = np.arange(height * width).reshape(height, width)
    sums = [(list(number[i, :-1]), int(number[i, -1])) for i in range(height)]
    sums += [(list(number[:-1, j]), int(number[-1, j])) for j in range(width)]
    return table.ravel(), sums


def block_of(values: np.ndarray, sums: list[tuple[list[int], int]], threshold: int = 5) -> Block:
    relations = lil_array((len(sums), len(values)))
    for row, (parts, whole) in enumerate(sums):
        relations[[row], parts] = 1.0
        relations[row, whole] = -1.0
    small = (values > 0) & (values < threshold)
    return Block(
        values=values.astype(float),
        floors=np.minimum(values, 1).astype(float),
        widths=np.where(small, threshold - 2.0, 1.0),
        shown_in=[np.array([i]) for i in range(len(values))],
        known=np.zeros(len(values), bool),
        relations=csr_array(relations),
        equal=np.ones(len(sums), bool),
        weights=1 + np.log10(1.0 + values),
        fixed=values == 0,
        hidden=small,
    )


def possible(
    values: np.ndarray, sums: list[tuple[list[int], int]], hidden: np.ndarray
) -> list[set[int]]:
    """For each cell every value that it has in some table of whole numbers with these margins."""
    seen: list[set[int]] = [set() for _ in values]
    highest = int(values.max())

    def fits(cells: dict[int, int], complete: bool) -> bool:
        for parts, whole in sums:
            open_ = [c for c in (*parts, whole) if c not in cells]
            known = sum(cells[p] for p in parts if p in cells)
            if not open_ and known != cells[whole]:
                return False
            if open_ and whole in cells and known + len(open_) > cells[whole]:
                return False  # every hidden cell holds one person at least
        return complete or True

    def go(cells: dict[int, int], waiting: list[int]) -> None:
        if not fits(cells, not waiting):
            return
        if not waiting:
            for cell, value in cells.items():
                seen[cell].add(value)
            return
        for value in range(1, highest + 8):
            go({**cells, waiting[0]: value}, waiting[1:])

    shown = {i: int(v) for i, v in enumerate(values) if not hidden[i]}
    go(shown, [i for i in range(len(values)) if hidden[i]])
    return seen


SMALL_TABLE = st.integers(2, 3).flatmap(
    lambda width: st.lists(
        st.lists(st.sampled_from([0, 1, 2, 3, 4, 6, 9]), min_size=width, max_size=width),
        min_size=2,
        max_size=2,
    )
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SMALL_TABLE)
def test_no_table_with_the_same_margins_gives_a_small_count_away(rows: list[list[int]]) -> None:
    values, sums = crossed(rows)
    block = block_of(values, sums)
    hidden = protect(block)
    assert not hidden[values == 0].any()
    if hidden.sum() > 7:
        return  # too many tables to go through
    for cell, can_be in enumerate(possible(values, sums, hidden)):
        if hidden[cell]:
            needed = 4 if 0 < values[cell] < 5 else 2
            assert len(can_be) >= needed, (rows, hidden.nonzero()[0], cell, can_be)


def test_one_small_cell_takes_three_more_with_it() -> None:
    """The textbook: hidden in its row and its column, and where those cross."""
    values, sums = crossed([[2, 20, 30], [40, 50, 60], [70, 80, 90]])
    hidden = protect(block_of(values, sums)).nonzero()[0]
    assert len(hidden) == 4 and hidden[0] == 0
    (left, top), (right, bottom) = divmod(hidden[0], 4), divmod(hidden[-1], 4)
    assert {left * 4 + top, left * 4 + bottom, right * 4 + top, right * 4 + bottom} == set(hidden)


def test_small_cells_that_share_a_small_sum_need_more() -> None:
    """1 + 1 + 2 = 4: with the sum shown none could be more than 2, so the sum goes as well."""
    values = np.array([1, 1, 2, 0, 4, 50, 54])
    sums = [([0, 1, 2, 3], 4), ([4, 5], 6)]
    assert list(protect(block_of(values, sums)).nonzero()[0]) == [0, 1, 2, 4, 5]


def test_a_higher_threshold_keeps_more_open() -> None:
    values, sums = crossed([[8, 20, 30], [40, 50, 60]])
    assert not protect(block_of(values, sums)).any()
    block = block_of(values, sums, threshold=10)
    hidden = protect(block)
    assert hidden[0] and hidden.sum() == 4
    assert len(possible(values, sums, hidden)[0]) >= 9


# --- the published tables, attacked with what the catalogue says -------------------------------


@pytest.fixture(scope="module")
def exact(demo: DataDir) -> Iterator[duckdb.DuckDBPyConnection]:
    """Published rows beside their true values: `zeile`, and `raum`, `indikator`."""
    with duckdb.connect() as db:
        db.execute(f"ATTACH '{demo.warehouse}' AS warehouse (READ_ONLY)")
        db.execute(f"ATTACH '{demo.published / 'current' / 'tintg.duckdb'}' AS stand (READ_ONLY)")
        db.execute(
            f"""
            CREATE TABLE zeile AS
            SELECT {KEY}, pub.wert, pub.zaehler, pub.nenner, pub.n, pub.n_ka, pub.status,
                echt.wert AS echt, echt.zaehler AS echt_zaehler, echt.nenner AS echt_nenner,
                echt.n AS echt_n, echt.status AS echt_status, indikator.schutz, indikator.einheit,
                indikator.additiv_raum, indikator.additiv_merkmal
            FROM stand.pub.indikator_wert AS pub
            INNER JOIN warehouse.mart.indikator_wert AS echt USING ({KEY})
            INNER JOIN stand.pub.indikator AS indikator USING (indikator_id);
            CREATE TABLE raum AS FROM stand.pub.raum;
            CREATE TABLE geheimhaltung AS FROM warehouse.mart.geheimhaltung;
            """
        )
        yield db


def rows(db: duckdb.DuckDBPyConnection, query: str) -> list[tuple]:
    return db.execute(query).fetchall()


def test_small_counts_are_hidden_zeros_and_money_stay(exact: duckdb.DuckDBPyConnection) -> None:
    counted = "schutz = 'person' AND einheit IN ('Personen', 'Faelle', 'Teilnahmen', 'Beratungen')"
    (small, hidden) = rows(
        exact,
        f"SELECT COUNT(*), COUNT(*) FILTER (status = 'geheim' AND wert IS NULL)"
        f" FROM zeile WHERE {counted} AND echt BETWEEN 1 AND 4",
    )[0]
    assert small == hidden > 100
    assert rows(exact, f"SELECT COUNT(*) FROM zeile WHERE {counted} AND echt = 0")[0][0] > 0
    assert not rows(exact, f"FROM zeile WHERE {counted} AND echt = 0 AND wert IS DISTINCT FROM 0")
    assert not rows(
        exact,
        "FROM zeile WHERE schutz <> 'person' AND (wert IS DISTINCT FROM echt"
        " OR zaehler IS DISTINCT FROM echt_zaehler OR n IS DISTINCT FROM echt_n"
        " OR status IS DISTINCT FROM echt_status)",
    )


def test_a_hidden_row_tells_nothing(exact: duckdb.DuckDBPyConnection) -> None:
    hidden = "status = 'geheim' AND echt IS NOT NULL"
    assert not rows(
        exact,
        f"FROM zeile WHERE {hidden}"
        " AND COALESCE(wert, zaehler, nenner, n::DOUBLE, n_ka::DOUBLE) IS NOT NULL",
    )
    (pub,) = rows(exact, f"SELECT COUNT(*) FROM zeile WHERE {hidden}")[0]
    kinds = dict(rows(exact, "SELECT geheim_art, COUNT(*) FROM geheimhaltung GROUP BY geheim_art"))
    assert pub == sum(kinds.values()) and set(kinds) == {"primaer", "sekundaer"}


def test_who_knows_all_sums_cannot_compute_a_hidden_count(
    exact: duckdb.DuckDBPyConnection,
) -> None:
    """Counts of persons, attacked with the areas, the breakdowns and the total of all groups."""
    cells = rows(
        exact,
        "SELECT indikator_id, raum_ebene, raum_id, zeitraum, merkmal, auspraegung, wert, echt"
        " FROM zeile WHERE schutz = 'person' AND additiv_raum AND echt IS NOT NULL",
    )
    number = {cell[:6]: i for i, cell in enumerate(cells)}
    above = {
        (e, i): u
        for e, i, u in rows(exact, "SELECT raum_ebene, raum_id, uebergeordnet_id FROM raum")
    }
    level = {"gemeinde": "kreis", "kreis": "regierungsbezirk"}
    sums: dict[tuple, dict[int, float]] = defaultdict(dict)
    for (indicator, ebene, raum, zeitraum, merkmal, auspraegung, *_), i in zip(
        cells, range(len(cells)), strict=True
    ):
        parent = (
            indicator,
            level.get(ebene, "land"),
            above[ebene, raum],
            zeitraum,
            merkmal,
            auspraegung,
        )
        if parent in number:
            sums["raum", ebene, parent][i] = 1.0
            sums["raum", ebene, parent][number[parent]] = -1.0
        whole = (indicator, ebene, raum, zeitraum, "", "")
        if indicator == "i17.personen_gruppe":
            whole = ("i17.berechtigte_personen", *whole[1:])
        if merkmal and whole in number:
            sums["merkmal", merkmal, whole][i] = 1.0
            sums["merkmal", merkmal, whole][number[whole]] = -1.0
    truth = np.array([cell[7] for cell in cells])
    secret = np.array([cell[6] is None for cell in cells])
    relations = lil_array((len(sums), len(cells)))
    for row, members in enumerate(sums.values()):
        for cell, sign in members.items():
            relations[row, cell] = sign
    relations = csr_array(relations)
    assert abs(relations @ truth).max() < 1e-6  # the attacker's knowledge is right
    checked = 0
    part = abs(relations[:, secret])
    _, label = connected_components(part.T @ part, directed=False)
    for each in np.unique(label):
        unknown = np.flatnonzero(secret)[label == each]
        left = relations[:, unknown]
        touched = np.flatnonzero(abs(left).sum(axis=1))
        known_part = relations[touched] @ np.where(
            np.isin(np.arange(len(cells)), unknown), 0, truth
        )
        for position, cell in enumerate(unknown):
            bounds = []
            for sign in (1, -1):
                goal = np.zeros(len(unknown))
                goal[position] = sign
                solved = linprog(goal, A_eq=left[touched], b_eq=-known_part, bounds=(1, None))
                bounds.append(sign * solved.fun if solved.status == 0 else np.inf)
            width = np.floor(bounds[1] + 1e-6) - np.ceil(bounds[0] - 1e-6)
            assert width >= (3 if truth[cell] < 5 else 1), (cells[cell], bounds)
            checked += 1
    assert checked > 250


def test_hiding_only_the_small_counts_would_fail_the_audit(demo: DataDir, tmp_path: Path) -> None:
    """Negative control: the naive way gives most of the small counts away."""
    disclosure = Disclosure(demo.warehouse, History(tmp_path / "geheim", tmp_path / "stand"))
    system = disclosure.system
    naive = np.array([not system.small[shown].all() for shown in system.shown_in])
    with pytest.raises(DisclosureFailed) as failed:
        attack(system, naive)
    assert len(failed.value.names) > 100
    proper = hide(system)
    attack(system, np.array([not proper[shown].all() for shown in system.shown_in]))
    disclosure.close()


# --- from one snapshot to the next ----------------------------------------------------------------


class Publisher:
    """Publishes rows of indikator_wert that a test changes, without the rest of a warehouse."""

    def __init__(self, demo: DataDir, folder: Path) -> None:
        self.warehouse = folder / "werte.duckdb"
        self.history = History(folder / "geheim", folder / "stand")
        self.history.prepare()
        self.number = 0
        with duckdb.connect(self.warehouse) as db:
            db.execute(f"ATTACH '{demo.warehouse}' AS warehouse (READ_ONLY); CREATE SCHEMA mart")
            db.execute(
                "CREATE TABLE mart.indikator_wert AS FROM warehouse.mart.indikator_wert"
                " WHERE indikator_id LIKE 'i17.%personen%' AND zeitraum = '2023-Q1'"
            )
            for table in ("indikator", "raum"):
                db.execute(f"CREATE TABLE mart.{table} AS FROM warehouse.mart.{table}")

    def change(self, ags: str, persons: int) -> None:
        """A corrected delivery: one Gemeinde has so many persons more, all of one group."""
        with duckdb.connect(self.warehouse) as db:
            db.execute(
                "UPDATE mart.indikator_wert SET wert = wert + ? WHERE raum_id IN (?, ?, ?, '05')"
                " AND (merkmal = '' OR auspraegung = 'kinder_nachgeboren')",
                [persons, ags, ags[:5], ags[:3]],
            )

    def publish(self, settle: bool = True, rules: Path = RULES) -> dict[tuple, float | None]:
        """The published values by key."""
        self.number += 1
        folder = self.history.published / f"s{self.number}"
        (folder / "parquet").mkdir(parents=True)
        disclosure = Disclosure(self.warehouse, self.history, rules)
        with duckdb.connect(folder / "tintg.duckdb") as db:
            db.execute(f"ATTACH '{self.warehouse}' AS werte (READ_ONLY); CREATE SCHEMA pub")
            columns = [
                row[0] for row in db.execute("DESCRIBE werte.mart.indikator_wert").fetchall()
            ]
            source = protected(columns, "werte.mart.indikator_wert", disclosure.hidden)
            db.execute(f"CREATE TABLE pub.indikator_wert AS FROM {source}")
            file = folder / "parquet" / "indikator_wert.parquet"
            db.execute(f"COPY pub.indikator_wert TO '{file}' (FORMAT parquet)")
            shown = {
                row[:-1]: row[-1] for row in rows(db, f"SELECT {KEY}, wert FROM pub.indikator_wert")
            }
        withheld = disclosure.prove(folder / "tintg.duckdb")
        manifest = {"geheimhaltung": {"verfahren": METHOD, **withheld}}
        (folder / "manifest.json").write_text(json.dumps(manifest))
        self.history.write(disclosure.db, folder.name)
        (self.history.published / "current").unlink(missing_ok=True)
        (self.history.published / "current").symlink_to(folder.name)
        if settle:
            self.history.settle()
        disclosure.close()
        return shown


@pytest.fixture
def publisher(demo: DataDir, tmp_path: Path) -> Publisher:
    return Publisher(demo, tmp_path)


def hidden_of(shown: dict[tuple, float | None]) -> set[tuple]:
    return {key for key, value in shown.items() if value is None}


def small_gemeinde(publisher: Publisher, persons: int = 3) -> str:
    with duckdb.connect(publisher.warehouse) as db:
        return rows(
            db,
            "SELECT MIN(raum_id) FROM mart.indikator_wert"
            f" WHERE raum_ebene = 'gemeinde' AND wert = {persons}",
        )[0][0]


def test_the_same_values_hide_the_same_rows(publisher: Publisher) -> None:
    first = publisher.publish()
    assert hidden_of(first) and publisher.publish() == first


def test_two_snapshots_cannot_be_subtracted(publisher: Publisher) -> None:
    """Three persons become twenty: what was hidden beside them and has not changed stays hidden,
    and the difference of the two snapshots tells no small count."""
    ags = small_gemeinde(publisher)
    before = publisher.publish()
    publisher.change(ags, 17)
    after = publisher.publish()
    changed = {key for key in before if key[2] in (ags, ags[:5], ags[:3], "05")}
    assert hidden_of(before) - changed <= hidden_of(after)
    kreis = [k for k in before if k[1] == "gemeinde" and k[2].startswith(ags[:5])]
    # the sum of all others would tell the three, were all others seen in either snapshot
    others = [k for k in kreis if k[2] != ags]
    whole = ("i17.berechtigte_personen", "kreis", ags[:5], *kreis[0][3:])
    assert before[whole] is None or any(before[k] is None and after[k] is None for k in others)


def test_a_count_that_was_shown_protects_nothing_later(publisher: Publisher) -> None:
    """Twenty become three: the neighbours' unchanged values are known, so they are not used."""
    with duckdb.connect(publisher.warehouse) as db:
        ((ags, persons),) = rows(
            db,
            "SELECT raum_id, wert FROM mart.indikator_wert WHERE raum_ebene = 'gemeinde'"
            " AND wert BETWEEN 15 AND 40 ORDER BY raum_id LIMIT 1",
        )
    before = publisher.publish()
    publisher.change(ags, 3 - int(persons))
    after = publisher.publish()
    (key,) = [k for k in after if k[1] == "gemeinde" and k[2] == ags]
    assert after[key] is None
    for newly in hidden_of(after) - hidden_of(before):
        assert newly[2] in (ags, ags[:5], ags[:3], "05"), newly


@pytest.fixture
def other_taste(tmp_path: Path) -> Path:
    """Rules that would rather hide values of Kreise than of Gemeinden."""
    content = yaml.safe_load(RULES.read_text("utf-8"))
    content["gewicht"] |= {"gemeinde": 50, "kreis": 0.1}
    rules = tmp_path / "anders.yaml"
    rules.write_text(yaml.safe_dump(content), "utf-8")
    return rules


@pytest.mark.parametrize("what", ["kept", "lost", "damaged"])
def test_a_history_lost_or_damaged_is_read_from_the_snapshot(
    demo: DataDir, publisher: Publisher, other_taste: Path, tmp_path: Path, what: str
) -> None:
    first = publisher.publish()
    if what == "lost":
        shutil.rmtree(publisher.history.folder)
        publisher.history.prepare()
    elif what == "damaged":
        publisher.history.file.write_bytes(b"x" * 20_000)
    assert publisher.publish(rules=other_taste) == first
    if what == "lost":  # control: without any history these rules hide other rows
        (tmp_path / "fremd").mkdir()
        assert Publisher(demo, tmp_path / "fremd").publish(rules=other_taste) != first


def test_what_was_withheld_altogether_before_may_be_shown_now(publisher: Publisher) -> None:
    """Snapshots from before disclosure control hid all counts of persons, without need."""
    first = publisher.publish()
    manifest = publisher.history.published / "current" / "manifest.json"
    manifest.write_text('{"geheimhaltung": {"regel": "vorläufig", "zurueckgehalten": 1}}')
    values = publisher.history.published / "current" / "parquet" / "indikator_wert.parquet"
    with duckdb.connect() as db:
        db.execute(f"COPY (SELECT * REPLACE (NULL AS wert) FROM '{values}') TO '{values}.x'")
    values.with_name(f"{values.name}.x").replace(values)
    publisher.history.file.unlink()
    assert publisher.publish() == first


def test_a_run_killed_before_the_switch_leaves_no_trace(publisher: Publisher) -> None:
    publisher.publish()
    kept = publisher.history.file.read_bytes()
    publisher.publish(settle=False)
    shutil.rmtree(publisher.history.published / "s2")  # never came out
    publisher.history.settle()
    assert publisher.history.file.read_bytes() == kept
    publisher.publish(settle=False)  # came out, but the run died right after
    publisher.history.settle()
    assert publisher.history.file.read_bytes() != kept
    assert not list(publisher.history.folder.glob("*.neu.*"))


def test_a_history_cut_off_while_writing_is_dropped(publisher: Publisher) -> None:
    publisher.publish()
    publisher.history.pending.write_bytes(publisher.history.file.read_bytes()[:5000])
    publisher.history.settle()
    assert not publisher.history.pending.exists() and publisher.history.file.exists()


def test_a_value_that_comes_back_is_not_taken_for_known(publisher: Publisher) -> None:
    """From 3 to 20 and back: who sees it hidden again does not know that it is the same."""
    ags = small_gemeinde(publisher)
    first = publisher.publish()
    publisher.change(ags, 17)
    publisher.publish()
    publisher.change(ags, -17)
    again = publisher.publish()
    assert all(again[key] is None for key in first if key[1:3] == ("gemeinde", ags))


def test_an_indicator_without_a_rule_is_withheld(publisher: Publisher, tmp_path: Path) -> None:
    content = yaml.safe_load(RULES.read_text("utf-8"))
    del content["indikatoren"]["i17.personen_gruppe"]
    rules = tmp_path / "regeln.yaml"
    rules.write_text(yaml.safe_dump(content), "utf-8")
    disclosure = Disclosure(publisher.warehouse, publisher.history, rules)
    kinds = dict(
        rows(disclosure.db, "SELECT indikator_id, MIN(geheim_art) FROM verborgen GROUP BY ALL")
    )
    disclosure.close()
    assert kinds["i17.personen_gruppe"] == "ohne_regel"


def test_the_own_threshold_of_an_indicator_counts(publisher: Publisher, tmp_path: Path) -> None:
    content = yaml.safe_load(RULES.read_text("utf-8"))
    content["indikatoren"]["i17.berechtigte_personen"]["schwelle"] = {"wert": 20}
    rules = tmp_path / "regeln.yaml"
    rules.write_text(yaml.safe_dump(content), "utf-8")
    disclosure = Disclosure(publisher.warehouse, publisher.history, rules)
    small = (
        "SELECT COUNT(*) FROM wert WHERE indikator_id = 'i17.berechtigte_personen' AND wert.wert"
    )
    hidden = "SELECT COUNT(*) FROM verborgen WHERE indikator_id = 'i17.berechtigte_personen'"
    (twenty,) = rows(disclosure.db, f"{small} BETWEEN 1 AND 19")[0]
    (primary,) = rows(disclosure.db, f"{hidden} AND geheim_art = 'primaer'")[0]
    disclosure.close()
    assert primary == twenty


def test_where_the_audit_fails_nothing_is_published(
    own: DataDir, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TINTG_DATA", str(own.root))
    monkeypatch.setattr("publish.disclosure.hide", lambda system: system.small.copy())
    before = (own.published / "current").resolve()
    # as if nothing had been hidden before, else the hidden rows of the last snapshot stay so
    shutil.rmtree(own.disclosure)
    assert cli.main(["publish"]) == 2
    said = capsys.readouterr().out
    assert "Geheimhaltung" in said and "gilt weiter" in said and "Traceback" not in said
    assert (own.published / "current").resolve() == before
    assert not list(own.published.glob(".neu-*"))
    monkeypatch.undo()
    assert run_tintg(own, "publish").returncode == 0
