"""Writes what the gate found: JSON, an own HTML page, and the rows behind mart.befund."""

from __future__ import annotations

from pathlib import Path

import duckdb
import jinja2

from publish.gate import GateReport

# Great Expectations' data docs load from foreign hosts and store offending values: own page
_TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).parent), autoescape=True, trim_blocks=True
)

FINDINGS = "befund.parquet"


def write_report(report: GateReport, folder: Path) -> None:
    """Write `bericht.json` and `bericht.html` into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    page = _TEMPLATES.get_template("gate_report.html.j2").render(report=report)
    for name, text in (("bericht.json", report.to_json()), ("bericht.html", page)):
        beside = folder / f".{name}"
        beside.write_text(text, "utf-8")
        beside.replace(folder / name)


def write_findings(report: GateReport | None, folder: Path) -> None:
    """Write the findings of the last run (None: no run yet) where stg.gate reads them."""
    folder.mkdir(parents=True, exist_ok=True)
    beside = folder / f".{FINDINGS}"
    with duckdb.connect() as connection:
        connection.execute(
            "CREATE TABLE befund (regel TEXT, schweregrad TEXT, quelle TEXT, meldung TEXT,"
            " geprueft_am TIMESTAMP)"
        )
        for outcome in report.failed if report else ():
            assert report is not None
            connection.execute(
                "INSERT INTO befund VALUES (?, ?, ?, ?, ?)",
                [
                    f"{outcome.suite}.{outcome.id}",
                    "error" if outcome.blocks else outcome.severity,
                    outcome.table,
                    outcome.message,
                    report.checked_at.replace(tzinfo=None),
                ],
            )
        connection.execute(f"COPY befund TO '{beside}' (FORMAT parquet)")
    beside.replace(folder / FINDINGS)
