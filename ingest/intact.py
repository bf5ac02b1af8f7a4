"""Whether the lake still holds what the registers say; imports no reader of deliveries."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.files import checksum
from ingest.lines import Line, read_lines
from tintg.paths import DataDir

REFUSED = "abgelehnt"


@dataclass(frozen=True)
class Damage:
    """A file of the lake that is not as it was written. what: a piece of a German sentence."""

    source: str
    lieferung_id: str
    path: Path
    what: str


def damaged(data: DataDir, *, deep: bool = False) -> list[Damage]:
    """The files of loaded deliveries that are missing or not whole.

    By their size and footer; deep: by their bytes. Raises RegisterDamaged.
    """
    return [
        Damage(path.stem, line["lieferung_id"], parquet, what)
        for path in sorted(data.register.glob("*.csv"))
        for line in read_lines(path)
        if line["status"] != REFUSED
        for parquet, what in _faults(data, path.stem, line, deep)
    ]


def written(data: DataDir, source: str, id_: str) -> dict[Path, dict[str, Any] | None]:
    """The lake's files of a delivery with bytes and sha256 of each, None where nobody knows."""
    main = data.lake / source / f"{id_}.parquet"
    try:
        kept = json.loads(main.with_suffix(".json").read_text("utf-8"))
        files = dict(kept.get("dateien", {}))
    except (OSError, ValueError, AttributeError):
        return {main: None}
    return {main: None} | {data.lake / name: told for name, told in files.items()}


def _faults(data: DataDir, source: str, line: Line, deep: bool) -> Iterator[tuple[Path, str]]:
    for path, told in written(data, source, line["lieferung_id"]).items():
        what = _fault(path, told, deep)
        if what:
            yield path, what
    beside = data.lake / source / f"{line['lieferung_id']}.json"
    try:
        json.loads(beside.read_text("utf-8"))["zeile"]
    except FileNotFoundError:
        yield beside, "fehlt"
    except (OSError, ValueError, KeyError, TypeError):
        yield beside, "ist beschädigt"


def _fault(path: Path, told: dict[str, Any] | None, deep: bool) -> str:
    import pyarrow.parquet as pq
    from pyarrow import ArrowException

    if not path.exists():
        return "fehlt"
    if told and path.stat().st_size != told["bytes"]:
        return "hat eine andere Länge als beim Einlesen"
    if told and deep:
        return "" if checksum(path) == told["sha256"] else "ist beschädigt"
    try:
        with pq.ParquetFile(path) as file:
            if deep:
                for _ in file.iter_batches():
                    pass
    except (ArrowException, OSError):
        return "ist beschädigt"
    return ""
