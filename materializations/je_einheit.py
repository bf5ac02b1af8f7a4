"""A model kind that keeps its rows by replacement unit and computes only units that are new.

A delivery is a change of its register, a SEED, so it makes every model below a new version, and
SQLMesh would build that version from nothing. Here all versions share one store of units; a version
is a view that shows the units it counts. So the history is neither computed nor copied again, an
environment or another Datenstand costs only the units it has alone, and nothing is ever stale:
which units count follows from the register in each version (docs/decisions).

The query must yield `_einheit`, which names a unit by all that its rows are made of, and
`_lieferung_id`. `einheiten` is the model that lists the units that count, with both columns.
"""

from __future__ import annotations

from typing import Any

from sqlglot import exp
from sqlmesh import CustomMaterialization
from sqlmesh.core.model import Model
from sqlmesh.utils.hashing import crc32

UNIT, DELIVERY = "_einheit", "_lieferung_id"


class JeEinheit(CustomMaterialization):
    """`kind CUSTOM (materialization 'je_einheit', materialization_properties (einheiten = a.b))`"""

    NAME = "je_einheit"

    def create(
        self,
        table_name: str,
        model: Model,
        is_table_deployable: bool,
        render_kwargs: dict[str, Any],
        skip_grants: bool,
        **kwargs: Any,
    ) -> None:
        """Nothing to prepare: the first insert makes store and view."""

    def insert(
        self,
        table_name: str,
        query_or_df: Any,
        model: Model,
        is_first_insert: bool,
        render_kwargs: dict[str, Any],
        **kwargs: Any,
    ) -> None:
        """Bring the store up to date and show the units that count."""
        store = _store(table_name, _definition(kwargs["snapshot"], kwargs["snapshots"]))
        columns = model.columns_to_types_or_raise
        if not self.adapter.table_exists(store):
            self.adapter.create_table(store, columns)
        units = self._units(model, kwargs["snapshots"], kwargs["deployability_index"])
        there = {unit for (unit,) in self.adapter.fetchall(_select(UNIT).distinct().from_(store))}
        new = {unit: delivery for unit, delivery in units.items() if unit not in there}
        if new:
            rows = exp.select("*").from_(query_or_df.subquery("zeile"))
            rows = rows.where(_among(UNIT, new)).where(_among(DELIVERY, set(new.values())))
            self.adapter.insert_append(store, rows, target_columns_to_types=columns)
        shown = exp.select(*(exp.column(name, quoted=True) for name in columns)).from_(store)
        self.adapter.create_view(
            table_name,
            shown.where(_among(UNIT, units)),
            columns,
            table_description=model.description,
            column_descriptions=model.column_descriptions,
        )

    def delete(self, name: str, **kwargs: Any) -> None:
        """Remove a version; the store stays for the others."""
        self.adapter.drop_view(name, cascade=kwargs.get("cascade", False))

    def _units(self, model: Model, snapshots: Any, deployability: Any) -> dict[str, str]:
        """The units that count, with the delivery of each."""
        listed = str(model.custom_materialization_properties["einheiten"])
        snapshot = next(each for each in snapshots.values() if each.model.name == listed)
        table = snapshot.table_name(is_deployable=deployability.is_deployable(snapshot))
        return dict(self.adapter.fetchall(_select(UNIT, DELIVERY).from_(table)))


def _definition(snapshot: Any, snapshots: Any) -> str:
    """Changes with the query of the model and of the models it reads; not with SEEDs, whose content
    is what `_einheit` stands for.
    """
    read = [each for each in snapshots.values() if each.snapshot_id in snapshot.parents]
    models = [snapshot, *(each for each in read if each.is_model and not each.model.is_seed)]
    return crc32(sorted(each.fingerprint.data_hash for each in models))


def _store(table_name: str, definition: str) -> exp.Table:
    """`…__kim_kontakt__einheiten_<definition>`: another definition has another store."""
    table = exp.to_table(table_name)
    base = table.name.rpartition("__")[0]
    return exp.table_(f"{base}__einheiten_{definition}", db=table.db, catalog=table.catalog or None)


def _select(*names: str) -> exp.Select:
    return exp.select(*(exp.column(name, quoted=True) for name in names))


def _among(column: str, values: Any) -> exp.Expression:
    texts = [exp.Literal.string(value) for value in sorted(values)]
    return exp.column(column, quoted=True).isin(*texts) if texts else exp.false()
