"""Numbers as offices write them (delivery interface 1.4), as polars expressions.

A number is first brought into a plain text such as `-1234.50`, never through a float, and only
then cast: amounts stay exact to the cent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

import polars as pl

CURRENCY_BEFORE = r"(?i)^(?:€|EUR)\s*"
CURRENCY_AFTER = r"(?i)\s*(?:€|Euro|EUR|%)$"
BRACKETED = r"^\((.*)\)$"


def _notation(thousands: str, ending: str) -> str:
    """Digits, alone or in groups of three, then the decimals.

    The first group has no leading zero: `0.500` is no five hundred.
    """
    groups = "|".join(
        rf"[1-9][0-9]{{0,2}}(?:{between}[0-9]{{3}})+" for between in (thousands, r"\p{Zs}")
    )
    return rf"^-?(?:[0-9]+|{groups})(?:{ending})?$"


COMMA_NUMBER = _notation(r"\.", r",[0-9]+|,[-–]{1,2}")
POINT_NUMBER = _notation(",", r"\.[0-9]+")
EITHER_WAY = r"^-?[0-9]{1,3}[.,][0-9]{3}$"  # d.ddd and d,ddd

PROVES_COMMA = r",(?:[0-9]{1,2}|[0-9]{4,}|[-–]{1,2})$|\..*\.|\..*,"
PROVES_POINT = r"\.(?:[0-9]{1,2}|[0-9]{4,})$|,.*,|,.*\."

# Words that stand around a number in free text; they do not keep a cell from voting either.
WORDS_BEFORE = (
    r"(?i)^(?:ca|circa|rund|etwa|ungefähr|knapp|gut|fast|über|unter|mehr\s+als|weniger\s+als|"
    r"mindestens|mind|ab|maximal|max|höchstens|bis\s+zu|[~><≥≤])\.?\s*"
)
WORDS_AFTER = r"(?i)\s*(?:\(geschätzt\)|\+)$"
# Roughly a number: what a range holds is kept as text anyway.
_AMOUNT = r"[0-9][0-9.,\p{Zs}]*(?:(?:%|€|eur|euro)\p{Zs}*)?"
RANGE = rf"(?i)^(?:von\s+)?{_AMOUNT}(?:[-–/]|\bbis\b)\s*{_AMOUNT}$"

# Signs in number columns beside an empty value; `-` and `–` are the value 0 instead.
SIGNS = {
    ".": "geheim",
    "*": "geheim",
    "/": "unsicher",
    "x": "nicht_sinnvoll",
    "…": "spaeter",
    "...": "spaeter",
    "k.a.": "keine_angabe",
    "k. a.": "keine_angabe",
    "keine angabe": "keine_angabe",
    "weiß nicht": "keine_angabe",
    "weiss nicht": "keine_angabe",
}
NOTHING = ["-", "–"]
# Any of them, in one pattern for long columns that hold none.
ANY_SIGN = "(?i)^(?:{})$".format(
    "|".join(re.escape(sign).replace(r"\ ", r"\s+") for sign in (*SIGNS, *NOTHING))
)
LIMITED = "eingeschraenkt"
ESTIMATED, SPAN, UNREADABLE = "geschaetzt", "bereich", "unlesbar"  # of free-text numbers


class DecimalSign(StrEnum):
    """The sign a whole file uses, or none where its cells do not decide."""

    COMMA = "Komma"
    POINT = "Punkt"
    OPEN = ""


def stripped(text: pl.Expr) -> pl.Expr:
    """Without currency and percent signs, with an ASCII minus or none in front."""
    return (
        text.str.replace(CURRENCY_BEFORE, "")
        .str.replace(CURRENCY_AFTER, "")
        .str.replace(r"^[-−–]([0-9])", "-$1")
        .str.replace(r"^\+([0-9])", "$1")
    )


def without_words(text: pl.Expr) -> pl.Expr:
    """Without a word before and a mark after a free-text number."""
    return text.str.normalize("NFC").str.replace(WORDS_BEFORE, "").str.replace(WORDS_AFTER, "")


@dataclass(frozen=True)
class Votes:
    """How many cells prove each decimal sign."""

    comma: int = 0
    point: int = 0

    def __add__(self, other: Votes) -> Votes:
        return Votes(self.comma + other.comma, self.point + other.point)

    @property
    def sign(self) -> DecimalSign:
        """The sign that more cells prove."""
        if self.comma == self.point:
            return DecimalSign.OPEN
        return DecimalSign.COMMA if self.comma > self.point else DecimalSign.POINT


def votes(cells: pl.Series) -> Votes:
    """What the text cells of a number column prove; native numbers are already removed (null)."""
    texts = cells.alias("text").to_frame().filter(pl.col("text").str.contains("[.,]"))
    proofs = texts.select(_votes(pl.col("text")))
    return Votes(int(proofs["comma"].sum()), int(proofs["point"].sum()))


def _votes(text: pl.Expr) -> list[pl.Expr]:
    number = stripped(without_words(text.str.replace(BRACKETED, "$1")))
    comma, point = number.str.contains(COMMA_NUMBER), number.str.contains(POINT_NUMBER)
    return [
        (comma & number.str.contains(PROVES_COMMA)).alias("comma"),
        (point & number.str.contains(PROVES_POINT)).alias("point"),
    ]


def plain(text: pl.Expr, sign: DecimalSign) -> tuple[pl.Expr, pl.Expr]:
    """The number as plain text (null: not a number) and whether it can be read in two ways."""
    number = stripped(text)
    comma = (
        pl.when(number.str.contains(COMMA_NUMBER))
        .then(
            number.str.replace_all(r"[.\p{Zs}]", "")
            .str.replace(r",[-–]+$", "")
            .str.replace(",", ".", literal=True)
        )
        .otherwise(None)
    )
    point = (
        pl.when(number.str.contains(POINT_NUMBER))
        .then(number.str.replace_all(r"[,\p{Zs}]", ""))
        .otherwise(None)
    )
    if sign is DecimalSign.COMMA:
        return comma, pl.lit(False)
    if sign is DecimalSign.POINT:
        return point, pl.lit(False)
    ambiguous = number.str.contains(EITHER_WAY)
    return pl.when(~ambiguous).then(pl.coalesce(comma, point)).otherwise(None), ambiguous


def as_int(number: pl.Expr) -> pl.Expr:
    """Plain text to BIGINT; `12.0` is 12, `12.5` is null."""
    return number.str.extract(r"^(-?[0-9]+)(?:\.0*)?$").cast(pl.Int64, strict=False)


def as_amount(number: pl.Expr, native: pl.Expr) -> pl.Expr:
    """Plain text to DECIMAL(18,2); more decimals are null unless they are zeros.

    Native numbers carry the noise of binary floats, so they are rounded to the cent if that
    moves them by no more than 0.0001 EUR.
    """
    exact = number.str.contains(r"^-?[0-9]+(?:\.[0-9]{1,2}0*)?$")
    value = number.cast(pl.Float64, strict=False)
    cents = value.round(2)
    close = native & ((value - cents).abs() <= 0.0001 + 1e-9)
    text = pl.when(exact).then(number).when(close).then(cents.cast(pl.String)).otherwise(None)
    return text.cast(pl.Decimal(18, 2), strict=False)


def as_float(number: pl.Expr) -> pl.Expr:
    """Plain text to DOUBLE; null for a number too large for one."""
    value = number.cast(pl.Float64, strict=False)
    return pl.when(value.is_finite()).then(value).otherwise(None)
