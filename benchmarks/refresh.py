"""How long a refresh with nothing new takes beside a plan without changes: `… benchmarks.refresh`.

Builds a data directory from the example deliveries (or takes the one that --data names, which must
be refreshed), then runs both in turn, each as a process of its own; the medians count. The plan
runs no unit tests, which would only make it longer.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tintg.paths import SEEDS, DataDir
from tintg.workspace import workspace

RUNS = 5
LIMIT = 0.2  # share of the plan's time
RESULT = Path(__file__).with_suffix(".json")
REFRESH = [sys.executable, "-m", "tintg", "refresh"]
PLAN = [str(Path(sys.executable).with_name("sqlmesh")), "plan", "prod", "--auto-apply",
        "--skip-tests", "--no-prompts"]  # fmt: skip


def main() -> int:
    """Measure and write the JSON file; 1 if the refresh takes longer than its share."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    chosen = parser.parse_args().data
    with tempfile.TemporaryDirectory() as folder:
        data = DataDir(chosen.absolute() if chosen else Path(folder) / "data")
        if not chosen:
            shutil.copytree(SEEDS / "beispiel", data.inbox)
        _timed(data, REFRESH, Path.cwd())
        _timed(data, PLAN, workspace(data))  # fills SQLMesh's cache
        quiet, plan = [], []
        for _ in range(RUNS):
            plan.append(_timed(data, PLAN, workspace(data)))
            quiet.append(_timed(data, REFRESH, Path.cwd()))
    seconds = {"refresh": statistics.median(quiet), "plan": statistics.median(plan)}
    share = seconds["refresh"] / seconds["plan"]
    RESULT.write_text(json.dumps({"seconds": seconds, "share": share, "limit": LIMIT}, indent=2))
    print(f"{seconds['refresh']:.2f} s / {seconds['plan']:.2f} s = {share:.3f} (limit {LIMIT})")
    return int(share > LIMIT)


def _timed(data: DataDir, command: list[str], folder: Path) -> float:
    environment = {**os.environ, "TINTG_DATA": str(data.root), "TINTG_DEMO": "1"}
    start = time.perf_counter()
    subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=True)
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
