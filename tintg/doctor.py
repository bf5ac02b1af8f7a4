"""What is missing on this machine or in the data directory, and how to mend it.

Looking changes nothing. Mending deletes only what an interrupted run left half-written; what is
damaged is set aside or written anew from the archive.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from publish.shelf import snapshots, verify
from tintg import published, warehouse
from tintg.paths import PROJECT, DataDir

PYTHONS = ((3, 11), (3, 14))  # from, below
LITTLE_SPACE = 2 * 1024**3  # bytes; a refresh writes a warehouse and a snapshot beside the old
OPEN_TO_OTHERS = 0o077
REBUILD = "`tintg doctor --rebuild-register` schreibt das Register neu aus Archiv und Lake."
MEND = "`tintg doctor --mend` bringt das in Ordnung."
NEXT_RUN = "Der nächste `tintg refresh` bringt das in Ordnung."
HALF_WRITTEN = ("lake/*/.*.neu", "register/.*.neu", "archive/*/.*.neu", "quarantaene/*/.*.neu",
                "inbox/*/abgelehnt/.*.neu", "gate/.*", ".prod.json", ".quittung.json", ".spool",
                ".tmp", "*.duckdb.tmp", "published/.neu-*", "published/.current")  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    todo: what mends it, empty where all is well. mend: does it and says in German what it did;
    the caller holds the lock.
    """

    topic: str
    text: str
    todo: str = ""
    mend: Callable[[], str] | None = field(default=None, repr=False)

    @property
    def is_fine(self) -> bool:
        """True where nothing needs to be done."""
        return not self.todo


def examine_machine(
    data: DataDir, *, deep: bool = False, at_work: bool = False
) -> Iterator[Finding]:
    """Everything that is looked at, in the order in which it matters. Changes nothing.

    deep: read every byte of lake, warehouse and snapshots, not only sizes and ends of files.
    at_work: the caller itself holds the lock.
    """
    yield _python()
    yield _packages()
    yield _git()
    yield _data_directory(data)
    if data.root.exists():
        yield _space(data)
        yield _modes(data)
    yield _pseudonym_key()
    yield from _half_written(data, at_work)
    yield from _registers(data)
    yield from _lake(data, deep)
    yield from _warehouse(data, deep)
    yield from _workspace(data)
    yield from _published(data, deep)


def _python() -> Finding:
    low, below = PYTHONS
    found = ".".join(map(str, sys.version_info[:3]))
    if low <= sys.version_info[:2] < below:
        return Finding("Python", f"Version {found}")
    return Finding(
        "Python",
        f"Version {found} passt nicht.",
        "Bitte Python 3.11, 3.12 oder 3.13 verwenden und `.venv` mit `make demo` neu einrichten.",
    )


def _packages() -> Finding:
    """Installed versions against the lock file."""
    locked = re.findall(
        r"^([A-Za-z0-9._-]+)==([^ ;\\]+)([^\\\n]*)",
        (PROJECT / "requirements.lock").read_text("utf-8"),
        re.MULTILINE,
    )
    wrong = [name for name, wanted, only in locked if not only.strip() and _found(name) != wanted]
    if not wrong:
        return Finding("Pakete", f"{len(locked)} Pakete wie in requirements.lock")
    return Finding(
        "Pakete",
        f"Fehlen oder haben eine andere Version: {', '.join(wrong)}.",
        "`make demo` richtet sie ein (oder `rm -rf .venv` und dann `make demo`).",
    )


def _found(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _git() -> Finding:
    if shutil.which("git") and (PROJECT / ".git").exists():
        return Finding("git", "vorhanden; Stände nennen den Stand des Programms")
    return Finding(
        "git",
        "nicht gefunden; veröffentlichte Stände nennen dann keinen Stand des Programms.",
        "Bitte git installieren und das Projekt als Klon verwenden.",
    )


def _data_directory(data: DataDir) -> Finding:
    root = data.root
    existing = next(path for path in (root, *root.parents) if path.exists())
    if not os.access(existing, os.W_OK | os.X_OK):
        return Finding(
            "Datenordner",
            f"{existing} ist nicht beschreibbar.",
            "Bitte die Rechte ändern oder mit TINTG_DATA einen anderen Ordner nennen.",
        )
    if not root.exists():
        return Finding("Datenordner", f"{root} entsteht beim ersten Lauf")
    return Finding("Datenordner", str(root))


def _space(data: DataDir) -> Finding:
    free = shutil.disk_usage(data.root).free
    text = f"{free / 1024**3:.1f} GiB frei".replace(".", ",")
    if free >= LITTLE_SPACE:
        return Finding("Speicherplatz", text)
    return Finding(
        "Speicherplatz",
        f"nur {text}",
        "Bitte Platz schaffen; bis dahin kann ein Lauf scheitern, Geliefertes bleibt erhalten.",
    )


def _modes(data: DataDir) -> Finding:
    inner = (data.lake, data.register, data.archive, data.quarantine, *warehouse.databases(data))
    open_ones = [path for path in inner if path.exists() and _is_open(path)]
    if not open_ones:
        return Finding("Rechte", "genaue Werte sind nur für dieses Konto lesbar")
    return Finding(
        "Rechte",
        f"Auch für andere Konten offen: {', '.join(path.name for path in open_ones)}.",
        MEND,
        partial(_close, open_ones),
    )


def _is_open(path: Path) -> bool:
    return any(each.stat().st_mode & OPEN_TO_OTHERS for each in (path, *path.glob("*")))


def _close(paths: list[Path]) -> str:
    for path in paths:
        for each in (path, *path.rglob("*")):
            if not each.is_symlink():
                each.chmod(each.stat().st_mode & ~OPEN_TO_OTHERS)
    return "Nur dieses Konto kann sie noch lesen."


def _pseudonym_key() -> Finding:
    from ingest.pseudonyms import KEY, KEY_FILE, key_from

    key = key_from()
    if key.is_demo:
        return Finding(
            "Pseudonyme",
            "Der öffentliche Vorführschlüssel ist aktiv (TINTG_DEMO=1); er schützt niemanden.",
            f"Für echte Daten TINTG_DEMO weglassen und {KEY_FILE} setzen.",
        )
    if key.problem:
        return Finding(
            "Pseudonyme",
            f"{key.problem} Lieferungen mit Fällen oder Befragten werden abgelehnt.",
            f"Bitte {KEY} oder {KEY_FILE} (Datei mit Rechten 600) setzen.",
        )
    return Finding("Pseudonyme", "Schlüssel eingerichtet")


def _half_written(data: DataDir, at_work: bool) -> Iterator[Finding]:
    """What a killed run left; while one is at work these files are its own."""
    left = [path for pattern in HALF_WRITTEN for path in data.root.glob(pattern)]
    holder = None if at_work else published.holder_of_lock(data)
    if holder is not None:
        yield Finding("Läufe", f"gerade arbeitet einer ({holder}); das Übrige kann sich ändern")
    elif left:
        yield Finding(
            "Läufe",
            f"Ein unterbrochener Lauf ließ Angefangenes liegen: {_some(data, left)}.",
            f"{MEND} Der nächste `tintg refresh` räumt es sonst weg, es schadet nicht.",
            partial(_remove, left),
        )
    else:
        yield Finding("Läufe", "keiner arbeitet, keiner ließ Angefangenes liegen")


def _remove(paths: list[Path]) -> str:
    for path in paths:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    return "Angefangenes ist entfernt."


def _some(data: DataDir, paths: list[Path]) -> str:
    names = [str(path.relative_to(data.root)) for path in paths[:5]]
    return ", ".join(names) + (f" und {len(paths) - 5} weitere" if len(paths) > 5 else "")


def _registers(data: DataDir) -> Iterator[Finding]:
    """Every register can be read, every delivery in the lake is in one."""
    from ingest.lines import RegisterDamaged, read_lines

    count = 0
    damaged = False
    for path in sorted(data.register.glob("*.csv")):
        try:
            count += len(read_lines(path))
        except RegisterDamaged:
            damaged = True
            text = f"{path.name} ist beschädigt."
            yield Finding("Register", text, f"{MEND} {REBUILD}", partial(_rebuild, data))
    unknown = sorted(_unregistered(data))
    if unknown:
        yield Finding(
            "Register",
            f"{len(unknown)} Lieferungen im Lake stehen in keinem Register: "
            f"{', '.join(unknown[:5])}.",
            f"{MEND} {REBUILD}",
            partial(_rebuild, data),
        )
    elif not damaged:
        yield Finding("Register", f"{count} Lieferungen")


def _rebuild(data: DataDir) -> str:
    from ingest.rebuild import rebuild_registers

    rebuilt = rebuild_registers(data)
    added = sum(len(each.added) for each in rebuilt)
    lost = [id_ for each in rebuilt for id_ in each.lost]
    told = f", weder in Lake noch Archiv zu finden: {', '.join(lost)}" if lost else ""
    return f"Die Register sind neu geschrieben, {added} Lieferungen wiedergefunden{told}."


def _unregistered(data: DataDir) -> Iterator[str]:
    for folder in data.lake.glob("*"):
        register = data.register / f"{folder.name}.csv"
        text = register.read_text("utf-8", "replace") if register.exists() else ""
        for path in folder.glob("*.parquet"):
            # a companion table has the deliveries of its main table
            if path.stem.startswith(f"{folder.name}__") and path.stem not in text:
                yield path.stem


def _lake(data: DataDir, deep: bool) -> Iterator[Finding]:
    """Every loaded line needs its rows and its file."""
    from ingest.intact import damaged
    from ingest.lines import RegisterDamaged

    try:
        damages = damaged(data, deep=deep)
    except RegisterDamaged:
        return  # told above; the registers come first
    for damage in damages:
        yield Finding(
            "Lake",
            f"{damage.path.relative_to(data.root)} {damage.what}.",
            f"{MEND} Die Lieferung wird neu aus dem Archiv gelesen.",
            partial(_restore, data, damage.source, damage.lieferung_id),
        )
    if not damages:
        yield Finding("Lake", "alle Lieferungen sind mit ihren Zeilen da")


def _restore(data: DataDir, source: str, id_: str) -> str:
    from ingest.restore import CannotRestore, restore

    try:
        restore(data, source, id_)
    except CannotRestore as reason:
        return f"{reason} Bitte lake/{source} aus der Sicherung zurückholen."
    return f"{id_} ist neu aus dem Archiv gelesen; das Beschädigte liegt beiseite."


def _warehouse(data: DataDir, deep: bool) -> Iterator[Finding]:
    left = [wal for wal in map(warehouse.wal, warehouse.databases(data)) if wal.exists()]
    try:
        faults = warehouse.faults(data, deep=deep, change=False)
        if faults:
            yield Finding(
                "Datenbank",
                f"Fehlt oder ist beschädigt: {', '.join(faults)}. Geliefertes liegt nicht darin.",
                f"{MEND} Sie wird beiseitegelegt; `tintg refresh` baut sie neu aus dem Lake.",
                lambda: f"Beiseitegelegt: {_some(data, warehouse.set_aside(data))}.",
            )
        elif left:
            yield Finding("Datenbank", "Ein Lauf wurde darin unterbrochen.", NEXT_RUN)
        elif not data.warehouse.exists():
            yield Finding("Datenbank", "noch nicht gebaut; `tintg refresh` baut sie")
        elif not warehouse.prod(data):
            text = "prod ist nur halb umgestellt; veröffentlicht ist davon nichts."
            yield Finding("Datenbank", text, f"{NEXT_RUN} (`sqlmesh run` würde warten.)")
        else:
            yield from _version(data)
    except warehouse.Locked as locked:
        yield Finding(
            "Datenbank",
            f"{locked.file} ist in einer anderen Sitzung geöffnet: {locked.holder}.",
            "Bitte dort schließen; solange kann kein `tintg refresh` laufen.",
        )
    aside = warehouse.put_aside(data)
    if aside:
        size = sum(path.stat().st_size for path in aside) / 1024**2
        yield Finding(
            "Datenbank",
            f"beiseite liegen {size:.0f} MiB ({_some(data, aside)}); wer sie nicht untersuchen "
            "will, kann sie löschen",
        )


def _version(data: DataDir) -> Iterator[Finding]:
    if not warehouse.is_of_another_version(data):
        yield Finding("Datenbank", "vorhanden")
        return
    made, here = warehouse.sqlmesh_version(data), version("sqlmesh")
    yield Finding(
        "Datenbank",
        f"gehört zu SQLMesh {made}, eingerichtet ist {here}.",
        "docs/betrieb.md sagt unter „SQLMesh aktualisieren“, was zu tun ist.",
    )


def _workspace(data: DataDir) -> Iterator[Finding]:
    from tintg.workspace import workspace, wrong_links

    wrong = wrong_links(data)
    if wrong:
        yield Finding(
            "Arbeitsordner",
            f"Verknüpfungen zeigen woandershin oder fehlen: {', '.join(wrong)}.",
            f"{MEND} Der nächste `tintg refresh` tut es auch.",
            lambda: f"Die Verknüpfungen in {workspace(data).name} stimmen wieder.",
        )


def _published(data: DataDir, deep: bool) -> Iterator[Finding]:
    current = data.published / "current"
    whole = snapshots(data.published)
    if not current.is_symlink() and not whole:
        yield Finding("Stände", "noch keiner veröffentlicht")
        return
    if not current.is_symlink() or current.resolve().name not in whole:
        yield Finding(
            "Stände",
            "`published/current` zeigt auf keinen vollständigen Stand.",
            MEND if whole else "`tintg refresh` veröffentlicht neu.",
            partial(_point_to_newest, data) if whole else None,
        )
        return
    yield Finding("Stände", f"veröffentlicht ist {current.readlink().name}")
    for name in whole if deep else [current.resolve().name]:
        faults, is_current = verify(data.published / name), name == current.resolve().name
        if faults:
            yield Finding(
                "Stände",
                f"{name} ist verändert oder beschädigt: {', '.join(faults[:5])}.",
                "`tintg refresh` veröffentlicht neu."
                if is_current
                else "Bitte den Ordner aus der Sicherung zurückholen oder löschen.",
                partial(_point_to_newest, data) if is_current else None,
            )


def _point_to_newest(data: DataDir) -> str:
    chosen = published.point_to_newest(data)
    if chosen is None:
        return "Es gibt keinen unbeschädigten Stand; `tintg refresh` veröffentlicht neu."
    return f"`published/current` zeigt auf {chosen}, den neuesten unbeschädigten Stand."
