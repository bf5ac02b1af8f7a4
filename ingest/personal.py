"""Personal data that must not come in (delivery interface 1.7).

Nothing here ever quotes a header or a cell that was hit: messages name the word of the list and
the column's position.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from ingest.addresses import MAY_BE_PERSONAL, is_personal
from ingest.contract import Contract
from ingest.matching import normalised_names
from ingest.refusal import FileCode, Refused
from ingest.values import RAW

if TYPE_CHECKING:
    from ingest.table import Extra

WORDS = frozenset(
    """
    name nachname vorname familienname geburtsdatum geburtstag geburtsname anschrift adresse strasse
    hausnummer email mail telefon tel handy mobil fax aktenzeichen ansprechpartner
    ansprechpartnerin ansprechperson kontaktperson sachbearbeiter sachbearbeiterin
    """.split()  # noqa: SIM905
)
NUMBERED = ("pass", "ausweis", "azr", "sozialversicherung", "sozialversicherungs", "steuer")
NUMBERED_WORD = re.compile(rf"\b({'|'.join(NUMBERED)}) ?(?:nr|nummer)\b")

FEW = 0.01  # share of rows up to which hits only quarantine their rows


def refuse_personal_headers(extras: Iterable[Extra]) -> None:
    """Raises Refused(PERSONENDATEN) if an unknown header names something personal."""
    for extra in extras:
        word = personal_word(extra.text)
        if word:
            raise _refused(
                "Eine Spalte der Datei enthält nach ihrer Überschrift Angaben zu Personen "
                f"(Wort „{word}“).",
                f"Es ist die {extra.position}. Spalte von links.",
            )


def personal_word(header: str) -> str | None:
    """The word of the list that a header includes."""
    words = " ".join(re.findall(r"[^\W\d_]+", normalised_names([header])[0] or ""))
    numbered = NUMBERED_WORD.search(words)
    if numbered:
        return f"{numbered[1]}nummer"
    return next((word for word in words.split() if word in WORDS), None)


@dataclass(frozen=True)
class PersonalValues:
    """E-mail addresses, IBANs and phone numbers in kept text columns that are no key.

    Open codes are such columns too: `0211 1234567` would pass as one.
    texts: by column the cells that hold such a thing; hits: how many cells they are.
    """

    texts: Mapping[str, frozenset[str]] = field(default_factory=dict)
    hits: Mapping[str, int] = field(default_factory=dict)

    def __add__(self, other: PersonalValues) -> PersonalValues:
        names = {*self.texts, *other.texts}
        return PersonalValues(
            {n: self.texts.get(n, frozenset()) | other.texts.get(n, frozenset()) for n in names},
            {n: self.hits.get(n, 0) + other.hits.get(n, 0) for n in names},
        )

    def check(self, rows: int) -> None:
        """Raises Refused(PERSONENDATEN) if a column has hits in more than 1 % of the rows."""
        for column, count in sorted(self.hits.items()):
            if count > FEW * rows:
                raise _refused(
                    f"In der Spalte „{column}“ stehen E-Mail-Adressen, Telefonnummern oder "
                    "Kontonummern.",
                    f"Betroffen sind {count} von {rows} Zeilen.",
                )


def personal_values(frame: pl.DataFrame, contract: Contract) -> PersonalValues:
    """The personal values in some rows of a table."""
    texts: dict[str, frozenset[str]] = {}
    hits: dict[str, int] = {}
    for column in contract.columns:
        if not column.is_open_text or column.is_key:
            continue
        cells = frame[column.name + RAW].drop_nulls()
        suspects = cells.filter(cells.str.contains(MAY_BE_PERSONAL)).unique()
        found = frozenset(suspect for suspect in suspects if is_personal(suspect))
        if found:
            texts[column.name] = found
            hits[column.name] = int(cells.is_in(list(found)).sum())
    return PersonalValues(texts, hits)


def _refused(what: str, where: str) -> Refused:
    return Refused(
        FileCode.PERSONENDATEN,
        what,
        where,
        "Personenbezogene Angaben dürfen nicht in die Evaluationsdatenbank. Bitte entfernen Sie "
        "sie ganz, auch wenn die Spalte leer ist, und liefern Sie die Datei noch einmal.",
    )
