"""Where there are no data yet: one German line instead of a missing-file error for a seed."""

from pathlib import Path

from sqlmesh.utils.errors import SQLMeshError

if not (Path(__file__).parent.parent / "data" / "register").is_dir():
    raise SQLMeshError(
        "Hier liegen noch keine Daten. Bitte zuerst `make demo` (Beispieldaten) oder "
        "`tintg refresh` (eigene Lieferungen) ausführen."
    )
