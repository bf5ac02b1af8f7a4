"""Writes synthetic deliveries into a folder from which `tintg ingest` takes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import polars as pl
import yaml

from ingest.contract import Column, Contract
from ingest.names import is_ignored
from synth import allgemein, befragung, beratung, fde, kim, pauschalen, statistik, verwaltung
from synth.context import Context, Delivery, contracts
from synth.defects import add_defects, free_texts
from synth.formats import SIDECAR, UNFINISHED, Collected, Table, TextFile, write_whole
from synth.layouts import Genesis, SurveyXact
from synth.notation import headers, spell
from synth.plan import plan
from synth.styles import STYLES, Style

Progress = Callable[[int, int, str], None]
Parts = Iterator[tuple[Delivery, pl.DataFrame]]
MARK = "synthetisch"  # a notice that begins with it marks a delivery as such (tintg/origin.py)

MAKERS: dict[str, Callable[[Context, list[Delivery]], Parts]] = {
    "pauschalen_auszahlung": pauschalen.auszahlung,
    "pauschalen_verwendung": pauschalen.verwendung,
    "fde_ki_massnahme": fde.ki_massnahme,
    "fde_komm_an": fde.komm_an,
    "fde_lsp": fde.lsp,
    "fde_ia_einrichtung": fde.ia_einrichtung,
    "fde_ia_massnahme": fde.ia_massnahme,
    "kim_fall": kim.fall,
    "kim_kontakt": kim.kontakt,
    "kim_stelle": kim.stelle,
    "befragung": befragung.befragung,
    "ada_beratung": beratung.ada,
    "beschwerdestelle": beratung.beschwerdestelle,
    "zue_quartal": beratung.zue,
    "sgb2_kennzahl": statistik.sgb2,
    "monitoring_indikator": statistik.monitoring,
    "haushalt_titel": verwaltung.haushalt,
    "gremium": verwaltung.gremium,
    "ikoe_massnahme": verwaltung.ikoe,
    "fortbildung": verwaltung.fortbildung,
    "mso_foerderung": verwaltung.mso,
    "lir_austausch": verwaltung.lir,
    "bevoelkerung": statistik.bevoelkerung,
}
# Sources that are not listed follow from their contract.
CHUNKED = ("kim_fall", "kim_kontakt")  # come Standort by Standort
LIEFERANTEN = {
    "pauschalen": "KfI", "fde": "Fachdatenerhebung", "kim": "KIM-Standorte", "befragung":
    "Evaluation", "ada": "Servicestellen", "beschwerdestelle": "Ressorts", "zue":
    "Bezirksregierungen", "sgb2": "Statistik der BA", "monitoring": "Ländermonitoring",
    "haushalt": "Haushalt des Landes", "gremium": "Geschäftsstellen der Gremien", "ikoe":
    "Behörden des Landes", "fortbildung": "Fortbildungseinrichtungen", "mso": "LaSI", "lir":
    "Landesintegrationsrat", "bevoelkerung": "IT.NRW",
}  # fmt: skip


class ForeignFiles(Exception):
    """Files stand in the way that this run did not make; the argument names some of them."""


@dataclass(frozen=True)
class Result:
    """What was written: files without sidecars, and rows of tables."""

    dateien: int
    zeilen: int
    quellen: int


class Sink(Protocol):
    """A file being written."""

    def add(self, cells: pl.DataFrame) -> None:
        """Append rows."""

    def close(self) -> None:
        """Complete the file."""


def known_sources() -> list[str]:
    """All sources that can be made, in the order of a run; layouts need a maker of their own."""
    return [name for name, each in contracts().items() if name in MAKERS or not each.layout]


def synthesise(
    out: Path,
    scale: float,
    seed: int,
    sources: list[str] | None = None,
    mixed: bool = True,
    progress: Progress | None = None,
) -> Result:
    """Write all deliveries of the sources.

    Raises:
        ForeignFiles: a file would be overwritten or mixed up that is not marked as synthetic.
    """
    wanted = [name for name in known_sources() if not sources or name in sources]
    context = Context(seed, scale, mixed)
    deliveries = plan(wanted, mixed, scale)
    _refuse_foreign(out, wanted)
    files = rows = done = 0
    for source in wanted:
        own = [each for each in deliveries if each.source == source]
        written: set[Delivery] = {each for each in own if each.withdrawn}
        steps = len(own) * (len(kim.standorte(context)) if source in CHUNKED else 1)
        for step, (delivery, count) in enumerate(_write(out / source, own, context)):
            written.add(delivery)
            rows += count
            if progress:
                at = done + int(len(own) * min(step / steps, 1.0))
                progress(at, len(deliveries), f"{source} ({rows} Zeilen)")
        files += len(written)
        done += len(own)
    return Result(files, rows, len(wanted))


def _write(
    folder: Path, deliveries: list[Delivery], context: Context
) -> Iterator[tuple[Delivery, int]]:
    """Write a source's files; yields the delivery and the rows of each part that is written.

    At a very small scale a delivery may have no rows; then there is none.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _remove_old(folder)
    sinks = {each: _sink(folder, each, context) for each in deliveries if each.withdrawn}
    parts = dict.fromkeys(deliveries, 0)
    for delivery, frame in produce(context, deliveries[0].source, deliveries):
        if delivery not in sinks:
            sinks[delivery] = _sink(folder, delivery, context)
        sinks[delivery].add(_cells(frame, delivery, context, parts[delivery]))
        parts[delivery] += 1
        yield delivery, frame.height
    for delivery, sink in sinks.items():
        sink.close()
        _sidecar(folder / file_name(delivery), delivery, context)


def produce(context: Context, source: str, deliveries: list[Delivery]) -> Parts:
    """The rows of a source's deliveries, part by part, in typed columns."""
    contract = contracts()[source]
    typed = [pl.col(column.name).cast(_type(column)) for column in contract.columns]
    filled = [each for each in deliveries if not each.withdrawn]
    for delivery, made in MAKERS.get(source, allgemein.rows)(context, filled):
        frame = made.with_columns(typed)
        if context.defects:
            frame = free_texts(frame, contract, delivery, context)
        yield delivery, frame


def _type(column: Column) -> pl.DataType:
    """The type of the lake; amounts are floats of whole cents until they are written."""
    return pl.Float64() if column.kind == "betrag" else column.lake_type


def file_name(delivery: Delivery) -> str:
    """The name of the delivery's file."""
    style = STYLES[delivery.style]
    return delivery.stem + (".zip" if style.zipped else style.ending)


# --- one file ----------------------------------------------------------------------------------


def _cells(frame: pl.DataFrame, delivery: Delivery, context: Context, part: int) -> pl.DataFrame:
    """What the sink takes: texts, or typed rows where the layout is its own."""
    contract, style = contracts()[delivery.source], STYLES[delivery.style]
    if style.container in ("genesis", "befragung"):
        return frame
    cells = spell(frame, contract, style)
    if context.defects:
        cells = add_defects(cells, contract, delivery, context, part)
    if style.remark:
        cells = cells.with_columns(_remarks(cells.height))
    return cells


def _remarks(count: int) -> pl.Series:
    words = (None, None, 'Rest wird im Folgejahr verwendet; "Sprachtreff" läuft weiter', None, "-")
    return pl.Series("Bemerkung", [words[at % len(words)] for at in range(count)], dtype=pl.String)


def _sink(folder: Path, delivery: Delivery, context: Context) -> Sink:
    contract, style = contracts()[delivery.source], STYLES[delivery.style]
    path = folder / file_name(delivery)
    table = _table(contract, style, delivery, context)
    if style.container == "genesis":
        return Genesis(path, table)
    if style.container == "befragung":
        return SurveyXact(path, table)
    if style.container == "csv":
        return TextFile(path, table)
    return Collected(path, table)


def _table(contract: Contract, style: Style, delivery: Delivery, context: Context) -> Table:
    header = headers(contract, style) + (["Bemerkung"] if style.remark else [])
    note = notice(context)
    title = [
        f"{contract.title}, {delivery.period.text}",
        f"Stand: {delivery.datenstand:%d.%m.%Y}",
        note,
    ]
    footnotes = ["1) Vorläufige Angaben möglich.", f"Quelle: {_lieferant(delivery)}"]
    return Table(contract, style, header, title, footnotes, note)


def notice(context: Context) -> str:
    """The sentence that marks every file."""
    return (
        f"{MARK}: Diese Datei hat `tintg synth` erzeugt (Startwert {context.seed}, Maßstab "
        f"{context.scale:g}). Sie enthält keine amtlichen Daten."
    )


def _lieferant(delivery: Delivery) -> str:
    lieferant = LIEFERANTEN.get(delivery.source.partition("_")[0], "Zulieferung")
    return f"{lieferant} (nachgebildet)"


def _sidecar(path: Path, delivery: Delivery, context: Context) -> None:
    content: dict[str, object] = {"lieferant": _lieferant(delivery), "notiz": notice(context)}
    if delivery.withdrawn:
        content["einheiten"] = [dict(unit) for unit in delivery.withdrawn]
    text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=1_000)
    write_whole(path.with_name(path.name + SIDECAR), text.encode())


# --- what already lies there -------------------------------------------------------------------


def _refuse_foreign(out: Path, sources: list[str]) -> None:
    foreign = [
        f"{source}/{path.name}"
        for source in sources
        for path in _files(out / source)
        if not _is_synthetic(path)
    ]
    if foreign:
        raise ForeignFiles(", ".join(foreign[:3]) + (" …" if len(foreign) > 3 else ""))


def _remove_old(folder: Path) -> None:
    """Earlier synthetic files go: two runs in one folder would contradict each other."""
    for path in folder.glob(f".*{UNFINISHED}"):
        path.unlink()
    for path in _files(folder):
        path.unlink()
        path.with_name(path.name + SIDECAR).unlink(missing_ok=True)


def _files(folder: Path) -> list[Path]:
    """Deliveries that lie in a folder; what nobody would ingest does not count."""
    if not folder.is_dir():
        return []
    return sorted(
        path
        for path in folder.iterdir()
        if path.is_file() and not is_ignored(path.name) and not path.name.endswith(SIDECAR)
    )


def _is_synthetic(path: Path) -> bool:
    sidecar = path.with_name(path.name + SIDECAR)
    if not sidecar.exists():
        return False
    try:
        content = yaml.safe_load(sidecar.read_text("utf-8"))
    except (ValueError, yaml.YAMLError):
        return False
    return isinstance(content, dict) and str(content.get("notiz")).startswith(MARK)
