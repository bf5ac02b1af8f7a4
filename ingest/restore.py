"""Reads one archived delivery again into the same lake files, when these were lost or damaged.

Nothing new comes about: the rows must be those of the register's line and, where the bytes of
the first time are known, the very same bytes. Otherwise nothing is written.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from ingest.contract import Contract, load_contracts
from ingest.delivery import SIDECAR, World, identify
from ingest.examine import Desk, Outcome, examine
from ingest.files import checksum, make_folder, take
from ingest.intact import written
from ingest.lines import Line, read_lines
from ingest.names import is_ignored
from ingest.pseudonyms import key_from
from ingest.reference import load_reference
from ingest.register import line_of
from ingest.spool import Spool
from ingest.store import Store
from tintg.paths import DataDir

ASIDE = ".beiseite"  # ending of a damaged file; the lake's views read *.parquet only
SAME = ("datenstand", "version", "zeilen_gelesen", "zeilen_geladen", "zeilen_quarantaene",
        "einheiten", "status")  # fmt: skip


class CannotRestore(Exception):
    """A delivery cannot be read again; the message is a German sentence."""


def restore(data: DataDir, source: str, id_: str) -> None:
    """Write the lake's files of a delivery anew; the caller holds the lock.

    Raises:
        CannotRestore: archive, key or program do not give what was loaded then.
    """
    contract = next(each for each in load_contracts() if each.source == source)
    lines = read_lines(data.register / f"{source}.csv")
    line = next(each for each in lines if each["lieferung_id"] == id_)
    archived = [
        path
        for path in sorted((data.archive / source).glob("*"))
        if not path.name.endswith(SIDECAR)
        and not is_ignored(path.name)
        and checksum(path) == line["sha256"]
    ]
    if not archived:
        raise CannotRestore(f"Die Datei zu {id_} liegt nicht unbeschädigt im Archiv.")
    told = written(data, source, id_)
    for sidecar in _sidecars(archived[0]):
        with Spool(data.spool) as spool:
            outcome = _again(archived[0], sidecar, contract, line, spool)
            if outcome is None:
                continue
            _write(data, outcome, contract, line, told)
            return
    raise CannotRestore(f"Die archivierte Datei gibt heute nicht mehr die Zeilen von {id_}.")


def _sidecars(path: Path) -> Iterator[bytes | None]:
    """What may have lain beside the file when it came; the same file may have come twice."""
    stem = path.name.partition(".")[0]
    for beside in sorted(path.parent.glob(f"{stem}*{SIDECAR}")):
        yield beside.read_bytes()
    yield None


def _again(
    path: Path, sidecar: bytes | None, contract: Contract, line: Line, spool: Spool
) -> Outcome | None:
    """The delivery judged once more; None if that is not what the register's line says."""
    world = World({contract.source}, load_reference(), date.today())
    named = spool.folder / "als" / line["dateiname"]
    make_folder(named.parent)
    shutil.copyfile(path, named)
    delivery = identify(named, sidecar, contract, world)
    if delivery.datenstand is None:
        delivery = replace(delivery, datenstand=date.fromisoformat(line["datenstand"]))
    desk = Desk(contract, world.reference, key_from(), line["lieferung_id"], spool, lambda _: None)
    outcome = examine(delivery, take(named, spool.path()), desk)
    now = line_of(outcome, line["lieferung_id"], datetime.now(UTC))
    return outcome if all(now[name] == line[name] for name in SAME) else None


def _write(
    data: DataDir,
    outcome: Outcome,
    contract: Contract,
    line: Line,
    told: dict[Path, dict[str, object] | None],
) -> None:
    assert outcome.lake is not None
    id_ = line["lieferung_id"]
    main = data.lake / contract.source / f"{id_}.parquet"
    known = told[main] or {"sha256": checksum(main) if main.exists() else ""}
    if contract.has_pseudonyms and known["sha256"] != checksum(outcome.lake.path):
        raise CannotRestore(
            f"Die Datei zu {id_} gibt heute andere Bytes als damals, vermutlich wegen eines "
            "anderen Schlüssels für Pseudonyme."
        )
    now = f"{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}"
    for path in (*told, main.with_suffix(".json")):
        if path.exists():
            path.replace(path.with_name(f"{path.name}.{now}{ASIDE}"))
    Store(data, data.inbox).load(outcome, contract, line, demo_key=key_from().is_demo)
