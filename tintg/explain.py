"""What went wrong, as one German sentence: what happened, what to do, what stays valid."""

from __future__ import annotations

import os

from ingest.lines import RegisterDamaged
from tintg.lock import Busy
from tintg.output import Output
from tintg.paths import DataDir
from tintg.stopping import Stopped

DONE, FAILED, BLOCKED, BUSY = 0, 1, 2, 3
STANDS = "Der zuletzt veröffentlichte Stand gilt weiter, gelieferte Dateien sind nicht verloren."


class NoInbox(Exception):
    """The inbox that was named does not exist."""


def explain(error: BaseException, data: DataDir, output: Output) -> int:
    """Say what an error means to the operator; returns the exit code."""
    code, kind, sentence = meaning(error, data)
    output.put(fehler=kind)
    if kind == "geheimhaltung":
        output.put(groessen=error.names)  # type: ignore[attr-defined]
    output.log("Lauf", "gescheitert", fehler=kind, meldung=sentence)
    output.say(sentence)
    return code


def meaning(error: BaseException, data: DataDir) -> tuple[int, str, str]:
    """Exit code, word for machines, sentence."""
    from tintg.warehouse import data_file, is_about_the_disk, locked_by

    kind = type(error).__name__
    if isinstance(error, Busy):
        who = f" ({error.holder})" if error.holder else ""
        return (
            BUSY,
            "gesperrt",
            f"Ein anderer Lauf arbeitet gerade in {data.root}{who}. Bitte warten, bis er fertig "
            "ist, und dann noch einmal starten. Alle bisherigen Stände gelten weiter.",
        )
    if isinstance(error, NoInbox):
        return (
            FAILED,
            "kein_eingang",
            f"Den Eingangsordner „{error}“ gibt es nicht. Es wurde nichts verändert.",
        )
    if isinstance(error, RegisterDamaged):
        return (
            FAILED,
            "register_beschaedigt",
            f"Das Register {error.path.name} ist beschädigt. Es wurde nichts verändert, keine "
            "Lieferung ist verloren. `tintg doctor --rebuild-register` schreibt es neu aus Archiv "
            "und Lake; danach bitte noch einmal starten.",
        )
    if isinstance(error, Stopped):
        return (
            FAILED,
            "abgebrochen",
            f"Der Lauf wurde abgebrochen. {STANDS} Der nächste `tintg refresh` macht dort weiter.",
        )
    holder = getattr(error, "holder", None) if kind == "Locked" else locked_by(error)
    if holder is not None:
        file = str(error) if kind == "Locked" else data_file(str(error))
        return (
            BUSY,
            "datenbank_offen",
            f"Die Datenbank {file} ist gerade in einer anderen Sitzung geöffnet ({holder}), "
            "vermutlich von `sqlmesh` oder `duckdb`. Bitte dort schließen und noch einmal starten. "
            "Der veröffentlichte Stand gilt weiter.",
        )
    if kind == "DisclosureFailed":
        return (
            BLOCKED,
            "geheimhaltung",
            "Geheimhaltung: Aus dem neuen Stand ließen sich Zahlen über wenige Personen errechnen, "
            "deshalb ist er nicht veröffentlicht worden. Der zuletzt veröffentlichte Stand gilt "
            "weiter. Was zu tun ist, steht in docs/betrieb.md.",
        )
    if kind == "TableMismatch":
        return (
            FAILED,
            "stand_fehlerhaft",
            f"Veröffentlichung: Der neue Stand ist fehlerhaft: {error}. Er wurde verworfen, der "
            "zuletzt veröffentlichte Stand gilt weiter. Bitte noch einmal starten; geschieht es "
            "wieder, hilft, wer das Programm betreut.",
        )
    if kind == "LakeDamaged":
        damages = error.damages  # type: ignore[attr-defined]
        names = ", ".join(str(each.path.relative_to(data.root)) for each in damages[:3])
        more = f" und {len(damages) - 3} weitere" if len(damages) > 3 else ""
        return (
            FAILED,
            "lake_beschaedigt",
            f"Im Lake fehlt etwas oder ist beschädigt: {names}{more}. `tintg doctor --mend` liest "
            "es neu aus dem Archiv; danach bitte noch einmal starten. Der zuletzt veröffentlichte "
            "Stand gilt weiter.",
        )
    if kind == "DatabaseDamaged":
        return (
            FAILED,
            "datenbank_beschaedigt",
            f"Die Datenbank war beschädigt und liegt jetzt beiseite ({error}). Bitte noch einmal "
            f"`tintg refresh` starten, er baut sie neu aus dem Lake. {STANDS}",
        )
    if kind == "OtherVersion":
        return (
            FAILED,
            "sqlmesh_version",
            "Die Datenbank gehört zu einer anderen Version von SQLMesh als der eingerichteten. Was "
            "zu tun ist, steht in docs/betrieb.md unter „SQLMesh aktualisieren“. Es wurde nichts "
            "verändert, der zuletzt veröffentlichte Stand gilt weiter.",
        )
    if isinstance(error, OSError) or is_about_the_disk(error):
        return FAILED, kind, f"{_of_the_disk(error, data)} {STANDS}"
    return (
        FAILED,
        kind,
        f"Der Lauf ist an einem unerwarteten Fehler gescheitert ({kind}). {STANDS} "
        "Mit TINTG_DEBUG=1 zeigt derselbe Befehl die Einzelheiten.",
    )


def _of_the_disk(error: BaseException, data: DataDir) -> str:
    text = str(error)
    if "No space left" in text or "File too large" in text or "Disk quota" in text:
        return (
            f"Auf dem Datenträger von {data.root} ist kein Platz mehr. Bitte Platz schaffen und "
            "noch einmal starten."
        )
    name = getattr(error, "filename", None)
    where = os.fsdecode(name) if name else str(data.root)
    if any(sign in text for sign in ("Permission", "Read-only", "not permitted")):
        return (
            f"In {where} darf dieses Konto nicht schreiben oder lesen. Bitte die Rechte ändern "
            "(`tintg doctor` zeigt, was fehlt) und noch einmal starten."
        )
    return f"{where} lässt sich nicht lesen oder schreiben ({text.splitlines()[0]})."
