"""Tells people that a refresh failed: by e-mail, webhook or whatever else Apprise knows.

The refresh itself has no network, so this is a command of its own that systemd starts when it
failed. Where to is in a file with one Apprise URL a line, because URLs hold passwords. The message
is made from the health file alone: kinds, times and places, no value of any delivery.
"""

from __future__ import annotations

import logging
import os
import platform
from dataclasses import dataclass
from pathlib import Path

from tintg import health
from tintg.paths import DataDir

TARGETS = "TINTG_NOTIFY_FILE"
REFRESH = "tintg-refresh.service"


class NoTarget(Exception):
    """Nobody is named who could be told. The message says why, in German."""


@dataclass(frozen=True)
class Message:
    """Title and text, both German and without values."""

    title: str
    text: str


def message(data: DataDir, unit: str = REFRESH, trial: bool = False) -> Message:
    """What to tell: what happened, where, what stays valid, what to do. unit: of systemd."""
    where = f"{data.root} auf {platform.node() or 'diesem Rechner'}"
    if trial:
        return Message(
            "tintg: Probenachricht",
            f"Diese Nachricht zeigt, dass Störungsmeldungen aus {where} ankommen. "
            "Es ist nichts geschehen.",
        )
    if unit != REFRESH:
        return Message(
            f"tintg: Der Dienst {unit} ist gescheitert",
            f"Wo: {where}\n\nWas weiter gilt: Der zuletzt veröffentlichte Stand ist unberührt.\n"
            f"Was zu tun ist: `systemctl status {unit}` ansehen und den Dienst neu starten.",
        )
    last = health.read(data)
    failed = health.failure(last) or "Der Dienst ist gescheitert, bevor der Lauf beginnen konnte."
    success = last.get("letzter_erfolg")
    since = f"Der letzte gelungene Lauf endete {success}." if success else "Noch gelang kein Lauf."
    return Message(
        "tintg: Der nächtliche Lauf ist gescheitert",
        f"{failed}\n\nWo: {where}\nBegonnen: {last.get('begonnen', 'nicht')}\n{since}\n\n"
        "Was weiter gilt: Der zuletzt veröffentlichte Stand bleibt lesbar, keine gelieferte Datei "
        "ist verloren.\n"
        "Was zu tun ist: `tintg status` und `tintg doctor` ansehen, dann `tintg refresh` noch "
        "einmal starten. Das Betriebshandbuch (docs/betrieb.md) hat zu jeder Störung einen "
        "Abschnitt; Einzelheiten stehen im Protokoll (`journalctl -u tintg-refresh`).",
    )


def send(told: Message) -> bool:
    """Tell everyone in the file that TINTG_NOTIFY_FILE names; whether all could be reached.

    Raises:
        NoTarget: no file is named, or it has no usable address.
    """
    from apprise import Apprise, NotifyFormat, NotifyType

    logging.getLogger("apprise").setLevel(logging.CRITICAL)  # it would print addresses
    sender = Apprise()
    for number, url in _urls():
        if not sender.add(url):
            raise NoTarget(f"Die Adresse in Zeile {number} der Datei {TARGETS} ist keine, die "
                           "Apprise kennt.")  # fmt: skip
    if not sender:
        raise NoTarget(f"Die Datei, die {TARGETS} nennt, enthält keine Adresse.")
    sent = sender.notify(
        body=told.text,
        title=told.title,
        notify_type=NotifyType.FAILURE,
        body_format=NotifyFormat.TEXT,
    )
    return bool(sent)


def _urls() -> list[tuple[int, str]]:
    named = os.environ.get(TARGETS)
    if not named:
        raise NoTarget(f"{TARGETS} nennt keine Datei mit Adressen.")
    try:
        lines = Path(named).read_text("utf-8").splitlines()
    except OSError:
        raise NoTarget(f"Die Datei, die {TARGETS} nennt, ist nicht lesbar.") from None
    stripped = ((number, line.strip()) for number, line in enumerate(lines, 1))
    return [(number, line) for number, line in stripped if line and not line.startswith("#")]
