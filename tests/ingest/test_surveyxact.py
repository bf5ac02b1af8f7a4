"""Exports of SurveyXact: workbook and zip, cut names, what is kept and what is not."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import openpyxl
import polars as pl
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.contract import companion_schema, load_contracts
from ingest.derive import external_models
from ingest.layouts.names import ShortNames, short_forms
from ingest.layouts.questionnaire import Choice
from ingest.refusal import Refused
from ingest.run import FileResult
from tests.ingest.conftest import Office, saved

SOURCE = "befragung"
NAME = f"{SOURCE}__ki__2024-01-31.xlsx"
Table = Sequence[Sequence[Any]]
Tables = Mapping[str, Table]

STRUCTURE: Table = [
    ["questionName", "variableName", "questionType", "subType", "questionText", "choiceValue",
     "choiceText"],
    ["s_1", "zufriedenheit", "Closed", "Single", "Wie zufrieden sind Sie?", 1, "gar nicht"],
    ["s_1", "zufriedenheit", "Closed", "Single", "Wie zufrieden sind Sie?", 2, "sehr"],
    ["s_1", "zufriedenheit", "Closed", "Single", "Wie zufrieden sind Sie?", 99, "Keine Angabe"],
    ["s_11", "s_11_1", "Closed", "Multiple", "Welche Sprachen?", 1, "Deutsch"],
    ["s_11", "s_11_2", "Closed", "Multiple", "Welche Sprachen?", 2, "Arabisch"],
    ["s_11", "s_11_9", "Closed", "Multiple", "Welche Sprachen?", 9, "weiß nicht"],
    ["s_2", "stellenanteil", "Open", "Double", "Wie viele Stellen?", None, None],
    ["s_3", "beginn", "Open", "Date", "Seit wann?", None, None],
    ["s_4", "anmerkung", "Open", "String", "Was noch?", None, None],
]  # fmt: skip
HEADER = [
    "respondentid", "organisation", "created", "email", "statinternal_1", "statoverall_4",
    "zufriedenheit", "s_11_1", "s_11_2", "s_11_9", "stellenanteil", "beginn", "anmerkung",
]  # fmt: skip
LABELS: Table = [
    ["zufriedenheit", 1, "gar nicht"], ["zufriedenheit", 2, "sehr"], ["zufriedenheit", 3, "mittel"],
    ["s_11_1", 0, "Ikke valgt"], ["s_11_1", 1, "Valgt"], ["s_11_2", 1, "Ausgewählt"],
]  # fmt: skip


def respondent(number: int, **other: Any) -> list[Any]:
    """One row of Dataset; the mail address is invented."""
    sound = dict(
        zip(
            HEADER,
            [1000 + number, "x", "2024-01-02", f"stelle{number}@example.org", 1, 1, 1, 1, 0, 0,
             2.5, "15.01.2023", "Danke"],
            strict=True,
        )
    )  # fmt: skip
    return list((sound | other).values())


def export(*rows: Sequence[Any], **other: Table | None) -> dict[str, Table]:
    """All tables of an export; other replaces one of them, None leaves it out."""
    tables: dict[str, Table | None] = {
        "Labels": LABELS,
        "Variables": [["variableName", "variableDescription"], ["zufriedenheit", "Zufriedenheit"]],
        "Dataset": [HEADER, *(rows or [respondent(1), respondent(2, zufriedenheit=2)])],
        "Complete": [["respondentid", "email"], [1001, "stelle1@example.org"]],
        "Structure": STRUCTURE,
    }
    return {name: table for name, table in (tables | other).items() if table is not None}


def workbook(tables: Tables) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, cells in tables.items():
        sheet = book.create_sheet(name)
        for line in cells:
            sheet.append(list(line))
    return saved(book)


def utf16(cells: Table, tail: str = "") -> bytes:
    lines = ["\t".join("" if cell is None else str(cell) for cell in line) + tail for line in cells]
    return ("\r\n".join(lines) + "\r\n").encode("utf-16")


def archive(members: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return buffer.getvalue()


def text_export(tables: Tables) -> bytes:
    """As the interface gives it: UTF-16LE with BOM and TAB, Structure with one TAB too many."""
    return archive(
        {
            f"export/{name.lower()}_4711.csv": utf16(cells, "\t" if name == "Structure" else "")
            for name, cells in tables.items()
        }
    )


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TINTG_PSEUDONYM_KEY", "nur fuer Tests")


def deliver(office: Office, tables: Tables | bytes, name: str = NAME) -> FileResult:
    content = tables if isinstance(tables, bytes) else workbook(tables)
    return office.deliver(content, name, SOURCE)


def answers(office: Office, result: FileResult, line: int) -> dict[str, tuple[Any, Any]]:
    """Variable -> value and status of the respondent in a line."""
    found = office.lake(result).filter(pl.col("_zeile") == line)
    return {v: (w, s) for v, w, s in found.select("variable", "wert", "status").iter_rows()}


def questions(office: Office, result: FileResult) -> pl.DataFrame:
    path = office.data.lake / "befragung_struktur" / f"{result.lieferung_id}.parquet"
    return pl.read_parquet(path)


SOUND = {
    "zufriedenheit": (1.0, None), "s_11_1": (1.0, None), "s_11_2": (0.0, None),
    "s_11_9": (0.0, None), "stellenanteil": (2.5, None), "beginn": (20230115.0, None),
}  # fmt: skip


def test_workbook(office: Office) -> None:
    result = deliver(office, export())
    assert (result.status, result.read, result.loaded) == ("geladen", 2, 2), result.message
    assert result.units == ("befragung_id=ki",)
    assert answers(office, result, 2) == SOUND
    assert answers(office, result, 3) == SOUND | {"zufriedenheit": (2.0, None)}
    lake = office.lake(result)
    assert lake["befragung_id"].unique().to_list() == ["ki"]
    assert lake["respondent"].n_unique() == 2 and lake["respondent"].str.len_chars().min() == 64
    assert lake["abgeschlossen"].all()
    line = office.register(SOURCE)[0]
    assert (line["blatt"], line["zusatzspalten"]) == ("Dataset", "organisation")
    assert (line["zeilen_gelesen"], line["zeilen_geladen"]) == ("2", "2")


def test_zip_of_text_tables(office: Office) -> None:
    result = deliver(office, text_export(export()), f"{SOURCE}__KI__2024-01-31.zip")
    assert (result.status, result.loaded) == ("geladen", 2), result.message
    assert answers(office, result, 2) == SOUND
    line = office.register(SOURCE)[0]
    assert (line["format"], line["kodierung"]) == ("zip/tsv", "utf-16-le")
    assert (line["trennzeichen"], line["blatt"]) == ("tab", "dataset_4711")
    texts = questions(office, result).filter(variable="zufriedenheit")["auswahl_text"].to_list()
    assert texts == ["gar nicht", "sehr", "Keine Angabe", "mittel"]


def test_a_workbook_in_a_zip(office: Office) -> None:
    result = deliver(office, archive({"befragung.xlsx": workbook(export())}))
    assert result.status == "geladen"


def test_the_questionnaire_is_a_companion(office: Office) -> None:
    result = deliver(office, export())
    (contract,) = (each for each in load_contracts() if each.source == SOURCE)
    (companion,) = contract.companions
    path = office.data.lake / companion.name / f"{result.lieferung_id}.parquet"
    assert pq.read_schema(path).equals(companion_schema(companion))
    found = questions(office, result)
    assert found.select("position", "frage", "variable", "untertyp", "auswahl_wert",
                        "auswahl_text", "ist_keine_angabe").rows() == [
        (1, "s_1", "zufriedenheit", "single", 1.0, "gar nicht", False),
        (2, "s_1", "zufriedenheit", "single", 2.0, "sehr", False),
        (3, "s_1", "zufriedenheit", "single", 99.0, "Keine Angabe", True),
        (4, "s_1", "zufriedenheit", "single", 3.0, "mittel", False),
        (5, "s_11", "s_11_1", "multiple", 1.0, "Deutsch", False),
        (6, "s_11", "s_11_2", "multiple", 2.0, "Arabisch", False),
        (7, "s_11", "s_11_9", "multiple", 9.0, "weiß nicht", True),
        (8, "s_2", "stellenanteil", "double", None, None, False),
        (9, "s_3", "beginn", "date", None, None, False),
        (10, "s_4", "anmerkung", "string", None, None, False),
    ]  # fmt: skip
    assert found["_lieferung_id"].unique().to_list() == [result.lieferung_id]
    assert "raw.befragung_struktur" in external_models([contract])


def test_what_is_asked_of_a_refused_delivery_is_not_kept(office: Office) -> None:
    bad = [respondent(n, zufriedenheit=7) for n in range(9)]
    assert deliver(office, export(*bad)).status == "abgelehnt"
    assert not (office.data.lake / "befragung_struktur").exists()


# --- answers -----------------------------------------------------------------------------------


def test_no_answer_and_nothing_chosen(office: Office) -> None:
    """An empty answer is a row without a value; keine Angabe keeps its number and is marked."""
    empty = dict.fromkeys(HEADER[6:])
    result = deliver(
        office,
        export(
            respondent(1, zufriedenheit=99, s_11_9=1, stellenanteil="k.A."),
            respondent(2, statoverall_4=0, **empty),
        ),
    )
    assert result.loaded == 2
    assert answers(office, result, 2) == SOUND | {
        "zufriedenheit": (99.0, "keine_angabe"), "s_11_9": (1.0, "keine_angabe"),
        "stellenanteil": (None, "keine_angabe"),
    }  # fmt: skip
    assert answers(office, result, 3) == dict.fromkeys(SOUND, (None, None))
    done = office.lake(result).select("_zeile", "abgeschlossen").unique().sort("_zeile").rows()
    assert done == [(2, True), (3, False)]


def test_what_the_indicators_need_can_be_counted(office: Office) -> None:
    """n, n_ka and the base of a multiple question, in SQL from the lake alone."""
    import duckdb

    result = deliver(
        office,
        export(
            respondent(1, zufriedenheit=1, s_11_1=1),
            respondent(2, zufriedenheit=2, s_11_1=0, s_11_2=1),
            respondent(3, zufriedenheit=99, s_11_1=0),
            respondent(4, zufriedenheit=None, s_11_1=1, s_11_2=1),
            respondent(5, zufriedenheit=2, statoverall_4=0),
        ),
    )
    lake, struktur = office.lake(result), questions(office, result)
    assert lake.height and struktur.height  # read by name below
    single = duckdb.sql(
        """SELECT COUNT(wert) FILTER (status IS NULL), COUNT(*) FILTER (status = 'keine_angabe'),
        AVG(wert) FILTER (status IS NULL) FROM lake WHERE abgeschlossen
        AND variable = 'zufriedenheit'"""
    ).fetchall()
    assert single == [(2, 1, 1.5)]
    multiple = duckdb.sql(
        """SELECT auswahl_wert, COUNT(*) FILTER (wert = 1),
            (SELECT COUNT(DISTINCT respondent) FROM lake JOIN struktur USING (variable)
             WHERE frage = 's_11' AND wert = 1 AND abgeschlossen)
        FROM lake JOIN struktur USING (variable)
        WHERE frage = 's_11' AND abgeschlossen AND NOT ist_keine_angabe
        GROUP BY auswahl_wert ORDER BY auswahl_wert"""
    ).fetchall()
    assert multiple == [(1.0, 2, 3), (2.0, 2, 3)]


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("zufriedenheit", 7, "CODE_UNBEKANNT"),
        ("zufriedenheit", "sehr", "CODE_UNBEKANNT"),
        ("s_11_1", 2, "CODE_UNBEKANNT"),
        ("stellenanteil", "viele", "TYP"),
        ("beginn", "irgendwann", "TYP"),
        ("statoverall_4", 5, "TYP"),
        ("respondentid", None, "PFLICHT"),
    ],
)
def test_bad_cells_keep_a_respondent_back(
    office: Office, column: str, value: Any, code: str
) -> None:
    result = deliver(office, export(respondent(1), respondent(2, **{column: value})))
    assert (result.read, result.loaded, result.quarantined) == (2, 1, 1), result.message
    assert {(line, grund) for line, _, grund in office.faults(result)} == {("3", code)}
    assert office.lake(result)["_zeile"].unique().to_list() == [2]
    if column in SOUND:
        assert f"„{column} = {value}“" in office.quarantine(result)[0]["meldung"]


@pytest.mark.parametrize(
    ("column", "value", "spoken"),
    [
        (
            "beginn",
            "32.1.2023",
            "steht „beginn = 32.1.2023“. Erwartet wird ein Datum wie 31.12.2023.",
        ),
        ("stellenanteil", "viele", "steht „stellenanteil = viele“. Erwartet wird eine Zahl"),
        ("statoverall_4", 5, "In der Spalte „statoverall_4“ steht „5“. Erwartet wird 0 oder 1."),
        ("respondentid", None, "Die Pflichtspalte „respondentid“ ist leer."),
        ("respondentid", "k.A.", "In der Spalte „respondentid“ steht „(nicht wiedergegeben)“."),
    ],
)
def test_faults_speak_of_what_the_office_has(
    office: Office, column: str, value: Any, spoken: str
) -> None:
    result = deliver(office, export(respondent(1), respondent(2, **{column: value})))
    told = office.quarantine(result)[0]
    assert spoken in told["meldung"]
    assert told["spalte"] in ("wert", column)


def test_a_choice_that_only_labels_knows(office: Office) -> None:
    result = deliver(office, export(respondent(1, zufriedenheit=3)))
    assert answers(office, result, 2)["zufriedenheit"] == (3.0, None)


def test_respondents_twice(office: Office) -> None:
    """The same again is dropped; other answers under the same id are nobody's."""
    result = deliver(
        office,
        export(respondent(1), respondent(1), respondent(2), respondent(2, s_11_2=1), respondent(3)),
    )
    assert (result.read, result.loaded, result.duplicate, result.quarantined) == (5, 2, 1, 2)
    assert office.faults(result) == [
        ("4", "befragung_id|respondentid", "DUPLIKAT"),
        ("5", "befragung_id|respondentid", "DUPLIKAT"),
    ]
    assert "(befragung_id, respondentid)" in office.quarantine(result)[0]["meldung"]
    assert office.lake(result)["_zeile"].unique().sort().to_list() == [2, 6]


def test_a_faulty_row_does_not_spoil_another_of_the_same_id(office: Office) -> None:
    result = deliver(office, export(respondent(1, zufriedenheit=7), respondent(1)))
    assert (result.loaded, result.quarantined) == (1, 1)
    assert answers(office, result, 3) == SOUND


def test_too_many_faults_are_counted_in_respondents(office: Office) -> None:
    rows = [respondent(n, zufriedenheit=7 if n < 4 else 1) for n in range(20)]
    result = deliver(office, export(*rows))
    assert result.reasons == ("CODE_UNBEKANNT", "ZU_VIELE_FEHLER")
    assert "4 von 20" in office.letter(SOURCE)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Keine Angabe", True),
        ("k. A.", True),
        ("k.A.", True),
        ("weiß nicht", True),
        ("Weiß ich nicht", True),
        ("Weiß nicht / keine Angabe", True),
        ("keine Angabe oder weiß nicht", True),
        ("Keine Angaben (k. A.)", True),
        ("Ich weiß nicht, an wen ich mich wenden kann", False),
        ("keine", False),
        ("trifft zu", False),
        (None, False),
    ],
)
def test_choices_that_give_no_answer(text: str | None, expected: bool) -> None:
    assert Choice("1", text, 1).is_no_answer is expected


# --- personal data -----------------------------------------------------------------------------


def test_mail_addresses_stay_outside(office: Office) -> None:
    result = deliver(office, export())
    assert "example" not in office.everything_written()
    assert "email" not in office.register(SOURCE)[0]["zusatzspalten"]
    for path in office.data.lake.rglob("*.parquet"):
        assert b"example" not in path.read_bytes()
    assert "Danke" not in str(office.lake(result).to_dicts())


@pytest.mark.parametrize("header", ["Ansprechpartner", "E-Mail", "Telefon"])
def test_other_personal_columns_refuse(office: Office, header: str) -> None:
    dataset = [[*HEADER, header], [*respondent(1), None]]
    result = deliver(office, export(Dataset=dataset))
    assert result.reasons == ("PERSONENDATEN",)


def test_a_question_may_be_called_like_personal_data(office: Office) -> None:
    """What Structure lists is an answer; in words it is dropped, as a code it names nobody."""
    structure = [
        *STRUCTURE,
        ["s_9", "telefon", "Open", "String", "Telefon?", None, None],
        ["s_10", "fax", "Closed", "Single", "Gibt es ein Fax?", "1", "ja"],
    ]
    dataset = [[*HEADER, "telefon", "fax"], [*respondent(1), "0211 8555-1234", "1"]]
    result = deliver(office, export(Dataset=dataset, Structure=structure))
    assert result.status == "geladen"
    assert "8555" not in office.everything_written()


@pytest.mark.parametrize(
    ("name", "sub_type", "answer"),
    [("telefon", "Double", "2111234567"), ("geburtsdatum", "Date", "01.02.1980")],
)
def test_a_question_for_personal_data_refuses_the_export(
    office: Office, name: str, sub_type: str, answer: str
) -> None:
    structure = [*STRUCTURE, ["s_9", name, "Open", sub_type, "Wie?", None, None]]
    dataset = [[*HEADER, name], [*respondent(1), answer]]
    result = deliver(office, export(Dataset=dataset, Structure=structure))
    assert result.reasons == ("PERSONENDATEN",)
    assert answer not in office.everything_written()


def test_who_has_no_state_has_not_finished(office: Office) -> None:
    result = deliver(office, export(respondent(1), respondent(2, statoverall_4=None)))
    assert (result.status, result.loaded) == ("geladen", 2)
    finished = office.lake(result).group_by("abgeschlossen").agg(pl.col("respondent").n_unique())
    assert sorted(finished.iter_rows()) == [(False, 1), (True, 1)]


def test_names_cut_to_the_same_eight_characters(office: Office) -> None:
    """Columns keep the order of the questionnaire, so the fourth `statover` says who finished."""
    question = "Welche Sprachen werden gesprochen?"
    structure = [
        *STRUCTURE,
        ["s_5", "sprachen_deutsch", "Closed", "Multiple", question, 1, "Deutsch"],
        ["s_5", "sprachen_arabisch", "Closed", "Multiple", question, 2, "Arabisch"],
    ]
    header = [*HEADER[:5], *(f"statoverall_{n}" for n in range(1, 6)), *HEADER[6:],
              "sprachen_deutsch", "sprachen_arabisch"]  # fmt: skip
    states = [1, 1, 1, 0, 0], [1, 1, 1, 1, 0]
    rows = [
        [*respondent(n)[:5], *state, *respondent(n)[6:], n - 1, 2 - n]
        for n, state in enumerate(states, 1)
    ]
    full = deliver(office, export(Dataset=[header, *rows], Structure=structure))
    cut = [[name[:8] for name in header], *rows]
    result = deliver(
        office, export(Dataset=cut, Structure=structure), f"{SOURCE}__ki__2024-02-01.xlsx"
    )
    assert result.status == "geladen", result
    columns = ["variable", "wert", "status", "abgeschlossen"]
    answers_ = office.lake(result).select(columns).rows()
    assert answers_ == office.lake(full).select(columns).rows()
    assert ("sprachen_arabisch", 1.0, None, False) in answers_
    assert ("sprachen_deutsch", 1.0, None, True) in answers_


def test_two_exports_in_one_archive(office: Office) -> None:
    tables = {
        "dataset.txt": utf16([HEADER, respondent(1)]),
        "dataset2.txt": utf16([HEADER, respondent(2)]),
        "structure.txt": utf16(STRUCTURE),
    }
    result = deliver(office, archive(tables))
    assert result.reasons == ("TABELLE_NICHT_GEFUNDEN",)
    assert "mehrfach" in office.letter(SOURCE)


@pytest.fixture
def with_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """The contract names one answer in words."""
    contracts = [
        replace(each, free_text_answers=frozenset({"ki.anmerkung"})) for each in load_contracts()
    ]
    monkeypatch.setattr("ingest.run.load_contracts", lambda: tuple(contracts))


def test_words_that_the_contract_names_are_kept(office: Office, with_words: None) -> None:
    result = deliver(office, export())
    words = office.lake(result).filter(variable="anmerkung")
    assert words.select("wert", "wert_text").rows() == [(None, "Danke")] * 2
    other = deliver(office, export(), f"{SOURCE}__gremien__2024-02-01.xlsx")
    assert "anmerkung" not in office.lake(other)["variable"].to_list()


def test_words_are_searched(office: Office, with_words: None) -> None:
    """More than 1 % of the respondents refuse the file, fewer are kept back."""
    mail = "bitte an erika.beispiel@example.org"
    assert deliver(office, export(respondent(1, anmerkung=mail))).reasons == ("PERSONENDATEN",)
    rows = [respondent(n, anmerkung=mail if n == 5 else "gut") for n in range(150)]
    result = deliver(office, export(*rows))
    assert (result.read, result.loaded, result.quarantined) == (150, 149, 1)
    assert office.faults(result) == [("7", "wert_text", "PERSONENDATEN")]
    assert "erika" not in office.everything_written()


def test_without_a_key(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TINTG_PSEUDONYM_KEY")
    monkeypatch.delenv("TINTG_DEMO", raising=False)
    assert deliver(office, export()).reasons == ("SCHLUESSEL_FEHLT",)


# --- names -------------------------------------------------------------------------------------

SHORT = {"respondentid": "response", "statinternal_1": "stati_1", "statoverall_4": "stato_4",
         "zufriedenheit": "zufriede", "stellenanteil": "stellena", "anmerkung": "anmerkun",
         "organisation": "organisa"}  # fmt: skip


def cut(cells: Table) -> Table:
    return [[SHORT.get(cell, cell) if isinstance(cell, str) else cell for cell in line]
            for line in cells]  # fmt: skip


@pytest.mark.parametrize("everywhere", [False, True])
def test_cut_names(office: Office, everywhere: bool) -> None:
    tables = export()
    places = ("Dataset", "Structure", "Labels") if everywhere else ("Dataset",)
    result = deliver(office, tables | {name: cut(tables[name]) for name in places})
    assert result.status == "geladen", result.message
    names = SHORT if everywhere else {}
    assert answers(office, result, 2) == {names.get(v, v): a for v, a in SOUND.items()}
    assert "example" not in office.everything_written()


def test_names_in_any_case(office: Office) -> None:
    tables = {name.upper(): cells for name, cells in export().items()}
    tables["DATASET"] = [[name.upper() for name in HEADER], respondent(1)]
    result = deliver(office, tables)
    assert answers(office, result, 2) == SOUND


def test_ambiguous_cut_names(office: Office) -> None:
    more = ["s_5", "zufriedenstellung", "Open", "Double", "Wie sehr?", None, None]
    tables = export(Structure=[*STRUCTURE, more])
    result = deliver(office, tables | {"Dataset": cut(tables["Dataset"])})
    assert result.reasons == ("SPALTE_FEHLT",)
    assert "zufriedenheit, zufriedenstellung" in office.letter(SOURCE)


def test_ambiguity_that_the_other_names_resolve() -> None:
    names = ShortNames(["zufrieden_1", "zufriedenheit"])
    assert names.variables(["zufrie_1", "zufriede"]) == {
        "zufrie_1": "zufrieden_1", "zufriede": "zufriedenheit"
    }  # fmt: skip


NAMES = st.lists(
    st.from_regex(r"[a-z]{1,12}(_[0-9]{1,2})?", fullmatch=True), min_size=1, max_size=8, unique=True
)


@given(NAMES, st.data())
def test_cut_names_are_found_or_refused(names: list[str], data: st.DataObject) -> None:
    """Never a wrong variable: each cut name finds its own, or the file is refused."""
    headers = {name: data.draw(st.sampled_from(sorted(short_forms(name)))) for name in names}
    if len(set(headers.values())) < len(names):
        return  # two columns of one name: refused where the header is read
    try:
        found = ShortNames(names).variables(list(headers.values()))
    except Refused:
        return
    assert found == {header: name for name, header in headers.items()}


# --- tables ------------------------------------------------------------------------------------


@pytest.mark.parametrize("missing", ["Structure", "Dataset"])
@pytest.mark.parametrize("packed", [False, True])
def test_missing_tables(office: Office, missing: str, packed: bool) -> None:
    tables = export(**{missing: None})
    result = deliver(office, text_export(tables) if packed else workbook(tables))
    assert result.reasons == ("TABELLE_NICHT_GEFUNDEN",)
    assert f"„{missing}“" in office.letter(SOURCE)


@pytest.mark.parametrize(("there", "missing"), [("Dataset", "Structure"), ("Structure", "Dataset")])
def test_a_zip_with_a_single_table(office: Office, there: str, missing: str) -> None:
    member = archive({f"{there.lower()}.csv": utf16(export()[there])})
    assert deliver(office, member).reasons == ("TABELLE_NICHT_GEFUNDEN",)
    assert f"fehlt die Tabelle „{missing}“" in office.letter(SOURCE)
    assert f"Gefunden wurden: „{there.lower()}“." in office.letter(SOURCE)


def test_a_fault_in_a_zip_names_its_table(office: Office) -> None:
    """A quotation mark that is never closed, and bytes that are no text."""
    sound = {f"{name.lower()}.csv": utf16(cells) for name, cells in export().items()}
    open_ = utf16([*export()["Structure"][:3], ['"s_1', *["x"] * 6]])
    result = deliver(office, archive(sound | {"structure.csv": open_}))
    assert result.reasons == ("DATEI_UNLESBAR",)
    assert "Zeile 4 oder kurz danach. Gemeint ist die Datei „structure.csv“" in result.message
    broken = b"respondentid\tstatoverall_4\r\n\x81\t1\r\n"
    result = deliver(office, archive(sound | {"dataset.csv": broken}))
    assert result.reasons == ("ZEICHENSATZ",)
    assert "Gemeint ist die Datei „dataset.csv“" in result.message


def test_sheet_names_are_not_repeated_where_they_are_addresses(office: Office) -> None:
    tables = export()
    renamed = {f"{name} max.m@firma.de": cells for name, cells in tables.items()}
    faulty = [*tables["Dataset"][:2], respondent(2, beginn="nie")]
    result = deliver(office, renamed | {"Dataset max.m@firma.de": faulty})
    assert (result.status, office.register(SOURCE)[0]["blatt"]) == (
        "teilweise", "(nicht wiedergegeben)"
    )  # fmt: skip
    assert office.quarantine(result)[0]["blatt"] == "(nicht wiedergegeben)"
    twice = renamed | {"Dataset eva.m@firma.de": faulty}
    for refused in (workbook(twice), workbook({"a.b@firma.de": LABELS})):
        result = deliver(office, refused)
        assert result.reasons == ("TABELLE_NICHT_GEFUNDEN",)
        assert "„(nicht wiedergegeben)“" in result.message
    assert "firma.de" not in office.everything_written()


def test_labels_are_not_needed(office: Office) -> None:
    assert deliver(office, export(Labels=None, Variables=None, Complete=None)).status == "geladen"


@pytest.mark.parametrize("lost", ["respondentid", "statoverall_4"])
def test_missing_system_columns(office: Office, lost: str) -> None:
    dataset = [[name if name != lost else "weg" for name in HEADER], respondent(1)]
    result = deliver(office, export(Dataset=dataset))
    assert result.reasons == ("SPALTE_FEHLT",)
    assert lost in office.letter(SOURCE)


def test_two_languages(office: Office) -> None:
    tables = export()
    result = deliver(office, text_export(tables | {"Structure_en": STRUCTURE}))
    assert result.reasons == ("TABELLE_NICHT_GEFUNDEN",)


def test_a_zip_with_a_password_or_a_zip_in_it(office: Office) -> None:
    inner = archive({"x.csv": b"x"})
    members = {"dataset.csv": inner, "structure.csv": utf16(STRUCTURE)}
    assert deliver(office, archive(members)).reasons == ("DATEI_UNLESBAR",)
    data = bytearray(text_export(export()))
    start = data.find(b"PK\x01\x02")
    while start >= 0:
        data[start + 8] |= 1  # the flag that a member is encrypted
        start = data.find(b"PK\x01\x02", start + 1)
    assert deliver(office, bytes(data)).reasons == ("DATEI_UNLESBAR",)


def test_only_words_or_other_variables(office: Office) -> None:
    structure = [STRUCTURE[0], STRUCTURE[-1]]
    assert deliver(office, export(Structure=structure)).reasons == ("TABELLE_NICHT_GEFUNDEN",)


def test_no_respondents(office: Office) -> None:
    tables = export(Dataset=[HEADER])
    assert deliver(office, tables).reasons == ("TABELLE_NICHT_GEFUNDEN",)
    name = f"{SOURCE}__ki__2024-02-01.xlsx"
    office.put(b"einheiten: [{befragung_id: KI}]", f"{name}.meta.yaml", SOURCE)
    result = deliver(office, tables, name)
    assert (result.status, result.units) == ("geladen", ("befragung_id=ki",))


# --- names of files ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "sidecar", "expected"),
    [
        ("befragung__KI__2024-01-31.xlsx", "", "ki"),
        ("befragung__a_b1__2024-01-31__v2.xlsx", "", "a_b1"),
        ("befragung__ki__2024-01-31.xlsx", "befragung_id: Gremien", "gremien"),
        ("befragung__2024-01-31.xlsx", "befragung_id: ki", "ki"),
        ("Export.xlsx", "{befragung_id: 2024, datenstand: 2024-01-31}", "2024"),
    ],
)
def test_which_survey(office: Office, name: str, sidecar: str, expected: str) -> None:
    if sidecar:
        office.put(sidecar.encode(), f"{name}.meta.yaml", SOURCE)
    result = deliver(office, export(), name)
    assert result.units == (f"befragung_id={expected}",), result.message


@pytest.mark.parametrize(
    ("name", "sidecar"),
    [
        ("befragung__2024-01-31.xlsx", ""),
        ("befragung__k-i__2024-01-31.xlsx", ""),
        ("befragung__ki__2024-13-31.xlsx", ""),
        ("befragung__ki.xlsx", ""),
        ("befragung__ki__2024-01-31.xlsx", "befragung_id: a__b"),
        ("befragung__ki__2024-01-31.xlsx", "einheiten: [{befragung_id: a-b}]"),
    ],
)
def test_which_survey_is_unknown(office: Office, name: str, sidecar: str) -> None:
    if sidecar:
        office.put(sidecar.encode(), f"{name}.meta.yaml", SOURCE)
    assert deliver(office, export(), name).reasons == ("DATENSTAND_FEHLT",)
