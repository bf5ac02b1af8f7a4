"""The console script `tintg`: reads the arguments, runs a stage, says in German what came of it.

Exit codes: 0 done, 1 failed, 2 blocked by the gate or refused deliveries under --strict,
3 another run holds the lock.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from ingest.lines import RegisterDamaged
from tintg import health
from tintg.lock import Busy, exclusive
from tintg.paths import DataDir

if TYPE_CHECKING:
    from publish.gate import GateReport

DONE, FAILED, BLOCKED, BUSY = 0, 1, 2, 3


class NoInbox(Exception):
    """The inbox that was named does not exist."""


class Output:
    """What the user sees: sentences for people, or one JSON object for machines."""

    def __init__(self, as_json: bool) -> None:
        self.as_json = as_json
        self._content: dict[str, Any] = {}

    def say(self, sentence: str) -> None:
        """Print a sentence, unless a machine listens."""
        if not self.as_json:
            _print(sentence)

    def put(self, **content: Any) -> None:
        """Add to the JSON object."""
        self._content |= content

    def get(self, name: str, default: Any) -> Any:
        """What was put under this name."""
        return self._content.get(name, default)

    def finish(self, code: int) -> int:
        """Print the JSON object if asked for; returns the exit code."""
        if self.as_json:
            _print(json.dumps({"ergebnis": code, **self._content}, ensure_ascii=False, default=str))
        return code


def _print(text: str) -> None:
    """Print; where nobody listens any more (`tintg refresh | head`) the work goes on in silence."""
    try:
        print(text, flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def main(arguments: list[str] | None = None) -> int:
    """Run one command; never lets a traceback through to the user unless TINTG_DEBUG is set."""
    options = _parser().parse_args(arguments)
    os.umask(0o077)  # exact values are for the account that runs this, nobody else
    data, output = DataDir.from_environment(), Output(options.json)
    command: Callable[[argparse.Namespace, DataDir, Output], int] = options.command
    try:
        code = command(options, data, output)
    except Busy:
        output.put(fehler="gesperrt")
        output.say(
            f"Ein anderer Lauf arbeitet gerade in {data.root}. Bitte warten, bis er fertig ist, "
            "und dann noch einmal starten. Alle bisherigen Stände gelten weiter."
        )
        code = BUSY
    except NoInbox as error:
        output.put(fehler="kein_eingang")
        output.say(f"Den Eingangsordner „{error}“ gibt es nicht. Es wurde nichts verändert.")
        code = FAILED
    except RegisterDamaged as error:
        output.put(fehler="register_beschaedigt", register=error.path.name)
        output.say(
            f"Das Register {error.path.name} ist beschädigt. Es wurde nichts verändert, keine "
            "Lieferung ist verloren. `tintg doctor --rebuild-register` schreibt es neu aus Archiv "
            "und Lake; danach bitte noch einmal starten."
        )
        code = FAILED
    except Exception as error:
        if os.environ.get("TINTG_DEBUG"):
            raise
        code = _unexpected(error, data, output)
    return output.finish(code)


def _unexpected(error: Exception, data: DataDir, output: Output) -> int:
    kind = type(error).__name__
    output.put(fehler=kind)
    if kind == "DisclosureFailed":
        output.put(fehler="geheimhaltung", groessen=getattr(error, "names", []))
        output.say(
            "Geheimhaltung: Aus dem neuen Stand ließen sich Zahlen über wenige Personen errechnen, "
            "deshalb ist er nicht veröffentlicht worden. Der zuletzt veröffentlichte Stand gilt "
            "weiter. Was zu tun ist, steht in docs/betrieb.md; `--json` nennt die Größen."
        )
        return BLOCKED
    if kind == "IOException" and "lock" in str(error):
        output.say(
            f"Die Datenbank {data.warehouse.name} ist gerade in einer anderen Sitzung geöffnet, "
            "vermutlich von `sqlmesh`. Bitte dort schließen und noch einmal starten. "
            "Der veröffentlichte Stand gilt weiter."
        )
        return BUSY
    if kind == "TableMismatch":
        output.put(meldung=str(error))
        output.say(
            f"Veröffentlichung: Der neue Stand ist fehlerhaft: {error}. Er wurde verworfen, der "
            "zuletzt veröffentlichte Stand gilt weiter. Bitte noch einmal starten; geschieht es "
            "wieder, hilft, wer das Programm betreut."
        )
        return FAILED
    output.say(
        f"Der Lauf ist an einem unerwarteten Fehler gescheitert ({kind}). Der zuletzt "
        "veröffentlichte Stand gilt weiter, gelieferte Dateien sind nicht verloren. "
        "Mit TINTG_DEBUG=1 zeigt derselbe Befehl die Einzelheiten."
    )
    return FAILED


def _ingest(options: argparse.Namespace, data: DataDir, output: Output) -> int:
    with exclusive(data):
        refused = _run_ingest(data, output, options.inbox, options.dry_run)
    return BLOCKED if options.strict and refused else DONE


def _run_ingest(
    data: DataDir, output: Output, inbox: Path | None = None, dry_run: bool = False
) -> int:
    """Read what lies in the inbox; returns the number of refused files.

    Raises:
        NoInbox: the named inbox does not exist.
    """
    if inbox and not inbox.is_dir():
        raise NoInbox(inbox)
    from ingest.run import ingest

    with _progress(output, "Einlesen") as progress:
        report = ingest(data, inbox, dry_run, progress)
    for notice in report.notices:
        output.say(f"Hinweis: {notice.path}: {notice.message}")
    for file in report.files:
        output.say(f"  {file.source}/{file.file}: {file.message}")
    counts = Counter(file.status for file in report.files)
    output.put(
        lieferungen=[asdict(file) for file in report.files],
        hinweise=[asdict(notice) for notice in report.notices],
    )
    files = _counted(len(report.files), "Datei", "Dateien")
    output.say(
        f"Einlesen: {files}, davon {counts['geladen']} geladen, "
        f"{counts['teilweise']} teilweise geladen, {counts['abgelehnt']} abgelehnt, "
        f"{counts['bekannt']} schon bekannt." + (" (Probelauf)" if dry_run else "")
    )
    output.put(vorfuehrschluessel=report.demo_key)
    if report.demo_key:
        output.say(
            "Achtung: Kennungen von Fällen und Befragten sind mit dem öffentlichen "
            "Vorführschlüssel unkenntlich gemacht (TINTG_DEMO=1). Er schützt niemanden und ist "
            "nur für nachgebildete Daten da."
        )
    return report.refused


@contextmanager
def _progress(output: Output, stage: str) -> Iterator[Callable[[float, int, str], None] | None]:
    """A progress bar for files or models, only where a person watches a terminal."""
    if output.as_json or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(stage, total=None)
        yield lambda done, total, name: bar.update(
            task, completed=done, total=total, description=f"{stage}: {name}"
        )


def _synth(options: argparse.Namespace, data: DataDir, output: Output) -> int:
    from synth.run import ForeignFiles, synthesise

    mixed = options.formats == "mixed"
    try:
        with _progress(output, "Erzeugen") as progress:
            result = synthesise(
                options.out, options.scale, options.seed, options.source, mixed, progress
            )
    except ForeignFiles as foreign:
        output.put(fehler="fremde_dateien")
        output.say(
            f"In {options.out} liegen Dateien, die nicht als synthetisch gekennzeichnet sind "
            f"({foreign}). Damit nichts verloren geht und nichts vermischt wird, wurde nichts "
            "geschrieben. Bitte einen anderen Ordner angeben."
        )
        return FAILED
    output.put(**asdict(result), ordner=str(options.out))
    files = _counted(result.dateien, "Datei", "Dateien")
    output.say(
        f"Erzeugt: {files} aus {_counted(result.quellen, 'Quelle')} mit "
        f"{_counted(result.zeilen, 'Zeile')}, alle als synthetisch gekennzeichnet.\n"
        f"Zum Einlesen: tintg ingest --inbox {options.out}"
    )
    return DONE


def _refresh(options: argparse.Namespace, data: DataDir, output: Output) -> int:
    from tintg.refresh import GateBlocked, prepare, publish, up_to_date

    with exclusive(data):
        health.started(data)
        _run_ingest(data, output)
        prepare(data)
        to_prod = options.env == "prod"
        if to_prod and up_to_date(data, options.datenstand):
            output.put(neu=False)
            output.say("Nichts Neues: Der veröffentlichte Stand enthält schon alle Lieferungen.")
            return _summary(data, output)
        if not _run_plan(options, data, output):
            return FAILED
        if not to_prod:
            output.say(f"Umgebung {options.env} ist aufgebaut. Veröffentlicht wird nur aus prod.")
            return DONE
        try:
            _, report = publish(data)
        except GateBlocked as blocked:
            return _say_blocked(blocked, data, output)
        output.say(_gate_line(report) + ", veröffentlicht.")
        output.put(neu=True)
        return _summary(data, output)


def _nightly(options: argparse.Namespace, data: DataDir, output: Output) -> int:
    """The refresh, with its outcome kept where monitoring looks."""
    try:
        code = _refresh(options, data, output)
    except Busy:
        raise  # the run that holds the lock tells its own outcome
    except BaseException as error:
        kind = "register_beschaedigt" if isinstance(error, RegisterDamaged) else type(error)
        health.finished(
            data, False, {"ergebnis": FAILED, "fehler": getattr(kind, "__name__", kind)}
        )
        raise
    models = [failure.partition(":")[0] for failure in output.get("modelle", [])]
    summary = {"ergebnis": code, "fehler": output.get("fehler", ""), "modelle": models}
    health.finished(data, code == DONE, summary)
    return code


def _run_plan(options: argparse.Namespace, data: DataDir, output: Output) -> bool:
    output.say("Modelle: werden gerechnet und geprüft …")
    from tintg.plan import PlanFailed
    from tintg.refresh import build

    try:
        with _progress(output, "Modelle") as progress:
            changed = build(data, options.env, options.datenstand, progress)
    except PlanFailed as failed:
        output.put(fehler="modelle", modelle=failed.failures)
        for failure in failed.failures:
            output.say(f"  {failure}")
        output.say(
            "Modelle: Eine Prüfung oder ein Modell ist gescheitert, deshalb wurde nichts "
            "übernommen. Der zuletzt veröffentlichte Stand gilt weiter."
        )
        return False
    output.say("Modelle: neu gerechnet." if changed else "Modelle: unverändert.")
    return True


def _say_blocked(blocked: Any, data: DataDir, output: Output) -> int:
    output.put(fehler="prueftor", befunde=[o.message for o in blocked.report.failed])
    for outcome in blocked.report.failed:
        output.say(f"  {outcome.table}: {outcome.message}")
    output.say(
        "Prüftor: Die Veröffentlichung ist angehalten, der zuletzt veröffentlichte Stand gilt "
        f"weiter. Einzelheiten stehen in {data.gate / 'bericht.html'} und in mart.befund."
    )
    return BLOCKED


def _summary(data: DataDir, output: Output) -> int:
    """Deliveries, rows, findings, the snapshot and where to look."""
    from tintg.status import read_status

    status = read_status(data)
    snapshot = status["snapshot"]
    output.put(status=status)
    delivered = sum(1 for source in status["quellen"].values() if source["lieferungen"])
    sources = _counted(delivered, "Quelle")
    output.say(
        f"\nLieferungen:  {status['lieferungen']} aus {sources}, "
        f"{_counted(status['zeilen'], 'Zeile')} geladen, {status['quarantaene']} in Quarantäne\n"
        f"Befunde:      {status['befunde']}\n"
        f"Stand:        {snapshot['id']} mit {_counted(snapshot['werte'], 'Wert', 'Werten')}, "
        f"{_number(snapshot['zurueckgehalten'])} davon geheim gehalten\n"
        f"Liegt unter:  {data.published / 'current'}"
    )
    if snapshot["synthetisch"]:
        output.say("Achtung:      Der Stand enthält nachgebildete Beispieldaten, keine amtlichen.")
    if snapshot["vorfuehrschluessel"]:
        output.say("Achtung:      Pseudonyme sind mit dem Vorführschlüssel gemacht (TINTG_DEMO=1).")
    output.say("Dashboards:   make dashboards, dann http://127.0.0.1:8501 im Browser öffnen")
    return DONE


def _gate_line(report: GateReport) -> str:
    expected = _counted(len(report.outcomes), "Erwartung", "Erwartungen")
    return f"Prüftor: {expected}, {len(report.failed)} nicht erfüllt"


def _counted(count: int, one: str, many: str | None = None) -> str:
    """A number with its noun; the plural adds -n where it is not given."""
    return f"{_number(count)} {one if count == 1 else many or one + 'n'}"


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def _check(options: argparse.Namespace, data: DataDir, output: Output) -> int:
    from tintg.refresh import check

    if not data.warehouse.exists():
        return _no_data(output)
    with exclusive(data):
        report = check(data)
    for outcome in report.failed:
        output.say(f"  {outcome.table}: {outcome.message}")
    output.put(suiten=report.by_suite(), blockiert=report.blocked)
    ruling = "die Veröffentlichung wäre angehalten" if report.blocked else "frei"
    output.say(f"{_gate_line(report)}, {ruling}.")
    return BLOCKED if report.blocked else DONE


def _publish(options: argparse.Namespace, data: DataDir, output: Output) -> int:
    from tintg.refresh import GateBlocked, publish

    if not data.warehouse.exists():
        return _no_data(output)
    with exclusive(data):
        try:
            publish(data)
        except GateBlocked as blocked:
            return _say_blocked(blocked, data, output)
    return _summary(data, output)


def _status(options: argparse.Namespace, data: DataDir, output: Output) -> int:
    if options.gesund:
        return _say_health(options, data, output)
    from tintg.status import read_status, sentences

    status = read_status(data)
    output.put(**status)
    for line in sentences(status):
        output.say(line)
    return DONE


def _say_health(options: argparse.Namespace, data: DataDir, output: Output) -> int:
    """For monitoring: silence and 0, or one sentence and 1."""
    from tintg.status import unhealthy

    problem = unhealthy(data, options.hoechstens)
    output.put(gesund=not problem, meldung=problem)
    if problem:
        output.say(problem)
    return FAILED if problem else DONE


def _notify(options: argparse.Namespace, data: DataDir, output: Output) -> int:
    from tintg.notify import REFRESH, NoTarget, message, send

    trial = options.probe or options.dienst == "probe"  # tintg-failure@probe.service
    told = message(data, options.dienst or REFRESH, trial)
    output.put(titel=told.title, text=told.text)
    try:
        sent = send(told)
    except NoTarget as nobody:
        output.put(fehler="keine_adresse")
        output.say(f"Es wurde niemand benachrichtigt: {nobody} Siehe docs/betrieb.md.")
        return FAILED
    output.put(gesendet=sent)
    output.say(
        "Die Nachricht ist gesendet."
        if sent
        else "Mindestens eine Adresse war nicht erreichbar. Der Lauf selbst ist davon unberührt; "
        "`tintg notify --probe` versucht es noch einmal."
    )
    return DONE if sent else FAILED


def _trace(options: argparse.Namespace, data: DataDir, output: Output) -> int:
    if not data.warehouse.exists():
        return _no_data(output)
    from tintg.trace import NoSuchNumber, sentences, trace

    try:
        traced = trace(
            data,
            options.indikator,
            raum_id=options.raum,
            zeitraum=options.zeitraum,
            merkmal=options.merkmal,
            auspraegung=options.auspraegung,
        )
    except NoSuchNumber as unknown:
        output.put(fehler="kein_wert", vorschlaege=unknown.known)
        output.say(str(unknown))
        return FAILED
    output.put(**traced)
    if not output.as_json:
        for line in sentences(traced):
            output.say(line)
    return DONE


def _diff(options: argparse.Namespace, data: DataDir, output: Output) -> int:
    from publish.diff import UnknownIndicator, UnreadableSnapshot, compare
    from publish.shelf import NoSuchSnapshot, find
    from tintg.snapshots import as_json, tell, unknown_snapshot, write_values

    try:
        old, new = (find(data.published, name) for name in (options.alt, options.neu))
        if old == new:
            output.put(werte=[])
            output.say(f"Beide Namen meinen denselben Stand ({old}); da ist nichts zu vergleichen.")
            return DONE
        difference = compare(data.published, old, new, options.indikator, options.raum)
    except NoSuchSnapshot as error:
        output.put(fehler="stand_unbekannt", staende=error.known, passend=error.matching)
        output.say(unknown_snapshot(error))
        return FAILED
    except UnreadableSnapshot as error:
        output.put(fehler="stand_unlesbar", stand=str(error))
        output.say(f"Der Stand {error} ist beschädigt und lässt sich nicht lesen.")
        return FAILED
    except UnknownIndicator as error:
        output.put(fehler="indikator_unbekannt", indikator=str(error))
        output.say(f"Zum Indikator „{error}“ hat keiner der beiden Stände dort einen Wert.")
        return FAILED
    output.put(**as_json(difference))
    tell(difference, output.say)
    if options.out:
        try:
            write_values(difference, options.out)
        except OSError:
            output.put(fehler="nicht_geschrieben")
            output.say(f"{options.out} lässt sich nicht schreiben. Bitte einen anderen Ort nennen.")
            return FAILED
        output.say(f"\nAlle {_number(len(difference.werte))} Zeilen stehen in {options.out}.")
    return DONE


def _pin(options: argparse.Namespace, data: DataDir, output: Output) -> int:
    from publish.keep import pin, read_pins, unpin
    from publish.shelf import NoSuchSnapshot, find
    from tintg.snapshots import unknown_snapshot

    with exclusive(data):
        pinned = [each.snapshot for each in read_pins(data.published)]
        try:
            # a pin may outlive its snapshot, if that was deleted by hand
            lost = options.loesen and options.snapshot in pinned
            id_ = options.snapshot if lost else find(data.published, options.snapshot)
        except NoSuchSnapshot as error:
            output.put(fehler="stand_unbekannt", staende=error.known, passend=error.matching)
            output.say(unknown_snapshot(error))
            return FAILED
        output.put(snapshot=id_, festgehalten=not options.loesen)
        if not options.loesen:
            pin(data.published, id_, options.grund)
            output.say(f"Der Stand {id_} ist festgehalten und wird nie gelöscht.")
        elif unpin(data.published, id_):
            output.say(
                f"Der Stand {id_} ist nicht mehr festgehalten. Er wird gelöscht, wenn er nicht "
                "mehr zu den neuesten gehört."
            )
        else:
            output.say(f"Der Stand {id_} war nicht festgehalten.")
    return DONE


def _doctor(options: argparse.Namespace, data: DataDir, output: Output) -> int:
    if options.rebuild_register:
        return _rebuild_register(data, output)
    if options.copy_archive:
        return _copy_archive(options.copy_archive, data, output)
    from tintg.doctor import examine_machine

    findings = list(examine_machine(data))
    output.put(befunde=[asdict(finding) for finding in findings])
    for finding in findings:
        output.say(f"{'✓' if finding.is_fine else '✗'} {finding.topic}: {finding.text}")
        if finding.todo:
            output.say(f"    {finding.todo}")
    return DONE if all(finding.is_fine for finding in findings) else FAILED


def _rebuild_register(data: DataDir, output: Output) -> int:
    from ingest.rebuild import rebuild_registers

    with exclusive(data):
        rebuilt = rebuild_registers(data)
    output.put(register=[asdict(each) for each in rebuilt])
    for each in rebuilt:
        if each.lines or each.lost:
            output.say(
                f"  {each.source}: {_counted(each.lines, 'Lieferung', 'Lieferungen')}, "
                f"{len(each.added)} wiedergefunden, {len(each.lost)} nicht wiedergefunden"
            )
        for lost in each.lost:
            output.say(f"    ohne Zeilen im Lake und ohne abgelehnte Datei: {lost}")
    output.say(
        "Die Register sind neu geschrieben. Wo sich eines geändert hat, liegt das bisherige mit "
        "der Endung .alt daneben."
    )
    return DONE


def _copy_archive(inbox: Path, data: DataDir, output: Output) -> int:
    from ingest.rebuild import copy_archive

    if inbox.exists() and any(inbox.iterdir()):
        output.put(fehler="ordner_nicht_leer")
        output.say(f"Der Ordner {inbox} ist nicht leer. Bitte einen neuen nennen.")
        return FAILED
    with exclusive(data):
        copied = copy_archive(data, inbox)
    output.put(kopiert=copied)
    files = _counted(copied, "Lieferung liegt", "Lieferungen liegen")
    output.say(f"{files} jetzt noch einmal in {inbox}. Am Archiv hat sich nichts geändert.")
    return DONE


def _day(iso: str) -> str:
    return f"{date.fromisoformat(iso):%d.%m.%Y}"


def _environment(text: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", text):
        raise argparse.ArgumentTypeError(
            f"„{text}“ ist kein Name für eine Umgebung; erlaubt sind a–z, 0–9 und _"
        )
    return text


def _date(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise argparse.ArgumentTypeError(f"„{text}“ ist kein Datum wie 2025-03-10") from None


def _no_data(output: Output) -> int:
    output.put(fehler="keine_daten")
    output.say("Hier liegen noch keine Daten. Bitte zuerst `make demo` oder `tintg refresh`.")
    return FAILED


def _scale(text: str) -> float:
    try:
        scale = float(text.replace(",", "."))
    except ValueError:
        scale = math.nan
    if not 0 < scale < math.inf:
        raise argparse.ArgumentTypeError(f"„{text}“ ist kein Maßstab; er ist eine Zahl über 0")
    return scale


def _hours(text: str) -> timedelta:
    found = re.fullmatch(r"([1-9][0-9]{0,3})([hd])", text)
    if not found:
        raise argparse.ArgumentTypeError(f"„{text}“ ist keine Dauer wie 26h oder 3d")
    return timedelta(hours=int(found[1]) * (24 if found[2] == "d" else 1))


def _seed(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,18}", text):
        raise argparse.ArgumentTypeError(f"„{text}“ ist kein Startwert; er ist eine Zahl ab 0")
    return int(text)


def _source(text: str) -> str:
    from synth.run import known_sources

    known = known_sources()
    if text not in known:
        raise argparse.ArgumentTypeError(f"„{text}“ ist keine Quelle; es gibt {', '.join(known)}")
    return text


class _Help(argparse.HelpFormatter):
    def add_usage(
        self, usage: str | None, actions: Any, groups: Any, prefix: str | None = None
    ) -> None:
        super().add_usage(usage, actions, groups, "Aufruf: " if prefix is None else prefix)


class _Parser(argparse.ArgumentParser):
    """argparse in German."""

    def __init__(self, **arguments: Any) -> None:
        super().__init__(**arguments, add_help=False, formatter_class=_Help)
        self._positionals.title, self._optionals.title = "Angaben", "Optionen"
        self.add_argument("-h", "--help", action="help", help="diese Hilfe zeigen")

    def error(self, message: str) -> NoReturn:
        """A wrong call fails with 1; argparse's own 2 means blocked here."""
        own = f" ({message.split(': ', 1)[-1]})" if "„" in message else ""
        self.exit(
            FAILED,
            f"Der Aufruf ist nicht vollständig oder falsch{own}. "
            f"`{self.prog} --help` zeigt, was möglich ist.\n",
        )


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="tintg", description="Evaluationsdaten zum Teilhabe- und Integrationsgesetz NRW"
    )
    commands = parser.add_subparsers(required=True, metavar="BEFEHL", title="Befehle")

    def add(name: str, run: Callable[..., int], text: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=text, description=text)
        command.add_argument("--json", action="store_true", help="Ausgabe für Maschinen")
        command.set_defaults(command=run)
        return command

    synth = add("synth", _synth, "synthetische Lieferungen aller Quellen erzeugen")
    synth.add_argument(
        "--scale",
        type=_scale,
        required=True,
        metavar="MASSSTAB",
        help="1 sind etwa 40.000 KIM-Fälle und 400.000 Kontakte",
    )
    synth.add_argument(
        "--seed",
        type=_seed,
        required=True,
        metavar="ZAHL",
        help="Startwert; derselbe gibt dieselben Dateien",
    )
    synth.add_argument("--out", type=Path, required=True, metavar="ORDNER", help="wohin")
    synth.add_argument(
        "--source", type=_source, nargs="+", metavar="QUELLE", help="nur diese Quellen"
    )
    synth.add_argument(
        "--formats",
        choices=("mixed", "clean"),
        default="mixed",
        help="mixed: wie Stellen liefern, mit einigen Fehlern; clean: CSV ohne Fehler",
    )
    ingest = add("ingest", _ingest, "Lieferungen aus dem Eingang einlesen")
    ingest.add_argument("--inbox", type=Path, metavar="ORDNER", help="anderer Eingangsordner")
    ingest.add_argument("--dry-run", action="store_true", help="nur prüfen, nichts verändern")
    ingest.add_argument(
        "--strict", action="store_true", help="endet mit 2, wenn eine Lieferung abgelehnt wurde"
    )
    refresh = add("refresh", _nightly, "einlesen, rechnen, prüfen, veröffentlichen")
    refresh.add_argument(
        "--datenstand", type=_date, metavar="JJJJ-MM-TT", help="neuester Datenstand, der zählt"
    )
    refresh.add_argument(
        "--env", type=_environment, default="prod", metavar="NAME", help="Umgebung (sonst prod)"
    )
    add("check", _check, "nur das Prüftor")
    add("publish", _publish, "veröffentlichen, was in prod steht, nach dem Prüftor")
    diff = add("diff", _diff, "was sich zwischen zwei veröffentlichten Ständen unterscheidet")
    for name, which in (("alt", "älterer"), ("neu", "neuerer")):
        diff.add_argument(
            name, metavar=name.upper(), help=f"{which} Stand: Name, sein Anfang oder „aktuell“"
        )
    diff.add_argument("--indikator", nargs="+", default=[], metavar="ID", help="nur diese Werte")
    diff.add_argument("--raum", default="", metavar="ID", help="nur Werte dieses Raums, etwa 05111")
    diff.add_argument("--out", type=Path, metavar="DATEI.csv", help="alle Zeilen als CSV schreiben")
    pin = add("pin", _pin, "einen Stand festhalten, damit er nie gelöscht wird")
    pin.add_argument("snapshot", metavar="STAND", help="Name, sein Anfang oder „aktuell“")
    pin.add_argument("--grund", default="", metavar="TEXT", help="warum, für `tintg status`")
    pin.add_argument(
        "--lösen", "--loesen", dest="loesen", action="store_true", help="nicht mehr festhalten"
    )
    status = add("status", _status, "Lieferungen je Quelle, letzter Lauf, Stände, Befunde")
    status.add_argument(
        "--gesund", action="store_true", help="endet mit 1, wenn lange kein Lauf gelungen ist"
    )
    status.add_argument(
        "--hoechstens", type=_hours, default="26h", metavar="DAUER", help="wie lange (sonst 26h)"
    )
    notify = add("notify", _notify, "die zuständigen Personen von einer Störung benachrichtigen")
    notify.add_argument("--probe", action="store_true", help="nur ausprobieren, ob es ankommt")
    notify.add_argument("--dienst", metavar="NAME", help="welcher (sonst der nächtliche Lauf)")
    trace = add("trace", _trace, "von einer Zahl zu Modellen, Lieferungen, Dateien und Zeilen")
    trace.add_argument("indikator", metavar="INDIKATOR", help="z. B. i17.bewilligt_summe")
    trace.add_argument("--raum", metavar="SCHLÜSSEL", help="z. B. 05 oder 05111000 (sonst Land)")
    trace.add_argument("--zeitraum", metavar="ZEITRAUM", help="z. B. 2023 oder 2023-Q4")
    trace.add_argument("--merkmal", metavar="MERKMAL", help="Merkmal der Aufgliederung")
    trace.add_argument("--auspraegung", metavar="AUSPRÄGUNG", help="Ausprägung des Merkmals")
    doctor = add("doctor", _doctor, "was auf diesem Rechner fehlt und wie es zu beheben ist")
    doctor.add_argument(
        "--rebuild-register",
        action="store_true",
        help="die Register aus Lake, Archiv und abgelehnten Dateien neu schreiben",
    )
    doctor.add_argument(
        "--copy-archive",
        type=Path,
        metavar="ORDNER",
        help="alle geladenen Lieferungen in einen anderen Eingang kopieren",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
