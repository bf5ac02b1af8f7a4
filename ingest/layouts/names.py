"""Names of variables that a statistics format cut to 8 characters, and their full form."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ingest.refusal import FileCode, Refused

LONGEST = 8
STEM = 5  # letters left of a name that ends in a number, `stato_4` for `statoverall_4`
NUMBERED = re.compile(r"(.+?)(_[0-9]+)")

RESPONDENT, COMPLETED, EMAIL = "respondentid", "statoverall_4", "email"
SYSTEM = (RESPONDENT, "created", "modified", "closetime", "starttime", "difftime", EMAIL)
SYSTEM_NUMBERED = re.compile(r"stat(?:overall|internal|creation|distribution|completion)_[0-9]+")
OVERALL = range(1, 6)  # new, distributed, some answers, completed, rejected
# Short forms of system columns that no rule gives.
OTHER_SHORT = {"response": RESPONDENT}
SYSTEM_SHORT = re.compile(r"stat[a-z]{0,4}_[0-9]+|statover|statinte")


def folded(name: str) -> str:
    """The form in which names of variables are compared: `_` counts, capitals do not."""
    return name.strip().casefold()


def is_system(name: str) -> bool:
    """True for the full name of a column that SurveyXact adds by itself."""
    return folded(name) in SYSTEM or bool(SYSTEM_NUMBERED.fullmatch(folded(name)))


def short_forms(name: str) -> set[str]:
    """What a name can look like when it is cut; the end of a numbered one stays."""
    name = folded(name)
    if len(name) <= LONGEST:
        return {name}
    forms = {name[:LONGEST]}
    numbered = NUMBERED.fullmatch(name)
    if numbered:
        stem, number = numbered.groups()
        forms |= {stem[: LONGEST - len(number)] + number, stem[:STEM] + number}
    return forms


def told_apart(headers: Sequence[str], variables: Iterable[str]) -> list[str]:
    """The headers, those that were cut to the same 8 characters with their full names.

    The columns stand in the order of the questionnaire, and of SurveyXact's own; it only helps
    where as many of them are there as names that can look like this.
    """
    names = [*variables, *(f"statoverall_{number}" for number in OVERALL)]
    cut: dict[str, list[str]] = {}
    for name in names:
        cut.setdefault(folded(name)[:LONGEST], []).append(name)
    counts = Counter(folded(header) for header in headers)
    full = {word: iter(cut[word]) for word, n in counts.items() if 1 < n == len(cut.get(word, ()))}
    seen: Counter[str] = Counter()
    found = []
    for header in headers:
        word = folded(header)
        seen[word] += 1
        if word in full:
            found.append(next(full[word]))
        elif word == "statinte":  # nobody reads these; how many there are is not known
            found.append(f"statinternal_{seen[word]}")
        else:
            found.append(header)
    return found


def system_names(headers: Iterable[str], variables: Iterable[str]) -> dict[str, str]:
    """Header -> full name of a system column, for the headers that name one.

    A short form counts only where no variable is called so and the full name is not there.
    """
    written = {folded(header): header for header in headers}
    asked = {folded(name) for name in variables}
    shorts = {
        form: name for name in (*SYSTEM, COMPLETED) for form in short_forms(name) if form != name
    }
    shorts.pop("statover", None)  # all five look like this
    found: dict[str, str] = {}
    for word, header in written.items():
        if is_system(word):
            found[header] = word
    for word, header in written.items():
        full = (shorts | OTHER_SHORT).get(word)
        if full and word not in asked and full not in found.values():
            found[header] = full
        elif word not in asked and header not in found and SYSTEM_SHORT.fullmatch(word):
            found[header] = word
    return found


@dataclass(frozen=True)
class ShortNames:
    """Finds the variables that headers stand for."""

    names: Sequence[str]

    def variables(self, headers: Sequence[str]) -> Mapping[str, str]:
        """Header -> variable, for the headers that name one.

        Raises Refused(SPALTE_FEHLT) where a cut header can stand for several variables.
        """
        full = {folded(name): name for name in self.names}
        exact = {header: full[folded(header)] for header in headers if folded(header) in full}
        if any(len(folded(header)) > LONGEST for header in exact):
            return exact  # nothing is cut here
        open_ = {header: self._candidates(header) for header in headers}
        found: dict[str, str] = {}
        while certain := {h: next(iter(names)) for h, names in open_.items() if len(names) == 1}:
            found |= certain
            open_ = {
                header: names - set(found.values())
                for header, names in open_.items()
                if header not in found
            }
        for header, names in open_.items():
            if names:
                raise _ambiguous(header, sorted(names))
        return found

    def _candidates(self, header: str) -> set[str]:
        return {name for name in self.names if folded(header) in short_forms(name)}


def _ambiguous(header: str, names: Sequence[str]) -> Refused:
    return Refused(
        FileCode.SPALTE_FEHLT,
        f"Die gekürzte Spalte „{header}“ kann für mehrere Variablen stehen: {', '.join(names)}.",
        "Sie steht im Datenblatt (Dataset).",
        "Bitte exportieren Sie die Befragung noch einmal mit vollen Variablennamen.",
    )
