"""E-mail addresses, IBANs and telephone numbers in a text (delivery interface 1.7)."""

from __future__ import annotations

import re
from itertools import accumulate

# Looked ahead, so that a word before the number cannot swallow its beginning.
_IBAN = re.compile(
    r"(?<![A-Z0-9])(?=([A-Z]{2}[0-9]{2}(?:[ \u00a0\u202f]?[A-Z0-9]){11,30}))",
    re.IGNORECASE | re.ASCII,
)
# Begins where the local part does: a search from each of its letters would take for ever.
_EMAIL = re.compile(r"(?<![\w.%+\-])[\w.%+\-]+@[\w\-]+(?:\.[\w\-]+)*\.[^\W\d_]{2,}")
SHORTEST_IBAN = 15
IBAN_LENGTHS = {"DE": 22, "AT": 20, "BE": 16, "CH": 21, "FR": 27, "LU": 20, "NL": 18, "PL": 28}
# Not inside another number or an id, but right behind `Tel` or `Fax`.
_PHONE = re.compile(
    r"(?:(?<![0-9A-Z+])(?<![0-9][.,])|(?<=tel)|(?<=fon)|(?<=fax))(?:\+49|0049|0)[0-9 /()\-]*[0-9]",
    re.IGNORECASE,
)
PHONE_DIGITS = (7, 15)
PHONE_SEPARATORS = " /-()"  # the bracket of `(0211)8555` opens before the number
_BLANK, _DASH = re.compile(r"\s"), re.compile("[\u2010-\u2015\u2212]")
MAY_BE_PERSONAL = r"@|[A-Za-z]{2}[0-9]{2}|\+49|0"  # no hit without one of these

HIDDEN = "(nicht wiedergegeben)"


def is_personal(text: str) -> bool:
    """True if a text contains an e-mail address, a valid IBAN or a telephone number."""
    return bool(
        _EMAIL.search(text)
        or any(_is_iban(match[1]) for match in _IBAN.finditer(text))
        or any(_is_phone(match[0]) for match in _PHONE.finditer(_plain(text)))
    )


def harmless(text: str) -> str:
    """A name that the office gave, such as a sheet's; left out where it may be somebody's."""
    return HIDDEN if is_personal(text) else text


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


def _plain(text: str) -> str:
    """With one kind of blank and one kind of dash."""
    return _DASH.sub("-", _BLANK.sub(" ", text))


def _is_phone(candidate: str) -> bool:
    """7 to 15 digits with a blank, `/`, `-` or `(` among them, or several such numbers in a row."""
    fewest, most = PHONE_DIGITS
    digits, separated, begun = 0, False, True
    for part in re.finditer(r"([^0-9]*)([0-9]+)", candidate):
        if begun:
            separated = separated or any(sign in PHONE_SEPARATORS for sign in part[1])
        begun = begun or part[2].startswith("0")
        digits += len(part[2]) * begun
        if digits > most:  # no number so far; another one may begin after it
            digits, separated, begun = 0, False, False
        if separated and digits >= fewest:
            return True
    return False
