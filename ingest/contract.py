"""What a source promises: its contract file, read into a few small records.

The files in `ingest/contracts/` follow the Open Data Contract Standard v3. Used from it:
`semanticType` the kind of value (`ingest/values.py`), `partitioned` the replacement unit,
`primaryKey` the natural key inside it, `synonyms` other headers of the column,
`logicalTypeOptions` the range, `classification` the protection, `quality` the rules, and the
custom properties `reihenfolge` (place of the source in a run), `layout` (a reader of its own,
`ingest/layouts/`), `zaehlt` (column that tells a table's records apart), `freitext_variablen`
(survey answers in words that are kept), `liste` (code list of a column) and `einheit` (unit that is
derived from a column). Tables after the first are companions: they come out of the same file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import yaml
from open_data_contract_standard.model import (
    DataQuality,
    OpenDataContractStandard,
    SchemaObject,
    SchemaProperty,
)

from ingest.matching import normalised_names
from ingest.values import KINDS, STATUS, TEXT
from tintg.paths import CONTRACTS

QUARANTINE, FINDING = "quarantaene", "befund"  # severities of rules
LIEFERUNG_ID = "_lieferung_id"
ZEILE = "_zeile"

ARROW_TYPES: Mapping[pl.DataType, pa.DataType] = {
    pl.String(): pa.string(),
    pl.Int64(): pa.int64(),
    pl.Float64(): pa.float64(),
    pl.Decimal(18, 2): pa.decimal128(18, 2),
    pl.Date(): pa.date32(),
    pl.Boolean(): pa.bool_(),
}

SQL_TYPES: Mapping[pl.DataType, str] = {
    pl.String(): "TEXT",
    pl.Int64(): "BIGINT",
    pl.Float64(): "DOUBLE",
    pl.Decimal(18, 2): "DECIMAL(18, 2)",
    pl.Date(): "DATE",
    pl.Boolean(): "BOOLEAN",
}


class ContractError(Exception):
    """A contract file that cannot be used: a mistake in the project, not in a delivery."""


@dataclass(frozen=True)
class Column:
    """One column of a source.

    minimum and maximum are inclusive and in the column's unit. code_list: the list of its codes,
    None where codes are open. is_unit: part of the replacement unit; is_key: of it or of the
    natural key. protection: what disclosure control must know (`person`, `institution`,
    `pseudonym` or empty).
    """

    name: str
    aliases: tuple[str, ...]
    kind: str
    required: bool
    minimum: float | None
    maximum: float | None
    description: str
    code_list: str | None = None
    is_unit: bool = False
    is_key: bool = False
    protection: str = ""

    @property
    def lake_type(self) -> pl.DataType:
        """The polars type of the values."""
        return KINDS[self.kind].type

    @property
    def is_open_text(self) -> bool:
        """The lake keeps what people write here: free text, or codes without a list."""
        kind = KINDS[self.kind]
        return kind.free_text or (kind.is_code and self.code_list is None)

    @property
    def has_status(self) -> bool:
        """Number columns carry a `<column>_status` beside them."""
        return KINDS[self.kind].is_number

    @property
    def lake_columns(self) -> dict[str, pl.DataType]:
        """Name -> type of everything the lake holds of this column."""
        kind = KINDS[self.kind]
        columns: dict[str, pl.DataType] = {self.name: kind.type}
        if kind.is_number:
            columns[self.name + STATUS] = pl.String()
        if kind.keeps_text:
            columns[self.name + TEXT] = pl.String()
        return columns


@dataclass(frozen=True)
class UnitPart:
    """One part of the replacement unit: a column's value, or the quarter of a date column."""

    name: str
    column: str
    is_quarter: bool = False

    @property
    def value(self) -> pl.Expr:
        """The part's value of each row, called like the part; quarters as `2023-Q1`."""
        column = pl.col(self.column)
        if not self.is_quarter:
            return column.alias(self.name)
        year, quarter = (part.cast(pl.String) for part in (column.dt.year(), column.dt.quarter()))
        return (year + "-Q" + quarter).alias(self.name)

    @property
    def group(self) -> pl.Expr:
        """The column, cut to what makes a difference: cheaper than the value, and as distinct."""
        column = pl.col(self.column)
        return column.dt.truncate("1q") if self.is_quarter else column


@dataclass(frozen=True)
class Rule:
    """A rule within one row; a row that breaks it goes to quarantine."""

    name: str
    description: str
    query: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Prose:
    """What people are told about a source, in German."""

    domain: str = ""
    purpose: str = ""
    limitations: str = ""
    grain: str = ""


@dataclass(frozen=True)
class Companion:
    """A second table that a source's files hold beside its rows, such as a questionnaire."""

    name: str
    title: str
    columns: tuple[Column, ...]

    @property
    def types(self) -> dict[str, pl.DataType]:
        """Name -> type of its columns; nobody delivers signs here, so there is no status."""
        return {column.name: column.lake_type for column in self.columns}


@dataclass(frozen=True)
class Contract:
    """One source. unit: parts of the replacement unit, key: natural key inside it.

    rules are checked here and quarantine a row; findings are named here and checked in the
    warehouse (name, description). layout: the reader of `ingest/layouts/` that makes the table,
    None for the ordinary one. counted: with unit the identity of a record where several rows come
    from one row of the file. free_text_answers: `<befragung_id>.<variable>` of the answers in words
    that are kept.
    """

    source: str
    title: str
    position: int
    columns: tuple[Column, ...]
    unit: tuple[UnitPart, ...]
    key: tuple[str, ...]
    rules: tuple[Rule, ...]
    findings: tuple[tuple[str, str], ...] = ()
    prose: Prose = Prose()
    layout: str | None = None
    counted: str | None = None
    free_text_answers: frozenset[str] = frozenset()
    companions: tuple[Companion, ...] = ()

    def __getitem__(self, name: str) -> Column:
        return self._by_name[name]

    @cached_property
    def _by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}

    @cached_property
    def required(self) -> frozenset[str]:
        """Names of the columns that every file must have and every row must fill."""
        return frozenset(column.name for column in self.columns if column.required)

    @cached_property
    def headers(self) -> dict[str, str]:
        """Normalised header -> column, for names and aliases (delivery interface 1.3)."""
        spelled = [
            (spelling, column.name)
            for column in self.columns
            for spelling in (column.name, *column.aliases)
        ]
        keys = normalised_names([spelling for spelling, _ in spelled])
        headers: dict[str, str] = {}
        for key, (spelling, name) in zip(keys, spelled, strict=True):
            if headers.setdefault(key, name) != name:
                raise ContractError(f"{self.source}: header {spelling!r} names two columns")
        return headers

    @cached_property
    def has_pseudonyms(self) -> bool:
        """True where a key is needed to read the source at all."""
        return any(column.kind == "pseudonym" for column in self.columns)

    def of_kind(self, kind: str) -> str | None:
        """The first column of a kind, such as the year that a quarter belongs to."""
        return next((column.name for column in self.columns if column.kind == kind), None)


def lake_schema(contract: Contract) -> pa.Schema:
    """Columns of the source's lake files, in order (delivery interface 1.10)."""
    fields: list[pa.Field] = []
    for column in contract.columns:
        fields += [
            pa.field(name, ARROW_TYPES[type_]) for name, type_ in column.lake_columns.items()
        ]
    return pa.schema([*fields, pa.field(LIEFERUNG_ID, pa.string()), pa.field(ZEILE, pa.int64())])


def companion_schema(companion: Companion) -> pa.Schema:
    """Columns of a companion's lake files, in order."""
    fields = [pa.field(name, ARROW_TYPES[type_]) for name, type_ in companion.types.items()]
    return pa.schema([*fields, pa.field(LIEFERUNG_ID, pa.string()), pa.field(ZEILE, pa.int64())])


def load_contracts(folder: Path = CONTRACTS) -> tuple[Contract, ...]:
    """All contracts, in the order in which a run takes the sources."""
    contracts = [load_contract(path) for path in sorted(folder.glob("*.yaml"))]
    return tuple(sorted(contracts, key=lambda contract: (contract.position, contract.source)))


def load_contract(path: Path) -> Contract:
    """One contract file. Raises ContractError with the file's name if it is no valid contract."""
    try:
        return _contract(OpenDataContractStandard(**_yaml(path.read_text("utf-8"))))
    except (ValueError, yaml.YAMLError) as error:
        raise ContractError(f"{path.name}: {error}") from error


def _yaml(text: str) -> dict[str, Any]:
    """Read by libyaml where it is there: every run reads all contracts."""
    content = yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    if not isinstance(content, dict):
        raise ValueError("a contract is a mapping")
    return content


def _contract(file: OpenDataContractStandard) -> Contract:
    tables: list[SchemaObject] = file.schema_ or []
    if not file.id or not tables:
        raise ContractError(f"{file.id}: a contract has an id and describes a table")
    table = tables[0]
    properties: list[SchemaProperty] = table.properties or []
    columns = tuple(_column(file.id, each) for each in properties)
    custom = _custom(file)
    quality = table.quality or []
    contract = Contract(
        source=file.id,
        title=file.name or file.id,
        position=int(custom.get("reihenfolge") or 0),
        columns=columns,
        unit=_unit(properties),
        key=_positioned((p.primaryKeyPosition, p.name) for p in properties if p.primaryKey),
        rules=tuple(_rule(file.id, q) for q in quality if q.severity == QUARANTINE),
        findings=tuple(
            (q.name or "", q.description or "") for q in quality if q.severity == FINDING
        ),
        prose=_prose(file, table),
        layout=custom.get("layout"),
        counted=custom.get("zaehlt"),
        free_text_answers=frozenset(custom.get("freitext_variablen") or ()),
        companions=tuple(_companion(file.id, each) for each in tables[1:]),
    )
    _check(contract)
    return contract


def _companion(source: str, table: SchemaObject) -> Companion:
    if not table.name:
        raise ContractError(f"{source}: a companion needs a name")
    columns = tuple(_column(table.name, each) for each in table.properties or [])
    return Companion(table.name, table.description or table.name, columns)


def _column(source: str, prop: SchemaProperty) -> Column:
    if not prop.name or prop.semanticType not in KINDS:
        raise ContractError(f"{source}.{prop.name}: unknown kind {prop.semanticType!r}")
    kind = KINDS[prop.semanticType]
    options = prop.logicalTypeOptions or {}
    return Column(
        name=prop.name,
        aliases=tuple(each.synonym for each in prop.synonyms or [] if each.synonym),
        kind=prop.semanticType,
        required=bool(prop.required),
        minimum=options.get("minimum", kind.minimum),
        maximum=options.get("maximum", kind.maximum),
        description=prop.description or "",
        code_list=_custom(prop).get("liste"),
        is_unit=bool(prop.partitioned),
        is_key=bool(prop.primaryKey or prop.partitioned),
        protection=prop.classification or "",
    )


def _prose(file: OpenDataContractStandard, table: SchemaObject) -> Prose:
    told = file.description
    return Prose(
        domain=file.domain or "",
        purpose=(told and told.purpose) or "",
        limitations=(told and told.limitations) or "",
        grain=table.dataGranularityDescription or "",
    )


def _custom(element: OpenDataContractStandard | SchemaProperty) -> dict[str | None, Any]:
    return {each.property: each.value for each in element.customProperties or []}


def _unit(properties: Iterable[SchemaProperty]) -> tuple[UnitPart, ...]:
    """The partitioned columns in their order; `einheit: quartal` takes the quarter of a date."""
    parts = {prop.name or "": prop for prop in properties if prop.partitioned}
    order = _positioned((prop.partitionKeyPosition, name) for name, prop in parts.items())
    derived = {name: _custom(parts[name]).get("einheit") for name in order}
    return tuple(
        UnitPart(str(derived[name] or name), name, is_quarter=derived[name] == "quartal")
        for name in order
    )


def _rule(source: str, quality: DataQuality) -> Rule:
    if not quality.name or not quality.query:
        raise ContractError(f"{source}: a rule needs a name and a query")
    columns = tuple(dict.fromkeys(pl.sql_expr(quality.query).meta.root_names()))
    return Rule(quality.name, quality.description or "", quality.query, columns)


def _positioned(columns: Iterable[tuple[int | None, str | None]]) -> tuple[str, ...]:
    return tuple(
        name for _, name in sorted((position or 0, name or "") for position, name in columns)
    )


def _check(contract: Contract) -> None:
    """What the standard's own model cannot know."""
    names = [column.name for column in contract.columns]
    problems = [f"column {name} is there twice" for name in names if names.count(name) > 1]
    problems += [
        f"rule {rule.name} uses the unknown column {name}"
        for rule in contract.rules
        for name in rule.columns
        if name not in names
    ]
    if contract.counted and contract.counted not in names:
        problems.append(f"the counted column {contract.counted} is unknown")
    if not contract.unit or not contract.key or not contract.required:
        problems.append("a unit, a key and a required column are needed")
    if problems:
        raise ContractError(f"{contract.source}: {'; '.join(problems)}")
    _ = contract.headers  # raises on a header that names two columns
