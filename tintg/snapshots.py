"""`tintg diff` and `tintg pin`: what differs between two snapshots, and which ones stay."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import asdict, fields
from datetime import datetime
from decimal import ROUND_HALF_UP, Context, Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tintg.cells import harmless

if TYPE_CHECKING:
    from publish.diff import Difference, ValueChange
    from publish.shelf import NoSuchSnapshot

LINES = 40  # of values on the terminal
_MANY = 10  # names in a message
_KINDS = {
    "neu": "neu",
    "entfallen": "entfallen",
    "geaendert": "geändert",
    "geheim_geworden": "geheim geworden",
    "nicht_mehr_geheim": "nicht mehr geheim",
    "status": "mit anderem Zeichen",
}
_WHAT = {
    "datenstand_gewaehlt": "Gewählter Datenstand",
    "commit": "Stand des Programms",
    "synthetisch": "Nachgebildete Daten",
    "vorfuehrschluessel": "Vorführschlüssel",
    "versionen": "Version von",
    "geheimhaltung": "Geheimhaltung",
}
_EXACT = Context(prec=400)  # no value has more digits
Say = Callable[[str], None]


def unknown_snapshot(error: NoSuchSnapshot) -> str:
    """The sentence for a name that means no snapshot, or several."""
    if error.matching:
        return (
            f"„{error.name}“ passt auf mehrere Stände: {_some(error.matching)}. "
            "Bitte so viel vom Namen angeben, dass nur einer passt."
        )
    if not error.known:
        return "Noch ist nichts veröffentlicht. `tintg refresh` erzeugt den ersten Stand."
    return (
        f"Einen Stand „{error.name}“ gibt es nicht. Es gibt: {_some(error.known)}. "
        "„aktuell“ meint den veröffentlichten."
    )


def _some(ids: list[str]) -> str:
    more = len(ids) - _MANY
    return ", ".join(ids[:_MANY]) + (f" und {more} weitere" if more > 0 else "")


def tell(difference: Difference, say: Say) -> None:
    """Say what differs: where both come from, how much, then value by value."""
    for title, told in (("Alt", difference.alt), ("Neu", difference.neu)):
        created = datetime.fromisoformat(told["erstellt_am"])
        say(f"{title}:  {told['snapshot']}, erstellt am {created:%d.%m.%Y um %H:%M} (UTC)")
    for line in (*_origin(difference), *_tables(difference), *_values(difference)):
        say(line)


def _origin(difference: Difference) -> Iterator[str]:
    if difference.herkunft or difference.lieferungen_neu or difference.lieferungen_entfallen:
        yield "\nHerkunft:"
    for key, old, new in difference.herkunft:
        part, _, name = key.partition(".")
        yield f"  {f'{_WHAT[part]} {name}'.strip()}: {old} → {new}"
    for sign, word, deliveries in (
        ("+", "dazugekommen", difference.lieferungen_neu),
        ("-", "nicht mehr gültig", difference.lieferungen_entfallen),
    ):
        if deliveries:
            yield f"  Lieferungen, die {word} sind: {number(len(deliveries))}"
        for each in deliveries[:_MANY]:
            yield f"    {sign} {each['lieferung_id']}"
        if len(deliveries) > _MANY:
            yield f"    … und {number(len(deliveries) - _MANY)} weitere"


def _tables(difference: Difference) -> Iterator[str]:
    differing = [table for table in difference.tabellen if not table.is_same]
    if differing:
        yield "\nAndere Tabellen:"
    for table in differing:
        if table.zeilen_alt is None or table.zeilen_neu is None:
            only = "neuen" if table.zeilen_alt is None else "alten"
            yield f"  {table.tabelle}: gibt es nur im {only} Stand"
            continue
        parts = [
            f"{number(count)} {word}"
            for count, word in (
                (table.neu, "neu"),
                (table.entfallen, "entfallen"),
                (table.geaendert, "geändert"),
            )
            if count
        ]
        parts += [f"Spalte {name} neu" for name in table.spalten_neu]
        parts += [f"Spalte {name} entfallen" for name in table.spalten_entfallen]
        rows = f"{number(table.zeilen_alt)} → {number(table.zeilen_neu)} Zeilen"
        yield f"  {table.tabelle}: {rows} ({', '.join(parts)})"


def _values(difference: Difference) -> Iterator[str]:
    counts, values = difference.zaehlung, difference.werte
    told = [f"{number(counts[kind])} {word}" for kind, word in _KINDS.items() if counts[kind]]
    same = counts["nebenangaben"] + counts["datenstand"] + counts["gleich"]
    yield f"\nWerte:  {', '.join([*told, f'{number(same)} gleich'])}"
    if counts["nebenangaben"] or counts["datenstand"]:
        yield (
            f"  Von den gleichen haben {number(counts['nebenangaben'])} andere Nebenangaben "
            f"(Zähler, Nenner, Anzahl, Quellen) und {number(counts['datenstand'])} nur einen "
            "anderen Datenstand."
        )
    if not values:
        return
    yield "\nJe Indikator:"
    for id_, changes in _by_indicator(values).items():
        words = ", ".join(f"{number(count)} {_KINDS[kind]}" for kind, count in changes.items())
        yield f"  {id_} ({difference.namen.get(id_, 'ohne Namen')}): {words}"
    shown = values[:LINES]
    amount = f"{number(len(shown))} von {number(len(values))}, große Räume zuerst"
    yield f"\nIm Einzelnen{f' ({amount})' if len(shown) < len(values) else ''}:"
    for value in shown:
        yield f"  {_line(value, difference)}"
    if len(shown) < len(values):
        yield (
            "Alle zeigt `--json`, und `--out DATEI.csv` schreibt sie als Tabelle; `--indikator` "
            "und `--raum` wählen aus."
        )


def _by_indicator(values: list[ValueChange]) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    for value in sorted(values, key=lambda each: each.indikator_id):
        kinds = counts.setdefault(value.indikator_id, {})
        kinds[value.art] = kinds.get(value.art, 0) + 1
    return counts


def _line(value: ValueChange, difference: Difference) -> str:
    place = difference.namen.get(f"{value.raum_ebene}/{value.raum_id}", value.raum_ebene)
    where = f"{value.indikator_id}, {place} ({value.raum_id}), {value.zeitraum}"
    if value.merkmal or value.auspraegung:
        where += f", {value.merkmal}={value.auspraegung}"
    places = difference.dezimalen.get(value.indikator_id, 2)
    old = value.wert_alt, value.status_alt
    new = value.wert_neu, value.status_neu
    while _shown(*old, places) == _shown(*new, places) and old[0] != new[0] and places < 12:
        places += 1  # a change that the usual rounding would hide
    number_shown = old[0] if value.art == "entfallen" else new[0]
    unit = f" {value.einheit}" if value.einheit and number_shown is not None else ""
    if value.art == "neu":
        return f"{where}: neu mit {_shown(*new, places)}{unit}"
    if value.art == "entfallen":
        return f"{where}: entfallen, war {_shown(*old, places)}{unit}"
    line = f"{where}: {_shown(*old, places)} → {_shown(*new, places)}{unit}"
    if value.differenz:
        line += f" ({number(value.differenz, places, signed=True)}"
        if value.prozent is not None:
            line += f"; {number(value.prozent, 1, signed=True)} %"
        line += ")"
    return line


def _shown(value: float | None, status: str | None, places: int) -> str:
    if value is None:
        return status or "ohne Wert"
    return number(value, places) + (f" [{status}]" if status else "")


def number(value: float, places: int = 0, signed: bool = False) -> str:
    """`14128200.0` → `14.128.200`, a half rounded up; signed: `+3,0`, `−3,0`."""
    exact = Decimal(repr(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _EXACT) + 0
    text = f"{exact:{'+' if signed else ''},}"
    return text.translate(str.maketrans(",.-", ".,−"))


def write_values(difference: Difference, path: Path) -> None:
    """All values that differ as CSV for a German Excel: semicolons, decimal commas, UTF-8 BOM.

    Raises OSError if it cannot be written.
    """
    from publish.diff import ValueChange

    names = [each.name for each in fields(ValueChange)]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        writer.writerow([*names, "indikator", "raum"])
        for value in difference.werte:
            place = difference.namen.get(f"{value.raum_ebene}/{value.raum_id}", "")
            told = (difference.namen.get(value.indikator_id, ""), place)
            writer.writerow([_cell(cell) for cell in (*asdict(value).values(), *told)])


def _cell(cell: Any) -> str:
    if isinstance(cell, float):
        return repr(cell).replace(".", ",")
    return "" if cell is None else harmless(str(cell))


def as_json(difference: Difference) -> dict[str, Any]:
    """Everything that differs, ready for JSON."""
    content = asdict(difference)
    content["herkunft"] = [
        dict(zip(("was", "alt", "neu"), each, strict=True)) for each in difference.herkunft
    ]
    content["tabellen"] = [asdict(each) for each in difference.tabellen if not each.is_same]
    for only_for_showing in ("namen", "dezimalen"):
        del content[only_for_showing]
    return content
