"""The delivered rows behind one number, found by running the models' own queries.

Which rows an indicator counts is written nowhere but in the SQL of the marts. So their query is
rewritten such that every row carries a list of the delivered rows it was made from, through joins,
groups and unions, and then again such that it counts no delivered rows but those. If that gives the
published number once more, the rows found are enough to make it.

Models that aggregate are put in place of their tables, until every table holds delivered rows
(`_lieferung_id`, `_zeile`) or lines of a file in `seeds/`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import duckdb
from sqlglot import exp
from sqlglot.optimizer.eliminate_ctes import eliminate_ctes
from sqlglot.optimizer.pushdown_projections import pushdown_projections

from tintg.lineage import DIALECT, Model, Models, named

KEY = ("indikator_id", "raum_ebene", "raum_id", "zeitraum_typ", "zeitraum", "merkmal",
       "auspraegung")  # fmt: skip
FIGURES = ("wert", "zaehler", "nenner", "n", "n_ka")
OWN, BASE = "_eigen", "_bezug"  # what a row itself is made of; what it is measured against
_BITS = 40  # of a number for a row; above them stands which part of the query read it
_TOTALS = (exp.Sum, exp.Count, exp.Avg)


@dataclass
class Part:
    """One place where the query reads a table of rows.

    Attributes:
        model: whose rows they are.
        columns: what the query uses of them, in the model's order.
        number: of the part.
        temporary: a copy of the table with numbered rows (column `_nr`).
        path: the models that aggregate between the mart and this one.
    """

    model: Model
    columns: list[str]
    number: int
    temporary: str
    path: tuple[str, ...]
    node: exp.Table = field(repr=False)


@dataclass(frozen=True)
class Row:
    """A row that a number is made of: where it lies and the values that were used.

    For a line of a seed, `lieferung_id` is empty and `zeile` its place among the lines.
    """

    model: str
    lieferung_id: str
    zeile: int
    is_base: bool
    values: dict[str, Any]


@dataclass(frozen=True)
class Provenance:
    """The rows behind a number, and what it is when computed from them alone.

    paths: of the models with rows, those that aggregate between the mart and them.
    """

    rows: list[Row]
    paths: set[tuple[str, ...]]
    again: dict[str, Any] | None


class Tracer:
    """Finds the rows behind numbers of one indicator.

    Args:
        connection: to the warehouse; temporary tables are made in it.
        models: of prod.
        mart: the model that yields the numbers, with the columns of mart.indikator_wert.
        indicator: whose numbers.

    Attributes:
        conditions: models whose rows only decide what counts (which years there are, whether a case
            is known); they are read whole and not told row by row.
    """

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, models: Models, mart: str, indicator: str
    ) -> None:
        self.conditions: set[str] = set()
        self._connection = connection
        self._models = models
        query = models[mart].query
        assert query is not None
        whole = _named_alike(_of_indicator(query.copy(), indicator))
        whole = pushdown_projections(eliminate_ctes(whole), dialect=DIALECT)
        self._query = pushdown_projections(_named_alike(self._expanded(whole)), dialect=DIALECT)
        self._parts = self._read_parts()

    def trace(self, key: Mapping[str, str]) -> Provenance | None:
        """The rows behind the number with this key (columns KEY); None where there is none."""
        condition = " AND ".join(f"{name} = ${name}" for name in KEY)
        values = {name: key[name] for name in KEY}
        query = self._with_lists().sql(DIALECT)
        found = self._connection.execute(
            f"SELECT {OWN}, {BASE} FROM ({query}) WHERE {condition}", values
        ).fetchone()
        if found is None:
            return None
        own, base = set(found[0]), set(found[1])
        self._connection.execute(
            "CREATE OR REPLACE TEMP TABLE _behalten AS"
            f" SELECT id >> {_BITS} AS teil, id & {(1 << _BITS) - 1} AS nr, ist_bezug FROM ("
            " SELECT UNNEST($own::BIGINT[]) AS id, FALSE AS ist_bezug"
            " UNION ALL SELECT UNNEST($base::BIGINT[]), TRUE)",
            {"own": list(own), "base": list(base - own)},
        )
        again = self._connection.execute(
            f"SELECT {', '.join(FIGURES)} FROM ({self._restricted().sql(DIALECT)})"
            f" WHERE {condition}",
            values,
        ).fetchone()
        rows = [
            row
            for is_base in (False, True)
            for part in self._parts
            for row in self._rows(part, is_base)
        ]
        parts = {each >> _BITS for each in own | base}
        paths = {(*part.path, part.model.name) for part in self._parts if part.number in parts}
        return Provenance(rows, paths, dict(zip(FIGURES, again, strict=True)) if again else None)

    # which tables are read

    def _expanded(self, query: exp.Query) -> exp.Query:
        """The query with models that aggregate in place of their tables."""
        for table in list(query.find_all(exp.Table)):
            model = self._models.get(named(table)) if table.db else None
            if model and model.query is not None and not model.keeps_rows:
                inner = model.query.copy()
                for below in inner.find_all(exp.Table):
                    below.meta["path"] = (*table.meta.get("path", ()), model.name)
                table.replace(self._expanded(inner).subquery(table.alias_or_name))
        return query

    def _read_parts(self) -> list[Part]:
        """Copies every table of rows that values come from, with its rows numbered."""
        temporary: dict[str, str] = {}
        parts: list[Part] = []
        counted = {id(table) for table in _sources_of_figures(self._query)}
        wanted: dict[str, set[str]] = {}
        for table in self._query.find_all(exp.Table):
            model = self._models.get(named(table)) if table.db else None
            if model is None or not (model.keeps_rows or model.seed):
                continue
            if id(table) not in counted:
                if model.keeps_rows:
                    self.conditions.add(model.name)
            else:
                name = temporary.setdefault(model.name, f"_zeilen_{len(temporary)}")
                columns = sorted(_columns_used(table), key=_order(model))
                wanted.setdefault(model.name, set()).update(columns)
                path = table.meta.get("path", ())
                parts.append(Part(model, columns, len(parts), name, path, table))
        for model_name, name in temporary.items():
            own = ["_lieferung_id", "_zeile"] if self._models[model_name].keeps_rows else []
            columns = [*own, *sorted(wanted[model_name] - set(own))]
            listed = ", ".join(f'"{column}"' for column in columns) or "NULL AS _nichts"
            self._connection.execute(
                f"CREATE OR REPLACE TEMP TABLE {name} AS"
                f" SELECT ROW_NUMBER() OVER () AS _nr, {listed}"
                f" FROM {self._models[model_name].table}"
            )
        return parts

    def _rows(self, part: Part, is_base: bool) -> Iterator[Row]:
        delivered = part.model.keeps_rows
        place = "_lieferung_id, _zeile" if delivered else "'', _nr"
        shown = [c for c in part.columns if not c.startswith("_") and c != "datenstand"]
        listed = "".join(f', "{column}"' for column in shown)
        for lieferung_id, zeile, *values in self._connection.execute(
            f"SELECT {place}{listed} FROM {part.temporary}"
            f" WHERE _nr IN (SELECT nr FROM _behalten WHERE teil = {part.number}"
            f" AND ist_bezug = {is_base}) ORDER BY 1, 2, _nr"
        ).fetchall():
            row = dict(zip(shown, values, strict=True))
            yield Row(part.model.name, lieferung_id, zeile, is_base, row)

    # the two rewritten queries

    def _restricted(self) -> exp.Query:
        """The query that counts of its delivered rows only those kept; seeds are seen whole."""
        return self._with_parts(
            lambda part: (
                f"SELECT * FROM {part.temporary} WHERE _nr IN"
                f" (SELECT nr FROM _behalten WHERE teil = {part.number})"
                if part.model.keeps_rows
                else f"SELECT * FROM {part.temporary}"
            )
        )

    def _with_lists(self) -> exp.Query:
        """The query with two more columns: numbers of the rows that each row is made of."""
        query = self._with_parts(
            lambda part: (
                f"SELECT *, [_nr + {part.number << _BITS}] AS {OWN}, []::BIGINT[] AS {BASE}"
                f" FROM {part.temporary}"
            )
        )
        return _annotated(query, set())

    def _with_parts(self, sql_of: Any) -> exp.Query:
        """A copy of the query that reads these subqueries in place of the parts' tables."""
        query: exp.Query = self._query.copy()
        copies = dict(zip(
            (id(t) for t in self._query.find_all(exp.Table)), query.find_all(exp.Table),
            strict=True))  # fmt: skip
        for part in self._parts:
            inner = exp.maybe_parse(sql_of(part), dialect=DIALECT)
            marked = inner.subquery(part.node.alias_or_name)
            marked.meta["part"] = True
            copies[id(part.node)].replace(marked)
        return query


def _named_alike(query: exp.Query) -> exp.Query:
    """The query with the columns of every part of a union named like those of the first."""
    for union in query.find_all(exp.SetOperation):
        names = union.named_selects
        for side in (union.this, union.expression):
            if isinstance(side, exp.Select):
                named_ = zip(side.selects, names, strict=True)
                side.set("expressions", [exp.alias_(s.unalias(), n, quoted=True)
                                         for s, n in named_])  # fmt: skip
    return query


def _of_indicator(query: exp.Query, indicator: str) -> exp.Query:
    """The query without the parts of its outermost union that yield other indicators."""
    place = query.named_selects.index("indikator_id")
    with_ = query.args.get("with_")
    kept = [part for part in _branches(query) if _may_be(part.selects[place], indicator)]
    union: exp.Query = kept[0]
    for part in kept[1:]:
        union = exp.union(union, part, distinct=False, copy=False)
    union.set("with_", with_)
    return union


def _branches(query: exp.Expr) -> Iterator[exp.Select]:
    if isinstance(query, exp.Union) and not query.args.get("distinct"):
        yield from _branches(query.this)
        yield from _branches(query.expression)
    else:
        assert isinstance(query, exp.Select)
        yield query


def _may_be(projection: exp.Expr, text: str) -> bool:
    value = _bare(projection)
    return not isinstance(value, exp.Literal) or value.name == text


def _order(model: Model) -> Callable[[str], int]:
    """The place of a column in its model."""
    names = model.query.named_selects if model.query else []
    return lambda name: names.index(name) if name in names else len(names)


def _columns_used(table: exp.Table) -> set[str]:
    """The columns of a table that the SELECT around it uses."""
    select = table.find_ancestor(exp.Select)
    assert select is not None
    return {c.name for c in select.find_all(exp.Column) if c.table == table.alias_or_name}


# every row with the rows it is made of


def _annotated(query: exp.Query, known: set[str]) -> exp.Query:
    """The query with OWN and BASE as its last columns. known: CTEs that have them already."""
    with_ = query.args.get("with_")
    known = set(known)
    for cte in with_.expressions if with_ else ():
        cte.set("this", _annotated(cte.this, known))
        known.add(cte.alias)
    if isinstance(query, exp.Subquery):
        query.set("this", _annotated(query.this, known))
        return query
    if isinstance(query, exp.SetOperation):
        dates = [i for i, name in enumerate(query.named_selects) if name == "datenstand"]
        for side in ("this", "expression"):
            part = query.args[side]
            if dates and isinstance(part, exp.Select) and _is_null(part.selects[dates[0]]):
                # says itself that it uses no delivery: adds what must be there with a 0
                part.set("skeleton", True)
            query.set(side, _annotated(part, known))
        return _grouped(query) if query.args.get("distinct") else query
    assert isinstance(query, exp.Select)
    return _annotated_select(query, known)


def _annotated_select(select: exp.Select, known: set[str]) -> exp.Query:
    own, base = [], []
    for source in _sources(select):
        if isinstance(source, exp.Subquery) and not source.meta.get("part"):
            source.set("this", _annotated(source.this, known))
        elif not isinstance(source, exp.Subquery) and (
            not isinstance(source, exp.Table) or source.db or source.name not in known
        ):
            continue  # VALUES, UNNEST, a table without delivered rows
        own.append(f'COALESCE("{source.alias_or_name}".{OWN}, [])')
        base.append(f'COALESCE("{source.alias_or_name}".{BASE}, [])')
    sums = [
        w for p in select.selects for w in p.find_all(exp.Window) if isinstance(w.this, _TOTALS)
    ]
    groups = bool(select.args.get("group")) or any(
        aggregate.find_ancestor(exp.Window, exp.Select) is select
        or isinstance(aggregate.find_ancestor(exp.AggFunc, exp.Select), exp.AggFunc)
        for projection in select.selects
        for aggregate in projection.find_all(exp.AggFunc)
    )
    all_own, all_base = _joined(own), _joined(base)
    if groups:
        all_own, all_base = (
            f"COALESCE(LIST_DISTINCT(FLATTEN(LIST({each}))), [])" for each in (all_own, all_base)
        )
    windows = {w.args["partition_by"] and ", ".join(p.sql(DIALECT) for p in w.args["partition_by"])
               for w in sums}  # fmt: skip
    for partition in windows:
        over = f"OVER (PARTITION BY {partition})" if partition else "OVER ()"
        whole = f"LIST_DISTINCT(FLATTEN(LIST({_joined([all_own, all_base])}) {over}))"
        all_base = _joined([all_base, whole])
    if select.args.pop("skeleton", False):
        all_own, all_base = "[]::BIGINT[]", _joined([all_own, all_base])
    distinct = select.args.pop("distinct", None)
    for content, name in ((all_own, OWN), (all_base, BASE)):
        select.append("expressions", exp.alias_(exp.maybe_parse(content, dialect=DIALECT), name))
    return _grouped(select) if distinct else select


def _grouped(query: exp.Query) -> exp.Query:
    """What DISTINCT does, for rows with lists."""
    names = [f'"{name}"' for name in query.named_selects if name not in (OWN, BASE)]
    if isinstance(query, exp.SetOperation):
        query.set("distinct", False)
    lists = [f"LIST_DISTINCT(FLATTEN(LIST({name}))) AS {name}" for name in (OWN, BASE)]
    grouped = exp.select(*names, *lists, dialect=DIALECT)
    return grouped.from_(query.subquery("einzeln")).group_by(*names)


def _joined(lists: list[str]) -> str:
    joined = lists[0] if lists else "[]::BIGINT[]"
    for each in lists[1:]:
        joined = f"LIST_CONCAT({joined}, {each})"
    return joined


def _sources(select: exp.Select) -> list[exp.Expr]:
    from_ = select.args.get("from_")
    joins = select.args.get("joins") or []
    return [each.this for each in ([from_] if from_ else []) + joins]


def _is_null(value: exp.Expr) -> bool:
    return isinstance(_bare(value), exp.Null)


def _is_nothing(value: exp.Expr) -> bool:
    """NULL or a written 0: no row is counted there."""
    return _is_null(value) or (isinstance(_bare(value), exp.Literal) and _bare(value).name == "0")


def _bare(value: exp.Expr) -> exp.Expr:
    value = value.unalias()
    while isinstance(value, (exp.Cast, exp.Paren)):
        value = value.this
    return value


# which tables the figures come from


def _sources_of_figures(query: exp.Query) -> Iterator[exp.Table]:
    """The tables whose rows are counted or whose values flow into a figure."""
    seen: set[tuple[int, str]] = set()
    for name in FIGURES[:3]:
        yield from _flow(query, name, {}, seen)


def _flow(
    query: exp.Expr, name: str, ctes: dict[str, Any], seen: set[tuple[int, str]]
) -> Iterator[exp.Table]:
    """Follows one column to the tables. Where it is no column but a count, follows the rows."""
    if (id(query), name) in seen:
        return
    seen.add((id(query), name))
    with_ = query.args.get("with_")
    ctes = dict(ctes)
    for cte in with_.expressions if with_ else ():
        ctes[cte.alias] = (cte.this, dict(ctes))
    if isinstance(query, exp.Table):
        if query.db:
            yield query
        else:
            inner, known = ctes[query.name]
            yield from _flow(inner, name, known, seen)
    elif isinstance(query, exp.Subquery):
        yield from _flow(query.this, name, ctes, seen)
    elif isinstance(query, exp.SetOperation):
        for side in (query.this, query.expression):
            yield from _flow(side, name, ctes, seen)
    elif isinstance(query, exp.Select):
        sources = {source.alias_or_name: source for source in _sources(query)}
        if name not in query.named_selects:
            value: exp.Expr = exp.Count(this=exp.Star())  # only its rows matter
        else:
            value = query.selects[query.named_selects.index(name)].unalias()
        columns = list(_values_in(value))
        for column in columns:
            if column.table in sources:
                yield from _flow(sources[column.table], column.name, ctes, seen)
        if sources and not columns and not _is_nothing(value):
            yield from _flow(next(iter(sources.values())), "*", ctes, seen)


def _values_in(node: exp.Expr) -> Iterator[exp.Column]:
    """Columns whose value goes into an expression, without conditions and windows' keys."""
    if isinstance(node, exp.Column):
        yield node
    for name, child in node.args.items():
        if (isinstance(node, exp.If) and name == "this") or name in ("partition_by", "order"):
            continue
        if isinstance(node, exp.Case) and name == "this":
            continue
        for each in child if isinstance(child, list) else [child]:
            if isinstance(each, exp.Expr):
                yield from _values_in(each)
