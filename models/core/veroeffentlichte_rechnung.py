"""core.veroeffentlichte_rechnung: printed figures as intervals, and what their arithmetic gives.

SQL cannot evaluate an expression that stands in a row, so this model is Python. It has a small
parser of its own (numbers, ids of figures, + - * / and brackets); nothing in a seed is ever
executed. What it finds is compared in SQL (mart.veroeffentlichte_zahl_abgleich). Why the
intervals are as they are: docs/decisions/2026-11-22-abgleich-veroeffentlichter-zahlen.md.
"""

from __future__ import annotations

import re
import typing as t
from datetime import date
from fractions import Fraction

import pandas as pd
from sqlglot import exp
from sqlmesh import ExecutionContext, model

# A span is (lowest, as printed, highest): all the values that the print may stand for.
Span = tuple[Fraction, Fraction, Fraction]

# the shares that people put into words („ein Drittel“), as far as the report does
WORDS = ["0", "1/10", "1/5", "1/4", "1/3", "1/2", "2/3", "3/4", "4/5", "9/10", "1"]

COLUMNS = {
    "figure_id": ("TEXT", "Kennung der veröffentlichten Zahl"),
    "druck_wert": ("DOUBLE", "Gedruckter Wert als Zahl, bei einem Datum in Jahren"),
    "druck_von": ("DOUBLE", "Kleinster Wert, für den der Druck stehen kann"),
    "druck_bis": ("DOUBLE", "Größter Wert, für den der Druck stehen kann"),
    "rechnung_wert": ("DOUBLE", "Ergebnis der Rechnung mit den gedruckten Werten"),
    "rechnung_von": ("DOUBLE", "Kleinstes Ergebnis, das die Rundung der Ausgangswerte zulässt"),
    "rechnung_bis": ("DOUBLE", "Größtes Ergebnis, das die Rundung der Ausgangswerte zulässt"),
    "grenze_von": ("DOUBLE", "Kleinster Wert, für den die Grenze stehen kann"),
    "grenze_bis": ("DOUBLE", "Größter Wert, für den die Grenze stehen kann"),
}


def digits_of_date(printed: str) -> int:
    """How exactly a date is printed: 1 year, 2 month, 3 day."""
    return len(printed.split("-"))


def date_in_years(printed: str, digits: int) -> Fraction:
    """A date as a number of years, seen as exactly as `digits` says: the year alone is 2023."""
    parts = [int(part) for part in printed.split("-")][:digits]
    if digits == 1:
        return Fraction(parts[0])
    if digits == 2:
        return parts[0] + Fraction(parts[1] - 1, 12)
    day = date(parts[0], parts[1], parts[2])
    return day.year + Fraction(day.timetuple().tm_yday - 1, 366)


def last_digit(printed: str, zeros_count: bool) -> tuple[Fraction, int]:
    """Place value of the last digit that counts, and that digit. Zeros at the end of a large
    number („6500000“ for 6,5 Mio.) only fill it up; after a decimal point they are meant."""
    if "." in printed:
        return Fraction(1, 10 ** len(printed.split(".")[1])), int(printed[-1])
    number = printed.rstrip("0")
    if zeros_count or not number:
        return Fraction(1), int(printed[-1])
    return Fraction(10 ** (len(printed) - len(number))), int(number[-1])


def span_of_number(printed: str, precision: str, wording: str, fraction: str) -> Span:
    """All values that a printed number may stand for, both ends included."""
    value = Fraction(printed)
    if precision == "genau":
        return value, value, value
    if precision == "gerundet":
        # below 1000 every digit is meant: 90 % is not „about 90 %“
        place, _ = last_digit(printed, zeros_count=abs(value) < 1000)
        return value - place / 2, value, value + place / 2
    if fraction:
        # a share put into words reaches halfway to the next such share
        unit = 100 if value > 1 else 1
        words = [Fraction(word) for word in WORDS]
        here = words.index(Fraction(fraction))
        exact, below, above = (words[i] * unit for i in (here, here - 1, here + 1))
        low, high, more = (exact + below) / 2, (exact + above) / 2, above
        low, high = min(low, value), max(high, value)
    else:
        # who says „rund“ counts in steps of the last digit that counts, or in fives of it
        place, digit = last_digit(printed, zeros_count=False)
        step = place * (5 if digit == 5 else 1)
        exact, low, high, more = value, value - step / 2, value + step / 2, value + step
    if wording == "mehr_als":
        return min(exact, value), value, more
    if wording == "fast":
        return low, value, max(exact, value)
    return low, value, high


def calculate(left: Span, sign: str, right: Span) -> Span | None:
    """Interval arithmetic; None where the divisor may be 0 or a side is unknown."""
    if sign == "+":
        return left[0] + right[0], left[1] + right[1], left[2] + right[2]
    if sign == "-":
        return left[0] - right[2], left[1] - right[1], left[2] - right[0]
    if sign == "/":
        if right[0] <= 0 <= right[2]:
            return None
        right = 1 / right[2], 1 / right[1], 1 / right[0]
    corners = [low * high for low in (left[0], left[2]) for high in (right[0], right[2])]
    return min(corners), left[1] * right[1], max(corners)


def tokens_of(expression: str) -> list[str]:
    """Operators stand between blanks, so that the hyphen of an id is none."""
    return expression.replace("(", " ( ").replace(")", " ) ").split()


def evaluate(expression: str, spans: t.Mapping[str, Span]) -> Span | None:
    """The expression's value with the spans of the figures that it names.

    Raises:
        ValueError: it is not an expression, or it names an unknown figure.
    """
    waiting = tokens_of(expression)[::-1]

    def refuse() -> t.NoReturn:
        raise ValueError(f"Kein Rechenausdruck über veröffentlichte Zahlen: {expression}")

    def operand() -> Span | None:
        token = waiting.pop() if waiting else ""
        if token == "(":
            inner = chain("+-")
            if not waiting or waiting.pop() != ")":
                refuse()
            return inner
        if re.fullmatch(r"\d+(\.\d+)?", token):
            return Fraction(token), Fraction(token), Fraction(token)
        if token not in spans:
            refuse()
        return spans[token]

    def chain(signs: str) -> Span | None:
        part = (lambda: chain("*/")) if signs == "+-" else operand
        result = part()
        while waiting and waiting[-1] in tuple(signs):
            sign = waiting.pop()
            right = part()
            both = result is not None and right is not None
            result = calculate(result, sign, right) if both else None
        return result

    result = chain("+-")
    if waiting:
        refuse()
    return result


def calculated(figures: list[dict[str, t.Any]]) -> list[dict[str, t.Any]]:
    """One row per figure: its own span, and the spans of its arithmetic and of its bound."""
    by_id = {figure["figure_id"]: figure for figure in figures}

    def is_date(figure: dict[str, t.Any]) -> bool:
        return figure["einheit"] == "Datum"

    def span(figure: dict[str, t.Any], digits: int) -> Span:
        if is_date(figure):
            value = date_in_years(figure["druck"], digits)
            return value, value, value
        keys = ("druck", "genauigkeit", "naeherung", "bruch")
        printed, precision, wording, fraction = (str(figure[key] or "") for key in keys)
        return span_of_number(printed, precision, wording, fraction)

    def floats(found: Span | None) -> list[float | None]:
        return [None, None, None] if found is None else [float(value) for value in found]

    rows = []
    for figure in figures:
        derived, bound = figure["abgeleitet_aus"] or "", figure["grenze"] or ""
        if bound and bound[:3] not in ("<= ", ">= "):
            raise ValueError(f"Eine Grenze beginnt mit <= oder >=: {bound}")
        named = [by_id[token] for token in tokens_of(f"{derived} {bound}") if token in by_id]
        if figure in named:
            raise ValueError(f"{figure['figure_id']} darf nicht aus sich selbst folgen")
        # dates of different exactness are compared as exactly as the coarsest is printed
        digits = min(
            (digits_of_date(one["druck"]) for one in [*named, figure] if is_date(one)), default=1
        )
        spans = {one["figure_id"]: span(one, digits) for one in named}
        low, value, high = floats(span(figure, digits))
        result = floats(evaluate(derived, spans) if derived else None)
        limit = floats(evaluate(bound[3:], spans) if bound else None)
        rows.append(
            {
                "figure_id": figure["figure_id"],
                "druck_wert": value,
                "druck_von": low,
                "druck_bis": high,
                "rechnung_wert": result[1],
                "rechnung_von": result[0],
                "rechnung_bis": result[2],
                "grenze_von": limit[0],
                "grenze_bis": limit[2],
            }
        )
    return rows


@model(
    "core.veroeffentlichte_rechnung",
    kind="FULL",
    description="Eine Zeile je veröffentlichter Zahl: welche Werte der Druck bedeuten kann, und "
    "was andere veröffentlichte Zahlen mit ihrer Rundung für sie ergeben.",
    columns={name: kind for name, (kind, _) in COLUMNS.items()},
    column_descriptions={name: meaning for name, (_, meaning) in COLUMNS.items()},
    depends_on=["ref.veroeffentlichte_zahl"],
    grains=["figure_id"],
    audits=[
        ("not_null", {"columns": exp.Tuple(expressions=[exp.column("figure_id")])}),
        ("unique_values", {"columns": exp.Tuple(expressions=[exp.column("figure_id")])}),
    ],
)
def execute(context: ExecutionContext, **_: t.Any) -> t.Iterator[pd.DataFrame]:
    """Every figure of the seed with its intervals."""
    table = context.resolve_table("ref.veroeffentlichte_zahl")
    frame = context.fetchdf(
        "SELECT figure_id, druck, einheit, genauigkeit, naeherung, bruch, abgeleitet_aus, grenze"
        f" FROM {table} ORDER BY figure_id"
    )
    figures = frame.astype(object).where(frame.notna(), None).to_dict("records")
    if figures:  # SQLMesh takes no empty frame
        yield pd.DataFrame(calculated(figures))
