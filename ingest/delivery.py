"""Which delivery a file is: from its folder, its name and its sidecar (delivery interface 1.1)."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import yaml

from ingest.contract import Contract, UnitPart
from ingest.names import readable
from ingest.numbers import DecimalSign
from ingest.periods import as_quarter
from ingest.readers.grid import CellType
from ingest.reference import Reference
from ingest.refusal import FileCode, Refused
from ingest.values import FAULT, RAW, TYPE, Context, parse_columns

SIDECAR = ".meta.yaml"
SIDECAR_KEYS = {"datenstand", "version", "lieferant", "notiz", "befragung_id", "einheiten"}
LARGEST_SIDECAR = 64 * 1024  # bytes
FIRST_DATENSTAND = date(2000, 1, 1)
NO_DATENSTAND = "ohne-datenstand"
BEFRAGUNG_ID = "befragung_id"
SIMPLE = (str, int, float, date)  # what a unit's part may be in YAML; nothing nested
_DECIMAL = re.compile(r"^[-+]?(?:0|[1-9][0-9]*)$")
Unit = tuple[Any, ...]  # values of the parts of the contract's unit, in its order


@dataclass(frozen=True)
class Delivery:
    """A file in the inbox and what its folder, name and sidecar say.

    sidecar: the bytes of its `.meta.yaml`, None without one. datenstand is None where it is not
    known. withdrawn: units that the sidecar takes back. problem: why the file cannot be taken,
    known before it is read. befragung_id: which survey it is, in lower case (other sources: None).
    is_synthetic: whether its note says that it is made up.
    """

    source: str
    path: Path
    sidecar: bytes | None
    datenstand: date | None
    version: int
    withdrawn: tuple[Unit, ...] = ()
    problem: Refused | None = None
    befragung_id: str | None = None
    is_synthetic: bool = False

    @property
    def name(self) -> str:
        """The file's name, as the office chose it."""
        return readable(self.path.name)

    @property
    def order(self) -> tuple[date, int, str]:
        """Place among the files of its source."""
        return (self.datenstand or date.min, self.version, self.name)

    def lieferung_id(self, sha256: str) -> str:
        """`<source>__<datenstand>__v<N>__<first 12 hex of the checksum>`."""
        stand = self.datenstand.isoformat() if self.datenstand else NO_DATENSTAND
        return f"{self.source}__{stand}__v{self.version}__{sha256[:12]}"


@dataclass(frozen=True)
class Named:
    """What a file name says; None where it says nothing usable."""

    datenstand: date | None = None
    version: int | None = None
    befragung_id: str | None = None


@dataclass(frozen=True)
class World:
    """What a run knows beside its files: the names of all sources, reference lists, the day."""

    sources: Collection[str]
    reference: Reference
    today: date


def identify(path: Path, sidecar: bytes | None, contract: Contract, world: World) -> Delivery:
    """The delivery a file is. Never raises: what is wrong comes back as its `problem`."""
    problem: Refused | None = None
    named = _from_name(path.name, contract, world.today)
    told: Mapping[str, Any] = {}
    try:
        _refuse_other_source(path.name, contract.source, world.sources)
        told = _sidecar(sidecar, contract, world)
    except Refused as refused:
        problem = refused
    datenstand = told.get("datenstand", named.datenstand)
    version = told.get("version", named.version)
    befragung_id = told.get(BEFRAGUNG_ID, named.befragung_id) if _is_survey(contract) else None
    if problem is None and (datenstand is None or version is None):
        problem = _unnamed(contract, world.today)
    if problem is None and befragung_id is None and _is_survey(contract):
        problem = _no_survey(contract, world.today)
    return Delivery(
        source=contract.source,
        path=path,
        sidecar=sidecar,
        datenstand=datenstand,
        version=version or 1,
        withdrawn=told.get("einheiten", ()),
        problem=problem,
        befragung_id=befragung_id,
        is_synthetic=says_synthetic(told),
    )


def says_synthetic(told: Mapping[str, Any]) -> bool:
    """Whether a sidecar's note marks its delivery as made up, as `tintg synth` writes it."""
    return str(told.get("notiz", "")).startswith("synthetisch")


# --- file name ---------------------------------------------------------------------------------


def _is_survey(contract: Contract) -> bool:
    """True where a delivery says in its name which survey it is."""
    return any(part.name == BEFRAGUNG_ID for part in contract.unit)


def _from_name(name: str, contract: Contract, today: date) -> Named:
    """Datenstand and version of `<source>__<datenstand>[__v<N>].<ext>`, and of which survey.

    An ending may be double, such as `.csv.txt`; digits before it belong to the name (`v1.5.csv`).
    """
    parts = re.sub(r"\.(?![0-9]+\.).*", "", name, flags=re.DOTALL).split("__")
    if parts[0].casefold() != contract.source or len(parts) == 1:
        return Named(version=1)
    survey = None
    if _is_survey(contract) and _is_befragung_id(parts[1]):
        survey = parts.pop(1).casefold()
    if len(parts) == 1:
        return Named(version=1, befragung_id=survey)
    datenstand = _datenstand(parts[1], today)
    if len(parts) == 2:
        return Named(datenstand, 1, survey)
    number = re.fullmatch(r"[vV]([0-9]{1,9})", parts[2])
    version = int(number[1]) if number and len(parts) == 3 else 0
    return Named(datenstand, version or None, survey)


def _datenstand(text: str, today: date) -> date | None:
    """A valid YYYY-MM-DD between 2000-01-01 and tomorrow."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_DATENSTAND <= day <= today + timedelta(days=1) else None


def _refuse_other_source(name: str, source: str, sources: Collection[str]) -> None:
    for other in sources:
        if other != source and re.match(rf"{re.escape(other)}(?![a-z0-9])", name.casefold()):
            raise Refused(
                FileCode.TABELLE_NICHT_GEFUNDEN,
                f"Die Datei heißt nach der Quelle „{other}“, liegt aber im Ordner „{source}“.",
                todo=f"Bitte legen Sie sie in den Ordner „{other}“ oder benennen Sie sie um.",
            )


def _unnamed(contract: Contract, today: date) -> Refused:
    beginning = _beginning(contract, today)
    return Refused(
        FileCode.DATENSTAND_FEHLT,
        "Aus dem Dateinamen geht kein gültiger Datenstand hervor.",
        f"Erwartet wird ein Name wie „{beginning}.xlsx“, bei einer weiteren Fassung "
        f"„{beginning}__v2.xlsx“; der Datenstand liegt zwischen dem 01.01.2000 und morgen, die "
        "Fassung ist eine ganze Zahl ab 1.",
        "Bitte benennen Sie die Datei um oder legen Sie eine Begleitdatei "
        f"„<Dateiname>{SIDECAR}“ mit „datenstand: {today.isoformat()}“ daneben.",
    )


def _no_survey(contract: Contract, today: date) -> Refused:
    return Refused(
        FileCode.DATENSTAND_FEHLT,
        "Aus dem Dateinamen geht nicht hervor, um welche Befragung es sich handelt.",
        f"Erwartet wird ein Name wie „{_beginning(contract, today)}.xlsx“; an der Stelle von „ki“ "
        "steht die Kennung der Befragung aus a-z, 0-9 und einzelnen _.",
        "Bitte benennen Sie die Datei um oder legen Sie eine Begleitdatei "
        f"„<Dateiname>{SIDECAR}“ mit „{BEFRAGUNG_ID}: ki“ daneben.",
    )


def _beginning(contract: Contract, today: date) -> str:
    survey = "ki__" if _is_survey(contract) else ""
    return f"{contract.source}__{survey}{today.isoformat()}"


# --- sidecar -----------------------------------------------------------------------------------


class _SidecarLoader(yaml.SafeLoader):
    """Reads `05111` as the text it is; YAML 1.1 takes a leading zero for an octal number.

    A key that stands twice is an error: which of the two is meant nobody knows.
    """

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        told = super().construct_mapping(node, deep=deep)
        if len(told) < len(node.value):
            raise yaml.YAMLError
        return told


_SidecarLoader.yaml_implicit_resolvers = {
    first: [
        (tag, _DECIMAL if tag == "tag:yaml.org,2002:int" else pattern) for tag, pattern in resolvers
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _sidecar(data: bytes | None, contract: Contract, world: World) -> Mapping[str, Any]:
    """The sidecar's datenstand, version and einheiten, checked."""
    if data is None:
        return {}
    try:
        told = yaml.load(data[:LARGEST_SIDECAR].decode("utf-8-sig"), _SidecarLoader)
    except Exception as error:  # PyYAML raises anything at all for `version: !!int ""`
        raise _bad_sidecar("Sie lässt sich nicht lesen.") from error
    told = {} if told is None else told
    if not isinstance(told, dict) or len(data) > LARGEST_SIDECAR:
        raise _bad_sidecar("Sie lässt sich nicht lesen.")
    unknown = sorted(str(key) for key in told if key not in SIDECAR_KEYS)
    if unknown:
        raise _bad_sidecar(f"Sie enthält unbekannte Angaben: {', '.join(unknown)}.")
    values = {key: value for key, value in told.items() if value is not None}
    checked: dict[str, Any] = {}
    if "datenstand" in values:
        checked["datenstand"] = _told_datenstand(values["datenstand"], world.today)
    if "version" in values:
        checked["version"] = _told_version(values["version"])
    if "einheiten" in values:
        checked["einheiten"] = _told_units(values["einheiten"], contract, world.reference)
    for key in ("lieferant", "notiz"):
        if isinstance(values.get(key), list | dict | set):
            raise _bad_sidecar(f"Die Angabe „{key}“ muss ein Text sein.")
    checked["notiz"] = values.get("notiz", "")
    if BEFRAGUNG_ID in values:
        checked[BEFRAGUNG_ID] = _told_survey(values[BEFRAGUNG_ID])
    return checked


def _told_survey(value: Any) -> str:
    if not _is_befragung_id(value):
        raise _bad_sidecar("Die Kennung der Befragung darin besteht nicht aus a-z, 0-9 und _.")
    return str(value).casefold()


def _is_befragung_id(value: Any) -> bool:
    """`[a-z0-9_]+` without `__`, in any case; YAML reads one of digits as a number."""
    usable = isinstance(value, str | int) and not isinstance(value, bool)
    text = str(value).casefold() if usable else ""
    return bool(re.fullmatch("[a-z0-9_]+", text)) and "__" not in text


def _told_datenstand(value: Any, today: date) -> date:
    text = (
        value.isoformat() if isinstance(value, date) and not isinstance(value, datetime) else value
    )
    day = _datenstand(text, today) if isinstance(text, str) else None
    if day is None:
        raise _bad_sidecar(
            "Der Datenstand darin ist kein Tag zwischen dem 01.01.2000 und morgen (JJJJ-MM-TT)."
        )
    return day


def _told_version(value: Any) -> int:
    number = int(value) if isinstance(value, str) and re.fullmatch("[0-9]{1,9}", value) else value
    if isinstance(number, bool) or not isinstance(number, int) or not 1 <= number < 10**9:
        raise _bad_sidecar("Die Version darin ist keine ganze Zahl ab 1 (höchstens neun Stellen).")
    return number


def _told_units(value: Any, contract: Contract, reference: Reference) -> tuple[Unit, ...]:
    """`[{haushaltsjahr: 2023, quartal: 1}, …]` as values of the unit's parts."""
    names = {part.name for part in contract.unit}
    if (
        not isinstance(value, list)
        or not value
        or not all(isinstance(unit, dict) and set(unit) == names for unit in value)
        or not all(isinstance(part, SIMPLE) for unit in value for part in unit.values())
    ):
        raise _bad_sidecar(
            "Die Einheiten darin müssen eine Liste sein, jede mit: "
            f"{', '.join(part.name for part in contract.unit)}."
        )
    parts = [
        _told_part(part, [str(unit[part.name]) for unit in value], contract, reference)
        for part in contract.unit
    ]
    units = pl.DataFrame(parts)
    if units.select(pl.any_horizontal(pl.all().is_null()).any()).item():
        raise _bad_sidecar("Eine der Einheiten darin hat einen ungültigen Wert.")
    return tuple(units.unique(maintain_order=True).iter_rows())


def _told_part(
    part: UnitPart, texts: list[str], contract: Contract, reference: Reference
) -> pl.Series:
    """The values of one part of the units, null where a text is none."""
    if part.name == BEFRAGUNG_ID:
        return pl.Series(part.name, [_told_survey(text) for text in texts], dtype=pl.String)
    if part.is_quarter:
        number, year = as_quarter(pl.col("text"))
        told = pl.DataFrame({"text": texts}).select(
            pl.when(number.is_between(1, 4)).then(
                year.cast(pl.String) + "-Q" + number.cast(pl.String)
            )
        )
        return told.to_series().alias(part.name)
    cells = pl.DataFrame(
        {
            part.column + RAW: pl.Series(texts, dtype=pl.String),
            part.column + TYPE: pl.repeat(CellType.TEXT, len(texts), dtype=pl.UInt8, eager=True),
        }
    )
    alone = replace(contract, columns=(contract[part.column],))
    parsed = parse_columns(cells, Context(alone, DecimalSign.OPEN, reference))
    return parsed.select(
        pl.when(pl.col(part.column + FAULT).is_null()).then(pl.col(part.column)).alias(part.name)
    ).to_series()


def _bad_sidecar(what: str) -> Refused:
    return Refused(
        FileCode.DATENSTAND_FEHLT,
        f"Die Begleitdatei ({SIDECAR[1:]}) ist nicht in Ordnung. {what}",
        todo="Bitte berichtigen Sie die Begleitdatei und liefern Sie beide Dateien noch einmal.",
    )


def unit_text(parts: Sequence[UnitPart], unit: Unit) -> str:
    """A unit as the register writes it: `haushaltsjahr=2023;quartal=1`.

    With the names, because a bare year would reach the warehouse as a number: SEED models let
    pandas guess the type of a column, and beside an empty cell 2023 becomes 2023.0.
    """
    return ";".join(f"{part.name}={value}" for part, value in zip(parts, unit, strict=True))
