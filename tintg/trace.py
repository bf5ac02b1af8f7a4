"""From one number back to models, deliveries, files and rows; opens the warehouse for reading.

What is protected is only counted: of indicators with `schutz = person`, and of sources whose rows
are single people, no row and no value is told. Of what may be told, `zeilen` holds every row.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from ingest.lines import Line, RegisterDamaged, read_lines
from tintg.contracts import columns, is_of_people
from tintg.lineage import Models, ancestors, models_of_prod, seed_file
from tintg.paths import DataDir
from tintg.provenance import FIGURES, KEY, Provenance, Row, Tracer

COUNTS_ONLY = "person"  # schutz of an indicator, and of a column in its contract
_LEVELS = ("land", "regierungsbezirk", "kreis", "ki", "standort", "traeger", "gemeinde")
_MANY = 12  # choices that a sentence can hold
Values = dict[str, Any]


class NoSuchNumber(Exception):
    """There is no such number. The message says in German what there is instead.

    Attributes:
        known: near or possible values for what was asked.
    """

    def __init__(self, message: str, known: Sequence[str]) -> None:
        super().__init__(message)
        self.known = list(known)


def trace(data: DataDir, indicator: str, **wanted: str | None) -> Values:
    """Everything behind one number, ready for JSON.

    Args:
        indicator: id of the catalogue.
        wanted: raum_id, zeitraum, merkmal, auspraegung; None where it does not matter, and then
            the Land, the newest year and no breakdown are taken first.

    Raises:
        NoSuchNumber: nothing has this id, or no value is as wanted.
        duckdb.IOException: another session holds the warehouse open.
    """
    models = models_of_prod(data)
    with duckdb.connect(data.warehouse, read_only=True) as connection:
        catalogue = _catalogue(connection, indicator)
        number, choice = _chosen(connection, indicator, wanted)
        mart = mart_of(connection, models, number)
        tracer = Tracer(connection, models, mart, indicator)
        found = tracer.trace(number)
        if found is None:
            raise NoSuchNumber(f"{mart} ergibt diesen Wert nicht; prod ist älter als er.", [])
        raum = connection.execute(
            "SELECT name FROM mart.raum WHERE raum_ebene = ? AND raum_id = ?",
            [number["raum_ebene"], number["raum_id"]],
        ).fetchone()
        deliveries = _rows_of(connection, "SELECT * FROM mart.lieferung")
        delivered = {row["lieferung_id"]: row for row in deliveries}
        corrections = list(_corrections(connection, data, found.rows, delivered))
    hidden = {each for each in {d["quelle"] for d in deliveries} if is_of_people(each)}
    protected = catalogue["schutz"] == COUNTS_ONLY
    rows = [] if protected else [
        row for row in found.rows
        if row.lieferung_id and delivered[row.lieferung_id]["quelle"] not in hidden
    ]  # fmt: skip
    files = _files(data, found.rows, delivered)
    return {
        "indikator": catalogue,
        "wert": {**number, "raum": raum[0] if raum else ""},
        "auswahl": choice,
        "veroeffentlicht": _published(data, number),
        "nachgerechnet": {**(found.again or {}), "stimmt": agrees(found, number)},
        "modelle": _way(models, mart, found, delivered),
        "bedingungen": sorted(tracer.conditions),
        "nur_anzahl": protected,
        "quellen": _sources(files, found.rows, delivered, protected, hidden),
        "zeilen": [_shown(row, delivered[row.lieferung_id], files) for row in rows],
        "verzeichnisse": list(_seed_lines(data, models, found.rows)),
        "korrekturen": [
            {k: v for k, v in each.items() if k not in ("alt", "neu")}
            if protected or each["quelle"] in hidden
            or each["spalte"] in _columns_of_people(each["quelle"]) else each
            for each in corrections
        ],
    }  # fmt: skip


def agrees(found: Provenance, number: Mapping[str, Any]) -> bool:
    """Whether the rows alone give the number; one that nobody contributes to is 0 or nothing."""
    if found.again is None:
        return not number["wert"] and not found.rows
    return all(_same(found.again[name], number[name]) for name in FIGURES)


def _same(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=1e-9)


def _rows_of(
    connection: duckdb.DuckDBPyConnection, sql: str, values: Sequence[Any] = ()
) -> list[Values]:
    result = connection.execute(sql, values)
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


# which number


def _catalogue(connection: duckdb.DuckDBPyConnection, indicator: str) -> Values:
    found = _rows_of(
        connection,
        "SELECT indikator_id, paragraph, name, definition, formel, einheit, dezimalen, schutz,"
        " berechenbar, ersetzt_durch, grund FROM mart.indikator WHERE indikator_id = ?",
        [indicator],
    )
    if not found:
        known = [row["indikator_id"] for row in
                 _rows_of(connection, "SELECT indikator_id FROM mart.indikator")]  # fmt: skip
        near = get_close_matches(indicator, known, n=5, cutoff=0.5)
        hint = f" Ähnlich heißen: {', '.join(near)}." if near else ""
        raise NoSuchNumber(
            f"Einen Indikator „{indicator}“ gibt es nicht.{hint} Alle stehen im Datenkatalog "
            "(docs/datenkatalog.md).",
            near,
        )
    (entry,) = found
    if not entry.pop("berechenbar"):
        instead = entry["ersetzt_durch"]
        raise NoSuchNumber(
            f"Der Indikator {indicator} („{entry['name']}“) wird nicht berechnet. "
            + (f"An seine Stelle tritt {instead}." if instead else str(entry["grund"] or "")),
            instead.split("|") if instead else [],
        )
    return {key: value for key, value in entry.items() if key not in ("ersetzt_durch", "grund")}


def _chosen(
    connection: duckdb.DuckDBPyConnection, indicator: str, wanted: Mapping[str, str | None]
) -> tuple[Values, Values]:
    """The number that is meant, and how many there were to choose from."""
    left = _rows_of(
        connection, "SELECT * FROM mart.indikator_wert WHERE indikator_id = ?", [indicator]
    )
    if not left:
        raise NoSuchNumber(
            f"Zu {indicator} gibt es noch keinen Wert: seine Quellen sind nicht geliefert.", []
        )
    for column in ("raum_id", "zeitraum", "merkmal", "auspraegung"):
        asked = wanted.get(column)
        if asked is None:
            continue
        known = sorted({row[column] for row in left})
        left = [row for row in left if row[column] == asked]
        if not left:
            shown = known if len(known) <= _MANY else get_close_matches(asked, known, 5, 0.3)
            rest = f" und {len(known) - len(shown)} weitere" if len(known) > len(shown) else ""
            raise NoSuchNumber(
                f"Zu {indicator} gibt es {_NAMES[column]} „{asked}“ nicht. Es gibt "
                f"{', '.join(each or '(ohne)' for each in shown)}{rest}.",
                shown,
            )
    number = max(left, key=_natural)
    choices = {
        column: sorted({row[column] for row in left})
        for column in ("raum_id", "zeitraum", "merkmal", "auspraegung")
    }
    return number, {
        "treffer": len(left),
        "moeglich": {c: each for c, each in choices.items() if len(each) > 1},
    }


_NAMES = {"raum_id": "den Raum", "zeitraum": "den Zeitraum", "merkmal": "das Merkmal",
          "auspraegung": "die Ausprägung"}  # fmt: skip


def _natural(row: Values) -> tuple[Any, ...]:
    """Orders numbers by how likely they are meant: the Land, no breakdown, the newest year."""
    return (
        -_LEVELS.index(row["raum_ebene"]) if row["raum_ebene"] in _LEVELS else -len(_LEVELS),
        not row["merkmal"],
        row["zeitraum_typ"] == "jahr",
        row["zeitraum"],
        [-ord(letter) for letter in f"{row['raum_id']} {row['merkmal']} {row['auspraegung']}"],
    )


def mart_of(connection: duckdb.DuckDBPyConnection, models: Models, number: Values) -> str:
    """The mart that yields a number."""
    condition = " AND ".join(f"{name} = ?" for name in KEY)
    for name in models["mart.indikator_wert"].parents:
        # the catalogue and the areas, which are read beside, have no numbers
        if name.startswith("mart.p") and name != "mart.paragraph":
            sql = f"SELECT 1 FROM {models[name].table} WHERE {condition} LIMIT 1"
            if connection.execute(sql, [number[column] for column in KEY]).fetchone():
                return name
    raise NoSuchNumber("Kein Modell enthält diesen Wert; prod ist nicht vollständig.", [])


def _published(data: DataDir, number: Values) -> Values | None:
    """The number as the current snapshot has it; `in_stand` False where it has none."""
    current = data.published / "current"
    if not (current / "manifest.json").exists():
        return None
    manifest = json.loads((current / "manifest.json").read_text("utf-8"))
    folder = current.resolve()
    with duckdb.connect(folder / "tintg.duckdb", read_only=True) as connection:
        found = _rows_of(
            connection,
            "SELECT wert, status FROM pub.indikator_wert WHERE "
            + " AND ".join(f"{name} = ?" for name in KEY),
            [number[name] for name in KEY],
        )
    told = {"stand": manifest["snapshot"], "erstellt_am": manifest["erstellt_am"]}
    if not found:
        return {**told, "in_stand": False}
    withheld = found[0]["status"] == "geheim"
    return {
        **told,
        "in_stand": True,
        "wert": found[0]["wert"],
        "status": found[0]["status"],
        "geheim": withheld,
        "gleich": not withheld and _same(found[0]["wert"], number["wert"]),
    }


# the way through the models


def _way(
    models: Models, mart: str, found: Provenance, delivered: Mapping[str, Values]
) -> list[Values]:
    """The models that the rows passed through, from the number to the deliveries."""
    sources = {delivered[row.lieferung_id]["quelle"] for row in found.rows if row.lieferung_id}
    raw = {f"raw.{source}" for source in sources}
    chain = ["mart.indikator_wert", mart]
    chain += [each for path in sorted(found.paths) for each in path]
    for name in [each for path in found.paths for each in ancestors(models, path[-1])]:
        # not what corrections and registers are read from, and no rows of other sources
        if name in raw or raw & set(models[name].parents if name in models else ()):
            chain.append(name)
    chain = sorted(dict.fromkeys(chain), key=lambda name: _STAGES.index(name.partition(".")[0]))
    return [
        {
            "modell": name,
            "datei": models[name].file if name in models else "",
            "aus": [p for p in (models[name].parents if name in models else []) if p in chain],
        }
        for name in chain
    ]


_STAGES = ("mart", "core", "stg", "raw", "ref")


# deliveries and files


def _files(
    data: DataDir, rows: Iterable[Row], delivered: Mapping[str, Values]
) -> dict[str, Values]:
    """Per delivery the file, where it lies and whether another has taken its place."""
    ids = {row.lieferung_id for row in rows if row.lieferung_id}
    files = {}
    for source in sorted({delivered[each]["quelle"] for each in ids}):
        lines = _register(data, source)
        by_id = {line["lieferung_id"]: line for line in lines}
        for each in sorted(ids):
            told = delivered[each]
            if told["quelle"] != source:
                continue
            archived = _archived(data, source, told["dateiname"], told["sha256"])
            files[each] = {
                "lieferung_id": each,
                "quelle": source,
                "datei": told["dateiname"],
                "blatt": by_id[each]["blatt"] if each in by_id else "",
                "datenstand": told["datenstand"],
                "version": told["version"],
                "sha256": told["sha256"],
                "archiv": str(archived.relative_to(data.root)) if archived else None,
                "ueberholt_durch": _newer(each, lines),
            }
    return files


def _register(data: DataDir, source: str) -> list[Line]:
    path = data.register / f"{source}.csv"
    try:
        return read_lines(path) if path.exists() else []
    except RegisterDamaged:
        return []


def _newer(delivery: str, lines: Iterable[Line]) -> list[str]:
    """Deliveries that count in place of this one, for some of its units at least."""
    loaded = [line for line in lines if line["status"] != "abgelehnt"]
    ranks = {
        line["lieferung_id"]: (line["datenstand"], int(line["version"]), line["eingang"])
        for line in loaded
    }
    units = {
        unit
        for line in loaded
        if line["lieferung_id"] == delivery
        for unit in line["einheiten"].split("|")
    }
    return [
        line["lieferung_id"]
        for line in loaded
        if delivery in ranks
        and ranks[line["lieferung_id"]] > ranks[delivery]
        and units & set(line["einheiten"].split("|"))
    ]


def _archived(data: DataDir, source: str, name: str, sha256: str) -> Path | None:
    """The archived file with these bytes; a second file of one name has another in the archive."""
    folder = data.archive / source
    stem = name.rpartition(".")[0] or name
    candidates = [folder / name, *sorted(folder.glob(f"{_literal(stem)}*"))]
    return next((p for p in candidates if p.is_file() and _sha256(p) == sha256), None)


def _literal(text: str) -> str:
    """Text as a pattern that stands for itself."""
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in text)


@cache
def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sources(
    files: Mapping[str, Values],
    rows: Sequence[Row],
    delivered: Mapping[str, Values],
    protected: bool,
    hidden: set[str],
) -> list[Values]:
    """Per source how many deliveries, files and rows there are, and the deliveries.

    `zeilen` are those whose values or number make the number, `zeilen_bezug` those that it is
    measured against or that decide whether another row counts.
    """
    own = {(r.lieferung_id, r.zeile) for r in rows if r.lieferung_id and not r.is_base}
    base = {(r.lieferung_id, r.zeile) for r in rows if r.lieferung_id} - own
    own_by, base_by = (Counter(delivery for delivery, _ in each) for each in (own, base))
    sources = []
    for source in sorted({file["quelle"] for file in files.values()}):
        mine = [file for file in files.values() if file["quelle"] == source]
        ids = [file["lieferung_id"] for file in mine]
        only_counted = protected or source in hidden
        sources.append(
            {
                "quelle": source,
                "nur_anzahl": only_counted,
                "lieferungen_anzahl": len(ids),
                "dateien_anzahl": len({file["sha256"] for file in mine}),
                "zeilen": sum(own_by[each] for each in ids),
                "zeilen_bezug": sum(base_by[each] for each in ids),
                "lieferungen": [
                    file if only_counted else {
                        **file, "zeilen": own_by[file["lieferung_id"]],
                        "zeilen_bezug": base_by[file["lieferung_id"]],
                    }
                    for file in mine
                ],
            }
        )  # fmt: skip
    return sources


def _shown(row: Row, delivery: Values, files: Mapping[str, Values]) -> Values:
    file = files[row.lieferung_id]
    protected = _columns_of_people(delivery["quelle"])
    return {
        "rolle": "bezug" if row.is_base else "beitrag",
        "quelle": delivery["quelle"],
        "datei": file["datei"],
        "blatt": file["blatt"],
        "zeile": row.zeile,
        "tabelle": row.model,
        "werte": {
            name: "geschützt" if name in protected and value is not None
            else float(value) if isinstance(value, Decimal) else value
            for name, value in row.values.items()
            if not (name.endswith("_status") and value in (None, ""))
        },
    }  # fmt: skip


def _columns_of_people(source: str) -> set[str]:
    return {c["name"] for c in columns(source) if c.get("classification") == COUNTS_ONLY}


# lines of seeds, corrections


def _seed_lines(data: DataDir, models: Models, rows: Iterable[Row]) -> Iterator[Values]:
    """The lines of files in seeds/ whose values went into the number."""
    contents: dict[str, list[tuple[int, dict[str, str]]]] = {}
    for row in rows:
        if row.lieferung_id:
            continue
        model = models[row.model]
        if row.model not in contents:
            contents[row.model] = list(_numbered(seed_file(model, data)))
        lines = contents[row.model]
        line, cells = lines[row.zeile - 1] if row.zeile <= len(lines) else (None, {})
        if any(not _reads_as(cells.get(name, ""), value) for name, value in row.values.items()):
            line = None  # the file is no longer what prod was built from
        yield {"datei": model.seed, "zeile": line, "tabelle": row.model, "werte": row.values}


def _numbered(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The records of a CSV file with the number of their first line."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        names, line = reader.fieldnames, reader.line_num
        assert names is not None
        for record in reader:
            yield line + 1, record
            line = reader.line_num


def _reads_as(cell: str, value: Any) -> bool:
    if value is None:
        return cell == ""
    try:
        return float(cell) == float(value)
    except ValueError:
        return cell.casefold() == str(value).casefold()


def _corrections(
    connection: duckdb.DuckDBPyConnection,
    data: DataDir,
    rows: Iterable[Row],
    delivered: Mapping[str, Values],
) -> Iterator[Values]:
    """Corrected cells of these rows: as delivered, and as seeds/korrektur.csv has it."""
    places: dict[str, set[tuple[str, int]]] = {}
    for row in rows:
        if row.lieferung_id:
            source = delivered[row.lieferung_id]["quelle"]
            places.setdefault(source, set()).add((row.lieferung_id, row.zeile))
    for source, wanted in sorted(places.items()):
        corrected = connection.execute(
            f"SELECT _lieferung_id, _zeile, _korrektur FROM stg.{source} WHERE _korrektur <> ''"
        ).fetchall()
        for delivery, line, corrected_columns in corrected:
            if (delivery, line) not in wanted:
                continue
            for column in corrected_columns.split("|"):
                place = "WHERE _lieferung_id = ? AND _zeile = ?"
                parquet = str(data.lake / source / f"{delivery}.parquet")
                ((old,),), ((new,),) = (
                    connection.execute(
                        f'SELECT "{column}" FROM {table} {place}', [*file, delivery, line]
                    ).fetchall()
                    for table, file in (("READ_PARQUET(?)", [parquet]), (f"stg.{source}", []))
                )
                yield {"quelle": source, "datei": delivered[delivery]["dateiname"],
                       "zeile": line, "spalte": column, "alt": old, "neu": new}  # fmt: skip


# in words


def sentences(traced: Values, first: int = 20) -> Iterator[str]:
    """What `trace` found, in German, line by line; of the rows only the first."""
    yield from _about_number(traced)
    yield from _about_again(traced)
    yield "\nDer Weg durch die Modelle (oben die Zahl, unten die Lieferungen)"
    width = max(len(step["modell"]) for step in traced["modelle"])
    for step in traced["modelle"]:
        yield f"  {step['modell']:<{width}}  {step['datei'] or 'Zeilen der gelieferten Dateien'}"
    if traced["bedingungen"]:
        yield (
            "  Nur als Bedingung gelesen (welche Zeilen, Jahre oder Fälle zählen): "
            f"{', '.join(traced['bedingungen'])}"
        )
    yield "\nDie Lieferungen"
    if not traced["quellen"]:
        yield "  Keine gelieferte Zeile trägt zu diesem Wert bei."
    for source in traced["quellen"]:
        yield from _about_source(source)
    if traced["verzeichnisse"]:
        yield "\nAus Verzeichnissen des Projekts"
        yield from _limited(
            [f"  {s['datei']}, {_line(s['zeile'])}: {_values(s['werte'])}"
             for s in traced["verzeichnisse"]], first)  # fmt: skip
    if traced["zeilen"]:
        yield "\nDie Zeilen"
        yield from _limited([_about_row(row) for row in traced["zeilen"]], first)
    for correction in traced["korrekturen"]:
        place = f"{correction['datei']}, Zeile {correction['zeile']}"
        values = (
            f": geliefert war {_value(correction['alt'])}, es gilt {_value(correction['neu'])}"
            if "alt" in correction else ""
        )  # fmt: skip
        yield f"\nKorrigiert (seeds/korrektur.csv): {place}, {correction['spalte']}{values}."


def _about_number(traced: Values) -> Iterator[str]:
    indicator, number, published = traced["indikator"], traced["wert"], traced["veroeffentlicht"]
    yield f"{indicator['name']} ({indicator['indikator_id']})"
    yield f"  Raum:        {number['raum']} ({number['raum_ebene']} {number['raum_id']})"
    yield f"  Zeitraum:    {number['zeitraum']} ({number['zeitraum_typ']})"
    if number["merkmal"]:
        yield f"  Ausprägung:  {number['merkmal']} = {number['auspraegung'] or '(leer)'}"
    value = (
        f"{_value(number['wert'])} {number['einheit']}"
        if number["wert"] is not None
        else f"kein Wert, Status {number['status'] or 'unbekannt'}"
    )
    yield (
        f"  Wert:        {value} (aus {_count(number['n'], 'Angabe')}, "
        f"{number['n_ka']} ohne Angabe)"
    )
    if number["nenner"] is not None:
        yield f"               {_value(number['zaehler'])} geteilt durch {_value(number['nenner'])}"
    yield f"  Berechnung:  {indicator['formel']}"
    if published is None:
        yield "  Öffentlich:  Noch ist kein Stand veröffentlicht."
    elif not published["in_stand"]:
        yield f"  Öffentlich:  Im Stand {published['stand']} kommt dieser Wert nicht vor."
    elif published["geheim"]:
        yield (
            f"  Öffentlich:  Im Stand {published['stand']} ist dieser Wert geheim gehalten. Was "
            "hier steht, darf nicht weitergegeben werden."
        )
    else:
        same = "genau so" if published["gleich"] else f"anders: {_value(published['wert'])}"
        yield f"  Öffentlich:  Im Stand {published['stand']} steht er {same}."
    choice = traced["auswahl"]
    if choice["treffer"] > 1:
        yield (
            f"\nZu dieser Angabe gibt es {_value(choice['treffer'])} Werte; gezeigt ist der "
            "nächstliegende. Andere wählt man so:"
        )
        for column, option in _OPTIONS.items():
            if known := choice["moeglich"].get(column):
                shown = ", ".join(each or '""' for each in known[:_MANY])
                yield f"  {option} {shown}{' …' if len(known) > _MANY else ''}"


_OPTIONS = {"raum_id": "--raum", "zeitraum": "--zeitraum", "merkmal": "--merkmal",
            "auspraegung": "--auspraegung"}  # fmt: skip


def _about_again(traced: Values) -> Iterator[str]:
    if traced["nachgerechnet"]["stimmt"]:
        yield (
            "\nNachgerechnet: Die Abfragen der Modelle ergeben aus den genannten Zeilen allein "
            "wieder genau diesen Wert."
        )
    else:
        again = _value(traced["nachgerechnet"].get("wert"))
        yield (
            f"\nAchtung: Aus den genannten Zeilen allein ergibt sich {again} und nicht dieser "
            "Wert. Die Spur ist unvollständig; bitte `tintg refresh` starten und noch einmal "
            "ansehen."
        )


def _about_source(source: Values) -> Iterator[str]:
    base = source["zeilen_bezug"]
    yield (
        f"  {source['quelle']}: {_count(source['lieferungen_anzahl'], 'Lieferung', 'en')}, "
        f"{_count(source['dateien_anzahl'], 'Datei', 'en')}, {_count(source['zeilen'], 'Zeile')}"
        + (f" und {_count(base, 'weitere')} als Bezug (Nenner oder Vergleich)" if base else "")
    )
    if source["nur_anzahl"]:
        yield "    Hier geht es um einzelne Menschen: gezeigt wird nur, wie viele Zeilen es sind."
    for file in source["lieferungen"][:_MANY]:
        sheet = f", Blatt „{file['blatt']}“" if file["blatt"] else ""
        rows = f", {_count(file['zeilen'], 'Zeile')}" if file.get("zeilen") else ""
        yield f"    {file['datei']}{sheet}{rows}, Datenstand {_value(file['datenstand'])}"
        place = file["archiv"] or "nicht im Archiv gefunden"
        yield f"      {place}, SHA-256 {file['sha256']}"
        if file["ueberholt_durch"]:
            yield f"      ganz oder zum Teil ersetzt durch {', '.join(file['ueberholt_durch'])}"
    if len(source["lieferungen"]) > _MANY:
        yield f"    … und {len(source['lieferungen']) - _MANY} weitere; alle nennt --json"


def _about_row(row: Values) -> str:
    sheet = f" „{row['blatt']}“" if row["blatt"] else ""
    base = " (Bezug)" if row["rolle"] == "bezug" else ""
    return f"  {row['datei']}{sheet} Zeile {row['zeile']}{base}: {_values(row['werte'])}"


def _limited(lines: Sequence[str], first: int) -> Iterator[str]:
    yield from lines[:first]
    if len(lines) > first:
        yield f"  … und {_value(len(lines) - first)} weitere Zeilen; alle nennt --json"


def _line(number: int | None) -> str:
    return f"Zeile {number}" if number else "seit dem letzten Lauf geändert"


def _values(values: Mapping[str, Any]) -> str:
    return ", ".join(
        f"{name} {value if name.endswith('jahr') else _value(value)}"
        for name, value in values.items()
    )


def _count(count: int, one: str, plural: str = "n") -> str:
    return f"{_value(count)} {one}{'' if count == 1 or one == 'weitere' else plural}"


def _value(value: Any) -> str:
    """A value as it is written in German."""
    if value is None or value == "":
        return "ohne Angabe"
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, (int, float, Decimal)):
        whole, _, rest = f"{value:,.6f}".rstrip("0").partition(".")
        return whole.replace(",", ".") + (f",{rest}" if rest else "")
    if isinstance(value, dt.date):
        return f"{value:%d.%m.%Y}"
    return str(value)
