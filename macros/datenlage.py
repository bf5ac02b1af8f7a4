"""Where there are no data yet: one German line instead of a missing-file error for a seed."""

from pathlib import Path

from sqlmesh.utils.errors import SQLMeshError

PROJECT = Path(__file__).parent.parent
MISSING = [
    model.stem
    for model in (PROJECT / "models" / "register").glob("*.sql")
    # register.alle only lists the others
    if "kind SEED" in model.read_text("utf-8")
    and not (PROJECT / "data" / "register" / f"{model.stem}.csv").is_file()
]
if MISSING:
    raise SQLMeshError(
        f"Hier fehlen noch Daten (Register {', '.join(sorted(MISSING))}). Bitte zuerst `make demo` "
        "(Beispieldaten) oder `.venv/bin/tintg refresh` (eigene Lieferungen) ausführen."
    )
