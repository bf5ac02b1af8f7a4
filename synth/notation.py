"""From typed values to the texts that an office writes into its cells."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache

import polars as pl

from ingest.contract import Column, Contract
from ingest.matching import normalised
from ingest.reference import load_reference
from synth.context import TEXT
from synth.styles import Style
from tintg.paths import SEEDS

ROMAN = ("I", "II", "III", "IV")
SHORT = {"eur": "EUR", "ags": "AGS", "ki": "KI", "lsp": "LSP", "id": "ID", "vzae": "VZÄ",
         "zue": "ZUE"}  # fmt: skip
UMLAUTS = {"ae": "ä", "oe": "ö", "ue": "ü", "Ae": "Ä", "Oe": "Ö", "Ue": "Ü"}
MONTHS = ("Jan", "Feb", "Mrz", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez")


def spell(frame: pl.DataFrame, contract: Contract, style: Style) -> pl.DataFrame:
    """The contract's columns in its order, all as text."""
    cells = []
    for column in contract.columns:
        text = _WRITERS.get(column.kind, _text)(column, frame, style)
        if column.name + TEXT in frame.columns:
            text = pl.coalesce(pl.col(column.name + TEXT), text)
        cells.append(text.alias(column.name))
    return frame.select(cells)


def headers(contract: Contract, style: Style) -> list[str]:
    """The header cells, in the contract's order."""
    texts = [_header(column, style) for column in contract.columns]
    if style.encoding == "utf-8-sig" and style.thousands == " ":
        return [unicodedata.normalize("NFD", text) for text in texts]
    return texts


def _header(column: Column, style: Style) -> str:
    if style.header == "alias" and column.aliases:
        return column.aliases[0]
    if style.header == "name":
        return column.name
    words = [SHORT.get(word, word.capitalize()) for word in column.name.split("_")]
    text = re.sub(r"(?<![aeioquAEIOQU])[aouAOU]e", lambda found: UMLAUTS[found[0]], " ".join(words))
    return text.replace("Massnahme", "Maßnahme")


# --- kinds -------------------------------------------------------------------------------------


def _text(column: Column, frame: pl.DataFrame, style: Style) -> pl.Expr:
    return pl.col(column.name).cast(pl.String)


def _whole(number: pl.Expr, thousands: str) -> pl.Expr:
    """Digits of a whole number >= 0 in groups of three."""
    if not thousands:
        return number.cast(pl.String)
    last, middle = [
        (number // 1_000**power % 1_000).cast(pl.String).str.zfill(3) for power in (0, 1)
    ]
    million = (number // 1_000_000).cast(pl.String)
    return (
        pl.when(number >= 1_000_000)
        .then(pl.concat_str(million, middle, last, separator=thousands))
        .when(number >= 1_000)
        .then(pl.concat_str((number // 1_000).cast(pl.String), last, separator=thousands))
        .otherwise(number.cast(pl.String))
    )


def _minus(number: pl.Expr) -> pl.Expr:
    return pl.when(number < 0).then(pl.lit("-")).otherwise(pl.lit(""))


def _zero_as_dash(number: pl.Expr, text: pl.Expr, style: Style) -> pl.Expr:
    return pl.when(number == 0).then(pl.lit("-")).otherwise(text) if style.dash else text


def _count(column: Column, frame: pl.DataFrame, style: Style) -> pl.Expr:
    number = pl.col(column.name).cast(pl.Int64)
    # only amounts prove the decimal sign of a file, and with it what `1.234` means
    grouped = style.thousands if _has_amounts(frame) else ""
    text = pl.concat_str(_minus(number), _whole(number.abs(), grouped))
    return _zero_as_dash(number, text, style)


def _has_amounts(frame: pl.DataFrame) -> bool:
    return any(name.endswith("_eur") for name in frame.columns)


def _amount(column: Column, frame: pl.DataFrame, style: Style) -> pl.Expr:
    cents = (pl.col(column.name).cast(pl.Float64) * 100).round().cast(pl.Int64)
    text = pl.concat_str(
        _minus(cents),
        _whole(cents.abs() // 100, style.thousands),
        pl.lit(style.decimal),
        (cents.abs() % 100).cast(pl.String).str.zfill(2),
        pl.lit(style.currency),
    )
    return _zero_as_dash(cents, text, style)


def _decimal(column: Column, frame: pl.DataFrame, style: Style) -> pl.Expr:
    text = pl.col(column.name).cast(pl.Float64).round(2).cast(pl.String)
    return text.str.replace(r"\.0$", "").str.replace(".", style.decimal, literal=True)


def _date(column: Column, frame: pl.DataFrame, style: Style) -> pl.Expr:
    return pl.col(column.name).dt.to_string(style.date)


def _month(column: Column, frame: pl.DataFrame, style: Style) -> pl.Expr:
    day = pl.col(column.name)
    if style.month == "Dez 2023":
        name = day.dt.month().replace_strict(dict(enumerate(MONTHS, 1)), return_dtype=pl.String)
        return pl.format("{} {}", name, day.dt.year())
    return day.dt.to_string("%m/%Y" if style.month == "12/2023" else "%Y-%m")


def _quarter(column: Column, frame: pl.DataFrame, style: Style) -> pl.Expr:
    quarter = pl.col(column.name)
    years = [name for name in ("haushaltsjahr", "berichtsjahr", "jahr") if name in frame.columns]
    if not years:
        return quarter.cast(pl.String)
    year = pl.col(years[0])
    roman = quarter.replace_strict(dict(enumerate(ROMAN, 1)), return_dtype=pl.String)
    return {
        "1": quarter.cast(pl.String),
        "Q1": pl.format("Q{}", quarter),
        "I/2023": pl.format("{}/{}", roman, year),
        "2023-Q1": pl.format("{}-Q{}", year, quarter),
        "1. Quartal 2023": pl.format("{}. Quartal {}", quarter, year),
    }[style.quarter]


def _bool(column: Column, frame: pl.DataFrame, style: Style) -> pl.Expr:
    values = frame[column.name]
    yes, no = style.boolean
    if no is None and (values.null_count() or not values.any()):
        yes, no = "ja", "nein"  # a cross needs a column in which every row is answered
    value = pl.col(column.name)
    return pl.when(value).then(pl.lit(yes)).when(~value).then(pl.lit(no, pl.String))


def _ags(column: Column, frame: pl.DataFrame, style: Style) -> pl.Expr:
    key = pl.col(column.name)
    if style.region == "short":
        return key.str.strip_prefix("0")
    if style.region == "dotted":
        digits = [key.str.slice(start, length) for start, length in ((1, 1), (2, 3), (5, 3))]
        return pl.concat_str(digits, separator=".")
    if style.region == "name":
        return key.replace(_gemeinde_names())
    return key


def _body(column: Column, frame: pl.DataFrame, style: Style) -> pl.Expr:
    key = pl.col(column.name)
    if style.region == "short":
        return key.str.strip_prefix("0")
    return key.replace(_body_names()) if style.region == "name" else key


@cache
def _gemeinde_names() -> dict[str, str]:
    """Keys of the Gemeinden whose name is nobody else's."""
    table = pl.read_csv(SEEDS / "gemeinde.csv", infer_schema=False).select(
        "ags", "name", normalised(pl.col("name")).alias("plain")
    )
    unique = load_reference().unique_names
    return {ags: name for ags, name, plain in table.iter_rows() if unique.get(plain) == ags}


@cache
def _body_names() -> dict[str, str]:
    table = pl.read_csv(SEEDS / "ki.csv", infer_schema=False).select("ki_id", "name")
    return dict(table.iter_rows())


def _code(column: Column, frame: pl.DataFrame, style: Style) -> pl.Expr:
    code = pl.col(column.name)
    names = _list_names(column.code_list, style.codes) if column.code_list else {}
    return code.replace(names) if names else code


def _codes(column: Column, frame: pl.DataFrame, style: Style) -> pl.Expr:
    return pl.col(column.name).str.replace_all("|", style.separator, literal=True)


@cache
def _list_names(code_list: str, wanted: str) -> dict[str, str]:
    """Other spellings of a list's codes, where they differ."""
    if wanted == "id":
        return {}
    table = pl.read_csv(SEEDS / "codeliste.csv", infer_schema=False)
    spelled = table.filter(pl.col("liste") == code_list).select(
        "code", pl.col("name" if wanted == "name" else "auch").alias("text")
    )
    return {code: text.split("|")[0] for code, text in spelled.drop_nulls().iter_rows()}


Writer = Callable[[Column, pl.DataFrame, Style], pl.Expr]
_WRITERS: dict[str, Writer] = {
    "anzahl": _count,
    "betrag": _amount,
    "dezimal": _decimal,
    "freizahl": _decimal,
    "datum": _date,
    "monat": _month,
    "quartal": _quarter,
    "bool": _bool,
    "ags": _ags,
    "gebietskoerperschaft": _body,
    "code": _code,
    "codes": _codes,
}
