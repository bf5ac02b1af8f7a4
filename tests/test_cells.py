"""Text that looks like a formula, in Python and in SQL alike."""

from __future__ import annotations

import duckdb
import pytest

from tintg.cells import harmless, harmless_sql


@pytest.mark.parametrize(
    ("text", "written"),
    [
        *((text, f"'{text}") for text in ("=1+1", "+49", "-2+3", "@SUM", "--", "\t=1", " =1")),
        *((text, f"'{text}") for text in ("\r=1", "\tx", "\rx", "\nx", "＝1", "＋1", "－1", "＠a")),
        *((text, f"'{text}") for text in ("\u00a0=1", "\u200b=1", "\ufeff@a", "\u3000+1", '"=1')),
        # a German Excel cuts a file with commas at its semicolons
        ("Grund;=1", "Grund;'=1"),
        ("Grund; -1", "Grund;' -1"),
        ('Grund;"=1', "Grund;'\"=1"),
        ("zwei\n=1", "zwei\n'=1"),
        ("=a;=b", "'=a;'=b"),
        # signs of statistics, dashes inside, numbers with a minus sign that is none
        *((text, text) for text in ("", "-", " - ", "–", "–5", "−5", "•", "k. A.", "Köln – Mitte")),
        *((text, text) for text in ("Köln - Mitte", "a=b", "300 € + Korrektur", "x; y", "2023-12")),
    ],
)
def test_formula_like_text_is_neutralised(text: str, written: str) -> None:
    assert harmless(text) == written
    sql = f"SELECT {harmless_sql('text')} FROM (SELECT ?::TEXT AS text)"
    assert duckdb.execute(sql, [text]).fetchall() == [(written,)]


def test_no_text_stays_no_text() -> None:
    sql = f"SELECT {harmless_sql('text')} FROM (SELECT NULL::TEXT AS text)"
    assert duckdb.execute(sql).fetchall() == [(None,)]
