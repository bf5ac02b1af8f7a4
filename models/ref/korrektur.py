"""ref.korrektur: seeds/korrektur.csv, every cell as text.

A SEED would guess types, so that `05111000` became a number and `100` beside an empty cell
`100.0`. The file's content is part of the model, so that a plan notices a change.
"""

from __future__ import annotations

import typing as t
from io import StringIO
from pathlib import Path

import pandas as pd
from sqlglot import exp
from sqlmesh import ExecutionContext, model

CONTENT = (Path(__file__).parent.parent.parent / "seeds" / "korrektur.csv").read_text("utf-8")
COLUMNS = {
    "source": "Quelle",
    "key": "Einheit und Schlüssel der Zeile, z. B. haushaltsjahr=2023;quartal=1;ags=05111000",
    "column": "Spalte",
    "old": "Gelieferter Wert, leer heißt leer",
    "new": "Richtiger Wert, leer heißt zurückgezogen",
    "reason": "Warum der gelieferte Wert falsch ist",
    "provider": "Wer den richtigen Wert mitgeteilt hat",
    "reported_on": "Tag, an dem er mitgeteilt wurde",
}
NAMES = list(COLUMNS)
FILLED = [exp.column(name, quoted=True) for name in NAMES if name not in ("old", "new")]


@model(
    "ref.korrektur",
    kind="FULL",
    description="Eine Zeile je Korrektur eines gelieferten Werts, wie in seeds/korrektur.csv.",
    columns={name: "TEXT" for name in COLUMNS},
    column_descriptions=COLUMNS,
    # what is missing is a finding of mart.korrektur too, and stops nothing
    audits=[("not_null_non_blocking", {"columns": exp.Tuple(expressions=FILLED)})],
    grains=["source", "key", "column", "old", "new"],
    ignored_rules=["nomissingunittest"],
)
def execute(context: ExecutionContext, **_: t.Any) -> t.Iterator[pd.DataFrame]:
    """The file's rows; a file with other columns stops the plan."""
    frame = pd.read_csv(StringIO(CONTENT), dtype=str, keep_default_na=False, na_values=[""])
    if list(frame.columns) != NAMES:
        raise ValueError(f"seeds/korrektur.csv braucht genau die Spalten {', '.join(NAMES)}.")
    if len(frame):  # SQLMesh takes no empty frame
        yield frame
