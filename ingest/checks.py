"""Which rows load: faults, rules, duplicates and the 5 % threshold (delivery interface 1.8)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import add

import polars as pl

from ingest.ahead import ahead
from ingest.contract import ZEILE, Contract
from ingest.facts import Facts, gather
from ingest.lake import LakeFile
from ingest.refusal import RowCode
from ingest.spool import Frames, Spool
from ingest.table import SURPLUS, RawTable
from ingest.values import FAULT, KINDS, RAW, STATUS, Context, parse_columns

MOST_FAULTY_SHARE = 0.05
FEW_ROWS = 3  # so many faulty rows never refuse a file, however short it is
HASHES_AT_ONCE = 8_000_000  # compared together; bounds the memory of long tables
CANDIDATES_AT_ONCE = 500_000  # keys that occur more than once and are looked at together

FAULTS = {"zeile": pl.Int64, "spalte": pl.String, "grund": pl.String, "regel": pl.String,
          "wert": pl.String, "erwartet": pl.String}  # fmt: skip
_ROW = "_row"
# What a layout puts beside a raw column: faults that it knows already, the cell it is from, and
# what is expected there if not what the column's kind says.
KNOWN_FAULT, CELL, EXPECTED = ":known", ":cell", ":expected"
_NO_LINES = pl.DataFrame(schema={_ROW: pl.Int64, **FAULTS})
Personal = Mapping[str, Collection[str]]  # by column the texts that hold personal data


@dataclass(frozen=True)
class Checked:
    """A table's rows, judged.

    good: the rows that load. faults: one line a fault: zeile, spalte, grund, regel (name of a
    rule or null), wert (the raw text or null), erwartet (what a layout expects there or null), in
    the order of the file. quarantined: rows with
    at least one fault. The numbers are rows of the file; a layout may make several rows of one.
    context: how the cells were read.
    """

    good: LakeFile
    faults: pl.DataFrame
    read: int
    duplicate: int
    quarantined: int
    context: Context

    @property
    def loaded(self) -> int:
        """Rows of the file that load."""
        return self.read - self.duplicate - self.quarantined

    @property
    def too_many_faults(self) -> bool:
        """More than 5 % and more than 3 rows, or no row left."""
        rows = self.read - self.duplicate
        many = self.quarantined > max(FEW_ROWS, MOST_FAULTY_SHARE * rows)
        return many or (rows > 0 and self.good.rows == 0)


def check_rows(
    table: RawTable, unsure: Context, new_lake: Callable[[], LakeFile], spool: Spool
) -> Checked:
    """Judge the rows of a table, some at a time; sound ones go to the lake file at once.

    How cells are read depends on all of them. What the first rows tell is taken for the whole
    table; if the others tell something else, everything is judged once more.
    Rows that equal each other, wholly or in their key, may lie far apart. They are found by the
    hashes of their keys, looked at again together, and taken out of the lake file.
    """
    context = _first_facts(table, unsure).apply(unsure)
    judged = _judge_all(table, context, new_lake(), spool)
    told = judged.facts.apply(unsure)
    if (told.sign, told.crosses) != (context.sign, context.crosses):
        context, judged = told, _judge_all(table, told, new_lake(), spool)
    judged.facts.personal.check(judged.rows)
    return _without_doubles(judged, table, context)


def _first_facts(table: RawTable, context: Context) -> Facts:
    first = next(iter(table.frames), None)
    return Facts() if first is None else gather(first, context.contract)


@dataclass(frozen=True)
class _All:
    """All rows of a table, each judged alone."""

    good: LakeFile
    faults: pl.DataFrame
    hashes: Frames
    facts: Facts
    rows: int


def _judge_all(table: RawTable, context: Context, good: LakeFile, spool: Spool) -> _All:
    hashes, found, facts, rows = Frames(spool), [_NO_LINES], Facts(), 0
    for judged in ahead(lambda frame: _judged(frame, context), numbered(table)):
        good.write(judged.sound)
        hashes.append(judged.hashes)
        found.append(judged.faults)
        facts += judged.facts
        rows += judged.hashes.height
    good.close()
    return _All(good, pl.concat(found), hashes, facts, rows)


def _without_doubles(judged: _All, table: RawTable, context: Context) -> Checked:
    """What remains when rows that equal each other are dealt with."""
    good, faults = judged.good, judged.faults
    doubled, clashes = _same_keys(table, judged, context)
    removed = pl.concat([doubled, clashes[_ROW]]).sort()
    if len(removed):
        faulty = faults[_ROW].unique().sort()
        sound = removed.filter(~removed.is_in(faulty.implode()))
        good = good.without(sound - faulty.search_sorted(sound).cast(pl.Int64))
    remaining = faults.filter(~_among(doubled))
    faults = pl.concat([remaining, clashes]).sort(_ROW, maintain_order=True)
    quarantined = faults[_ROW].n_unique()
    return Checked(good, faults.drop(_ROW), judged.rows, len(doubled), quarantined, context)


def check_records(table: RawTable, unsure: Context, good: LakeFile) -> Checked:
    """Judge a table of which several rows come from one row of the file (same `_zeile`).

    Such a record loads, is a duplicate or goes to quarantine as a whole, and it is what counts.
    """
    contract = unsure.contract
    facts = sum((gather(part, contract) for part in table.frames), Facts())
    context, personal = facts.apply(unsure), facts.personal.texts
    frame = pl.concat(
        _with_layout(parse_columns(part, context), contract) for part in numbered(table)
    )
    facts.personal.check(frame.height)
    faults = _row_faults(frame, contract, personal)
    records = frame.group_by(ZEILE, maintain_order=True).agg(
        content=pl.struct(_content(contract)).struct.json_encode().str.join("\n")
    )
    doubled = records.filter(~pl.col("content").is_first_distinct())[ZEILE].implode()
    kept = frame.filter(~pl.col(ZEILE).is_in(doubled))
    faults = faults.filter(~pl.col("zeile").is_in(doubled))
    sound = kept.filter(~pl.col(ZEILE).is_in(faults["zeile"].implode()))
    clashes = _clashing_records(sound, contract)
    rows = sound.filter(~pl.col(ZEILE).is_in(clashes["zeile"].implode()))
    good.write(rows.select(*_lake_columns(contract), ZEILE))
    good.close()
    faults = pl.concat([faults, clashes]).sort(_ROW, maintain_order=True).drop(_ROW)
    return Checked(
        good,
        faults.unique(maintain_order=True),
        read=records.height,
        duplicate=records.height - kept[ZEILE].n_unique(),
        quarantined=faults["zeile"].n_unique(),
        context=context,
    )


def _clashing_records(sound: pl.DataFrame, contract: Contract) -> pl.DataFrame:
    """One fault for every record that shares its identity with another one."""
    if contract.counted:
        columns = [*(part.column for part in contract.unit), contract.counted]
        clash = pl.col(ZEILE).n_unique().over(columns) > 1
        named = "|".join(columns)
    else:
        clash, named = pl.struct(_key_parts(contract)).is_duplicated(), _key_columns(contract)
    clashing = sound.filter(clash).unique(ZEILE, keep="first", maintain_order=True)
    return _lines(clashing, _Fault(pl.lit(True), named, RowCode.DUPLIKAT))


def _with_layout(parsed: pl.DataFrame, contract: Contract) -> pl.DataFrame:
    """Faults that the layout found count before those of the parsers; raw texts say their cell."""
    known = [column for column in contract.columns if column.name + KNOWN_FAULT in parsed]
    cells = [column.name for column in contract.columns if column.name + CELL in parsed]
    return parsed.with_columns(
        *(pl.coalesce(c.name + KNOWN_FAULT, c.name + FAULT).alias(c.name + FAULT) for c in known),
        *((pl.col(name + CELL) + " = " + pl.col(name + RAW)).alias(name + RAW) for name in cells),
    ).with_columns(
        pl.when(pl.col(column.name + KNOWN_FAULT).is_null()).then(pl.col(name)).alias(name)
        for column in known
        for name in column.lake_columns
    )


@dataclass(frozen=True)
class _Judged:
    """Some rows, each judged alone. hashes: of the keys of all of them."""

    sound: pl.DataFrame
    faults: pl.DataFrame
    hashes: pl.DataFrame
    facts: Facts


def _judged(frame: pl.DataFrame, context: Context) -> _Judged:
    contract = context.contract
    facts = gather(frame, contract)
    parsed = parse_columns(frame, context)
    hashes = parsed.select(_key_parts(contract)).hash_rows().alias("hash").to_frame()
    faults = _row_faults(parsed, contract, facts.personal.texts)
    sound = parsed.filter(~_among(faults[_ROW])) if faults.height else parsed
    return _Judged(sound.select(*_lake_columns(contract), ZEILE), faults, hashes, facts)


def numbered(table: RawTable) -> Iterator[pl.DataFrame]:
    """The frames of a table with the position of each row."""
    start = 0
    for frame in table.frames:
        yield frame.with_columns(pl.int_range(start, start + pl.len(), dtype=pl.Int64).alias(_ROW))
        start += frame.height


def _among(rows: pl.Series) -> pl.Expr:
    return pl.col(_ROW).is_in(rows.unique().implode())


def _row_faults(parsed: pl.DataFrame, contract: Contract, personal: Personal) -> pl.DataFrame:
    """What is wrong with rows, each looked at alone."""
    kinds = [
        *_cell_faults(contract, parsed.columns),
        *_broken_rules(contract),
        *_personal_cells(personal),
        _Fault(pl.col(SURPLUS), None, RowCode.TYP),
    ]
    occur = parsed.select(
        kind.condition.any().alias(str(number)) for number, kind in enumerate(kinds)
    ).row(0)
    lines = [_lines(parsed, kind) for kind, occurs in zip(kinds, occur, strict=True) if occurs]
    return pl.concat([_NO_LINES, *lines]).sort(_ROW, maintain_order=True)


# --- rows that equal each other ----------------------------------------------------------------


def _key_parts(contract: Contract) -> list[pl.Expr]:
    unit = (part.group.alias(f"unit:{part.name}") for part in contract.unit)
    return [*unit, *(pl.col(name) for name in contract.key)]


def _key_columns(contract: Contract) -> str:
    names = [*(part.column for part in contract.unit), *contract.key]
    return "|".join(dict.fromkeys(names))


def _same_keys(table: RawTable, judged: _All, context: Context) -> tuple[pl.Series, pl.DataFrame]:
    """Rows that are exact doubles of earlier ones, and the faults of sound rows that clash.

    Both only occur among rows with the same key, since doubles have the same values everywhere.
    """
    contract, repeated = context.contract, _repeated(judged.hashes, judged.rows)
    same_key = pl.struct(_key_parts(contract)).is_duplicated()
    columns = _key_columns(contract)
    quoted = _quoted(columns.split("|"), contract)
    clash = _Fault(same_key, columns, RowCode.DUPLIKAT, raw=quoted)
    doubles, clashes = [pl.Series(dtype=pl.Int64)], [_NO_LINES]
    for start in range(0, len(repeated), CANDIDATES_AT_ONCE):
        some = repeated.slice(start, CANDIDATES_AT_ONCE)
        rows = _candidates(table, judged.hashes, some, context)
        doubled = rows.select(pl.col(_ROW), doubled=_doubled(contract))
        doubles.append(doubled.filter("doubled")[_ROW])
        sound = rows.filter(~_among(doubles[-1]) & ~_among(judged.faults[_ROW]))
        clashes.append(_lines(sound, clash))
    return pl.concat(doubles), pl.concat(clashes)


def _repeated(hashes: Frames, rows: int) -> pl.Series:
    """Hashes that occur more than once, found in pieces of a bounded size."""
    pieces = 1 + rows // HASHES_AT_ONCE
    found = [pl.Series("hash", dtype=pl.UInt64)]
    for piece in range(pieces):
        parts = [part["hash"].filter(part["hash"] % pieces == piece) for part in hashes]
        alike = pl.concat([found[0], *parts]).sort()
        found.append(alike.filter((alike == alike.shift(1)).fill_null(False)).unique())
    return pl.concat(found)


def _candidates(
    table: RawTable, hashes: Frames, repeated: pl.Series, context: Context
) -> pl.DataFrame:
    """The rows whose keys have one of some hashes."""
    found = []
    for frame, part in zip(numbered(table), hashes, strict=True):
        rows = frame.filter(part["hash"].is_in(repeated.implode()))
        if rows.height:
            found.append(parse_columns(rows, context))
    return pl.concat(found)


def _lake_columns(contract: Contract) -> list[str]:
    return [name for column in contract.columns for name in column.lake_columns]


@dataclass(frozen=True)
class _Fault:
    """One kind of fault: in which rows it is and what its lines say.

    raw: the text quoted. expected: what a layout expects instead.
    """

    condition: pl.Expr
    column: str | None
    code: RowCode | pl.Expr
    rule: str | None = None
    raw: pl.Expr | None = None
    expected: pl.Expr | None = None


def _lines(frame: pl.DataFrame, fault: _Fault) -> pl.DataFrame:
    """A line for every row that has a fault."""
    code = fault.code if isinstance(fault.code, pl.Expr) else pl.lit(fault.code.value)
    return frame.filter(fault.condition).select(
        pl.col(_ROW),
        pl.col(ZEILE).alias("zeile"),
        pl.lit(fault.column, pl.String).alias("spalte"),
        code.alias("grund"),
        pl.lit(fault.rule, pl.String).alias("regel"),
        (pl.lit(None, pl.String) if fault.raw is None else fault.raw).alias("wert"),
        (pl.lit(None, pl.String) if fault.expected is None else fault.expected).alias("erwartet"),
    )


def _cell_faults(contract: Contract, present: Collection[str]) -> Iterator[_Fault]:
    """What the parsers found, and required cells that are empty."""
    for column in contract.columns:
        fault, value = pl.col(column.name + FAULT), pl.col(column.name)
        raw = pl.col(column.name + RAW)
        told = pl.col(column.name + EXPECTED) if column.name + EXPECTED in present else None
        yield _Fault(fault.is_not_null(), column.name, fault, raw=raw, expected=told)
        if column.required:
            empty = value.is_null() & fault.is_null()
            if column.has_status:
                empty &= pl.col(column.name + STATUS).is_null()
            yield _Fault(empty, column.name, RowCode.PFLICHT)


def _broken_rules(contract: Contract) -> Iterator[_Fault]:
    """Rules of the contract, where all of their columns hold values."""
    for rule in contract.rules:
        checked = pl.all_horizontal(pl.col(name).is_not_null() for name in rule.columns)
        broken = checked & ~pl.sql_expr(rule.query)
        yield _Fault(
            broken,
            "|".join(rule.columns),
            RowCode.REGEL,
            rule=rule.name,
            raw=_quoted(rule.columns, contract),
        )


def _quoted(names: Iterable[str], contract: Contract) -> pl.Expr:
    """Several raw cells with the names of their columns, without those that nobody may read."""
    open_ = [name for name in names if not KINDS[contract[name].kind].is_secret]
    cells = [
        pl.lit(f"{', ' if place else ''}{name} „") + pl.col(name + RAW).fill_null("") + "“"
        for place, name in enumerate(open_)
    ]
    return reduce(add, cells) if cells else pl.lit(None, pl.String)


def _personal_cells(personal: Personal) -> Iterator[_Fault]:
    for column, texts in personal.items():
        hit = pl.col(column + RAW).is_in(sorted(texts))
        yield _Fault(hit, column, RowCode.PERSONENDATEN)


def _doubled(contract: Contract) -> pl.Expr:
    """True for every row that an earlier row equals in all of the contract's columns."""
    return ~pl.struct(_content(contract)).is_first_distinct()


def _content(contract: Contract) -> list[pl.Expr]:
    """What two rows must share to be equal.

    Faulty cells are compared by their raw text, and a row with surplus cells only equals another
    one with them: otherwise a sound row could go as the double of a faulty one.
    """
    compared = [pl.col(SURPLUS)]
    for name in _lake_columns(contract):
        compared.append(pl.col(name))
    for column in contract.columns:
        faulty = pl.col(column.name + FAULT).is_not_null()
        compared.append(pl.when(faulty).then(pl.col(column.name + RAW)).alias(column.name + RAW))
    return compared
