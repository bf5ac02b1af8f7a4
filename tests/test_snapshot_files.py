"""What is written is what is read: a snapshot's files, on small tables full of traps."""

from __future__ import annotations

import csv
import datetime as dt
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from publish.check import check_files
from publish.datapackage import describe
from publish.files import write_json
from publish.gate import GateReport, Outcome
from publish.persons import TOGETHER, Persons
from publish.shelf import verify
from publish.snapshot import _export
from publish.tables import Reference, Table, TableMismatch
from tintg.paths import DataDir

AREA = Table("raum", "mart.raum", "Eine Zeile je Raum.", ["raum_id"], ["raum_id", "name"])
TRAPS = Table(
    name="falle",
    source="mart.falle",
    description="Eine Zeile je Falle.",
    key=["raum_id", "merkmal"],
    columns=["raum_id", "merkmal", "text", "wert", "tag", "zeit", "ja"],
    refers=[Reference("raum", ["raum_id"])],
)
SECRET = "0123456789abcdef" * 4


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A built snapshot of two tables: empty text and none, formulas, quotes, line ends."""
    return build(tmp_path / "stand")


def build(folder: Path, change: str = "") -> Path:
    folder.mkdir()
    with duckdb.connect(folder / "tintg.duckdb") as connection:
        connection.execute("SET TimeZone = 'UTC'; CREATE SCHEMA pub")
        connection.execute("CREATE TABLE pub.raum AS SELECT '05' AS raum_id, '=Land' AS name")
        connection.execute(
            "CREATE TABLE pub.falle (raum_id TEXT, merkmal TEXT, text TEXT, wert DOUBLE, tag DATE,"
            " zeit TIMESTAMP, ja BOOLEAN)"
        )
        rows = [
            ["05", "", "=cmd|' /C calc'!A0", -5.5, dt.date(2024, 2, 29), None, True],
            ["05", "=merkmal", 'sagt "ja";=1', 0.1 + 0.2, None, dt.datetime(2024, 1, 2, 3), False],
            ["05", "zwei\nZeilen", "", None, None, dt.datetime(2024, 1, 2, 3, 4, 5, 678900), None],
            ["05", "–", "-", 1e300, None, None, None],
        ]
        connection.executemany("INSERT INTO pub.falle VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        if change:
            connection.execute(change)
        _export(connection, [AREA, TRAPS], folder)
        package = describe(
            connection, [AREA, TRAPS], folder / "csv", "s", "2026-01-31T22:15:00+00:00", True
        )
    write_json(folder / "csv" / "datapackage.json", package)
    return folder


def check(folder: Path, pseudonyms: frozenset[str] = frozenset()) -> None:
    check_files(folder, [AREA, TRAPS], pseudonyms)


def test_formulas_are_harmless_in_csv_and_unchanged_elsewhere(small: Path) -> None:
    check(small)
    with (small / "csv" / "falle.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    by_key = {row["merkmal"]: row for row in rows}
    assert set(by_key) == {"", "'=merkmal", "zwei\nZeilen", "–"}
    assert by_key["'=merkmal"]["text"] == 'sagt "ja";\'=1'
    assert by_key[""]["text"] == "'=cmd|' /C calc'!A0"
    assert by_key[""]["wert"] == "-5.5" and by_key["–"]["text"] == "-"
    assert by_key["'=merkmal"]["zeit"] == "2024-01-02T03:00:00.000000Z"
    read = duckdb.execute(f"SELECT text FROM '{small}/parquet/falle.parquet'").fetchall()
    assert {row[0] for row in read} == {"=cmd|' /C calc'!A0", 'sagt "ja";=1', "", "-"}


def test_empty_text_is_a_value_and_an_empty_cell_is_none(small: Path) -> None:
    package = json.loads((small / "csv" / "datapackage.json").read_text("utf-8"))
    traps = next(each for each in package["resources"] if each["name"] == "falle")
    fields = {field["name"]: field for field in traps["schema"]["fields"]}
    assert fields["merkmal"]["missingValues"] == fields["text"]["missingValues"] == []
    assert fields["merkmal"]["constraints"] == {"required": True}
    assert "missingValues" not in fields["wert"] and traps["schema"]["missingValues"] == [""]
    assert traps["schema"]["foreignKeys"] == [
        {"fields": ["raum_id"], "reference": {"resource": "raum", "fields": ["raum_id"]}}
    ]


@pytest.mark.parametrize("which", ["small", "demo"])
def test_the_data_package_validates(which: str, request: pytest.FixtureRequest) -> None:
    frictionless = pytest.importorskip("frictionless")
    value = request.getfixturevalue(which)
    folder = value.published / "current" if isinstance(value, DataDir) else value
    report = frictionless.validate(str(folder / "csv" / "datapackage.json"))
    assert report.valid, report.flatten(["name", "type", "message"])[:5]


def rewrite(name: str, change: Callable[[str], str]) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        file = folder / "csv" / name
        file.write_text(change(file.read_text("utf-8")), "utf-8", newline="")

    return write


def another_parquet(folder: Path) -> None:
    file = folder / "parquet" / "falle.parquet"
    duckdb.execute(
        f"COPY (SELECT * REPLACE (ja IS NULL AS ja) FROM '{file}') TO '{file}.neu' (FORMAT parquet)"
    )
    Path(f"{file}.neu").replace(file)


def only_a_part(folder: Path) -> None:
    file = folder / "parquet" / "falle.parquet"
    file.write_bytes(file.read_bytes()[:-50])


@pytest.mark.parametrize(
    "spoil",
    [
        rewrite("falle.csv", lambda text: text.replace("-5.5", "-5.6")),
        rewrite("falle.csv", lambda text: text.replace("'=cmd", "=cmd")),
        rewrite("falle.csv", lambda text: text.replace('05,"",', "05,,")),
        rewrite("falle.csv", lambda text: text.rpartition("05,")[0]),
        rewrite("falle.csv", lambda text: text.replace("wert", "werte")),
        rewrite("falle.csv", lambda text: text.replace("2024-02-29", "29.02.2024")),
        another_parquet,
        only_a_part,
    ],
)
def test_a_file_that_differs_is_found(small: Path, spoil: Callable[[Path], None]) -> None:
    spoil(small)
    with pytest.raises(TableMismatch, match=r"falle.* nicht so wieder"):
        check(small)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("ALTER TABLE pub.falle ADD COLUMN geschlecht TEXT", "pub.falle.geschlecht"),
        ("CREATE SCHEMA core; CREATE TABLE core.kim_fall (fall TEXT)", "core.kim_fall.fall"),
        ("INSERT INTO pub.falle SELECT * FROM pub.falle", "ohne eindeutigen Schlüssel"),
        ("UPDATE pub.falle SET merkmal = NULL WHERE merkmal = ''", "ohne eindeutigen Schlüssel"),
        ("UPDATE pub.falle SET raum_id = '06'", "in pub.raum fehlt"),
        (f"UPDATE pub.falle SET text = 'Fall {SECRET} fehlt'", "enthält ein Pseudonym"),
    ],
)
def test_what_must_not_be_published_is_found(tmp_path: Path, change: str, message: str) -> None:
    folder = build(tmp_path / "stand", change)
    with pytest.raises(TableMismatch, match=message):
        check(folder)


def test_a_column_named_like_a_pseudonym_is_found(small: Path) -> None:
    with pytest.raises(TableMismatch, match="einzelner Personen"):
        check(small, frozenset({"text"}))


def test_findings_on_persons_are_put_together(tmp_path: Path) -> None:
    """Neither a row nor a number of persons is told; findings on other sources stay as they are."""
    connection = duckdb.connect()
    connection.execute(
        """
        CREATE SCHEMA ref; CREATE SCHEMA mart;
        CREATE TABLE ref.vertrag AS SELECT * FROM (VALUES
            ('kim_fall', 'fall_id', 'pseudonym'), ('kim_fall', 'beginn', 'person'),
            ('gremium', 'mitglieder', 'person'), ('gremium', 'ressort', 'institution')
        ) AS v(quelle, spalte, schutz);
        CREATE TABLE mart.regel AS SELECT 'R09-2' AS regel, 'Passt nicht' AS titel;
        CREATE TABLE mart.befund AS SELECT * FROM (VALUES
            ('R09-2', 'warning', 'kim_fall', 'k1', '05111/Zeile 7/Bedarfe', 'Nennt 3 Bedarfe.', 1),
            ('R09-2', 'error', 'kim_fall', 'k1', '05111/Zeile 8/Bedarfe', 'Nennt 4 Bedarfe.', 2),
            ('LIEFERUNG', 'warning', 'kim_fall', 'k1', 'k.csv',
                '2 von 5 Zeilen stehen in der Quarantäne (TYP).', 1),
            ('R00-2', 'warning', 'gremium', 'g1', 'jahr=2024/mitglieder', 'Um 66,7 % mehr.', 1),
            ('R00-2', 'warning', 'gremium', 'g1', 'jahr=2024/Zeilen', 'Um 60,0 % mehr.', 1),
            ('raw_kim_fall.a', 'info', 'raw.kim_fall', NULL, NULL, 'Nicht: A (2 Zeilen)', 1),
            ('raw_gremium.a', 'info', 'raw.gremium', NULL, NULL, 'Nicht: A (2 Zeilen)', 1)
        ) AS v(regel, schweregrad, quelle, lieferung_id, schluessel, meldung, datenstand);
        CREATE TABLE mart.lieferung AS SELECT unnest(['kim_fall', 'gremium']) AS quelle,
            3 AS zeilen_gelesen, 3 AS zeilen_geladen, 0 AS zeilen_doppelt, 0 AS zeilen_quarantaene;
        CREATE TABLE mart.evaluationsfrage_abdeckung AS
            SELECT unnest(['gremium|kim_fall', 'gremium']) AS quellen,
            3 AS befunde_offen_anzahl, 0 AS befunde_fehler_anzahl
        """
    )
    persons = Persons.of(connection, "memory")

    def seen(table: str, columns: str) -> list[tuple[object, ...]]:
        relation = persons.seen_from_outside(table, f"mart.{table}", "memory")
        return connection.execute(f"SELECT {columns} FROM {relation} ORDER BY ALL").fetchall()

    together = "Welche Zeilen es sind, bleibt zum Schutz einzelner Personen in der"
    together = f"(weniger als 10 Befunde). {together} Evaluationsdatenbank."
    assert seen("befund", "regel, schweregrad, lieferung_id, schluessel, meldung, datenstand") == [
        ("LIEFERUNG", "warning", "k1", "k.csv", "Zeilen stehen in der Quarantäne (TYP).", 1),
        ("R00-2", "warning", "g1", "jahr=2024/Zeilen", "Um 60,0 % mehr.", 1),
        ("R00-2", "warning", "g1", TOGETHER, f"R00-2 {together}", 1),
        ("R09-2", "error", "k1", TOGETHER, f"Passt nicht {together}", 2),
        ("raw_gremium.a", "info", "", "", "Nicht: A (2 Zeilen)", 1),
        ("raw_kim_fall.a", "info", "", "", "Nicht: A", 1),
    ]
    assert seen("lieferung", "quelle, zeilen_geladen") == [("gremium", 3), ("kim_fall", None)]
    assert seen("evaluationsfrage_abdeckung", "quellen, befunde_offen_anzahl") == [
        ("gremium", 3),
        ("gremium|kim_fall", None),
    ]


def test_the_published_gate_report_counts_no_persons() -> None:
    def outcome(table: str) -> Outcome:
        return Outcome("a", "s", table, "info", "A", False, False, 40_000, 2)

    report = GateReport(dt.datetime.now(dt.UTC), [outcome("raw.kim_fall"), outcome("raw.gremium")])
    told = Persons(frozenset({"kim_fall"}), frozenset()).report(report)
    assert [(each.rows, each.unexpected) for each in told.outcomes] == [(None, None), (40_000, 2)]
    assert "(" not in told.outcomes[0].message and "40000" not in told.to_json().split("gremium")[0]


def test_a_changed_or_missing_file_of_a_snapshot_is_named(demo: DataDir, tmp_path: Path) -> None:
    folder = Path(shutil.copytree((demo.published / "current").resolve(), tmp_path / "stand"))
    assert verify(folder) == []
    with (folder / "parquet" / "raum.parquet").open("ab") as file:
        file.write(b" ")
    (folder / "gate" / "bericht.json").unlink()
    assert verify(folder) == ["gate/bericht.json", "parquet/raum.parquet"]
    (folder / "manifest.json").write_text("{")
    assert verify(folder) == ["manifest.json"]
