"""The gate's suites as data: YAML files, read so that no mistake in them can be overlooked."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import yaml

Severity = Literal["error", "warning", "info"]

# Great Expectations' own words for how bad a failure is
_SEVERITY: dict[str, Severity] = {"critical": "error", "warning": "warning", "info": "info"}


@dataclass(frozen=True)
class Expected:
    """One expectation. config: as Great Expectations writes it (type, kwargs, severity, meta)."""

    id: str
    description: str
    severity: Severity
    config: dict[str, Any]


@dataclass(frozen=True)
class Suite:
    """What is expected of one table (schema.name). problem: why the file cannot be used."""

    name: str
    table: str
    expectations: list[Expected] = field(default_factory=list)
    problem: str = ""


def load_suites(folder: Path) -> list[Suite]:
    """Every suite file of the folder. Never raises for a bad file: its suite says so."""
    return [_load(path) for path in sorted(folder.glob("*.yaml"))]


def parse_suite(content: dict[str, Any]) -> Suite:
    """A suite from its YAML content: name, table, expectations.

    Each expectation's `meta` holds `id`, `beschreibung` and, for numeric bounds, `seit` and
    `grund`.

    Raises:
        KeyError, TypeError: something is missing or misplaced.
    """
    return Suite(
        name=content["name"],
        table=content["table"],
        expectations=[
            Expected(
                id=config["meta"]["id"],
                description=config["meta"]["beschreibung"],
                severity=_SEVERITY[config["severity"]],
                config=config,
            )
            for config in content["expectations"]
        ],
    )


def _load(path: Path) -> Suite:
    try:
        return parse_suite(yaml.safe_load(path.read_text("utf-8")))
    except (KeyError, TypeError, ValueError, yaml.YAMLError):
        return Suite(
            name=path.stem,
            table=path.name,
            problem=f"Die Datei {path.name} ist keine vollständige Suite: jede Erwartung braucht "
            "type, kwargs, severity und meta mit id und beschreibung.",
        )
