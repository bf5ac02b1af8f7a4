"""How long the whole ingest takes beside the libraries alone: `python -m benchmarks.ingest`.

Writes its own files (seeded), runs polars alone and the whole ingest of `kim_kontakt` side by
side, and the workbook reader beside fastexcel alone. Every run is a process of its own; the
median of the times counts, and the highest peak of the memory.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import polars as pl

ROWS = (5_000_000, 20_000_000)
SHEET = (100_000, 16)
RUNS = 3
SEED = 20250131
AT_ONCE = 1_000_000
FORMS = ("persönlich", "telefon", "online", "aufsuchend")
SOURCE = "kim_kontakt"
NAME = f"{SOURCE}__2025-01-31.csv"
LIMITS = {
    "ingest / polars": 3.0,
    "ingest / polars in cp1252": 3.0,
    "time, long / short": 4.4,
    "peak, long / short": 1.3,
    "reader / fastexcel": 1.5,
}


def write_contacts(path: Path, rows: int) -> None:
    """Contacts as an office exports them: cp1252, semicolons, German dates."""
    bodies = pl.read_csv("seeds/ki.csv", infer_schema=False).to_series()
    chance = random.Random(SEED)
    with path.open("wb") as file:
        file.write(b"standort;kontakt_id;fall_id;datum;form;dauer_minuten\r\n")
        for start in range(0, rows, AT_ONCE):
            count = min(AT_ONCE, rows - start)
            seed = chance.randrange(2**32)
            number = pl.int_range(start, start + count, eager=True).cast(pl.String)
            frame = pl.DataFrame(
                {
                    "standort": bodies.sample(count, with_replacement=True, seed=seed),
                    "kontakt_id": "K" + number.str.zfill(9),
                    "fall_id": _drawn(0, rows // 10, count, seed + 1).cast(pl.String).str.zfill(8),
                    "datum": _drawn(18_993, 20_088, count, seed + 2)
                    .cast(pl.Int32)
                    .cast(pl.Date)
                    .dt.strftime("%d.%m.%Y"),
                    "form": pl.Series(FORMS).sample(count, with_replacement=True, seed=seed + 3),
                    "dauer_minuten": _drawn(5, 120, count, seed + 4),
                }
            )
            text = frame.write_csv(separator=";", include_header=False, line_terminator="\r\n")
            file.write(text.encode("cp1252"))


def _drawn(low: int, high: int, count: int, seed: int) -> pl.Series:
    return pl.int_range(low, max(high, low + 1), eager=True).sample(
        count, with_replacement=True, seed=seed
    )


def write_workbook(path: Path, rows: int, columns: int) -> None:
    """A sheet half of numbers, half of texts."""
    import xlsxwriter

    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet()
    chance = random.Random(SEED)
    for row in range(rows):
        for column in range(columns):
            number = chance.randrange(10_000)
            sheet.write(row, column, number / 4 if column % 2 else f"Text {number}")
    book.close()


# --- what is measured, each in a process of its own --------------------------------------------


def polars_alone(path: Path) -> float:
    """Scan with the right types, write Parquet."""
    start = time.perf_counter()
    text = dict.fromkeys(("standort", "kontakt_id", "fall_id", "datum", "form"), pl.String())
    frame = pl.scan_csv(
        path, separator=";", encoding="utf8-lossy", schema={**text, "dauer_minuten": pl.Int64()}
    )
    frame.with_columns(pl.col("datum").str.to_date("%d.%m.%Y")).sink_parquet(
        path.with_suffix(".parquet"), compression="zstd"
    )
    return time.perf_counter() - start


def polars_in_cp1252(path: Path) -> float:
    """The same with the umlauts as they are: a lazy scan cannot decode cp1252."""
    start = time.perf_counter()
    text = dict.fromkeys(("standort", "kontakt_id", "fall_id", "datum", "form"), pl.String())
    frame = pl.read_csv(
        path, separator=";", encoding="cp1252", schema={**text, "dauer_minuten": pl.Int64()}
    )
    frame.with_columns(pl.col("datum").str.to_date("%d.%m.%Y")).write_parquet(
        path.with_suffix(".parquet"), compression="zstd"
    )
    return time.perf_counter() - start


def whole_ingest(path: Path) -> float:
    """From the inbox to lake, archive and register."""
    from ingest.run import ingest
    from tintg.paths import DataDir

    data = DataDir(path.parent / "data")
    (data.inbox / SOURCE).mkdir(parents=True)
    os.link(path, data.inbox / SOURCE / NAME)
    start = time.perf_counter()
    report = ingest(data)
    seconds = time.perf_counter() - start
    shutil.rmtree(data.root)
    assert [file.status for file in report.files] == ["geladen"], report
    return seconds


def fastexcel_alone(path: Path) -> float:
    """The sheet as polars frame, by fastexcel."""
    import fastexcel

    start = time.perf_counter()
    fastexcel.read_excel(path).load_sheet(0, header_row=None).to_polars()
    return time.perf_counter() - start


def workbook_reader(path: Path) -> float:
    """The sheet as grid of texts and types, with all details."""
    from ingest.readers.workbook import read_workbook

    start = time.perf_counter()
    read_workbook(path.read_bytes(), "xlsx")
    return time.perf_counter() - start


TASKS: dict[str, Callable[[Path], float]] = {
    each.__name__: each
    for each in (
        polars_alone,
        polars_in_cp1252,
        whole_ingest,
        fastexcel_alone,
        workbook_reader,
    )
}


def _measured(task: str, path: Path) -> dict[str, float]:
    """Median seconds without the start of Python, and the peak in MB."""
    seconds, peaks = [], []
    for _ in range(RUNS):
        command = [sys.executable, "-m", "benchmarks.ingest", "--task", task, str(path)]
        environment = {**os.environ, "TINTG_PSEUDONYM_KEY": "nur zum Messen"}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        needed, peak = done.stdout.split()
        seconds.append(float(needed))
        peaks.append(float(peak))
    return {"seconds": statistics.median(seconds), "peak_mb": max(peaks)}


def _run_task(task: str, path: Path) -> None:
    print(TASKS[task](path), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


# --- table -------------------------------------------------------------------------------------


def measure(rows: Sequence[int], folder: Path) -> dict[str, dict[str, float]]:
    """All measurements by name, and their ratios."""
    found: dict[str, dict[str, float]] = {}
    for count in rows:
        path = folder / f"{count}.csv"
        write_contacts(path, count)
        for task in ("polars_alone", "polars_in_cp1252", "whole_ingest"):
            found[f"{task} {count:,}"] = _measured(task, path)
        path.unlink()
    workbook = folder / "sheet.xlsx"
    write_workbook(workbook, *SHEET)
    for task in ("fastexcel_alone", "workbook_reader"):
        found[task] = _measured(task, workbook)
    return found


def ratios(found: dict[str, dict[str, float]], rows: Sequence[int]) -> dict[str, float]:
    """What the limits are about."""
    short, long = found[f"whole_ingest {rows[0]:,}"], found[f"whole_ingest {rows[-1]:,}"]
    return {
        "ingest / polars": short["seconds"] / found[f"polars_alone {rows[0]:,}"]["seconds"],
        "ingest / polars in cp1252": short["seconds"]
        / found[f"polars_in_cp1252 {rows[0]:,}"]["seconds"],
        "time, long / short": long["seconds"] / short["seconds"],
        "peak, long / short": long["peak_mb"] / short["peak_mb"],
        "reader / fastexcel": found["workbook_reader"]["seconds"]
        / found["fastexcel_alone"]["seconds"],
    }


def main() -> None:
    """Measure, print a table, write `benchmarks/ingest.json`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs=2, default=ROWS, help="short and long file")
    parser.add_argument("--json", type=Path, default=Path("benchmarks/ingest.json"))
    parser.add_argument("--task", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.task:
        _run_task(options.task[0], Path(options.task[1]))
        return
    with tempfile.TemporaryDirectory() as folder:
        found = measure(options.rows, Path(folder))
    compared = ratios(found, options.rows)
    for name, each in found.items():
        print(f"{name:28} {each['seconds']:8.2f} s {each['peak_mb']:8.0f} MB")
    for name, ratio in compared.items():
        print(f"{name:28} {ratio:8.2f}   (at most {LIMITS[name]:g})")
    result = {"rows": list(options.rows), "measured": found, "ratios": compared}
    options.json.write_text(json.dumps(result, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
