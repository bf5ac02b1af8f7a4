"""`sqlmesh lint`, `format --check` and `test` as a clone without data would run them.

SQLMesh needs the registers to exist, so it runs in a workspace beside an empty data directory.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from ingest.run import ingest
from tintg.paths import DataDir
from tintg.refresh import prepare
from tintg.workspace import workspace

COMMANDS = (("lint",), ("format", "--check"), ("test",))


def main() -> int:
    """Run all three, even after one failed; returns the number of failures."""
    sqlmesh = Path(sys.executable).parent / "sqlmesh"
    with tempfile.TemporaryDirectory() as folder:
        data = DataDir(Path(folder) / "data")
        ingest(data)
        prepare(data)
        return sum(_failed([str(sqlmesh), *command], workspace(data)) for command in COMMANDS)


def _failed(command: list[str], folder: Path) -> bool:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if done.returncode:
        print(f"sqlmesh {' '.join(command[1:])}:\n{done.stdout}{done.stderr}")
    return done.returncode != 0


if __name__ == "__main__":
    sys.exit(main())
