"""One way to compare names: headers, place names and code words (delivery interface 1.3)."""

from __future__ import annotations

import polars as pl

# What stands before a mark; `(1-6)` is no mark, for its bracket is opened.
_BEFORE = r"(?:[^(]|\([^()]*\))*?"
# One digit only, for `personen_p14_11)` is the first group with mark 1; two follow a letter.
FOOTNOTE_MARKS = rf"^({_BEFORE})(?:[\s:*,]|[¹²³]\)?|[0-9]\))+$"
LONG_MARK = rf"^({_BEFORE}\p{{L}})\s?[1-9][0-9]\)[\s:*¹²³]*$"
LONGEST_NAME = 200  # characters; longer cells are prose, not names


def normalised(text: pl.Expr) -> pl.Expr:
    """The form under which two names are equal.

    NFC, lower case, soft hyphens dropped, `_ - /` and any blank alike, umlauts written out,
    trailing `: * ¹²³ 1)` dropped. Null stays null.
    """
    return (
        text.str.normalize("NFC")
        .str.to_lowercase()
        .str.replace_all(r"[\u{AD}\u{FEFF}]", "")
        .str.replace_all(r"[\s_/\-]+", " ")
        .str.replace_many(["ä", "ö", "ü", "ß"], ["ae", "oe", "ue", "ss"])
        .str.replace(LONG_MARK, "$1")
        .str.replace(FOOTNOTE_MARKS, "$1")
        .str.strip_chars()
    )


def normalised_names(names: list[str]) -> list[str]:
    """The same for a list of names."""
    return (
        pl.Series("name", names, dtype=pl.String)
        .to_frame()
        .select(normalised(pl.col("name")))
        .to_series()
        .to_list()
    )


def may_be_name(text: pl.Expr) -> pl.Expr:
    """True where a cell can be a name at all: cheap, so that long tables are scanned quickly."""
    return text.str.contains(r"\p{L}") & (text.str.len_chars() <= LONGEST_NAME)
