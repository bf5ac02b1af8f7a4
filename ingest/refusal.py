"""Why a file or a row is not taken: the codes of delivery interface 1.8."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FileCode(StrEnum):
    """Reasons for which a whole file is refused."""

    DATEI_UNLESBAR = "DATEI_UNLESBAR"
    ZEICHENSATZ = "ZEICHENSATZ"
    DATENSTAND_FEHLT = "DATENSTAND_FEHLT"
    TABELLE_NICHT_GEFUNDEN = "TABELLE_NICHT_GEFUNDEN"
    SPALTE_FEHLT = "SPALTE_FEHLT"
    PERSONENDATEN = "PERSONENDATEN"
    SCHLUESSEL_FEHLT = "SCHLUESSEL_FEHLT"
    ZU_VIELE_FEHLER = "ZU_VIELE_FEHLER"


class RowCode(StrEnum):
    """Reasons for which a single row goes to quarantine."""

    TYP = "TYP"
    PFLICHT = "PFLICHT"
    MEHRDEUTIG = "MEHRDEUTIG"
    CODE_UNBEKANNT = "CODE_UNBEKANNT"
    AGS_UNBEKANNT = "AGS_UNBEKANNT"
    WERTEBEREICH = "WERTEBEREICH"
    DUPLIKAT = "DUPLIKAT"
    REGEL = "REGEL"
    PERSONENDATEN = "PERSONENDATEN"


@dataclass
class Refused(Exception):
    """A whole file is not taken. Raised by every stage, turned into a letter by `run`.

    what: what was found, where: the place in the file (may be empty), todo: what helps.
    All three are German sentences for the person who delivered the file.
    """

    code: FileCode
    what: str
    where: str = ""
    todo: str = ""

    def __str__(self) -> str:
        return " ".join(part for part in (self.what, self.where, self.todo) if part)
