"""What people read: German sentences that say what, where and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from ingest.addresses import HIDDEN, is_personal
from ingest.checks import FAULTS
from ingest.contract import Column, Contract
from ingest.facts import form
from ingest.layouts import LAYOUTS
from ingest.readers.grid import ERROR_TEXT
from ingest.refusal import FileCode, Refused, RowCode
from ingest.table import row_named
from ingest.values import KINDS, NOT_IN_UNITS, Context

if TYPE_CHECKING:
    from ingest.examine import Outcome

QUOTED = 60  # characters of a cell that a message repeats
LISTED = 20  # faults that a letter lists
LONG_NUMBER = 5  # digits from which on a number may be somebody's id
SPELLED_OUT = 13  # entries of a code list that a message repeats
REGIONS = {
    "ags": "Das ist weder der Schlüssel noch der eindeutige Name einer der 396 Gemeinden in NRW. "
    "Erwartet wird ein Schlüssel wie 05334002.",
    "gebietskoerperschaft": "Das ist weder der Schlüssel noch der Name eines der 54 Kreise und "
    "kreisfreien Städte mit Kommunalem Integrationszentrum. Erwartet wird ein Schlüssel wie 05111.",
    "schluessel": "Das ist kein amtlicher Schlüssel. Erwartet wird DG oder ein Schlüssel mit 2, 3, "
    "5 oder 8 Stellen wie 05, 053, 05334 oder 05334002.",
    "raum_amtlich": "Das ist weder das Land (05) noch ein Kreis oder eine kreisfreie Stadt in NRW. "
    "Erwartet wird ein Schlüssel wie 05111.",
}


def no_faults() -> pl.DataFrame:
    """The frame of a file without faults."""
    return pl.DataFrame(schema={**FAULTS, "meldung": pl.String})


# --- rows --------------------------------------------------------------------------------------


def with_messages(faults: pl.DataFrame, context: Context) -> pl.DataFrame:
    """Add `meldung`. Raw values are shortened and left out where they may be somebody's."""
    if faults.is_empty():
        return no_faults()
    spoken = [
        group.with_columns(meldung=pl.lit(_sentence(group.row(0, named=True), context)))
        for group in faults.with_row_index("_at").partition_by(
            "spalte", "grund", "regel", "erwartet"
        )
    ]
    quoted = pl.concat(spoken).sort("_at").drop("_at")
    hidden = [text for text in faults["wert"].drop_nulls().unique() if is_personal(text)]
    secret = [column.name for column in context.contract.columns if KINDS[column.kind].is_secret]
    regions = [column.name for column in context.contract.columns if column.kind in REGIONS]
    text = pl.col("wert")
    is_key = pl.col("spalte").is_in(regions) & text.str.contains(r"^[0-9. ]{7,11}$")
    looks_like_id = form(text).is_in(sorted(each for each in context.id_forms if _telling(each)))
    wert = (
        pl.when(
            (text.is_in(hidden) & ~is_key | pl.col("spalte").is_in(secret) | looks_like_id)
            & (text != ERROR_TEXT)
        )
        .then(pl.lit(HIDDEN))
        .when(pl.col("grund").is_in([RowCode.REGEL.value, RowCode.DUPLIKAT.value]))
        .then(text.str.replace_all(r"\s+", " "))  # several values
        .otherwise(_shortened(text.str.replace_all(r"\s+", " ")))
    )
    shown = pl.col("spalte").replace(
        {name: _delivered(name, context) for name in faults["spalte"].drop_nulls().unique()}
    )
    return quoted.with_columns(wert=wert, spalte=shown).with_columns(
        meldung=pl.when(pl.col("wert") == ERROR_TEXT)
        .then(_broken_cell(pl.col("spalte")))
        .otherwise(
            pl.col("meldung").str.replace("{wert}", pl.col("wert").fill_null(""), literal=True)
        )
    )


def _telling(form: str) -> bool:
    """Whether a form of ids is no form of ordinary numbers."""
    return "a" in form or len(form) >= LONG_NUMBER


def _delivered(columns: str, context: Context) -> str:
    """Columns as they are called in the file, which may have a layout of its own."""
    layout = context.contract.layout
    headers = LAYOUTS[layout].headers if layout else {}
    return "|".join(headers.get(name, name) for name in columns.split("|"))


def _shortened(text: pl.Expr) -> pl.Expr:
    return (
        pl.when(text.str.len_chars() > QUOTED)
        .then(text.str.slice(0, QUOTED - 1) + "…")
        .otherwise(text)
    )


def _broken_cell(column: pl.Expr) -> pl.Expr:
    rest = (
        "“ steht ein Fehlerwert (etwa #DIV/0! oder NaN) oder etwas, das kein einzelner Wert ist. "
        "Bitte die Formel berichtigen oder den Wert eintragen."
    )
    return pl.lit("In der Spalte „") + column + rest


def _sentence(fault: dict[str, str | None], context: Context) -> str:
    """The message for one kind of fault in one column, with `{wert}` for the raw value."""
    code, name = RowCode(fault["grund"] or ""), fault["spalte"]
    if code is RowCode.DUPLIKAT:
        key = _delivered(name or "", context).replace("|", ", ")
        return (
            f"Mehrere Zeilen haben denselben Schlüssel ({key}), aber verschiedenen Inhalt. "
            "Welche gilt, ist offen; bitte nur eine liefern. Angegeben ist: {wert}."
        )
    if fault["regel"]:
        rule = next(
            rule
            for rule in context.contract.rules
            if (rule.name, "|".join(rule.columns)) == (fault["regel"], name)
        )
        told = "Das ist hier nicht so. Angegeben ist: {wert}."
        return f"Regel {rule.name}: {rule.description} {told}"
    if name is None:
        return (
            "Die Zeile hat mehr gefüllte Zellen, als die Tabelle Spalten hat. Vermutlich steht "
            "in einem Text ein Trennzeichen, das nicht in Anführungszeichen gesetzt ist."
        )
    return _cell_sentence(code, context.contract[name], context, fault["erwartet"])


def _cell_sentence(code: RowCode, column: Column, context: Context, expected: str | None) -> str:
    header = _delivered(column.name, context)
    inside = f"In der Spalte „{header}“ steht „{{wert}}“."
    kind = KINDS[column.kind]
    match code:
        case RowCode.PFLICHT:
            return f"Die Pflichtspalte „{header}“ ist leer. Bitte ausfüllen."
        case RowCode.MEHRDEUTIG:
            return (
                f"{inside} Das kann Tausender oder Nachkommastellen bedeuten, und die Datei lässt "
                "nicht erkennen, ob Komma oder Punkt das Dezimalzeichen ist. Bitte ohne "
                "Tausenderzeichen schreiben."
            )
        case RowCode.AGS_UNBEKANNT:
            return f"{inside} {REGIONS[column.kind]}"
        case RowCode.CODE_UNBEKANNT:
            return f"{inside} {_allowed(column, context)}"
        case RowCode.WERTEBEREICH:
            return f"{inside} {_range(column)}"
        case RowCode.REGEL:
            return f"{inside} So heißt eine andere Gemeinde als die, deren Schlüssel angegeben ist."
        case RowCode.PERSONENDATEN:
            return (
                f"In der Spalte „{header}“ steht eine E-Mail-Adresse, Telefonnummer oder "
                "Kontonummer. Bitte entfernen; sie wird hier nicht wiederholt."
            )
        case _ if expected:
            return f"{inside} Erwartet wird {expected}."
        case _:
            decimal = f" (Dezimalzeichen dieser Datei: {context.sign})"
            spelled = column.kind in ("jahr", "quartal")
            notation = decimal if kind.votes and context.sign and not spelled else ""
            if column.kind == "schluessel" and column.is_unit:
                notation = f", kein bloßes Zeichen wie „-“ und ohne „{NOT_IN_UNITS}“"
            return f"{inside} Erwartet wird {kind.what}{notation}."


def _allowed(column: Column, context: Context) -> str:
    """What a code column takes, spelled out where the list is short."""
    if column.kind not in ("code", "codes"):
        return "Diese Antwort sieht der Fragebogen nicht vor."
    if column.code_list is None:
        return (
            "Erlaubt sind kurze Kennungen aus Buchstaben, Ziffern und Leerzeichen, "
            "höchstens 40 Zeichen."
        )
    entries = list(dict.fromkeys(context.reference.codes[column.code_list].values()))
    if len(entries) > SPELLED_OUT:
        return f"Das steht nicht in der Liste „{column.code_list}“ der zulässigen Werte."
    return f"Erlaubt sind: {', '.join(entries).rstrip('.')}."


def _range(column: Column) -> str:
    low, high = column.minimum, column.maximum
    if low is not None and high is not None:
        text = f"Erlaubt sind Werte von {low:g} bis {high:g}."
    elif low is not None:
        text = f"Erlaubt sind Werte ab {low:g}."
    else:
        text = f"Erlaubt sind Werte bis {high:g}."
    if KINDS[column.kind].cross:
        text += " Ein mitgeschriebenes Jahr muss zur Jahresspalte passen."
    return text


# --- files -------------------------------------------------------------------------------------


def unexpected(error: str) -> Refused:
    """A file that no rule foresaw; only the name of the error's type is told."""
    return Refused(
        FileCode.DATEI_UNLESBAR,
        "Die Datei ließ sich nicht verarbeiten.",
        f"Der Fehler ist von der Art {error}.",
        "Bitte geben Sie sie an die Betreuung der Datenbank; an Ihrem Inhalt muss es nicht liegen.",
    )


def no_rows(line: int) -> Refused:
    """A header without a table."""
    return Refused(
        FileCode.TABELLE_NICHT_GEFUNDEN,
        "Die Tabelle hat eine Kopfzeile, aber keine Datenzeilen.",
        f"Die Kopfzeile ist {row_named(line)}.",
        "Bitte liefern Sie die ausgefüllte Tabelle. Soll eine frühere Lieferung ersatzlos "
        "entfallen, nennen Sie die Einheiten in einer Begleitdatei.",
    )


def too_many_faults(faulty: int, rows: int) -> Refused:
    """More faulty rows than a delivery may have."""
    share = f"{100 * faulty / rows:.1f}".replace(".", ",")
    return Refused(
        FileCode.ZU_VIELE_FEHLER,
        f"{faulty} von {rows} Zeilen sind fehlerhaft ({share} %). Erlaubt sind höchstens 5 % oder "
        "drei Zeilen, und mindestens eine Zeile muss fehlerfrei sein.",
        todo="Bitte berichtigen Sie die genannten Zeilen und liefern Sie die Datei vollständig "
        "noch einmal.",
    )


KNOWN_BEFORE = "Diese Datei wurde schon früher übernommen; es ändert sich nichts."


def summary(outcome: Outcome) -> str:
    """One sentence or two about what became of a file."""
    if outcome.refusal:
        return f"{outcome.refusal.code}: {outcome.refusal}"
    if outcome.read == 0:
        return f"Zurückgenommen: {', '.join(outcome.units)}."
    text = f"{outcome.loaded} von {outcome.read} Zeilen übernommen"
    if outcome.duplicate:
        text += f", {outcome.duplicate} doppelte weggelassen"
    if outcome.quarantined:
        text += f", {outcome.quarantined} fehlerhafte in Quarantäne"
    return text + "."


def letter(
    contract: Contract, file_name: str, refusal: Refused, faults: pl.DataFrame, fault_file: str
) -> str:
    """The text of `.grund.txt`: what happened, where, what to do, what stays valid."""
    parts = [
        "Diese Lieferung wurde nicht übernommen",
        f"Datei:   {file_name}\nQuelle:  {contract.title} ({contract.source})\n"
        f"Grund:   {refusal.code}",
        f"Was ist geschehen?\n{refusal.what}",
    ]
    if refusal.where:
        parts.append(f"Wo?\n{refusal.where}")
    if faults.height:
        parts.append(_fault_list(faults, fault_file))
    if refusal.todo:
        parts.append(f"Was ist zu tun?\n{refusal.todo}")
    parts.append(
        "Was gilt bis dahin?\nAus dieser Datei wurde nichts übernommen. Was früher geliefert "
        "wurde, gilt unverändert weiter."
    )
    return "\n\n".join(parts) + "\n"


def _fault_list(faults: pl.DataFrame, fault_file: str) -> str:
    lines = [
        f"- Zeile {line}: {text}"
        for line, text in faults.head(LISTED).select("zeile", "meldung").iter_rows()
    ]
    if faults.height > LISTED:
        lines.append(f"- … und {faults.height - LISTED} weitere Fehler.")
    return "\n".join(["Wo?", *lines, f"Alle Fehler stehen in {fault_file}."])
