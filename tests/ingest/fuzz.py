"""Damages sound deliveries at random and checks what must hold for any file whatever.

`python -m tests.ingest.fuzz --count 5000 [--seed N]`; `test_fuzz.py` runs a few hundred.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import os
import random
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import polars as pl

from ingest.run import FileResult, ingest
from tests.ingest import workbooks
from tests.ingest.conftest import as_csv, as_xlsx
from tests.ingest.test_sources import (
    SOURCES,
    as_parquet,
    columns_of,
    disguised,
    faults,
    lines,
    plain_rows,
    zipped,
)
from tintg.paths import DataDir

BATCH = 50  # files of one run
Cells = list[list[str]]
Rng = random.Random

STRANGE = [
    "", " ", "\u00a0", "-", "–", "\u2212", ".", "...", "…", "*", "/", "x", "X", "k.A.", "0", "-0",
    "1.234", "1,234", "1.234,5", "1,234.5", "12,50 €", "€", "%", "()", "(12)", "((12))", "ca.",
    "ca. ca. 5", "von 1 bis", "1-", "1-2-3", "1e400", "9" * 400, "-" * 50, "NaN", "inf", "null",
    "0x10", "٣", "½", "#DIV/0!", "=1+1", "'5", '"', '""', ";", "|", "a|b", "a;b", ",", "\n", "a\nb",
    "\t", "\u200b5", "\ufeff5", "a\u0308", "ß" * 300, "😀", "2023-02-30", "00.00.0000",
    "0000-00-00", "31.12.9999", "20000", "80000", "80001", "13/2023", "Q9/2023", "0/2023",
    "V", "IIII",
    "05334", "05334000", "5.334.002", "5,33E+06", "true", "WAHR", "a@b.de", "0211 / 123 45 67",
    "DE89 3704 0044 0532 0130 00", "x" * 40_000,
]  # fmt: skip


def _delimited(rng: Rng) -> Callable[[Cells], bytes]:
    delimiter = rng.choice(";\t,;;")
    encoding = rng.choice(["utf-8", "utf-8-sig", "utf-16", "utf-8", "cp1252"])

    def write(cells: Cells) -> bytes:
        text = io.StringIO()
        csv.writer(text, delimiter=delimiter, lineterminator=rng.choice(["\n", "\r\n"])).writerows(
            cells
        )
        return text.getvalue().encode(encoding, "ignore")

    return write


def _workbook(cells: Cells) -> bytes:
    legal = [["".join(c for c in cell if c >= " " or c in "\t\n") for cell in row] for row in cells]
    return as_xlsx([[cell[:32_000] for cell in row] for row in legal])


def _ods(cells: Cells) -> bytes:
    return workbooks.ods([["".join(c for c in x if c >= " ") for x in row] for row in cells])


def _parquet(cells: Cells) -> bytes:
    width = len(cells[0])
    square = [(row + [""] * width)[:width] for row in cells]
    if len(set(square[0])) < width:
        return as_csv(square)
    return as_parquet(square)


def written(rng: Rng, cells: Cells) -> bytes:
    """The cells in one of the formats."""
    write = rng.choice([_delimited(rng)] * 6 + [_workbook, _workbook, _ods, _parquet])
    content = write(cells)
    return zipped(content) if rng.random() < 0.15 else content


def sound(rng: Rng, source: str) -> Cells:
    """A delivery without a fault."""
    names = [column.name for column in columns_of(source)]
    header = [disguised(name, rng.randrange(9)) for name in names]
    if rng.random() < 0.5:
        return [header, *lines(source)]
    return [header, *(list(row.values()) for row in plain_rows(source, rng.randint(1, 60)))]


# --- damage to cells ---------------------------------------------------------------------------


def _some_cell(rng: Rng, cells: Cells) -> tuple[list[str], int]:
    row = rng.choice([row for row in cells if row] or [[""]])
    return row, rng.randrange(len(row))


def strange_cells(rng: Rng, source: str, cells: Cells) -> None:
    for _ in range(rng.randint(1, 6)):
        row, at = _some_cell(rng, cells)
        row[at] = rng.choice(STRANGE)


def known_faults(rng: Rng, source: str, cells: Cells) -> None:
    names = [column.name for column in columns_of(source)]
    possible = list(faults(source))
    for _ in range(rng.randint(1, 5)):
        name, cell, _code = rng.choice(possible)
        row = rng.choice(cells)
        if len(row) > names.index(name):
            row[names.index(name)] = cell


def swapped_cells(rng: Rng, source: str, cells: Cells) -> None:
    (first, a), (second, b) = _some_cell(rng, cells), _some_cell(rng, cells)
    first[a], second[b] = second[b], first[a]


def doubled_rows(rng: Rng, source: str, cells: Cells) -> None:
    for _ in range(rng.randint(1, 4)):
        cells.insert(rng.randrange(len(cells) + 1), list(rng.choice(cells)))


def lost_rows(rng: Rng, source: str, cells: Cells) -> None:
    del cells[rng.randrange(len(cells)) :: rng.randint(1, 5)]
    if not cells:
        cells.append([""])


def empty_rows(rng: Rng, source: str, cells: Cells) -> None:
    cells.insert(rng.randrange(len(cells) + 1), [""] * rng.randint(0, 3))


def footnotes(rng: Rng, source: str, cells: Cells) -> None:
    cells.insert(rng.randrange(len(cells) + 1), [rng.choice(["Summe", "1) Fußnote", "x", "2023"])])


def moved_column(rng: Rng, source: str, cells: Cells) -> None:
    at = rng.randrange(max(len(row) for row in cells) or 1)
    for row in cells:
        if at < len(row):
            row.append(row.pop(at))


def lost_column(rng: Rng, source: str, cells: Cells) -> None:
    at = rng.randrange(max(len(row) for row in cells) or 1)
    for row in cells:
        del row[at : at + 1]


def ragged_rows(rng: Rng, source: str, cells: Cells) -> None:
    for _ in range(rng.randint(1, 3)):
        row = rng.choice(cells)
        if rng.random() < 0.5:
            del row[rng.randrange(len(row) + 1) :]
        else:
            row.extend(["", "überzählig"])


CELL_DAMAGE = [strange_cells, known_faults, swapped_cells, doubled_rows, lost_rows, empty_rows,
               footnotes, moved_column, lost_column, ragged_rows]  # fmt: skip


# --- damage to bytes ---------------------------------------------------------------------------


def flipped(rng: Rng, content: bytes) -> bytes:
    data = bytearray(content)
    for _ in range(rng.choice([1, 1, 3, 30])):
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    return bytes(data)


def truncated(rng: Rng, content: bytes) -> bytes:
    return content[: rng.randrange(len(content) + 1)]


def cut_out(rng: Rng, content: bytes) -> bytes:
    start = rng.randrange(len(content))
    return content[:start] + content[start + rng.randint(1, 200) :]


def repeated(rng: Rng, content: bytes) -> bytes:
    start = rng.randrange(len(content))
    return content + content[start:]


def mixed_encodings(rng: Rng, content: bytes) -> bytes:
    at = rng.randrange(len(content))
    strange = rng.choice([b"\xe4\xf6\xfc", "äöü".encode(), b"\x81\x8d", b"\0", b"\xef\xbb\xbf",
                          "ä".encode("utf-16-le"), b'"', b"\r", "\ufffd".encode()])  # fmt: skip
    return content[:at] + strange + content[at:]


def damaged_member(rng: Rng, content: bytes) -> bytes:
    """A member of the archive replaced, emptied, cut or doubled; other files become its member."""
    if not content.startswith(b"PK"):
        return zipped(zipped(content)) if rng.random() < 0.3 else zipped(truncated(rng, content))
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w") as new:
        chosen = rng.choice(old.namelist())
        for name in old.namelist():
            data = old.read(name)
            if name == chosen:
                way = rng.randrange(4)
                if way == 0:
                    continue
                data = [b"", flipped(rng, data) if data else b"?", truncated(rng, data)][way - 1]
            new.writestr(name, data)
    return buffer.getvalue()


BYTE_DAMAGE = [flipped, truncated, cut_out, repeated, mixed_encodings, damaged_member]


def damaged(rng: Rng, source: str) -> bytes:
    """A delivery with up to three kinds of damage."""
    cells = sound(rng, source)
    for damage in rng.sample(CELL_DAMAGE, rng.randint(0, 3)):
        damage(rng, source, cells)
    content = written(rng, cells)
    if rng.random() < 0.35 and content:
        content = rng.choice(BYTE_DAMAGE)(rng, content)
    return content


# --- what must hold ----------------------------------------------------------------------------


def problems(data: DataDir, result: FileResult, content: bytes, line: dict[str, str]) -> list[str]:
    """Everything that is wrong with what became of one file."""
    counts = (result.read, result.loaded, result.duplicate, result.quarantined)
    fits = result.read == result.loaded + result.duplicate + result.quarantined
    status = {(False, False): "geladen", (False, True): "teilweise"}.get(
        (result.status == "abgelehnt", result.quarantined > 0), "abgelehnt"
    )
    lake = data.lake / result.source / f"{result.lieferung_id}.parquet"
    faulty = data.quarantine / result.source / f"{result.lieferung_id}.csv"
    refused = result.status == "abgelehnt"
    place = data.inbox / result.source / "abgelehnt" if refused else data.archive / result.source
    kept = place / result.file
    letter = kept.with_name(kept.name + ".grund.txt")
    rows: list[dict[str, str]] = []
    if faulty.exists():
        with faulty.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    listed = {row["zeile"] for row in rows}
    judged = "ZU_VIELE_FEHLER" in result.reasons
    checks = {
        "unknown status": result.status in ("geladen", "teilweise", "abgelehnt"),
        "status and counts differ": result.status == status,
        "an error that nobody foresaw": "nicht verarbeiten" not in result.message,
        "rows do not add up": fits,
        "a refused file counts rows": not refused or judged or counts == (0, 0, 0, 0),
        "a refused file loads": not refused or (result.loaded == 0 and not lake.exists()),
        "no reason": not refused or bool(result.reasons),
        "no letter": not refused or letter.is_file(),
        "the bytes are lost": kept.is_file() and kept.read_bytes() == content,
        "lake and result differ": refused
        or pl.read_parquet(lake, columns=["_zeile"]).height == result.loaded,
        "quarantine and result differ": refused or len(listed) == result.quarantined,
        "register and result differ": (
            [line[f"zeilen_{each}"] for each in ("gelesen", "geladen", "doppelt", "quarantaene")],
            line["status"],
            line["gruende"],
            line["sha256"],
        )
        == (
            [str(count) for count in counts],
            result.status,
            "|".join(result.reasons),
            hashlib.sha256(content).hexdigest(),
        ),
        "a message is no sentence": all(row["meldung"].endswith(".") for row in rows),
    }
    return [what for what, holds in checks.items() if not holds]


def run(count: int, seed: int, folder: Path) -> tuple[Counter[str], list[str]]:
    """Damage, ingest and check; counts by status and reasons, and what went wrong."""
    rng = random.Random(seed)
    seen: Counter[str] = Counter()
    wrong: list[str] = []
    for batch in range(-(-count // BATCH)):
        data = DataDir(folder / str(batch))
        contents: dict[str, bytes] = {}
        for number in range(min(BATCH, count - batch * BATCH)):
            source = rng.choice(SOURCES)
            name = f"{source}__2024-01-31__v{number + 1}.dat"
            contents[name] = damaged(rng, source)
            path = data.inbox / source / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(contents[name])
        report = ingest(data)
        left = [path for path in data.inbox.glob("*/*") if path.is_file()]
        if left or report.notices or len(report.files) != len(contents):
            wrong.append(f"seed {seed}, batch {batch}: {left} {report.notices}")
        registers = {source: _register(data, source) for source in SOURCES}
        for result in report.files:
            seen[" ".join((result.status, *result.reasons))] += 1
            line = registers[result.source][result.lieferung_id]
            found = problems(data, result, contents[result.file], line)
            if found:
                wrong.append(f"seed {seed}, batch {batch}, {result.file}: {found} {result}")
    return seen, wrong


def _register(data: DataDir, source: str) -> dict[str, dict[str, str]]:
    with (data.register / f"{source}.csv").open(encoding="utf-8", newline="") as file:
        return {line["lieferung_id"]: line for line in csv.DictReader(file)}


def main() -> int:
    """The long run, from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    os.environ.setdefault("TINTG_PSEUDONYM_KEY", "fuzz")
    seen: Counter[str] = Counter()
    wrong: list[str] = []
    for start in range(0, options.count, BATCH):
        with tempfile.TemporaryDirectory() as folder:
            some, more = run(
                min(BATCH, options.count - start), options.seed + start // BATCH, Path(folder)
            )
        seen += some
        wrong += more
        print(f"{start + BATCH}: {len(wrong)} wrong", flush=True)
    for what, number in seen.most_common():
        print(f"{number:6} {what}")
    print(*wrong, sep="\n")
    return bool(wrong)


if __name__ == "__main__":
    raise SystemExit(main())
