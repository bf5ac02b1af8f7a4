"""Personal data that must not come in (delivery interface 1.7).

Nothing here ever quotes a header or a cell that was hit: messages name the word of the list and
the column's position.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING

import polars as pl

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

# Looked ahead, so that a word before the number cannot swallow its beginning.
_IBAN = re.compile(
    r"(?<![A-Z0-9])(?=([A-Z]{2}[0-9]{2}(?:[ \u00a0\u202f]?[A-Z0-9]){11,30}))",
    re.IGNORECASE | re.ASCII,
)
# Begins where the local part does: a search from each of its letters would take for ever.
_EMAIL = re.compile(r"(?<![\w.%+\-])[\w.%+\-]+@[\w\-]+(?:\.[\w\-]+)*\.[^\W\d_]{2,}")
SHORTEST_IBAN = 15
IBAN_LENGTHS = {"DE": 22, "AT": 20, "BE": 16, "CH": 21, "FR": 27, "LU": 20, "NL": 18, "PL": 28}
_PHONE = re.compile(r"(?<![0-9A-Za-z+])(?:\+49|0049|0)[0-9 /()\-\u00a0\u202f]*[0-9]")
PHONE_DIGITS = (7, 15)
PHONE_SEPARATORS = " \u00a0\u202f/-()"  # the bracket of `(0211)8555` opens before the number
MAY_BE_PERSONAL = r"@|[A-Za-z]{2}[0-9]{2}|\+49|0"  # no hit without one of these

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


def is_personal(text: str) -> bool:
    """True if a text contains an e-mail address, a valid IBAN or a telephone number."""
    return bool(
        _EMAIL.search(text)
        or any(_is_iban(match[1]) for match in _IBAN.finditer(text))
        or any(_is_phone(match[0]) for match in _PHONE.finditer(text))
    )


def _is_iban(candidate: str) -> bool:
    """Of a known country the length is known too; of others the number ends with a word."""
    words = re.split(r"\s", candidate.upper())
    compact = "".join(words)
    length = IBAN_LENGTHS.get(compact[:2])
    if length:
        return len(compact) >= length and _checksum_fits(compact[:length])
    return any(_checksum_fits(part) for part in accumulate(words) if len(part) >= SHORTEST_IBAN)


def _checksum_fits(iban: str) -> bool:
    digits = "".join(str(int(sign, 36)) for sign in iban[4:] + iban[:4])
    return int(digits) % 97 == 1


def _is_phone(candidate: str) -> bool:
    """7 to 15 digits with a blank, `/`, `-` or `(` among them, or two such numbers in a row."""
    fewest, most = PHONE_DIGITS
    digits, separated = 0, False
    for part in re.finditer(r"([^0-9]*)([0-9]+)", candidate):
        digits += len(part[2])
        if digits > most:
            return False
        separated = separated or any(sign in PHONE_SEPARATORS for sign in part[1])
        if separated and digits >= fewest:
            return True
    return False


def _refused(what: str, where: str) -> Refused:
    return Refused(
        FileCode.PERSONENDATEN,
        what,
        where,
        "Personenbezogene Angaben dürfen nicht in die Evaluationsdatenbank. Bitte entfernen Sie "
        "sie ganz, auch wenn die Spalte leer ist, und liefern Sie die Datei noch einmal.",
    )
