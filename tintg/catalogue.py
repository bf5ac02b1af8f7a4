"""The data catalogue: pages written from models, contracts, suites and the indicators' catalogue.

`python -m tintg.catalogue` rewrites `docs/datenkatalog.md` and a page for each schema beside it;
a test compares them, so that the models and what is told of them cannot drift apart.
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import jinja2

from ingest.contract import Contract, load_contracts
from publish.suites import Suite, load_suites
from tintg.paths import EXPECTATIONS, PROJECT, SEEDS

PAGE = PROJECT / "docs" / "datenkatalog.md"
SCHEMAS = {
    "ref": "Feste Verzeichnisse aus `seeds/`: Räume, Paragraphen, Listen, Katalog, Druckzahlen.",
    "register": "Welche Dateien geliefert wurden: je Quelle eine Tabelle, eine Zeile je Lieferung.",
    "stg": "Je Quelle die Zeilen der Lieferungen, die zählen, wie geliefert, mit Korrekturen.",
    "core": "Was gezählt wird: Einrichtungen, Maßnahmen, Fälle, Stellen, mit Raum und Zeitraum.",
    "mart": "Ergebnisse: Werte der Indikatoren, Befunde, Verzeichnisse zum Auswerten.",
}
KINDS = {"VIEW": "Sicht", "SEED": "Verzeichnis aus `seeds/`"}
AUDITS = {
    "not_null": "nie leer",
    "not_null_non_blocking": "nie leer (hält nichts an)",
    "unique_values": "eindeutig",
    "unique_combination_of_columns": "zusammen eindeutig",
    "accepted_values": "nur vereinbarte Werte",
    "accepted_range": "im Bereich",
    "forall": "gilt für jede Zeile",
    "number_of_rows": "mehr Zeilen als",
}
SEVERITIES = {"error": "Fehler", "warning": "Warnung", "info": "Hinweis"}
_STAGING_ADDS = ("datenstand", "_lieferung_id", "_zeile", "_korrektur")
_COMMENT = re.compile(r"/\*\s*(.*?)\s*\*/", re.DOTALL)


@dataclass(frozen=True)
class Lineage:
    """The models by `schema.name`, and what each is built from."""

    models: Mapping[str, Any]

    @cached_property
    def parents(self) -> dict[str, list[str]]:
        """Direct parents, sorted."""
        return {
            name: sorted(_short(parent) for parent in model.depends_on)
            for name, model in self.models.items()
        }

    @cached_property
    def children(self) -> dict[str, list[str]]:
        """Direct children, sorted."""
        return {
            name: sorted(child for child, parents in self.parents.items() if name in parents)
            for name in self.models
        }

    def ancestors(self, name: str) -> set[str]:
        """Everything a model is built from, however far away."""
        found: set[str] = set()
        waiting = [name]
        while waiting:
            new = set(self.parents.get(waiting.pop(), ())) - found
            found |= new
            waiting += new
        return found

    def deliveries(self, name: str) -> set[str]:
        """The sources whose delivered rows end in a model."""
        # corrections and registers are behind every staging model; they deliver no rows
        return {
            each.removeprefix("raw.")
            for each in self.ancestors(name)
            if each.startswith("raw.") and each not in ("raw.gate", "raw.geheimhaltung")
        }


def pages(models: Iterable[Any]) -> dict[Path, str]:
    """Every page with the text it must have.

    Args:
        models: all models that SQLMesh knows.
    """
    catalogue = _Catalogue(
        Lineage({model.name: model for model in models}),
        {contract.source: contract for contract in load_contracts()},
        {suite.table: suite for suite in load_suites(EXPECTATIONS)},
        _rows("indikator"),
    )
    return catalogue.pages()


@dataclass(frozen=True)
class _Catalogue:
    lineage: Lineage
    contracts: Mapping[str, Contract]
    suites: Mapping[str, Suite]
    indicators: Sequence[dict[str, str]]

    def pages(self) -> dict[Path, str]:
        environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(PROJECT / "docs" / "vorlagen"),
            undefined=jinja2.StrictUndefined,
            keep_trailing_newline=True,
            trim_blocks=True,
            lstrip_blocks=True,
            autoescape=False,  # Markdown, and nothing in it comes from a delivery
        )
        environment.filters |= {"cell": _cell, "codes": _codes, "slug": slug}
        page = environment.get_template("datenkatalog.md.j2")
        schema_page = environment.get_template("datenkatalog_schema.md.j2")
        texts = {PAGE: page.render(self._overview())}
        for schema, about in SCHEMAS.items():
            texts[PAGE.with_suffix("") / f"{schema}.md"] = schema_page.render(
                schema=schema, about=about, tables=self._tables(schema)
            )
        return texts

    def _names(self, schema: str) -> list[str]:
        return sorted(name for name in self.lineage.models if name.startswith(f"{schema}."))

    # the overview

    def _overview(self) -> dict[str, Any]:
        return {
            "schemas": [
                {"name": schema, "about": about, "tables": self._names(schema)}
                for schema, about in SCHEMAS.items()
            ],
            "paragraphs": [self._paragraph(row) for row in _rows("paragraph")],
            "rules": _rows("regel"),
            "computable": sum(row["berechenbar"] == "true" for row in self.indicators),
            "indicators": len(self.indicators),
            "sources": len(self.contracts),
        }

    def _paragraph(self, row: dict[str, str]) -> dict[str, Any]:
        """The way from delivery to number, and the indicators, of one Paragraph."""
        number = row["paragraph"]
        # the id says it, too: i03.* answer a question on the whole law and belong to § 3
        own = [
            each
            for each in self.indicators
            if f"i{number}." == each["indikator_id"][:4]
            or (each["paragraph"] == number and each["indikator_id"].startswith("ibf."))
        ]
        models = {name for each in own for name in self.models_of.get(each["indikator_id"], ())}
        models |= {name for name in self.computed_by if name.startswith(f"mart.p{number}_")}
        return {
            "title": f"{row['bezeichnung']}: {row['titel']}",
            "short": row["bezeichnung"].removesuffix(" TIntG"),
            "about": row["kurzbeschreibung"],
            "ways": [self._way(name) for name in sorted(models)],
            "findings": [name for name in self._names("mart") if name == f"mart.p{number}_befund"],
            "computable": [
                {**each, "models": self.models_of[each["indikator_id"]]}
                for each in own
                if each["berechenbar"] == "true"
            ],
            "others": [each for each in own if each["berechenbar"] != "true"],
        }

    def _way(self, name: str) -> dict[str, Any]:
        behind = {each for each in self.lineage.ancestors(name) if self.lineage.deliveries(each)}
        sources = self.lineage.deliveries(name) & set(self.contracts)
        return {
            "sources": [(each, self.contracts[each].title) for each in sorted(sources)],
            "stg": [each for each in sorted(behind) if each.startswith("stg.")
                    and each != "stg.korrektur"],
            "core": [each for each in sorted(behind) if each.startswith("core.")],
            "mart": name,
            "indicators": self.computed_by[name],
        }  # fmt: skip

    @cached_property
    def models_of(self) -> dict[str, list[str]]:
        """Indicator -> the marts that compute it.

        Such a mart flows into mart.indikator_wert and spells the id out, or its last word beside
        another id of the same stem (`i08.kapazitaet_zielbezug` and `beratung`), or reads it from
        an assignment in seeds/.

        Raises:
            ValueError: no mart names an indicator that the catalogue calls computable.
        """
        found: dict[str, list[str]] = {}
        for name in self.lineage.parents["mart.indikator_wert"]:
            if not name.startswith("mart.p"):
                continue
            words = _words(self.lineage.models[name])
            stems = {word.rpartition("_")[0] for word in words if word[:1] == "i" and "." in word}
            assigned = {
                row["indikator_id"]
                for parent in self.lineage.parents[name]
                if parent.startswith("ref.") and "indikator_id" in self._columns(parent)
                for row in _rows(parent.removeprefix("ref."))
            }
            for row in self.indicators:
                indicator = row["indikator_id"]
                stem, _, last = indicator.rpartition("_")
                if (
                    indicator in words or indicator in assigned or (stem in stems and last in words)
                ) and row["berechenbar"] == "true":
                    found.setdefault(indicator, []).append(name)
        missing = [
            row["indikator_id"]
            for row in self.indicators
            if row["berechenbar"] == "true" and row["indikator_id"] not in found
        ]
        if missing:
            raise ValueError(f"no mart computes {', '.join(missing)}")
        return found

    @cached_property
    def computed_by(self) -> dict[str, list[str]]:
        """Mart -> the indicators it computes, in the catalogue's order."""
        found: dict[str, list[str]] = {}
        for row in self.indicators:
            for name in self.models_of.get(row["indikator_id"], ()):
                found.setdefault(name, []).append(row["indikator_id"])
        return found

    # the pages of the schemas

    def _columns(self, name: str) -> dict[str, tuple[str, str]]:
        """Column -> type and meaning."""
        model = self.lineage.models[name]
        return {
            column: (kind.sql("duckdb"), model.column_descriptions[column])
            for column, kind in model.columns_to_types.items()
        }

    def _tables(self, schema: str) -> list[dict[str, Any]]:
        told: dict[tuple[Any, ...], str] = {}
        tables = []
        for name in self._names(schema):
            columns = self._columns(name)
            first = told.setdefault(tuple(columns.items()), name)
            tables.append(self._table(name, columns, "" if first == name else first))
        return tables

    def _table(self, name: str, columns: dict[str, tuple[str, str]], like: str) -> dict[str, Any]:
        model = self.lineage.models[name]
        schema, _, table = name.partition(".")
        contract = self.contracts.get(table) if schema == "stg" else None
        if contract:
            delivered = {each for column in contract.columns for each in column.lake_columns}
            columns = {
                column: told
                for column, told in columns.items()
                if column not in delivered and column not in _STAGING_ADDS
            }
        return {
            "name": name,
            "title": table,
            "description": model.description,
            "grain": [part.sql() for grain in model.grains for part in _parts(grain)],
            "kind": KINDS.get(model.kind.name.value, "Tabelle"),
            "owner": model.owner,
            "file": model._path.relative_to(model._path.parents[2]).as_posix(),
            "parents": self.lineage.parents[name],
            "children": self.lineage.children[name],
            "columns": [(column, *told) for column, told in columns.items()],
            "like": like,
            "contract": contract,
            "audits": [_audit(audit, arguments) for audit, arguments in model.audits],
            "suites": [
                _suite(self.suites[checked])
                for checked in (f"raw.{table}" if contract else "", name)
                if checked in self.suites
            ],
        }


def _suite(suite: Suite) -> dict[str, Any]:
    return {
        "name": suite.name,
        "expectations": [
            (SEVERITIES[each.severity], each.description, each.config["meta"].get("seit", ""))
            for each in suite.expectations
        ],
    }


def _audit(name: str, arguments: Mapping[str, Any]) -> dict[str, str]:
    """An audit in words: those of SQLMesh by name, our own by the comment in their file."""
    told = "; ".join(" ".join(value.sql("duckdb").split()) for value in arguments.values())
    told = re.sub(r"^\((.*)\)$", r"\1", told).replace('"', "")
    file = PROJECT / "audits" / f"{name}.sql"
    if not file.exists():
        return {"words": AUDITS.get(name, name), "arguments": told, "file": ""}
    comment = _COMMENT.search(file.read_text("utf-8"))
    words = " ".join(comment[1].split()).removesuffix(".") if comment else name
    return {"words": words, "arguments": told, "file": file.name}


def _words(model: Any) -> set[str]:
    """The strings in a model's query."""
    from sqlglot import exp

    return {each.name for each in model.query.find_all(exp.Literal) if each.is_string}


def _parts(grain: Any) -> list[Any]:
    from sqlglot import exp

    return list(grain.expressions) if isinstance(grain, exp.Tuple) else [grain]


def _rows(seed: str) -> list[dict[str, str]]:
    with (SEEDS / f"{seed}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _short(full_name: str) -> str:
    return ".".join(full_name.replace('"', "").split(".")[-2:])


def _cell(text: str) -> str:
    """Text as it may stand in a cell of a table."""
    return " ".join(str(text).replace("|", "\\|").replace("<", "&lt;").split())


def _codes(names: str) -> str:
    """`a|b` from the catalogue as two codes; an empty part means without breakdown."""
    return ", ".join(f"`{name}`" if name else "ohne" for name in names.split("|")) if names else ""


def slug(heading: str) -> str:
    """The anchor that Git web pages give a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def present_models() -> list[Any]:
    """The models as a clone without data has them."""
    from sqlmesh import Context

    from tintg.workspace import inside, without_data

    with without_data() as folder, inside(folder):
        context = Context(paths=".")
        models = list(context.models.values())
        context.close()
    return models


def main() -> int:
    """Write the pages that differ."""
    for path, text in pages(present_models()).items():
        if not path.exists() or path.read_text("utf-8") != text:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, "utf-8")
            print(f"{path.relative_to(PROJECT)}: neu geschrieben.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
