"""The console script `tintg`: reads the arguments, runs a stage, says in German what came of it.

Exit codes: 0 done, 1 failed, 2 blocked by the gate or refused deliveries under --strict,
3 another run holds the lock.
"""

from __future__ import annotations

import argparse
import math
import os
import re
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from tintg import health
from tintg.explain import BLOCKED, DONE, FAILED, NoInbox, explain, meaning
from tintg.lock import Busy, exclusive
from tintg.output import Output
from tintg.paths import DataDir
from tintg.stopping import stoppable

if TYPE_CHECKING:
    from publish.gate import GateReport


def main(arguments: list[str] | None = None) -> int:
    """Run one command; never lets a traceback through to the user unless TINTG_DEBUG is set."""
    options = _parser().parse_args(arguments)
    os.umask(0o077)  # exact values are for the account that runs this, nobody else
    data, output = DataDir.from_environment(), Output(options.json)
    command: Callable[[argparse.Namespace, DataDir, Output], int] = options.command
    with stoppable():
        try:
            code = command(options, data, output)
        except KeyboardInterrupt as error:
            code = explain(error, data, output)
        except Exception as error:
            if os.environ.get("TINTG_DEBUG"):
                raise
            code = explain(error, data, output)
    return output.finish(code)


def _ingest(options: argparse.Namespace, data: DataDir, output: Output) -> int:
    if options.inbox and not options.inbox.is_dir():
        raise NoInbox(options.inbox)
    with exclusive(data):
        refused = _run_ingest(data, output, options.inbox, options.dry_run)
    return BLOCKED if options.strict and refused else DONE


def _run_ingest(
    data: DataDir, output: Output, inbox: Path | None = None, dry_run: bool = False
) -> int:
    """Read what lies in the inbox; returns the number of refused files."""
    from ingest.run import ingest

    with output.stage("Einlesen") as stage:
        report = ingest(data, inbox, dry_run, stage.progress)
        for notice in report.notices:
            output.say(f"Hinweis: {notice.path}: {notice.message}")
        for file in report.files:
            output.say(f"  {file.source}/{file.file}: {file.message}")
        counts = Counter(file.status for file in report.files)
        stage.figures = {"dateien": len(report.files), **counts, "hinweise": len(report.notices)}
        stage.summary = (
            f"Einlesen: {_counted(len(report.files), 'Datei', 'Dateien')}, davon "
            f"{counts['geladen']} geladen, {counts['teilweise']} teilweise geladen, "
            f"{counts['abgelehnt']} abgelehnt, {counts['bekannt']} schon bekannt."
            + (" (Probelauf)" if dry_run else "")
        )
    output.put(
        lieferungen=[asdict(file) for file in report.files],
        hinweise=[asdict(notice) for notice in report.notices],
    )
    output.put(vorfuehrschluessel=report.demo_key)
    if report.demo_key:
        output.say(
            "Achtung: Kennungen von Fällen und Befragten sind mit dem öffentlichen "
            "Vorführschlüssel unkenntlich gemacht (TINTG_DEMO=1). Er schützt niemanden und ist "
            "nur für nachgebildete Daten da."
        )
    return report.refused


def _synth(options: argparse.Namespace, data: DataDir, output: Output) -> int:
    from synth.run import ForeignFiles, synthesise

    mixed = options.formats == "mixed"
    try:
        with output.progress("Erzeugen") as progress:
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
    from tintg.refresh import is_quiet

    to_prod, begun = options.env == "prod", time.monotonic()
    with exclusive(data) as earlier:
        health.started(data)
        if to_prod and is_quiet(data, options.datenstand):
            code = _nothing_new(data, output)
        else:
            code = _run_stages(options, data, output, earlier)
    event = {DONE: "fertig", BLOCKED: "angehalten"}.get(code, "gescheitert")
    output.log("Refresh", event, time.monotonic() - begun, ergebnis=code)
    return code


def _run_stages(options: argparse.Namespace, data: DataDir, output: Output, earlier: float) -> int:
    from tintg.refresh import examine, is_built, prepare, up_to_date

    to_prod = options.env == "prod"
    _run_ingest(data, output)
    prepare(data)
    if to_prod and up_to_date(data, options.datenstand):
        return _nothing_new(data, output)
    _say_set_aside(examine(data, earlier), output)
    if to_prod and is_built(data, options.datenstand):
        output.say("Modelle: unverändert.")
    elif not _run_plan(options, data, output):
        return FAILED
    if not to_prod:
        output.say(f"Umgebung {options.env} ist aufgebaut. Veröffentlicht wird nur aus prod.")
        return DONE
    code = _run_publish(data, output)
    if code == DONE:
        _run_tidy(data, output)
        output.put(neu=True)
        _summary(data, output)
    return code


def _nothing_new(data: DataDir, output: Output) -> int:
    output.put(neu=False)
    output.say("Nichts Neues: Der veröffentlichte Stand enthält schon alle Lieferungen.")
    return _summary(data, output)


def _say_set_aside(moved: list[Path], output: Output) -> None:
    if not moved:
        return
    names = [path.name for path in moved]
    output.put(beiseite=names)
    output.log("Datenbank", "beiseitegelegt", dateien=names)
    output.say(
        "Datenbank: war beschädigt oder unvollständig und wird neu aus dem Lake gebaut; "
        f"die bisherige liegt beiseite ({', '.join(names)})."
    )


def _nightly(options: argparse.Namespace, data: DataDir, output: Output) -> int:
    """The refresh, with its outcome kept where monitoring looks."""
    try:
        code = _refresh(options, data, output)
    except Busy:
        raise  # the run that holds the lock tells its own outcome
    except BaseException as error:
        code, kind, _ = meaning(error, data)
        health.finished(data, False, {"ergebnis": code, "fehler": kind})
        raise
    models = [failure.partition(":")[0] for failure in output.get("modelle", [])]
    summary = {"ergebnis": code, "fehler": output.get("fehler", ""), "modelle": models}
    health.finished(data, code == DONE, summary)
    return code


def _run_plan(options: argparse.Namespace, data: DataDir, output: Output) -> bool:
    from tintg.refresh import build
    from tintg.warehouse import PlanFailed

    output.say("Modelle: werden gerechnet und geprüft …")
    try:
        with output.stage("Modelle") as stage:
            changed = build(data, options.env, options.datenstand, stage.progress)
            stage.figures = {"geaendert": changed}
            stage.summary = "Modelle: neu gerechnet." if changed else "Modelle: unverändert."
    except PlanFailed as failed:
        output.put(fehler="modelle", modelle=failed.failures)
        for failure in failed.failures:
            output.say(f"  {failure}")
        output.say(
            "Modelle: Eine Prüfung oder ein Modell ist gescheitert, deshalb wurde nichts "
            "übernommen. Der zuletzt veröffentlichte Stand gilt weiter."
        )
        return False
    return True


def _run_check(data: DataDir, output: Output) -> GateReport:
    with output.stage("Prüftor") as stage:
        from tintg.refresh import check

        report = check(data)
        stage.figures = {
            "erwartungen": len(report.outcomes),
            "nicht_erfuellt": len(report.failed),
            "blockiert": report.blocked,
        }
        ruling = "angehalten" if report.blocked else "frei"
        expected = _counted(len(report.outcomes), "Erwartung", "Erwartungen")
        stage.summary = f"Prüftor: {expected}, {len(report.failed)} nicht erfüllt, {ruling}."
    output.put(suiten=report.by_suite(), blockiert=report.blocked)
    return report


def _run_publish(data: DataDir, output: Output) -> int:
    """Gate and publication."""
    from tintg.refresh import GateBlocked, publish

    report = _run_check(data, output)
    if report.blocked:
        return _say_blocked(GateBlocked(report), data, output)
    with output.stage("Veröffentlichen") as stage:
        snapshot = publish(data, report)
        stage.figures = {"stand": snapshot}
        stage.summary = f"Veröffentlicht: {snapshot}."
    return DONE


def _run_tidy(data: DataDir, output: Output) -> None:
    """Housekeeping; where it fails the snapshot stands all the same and the next run tidies up."""
    from tintg.refresh import tidy

    try:
        with output.stage("Aufräumen") as stage:
            dropped = tidy(data)
            stage.figures = {"tabellen": dropped}
            tables = _counted(dropped, "ungenutzte Tabelle")
            stage.summary = f"Aufgeräumt: {tables} entfernt."
    except Exception as error:
        if os.environ.get("TINTG_DEBUG"):
            raise
        output.put(aufraeumen=type(error).__name__)
        output.say(
            f"Hinweis: Das Aufräumen ist nicht gelungen ({type(error).__name__}). Der neue Stand "
            "ist veröffentlicht; der nächste Lauf räumt auf."
        )


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


def _counted(count: int, one: str, many: str | None = None) -> str:
    """A number with its noun; the plural adds -n where it is not given."""
    return f"{_number(count)} {one if count == 1 else many or one + 'n'}"


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def _check(options: argparse.Namespace, data: DataDir, output: Output) -> int:
    from tintg.refresh import examine

    if not data.warehouse.exists():
        return _no_data(output)
    with exclusive(data) as earlier:
        moved = examine(data, earlier, lake=False)
        if moved:
            return _not_built(moved, output)
        report = _run_check(data, output)
    for outcome in report.failed:
        output.say(f"  {outcome.table}: {outcome.message}")
    return BLOCKED if report.blocked else DONE


def _publish(options: argparse.Namespace, data: DataDir, output: Output) -> int:
    from tintg.refresh import examine
    from tintg.warehouse import prod

    if not data.warehouse.exists():
        return _no_data(output)
    with exclusive(data) as earlier:
        moved = examine(data, earlier, lake=False)
        if moved:
            return _not_built(moved, output)
        if not prod(data):
            output.put(fehler="prod_halb_umgestellt")
            output.say(
                "Ein unterbrochener Lauf hat prod nur halb umgestellt, deshalb wird daraus nichts "
                "veröffentlicht. Bitte `tintg refresh` starten. Der zuletzt veröffentlichte Stand "
                "gilt weiter."
            )
            return FAILED
        code = _run_publish(data, output)
    return _summary(data, output) if code == DONE else code


def _not_built(moved: list[Path], output: Output) -> int:
    output.put(fehler="datenbank_beschaedigt")
    _say_set_aside(moved, output)
    output.say(
        "Bitte jetzt `tintg refresh` starten. Der zuletzt veröffentlichte Stand gilt weiter."
    )
    return FAILED


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

    if options.mend:
        with exclusive(data, tell=False):
            _mend(data, output, options.full)
    findings = list(examine_machine(data, deep=options.full))
    output.put(befunde=[{"topic": f.topic, "text": f.text, "todo": f.todo} for f in findings])
    for finding in findings:
        output.say(f"{'✓' if finding.is_fine else '✗'} {finding.topic}: {finding.text}")
        if finding.todo:
            output.say(f"    {finding.todo}")
    return DONE if all(finding.is_fine for finding in findings) else FAILED


def _mend(data: DataDir, output: Output, deep: bool) -> None:
    """Mend what is found as it is found, because one thing may be the cause of the next."""
    from tintg.doctor import examine_machine

    done = []
    for finding in examine_machine(data, deep=deep, at_work=True):
        if finding.mend is not None:
            done.append(f"{finding.topic}: {finding.text} {finding.mend()}")
            output.say(f"→ {done[-1]}")
    output.put(behoben=done)


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
        "--mend",
        action="store_true",
        help="in Ordnung bringen, was sich gefahrlos in Ordnung bringen lässt",
    )
    doctor.add_argument(
        "--full", action="store_true", help="alles ganz lesen, nicht nur Längen und Enden"
    )
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
