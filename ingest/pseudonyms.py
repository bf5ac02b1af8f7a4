"""The key with which ids of people and cases become pseudonyms (delivery interface 1.7).

A pseudonym is HMAC-SHA256(key, value) in hex. The same key gives the same pseudonyms in every
source, so that contacts find their cases. The key never appears in any output.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ingest.refusal import FileCode, Refused

KEY, KEY_FILE, DEMO = "TINTG_PSEUDONYM_KEY", "TINTG_PSEUDONYM_KEY_FILE", "TINTG_DEMO"
# Public on purpose: pseudonyms made with it protect nobody, so it serves synthetic data only.
DEMO_KEY = "vorfuehrschluessel-ohne-schutz"


@dataclass(frozen=True)
class PseudonymKey:
    """A key, or why there is none. is_demo: pseudonyms made with it protect nobody."""

    secret: str = field(default="", repr=False)
    is_demo: bool = False
    problem: str = ""

    def required(self) -> str:
        """The secret; raises Refused(SCHLUESSEL_FEHLT) where there is none."""
        if not self.secret:
            raise Refused(
                FileCode.SCHLUESSEL_FEHLT,
                "Die Lieferung enthält Kennungen von Fällen oder Personen, und es ist kein "
                "Schlüssel eingerichtet, mit dem sie unkenntlich gemacht werden.",
                self.problem,
                f"Bitte setzen Sie {KEY} oder nennen Sie in {KEY_FILE} eine Datei mit dem "
                "Schlüssel, die nur ihr Besitzer lesen darf (Rechte 600), und legen Sie die "
                "Lieferung noch einmal in den Eingang. An der Datei selbst liegt es nicht.",
            )
        return self.secret


def key_from(environment: Mapping[str, str] = os.environ) -> PseudonymKey:
    """The key that the environment holds or whose file it names. Never raises."""
    secret = environment.get(KEY)
    if secret:
        if not _is_text(secret):
            return PseudonymKey(problem=f"{KEY} ist kein Text in UTF-8.")
        return PseudonymKey(secret)
    if environment.get(KEY_FILE):
        secret, problem = _from_file(Path(environment[KEY_FILE]).expanduser())
        return PseudonymKey(secret, problem=problem)
    if environment.get(DEMO) == "1":
        return PseudonymKey(DEMO_KEY, is_demo=True)
    return PseudonymKey(problem=f"Weder {KEY} noch {KEY_FILE} ist gesetzt.")


def _is_text(secret: str) -> bool:
    """False for bytes of the environment that are no UTF-8: Python keeps them as surrogates."""
    return not any("\ud800" <= sign <= "\udfff" for sign in secret)


def _is_credential(path: Path) -> bool:
    """Whether systemd handed the file over: its folder is closed, the file's mode tells nothing."""
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    return bool(folder) and path.parent == Path(str(folder))


def _from_file(path: Path) -> tuple[str, str]:
    """Key and problem. A line break at the end belongs to the editor, not to the key."""
    try:
        if path.stat().st_mode & 0o177 and not _is_credential(path):
            return "", f"Die Schlüsseldatei {path.name} ist auch für andere offen."
        secret = path.read_bytes().decode("utf-8").rstrip("\r\n")
    except OSError as error:
        return "", f"Die Schlüsseldatei {path.name} lässt sich nicht lesen ({error.strerror})."
    except UnicodeDecodeError:
        return "", f"Die Schlüsseldatei {path.name} ist kein Text in UTF-8."
    return secret, "" if secret else f"Die Schlüsseldatei {path.name} ist leer."
