"""A table of texts and values, and its accessible form in HTML."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from dashboards.zahlen import UNITS, Value

NOTHING = "Keine Einträge"


@dataclass(frozen=True)
class Titled:
    """A title in plain words, and small behind it the code that only experts look for."""

    title: str
    code: str

    @property
    def bare(self) -> str:
        """`Verwendungsbericht fehlt (R17-5)`."""
        return f"{self.title} ({self.code})"


Cell = str | Value | Titled


def text_of(cell: Cell) -> str:
    """What stands in a cell, as text."""
    return cell if isinstance(cell, str) else cell.bare


@dataclass(frozen=True)
class Column:
    """A column; `einheit` and `dezimalen` are those of its values, `zahl` aligns it right."""

    name: str
    einheit: str = ""
    dezimalen: int = 0
    zahl: bool = False

    @property
    def title(self) -> str:
        """The column's name with its unit: `Bewilligt in €`."""
        if self.einheit in UNITS:
            return f"{self.name} in {UNITS[self.einheit]}"
        return self.name


@dataclass(frozen=True)
class Table:
    """What a figure shows, row by row."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def values(self) -> list[Value]:
        """Every value of the table."""
        return [cell for row in self.rows for cell in row if isinstance(cell, Value)]

    def to_html(self, caption: str) -> str:
        """A scrollable table with headings; the first column heads its rows."""
        head = "".join(_cell("th", c.title, c.zahl, ' scope="col"') for c in self.columns)
        body = "".join(f"<tr>{self._row(row)}</tr>" for row in self.rows)
        body = body or f'<tr><td colspan="{len(self.columns)}">{NOTHING}</td></tr>'
        return (
            f'<div class="t-tabelle" tabindex="0" role="region" aria-label="{escape(caption)}">'
            f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>"
            f"<tbody>{body}</tbody></table></div>"
        )

    def _row(self, row: tuple[Cell, ...]) -> str:
        first, *rest = row
        cells = [_cell("th", first, self.columns[0].zahl, ' scope="row"')]
        cells += [
            _cell("td", cell, column.zahl)
            for cell, column in zip(rest, self.columns[1:], strict=True)
        ]
        return "".join(cells)


def text_column(name: str) -> Column:
    """A column of texts."""
    return Column(name)


def number_column(name: str, einheit: str = "", dezimalen: int = 0) -> Column:
    """A column of values."""
    return Column(name, einheit, dezimalen, zahl=True)


def _cell(tag: str, cell: Cell, right: bool, more: str = "") -> str:
    style = ' class="zahl"' if right else ""
    shown = escape(text_of(cell))
    if isinstance(cell, Titled):
        shown = f"{escape(cell.title)} <small>{escape(cell.code)}</small>"
    return f"<{tag}{style}{more}>{shown}</{tag}>"
