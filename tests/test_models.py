"""How the models are built: layers, names, descriptions, audits; derived files are current."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ingest.contract import load_contracts
from ingest.derive import derived
from publish.suites import Suite, load_suites
from tintg import catalogue
from tintg.paths import EXPECTATIONS, PROJECT, SEEDS, DataDir
from tintg.workspace import inside, workspace

TESTS = Path(__file__).parent
# what a layer may read
READS = {
    "ref": set(),
    "register": set(),
    "stg": {"raw", "register", "stg"},
    "core": {"stg", "core", "ref"},
    "mart": {"core", "mart", "ref"},
}
# the register and what publishing found are no source's data, so a mart shows them directly
EXCEPTIONS = {
    "mart.lieferung": {"register"},
    "mart.befund": {"stg"},
    "mart.geheimhaltung": {"stg"},
    # deliveries are compared as they came, in staging; there is no entity to make of it in core
    "mart.revision": {"stg"},
    "mart.p00_befund": {"stg"},
    "register.alle": {"register"},
    "stg.korrektur": {"ref"},
    # which towns are kreisfrei
    "stg.bevoelkerung": {"ref"},
}


@pytest.fixture(scope="module")
def context(demo: DataDir) -> Iterator[Any]:
    from sqlmesh import Context

    with inside(workspace(demo)):
        loaded = Context(paths=".")
        yield loaded
        loaded.close()


@pytest.fixture(scope="module")
def models(context: Any) -> dict[str, Any]:
    return {
        model.name: model for model in context.models.values() if not model.name.startswith("raw.")
    }


def _schema(full_name: str) -> str:
    return full_name.replace('"', "").split(".")[-2]


def test_every_file_is_named_like_its_model(models: dict[str, Any]) -> None:
    assert len(models) > 25
    for name, model in models.items():
        assert [model._path.parent.name, model._path.stem] == name.split(".")


def test_a_layer_reads_only_the_layer_before_it(models: dict[str, Any]) -> None:
    for name, model in models.items():
        allowed = READS[name.split(".")[0]] | EXCEPTIONS.get(name, set())
        assert {_schema(parent) for parent in model.depends_on} <= allowed, name


def test_every_model_says_what_a_row_is_and_describes_every_column(models: dict[str, Any]) -> None:
    for name, model in models.items():
        assert model.description.startswith("Eine Zeile je "), name
        assert model.owner and model.grains and model.audits, name
        assert set(model.columns_to_types) == set(model.column_descriptions), name


def test_one_column_name_means_one_thing(models: dict[str, Any]) -> None:
    types: dict[str, set[str]] = defaultdict(set)
    meanings: dict[str, set[str]] = defaultdict(set)
    for name, model in models.items():
        # as delivered: the loader's types, the producer's words, the names of the interface
        if name.split(".")[0] in ("ref", "register", "stg"):
            continue
        for column, kind in model.columns_to_types.items():
            types[column].add(kind.sql())
            meanings[column].add(model.column_descriptions[column])
    # names of different things; the status of a delivery is fixed by the delivery interface
    exceptions = {"name", "typ", "status"}
    assert {c: t for c, t in types.items() if len(t) > 1} == {}
    assert {c: m for c, m in meanings.items() if len(m) > 1 and c not in exceptions} == {}


def test_what_staging_adds_means_the_same_in_every_source(models: dict[str, Any]) -> None:
    meanings = defaultdict(set)
    for name, model in models.items():
        for column, meaning in model.column_descriptions.items():
            if name.startswith("stg.") and (column.startswith("_") or column == "datenstand"):
                meanings[column].add(meaning)
    assert len(meanings) == 5  # _einheit beside the four of every source
    assert {c: m for c, m in meanings.items() if len(m) > 1} == {}


def test_no_audit_is_left_unattached(context: Any, models: dict[str, Any]) -> None:
    attached = {name for model in models.values() for name, _ in model.audits}
    assert set(context._audits) - attached == set()


def test_every_computed_model_is_tried_twice_and_heeds_every_rule(
    models: dict[str, Any],
) -> None:
    scenarios = Counter(
        model
        for path in TESTS.glob("test_*.yaml")
        for model in re.findall(r"^  model: (\S+)$", path.read_text("utf-8"), re.MULTILINE)
    )
    # a SEED in all but kind; tests/test_corrections.py feeds it
    computed = {
        name: model
        for name, model in models.items()
        if not model.kind.is_seed and name != "ref.korrektur"
    }
    assert {name for name in computed if scenarios[name] < 2} == set()
    assert {name for name, model in computed.items() if model.ignored_rules} == set()


def test_every_mart_is_checked_before_publishing(models: dict[str, Any]) -> None:
    checked = {suite.table for suite in load_suites(EXPECTATIONS)}
    assert {name for name in models if name.startswith("mart.")} - checked == set()


@pytest.mark.parametrize("suite", load_suites(EXPECTATIONS), ids=lambda suite: suite.name)
def test_an_expectation_says_what_it_expects_and_why_its_bound(suite: Suite) -> None:
    assert suite.expectations and not suite.problem
    ids = [expected.id for expected in suite.expectations]
    assert len(ids) == len(set(ids))
    for expected in suite.expectations:
        meta = expected.config["meta"]
        assert expected.description.endswith("."), expected.id
        assert ("seit" in meta) == ("grund" in meta), expected.id


def test_every_rule_of_a_finding_is_described(models: dict[str, Any]) -> None:
    from sqlglot import exp

    rule = re.compile(r"R\d\d-\d+|[A-Z][A-Z_]{4,}")
    emitted = {
        literal.name
        for name, model in models.items()
        if name.startswith("mart.") and name.endswith("befund")
        for literal in model.query.find_all(exp.Literal)
        if literal.is_string and rule.fullmatch(literal.name)
    }
    with (SEEDS / "regel.csv").open(encoding="utf-8", newline="") as file:
        assert {row["regel"] for row in csv.DictReader(file)} == emitted


def test_what_follows_from_the_contracts_is_current() -> None:
    for path, text in derived(load_contracts()).items():
        assert path.read_text("utf-8") == text, f"{path.name}: run `make generate`"


def test_the_data_catalogue_is_current(context: Any) -> None:
    pages = catalogue.pages(context.models.values())
    for path, text in pages.items():
        assert path.read_text("utf-8") == text, f"{path.name}: run `make generate`"
    assert set(catalogue.PAGE.with_suffix("").iterdir()) < set(pages)


def test_every_link_of_the_data_catalogue_leads_somewhere() -> None:
    anchors: dict[Path, set[str]] = {}
    for page in [catalogue.PAGE, *catalogue.PAGE.with_suffix("").iterdir()]:
        text = page.read_text("utf-8")
        for file, anchor in re.findall(r"\]\(([^)#]*)#?([^)]*)\)", text):
            target = (page.parent / file).resolve() if file else page
            assert target.is_relative_to(PROJECT) and target.exists(), (page.name, file)
            if anchor:
                if target not in anchors:
                    headings = re.findall(r"^#+ (.*)$", target.read_text("utf-8"), re.MULTILINE)
                    anchors[target] = {catalogue.slug(heading) for heading in headings}
                assert anchor in anchors[target], (page.name, file, anchor)


def test_every_source_has_a_register_and_a_staging_model(models: dict[str, Any]) -> None:
    registers = {parent.replace('"', "") for parent in models["register.alle"].depends_on}
    for contract in load_contracts():
        assert {f"register.{contract.source}", f"stg.{contract.source}"} <= set(models)
        # a source left out there would be missing in every manifest
        assert f"warehouse.register.{contract.source}" in registers
