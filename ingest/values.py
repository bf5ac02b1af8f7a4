"""From the text of a cell to its value: one parser a kind, all as polars expressions.

`KINDS` is the registry: a contract's `semanticType` names the entry. A new kind of value is one
more parser and one more entry here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import polars as pl
import polars_hash  # noqa: F401  registers the expression namespace `chash`

from ingest import numbers
from ingest.matching import normalised
from ingest.numbers import DecimalSign
from ingest.periods import as_date, as_month, as_quarter
from ingest.pseudonyms import PseudonymKey
from ingest.readers.grid import CellType
from ingest.reference import Reference
from ingest.refusal import RowCode

if TYPE_CHECKING:
    from ingest.contract import Column, Contract

RAW, TYPE, FAULT = ":raw", ":type", ":fault"  # suffixes beside a column's value
STATUS, TEXT = "_status", "_text"  # suffixes of a column's companions in the lake
VARIETY_SAMPLE = 20_000  # cells that show whether a column repeats itself
MOST_KNOWN = 100_000  # texts of a column that are remembered
FEW_CELLS = 1_000  # that are read one by one


@dataclass(frozen=True)
class Context:
    """What the reading of a single cell depends on beyond the cell.

    crosses: boolean columns in which a cross says yes and an empty cell says no.
    id_forms: how the ids look that become pseudonyms, letters as `a` and digits as `9`.
    known: what has been read already, by column, so that texts that occur again and again in a
    long table are read once.
    """

    contract: Contract
    sign: DecimalSign
    reference: Reference
    date1904: bool = False
    key: PseudonymKey = field(default_factory=PseudonymKey)
    crosses: frozenset[str] = frozenset()
    id_forms: frozenset[str] = frozenset()
    known: dict[str, pl.DataFrame] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )


@dataclass(frozen=True)
class Cell:
    """One column's cells: their trimmed text (null: empty) and how the file stored them.

    is_ascii: all of these texts are known to be ASCII.
    """

    column: Column
    text: pl.Expr
    type: pl.Expr
    is_ascii: bool = False

    @property
    def filled(self) -> pl.Expr:
        """True where the cell holds anything."""
        return self.text.is_not_null()

    @property
    def composed(self) -> pl.Expr:
        """The text in NFC; ASCII is that already, as long columns of ids are."""
        return self.text if self.is_ascii else self.text.str.normalize("NFC")


@dataclass(frozen=True)
class Parsed:
    """value in the kind's type, status a word or null, fault a RowCode or null.

    kept: the raw text of a free-text number that is not plain, else null.
    """

    value: pl.Expr
    fault: pl.Expr
    status: pl.Expr | None = None
    kept: pl.Expr | None = None


@dataclass(frozen=True)
class Kind:
    """One kind of value.

    parse reads a cell by itself; cross finds faults that need another column's value too.
    is_number: the column has a status. votes: its texts help to find the file's decimal sign.
    free_text: searched for personal data. keeps_text: the lake holds a `<column>_text` too.
    is_code: entries of a list, or any where the column has none. is_secret: the raw value appears
    in no message.
    what: the German name of what is expected, for messages.
    """

    type: pl.DataType
    parse: Callable[[Cell, Context], Parsed]
    what: str
    is_number: bool = False
    votes: bool = False
    free_text: bool = False
    keeps_text: bool = False
    is_code: bool = False
    is_secret: bool = False
    minimum: float | None = None
    maximum: float | None = None
    cross: Callable[[Cell, Context], pl.Expr] | None = None


def parse_columns(frame: pl.DataFrame, context: Context) -> pl.DataFrame:
    """Add `<column>`, `<column>_status` and `<column>:fault` to a frame of raw cells."""
    cells = [_cell(column) for column in context.contract.columns]
    parsed = pl.concat([frame, *(_read(frame, cell, context) for cell in cells)], how="horizontal")
    return parsed.with_columns(
        pl.coalesce(pl.col(cell.column.name + FAULT), cross(cell, context)).alias(
            cell.column.name + FAULT
        )
        for cell in cells
        if (cross := KINDS[cell.column.kind].cross)
    )


def _read(frame: pl.DataFrame, cell: Cell, context: Context) -> pl.DataFrame:
    """What a column's cells hold; where they repeat themselves each text is read only once."""
    text, kind = cell.column.name + RAW, cell.column.name + TYPE
    cells = frame.select(text, kind)
    sample = cells[text].head(VARIETY_SAMPLE)
    if frame.height < FEW_CELLS or 2 * sample.n_unique() > len(sample):
        known_ascii = replace(cell, is_ascii=_is_ascii(cells[text]))
        return cells.select(_parsed(known_ascii, context))
    if cells[kind].min() != cells[kind].max():
        return _looked_up(cells, cells.unique().with_columns(_parsed(cell, context)))
    if cells[kind][0] != CellType.TEXT:
        distinct = _distinct(cells, text, kind).with_columns(_parsed(cell, context))
        return _looked_up(cells.select(text), distinct.drop(kind))
    known = context.known.get(cell.column.name)
    new = _distinct(cells, text, kind)
    if known is not None:
        new = new.join(known, on=text, how="anti", nulls_equal=True)
    if known is None or new.height:
        read = new.with_columns(_parsed(cell, context)).drop(kind)
        known = read if known is None else pl.concat([known, read])
        if known.height <= MOST_KNOWN:
            context.known[cell.column.name] = known
    return _looked_up(cells.select(text), known)


def _distinct(cells: pl.DataFrame, text: str, kind: str) -> pl.DataFrame:
    """Each text once; all cells are stored alike."""
    return pl.DataFrame([cells[text].unique()]).with_columns(pl.lit(cells[kind][0]).alias(kind))


def _looked_up(cells: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """What is known of each cell."""
    raw = cells.columns
    return cells.join(known, on=raw, how="left", nulls_equal=True, maintain_order="left").drop(raw)


def _is_ascii(text: pl.Series) -> bool:
    return bool(text.str.len_bytes().sum() == text.str.len_chars().sum())


def is_value(frame: pl.DataFrame, column: Column, context: Context) -> pl.Series:
    """True where the raw cell is a value of its column (or could be one, read either way)."""
    parsed = KINDS[column.kind].parse(_cell(column), context)
    held = parsed.fault.is_null() | (parsed.fault == RowCode.MEHRDEUTIG)
    if parsed.kept is not None and parsed.status is not None:  # takes any text, but not as a value
        held &= parsed.status.ne_missing(numbers.UNREADABLE)
    return frame.select(held).to_series()


def _cell(column: Column) -> Cell:
    return Cell(column, pl.col(column.name + RAW), pl.col(column.name + TYPE))


def _parsed(cell: Cell, context: Context) -> list[pl.Expr]:
    column, kind = cell.column, KINDS[cell.column.kind]
    parsed = kind.parse(cell, context)
    status = pl.lit(None, pl.String) if parsed.status is None else parsed.status
    broken = cell.filled & (cell.type == CellType.ERROR)
    fault = (
        pl.when(broken)
        .then(pl.lit(RowCode.TYP.value))
        .otherwise(pl.coalesce(parsed.fault, _out_of_range(column, parsed.value)))
    )
    held = fault.is_null()  # a faulty cell has no value and no status
    exprs = [
        pl.when(held).then(parsed.value).otherwise(None).cast(kind.type).alias(column.name),
        fault.alias(column.name + FAULT),
    ]
    if kind.is_number:
        exprs.append(pl.when(held).then(status).otherwise(None).alias(column.name + STATUS))
    if parsed.kept is not None:
        exprs.append(pl.when(held).then(parsed.kept).otherwise(None).alias(column.name + TEXT))
    return exprs


def _out_of_range(column: Column, value: pl.Expr) -> pl.Expr:
    outside = pl.lit(False)
    if column.minimum is not None:
        outside |= value < column.minimum
    if column.maximum is not None:
        outside |= value > column.maximum
    return _fault(outside, RowCode.WERTEBEREICH)


def _fault(condition: pl.Expr, code: RowCode) -> pl.Expr:
    return pl.when(condition).then(pl.lit(code.value)).otherwise(None)


def _unread(cell: Cell, value: pl.Expr, code: RowCode = RowCode.TYP) -> pl.Expr:
    """The fault of a filled cell that gave no value."""
    return _fault(cell.filled & value.is_null(), code)


# --- numbers -----------------------------------------------------------------------------------


def _plain(cell: Cell, text: pl.Expr, sign: DecimalSign) -> tuple[pl.Expr, pl.Expr]:
    """Plain number text and whether it is ambiguous; native numbers are taken as they are."""
    number, ambiguous = numbers.plain(text, sign)
    native, typed = cell.type == CellType.NUMBER, cell.type == CellType.TEXT
    return (
        pl.when(native).then(text).when(typed).then(number).otherwise(None),
        typed & ambiguous,
    )


def _sign(cell: Cell) -> pl.Expr:
    """The status that a sign stands for, null for anything else."""
    word = cell.text.str.to_lowercase().str.replace_all(r"\s+", " ")
    return word.replace_strict(numbers.SIGNS, default=None, return_dtype=pl.String)


def _is_sign(cell: Cell) -> pl.Expr:
    """True for a sign; in a column that is part of a key it means nothing."""
    return cell.text.str.contains(numbers.ANY_SIGN)


def _number(convert: Callable[[pl.Expr, pl.Expr], pl.Expr]) -> Callable[[Cell, Context], Parsed]:
    """A number column with signs; convert(plain text, is native) gives the typed value."""

    def parse(cell: Cell, context: Context) -> Parsed:
        native = cell.type == CellType.NUMBER
        if cell.column.is_key:
            plain, ambiguous = _plain(cell, cell.text, context.sign)
            value = convert(plain, native)
            return Parsed(
                value, pl.coalesce(_fault(ambiguous, RowCode.MEHRDEUTIG), _unread(cell, value))
            )
        plain, ambiguous, status = _signed(cell, context)
        value = convert(plain, native)
        fault = pl.coalesce(
            _fault(ambiguous, RowCode.MEHRDEUTIG),
            _fault(cell.filled & value.is_null() & status.is_null(), RowCode.TYP),
        )
        # `(n)` limits a value only where there is one
        limited = (status == numbers.LIMITED) & value.is_null()
        fault = pl.coalesce(fault, _fault(limited, RowCode.TYP))
        return Parsed(value, fault, status)

    return parse


def _signed(cell: Cell, context: Context) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """Plain number text, whether it is ambiguous, and the status of signs and brackets."""
    bracketed = cell.text.str.contains(numbers.BRACKETED)
    plain, ambiguous = _plain(cell, cell.text.str.replace(numbers.BRACKETED, "$1"), context.sign)
    plain = pl.when(cell.text.is_in(numbers.NOTHING)).then(pl.lit("0")).otherwise(plain)
    limited = pl.when(bracketed).then(pl.lit(numbers.LIMITED)).otherwise(None)
    return plain, ambiguous, pl.coalesce(_sign(cell), limited)


def _free_number(cell: Cell, context: Context) -> Parsed:
    """A number column that people filled with words (`zahl*`): every cell is accepted."""
    plain, ambiguous, status = _signed(cell, context)
    spoken = numbers.without_words(cell.text)
    estimate, unsure = _plain(cell, spoken, context.sign)
    value = numbers.as_float(pl.coalesce(plain, estimate))
    usable = value >= 0
    word = (
        pl.when(usable & plain.is_not_null())
        .then(status)
        .when(usable)
        .then(pl.lit(numbers.ESTIMATED))
        .when(_sign(cell).is_not_null())
        .then(status)
        .when(value.is_null() & spoken.str.contains(numbers.RANGE))
        .then(pl.lit(numbers.SPAN))
        .when(cell.filled)
        .then(pl.lit(numbers.UNREADABLE))
        .otherwise(None)
    )
    unclear = word.is_in([numbers.ESTIMATED, numbers.SPAN, numbers.UNREADABLE])
    return Parsed(
        pl.when(usable).then(value).otherwise(None),
        _fault(ambiguous | unsure, RowCode.MEHRDEUTIG),
        word,
        kept=pl.when(unclear).then(cell.text).otherwise(None),
    )


def _year(cell: Cell, context: Context) -> Parsed:
    plain, ambiguous = _plain(cell, cell.text, context.sign)
    value = numbers.as_int(plain)
    return Parsed(value, pl.coalesce(_fault(ambiguous, RowCode.MEHRDEUTIG), _unread(cell, value)))


def _quarter(cell: Cell, context: Context) -> Parsed:
    written, _ = as_quarter(cell.text)
    plain, ambiguous = _plain(cell, cell.text, context.sign)
    allowed = cell.type.is_in([CellType.TEXT, CellType.NUMBER])
    value = pl.when(allowed).then(pl.coalesce(written, numbers.as_int(plain))).otherwise(None)
    return Parsed(value, pl.coalesce(_fault(ambiguous, RowCode.MEHRDEUTIG), _unread(cell, value)))


def _quarter_of_other_year(cell: Cell, context: Context) -> pl.Expr:
    year = context.contract.of_kind("jahr")
    if year is None:
        return pl.lit(None, pl.String)
    _, written_year = as_quarter(cell.text)
    return _fault(written_year != pl.col(year), RowCode.WERTEBEREICH)


# --- dates, booleans, text ---------------------------------------------------------------------


DAYS_1904 = pl.duration(days=1462)  # between the first days of Excel's two calendars


def _day(read: Callable[[pl.Expr], pl.Expr]) -> Callable[[Cell, Context], Parsed]:
    """A date column; read turns text into a DATE."""

    def parse(cell: Cell, context: Context) -> Parsed:
        day = read(cell.text)
        if context.date1904:
            serial = (as_date(cell.text) + DAYS_1904).cast(pl.String)
            day = pl.when(cell.type == CellType.NUMBER).then(read(serial)).otherwise(day)
        value = pl.when(cell.type != CellType.BOOL).then(day).otherwise(None)
        return Parsed(value, _unread(cell, value))

    return parse


CROSS = "x"
BOOLEANS = {
    "ja": True, "j": True, "1": True, "wahr": True, "true": True,
    "nein": False, "n": False, "0": False, "falsch": False, "false": False,
}  # fmt: skip


def _bool(cell: Cell, context: Context) -> Parsed:
    word = cell.text.str.to_lowercase()
    value = word.replace_strict(BOOLEANS, default=None, return_dtype=pl.Boolean)
    if cell.column.name in context.crosses:
        value = pl.when(~cell.filled).then(False).when(word == CROSS).then(True).otherwise(value)
    return Parsed(value, _unread(cell, value))


def _text(cell: Cell, _: Context) -> Parsed:
    return Parsed(cell.composed, pl.lit(None, pl.String))


# --- codes -------------------------------------------------------------------------------------

OPEN_CODE = "^[a-z0-9_]{1,40}$"


def _entry(text: pl.Expr, column: Column, context: Context) -> pl.Expr:
    """The id of one entry, null where the list does not know it."""
    word = normalised(text)
    if column.code_list is None:
        code = word.str.replace_all(" ", "_", literal=True)
        return pl.when(code.str.contains(OPEN_CODE)).then(code).otherwise(None)
    return word.replace_strict(
        context.reference.codes[column.code_list], default=None, return_dtype=pl.String
    )


def _code(cell: Cell, context: Context) -> Parsed:
    value = _entry(cell.text.str.replace(WHOLE, "$1"), cell.column, context)
    return Parsed(value, _unread(cell, value, RowCode.CODE_UNBEKANNT))


def _codes(cell: Cell, context: Context) -> Parsed:
    """Several codes; a comma divides only where the whole cell is no entry by itself."""
    whole = _entry(cell.text, cell.column, context)
    parts = (
        pl.when(cell.text.str.contains("|", literal=True))
        .then(cell.text.str.split("|"))
        .when(cell.text.str.contains(";", literal=True))
        .then(cell.text.str.split(";"))
        .when(whole.is_null())
        .then(cell.text.str.split(","))
        .otherwise(pl.concat_list(cell.text))
    )
    filled = parts.list.eval(
        pl.element().str.strip_chars().filter(pl.element().str.contains(r"\S"))
    )
    entries = filled.list.eval(_entry(pl.element(), cell.column, context))
    known = (entries.list.len() > 0) & entries.list.eval(pl.element().is_null()).list.any().not_()
    value = pl.when(known).then(entries.list.unique().list.sort().list.join("|")).otherwise(None)
    return Parsed(value, _unread(cell, value, RowCode.CODE_UNBEKANNT))


# --- keys --------------------------------------------------------------------------------------

AGS_DIGITS, KREIS_DIGITS, LAND = 8, 5, "05"
WHOLE = r"^([0-9]+)\.0$"  # a whole number that a spreadsheet wrote with a decimal
NOT_IN_UNITS = "|"  # divides the units of a delivery in the register


def _id_text(cell: Cell) -> tuple[pl.Expr, pl.Expr]:
    """A key as text, and where it cannot be one.

    Signs say that there is none. A date or a truth value is what a spreadsheet made of the key
    (`1.2` becomes the first of February); as a key it would never be found again.
    """
    wrong = _is_sign(cell) | cell.type.is_in([CellType.DATE, CellType.BOOL])
    return cell.composed, wrong


def _key_text(cell: Cell, _: Context) -> Parsed:
    value, wrong = _id_text(cell)
    if cell.column.is_unit:
        wrong |= value.str.contains(NOT_IN_UNITS, literal=True)
    return Parsed(value, _fault(wrong, RowCode.TYP))


def _pseudonym(cell: Cell, context: Context) -> Parsed:
    text, wrong = _id_text(cell)
    plain = pl.when(text.str.contains(WHOLE)).then(text.str.strip_suffix(".0")).otherwise(text)
    value = plain.chash.hmac_sha256(key=context.key.required())  # type: ignore[attr-defined]
    return Parsed(value, _fault(wrong, RowCode.TYP))


def _digits(text: pl.Expr) -> pl.Expr:
    """The digits of a regional key, without thousands points and `.0`, null for anything else."""
    return pl.coalesce(
        text.str.extract(r"^([0-9]+)(?:\.0)?$"),
        text.str.extract(r"^([0-9]{1,2}\.[0-9]{3}(?:\.[0-9]{3})?)$").str.replace_all(
            ".", "", literal=True
        ),
    )


def _authority(cell: Cell, context: Context) -> Parsed:
    """One of the 54 Kreise, kreisfreie Städte and the StädteRegion, by key or name."""
    digits, bodies = _digits(cell.text), context.reference.authorities
    kreis, gemeinde = digits.str.zfill(KREIS_DIGITS), digits.str.zfill(AGS_DIGITS)
    key = (
        pl.when(digits.str.len_bytes() < AGS_DIGITS - 1)
        .then(kreis)
        .otherwise(gemeinde.replace(context.reference.authority_keys))
    )
    named = normalised(cell.text).replace_strict(
        context.reference.authority_names, default=None, return_dtype=pl.String
    )
    value = pl.coalesce(pl.when(key.is_in(list(bodies))).then(key).otherwise(None), named)
    return Parsed(value, _unread(cell, value, RowCode.AGS_UNBEKANNT))


def _official_area(cell: Cell, context: Context) -> Parsed:
    """The Land (05) or a Kreis of official statistics, where 05334 includes Stadt Aachen."""
    digits = _digits(cell.text)
    key = (
        pl.when(digits.str.len_bytes() <= len(LAND))
        .then(digits.str.zfill(len(LAND)))
        .otherwise(digits.str.zfill(KREIS_DIGITS))
    )
    known = key.is_in([LAND, *context.reference.kreise])
    value = pl.when(known).then(key).otherwise(None)
    return Parsed(value, _unread(cell, value, RowCode.AGS_UNBEKANNT))


def _ags(cell: Cell, context: Context) -> Parsed:
    digits = _digits(cell.text).str.zfill(AGS_DIGITS)
    named = normalised(cell.text).replace_strict(
        context.reference.unique_names, default=None, return_dtype=pl.String
    )
    known = pl.when(digits.is_in(list(context.reference.gemeinden))).then(digits).otherwise(None)
    value = pl.when(digits.is_null()).then(named).otherwise(known)
    return Parsed(value, _unread(cell, value, RowCode.AGS_UNBEKANNT))


def _name_of_other_gemeinde(cell: Cell, context: Context) -> pl.Expr:
    """A name that is known, but not as a name of the row's Gemeinde (delivery interface 1.6)."""
    ags = context.contract.of_kind("ags")
    if ags is None:
        return pl.lit(None, pl.String)
    known = {name: sorted(keys) for name, keys in context.reference.gemeinde_names.items()}
    keys = normalised(cell.text).replace_strict(
        list(known), list(known.values()), default=None, return_dtype=pl.List(pl.String)
    )
    return _fault(
        pl.col(ags).is_not_null() & keys.is_not_null() & ~keys.list.contains(pl.col(ags)),
        RowCode.REGEL,
    )


def _as_int(plain: pl.Expr, _: pl.Expr) -> pl.Expr:
    return numbers.as_int(plain)


def _as_float(plain: pl.Expr, _: pl.Expr) -> pl.Expr:
    return numbers.as_float(plain)


KINDS: dict[str, Kind] = {
    "jahr": Kind(
        pl.Int64(), _year, "eine Jahreszahl wie 2023", True, True, minimum=2000, maximum=2100
    ),
    "quartal": Kind(
        pl.Int64(), _quarter, "ein Quartal wie 1, Q1 oder I/2023", True, True, minimum=1, maximum=4,
        cross=_quarter_of_other_year,
    ),
    "anzahl": Kind(pl.Int64(), _number(_as_int), "eine ganze Zahl", True, True, minimum=0),
    "betrag": Kind(
        pl.Decimal(18, 2), _number(numbers.as_amount), "ein Betrag mit zwei Nachkommastellen",
        True, True,
    ),
    "dezimal": Kind(pl.Float64(), _number(_as_float), "eine Zahl", True, True),
    "freizahl": Kind(
        pl.Float64(), _free_number, "eine Zahl, auch mit Worten", True, True,
        free_text=True, keeps_text=True,
    ),
    "datum": Kind(pl.Date(), _day(as_date), "ein Datum wie 31.12.2023"),
    "monat": Kind(pl.Date(), _day(as_month), "ein Monat wie 12/2023 oder Dez 2023"),
    "bool": Kind(pl.Boolean(), _bool, "ja oder nein"),
    "text": Kind(pl.String(), _text, "ein Text", free_text=True),
    "schluessel": Kind(pl.String(), _key_text, "eine Kennung"),
    "pseudonym": Kind(pl.String(), _pseudonym, "eine Kennung", is_secret=True),
    "code": Kind(pl.String(), _code, "ein Eintrag der Liste", is_code=True),
    "codes": Kind(pl.String(), _codes, "Einträge der Liste", is_code=True),
    "ags": Kind(pl.String(), _ags, "ein Gemeindeschlüssel"),
    "gebietskoerperschaft": Kind(pl.String(), _authority, "ein Kreis oder eine kreisfreie Stadt"),
    "raum_amtlich": Kind(
        pl.String(), _official_area, "der Schlüssel 05 oder der eines Kreises"
    ),
    "gemeindename": Kind(
        pl.String(), _text, "ein Gemeindename", free_text=True, cross=_name_of_other_gemeinde
    ),
}  # fmt: skip
