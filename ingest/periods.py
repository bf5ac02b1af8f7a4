"""Dates, months and quarters as offices write them (delivery interface 1.5)."""

from __future__ import annotations

from datetime import date

import polars as pl

EXCEL_DAY_ZERO = date(1899, 12, 30)
SERIALS = (20_000, 80_000)
CENTURY_TURN = 80  # 00-79 are 20xx

_DAY_FIRST = r"^([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4}|[0-9]{2})$"
_TIME = r"[T ][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?\s?(?:Z|UTC|[+-][0-9]{2}:?[0-9]{2})?"
_YEAR_FIRST = rf"^([0-9]{{4}})-([0-9]{{2}})-([0-9]{{2}})(?:{_TIME})?$"
_SERIAL = r"^([0-9]{5})(?:\.[0-9]*)?$"

_QUARTER = r"(?:q\s?(?P<q>[0-9]+)|(?P<n>[0-9]{1,2})(?:\.\s?quartal)?|(?P<r>[iv]+)(?:\.\s?quartal)?)"
_QUARTER_FIRST = rf"^{_QUARTER}(?:\s?[/\-\s]\s?(?P<year>[0-9]{{4}}))?$"
_YEAR_FIRST_QUARTER = rf"^(?P<year>[0-9]{{4}})\s?[/\-\s]\s?{_QUARTER}$"
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}

MONTHS = {
    "januar": 1, "februar": 2, "märz": 3, "april": 4, "mai": 5, "juni": 6, "juli": 7, "august": 8,
    "september": 9, "oktober": 10, "november": 11, "dezember": 12,
    "jan": 1, "jän": 1, "jänner": 1, "feb": 2, "mär": 3, "mrz": 3, "maerz": 3, "apr": 4, "jun": 6,
    "jul": 7, "aug": 8, "sep": 9, "sept": 9, "okt": 10, "nov": 11, "dez": 12,
}  # fmt: skip
_MONTH_FIRST = r"^([0-9]{1,2})\s?[/.]\s?([0-9]{4})$"
_YEAR_FIRST_MONTH = r"^([0-9]{4})-([0-9]{1,2})$"
_MONTH_NAME = r"^(\p{L}+)\.?\s+([0-9]{4})$"

NO_YEAR = "0000"  # polars has one, the calendar has none
NO_QUARTER = 0  # a quarter that does not exist, such as VII; fails the range 1-4


def as_date(text: pl.Expr) -> pl.Expr:
    """DATE of `d.m.yyyy`, `d.m.yy`, `yyyy-mm-dd…` or a spreadsheet serial; else null."""
    day_first = text.str.extract_groups(_DAY_FIRST)
    year = day_first.struct["3"].cast(pl.Int32)
    full_year = (
        pl.when(day_first.struct["3"].str.len_bytes() == 4)
        .then(year)
        .otherwise(year + pl.when(year < CENTURY_TURN).then(2000).otherwise(1900))
    )
    year_first = text.str.extract_groups(_YEAR_FIRST)
    serial = text.str.extract(_SERIAL).cast(pl.Int32, strict=False)
    return pl.coalesce(
        _calendar_day(full_year, day_first.struct["2"], day_first.struct["1"]),
        _calendar_day(year_first.struct["1"], year_first.struct["2"], year_first.struct["3"]),
        pl.when(serial.is_between(*SERIALS))
        .then(pl.lit(EXCEL_DAY_ZERO) + pl.duration(days=serial))
        .otherwise(None)
        .cast(pl.Date),
    )


def _calendar_day(year: pl.Expr, month: pl.Expr, day: pl.Expr) -> pl.Expr:
    """The DATE, or null where the calendar has no such day."""
    written = year.cast(pl.String).str.zfill(4)
    iso = pl.concat_str(
        pl.when(written != NO_YEAR).then(written),
        month.str.zfill(2),
        day.str.zfill(2),
        separator="-",
    )
    return iso.str.to_date("%Y-%m-%d", strict=False)


def as_month(text: pl.Expr) -> pl.Expr:
    """DATE of the month's first day: `yyyy-mm`, `mm/yyyy`, `mm.yyyy`, `Dez 2021`, a full date."""
    month_first = text.str.extract_groups(_MONTH_FIRST)
    year_first = text.str.extract_groups(_YEAR_FIRST_MONTH)
    named = text.str.normalize("NFC").str.to_lowercase().str.extract_groups(_MONTH_NAME)
    name = named.struct["1"].replace_strict(MONTHS, default=None, return_dtype=pl.Int64)
    day = pl.lit("1")
    return pl.coalesce(
        _calendar_day(month_first.struct["2"], month_first.struct["1"], day),
        _calendar_day(year_first.struct["1"], year_first.struct["2"], day),
        _calendar_day(named.struct["2"], name.cast(pl.String), day),
        as_date(text).dt.month_start(),
    )


def as_quarter(text: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """BIGINT quarter (0: there is no such quarter, null: not a quarter) and the year beside it."""
    lower = text.str.to_lowercase()
    number, year = None, None
    for pattern in (_QUARTER_FIRST, _YEAR_FIRST_QUARTER):
        found = lower.str.extract_groups(pattern)
        roman = found.struct["r"]
        value = pl.coalesce(
            found.struct["q"].cast(pl.Int64, strict=False),
            found.struct["n"].cast(pl.Int64, strict=False),
            pl.when(roman.is_not_null())
            .then(roman.replace_strict(_ROMAN, default=NO_QUARTER, return_dtype=pl.Int64))
            .otherwise(None),
        )
        number = value if number is None else pl.coalesce(number, value)
        year = found.struct["year"] if year is None else pl.coalesce(year, found.struct["year"])
    assert number is not None and year is not None
    return number, year.cast(pl.Int64)
