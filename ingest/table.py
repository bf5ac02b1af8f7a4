"""The one table among the grids of a file (delivery interface 1.3)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from ingest.addresses import harmless, is_personal
from ingest.ahead import ahead
from ingest.contract import ZEILE, Column, Contract
from ingest.matching import may_be_name, normalised
from ingest.personal import personal_word
from ingest.readers.grid import Cells, CellType, Grid, Merge
from ingest.refusal import FileCode, Refused
from ingest.values import RAW, TYPE

SURPLUS = "_ueberzaehlig"  # True where a text row has filled cells beyond the header
HEADER_SEARCH = 50  # rows looked at for an incomplete header, and the tallest header cell
MOST_SHOWN, LONGEST_SHOWN = 20, 60  # unknown headers that a letter repeats, and their characters
CELLS_AT_ONCE = 5_000_000  # scanned for headers together: bounds the memory this takes
VARIETY_SAMPLE = 1_000  # rows that show how much a column repeats itself
NO_NAMES = pl.DataFrame(schema={"row": pl.Int64, "position": pl.Int64, "column": pl.String})
Holds = Callable[[pl.DataFrame, Column], pl.Series]  # which raw cells are values of their column


@dataclass(frozen=True)
class Extra:
    """A header cell that the contract does not know; position is 1-based."""

    text: str
    position: int


@dataclass(frozen=True)
class Header:
    """Where the table of a grid begins. row and end are 0-based grid rows, end inclusive.

    columns: contract column -> grid position; texts: header text by grid position.
    """

    row: int
    end: int
    columns: dict[str, int]
    texts: dict[int, str]

    @property
    def extras(self) -> tuple[Extra, ...]:
        """Header cells of unknown columns, from left to right."""
        known = set(self.columns.values())
        return tuple(
            Extra(text, position + 1)
            for position, text in sorted(self.texts.items())
            if position not in known
        )


@dataclass(frozen=True)
class RawTable:
    """The table as delivered.

    sheet: its name for people to read; never one that holds somebody's address.
    frames: its rows from the first to the last, some at a time, as often as they are asked for:
    `_zeile`, `_ueberzaehlig`, and for every contract column `<column>:raw` (String) and
    `<column>:type` (CellType); missing columns are empty. Going through them raises Refused
    (TABELLE_NICHT_GEFUNDEN) if another table follows further down.
    """

    sheet: str
    frames: Iterable[pl.DataFrame]
    header: Header
    header_line: int


def required_seen(contract: Contract) -> Callable[[pl.DataFrame], int]:
    """How many required columns the best row of some cells names; it chooses the delimiter."""

    def score(text: pl.DataFrame) -> int:
        named = _named_cells(text, contract).filter(pl.col("column").is_in(contract.required))
        best = named.group_by("row").agg(pl.col("column").n_unique())["column"].max()
        return int(str(best or 0))

    return score


def find_table(
    grids: Sequence[Grid],
    contract: Contract,
    holds: Holds,
    look_at: Callable[[Iterable[Extra]], None] = lambda _: None,
) -> RawTable:
    """The table, from the row below its header to its last row (may have none).

    look_at is shown the unknown headers before anything else is said about them.
    Raises Refused with TABELLE_NICHT_GEFUNDEN or SPALTE_FEHLT.
    """
    named = [_names(grid, contract) for grid in grids]
    complete = [
        (grid, cells, rows)
        for grid, cells in zip(grids, named, strict=True)
        if (rows := _complete_rows(cells, contract))
    ]
    if not complete:
        raise _no_header(grids, named, contract, look_at)
    if len(complete) > 1:
        sheets = " und ".join(f"„{harmless(grid.sheet)}“" for grid, _, _ in complete)
        raise _two_tables(
            f"Auf den Blättern {sheets} steht je eine Tabelle mit vollständigem Kopf."
        )
    grid, cells, rows = complete[0]
    header = _header(grid, cells, rows[0], contract, holds)
    look_at(header.extras)
    _refuse_headers([row for row in rows if row > header.end], grid.line)
    rows_below = _Rows(grid, header, contract, holds)
    return RawTable(harmless(grid.sheet), rows_below, header, grid.line(header.row))


def _refuse_headers(rows: Sequence[int], line: Callable[[int], int]) -> None:
    if rows:
        raise _two_tables(f"Der Tabellenkopf steht noch einmal in Zeile {line(rows[0])}.")


# --- header ------------------------------------------------------------------------------------


def _names(grid: Grid, contract: Contract) -> pl.DataFrame:
    """row, position, column of the named cells of the first rows and of complete headers.

    Of a text file only to the part with the first complete header; `_Rows` looks at the others.
    """
    found = [NO_NAMES]
    for start, part in grid.numbered():
        near = part.text.height if _header_merges(grid) else max(0, HEADER_SEARCH - start)
        found.append(_part_names(part.text, start, near, contract))
        if grid.ragged and _complete_rows(found[-1], contract):
            break
    return _with_merges(pl.concat(found), grid)


def _part_names(text: pl.DataFrame, start: int, near: int, contract: Contract) -> pl.DataFrame:
    """The named cells of the first rows (near) and of rows that may be a complete header."""
    rows = pl.int_range(text.height, dtype=pl.Int64, eager=True)
    looked_at = (rows < near) | _may_be_header(text, contract)
    cells = _named_cells(text.filter(looked_at), contract)
    positions = rows.filter(looked_at).gather(cells["row"]) + start
    return cells.with_columns(positions.alias("row"))


def _may_be_header(text: pl.DataFrame, contract: Contract) -> pl.Series:
    """False for rows that cannot hold every required column; cheap even for long tables.

    In a row with a name for each of n required columns, all but n - 1 cells may be anything
    else: so many columns, those that repeat themselves most, are searched for any name.
    """
    maybe = pl.repeat(False, text.height, dtype=pl.Boolean, eager=True)
    cells = text.iter_columns()
    by_variety = sorted(cells, key=lambda cells: cells.head(VARIETY_SAMPLE).n_unique())
    for column in by_variety[: max(0, text.width - len(contract.required) + 1)]:
        distinct = column.unique()
        names = distinct.gather(_named_cells(distinct.to_frame("0"), contract)["row"])
        if len(names):
            maybe |= column.is_in(names.implode()).fill_null(False)
    return maybe


def _named_cells(text: pl.DataFrame, contract: Contract) -> pl.DataFrame:
    """row, position, column of every cell whose text names a contract column."""
    width = max(1, CELLS_AT_ONCE // max(text.height, 1))
    found = [NO_NAMES]
    found += [
        text.select(text.columns[start : start + width])
        .with_row_index("row")
        .unpivot(index="row", variable_name="position", value_name="text")
        .filter(may_be_name(pl.col("text")))
        .select(
            pl.col("row").cast(pl.Int64),
            pl.col("position").cast(pl.Int64),
            normalised(pl.col("text"))
            .replace_strict(contract.headers, default=None, return_dtype=pl.String)
            .alias("column"),
        )
        .drop_nulls("column")
        for start in range(0, text.width, width)
    ]
    return pl.concat(found)


def _with_merges(cells: pl.DataFrame, grid: Grid) -> pl.DataFrame:
    """A cell merged over several rows names its column in each of them."""
    spans = pl.DataFrame(
        [(merge.top, merge.left, merge.bottom) for merge in _header_merges(grid)],
        schema={"row": pl.Int64, "position": pl.Int64, "bottom": pl.Int64},
        orient="row",
    )
    spans = spans.group_by("row", "position").agg(pl.col("bottom").max())
    repeated = (
        cells.join(spans, on=["row", "position"])
        .with_columns(pl.int_ranges(pl.col("row") + 1, pl.col("bottom") + 1).alias("row"))
        .explode("row", empty_as_null=False)
        .select("row", "position", "column")
    )
    every = pl.concat([cells, repeated]).unique(
        ["row", "position"], keep="first", maintain_order=True
    )
    return every.sort("row", "position")


def _header_merges(grid: Grid) -> list[Merge]:
    """The merged cells that may belong to a header: not those that are far too tall."""
    return [merge for merge in grid.merges if merge.bottom - merge.top < HEADER_SEARCH]


def _complete_rows(cells: pl.DataFrame, contract: Contract) -> list[int]:
    """Rows that hold every required column, from the top."""
    return (
        cells.filter(pl.col("column").is_in(contract.required))
        .group_by("row")
        .agg(pl.col("column").n_unique())
        .filter(pl.col("column") == len(contract.required))
        .sort("row")["row"]
        .to_list()
    )


def _header(grid: Grid, cells: pl.DataFrame, row: int, contract: Contract, holds: Holds) -> Header:
    """The header in a row; Refused(SPALTE_FEHLT) where two of its cells name one column."""
    texts = _header_texts(grid, row)
    columns: dict[str, int] = {}
    for _, position, column in cells.filter(pl.col("row") == row).iter_rows():
        if column in columns:
            first, second = texts[columns[column]], texts[position]
            raise Refused(
                FileCode.SPALTE_FEHLT,
                f"Die Spalte „{column}“ ist nicht eindeutig: Zwei Überschriften stehen für sie, "
                f"„{one_line(first)}“ und „{one_line(second)}“.",
                f"Sie stehen in den Spalten {columns[column] + 1} und {position + 1}; die "
                f"Kopfzeile ist {row_named(grid.line(row))}.",
                "Bitte entfernen Sie eine der beiden oder geben Sie ihr einen anderen Namen.",
            )
        columns[column] = position
    spanned = [
        merge.bottom
        for merge in _header_merges(grid)
        if merge.top <= row <= merge.bottom and merge.left in columns.values()
    ]
    end = _before_data(grid, Header(row, max([row, *spanned]), columns, texts), contract, holds)
    return Header(row, end, columns, texts | _lower_texts(grid, row, end, texts, columns))


def _before_data(grid: Grid, header: Header, contract: Contract, holds: Holds) -> int:
    """The last header row: a merged cell may reach into the data, which must not be lost.

    Data are rows that fill every required column, or hold values in half of them, and do not just
    number the columns.
    """
    rows = range(header.row + 1, header.end + 1)
    if not rows:
        return header.row
    below = [grid.row(row) for row in rows]
    frame = pl.concat([_raw_frame(each, header, contract, ragged=False) for each in below])
    required = sorted(contract.required)
    filled = pl.DataFrame([frame[name + RAW].is_not_null().alias(name) for name in required])
    values = pl.DataFrame([holds(frame, contract[name]).alias(name) for name in required])
    held = filled.select(pl.col(name) & values[name] for name in required)
    data = (filled.sum_horizontal() == len(required)) | (2 * held.sum_horizontal() >= len(required))
    data &= ~pl.Series([_numbers_columns(grid.texts(row)) for row in rows])
    return header.row + int(data.arg_true()[0]) if data.any() else header.end


def _numbers_columns(texts: Sequence[str | None]) -> bool:
    """True for a row like `(1) (2) (3)`, as statistics number their columns for reference."""
    numbers = [(at, (text or "").strip("() .")) for at, text in enumerate(texts) if text]
    whole = all(re.fullmatch("[0-9]{1,3}", number) for _, number in numbers)
    return whole and len(numbers) > 2 and len({int(n) - at for at, n in numbers}) == 1


def _header_texts(grid: Grid, row: int) -> dict[int, str]:
    """The filled cells of a row, with what stands above them in a header of several rows."""
    tops = [merge.top for merge in _header_merges(grid) if merge.top < row <= merge.bottom]
    found: dict[int, str] = {}
    for each in range(min(tops, default=row), row + 1):
        for position, text in enumerate(grid.texts(each)):
            if text:
                found[position] = f"{found[position]} {text}" if position in found else text
    return found


def _lower_texts(
    grid: Grid, row: int, end: int, texts: dict[int, str], columns: dict[str, int]
) -> dict[int, str]:
    """Unknown header cells with what stands below them in a header of several rows."""
    lower: dict[int, str] = {}
    for below in range(row + 1, end + 1):
        for position, text in enumerate(grid.texts(below)):
            if text and position not in columns.values():
                above = lower.get(position) or texts.get(position)
                lower[position] = f"{above} {text}" if above else text
    return lower


def _no_header(
    grids: Sequence[Grid],
    named: Sequence[pl.DataFrame],
    contract: Contract,
    look_at: Callable[[Iterable[Extra]], None],
) -> Refused:
    """What is missing in the row that comes closest to a header."""
    rows = [
        (grid, int(str(row)), dict(cells.select("position", "column").iter_rows()))
        for grid, all_cells in zip(grids, named, strict=True)
        for (row,), cells in all_cells.filter(pl.col("row") < HEADER_SEARCH).group_by(
            "row", maintain_order=True
        )
    ]
    closest = max(rows, key=lambda each: len(set(each[2].values())), default=None)
    seen = set(closest[2].values()) if closest else set[str]()
    missing = [each.name for each in contract.columns if each.name in contract.required - seen]
    where = ""
    if closest:
        line = closest[0].line(closest[1])
        where = f"Am nächsten kommt {row_named(line)}; dort fehlen: {', '.join(missing)}."
    if closest and 2 * len(missing) <= len(contract.required):
        look_at(_unknown(*closest))
        return Refused(
            FileCode.SPALTE_FEHLT,
            f"In der Tabelle fehlen Pflichtspalten: {', '.join(missing)}.",
            f"Die Kopfzeile ist {row_named(line)}.{_strangers(*closest)}",
            "Bitte ergänzen Sie die Spalten. Stehen sie unter anderem Namen in der Datei, "
            "benennen Sie sie bitte um.",
        )
    return Refused(
        FileCode.TABELLE_NICHT_GEFUNDEN,
        f"In der Datei steht keine Tabelle der Quelle {contract.source}: In keiner Zeile sind "
        "genügend ihrer Überschriften zu erkennen.",
        where,
        "Bitte prüfen Sie, ob die Datei im richtigen Ordner liegt und eine Kopfzeile hat.",
    )


def _unknown(grid: Grid, row: int, known: Mapping[int, str]) -> Iterator[Extra]:
    """The headers of a row that name no column."""
    for position, text in enumerate(grid.texts(row)):
        if text and position not in known:
            yield Extra(text, position + 1)


def _strangers(grid: Grid, row: int, known: Mapping[int, str]) -> str:
    """The headers of a row that name no column: one of them may be a missing one, misspelt."""
    texts = [
        one_line(extra.text)
        for extra in _unknown(grid, row, known)
        if not personal_word(extra.text) and not is_personal(extra.text)
    ]
    shown = ", ".join(f"„{text[:LONGEST_SHOWN]}“" for text in texts[:MOST_SHOWN])
    return f" Diese Überschriften darin kennt die Datenbank nicht: {shown}." if shown else ""


def _two_tables(where: str) -> Refused:
    return Refused(
        FileCode.TABELLE_NICHT_GEFUNDEN,
        "Die Datei enthält mehr als eine Tabelle. Welche gilt, lässt sich nicht entscheiden.",
        where,
        "Bitte liefern Sie genau eine Tabelle je Datei, ohne Leerzeilen darin.",
    )


def row_named(line: int) -> str:
    """A header's row in a sentence; the column names of a Parquet file stand in none."""
    return f"Zeile {line}" if line else "die Liste der Spaltennamen"


def one_line(text: str) -> str:
    """A cell's text without line breaks and runs of blanks."""
    return " ".join(text.split())


# --- rows --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Rows:
    """The rows below a header to the end of the table, from the grid each time.

    Goes on below the end: Refused if a header or a complete row stands there again.
    """

    grid: Grid
    header: Header
    contract: Contract
    holds: Holds

    def __iter__(self) -> Iterator[pl.DataFrame]:
        end = None
        for below in _below(self.grid, self.header, self.contract):
            start = 0
            if end is None:
                start = _end(below, self.header, self.contract, self.holds)
                end = int(below[ZEILE][start]) if start < below.height else None
            self._refuse_rows(below.slice(start), end)
            if start:
                yield below.head(start).drop("_filled")

    def _refuse_rows(self, below: pl.DataFrame, end: int | None) -> None:
        """Refused if a row below the end is complete again."""
        later = below.filter(
            pl.all_horizontal(
                pl.col(column + RAW).is_not_null() for column in self.contract.required
            )
        )
        if later.height:
            raise _two_tables(
                f"Die Tabelle endet vor Zeile {end}, aber Zeile {later[ZEILE][0]} ist "
                "wieder vollständig ausgefüllt."
            )


def _end(below: pl.DataFrame, header: Header, contract: Contract, holds: Holds) -> int:
    """The first row that belongs to the table no more; the number of rows if all do."""
    raw = {column: pl.col(column + RAW) for column in header.columns}
    first = min(header.columns, key=lambda column: header.columns[column])
    state = below.select(
        alone=(pl.col("_filled") == 1) & raw[first].is_not_null(),
        empty=pl.all_horizontal(raw[column].is_null() for column in raw),
    )
    footnote = state["alone"].clone()
    footnote[footnote.arg_true()] = ~holds(below.filter(footnote), contract[first])
    ends = (state["empty"] | footnote).arg_true()
    return int(ends[0]) if len(ends) else below.height


def _below(grid: Grid, header: Header, contract: Contract) -> Iterator[pl.DataFrame]:
    """What stands below the header, part by part."""

    def below(numbered: tuple[int, Cells]) -> pl.DataFrame:
        start, part = numbered
        rest = part.slice(max(0, header.end + 1 - start), part.text.height)
        if grid.ragged:  # of other grids all headers are known
            named = _part_names(rest.text, 0, 0, contract)
            _refuse_headers(_complete_rows(named, contract), lambda row: int(rest.lines[row]))
        return _raw_frame(rest, header, contract, ragged=grid.ragged)

    return (frame for frame in ahead(below, grid.numbered()) if frame.height)


def _raw_frame(part: Cells, header: Header, contract: Contract, *, ragged: bool) -> pl.DataFrame:
    """Rows with the columns of RawTable, and `_filled`, the number of their filled cells."""
    cells = part.text.columns
    filled = [pl.col(name).is_not_null() for name in cells]
    beyond = filled[max(header.texts) + 1 :] if ragged else []
    present = {name: str(at) for name, at in header.columns.items() if at < len(cells)}
    as_text, kind = pl.lit(CellType.TEXT, pl.UInt8), part.types
    frame = part.text.select(
        part.lines.alias(ZEILE),
        pl.any_horizontal(pl.lit(False), *beyond).alias(SURPLUS),
        pl.sum_horizontal(filled).alias("_filled"),
        *(pl.col(at).alias(name + RAW) for name, at in present.items()),
    ).with_columns(
        (as_text if kind is None else kind[at]).alias(name + TYPE) for name, at in present.items()
    )
    names = [column.name for column in contract.columns]
    missing = [name for name in names if name not in present]
    # parts of a text file may be of different widths, and are put together nevertheless
    return frame.with_columns(
        *(pl.lit(None, pl.String).alias(name + RAW) for name in missing),
        *(as_text.alias(name + TYPE) for name in missing),
    ).select(ZEILE, SURPLUS, "_filled", *(name + each for name in names for each in (RAW, TYPE)))
