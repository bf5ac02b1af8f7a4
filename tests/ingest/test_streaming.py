"""Long files are read piece by piece; nobody must be able to tell from the result."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.run import ingest
from tests.ingest.conftest import (
    AGS,
    HEADER,
    REPORT,
    SOURCE,
    Office,
    as_csv,
    as_xlsx,
    report_row,
    row,
    rows,
    table,
)
from tests.ingest.test_rows import many
from tintg.paths import DataDir

NAME = f"{SOURCE}__2024-01-31.csv"
Result = tuple[object, ...]


def in_pieces(patch: pytest.MonkeyPatch, block: int) -> None:
    """So few bytes, rows, keys and hashes at a time."""
    patch.setattr("ingest.readers.encoding.BLOCK", block)
    patch.setattr("ingest.readers.text.CELLS_AT_ONCE", block)
    patch.setattr("ingest.readers.grid.ROWS_AT_ONCE", 4)
    patch.setattr("ingest.lake.ROWS_AT_ONCE", 3)
    patch.setattr("ingest.checks.HASHES_AT_ONCE", 9)
    patch.setattr("ingest.checks.CANDIDATES_AT_ONCE", 2)


def outcome(folder: Path, content: bytes, name: str = NAME, source: str = SOURCE) -> Result:
    """Everything that a delivery leaves, but the time of arrival."""
    office = Office(DataDir(folder))
    result = office.deliver(content, name, source)
    line = {**office.register(source)[0], "eingang": ""}
    kept = sorted(
        (str(path.relative_to(folder)), path.read_bytes())
        for place in (office.data.quarantine, office.data.archive, office.data.inbox)
        for path in place.rglob("*")
        if path.is_file()
    )
    assert not office.data.spool.exists()
    loaded = office.lake(result).rows() if result.loaded else []
    return (result, line, kept, loaded)


def same(tmp_path: Path, content: bytes, **names: str) -> Result:
    """The outcome in one piece, after it is compared with that in pieces of many sizes."""
    whole = outcome(tmp_path / "whole", content, **names)
    for pieces in (2, 7):
        block = len(content) // pieces + 1
        with pytest.MonkeyPatch.context() as patch:
            in_pieces(patch, block)
            assert outcome(tmp_path / str(block), content, **names) == whole, block
    return whole


NOTE = ["Stand: 31.01.2024"]
DOUBLED = table([*many(6), row(0), *many(3)])
LINE_BREAKS = [each | {"gemeinde": 'a;b\nzweite "Zeile"\r\ndritte'} for each in rows(9)]
OPEN_QUOTE = as_csv(table(many(30))) + b'2023;"nie geschlossen;1\r\n' + as_csv(table(many(20))[1:])
CASES = {
    "sound": as_csv(table(many(40))),
    "lf": as_csv(table(many(9))).replace(b"\r\n", b"\n"),
    "cr": as_csv(table(many(9))).replace(b"\r\n", b"\r"),
    "mixed ends": as_csv(table(many(9))).replace(b"\r\n", b"\r", 4).replace(b"\r\n", b"\n", 2),
    "no last end": as_csv(table(many(9))).removesuffix(b"\r\n"),
    "umlauts": as_csv(table([row(n, gemeinde="Köln" if n else "ÄÖÜß€") for n in range(9)])),
    "cp1252": as_csv(table([row(n, gemeinde="ÄÖÜß€") for n in range(9)]), encoding="cp1252"),
    "utf-16": b"\xff\xfe" + as_csv(table([row(n, gemeinde="Köln 𝄞") for n in range(9)]), "\t",
                                   "utf-16-le"),
    "doubles": as_csv(DOUBLED),
    "clashes": as_csv(table([*many(50), row(0, korrektur_eur="1,00"), *many(2)])),
    "faulty doubles": as_csv(table([*many(60), *[row(0, korrektur_eur="viel")] * 3])),
    "faults in order": as_csv(table([
        row(0, ags="?", quartal="9"), *many(80), row(1, bewilligt_eur=""), row(0, gemeinde="Köln"),
        row(2, korrektur_eur="1,00"),
    ])),
    "too many faults": as_csv(table([row(n, quartal="7") for n in range(9)])),
    "footnotes": as_csv([NOTE, [], *table(many(20)), ["1) § 17"], [], NOTE, NOTE]),
    "long preamble": as_csv([*[NOTE] * 70, *table(many(9))]),
    "second table": as_csv([*table(many(20)), [], *table(many(3))[1:]]),
    "second header": as_csv([*table(many(70)), *table(many(3))]),
    "no header": as_csv([[f"{n}", "nichts"] for n in range(90)]),
    "almost a header": as_csv([*[NOTE] * 30, *table(many(9), HEADER[:-4])]),
    "sign is late": as_csv(table([
        *[each | {"bewilligt_eur": "6.300", "ausgezahlt_eur": "6.300", "rueckforderung_eur": ""}
          for each in many(20)], many(21)[20]])),
    "line breaks": as_csv(table(LINE_BREAKS)),
    "open quote": OPEN_QUOTE,
    "open quote to the end": as_csv(table(many(9))) + b'2023;"' + b"nie geschlossen;1\r\n" * 30,
    "marks inside": as_csv(table(many(9))).replace(b";21;", b';2"1;'),
    "unequal": b"\r\n".join(
        line + (b";;;" if n % 3 else b";" * 30 + b"x" * (n == 6))
        for n, line in enumerate(as_csv(table(many(20))).split(b"\r\n")[:-1])
    ),
    "blank line inside": as_csv([*table(many(20)), []]) + b" \r\n\r\n",
    "personal values": as_csv(table([
        each | {"gemeinde": "erika@example.org" if n in (3, 250) else ""}
        for n, each in enumerate(many(300))])),
    "too many personal values": as_csv(table([
        each | {"gemeinde": "0211 123456" if n in (3, 90) else ""}
        for n, each in enumerate(many(100))])),
    "illegible": as_csv(table(many(30))) + b"\x00" + as_csv(table(many(30))),
    "undefined in cp1252": as_csv(table(many(30))) + b"\x81\xff",
    "mark before what is illegible": OPEN_QUOTE + b"\x81",
    "late umlaut": as_csv(table([*many(60), row(0, gemeinde="Köln")]), encoding="cp1252"),
    "xlsx": as_xlsx(table([*many(20), row(0), row(1, ags="?")])),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_pieces_make_no_difference(tmp_path: Path, name: str) -> None:
    same(tmp_path, CASES[name])


def test_what_the_cases_are(tmp_path: Path) -> None:
    """The cases above are no cases of the same refusal."""
    found = {name: outcome(tmp_path / name, content)[0] for name, content in CASES.items()}
    reasons = {name: result.reasons for name, result in found.items()}  # type: ignore[attr-defined]
    assert reasons["sound"] == reasons["line breaks"] == reasons["cr"] == reasons["doubles"] == ()
    assert reasons["clashes"] == ("DUPLIKAT",)
    assert reasons["footnotes"] == reasons["long preamble"] == reasons["sign is late"] == ()
    assert reasons["second table"] == reasons["second header"] == ("TABELLE_NICHT_GEFUNDEN",)
    assert reasons["almost a header"] == ("SPALTE_FEHLT",)
    assert reasons["open quote"] == reasons["open quote to the end"] == ("DATEI_UNLESBAR",)
    assert reasons["mark before what is illegible"] == reasons["illegible"] == ("ZEICHENSATZ",)
    assert reasons["personal values"] == reasons["too many personal values"] == ("PERSONENDATEN",)
    assert (reasons["unequal"], reasons["xlsx"]) == (("TYP",), ("AGS_UNBEKANNT",))


def test_crosses_in_pieces(tmp_path: Path) -> None:
    """A `nein` in the last row makes the empty cells of all rows empty."""
    column = "feedback_digitalisierung_positiv"
    only = [report_row(n, **{column: "x" if n % 2 else ""}) for n in range(10)]
    for name, content in (("x", only), ("nein", [*only, report_row(10, **{column: "nein"})])):
        cells = as_csv(table(content, list(content[0])))
        whole = same(tmp_path / name, cells, name=f"{REPORT}__2024-01-31.csv", source=REPORT)
        assert whole[0].status == ("geladen" if name == "x" else "abgelehnt")  # type: ignore[attr-defined]


CELLS = st.sampled_from(["", "1", "0", "x", '"', 'a"b', "a\nb", " 1 ", "6.300,00", "6,300.00", "?",
                         "05111000", "2023", "ä", "-", "1;2", "\u00a0"])  # fmt: skip


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    changes=st.lists(st.tuples(st.integers(0, 39), st.sampled_from(HEADER), CELLS), max_size=12),
    order=st.randoms(use_true_random=False),
    pieces=st.integers(2, 9),
    ends=st.sampled_from([b"\r\n", b"\n", b"\r"]),
    encoding=st.sampled_from(["utf-8", "cp1252", "utf-8-sig", "utf-16"]),
)
def test_random_tables(
    tmp_path_factory: pytest.TempPathFactory,
    changes: list[tuple[int, str, str]],
    order: random.Random,
    pieces: int,
    ends: bytes,
    encoding: str,
) -> None:
    content = [row(order.randrange(len(AGS))) for _ in range(3)] + many(37)
    for at, column, cell in changes:
        content[at] = content[at] | {column: cell}
    text = as_csv(table(content)).decode().replace("\r\n", ends.decode()).encode(encoding)
    folder = tmp_path_factory.mktemp("random")
    whole = outcome(folder / "whole", text)
    with pytest.MonkeyPatch.context() as patch:
        in_pieces(patch, len(text) // pieces + 1)
        assert outcome(folder / "pieces", text) == whole


# --- beside the rows ---------------------------------------------------------------------------


def test_progress_within_a_long_file(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    in_pieces(monkeypatch, 3000)
    monkeypatch.setattr("ingest.run.LONG", 1000)
    office.put(as_csv(table(many(300))))
    seen: list[float] = []
    ingest(office.data, progress=lambda done, files, name: seen.append(done))
    assert len(seen) > 5 and seen == sorted(seen)
    assert seen[0] == 0 and 0.5 < seen[-1] < 1


def test_what_a_crash_left_is_removed(office: Office) -> None:
    left = office.data.spool / "0"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"x")
    office.run()
    assert not office.data.spool.exists()


def test_a_file_that_is_still_written_waits(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = office.put(CASES["sound"])
    signs = iter([(1, 1, 1), (1, 2, 2)])
    monkeypatch.setattr("ingest.files.signature", lambda _: next(signs))
    report = office.run()
    assert report.files == () and path.exists()
    assert "geschrieben" in report.notices[0].message
