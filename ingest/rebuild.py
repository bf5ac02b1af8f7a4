"""Makes a register again from lake and refused files, and an inbox again from the archive.

Every delivery in the lake keeps its register line beside it. Refused files are judged once more;
their letter tells when they came.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import yaml

from ingest.contract import Contract, load_contracts
from ingest.delivery import BEFRAGUNG_ID, SIDECAR, World, identify
from ingest.examine import Desk, examine
from ingest.files import checksum, take, write
from ingest.lines import Line, as_csv, read_lines, whole_lines
from ingest.names import REFUSED_FOLDER, is_ignored, is_too_long
from ingest.pseudonyms import key_from
from ingest.reference import load_reference
from ingest.register import line_of, was_loaded
from ingest.spool import Spool
from ingest.store import LETTER
from tintg.paths import DataDir

SURVEY = "surveyxact"  # the layout whose file names hold more than Datenstand and version


@dataclass(frozen=True)
class Rebuilt:
    """What became of one register. added, lost: ids that it did not have, or has no longer."""

    source: str
    lines: int
    added: tuple[str, ...]
    lost: tuple[str, ...]


def rebuild_registers(data: DataDir) -> list[Rebuilt]:
    """Write all registers anew; the caller holds the lock. A damaged one is kept beside."""
    contracts = load_contracts()
    world = World({c.source for c in contracts}, load_reference(), date.today())
    return [_rebuild(data, contract, world) for contract in contracts]


def _rebuild(data: DataDir, contract: Contract, world: World) -> Rebuilt:
    path = data.register / f"{contract.source}.csv"
    before = whole_lines(path)
    archived = _by_checksum(data.archive / contract.source)
    kept = {_id(line): line for line in _beside_the_lake(data, contract, archived)}
    # what the lake lost the archive gives again (`ingest/restore.py`), so its line must stay
    whole = {_id(line): line for line in before if was_loaded(line) and line["sha256"] in archived}
    loaded = list((whole | kept).values())
    refused = {_id(line): line for line in _refused(data, contract, world)}
    refused |= {_id(line): line for line in before if not was_loaded(line)}
    found = {_id(line): line for line in loaded}
    lines = sorted(
        [*loaded, *(line for id_, line in refused.items() if id_ not in found)],
        key=lambda line: (line["eingang"], _id(line)),
    )
    text = as_csv(lines)
    if path.exists() and path.read_bytes() != text:
        path.replace(path.with_name(f"{path.name}.{datetime.now(UTC):%Y%m%dT%H%M%SZ}.alt"))
    write(path, text)
    ids, earlier = {_id(line) for line in lines}, {_id(line) for line in before}
    return Rebuilt(
        contract.source, len(lines), tuple(sorted(ids - earlier)), tuple(sorted(earlier - ids))
    )


def _beside_the_lake(
    data: DataDir, contract: Contract, archived: Collection[str]
) -> Iterator[Line]:
    """The lines that the lake keeps, of deliveries that are in the lake or in the archive."""
    for beside in sorted((data.lake / contract.source).glob("*.json")):
        try:
            line: Line = json.loads(beside.read_text("utf-8"))["zeile"]
        except (ValueError, KeyError, TypeError):
            continue
        if beside.with_suffix(".parquet").exists() or line["sha256"] in archived:
            yield line


def _id(line: Line) -> str:
    return line["lieferung_id"]


def _refused(data: DataDir, contract: Contract, world: World) -> Iterator[Line]:
    """The lines of the files that were refused and still lie in `abgelehnt/`."""
    folder = data.inbox / contract.source / REFUSED_FOLDER
    for path in sorted(folder.glob("*")):
        letter = path.with_name(path.name + LETTER)
        if is_ignored(path.name) or not letter.exists():
            continue
        beside = path.with_name(path.name + SIDECAR)
        delivery = identify(path, beside.read_bytes() if beside.exists() else None, contract, world)
        with Spool(data.spool) as spool:
            file = take(path, spool.path())
            id_ = delivery.lieferung_id(file.sha256)
            desk = Desk(contract, world.reference, key_from(), id_, spool, lambda _: None)
            outcome = examine(delivery, file, desk)
        if outcome.refusal:
            came = datetime.fromtimestamp(letter.stat().st_mtime, UTC)
            yield line_of(outcome, id_, came)


def copy_archive(data: DataDir, inbox: Path) -> int:
    """Put every loaded delivery into another inbox again; returns how many.

    Beside each lies a sidecar with Datenstand and version, because two deliveries of one name
    need different names now. The names count upwards, so that they arrive in the old order.
    """
    copied = 0
    for contract in load_contracts():
        register = data.register / f"{contract.source}.csv"
        archived = _by_checksum(data.archive / contract.source)
        for line in filter(was_loaded, read_lines(register) if register.exists() else []):
            path = archived[line["sha256"]]
            beside = path.with_name(path.name + SIDECAR)
            told = yaml.safe_load(beside.read_text("utf-8-sig")) if beside.exists() else None
            told = dict(told or {})
            told |= {"datenstand": line["datenstand"], "version": int(line["version"])}
            if contract.layout == SURVEY:
                told[BEFRAGUNG_ID] = line["einheiten"].removeprefix(f"{BEFRAGUNG_ID}=")
            copied += 1
            target = inbox / contract.source / _short(f"{copied:06d}-{line['dateiname']}")
            write(target, path.read_bytes())
            text = yaml.safe_dump(told, allow_unicode=True, sort_keys=False)
            write(target.with_name(target.name + SIDECAR), text.encode())
    return copied


def _short(name: str) -> str:
    """A name that leaves room for that of its sidecar."""
    stem, dot, ending = name.rpartition(".")
    while is_too_long(f"{stem}{dot}{ending}{SIDECAR}"):
        stem = stem[:-1]
    return f"{stem}{dot}{ending}"


def _by_checksum(folder: Path) -> dict[str, Path]:
    """The archived files of a source by the checksum of their bytes."""
    files: dict[str, Path] = {}
    for path in sorted(folder.glob("*")):
        if not path.name.endswith(SIDECAR) and not is_ignored(path.name):
            files.setdefault(checksum(path), path)
    return files
