"""Pages for people that follow from the contracts: how to deliver, and the data dictionary."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jinja2
import polars as pl

from ingest.contract import SQL_TYPES, Column, Contract
from ingest.refusal import FileCode, RowCode
from ingest.values import KINDS
from tintg.paths import PROJECT, SEEDS

TEMPLATES = PROJECT / "docs" / "vorlagen"
PAGES = ("lieferungen.md", "datenwoerterbuch.md")
LONGEST_LIST = 20  # entries; longer lists are named, not printed
PROTECTION = {"person": "Personen", "pseudonym": "Pseudonym", "institution": "Einrichtungen"}

# code -> what it means, what to do
FILE_CODES = {
    FileCode.DATEI_UNLESBAR: (
        "Die Datei ist leer, beschädigt, mit einem Kennwort geschützt oder keine Tabelle.",
        "Neu speichern, als CSV oder Arbeitsmappe ohne Kennwort.",
    ),
    FileCode.ZEICHENSATZ: (
        "Die Textdatei enthält Zeichen, die sich nicht lesen lassen.",
        "Als „CSV UTF-8“ speichern oder eine Arbeitsmappe liefern.",
    ),
    FileCode.DATENSTAND_FEHLT: (
        "Name oder Begleitdatei nennen keinen gültigen Datenstand, keine gültige Fassung oder "
        "keine Kennung der Befragung.",
        "Datei umbenennen oder Begleitdatei berichtigen.",
    ),
    FileCode.TABELLE_NICHT_GEFUNDEN: (
        "Es ist keine Tabelle dieser Quelle darin, mehr als eine, oder eine ohne Zeilen.",
        "Ordner und Kopfzeile prüfen; eine Tabelle je Datei, ohne Leerzeilen darin.",
    ),
    FileCode.SPALTE_FEHLT: (
        "Pflichtspalten fehlen, oder zwei Überschriften stehen für dieselbe Spalte.",
        "Die genannten Spalten ergänzen oder umbenennen.",
    ),
    FileCode.PERSONENDATEN: (
        "Die Datei enthält Angaben zu Personen.",
        "Die Spalte oder die Angaben ganz entfernen und neu liefern.",
    ),
    FileCode.SCHLUESSEL_FEHLT: (
        "Der Schlüssel für die Pseudonyme ist nicht eingerichtet. An der Datei liegt es nicht.",
        "Die Betreuung der Datenbank richtet ihn ein; danach noch einmal liefern.",
    ),
    FileCode.ZU_VIELE_FEHLER: (
        "Mehr als 5 % der Zeilen und mehr als drei sind fehlerhaft, oder keine ist fehlerfrei.",
        "Die im Brief genannten Zeilen berichtigen und alles noch einmal liefern.",
    ),
}
ROW_CODES = {
    RowCode.TYP: (
        "Der Wert hat nicht die erwartete Form, oder die Zeile hat zu viele Zellen.",
        "Zahl, Datum oder Ja/Nein wie oben beschrieben schreiben.",
    ),
    RowCode.PFLICHT: ("Eine Pflichtspalte ist leer.", "Ausfüllen oder ein Zeichen eintragen."),
    RowCode.MEHRDEUTIG: (
        "`1.234` oder `1,234` lässt offen, ob Tausender oder Nachkommastellen gemeint sind.",
        "Ohne Tausenderzeichen schreiben.",
    ),
    RowCode.CODE_UNBEKANNT: (
        "Der Eintrag steht nicht in der Liste.",
        "Einen Eintrag der [Liste](#listen) verwenden.",
    ),
    RowCode.AGS_UNBEKANNT: (
        "Der Schlüssel oder Name gehört zu keiner Gemeinde, keinem Kreis in NRW.",
        "Den amtlichen Schlüssel eintragen.",
    ),
    RowCode.WERTEBEREICH: (
        "Der Wert liegt außerhalb dessen, was möglich ist.",
        "Wert prüfen; die Grenzen stehen bei der Spalte.",
    ),
    RowCode.DUPLIKAT: (
        "Zwei Zeilen haben denselben Schlüssel, aber verschiedenen Inhalt.",
        "Nur die richtige Zeile liefern.",
    ),
    RowCode.REGEL: (
        "Die Angaben der Zeile widersprechen einander.",
        "Die Regel steht in der Meldung und unten bei der Quelle.",
    ),
    RowCode.PERSONENDATEN: (
        "In einem Textfeld steht eine E-Mail-Adresse, Telefon- oder Kontonummer.",
        "Entfernen; die Angabe wird in keiner Meldung wiederholt.",
    ),
}

# What a source with a layout of its own delivers instead of the columns.
LAYOUTS = {
    "genesis": "Geliefert wird eine flache CSV-Datei (Flat-CSV) einer GENESIS-Datenbank, alt oder "
    "neu, wie abgerufen, auch gepackt. Daraus werden diese Spalten; eine Tabelle, die sie schon "
    "hat, lädt ebenso. Eine neue Datei derselben Statistik und desselben Tags ersetzt die alte.",
    "surveyxact": "Geliefert wird der vollständige Export aus SurveyXact: die Arbeitsmappe mit den "
    "Blättern Labels, Dataset und Structure, oder diese Tabellen als Textdateien in einem "
    "Zip-Archiv. Daraus werden diese Spalten. Die Spalte `email` und Freitexte werden nicht "
    "übernommen.",
}


def pages(contracts: Sequence[Contract]) -> dict[Path, str]:
    """The text that each page must have."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
        autoescape=False,  # Markdown, and nothing in it comes from a delivery
    )
    content = {
        "first": contracts[0],
        "contracts": [_told(contract) for contract in contracts],
        "dictionary": _dictionary(contracts),
        "lists": _lists(contracts),
        "file_codes": [(code, *FILE_CODES[code]) for code in FileCode],
        "row_codes": [(code, *ROW_CODES[code]) for code in RowCode],
    }
    return {
        PROJECT / "docs" / page: environment.get_template(f"{page}.j2").render(content)
        for page in PAGES
    }


def _told(contract: Contract) -> dict[str, Any]:
    """A contract in the words of the pages."""
    units = [
        f"Quartal aus `{part.column}`" if part.is_quarter else f"`{part.name}`"
        for part in contract.unit
    ]
    survey = "ki__" if any(part.name == "befragung_id" for part in contract.unit) else ""
    return {
        "source": contract.source,
        "title": contract.title,
        "domain": contract.prose.domain,
        "purpose": contract.prose.purpose,
        "limitations": contract.prose.limitations,
        "grain": contract.prose.grain,
        "unit_words": " und ".join(units),
        "key": [f"`{name}`" for name in contract.key],
        "example": f"{contract.source}__{survey}2024-03-01.xlsx",
        "layout": LAYOUTS.get(contract.layout or ""),
        "columns": [
            {
                "name": column.name,
                "required": column.required,
                "description": column.description,
                "expected": _expected(column),
                "aliases": column.aliases,
            }
            for column in contract.columns
        ],
        "rules": [
            *({"name": r.name, "description": r.description, "quarantine": True}
              for r in contract.rules),
            *({"name": name, "description": text, "quarantine": False}
              for name, text in contract.findings),
        ],
    }  # fmt: skip


def _expected(column: Column) -> str:
    """What a cell of the column may hold."""
    kind = KINDS[column.kind]
    if column.code_list:
        return f"{kind.what} `{column.code_list}`"
    if column.kind in ("code", "codes"):
        return "kurze Kennung" if column.kind == "code" else "kurze Kennungen"
    low, high = column.minimum, column.maximum
    if low is not None and high is not None:
        return f"{kind.what}, {low:g} bis {high:g}"
    if low is not None:
        return f"{kind.what} ab {low:g}"
    return kind.what


def _dictionary(contracts: Sequence[Contract]) -> list[dict[str, Any]]:
    """Each column once, with the sources that have it; few names have two meanings."""
    columns: dict[tuple[str, str], dict[str, Any]] = {}
    for contract in contracts:
        for column in contract.columns:
            name, *companions = column.lake_columns
            entry = columns.setdefault(
                (name, column.description),
                {
                    "name": name,
                    "description": column.description,
                    "type": SQL_TYPES[column.lake_type],
                    "expected": _expected(column),
                    "companions": [f"`{companion}`" for companion in companions],
                    "protection": PROTECTION.get(column.protection, ""),
                    "sources": [],
                },
            )
            entry["sources"].append(f"`{contract.source}`")
    return [columns[key] for key in sorted(columns)]


def _lists(contracts: Sequence[Contract]) -> list[tuple[str, str]]:
    """The code lists that contracts use, with their entries in their order."""
    used = {column.code_list for contract in contracts for column in contract.columns}
    entries = pl.read_csv(SEEDS / "codeliste.csv", infer_schema=False)
    told = []
    for name in sorted(each for each in used if each):
        rows = entries.filter(liste=name).sort(pl.col("sortierung").cast(pl.Int64))
        if rows.height > LONGEST_LIST:
            text = (
                f"{rows.height} Einträge, von `{rows['code'][0]}` ({rows['name'][0]}) bis "
                f"`{rows['code'][-1]}` ({rows['name'][-1]}); siehe seeds/codeliste.csv."
            )
        else:
            text = "; ".join(
                f"`{code}` {label}" for code, label in rows.select("code", "name").iter_rows()
            )
        told.append((name, text))
    return told
