"""Snapshots side by side: what differs, which ones stay, and who may read them."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from publish import keep
from publish.files import write_json
from publish.keep import prune, read_pins
from publish.shelf import NoSuchSnapshot, find, snapshots
from publish.snapshot import _new_id
from tests.dashboards.fixture_snapshot import build, switch
from tintg import cli, modes
from tintg.origin import is_synthetic
from tintg.paths import DataDir

Tintg = Callable[..., tuple[int, str]]
CHANGED = """
    UPDATE pub.indikator_wert SET wert = wert + 1500.25
        WHERE indikator_id = 'i17.bewilligt_summe' AND raum_id = '05' AND zeitraum = '2023';
    UPDATE pub.indikator_wert SET wert = wert + 1
        WHERE indikator_id = 'i17.bewilligt_summe' AND raum_ebene = 'kreis';
    UPDATE pub.indikator_wert SET wert = NULL, status = 'geheim'
        WHERE indikator_id = 'i17.verwaltungsaufwand';
    UPDATE pub.indikator_wert SET status = 'eingeschraenkt'
        WHERE indikator_id = 'i17.gemeinden_ein_bereich';
    UPDATE pub.indikator_wert SET n_ka = 7 WHERE indikator_id = 'i17.gemeinden_drei_bereiche';
    UPDATE pub.indikator_wert SET wert = wert * (1 + 1e-15)
        WHERE indikator_id = 'i17.auszahlung_summe';
    DELETE FROM pub.indikator_wert WHERE indikator_id = 'i17.bewilligt_summe_bericht';
    INSERT INTO pub.indikator_wert BY NAME SELECT 'i17.neu' AS indikator_id, 'land' AS raum_ebene,
        '05' AS raum_id, 'jahr' AS zeitraum_typ, '2023' AS zeitraum, '=merkmal' AS merkmal,
        'x' AS auspraegung, 1.5 AS wert, '' AS status, 'EUR' AS einheit;
    DELETE FROM pub.paragraph WHERE paragraph = '17';
    DROP TABLE pub.register_bezug;
    ALTER TABLE pub.regel DROP COLUMN abhilfe
"""


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with an old and a changed snapshot; tests only read it."""
    root = tmp_path_factory.mktemp("paar")
    build(root / "published", "20260101T000000Z-aaaaaaaa")
    build(root / "published", "20260201T000000Z-bbbbbbbb", change=CHANGED)
    return root


@pytest.fixture
def tintg(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Tintg:
    """`tintg(root, "diff", …)` in this process; returns the exit code and what was said."""

    def run(root: Path, *arguments: str) -> tuple[int, str]:
        monkeypatch.setenv("TINTG_DATA", str(root))
        before = os.umask(0o077)
        try:
            return cli.main([*arguments]), capsys.readouterr().out
        finally:
            os.umask(before)

    return run


def test_diff_tells_every_value_that_differs(pair: Path, tintg: Tintg) -> None:
    code, said = tintg(pair, "diff", "20260101", "aktuell", "--json")
    told = json.loads(said)
    assert code == 0
    by_kind = {kind: [v for v in told["werte"] if v["art"] == kind] for kind in told["zaehlung"]}
    more, *_ = by_kind["geaendert"]
    assert {v["raum_ebene"] for v in by_kind["geaendert"]} == {"land", "kreis"}
    assert (more["wert_alt"], more["wert_neu"]) == (14128200.0, 14129700.25)
    assert more["differenz"] == 1500.25 and round(more["prozent"], 4) == 0.0106
    assert {v["indikator_id"] for v in by_kind["geheim_geworden"]} == {"i17.verwaltungsaufwand"}
    assert all(v["wert_alt"] is not None and not v["wert_neu"] for v in by_kind["geheim_geworden"])
    assert {v["indikator_id"] for v in by_kind["entfallen"]} == {"i17.bewilligt_summe_bericht"}
    assert [v["indikator_id"] for v in by_kind["neu"]] == ["i17.neu"]
    assert {v["status_neu"] for v in by_kind["status"]} == {"eingeschraenkt"}
    # other numbers beside the same value, and the last binary digit, are no change of a value
    assert told["zaehlung"]["nebenangaben"] > 0 and told["zaehlung"]["gleich"] > 500
    assert len(told["werte"]) == sum(
        count
        for kind, count in told["zaehlung"].items()
        if kind not in ("nebenangaben", "datenstand", "gleich")
    )
    tables = {each["tabelle"]: each for each in told["tabellen"]}
    assert set(tables) == {"paragraph", "register_bezug", "regel"}
    assert tables["paragraph"]["entfallen"] == 1 and tables["paragraph"]["neu"] == 0
    assert tables["register_bezug"]["zeilen_neu"] is None
    assert tables["regel"]["spalten_entfallen"] == ["abhilfe"] and not tables["regel"]["geaendert"]


def test_diff_the_other_way_round_is_the_mirror_image(pair: Path, tintg: Tintg) -> None:
    _, there = tintg(pair, "diff", "20260101", "20260201", "--json")
    _, back = tintg(pair, "diff", "20260201", "20260101", "--json")
    counts, mirrored = json.loads(there)["zaehlung"], json.loads(back)["zaehlung"]
    for one, other in (("neu", "entfallen"), ("geheim_geworden", "nicht_mehr_geheim")):
        assert (counts[one], counts[other]) == (mirrored[other], mirrored[one])
    assert counts["geaendert"] == mirrored["geaendert"]


def test_diff_in_words_begins_with_a_summary_and_writes_german_numbers(
    pair: Path, tintg: Tintg
) -> None:
    code, said = tintg(pair, "diff", "20260101", "20260201")
    assert code == 0
    assert "1 neu, " in said and "geheim geworden" in said
    assert said.index("Werte:") < said.index("Je Indikator:") < said.index("Im Einzelnen")
    assert "Nordrhein-Westfalen (05), 2023: 14.128.200 → 14.129.700 (+1.500; +0,0 %)" in said
    assert "register_bezug: gibt es nur im alten Stand" in said
    assert "Alle zeigt `--json`" in said
    assert len([line for line in said.splitlines() if line.startswith("  i17.")]) < 60
    _, few = tintg(pair, "diff", "20260101", "20260201", "--indikator", "i17.neu", "--raum", "05")
    assert "Werte:  1 neu, 0 gleich" in few and "Alle zeigt" not in few


def test_diff_writes_all_lines_into_a_file(pair: Path, tintg: Tintg, tmp_path: Path) -> None:
    file = tmp_path / "unterschied.csv"
    _, said = tintg(pair, "diff", "20260101", "aktuell", "--out", str(file), "--json")
    with file.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter=";"))
    assert len(rows) == len(json.loads(said)["werte"])
    assert rows[0]["wert_neu"] == "14129700,25" and rows[0]["raum"] == "Nordrhein-Westfalen"
    assert "'=merkmal" in {row["merkmal"] for row in rows}
    code, said = tintg(pair, "diff", "20260101", "aktuell", "--out", str(tmp_path / "nein" / "x"))
    assert code == 1 and "lässt sich nicht schreiben" in said


@pytest.mark.parametrize(
    ("names", "options", "message"),
    [
        (("gibtsnicht", "aktuell"), (), "Es gibt: 20260201T000000Z-bbbbbbbb, 20260101T0"),
        (("20260", "aktuell"), (), "passt auf mehrere Stände"),
        (("20260101", "current"), ("--indikator", "i99.x"), "„i99.x“"),
    ],
)
def test_diff_says_what_it_does_not_know(
    pair: Path, tintg: Tintg, names: tuple[str, str], options: tuple[str, ...], message: str
) -> None:
    code, said = tintg(pair, "diff", *names, *options)
    assert code == 1 and message in said
    code, said = tintg(pair, "diff", *names, *options, "--json")
    assert code == 1 and json.loads(said)["ergebnis"] == 1


def test_diff_of_a_snapshot_with_itself_or_a_damaged_one(tintg: Tintg, tmp_path: Path) -> None:
    build(tmp_path / "published", "20260101T000000Z-aaaaaaaa")
    damaged = build(tmp_path / "published", "20260201T000000Z-bbbbbbbb")
    assert tintg(tmp_path, "diff", "aktuell", "20260201")[0] == 0
    (damaged / "tintg.duckdb").write_bytes(b"kaputt")
    code, said = tintg(tmp_path, "diff", "20260101", "aktuell")
    assert code == 1 and "beschädigt" in said


def folders(root: Path, count: int) -> Path:
    """A published folder with as many snapshots, which hold a manifest and nothing else."""
    published = root / "published"
    for day in range(1, count + 1):
        (published / name(day)).mkdir(parents=True)
        write_json(published / name(day) / "manifest.json", {"snapshot": name(day)})
    switch(published, name(count))
    return published


def name(day: int) -> str:
    return f"202601{day:02d}T000000Z-aaaaaaaa"


def test_the_newest_the_pinned_and_the_current_snapshot_stay(tmp_path: Path) -> None:
    published = folders(tmp_path, 9)
    switch(published, name(2))
    keep.pin(published, name(3), "Fassung des Berichts")
    (published / "eigene_notizen").mkdir()
    (published / ".neu-20260110").mkdir()
    (published / ".weg-20251231").mkdir()
    (published / ".current").symlink_to("20251231")
    with (published / name(1) / "manifest.json").open() as opened:
        assert prune(published, keep=4) == [name(1), name(4), name(5)]
        assert json.load(opened)["snapshot"] == name(1)  # whoever reads it reads on
    assert snapshots(published) == [name(day) for day in (9, 8, 7, 6, 3, 2)]
    assert (published / "eigene_notizen").exists() and not [*published.glob(".*")]
    assert prune(published, keep=4) == []
    assert keep.unpin(published, name(3)) and not keep.unpin(published, name(3))
    assert prune(published, keep=4) == [name(3)]


def test_a_deletion_that_is_killed_is_finished_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    published = folders(tmp_path, 3)

    def die(path: Path) -> None:
        next(path.iterdir()).unlink()
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(shutil, "rmtree", die)
        with pytest.raises(KeyboardInterrupt):
            prune(published, keep=1)
    assert snapshots(published) == [name(3), name(2)]  # gone or whole
    assert prune(published, keep=1) == [name(2)]
    assert not [*published.glob(".weg-*")]


def test_pins_survive_and_are_shown(tintg: Tintg, own: DataDir) -> None:
    (id_,) = snapshots(own.published)
    assert tintg(own.root, "pin", id_[:8], "--grund", "Bericht 2026; Anlage")[0] == 0
    assert [(pin.snapshot, pin.grund) for pin in read_pins(own.published)] == [
        (id_, "Bericht 2026; Anlage")
    ]
    _, said = tintg(own.root, "status")
    assert f"festgehalten: {id_}: Bericht 2026; Anlage" in said
    code, said = tintg(own.root, "pin", "gibtsnicht")
    assert code == 1 and id_ in said
    for option in ("--lösen", "--loesen"):
        assert tintg(own.root, "pin", "aktuell")[0] == 0
        assert tintg(own.root, "pin", "aktuell", option)[0] == 0
        assert read_pins(own.published) == []


def test_a_damaged_list_of_pins_still_protects(tmp_path: Path) -> None:
    published = folders(tmp_path, 3)
    (published / keep.PINS).write_bytes(f'snapshot,grund,seit\n{name(1)},\xff"'.encode("latin-1"))
    assert prune(published, keep=1) == [name(2)]


def test_a_name_means_one_snapshot(tmp_path: Path) -> None:
    published = folders(tmp_path, 2)
    assert find(published, "aktuell") == find(published, "current") == name(2)
    assert find(published, "20260101") == name(1)
    for wrong in ("", "2026", "..", "current/..", ".neu"):
        with pytest.raises(NoSuchSnapshot):
            find(published, wrong)


def test_two_snapshots_of_one_second_have_two_names(tmp_path: Path) -> None:
    assert _new_id(tmp_path, name(1)) == name(1)
    for expected in (f"{name(1)}-2", f"{name(1)}-3"):
        (tmp_path / _new_id(tmp_path, name(1))).mkdir()
        assert _new_id(tmp_path, name(1)) == expected


def test_what_is_synthetic_is_known_without_reading_the_archive(
    demo: DataDir, tmp_path: Path
) -> None:
    (beside, *_) = (demo.lake / "pauschalen_auszahlung").glob("*.json")
    line = json.loads(beside.read_text("utf-8"))["zeile"]
    told = (line["lieferung_id"], line["dateiname"], line["sha256"])
    data = DataDir(tmp_path / "data")  # no archive at all
    shutil.copytree(beside.parent, data.lake / "pauschalen_auszahlung")
    assert is_synthetic(data, "pauschalen_auszahlung", *told)
    # rows that were loaded before the lake told it: the archive's sidecar counts, by its bytes
    (data.lake / "pauschalen_auszahlung" / beside.name).unlink()
    assert not is_synthetic(data, "pauschalen_auszahlung", *told)
    shutil.copytree(demo.archive / "pauschalen_auszahlung", data.archive / "pauschalen_auszahlung")
    assert is_synthetic(data, "pauschalen_auszahlung", *told)
    assert not is_synthetic(data, "pauschalen_auszahlung", *told[:2], "0" * 64)


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


@pytest.fixture
def loose(tmp_path: Path) -> DataDir:
    """A data directory as it looks after a restore from a backup: open to everybody."""
    data = DataDir(tmp_path / "data")
    folders(data.root, 1)
    for path in (
        data.lake / "kim_fall" / "a.parquet",
        data.archive / "kim_fall" / "a.csv",
        data.quarantine / "a.csv",
        data.register / "kim_fall.csv",
        data.warehouse,
        data.state,
        data.gate / "befund.parquet",
        data.inbox / "kim_fall" / "neu.csv",
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("geheim")
    (data.root / ".workspace").mkdir()
    (data.root / ".workspace" / "models").symlink_to(tmp_path)
    for path in data.root.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o777 if path.is_dir() else 0o666)
    data.root.chmod(0o755)
    tmp_path.chmod(0o755)
    return data


def test_modes_are_mended_and_nothing_outside_is_touched(loose: DataDir) -> None:
    assert loose.warehouse in modes.too_open(loose)
    assert modes.mend(loose)
    for path in (loose.root, *loose.root.rglob("*")):
        if not path.is_symlink():
            assert mode(path) == (0o700 if path.is_dir() else 0o600), path
    assert mode(loose.root.parent) == 0o755
    assert modes.mend(loose) == modes.too_open(loose) == []


def test_a_group_may_deliver_where_the_inbox_is_marked_for_it(loose: DataDir) -> None:
    loose.inbox.chmod(0o2777)
    modes.mend(loose)
    assert mode(loose.root) == 0o710 and mode(loose.inbox) == 0o770
    assert mode(loose.lake) == 0o700


def test_published_files_are_readable_for_all_only_if_configured(
    loose: DataDir, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(modes.PUBLIC, "1")
    modes.mend(loose)
    assert mode(loose.root) == 0o711  # to go through, not to look into
    manifest = loose.published / "current" / "manifest.json"
    assert mode(loose.published) == mode(manifest.parent) == 0o755 and mode(manifest) == 0o644
    for path in (loose.lake, loose.archive, loose.warehouse, loose.state, loose.inbox):
        assert mode(path) & 0o077 == 0, path
    monkeypatch.setenv(modes.PUBLIC, "0")
    modes.mend(loose)
    assert mode(manifest) == 0o600


@pytest.mark.skipif(os.getuid() != 0 or not shutil.which("setpriv"), reason="needs root")
def test_another_account_reads_the_snapshot_and_nothing_else(
    loose: DataDir, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder in loose.root.parents:
        if not folder.stat().st_mode & 0o001:
            folder.chmod(folder.stat().st_mode | 0o001)  # pytest closes its own folders
    monkeypatch.setenv(modes.PUBLIC, "1")
    modes.mend(loose)
    nobody = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")

    def can(*command: str | Path) -> bool:
        return subprocess.run([*nobody, *map(str, command)], capture_output=True).returncode == 0

    assert can("cat", loose.published / "current" / "manifest.json")
    assert can("ls", loose.published)
    assert not can("ls", loose.root)
    for path in (loose.warehouse, loose.register / "kim_fall.csv", loose.lake / "kim_fall"):
        assert not can("cat" if path.is_file() else "ls", path)
