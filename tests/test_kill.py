"""Whatever moment a refresh is killed at: readers see no error, nothing is lost, the next one ends
where an undisturbed one ends.
"""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
from collections import Counter
from pathlib import Path

from ingest.lines import read_lines
from tests.killed import Refreshes, reader, tables
from tests.test_environments import CORRECTED_Q4, USE_2022, deliver
from tintg import warehouse
from tintg.paths import SEEDS, DataDir

# how often a refresh is killed in each stage, for each wave of deliveries
KILLS = {"einlesen": 4, "modelle": 3, "prüftor": 3, "veröffentlichen": 2, "aufräumen": 1}


def waves() -> list[list[tuple[str, str, str]]]:
    """Source, name and text of the deliveries; one more before each kill in the first stage."""
    lsp = (SEEDS / "beispiel" / "fde_lsp" / "fde_lsp__2024-06-15.csv").read_text("cp1252")
    use, paid = "pauschalen_verwendung", "pauschalen_auszahlung"
    return [
        [
            (use, f"{use}__2023-06-30.csv", USE_2022),
            (use, f"{use}__2023-07-31.csv", USE_2022.replace("600,00;400", "700,00;300")),
            (use, f"{use}__2023-08-31.csv", "falscher;Kopf\n1;2\n"),
            (use, f"{use}__2023-09-30.csv", USE_2022.replace("600,00;400", "800,00;200")),
        ],
        [
            (paid, f"{paid}__2026-05-01.csv", CORRECTED_Q4),
            (paid, f"{paid}__2026-05-02.csv", CORRECTED_Q4.replace("3.000", "2.700")),
            ("fde_lsp", "fde_lsp__2025-06-15.csv", lsp),
            (use, f"{use}__2023-09-30__v2.csv", USE_2022),
        ],
    ]


def test_killed_at_any_moment_nothing_is_lost_and_nobody_notices(
    demo: DataDir, tmp_path: Path
) -> None:
    seed = int(os.environ.get("TINTG_KILL_SEED", random.randrange(10**6)))
    print(f"TINTG_KILL_SEED={seed}")
    chance = random.Random(seed)
    data, twin = DataDir(tmp_path / "a" / "data"), DataDir(tmp_path / "b" / "data")
    for each in (data, twin):
        shutil.copytree(demo.root, each.root, symlinks=True)
    refreshes, undisturbed = (
        Refreshes(data, tmp_path / "a.log"),
        Refreshes(twin, tmp_path / "b.log"),
    )
    died: Counter[str] = Counter()
    with reader(data, tmp_path) as finished:
        for number, wave in enumerate(waves()):
            for delivery in wave:
                deliver(twin, *delivery)
            assert undisturbed.run() == 0
            seconds = undisturbed.durations()
            coming = iter(wave)
            for stage, kills in KILLS.items():
                if stage == "modelle" and number:
                    # between two views of the virtual layer: some show the new, some the old
                    process = refreshes.start(die_at_view=chance.randint(2, 12))
                    process.join()
                    assert process.exitcode == -signal.SIGKILL
                    assert warehouse.prod(data) == ""
                    died["umschalten"] += 1
                for _ in range(kills):
                    if stage == "einlesen":
                        deliver(data, *next(coming))
                    longest, hit = seconds[stage], None
                    while hit is None:  # one that was through already has to begin again
                        data.receipt.unlink(missing_ok=True)
                        if stage == "modelle":
                            data.built_from.unlink(missing_ok=True)
                        hit = refreshes.kill_in(stage, chance.uniform(0, longest))
                        longest /= 2
                    died[hit] += 1
            assert refreshes.run() == 0, refreshes.log.with_suffix(".out").read_text()
            assert tables(data) == tables(twin)
    seen = finished()
    print(dict(died), seen["reads"])
    assert seen["errors"] == [] and len(seen["seen"]) > 2
    assert died.total() >= 25
    assert {"einlesen", "modelle", "umschalten", "prüftor", "veröffentlichen"} <= set(died)
    assert_nothing_is_lost(data, [delivery for wave in waves() for delivery in wave])


def assert_nothing_is_lost(data: DataDir, deliveries: list[tuple[str, str, str]]) -> None:
    """Each is registered once, its bytes are kept, the inbox holds nothing but letters."""
    for source, name, text in deliveries:
        lines = [
            line
            for line in read_lines(data.register / f"{source}.csv")
            if line["dateiname"] == name
        ]
        assert len(lines) == 1, name
        refused = lines[0]["status"] == "abgelehnt"
        folder = data.inbox / source / "abgelehnt" if refused else data.archive / source
        kept = {hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}
        assert hashlib.sha256(text.encode()).hexdigest() in kept
    left = [path for path in data.inbox.glob("*/*") if path.is_file()]
    assert left == []
