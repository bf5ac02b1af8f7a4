"""One run over the inbox: every file is taken, put aside or reported (delivery interface 1.1)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from ingest import messages
from ingest.contract import Contract, load_contracts
from ingest.delivery import BEFRAGUNG_ID, SIDECAR, Delivery, World, identify, unit_text
from ingest.examine import KNOWN, REFUSED, Desk, Outcome, examine
from ingest.files import Changing, Taken, take
from ingest.lines import Line
from ingest.names import LONGEST_NAME, REFUSED_FOLDER, is_ignored, is_too_long, readable
from ingest.pseudonyms import key_from
from ingest.reference import load_reference
from ingest.register import Register, line_of, was_loaded
from ingest.spool import Spool, remove
from ingest.store import LETTER, Store
from tintg.paths import DataDir

TOO_LONG = (
    f"Der Dateiname ist länger als {LONGEST_NAME} Byte. Die Datei bleibt liegen; bitte geben "
    "Sie ihr einen kürzeren Namen."
)
LONG = 2**24  # bytes of a file whose progress is told while it is read
# Files done, with the share of the one that is read now, files in all, its name.
Progress = Callable[[float, int, str], None]


@dataclass(frozen=True)
class FileResult:
    """What became of one file. status: geladen, teilweise, abgelehnt or bekannt."""

    source: str
    file: str
    lieferung_id: str
    status: str
    read: int
    loaded: int
    duplicate: int
    quarantined: int
    units: tuple[str, ...]
    reasons: tuple[str, ...]
    message: str


@dataclass(frozen=True)
class Notice:
    """Something in the inbox that is no delivery and stays where it is."""

    path: str
    message: str


@dataclass(frozen=True)
class Report:
    """The result of a run."""

    files: tuple[FileResult, ...]
    notices: tuple[Notice, ...]
    dry_run: bool
    demo_key: bool = False
    """Whether pseudonyms were made with the public demo key."""

    @property
    def refused(self) -> int:
        """Number of refused files."""
        return sum(file.status == REFUSED for file in self.files)


def ingest(
    data: DataDir,
    inbox: Path | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Take every file of the inbox. The caller holds the lock of the data directory.

    inbox: a folder like `data/inbox`, which is the default. dry_run: judge only, write nothing.
    Raises OSError if results cannot be written; the inbox then still holds the file.
    """
    return _Run(data, inbox or data.inbox, load_contracts(), dry_run).take_all(progress)


class _Run:
    def __init__(
        self, data: DataDir, inbox: Path, contracts: Sequence[Contract], dry_run: bool
    ) -> None:
        self.inbox = inbox
        self.contracts = {contract.source: contract for contract in contracts}
        self.store = Store(data, inbox)
        self.registers = {
            source: Register(data.register / f"{source}.csv", dry_run=dry_run)
            for source in self.contracts
        }
        self.world = World(set(self.contracts), load_reference(), date.today())
        self.spool = data.spool
        self.key = key_from()
        self.dry_run = dry_run
        self.notices: list[Notice] = []

    def take_all(self, progress: Progress | None) -> Report:
        for register in self.registers.values():
            register.ensure()
        remove(self.spool)  # what a crash left
        self._report_strangers()
        deliveries = [
            delivery
            for contract in self.contracts.values()
            for delivery in sorted(self._deliveries(contract), key=lambda each: each.order)
        ]
        results: list[FileResult] = []
        for number, delivery in enumerate(deliveries):
            step = _step(progress, number, len(deliveries), delivery)
            step(0)
            with Spool(self.spool) as spool:
                file = self._copy(delivery.path, spool)
                if file is not None:
                    results.append(self._take(delivery, file, spool, step))
        used = any(self.contracts[each.source].has_pseudonyms for each in results)
        demo_key = used and self.key.is_demo
        return Report(tuple(results), tuple(self.notices), self.dry_run, demo_key)

    def _copy(self, path: Path, spool: Spool) -> Taken | None:
        """A copy that nobody changes; None, with a notice, for a file that has to wait."""
        try:
            with path.open("rb"):
                pass
        except OSError as error:
            reason = f"Die Datei lässt sich nicht öffnen ({error.strerror}) und bleibt liegen."
            self._notice(path, reason)
            return None
        try:
            return take(path, spool.path())
        except Changing:
            self._notice(path, "Die Datei wird gerade noch geschrieben und bleibt liegen.")
            return None

    # --- what is in the inbox ------------------------------------------------------------------

    def _report_strangers(self) -> None:
        """Folders that are no source and files beside the folders."""
        for path in _entries(self.inbox):
            if not path.is_dir():
                self._notice(path, "Die Datei liegt in keinem Ordner einer Quelle.")
            elif path.name not in self.contracts:
                self._notice(path, "Diesen Ordner kennt die Datenbank nicht; er bleibt ungelesen.")

    def _deliveries(self, contract: Contract) -> Iterator[Delivery]:
        """The files of a source's folder; what is no delivery is reported."""
        for path in _entries(self.inbox / contract.source):
            if path.is_dir():
                if path.name != REFUSED_FOLDER:
                    self._notice(path, "Unterordner werden nicht gelesen.")
            elif path.name.endswith(SIDECAR):
                self._lone_sidecar(path, contract.source)
            elif is_too_long(path.name):
                self._notice(path, TOO_LONG)
            elif path.is_symlink():  # whoever fills the inbox must not make us read elsewhere
                self._notice(path, "Das ist eine Verknüpfung; sie bleibt liegen und ungelesen.")
            elif not path.is_file() or path.name.casefold().endswith((LETTER, SIDECAR)):
                self._notice(path, "Das ist keine Lieferung; es bleibt liegen.")
            else:
                beside = path.with_name(path.name + SIDECAR)
                try:
                    sidecar = beside.read_bytes() if beside.is_file() else None
                except OSError:
                    self._notice(beside, "Die Begleitdatei lässt sich nicht öffnen; beide warten.")
                    continue
                yield identify(path, sidecar, contract, self.world)

    def _lone_sidecar(self, path: Path, source: str) -> None:
        if path.with_name(path.name.removesuffix(SIDECAR)).is_file():
            return
        if not self.store.finished(path, source):
            self._notice(path, "Die Begleitdatei hat keine Datei neben sich und bleibt liegen.")
        elif not self.dry_run:
            path.unlink()

    def _notice(self, path: Path, message: str) -> None:
        self.notices.append(Notice(readable(str(path)), message))

    # --- one file ------------------------------------------------------------------------------

    def _take(
        self, delivery: Delivery, file: Taken, spool: Spool, step: Callable[[float], None]
    ) -> FileResult:
        contract, register = self.contracts[delivery.source], self.registers[delivery.source]
        same = register.same(delivery, file.sha256)
        known = next(
            (line for line in same if was_loaded(line) and _tells(line, delivery, contract)), None
        )
        if known is not None:
            if not self.dry_run:
                self.store.archive(delivery, file)
                self.store.clear(delivery, file)
            outcome = Outcome(delivery, file)
            return _result(outcome, known["lieferung_id"], KNOWN, messages.KNOWN_BEFORE)
        refused = next((line for line in same if not was_loaded(line)), None)
        # one that was refused may load after all: its contract was widened
        id_ = delivery.lieferung_id(file.sha256) + (f"__{len(same) + 1}" if same else "")
        desk = Desk(contract, self.world.reference, self.key, id_, spool, step)
        outcome = examine(delivery, file, desk)
        if outcome.refusal:
            id_ = refused["lieferung_id"] if refused else id_
            if not self.dry_run:
                self.store.refuse(outcome, contract, id_)
            if not refused:
                register.append(line_of(outcome, id_, datetime.now(UTC)))
        else:
            line = line_of(outcome, id_, datetime.now(UTC))
            if not self.dry_run:
                self.store.load(outcome, contract, line, demo_key=self.key.is_demo)
            register.append(line)
        if not self.dry_run:
            self.store.clear(delivery, file)
        return _result(outcome, id_, outcome.status, messages.summary(outcome))


def _tells(line: Line, delivery: Delivery, contract: Contract) -> bool:
    """True if a line holds what name and sidecar say beside the bytes: which survey it is, and
    which units it takes back.
    """
    told = {unit_text(contract.unit, unit) for unit in delivery.withdrawn}
    if delivery.befragung_id:
        told.add(f"{BEFRAGUNG_ID}={delivery.befragung_id}")
    return told <= set(line["einheiten"].split("|"))


def _step(
    progress: Progress | None, number: int, files: int, delivery: Delivery
) -> Callable[[float], None]:
    """Tells how much of a long file is done; where it is read again nothing goes back."""
    told = -1.0
    is_long = delivery.path.exists() and delivery.path.stat().st_size > LONG

    def step(share: float) -> None:
        nonlocal told
        if progress and told < share < 1 and (share == 0 or is_long):
            told = share
            progress(number + share, files, delivery.name)

    return step


def _entries(folder: Path) -> list[Path]:
    """What lies in a folder, by name, without what never counts."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if not is_ignored(path.name))


def _result(outcome: Outcome, id_: str, status: str, message: str) -> FileResult:
    return FileResult(
        source=outcome.delivery.source,
        file=outcome.delivery.name,
        lieferung_id=id_,
        status=status,
        read=outcome.read,
        loaded=outcome.loaded,
        duplicate=outcome.duplicate,
        quarantined=outcome.quarantined,
        units=outcome.units,
        reasons=outcome.reasons,
        message=message,
    )
