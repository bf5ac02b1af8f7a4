"""Keys of areas in official statistics, and the level that a key tells (delivery interface 1.6).

`DG` is Germany; 2, 3, 5 and 8 digits are Land, Regierungsbezirk, Kreis and Gemeinde. The 12 digits
of the Regionalschlüssel name the same Gemeinde as its first five and last three digits.
"""

from __future__ import annotations

import polars as pl

from ingest.reference import Reference

GERMANY = ["DG", "DE", "00"]
CITIES = ["02", "11"]  # Hamburg and Berlin are Land, Kreis and Gemeinde
LEVELS = {2: "land", 3: "regierungsbezirk", 5: "kreis", 8: "gemeinde"}
# Digits as delivered -> digits of the key. Fewer digits: a spreadsheet took the leading zero.
FULL_LENGTH = {1: 2, 2: 2, 3: 3, 4: 5, 5: 5, 7: 8, 8: 8, 11: 12, 12: 12}
REGIONALSCHLUESSEL = 12
LAENDER = 16


def area_keys(texts: pl.Series, reference: Reference) -> pl.Series:
    """The keys of areas, null for what is none.

    Step by step on a frame: as one nested expression polars would need seconds to plan it.
    """
    text, key = pl.col("text"), pl.col("key")
    frame = texts.alias("text").to_frame().with_columns(key=_digits(text))
    frame = frame.with_columns(key=_full(key))
    ars = key.str.len_bytes() == REGIONALSCHLUESSEL
    frame = frame.with_columns(
        key=pl.when(ars).then(key.str.head(5) + key.str.tail(3)).otherwise(key)
    )
    frame = frame.with_columns(key=_without_zeros(key, reference))
    known = key.str.head(2).cast(pl.Int64, strict=False).is_between(1, 16)
    return frame.select(
        pl.when(text.str.to_uppercase().is_in(GERMANY))
        .then(pl.lit("DG"))
        .when(known)
        .then(key)
        .otherwise(None)
    ).to_series()


def level(key: pl.Expr) -> pl.Expr:
    """The level of a key, null for null."""
    named = key.str.len_bytes().replace_strict(LEVELS, default=None, return_dtype=pl.String)
    return pl.when(key == "DG").then(pl.lit("bund")).otherwise(named)


def rank(key: pl.Expr) -> pl.Expr:
    """The finer the area, the higher; -1 for none."""
    digits = key.str.len_bytes().cast(pl.Int64)
    return pl.when(key == "DG").then(1).otherwise(digits).fill_null(-1)


def _digits(text: pl.Expr) -> pl.Expr:
    """Without thousands points and the decimal that a spreadsheet adds."""
    return pl.coalesce(
        text.str.extract(r"^([0-9]{1,12})(?:\.0)?$"),
        text.str.extract(r"^([0-9]{1,2}\.[0-9]{3}\.[0-9]{3})$").str.replace_all(
            ".", "", literal=True
        ),
    )


def _full(digits: pl.Expr) -> pl.Expr:
    """With lost zeros. Two digits are a Land where there is one, else a Regierungsbezirk."""
    count = digits.str.len_bytes().cast(pl.Int64)
    beyond = (count == 2) & (digits.cast(pl.Int64, strict=False) > LAENDER)
    full = count.replace_strict(FULL_LENGTH, default=None, return_dtype=pl.Int64)
    length = pl.when(beyond).then(3).otherwise(full)
    return pl.when(length.is_not_null()).then(digits.str.zfill(length)).otherwise(None)


def _without_zeros(key: pl.Expr, reference: Reference) -> pl.Expr:
    """Eight digits that end in zeros and are no Gemeinde name the area above."""
    kreis = key.str.ends_with("000") & key.str.head(5).is_in(list(reference.kreise))
    return (
        pl.when((key.str.len_bytes() != 8) | key.str.head(2).is_in(CITIES))
        .then(key)
        .when(key.str.ends_with("000000"))
        .then(key.str.head(2))
        .when(key.str.ends_with("00000"))
        .then(key.str.head(3))
        .when(kreis & ~key.is_in(list(reference.gemeinden)))
        .then(key.str.head(5))
        .otherwise(key)
    )
