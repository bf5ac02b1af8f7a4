"""Any number survives being written in German or English notation."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from ingest import numbers
from ingest.addresses import is_personal
from ingest.numbers import DecimalSign

AMOUNTS = st.decimals(
    min_value=-(10**15), max_value=10**15, places=2, allow_nan=False, allow_infinity=False
)
BLANKS = st.sampled_from([" ", "\u00a0", "\u202f", "\u2009"])
BEFORE = st.sampled_from(["", "€ ", "EUR ", "€"])
AFTER = st.sampled_from(["", " €", "€", " EUR", " Euro", " %"])


def written(amount: Decimal, thousands: str, decimal: str) -> str:
    return f"{amount:,.2f}".replace(",", "t").replace(".", decimal).replace("t", thousands)


def amount(text: str, sign: DecimalSign) -> Decimal | None:
    plain, _ = numbers.plain(pl.lit(text), sign)
    value: Decimal | None = pl.select(numbers.as_amount(plain, pl.lit(False))).item()
    return value


@given(AMOUNTS, BLANKS, BEFORE, AFTER, st.booleans())
def test_amounts_round_trip(
    value: Decimal, blank: str, before: str, after: str, minus: bool
) -> None:
    for sign, decimal, thousands in (
        (DecimalSign.COMMA, ",", (".", "", blank)),
        (DecimalSign.POINT, ".", (",", "", blank)),
    ):
        for between in thousands:
            text = written(value, between, decimal)
            if minus:
                text = text.replace("-", "\u2212")
            assert amount(before + text + after, sign) == value


@given(st.lists(AMOUNTS, min_size=1, max_size=20), st.sampled_from([".", ",", " ", "\u202f", ""]))
def test_a_column_of_amounts_proves_its_sign(values: list[Decimal], thousands: str) -> None:
    """Two decimals always prove the sign, whatever separates the thousands."""
    for sign, decimal in ((DecimalSign.COMMA, ","), (DecimalSign.POINT, ".")):
        if thousands != decimal:
            cells = pl.Series([written(value, thousands, decimal) for value in values])
            assert numbers.votes(cells).sign is sign


@given(st.integers(min_value=-(2**63), max_value=2**63 - 1))
def test_whole_numbers_round_trip(value: int) -> None:
    for text in (f"{value}", f"{value},0", f"{value:,}".replace(",", ".")):
        plain, _ = numbers.plain(pl.lit(text), DecimalSign.COMMA)
        assert pl.select(numbers.as_int(plain)).item() == value


@given(st.text(max_size=30))
def test_no_text_breaks_the_parsers(text: str) -> None:
    """Undecided, a text is one number, ambiguous, or none; never two."""
    either, ambiguous = numbers.plain(pl.lit(text), DecimalSign.OPEN)
    readings = {amount(text, DecimalSign.COMMA), amount(text, DecimalSign.POINT)} - {None}
    value = pl.select(numbers.as_amount(either, pl.lit(False))).item()
    if value is not None:
        assert readings == {value}
    assert len(readings) < 2 or pl.select(ambiguous).item()
    assert is_personal(text) in (True, False)
