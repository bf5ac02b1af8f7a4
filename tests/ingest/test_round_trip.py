"""Any table, written in any format and any notation, is read as the same values."""

from __future__ import annotations

import csv
import hashlib
import hmac
import io
import random
import tempfile
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.contract import Contract, load_contract
from ingest.run import ingest
from tests.ingest import workbooks
from tests.ingest.conftest import as_xlsx
from tests.ingest.test_sources import AREAS, BODIES, GEMEINDEN, as_parquet, zipped
from tintg.paths import DataDir

KEY = "ein Schlüssel für Tests"
SOURCE = "haushalt_titel"  # its folder; its contract is replaced by the one below
KINDS = ["jahr", "quartal", "schluessel", "ags", "gebietskoerperschaft", "raum_amtlich",
         "pseudonym", "monat", "datum", "anzahl", "betrag", "dezimal", "freizahl", "bool", "text",
         "code", "offen", "codes"]  # fmt: skip
LISTS = {"code": "zieldimension", "codes": "ada_merkmal"}
ROMAN = ["I", "II", "III", "IV"]
MONTHS = ["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September",
          "Oktober", "November", "Dezember"]  # fmt: skip
TRAITS = ["am_alter", "am_behinderung", "am_rassismus", "am_religion", "am_sprache"]
Row = dict[str, Any]


@pytest.fixture(scope="module")
def contract(tmp_path_factory: pytest.TempPathFactory) -> Contract:
    """One column of every kind, named like it."""
    columns = ""
    for kind in KINDS:
        more = "required: true, " if kind in ("jahr", "quartal", "schluessel") else ""
        if kind in ("jahr", "quartal"):
            more += f"partitioned: true, partitionKeyPosition: {KINDS.index(kind) + 1}, "
        if kind == "schluessel":
            more += "primaryKey: true, primaryKeyPosition: 1, "
        if kind in LISTS:
            more += f"customProperties: [{{property: liste, value: {LISTS[kind]}}}], "
        semantic = "code" if kind == "offen" else kind
        columns += f"      - {{name: s_{kind}, {more}semanticType: {semantic}}}\n"
    path = tmp_path_factory.mktemp("contract") / "alles.yaml"
    path.write_text(
        "apiVersion: v3.1.0\nkind: DataContract\nversion: 1.0.0\nstatus: active\n"
        f"id: {SOURCE}\nname: Alles\nschema:\n  - name: alles\n    properties:\n{columns}",
        "utf-8",
    )
    return load_contract(path)


WORDS = st.text("abcäöüßÄÖ éñ;,|\"'\n-/.()&€–", min_size=1, max_size=12).map(
    lambda text: unicodedata.normalize("NFC", text.strip(" \n"))
)
OPTIONAL: dict[str, st.SearchStrategy[Any]] = {
    "ags": st.sampled_from([form.value for form in GEMEINDEN]),
    "gebietskoerperschaft": st.sampled_from([form.value for form in BODIES]),
    "raum_amtlich": st.sampled_from([form.value for form in AREAS]),
    "pseudonym": st.integers(1, 10**9).map(str) | st.text("AB-é", min_size=2, max_size=5).map(
        lambda text: f"K{text}"
    ),
    "monat": st.dates(date(2000, 1, 1), date(2079, 12, 31)).map(lambda day: day.replace(day=1)),
    "datum": st.dates(date(1980, 1, 1), date(2079, 12, 31)),
    "anzahl": st.integers(0, 10**9),
    "betrag": st.decimals(-(10**9), 10**9, places=2),
    "dezimal": st.integers(-(10**7), 10**7).map(lambda number: number / 100),
    "freizahl": st.integers(0, 10**7).map(lambda number: number / 10),
    "bool": st.booleans(),
    "text": WORDS.filter(bool),
    "code": st.sampled_from(["ankommen", "teilhaben", "gestalten", "kim"]),
    "offen": st.from_regex(r"\A[a-z]{1,8}(_[a-z0-9]{1,8}){0,2}\Z"),
    "codes": st.sets(st.sampled_from(TRAITS), min_size=1).map(lambda ids: "|".join(sorted(ids))),
}  # fmt: skip
ROWS = st.lists(
    st.fixed_dictionaries(
        {"jahr": st.integers(2000, 2100), "quartal": st.integers(1, 4)}
        | {kind: st.none() | values for kind, values in OPTIONAL.items()}
    ),
    min_size=1,
    max_size=8,
)


# --- notations ---------------------------------------------------------------------------------


def number(value: Any, style: random.Random, comma: bool) -> str:
    """German or English, with or without thousands signs, a currency or a plus."""
    places = 0 if isinstance(value, int) else 2
    text = f"{value:,.{places}f}"
    between = style.choice(["", "t", " ", "\u00a0", "\u202f"])
    text = text.replace(",", between).replace(".", "d")
    text = text.replace("d", "," if comma else ".").replace("t", "." if comma else ",")
    text = text.replace("-", style.choice("-–\u2212"))
    if value > 0 and style.random() < 0.1:
        text = f"+{text}"
    return style.choice([text, text, f"{text} €", f"EUR {text}", f"{text}\u00a0%"])


def quarter(value: int, year: int, style: random.Random) -> str:
    return style.choice([f"{value}", f"Q{value}", ROMAN[value - 1], f"{ROMAN[value - 1]}/{year}",
                         f"{year}-Q{value}", f"{value}. Quartal {year}"])  # fmt: skip


def month(value: date, style: random.Random) -> str:
    name = MONTHS[value.month - 1]
    day = value.replace(day=style.randint(1, 28))
    return style.choice([f"{value:%Y-%m}", f"{value:%m/%Y}", f"{value:%m.%Y}",
                         f"{name} {value.year}", f"{name[:3]}. {value:%Y}", f"{day:%d.%m.%Y}",
                         day.isoformat()])  # fmt: skip


def day(value: date, style: random.Random) -> str:
    serial = (value - date(1899, 12, 30)).days
    return style.choice([f"{value:%d.%m.%Y}", f"{value.day}.{value.month}.{value:%y}",
                         f"{value}", f"{value.isoformat()}T08:00:00", str(serial)])  # fmt: skip


def region(value: str, style: random.Random) -> str:
    ways = [value, value.lstrip("0"), f"{value.lstrip('0')}.0", f" {value}"]
    if len(value) == 8:
        ways.append(f"{value[1]}.{value[2:5]}.{value[5:]}")
    return style.choice(ways)


def code(value: str, style: random.Random) -> str:
    spaced = value.replace("_", style.choice([" ", "-", "_", "\u00a0", "/"]))
    return style.choice([spaced, spaced.upper(), spaced.title(), f"{spaced}:", f" {spaced} *"])


def codes(value: str, style: random.Random) -> str:
    ids = [code(each, style).replace(":", "") for each in value.split("|")]
    style.shuffle(ids)
    return style.choice(["|", ";", ",", " | ", "; ", ", "]).join([*ids, ids[0]])


def written(kind: str, value: Any, row: Row, style: random.Random, comma: bool) -> str:
    if value is None:
        return ""
    match kind:
        case "jahr":
            return style.choice([str(value), f"{value}{',' if comma else '.'}0"])
        case "quartal":
            return quarter(value, row["jahr"], style)
        case "anzahl" | "betrag" | "dezimal" | "freizahl":
            return number(value, style, comma)
        case "monat":
            return month(value, style)
        case "datum":
            return day(value, style)
        case "ags" | "gebietskoerperschaft" | "raum_amtlich":
            return region(value, style)
        case "code" | "offen":
            return code(value, style)
        case "codes":
            return codes(value, style)
        case "text":
            return unicodedata.normalize(style.choice(["NFC", "NFD"]), value)
        case _:
            return str(value)


BOOLEANS = [("ja", "nein"), ("J", "N"), ("1", "0"), ("Wahr", "FALSCH"), ("true", "false")]


def as_text(content: list[Row], style: random.Random, comma: bool) -> list[list[str]]:
    """Header and rows; the last column, which no contract knows, keeps every row filled."""
    yes, no = style.choice(BOOLEANS)
    said = [row["bool"] for row in content]
    if any(said) and None not in said:
        yes, no = style.choice([(yes, no), ("x", "")])
    cells = [[f"S {kind.title()} *" for kind in KINDS]]
    for row in content:
        line = [written(kind, row[kind], row, style, comma) for kind in KINDS]
        line[KINDS.index("bool")] = "" if row["bool"] is None else (yes if row["bool"] else no)
        cells.append(line)
    return cells


def delimited(delimiter: str, encoding: str) -> Callable[[list[list[str]]], bytes]:
    def write(cells: list[list[str]]) -> bytes:
        text = io.StringIO()
        csv.writer(text, delimiter=delimiter).writerows(cells)
        return text.getvalue().encode(encoding)

    return write


FORMATS: dict[str, Callable[[list[list[str]]], bytes]] = {
    "csv": delimited(";", "utf-8"), "csv, comma": delimited(",", "utf-8-sig"),
    "tsv": delimited("\t", "utf-8"), "utf-16": delimited("\t", "utf-16"),
    "cp1252": lambda cells: delimited(";", "cp1252")(
        [[unicodedata.normalize("NFC", cell).replace("\u202f", " ").replace("\u2212", "-")
          for cell in line] for line in cells]
    ),
    "zip": lambda cells: zipped(delimited(";", "utf-16")(cells)),
    "xlsx": as_xlsx, "xlsb": workbooks.xlsb, "xls": workbooks.xls, "parquet": as_parquet,
    "ods": lambda cells: workbooks.ods(
        [[cell.replace("\n", " ") for cell in line] for line in cells]
    ),
}  # fmt: skip


@pytest.mark.parametrize("fmt", FORMATS)
@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(rows=ROWS, comma=st.booleans(), seed=st.integers(0, 10**6))
def test_every_format_and_notation(
    contract: Contract, fmt: str, rows: list[Row], comma: bool, seed: int
) -> None:
    content = [row | {"schluessel": f"N {at}"} for at, row in enumerate(rows)]
    proof = content[0] | {"schluessel": "Beweis", "betrag": Decimal("0.50")}
    cells = as_text([*content, proof], random.Random(seed), comma)
    if fmt == "ods":
        content = [
            row | {"text": row["text"] and row["text"].replace("\n", " ")} for row in content
        ]
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("TINTG_PSEUDONYM_KEY", KEY)
        patch.setattr("ingest.run.load_contracts", lambda: (contract,))
        data = DataDir(Path(folder))
        path = data.inbox / SOURCE / f"{SOURCE}__2024-01-31.dat"
        path.parent.mkdir(parents=True)
        path.write_bytes(FORMATS[fmt](cells))
        (result,) = ingest(data).files
        assert result.status == "geladen", (result, list(folder_texts(data)))
        lake = pl.read_parquet(data.lake / SOURCE / f"{result.lieferung_id}.parquet")
    for kind in KINDS:
        expected = [row[kind] for row in content]
        if kind == "pseudonym":
            expected = [value and hashed(value) for value in expected]
        assert lake[f"s_{kind}"].to_list()[: len(content)] == expected, kind


def hashed(value: str) -> str:
    composed = unicodedata.normalize("NFC", value)
    return hmac.new(KEY.encode(), composed.encode(), hashlib.sha256).hexdigest()


def folder_texts(data: DataDir) -> list[str]:
    return [path.read_text("utf-8") for path in data.quarantine.rglob("*.csv")]
