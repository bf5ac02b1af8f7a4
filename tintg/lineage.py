"""How prod was computed: the query of each model as SQLMesh ran it, kept in a file.

SQLMesh needs seconds to load; `tintg trace` reads `modelle.json` instead. Each entry names the
table that the query filled, so that entries of another prod are noticed and taken anew from
SQLMesh's state.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
from sqlglot import exp, parse_one

from tintg.paths import PROJECT, DataDir

DIALECT = "duckdb"


@dataclass(frozen=True)
class Model:
    """One model of prod.

    Attributes:
        name: `schema.name`.
        table: the table or view that holds its rows, `schema.name`.
        file: where it is defined, relative to the project.
        seed: the CSV file of a SEED, relative to the project or the data directory, else empty.
        sql: the query with all macros expanded and all columns named; empty without one.
    """

    name: str
    table: str
    file: str
    seed: str
    sql: str

    @cached_property
    def query(self) -> exp.Query | None:
        """The parsed query; None for a SEED or a model in Python. Copy before changing it."""
        if not self.sql:
            return None
        query = parse_one(self.sql, dialect=DIALECT)
        assert isinstance(query, exp.Query)
        return query

    @cached_property
    def parents(self) -> list[str]:
        """The models that the query reads, sorted."""
        return sorted({named(t) for t in self.query.find_all(exp.Table) if t.db}
                      if self.query else ())  # fmt: skip

    @cached_property
    def keeps_rows(self) -> bool:
        """Whether `_lieferung_id` and `_zeile` name the one delivered row behind each row."""
        if self.query is None:
            return False
        rows = [p for s in self.query.selects for p in [s] if p.alias_or_name == "_zeile"]
        return bool(rows) and not any(row.find(exp.AggFunc) for row in rows)


Models = Mapping[str, Model]


def named(table: exp.Table) -> str:
    """`schema.name` of a table in a query."""
    return f"{table.db}.{table.name}"


def keep(data: DataDir, snapshots: Iterable[Any]) -> Models:
    """Write the queries of these SQLMesh snapshots; returns them."""
    models = {model.name: model for model in map(_model, snapshots) if model}
    text = json.dumps([asdict(m) for m in models.values()], ensure_ascii=False, indent=1)
    beside = data.queries.with_suffix(".neu")
    beside.write_text(text + "\n", "utf-8")
    beside.replace(data.queries)
    return models


def models_of_prod(data: DataDir) -> Models:
    """The models that prod was built from.

    Raises:
        duckdb.IOException: another session holds the warehouse or SQLMesh's state open.
    """
    with duckdb.connect(data.warehouse, read_only=True) as connection:
        views = connection.execute(
            "SELECT schema_name || '.' || view_name, sql FROM duckdb_views()"
            " WHERE schema_name IN ('mart', 'core', 'stg')"
        ).fetchall()
    try:
        kept = [Model(**entry) for entry in json.loads(data.queries.read_text("utf-8"))]
    except (OSError, ValueError, TypeError):
        kept = []
    models = {model.name: model for model in kept}
    if all(name in models and f"{models[name].table};" in sql for name, sql in views):
        return models
    return _from_state(data)


def ancestors(models: Models, name: str) -> list[str]:
    """Everything a model is built from, nearest first; stops at tables that are no models."""
    found = [name]
    for each in found:
        new = models[each].parents if each in models else []
        found += [parent for parent in new if parent not in found]
    return found[1:]


def _model(snapshot: Any) -> Model | None:
    if not snapshot.is_model or snapshot.model.kind.is_external:
        return None
    model = snapshot.model
    query = model.render_query() if model.is_sql else None
    return Model(
        name=model.name,
        table=snapshot.table_name().replace('"', "").split(".", 1)[-1],
        file=f"models/{model.name.replace('.', '/')}.{'py' if model.is_python else 'sql'}",
        seed="/".join(Path(model.kind.path).parts[-2:]) if model.is_seed else "",
        sql=query.sql(DIALECT, comments=False) if query else "",
    )


def _from_state(data: DataDir) -> Models:
    from sqlmesh import Context
    from sqlmesh.core.console import NoopConsole, set_console

    from tintg.workspace import inside, workspace

    set_console(NoopConsole())
    with inside(workspace(data)):
        context = Context(paths=".", load=False)
        try:
            prod = context.state_reader.get_environment("prod")
            return keep(data, context.state_reader.get_snapshots(prod.snapshots).values())
        finally:
            context.close()


def seed_file(model: Model, data: DataDir) -> Path:
    """The CSV file behind a SEED."""
    register = Path(model.seed).parent.name == "register"
    return (data.root if register else PROJECT) / model.seed
