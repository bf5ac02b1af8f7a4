"""The health file: when a refresh last began, ended and succeeded. Monitoring reads only this.

It holds times and kinds of failure, never a value, so that it may leave the machine.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from tintg.paths import DataDir


def started(data: DataDir) -> None:
    """Keep that a refresh began; whoever calls this holds the lock."""
    _write(data, {**read(data), "begonnen": _now(), "beendet": None})


def finished(data: DataDir, ok: bool, summary: Mapping[str, Any]) -> None:
    """Keep how the refresh ended.

    Args:
        ok: whether what is published is now what was delivered.
        summary: `ergebnis` (exit code), `fehler` (kind, empty for none), `modelle` (names).
    """
    before, now = read(data), _now()
    success = {"letzter_erfolg": now} if ok else {}
    _write(data, {**before, "beendet": now, "erfolg": ok, **summary, **success})


def read(data: DataDir) -> dict[str, Any]:
    """begonnen, beendet, erfolg, letzter_erfolg, ergebnis, fehler, modelle; empty without a run.

    A run that was killed has `begonnen` without `beendet`.
    """
    try:
        content = json.loads(data.health.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(content, dict):
        return {}
    try:  # times that nobody can read tell nothing
        for name in ("begonnen", "beendet", "letzter_erfolg"):
            if content.get(name):
                dt.datetime.fromisoformat(content[name])
    except (ValueError, TypeError):
        return {}
    return content


def age_of_last_success(data: DataDir) -> dt.timedelta | None:
    """How long ago a refresh last succeeded; None if none did."""
    last = read(data).get("letzter_erfolg")
    return dt.datetime.now(dt.UTC) - dt.datetime.fromisoformat(last) if last else None


def duration(health: Mapping[str, Any]) -> dt.timedelta | None:
    """How long the last refresh took; None while it runs or where it was killed."""
    if not health.get("begonnen") or not health.get("beendet"):
        return None
    begun, ended = (dt.datetime.fromisoformat(health[each]) for each in ("begonnen", "beendet"))
    return ended - begun


def failure(health: Mapping[str, Any]) -> str:
    """What failed in the last refresh, as a German sentence; empty if nothing did."""
    if not health.get("begonnen") or (health.get("erfolg") and health.get("beendet")):
        return ""
    if not health.get("beendet"):
        return "Der letzte Lauf ist nicht zu Ende gekommen; läuft er nicht mehr, brach er ab."
    kind = health.get("fehler") or ""
    if kind == "modelle":
        names = ", ".join(health.get("modelle") or ()) or "nicht genannt"
        return f"Ein Modell oder eine Prüfung der Modelle ist gescheitert ({names})."
    return _SENTENCES.get(kind, f"Der letzte Lauf ist gescheitert ({kind or 'ohne Angabe'}).")


_SENTENCES = {
    "prueftor": "Das Prüftor hat die Veröffentlichung angehalten.",
    "geheimhaltung": "Die Prüfung der Geheimhaltung hat die Veröffentlichung angehalten.",
    "register_beschaedigt": "Ein Register ist beschädigt.",
    "datenbank_offen": "Die Datenbank war in einer anderen Sitzung geöffnet.",
    "datenbank_beschaedigt": "Die Datenbank war beschädigt.",
    "lake_beschaedigt": "Im Lake fehlt etwas oder ist beschädigt.",
    "sqlmesh_version": "Die Datenbank gehört zu einer anderen Version von SQLMesh.",
    "stand_fehlerhaft": "Der neue Stand war fehlerhaft und wurde verworfen.",
    "abgebrochen": "Der letzte Lauf wurde abgebrochen.",
    "OSError": "Eine Datei ließ sich nicht schreiben oder lesen, vielleicht ist die Platte voll.",
}


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


def _write(data: DataDir, content: Mapping[str, Any]) -> None:
    beside = data.health.with_suffix(".neu")
    # a full disk must not hide the failure that it caused; monitoring sees the age grow
    with suppress(OSError):
        beside.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")
        beside.replace(data.health)
