"""Text that a spreadsheet program would run as a formula, and how it is made harmless.

The one definition for everything written as CSV: the snapshots' files and the dashboards'
downloads. After OWASP's „CSV Injection“: what decides is the first sign, also behind blanks, and
its full-width forms. A sign behind a separator counts too, because a German Excel cuts a file
with commas at its semicolons, and there quotes protect nothing. `–` and a lone `-` are signs of
statistics and run nothing.
"""

from __future__ import annotations

import re

MARK = "'"  # what stands before such text, in CSV files only
_BLANKS = ' "\t\r\n\v\f\u00a0\u2000-\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff'
_SIGNS = "=+@＝＋－＠﹢﹣﹦﹫-"  # the hyphen last: it stands in a class
# no look-around, so that DuckDB's engine (RE2) reads the same expression
_FORMULA = f"(^|[;,\t\r\n])([{_BLANKS}]*[{_SIGNS}]|^[\t\r\n])"
_LONE = f"[{_BLANKS}]*-[{_BLANKS}]*"
_MARKED = rf"\1{MARK}\2"


def harmless(text: str) -> str:
    """The text with an apostrophe wherever a spreadsheet program would begin a formula."""
    return text if re.fullmatch(_LONE, text) else re.sub(_FORMULA, _MARKED, text)


def harmless_sql(column: str) -> str:
    """The same as an expression in DuckDB's SQL; NULL stays NULL."""
    lone, formula, marked = (literal(text) for text in (_LONE, _FORMULA, _MARKED))
    return (
        f"CASE WHEN REGEXP_FULL_MATCH({column}, {lone}) THEN {column}"
        f" ELSE REGEXP_REPLACE({column}, {formula}, {marked}, 'g') END"
    )


def literal(text: str) -> str:
    """The text as a string in SQL."""
    return "'" + text.replace("'", "''") + "'"
