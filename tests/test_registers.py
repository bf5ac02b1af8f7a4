"""The registers: complete, with a place in a document, a state and how it is known, and links.

The numbers were counted by hand in the documents: bullets of the report's boxes, headings „TOP“
and votes of the conferences, numbered measures of each phase of the Aktionsplan.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

import duckdb
import pytest

from tintg.paths import SEEDS, DataDir

REGISTERS = ("empfehlung", "kernergebnis", "intmk_beschluss", "nap_massnahme")
REPORT = ("empfehlung", "kernergebnis")
# § 17: two in the box and three in chapter 3.2; § 3: three in the box and one in chapter 6;
# across all Paragraphs: five in chapter 6
RECOMMENDATIONS = {
    "00": 5, "03": 4, "05": 2, "06": 4, "07": 4, "08": 3, "10": 4, "11": 4, "12": 6, "13": 1,
    "17": 5,
}  # fmt: skip
FINDINGS = {
    "03": 2, "05": 4, "06": 5, "07": 8, "08": 5, "09": 9, "10": 4, "11": 6, "12": 7, "13": 2,
    "17": 3,
}  # fmt: skip
# TOP A of 2025 has no vote
VOTES = {
    ("16. IntMK 2021", "einstimmig"): 22,
    ("16. IntMK 2021", "mehrheitlich"): 17,
    ("20. IntMK 2025", "einstimmig"): 15,
    ("20. IntMK 2025", "mehrheitlich"): 11,
    ("20. IntMK 2025", ""): 1,
}
PHASES = {
    "orientierung": 24, "ankommen": 16, "eingliederung": 26, "vielfalt": 23, "zusammenhalt": 25
}  # fmt: skip
UNKNOWN = re.compile(r"zu melden wäre|wäre zu melden|sagt kein Dokument", re.I)
LINES = re.compile(r"\d+-\d+(; \d+-\d+)?")


def seed(name: str) -> list[dict[str, str]]:
    with (SEEDS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def warehouse(demo: DataDir) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(demo.warehouse), read_only=True) as connection:
        yield connection


def test_every_entry_of_the_documents_is_there() -> None:
    assert Counter(row["paragraph"] for row in seed("empfehlung")) == RECOMMENDATIONS
    assert Counter(row["paragraph"] for row in seed("kernergebnis")) == FINDINGS
    votes = Counter((row["konferenz"], row["abstimmung"]) for row in seed("intmk_beschluss"))
    assert votes == VOTES
    assert Counter(row["phase"] for row in seed("nap_massnahme")) == PHASES


@pytest.mark.parametrize(
    ("register", "entries"), list(zip(REGISTERS, (42, 55, 66, 114), strict=True))
)
def test_every_entry_says_where_it_stands_and_how_its_state_is_known(
    register: str, entries: int
) -> None:
    rows = seed(register)
    assert len({row["eintrag_id"] for row in rows}) == len(rows) == entries
    for row in rows:
        assert row["fundstelle"] and row["dokument"] and row["inhalt"], row
        assert LINES.fullmatch(row["zeilen"]), row
        first, last = re.findall(r"\d+", row["zeilen"])[:2]
        assert int(first) <= int(last), row
        assert row["status_beleg"].endswith("."), row
        if row["status_stand"]:
            assert row["status"] != "unbekannt", row
            assert date.fromisoformat(row["status_stand"]) >= date(2021, 4, 29), row
        else:
            assert row["status"] in ("unbekannt", "begonnen"), row
        # what is unknown says what would tell
        if row["status"] == "unbekannt" and register not in REPORT:
            assert re.search(
                r"zu melden w(äre|ären)|wäre zu melden|sagt", row["status_beleg"], re.I
            ), row


def test_links_name_what_exists() -> None:
    entries = {(name, row["eintrag_id"]): row for name in REGISTERS for row in seed(name)}
    indicators = {row["indikator_id"] for row in seed("indikator")}
    paragraphs = {row["paragraph"] for row in seed("paragraph")}
    links = seed("register_bezug")
    for link in links:
        entry = entries[link["register"], link["eintrag_id"]]
        assert link["paragraph"] in paragraphs, link
        assert entry.get("paragraph", link["paragraph"]) == link["paragraph"], link
        if link["indikator_id"]:
            assert link["indikator_id"] in indicators, link
        else:
            assert link["anmerkung"].endswith("."), link


@pytest.mark.parametrize("register", REPORT)
def test_every_entry_of_the_report_has_a_link_of_few_indicators(register: str) -> None:
    links = [link for link in seed("register_bezug") if link["register"] == register]
    assert {link["eintrag_id"] for link in links} == {row["eintrag_id"] for row in seed(register)}
    assert max(Counter(link["eintrag_id"] for link in links).values()) <= 5
    # a reason why none fits stands alone
    reasons = {link["eintrag_id"] for link in links if not link["indikator_id"]}
    assert not reasons & {link["eintrag_id"] for link in links if link["indikator_id"]}


def test_the_warehouse_has_every_entry_once(warehouse: duckdb.DuckDBPyConnection) -> None:
    counted = warehouse.execute(
        "SELECT register, COUNT(*), COUNT(DISTINCT eintrag_id), COUNT(paragraph),"
        " COUNT(abstimmung), COUNT(phase), COUNT(wertung), COUNT(stelle)"
        " FROM mart.register GROUP BY register ORDER BY register"
    ).fetchall()
    assert counted == [
        ("empfehlung", 42, 42, 42, 0, 0, 0, 42),
        ("intmk_beschluss", 66, 66, 0, 65, 0, 0, 0),
        ("kernergebnis", 55, 55, 55, 0, 0, 55, 0),
        ("nap_massnahme", 114, 114, 0, 0, 114, 0, 0),
    ]


def test_a_reader_sees_by_which_values_a_recommendation_can_be_followed(
    warehouse: duckdb.DuckDBPyConnection,
) -> None:
    # the demo has a delivery of 2023 on the use of the Pauschalen (§ 17)
    assert warehouse.execute(
        "SELECT ist_berechenbar, hat_wert, letztes_jahr FROM mart.register_bezug"
        " WHERE eintrag_id = 'e01' AND indikator_id = 'i17.verwendung_anteil'"
    ).fetchall() == [(True, True, "2023")]
    by_hand = dict(
        warehouse.execute(
            "SELECT eintrag_id, bezug FROM mart.register"
            " WHERE eintrag_id IN ('e01', 'e13', 'e03', 'intmk16-2-6')"
        ).fetchall()
    )
    assert by_hand == {
        "e01": "Indikator mit Wert",
        "e13": "Indikator ohne Wert",
        "e03": "nur Paragraph",
        "intmk16-2-6": "ohne Bezug",
    }
