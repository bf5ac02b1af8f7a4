"""`sqlmesh lint`, `format --check` and `test` as a clone without data would run them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tintg.workspace import without_data

COMMANDS = (("lint",), ("format", "--check"), ("test",))


def main() -> int:
    """Run all three, even after one failed; returns the number of failures."""
    sqlmesh = Path(sys.executable).parent / "sqlmesh"
    with without_data() as folder:
        return sum(_failed([str(sqlmesh), *command], folder) for command in COMMANDS)


def _failed(command: list[str], folder: Path) -> bool:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if done.returncode:
        print(f"sqlmesh {' '.join(command[1:])}:\n{done.stdout}{done.stderr}")
    return done.returncode != 0


if __name__ == "__main__":
    sys.exit(main())
