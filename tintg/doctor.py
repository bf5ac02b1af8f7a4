"""What is missing on this machine or in the data directory, and how to mend it."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from tintg.paths import PROJECT, DataDir

PYTHONS = ((3, 11), (3, 14))  # from, below
LITTLE_SPACE = 2 * 1024**3  # bytes; a refresh writes a warehouse and a snapshot beside the old
OPEN_TO_OTHERS = 0o077
REBUILD = "`tintg doctor --rebuild-register` schreibt das Register neu aus Archiv und Lake."


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. todo: what mends it, empty where all is well."""

    topic: str
    text: str
    todo: str = ""

    @property
    def is_fine(self) -> bool:
        """True where nothing needs to be done."""
        return not self.todo


def examine_machine(data: DataDir) -> Iterator[Finding]:
    """Everything that is looked at, in the order in which it matters. Changes nothing."""
    yield _python()
    yield _packages()
    yield _git()
    yield _data_directory(data)
    if data.root.exists():
        yield _space(data)
        yield _modes(data)
    yield _pseudonym_key()
    yield from _registers(data)
    yield _warehouse(data)
    yield _published(data)


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
    inner = (data.lake, data.register, data.archive, data.quarantine, data.warehouse)
    open_ones = [p.name for p in inner if p.exists() and p.stat().st_mode & OPEN_TO_OTHERS]
    if not open_ones:
        return Finding("Rechte", "genaue Werte sind nur für dieses Konto lesbar")
    return Finding(
        "Rechte",
        f"Auch für andere Konten offen: {', '.join(open_ones)}.",
        "`chmod -R go= ` auf diese Ordner und Dateien schließt sie.",
    )


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


def _registers(data: DataDir) -> Iterator[Finding]:
    """Every loaded line needs its rows and its file."""
    from ingest.lines import RegisterDamaged, read_lines

    lost: list[str] = []
    count = 0
    for path in sorted(data.register.glob("*.csv")):
        try:
            lines = read_lines(path)
        except RegisterDamaged:
            yield Finding("Register", f"{path.name} ist beschädigt.", REBUILD)
            continue
        count += len(lines)
        lost += [
            line["lieferung_id"]
            for line in lines
            if line["status"] != "abgelehnt"
            and not (data.lake / path.stem / f"{line['lieferung_id']}.parquet").exists()
        ]
    unknown = sorted(_unregistered(data))
    if lost:
        yield Finding(
            "Register",
            f"Zu {len(lost)} Lieferungen fehlen die Zeilen im Lake: {', '.join(lost[:5])}.",
            "Bitte den Ordner lake/ aus der Sicherung zurückholen.",
        )
    if unknown:
        yield Finding(
            "Register",
            f"{len(unknown)} Lieferungen im Lake stehen in keinem Register: "
            f"{', '.join(unknown[:5])}.",
            REBUILD,
        )
    if not lost and not unknown:
        yield Finding("Register", f"{count} Lieferungen, alle mit ihren Zeilen")


def _unregistered(data: DataDir) -> Iterator[str]:
    for folder in data.lake.glob("*"):
        register = data.register / f"{folder.name}.csv"
        text = register.read_text("utf-8", "replace") if register.exists() else ""
        for path in folder.glob("*.parquet"):
            # a companion table has the deliveries of its main table
            if path.stem.startswith(f"{folder.name}__") and path.stem not in text:
                yield path.stem


def _warehouse(data: DataDir) -> Finding:
    if not data.warehouse.exists():
        return Finding("Datenbank", "noch nicht gebaut; `tintg refresh` baut sie")
    if not data.state.exists():
        return Finding(
            "Datenbank",
            "Die Buchführung von SQLMesh (state.duckdb) fehlt.",
            "`tintg refresh` baut alles neu aus dem Lake.",
        )
    return Finding("Datenbank", "vorhanden")


def _published(data: DataDir) -> Finding:
    current = data.published / "current"
    if not current.is_symlink():
        return Finding("Stände", "noch keiner veröffentlicht")
    if not (current / "manifest.json").exists():
        return Finding(
            "Stände",
            "`published/current` zeigt auf keinen vollständigen Stand.",
            "`tintg publish` veröffentlicht neu aus der Datenbank.",
        )
    return Finding("Stände", f"veröffentlicht ist {current.readlink().name}")
