"""What the operator relies on at night: the health file, monitoring, messages of failure."""

from __future__ import annotations

import json
import shlex
import socketserver
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import deliver_examples, run_tintg
from tintg import health
from tintg.catalogue import slug
from tintg.cli import _parser, main
from tintg.lock import exclusive
from tintg.paths import PROJECT, DataDir

HANDBOOK = PROJECT / "docs" / "betrieb.md"


def status(data: DataDir) -> dict[str, Any]:
    return dict(json.loads(run_tintg(data, "status", "--json").stdout))


def aged(data: DataDir, **hours: float) -> None:
    """Put times of the health file into the past."""
    content = health.read(data)
    for name, before in hours.items():
        content[name] = (datetime.now(UTC) - timedelta(hours=before)).isoformat()
    data.health.write_text(json.dumps(content))


def test_a_refresh_tells_monitoring_that_it_succeeded(own: DataDir) -> None:
    assert run_tintg(own, "status", "--gesund").returncode == 0
    aged(own, letzter_erfolg=27)
    done = run_tintg(own, "status", "--gesund")
    assert done.returncode == 1
    assert "älter als 26 Stunden" in done.stdout and done.stdout.count("\n") == 1
    assert run_tintg(own, "status", "--gesund", "--hoechstens", "2d").returncode == 0


def test_a_failed_refresh_is_told_and_the_last_success_stays(own: DataDir) -> None:
    before = health.read(own)["letzter_erfolg"]
    register = own.register / "pauschalen_auszahlung.csv"
    whole = register.read_bytes()
    register.write_bytes(whole[:-100])
    deliver_examples(own)
    assert run_tintg(own, "refresh", TINTG_DEMO="1").returncode == 1
    after = health.read(own)
    assert (after["erfolg"], after["letzter_erfolg"]) == (False, before)
    register.write_bytes(whole)
    run = status(own)["lauf"]
    assert "beschädigt" in run["meldung"]


def test_a_killed_refresh_is_told(own: DataDir) -> None:
    health.started(own)
    assert "nicht zu Ende gekommen" in status(own)["lauf"]["meldung"]


def test_whoever_comes_second_leaves_the_health_of_the_first(own: DataDir) -> None:
    before = own.health.read_bytes()
    with exclusive(own):
        assert run_tintg(own, "refresh").returncode == 3
    assert own.health.read_bytes() == before


def test_status_says_which_source_is_overdue(demo: DataDir) -> None:
    """Pauschalen come every quarter; the examples end in 2023."""
    source = status(demo)["quellen"]["pauschalen_auszahlung"]
    assert (source["rhythmus"], source["ueberfaellig"]) == ("quartal", True)
    assert source["alter_tage"] > 365


def test_status_counts_findings_by_severity_and_disk_use(demo: DataDir) -> None:
    told = status(demo)
    assert sum(told["befunde_nach_schwere"].values()) == told["befunde"] > 0
    assert told["speicher_bytes"]["warehouse.duckdb"] == demo.warehouse.stat().st_size
    archived = sum(path.stat().st_size for path in demo.archive.rglob("*") if path.is_file())
    assert told["speicher_bytes"]["archive"] == archived


class _Mail(socketserver.StreamRequestHandler):
    """A mail server that takes every message."""

    received: list[str]

    def handle(self) -> None:
        self.wfile.write(b"220 da\r\n")
        body: list[str] | None = None
        for raw in self.rfile:
            line = raw.decode().rstrip("\r\n")
            if body is not None and line != ".":
                body.append(line)
                continue
            if body is not None:
                type(self).received.append("\n".join(body))
                body = None
            command = line[:4].upper()
            if command == "DATA":
                body = []
            self.wfile.write(b"354 los\r\n" if command == "DATA" else b"250 gut\r\n")
            if command == "QUIT":
                return


class _Hook(BaseHTTPRequestHandler):
    received: list[str]

    def do_POST(self) -> None:
        length = int(self.headers["content-length"])
        type(self).received.append(json.loads(self.rfile.read(length))["message"])
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def listeners() -> Iterator[tuple[str, str]]:
    """URLs of a mail server and of a webhook on this machine."""
    _Mail.received, _Hook.received = [], []
    with (
        socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Mail) as mail,
        HTTPServer(("127.0.0.1", 0), _Hook) as hook,
    ):
        for server in (mail, hook):
            threading.Thread(target=server.serve_forever, daemon=True).start()
        yield (
            f"mailto://127.0.0.1:{mail.server_address[1]}"
            "?from=tintg@example.org&to=betrieb@example.org&mode=insecure",
            f"json://127.0.0.1:{hook.server_address[1]}/stoerung",
        )
        mail.shutdown()
        hook.shutdown()


def test_people_are_told_by_mail_and_webhook(
    tmp_path: Path, listeners: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = DataDir(tmp_path / "data")
    data.root.mkdir()
    health.started(data)
    health.finished(data, False, {"ergebnis": 1, "fehler": "modelle", "modelle": ["core.lsp"]})
    targets = tmp_path / "ziele"
    targets.write_text("# wer es erfährt\n" + "\n".join(listeners) + "\n")
    monkeypatch.setenv("TINTG_DATA", str(data.root))
    monkeypatch.setenv("TINTG_NOTIFY_FILE", str(targets))
    assert main(["notify"]) == 0
    ((mail,), (hook,)) = (_Mail.received, _Hook.received)
    assert "core.lsp" in hook and "Was weiter gilt" in hook and str(data.root) in hook
    assert "betrieb@example.org" in mail and "core.lsp" in mail


@pytest.mark.parametrize("content", [None, "# niemand\n", "gibtsnicht://x\n"])
def test_nobody_to_tell_is_said(
    content: str | None,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    targets = tmp_path / "ziele"
    if content is not None:
        targets.write_text(content)
    monkeypatch.setenv("TINTG_DATA", str(tmp_path))
    monkeypatch.setenv("TINTG_NOTIFY_FILE", str(targets))
    assert main(["notify"]) == 1
    told = capsys.readouterr().out
    assert "Es wurde niemand benachrichtigt" in told and "://" not in told


def _commands() -> list[str]:
    """Every call of tintg in the code blocks and code spans of the handbook and of deploy/."""
    text = HANDBOOK.read_text("utf-8")
    text += "".join(p.read_text("utf-8") for p in (PROJECT / "deploy").iterdir())
    found = []
    for piece in text.replace("\\\n", " ").replace("`", "\n").splitlines():
        for call in piece.split("#")[0].replace("||", ";").replace("&&", ";").split(";"):
            words = call.split()
            names = [i for i, word in enumerate(words) if word.rpartition("/")[2] == "tintg"]
            if names and len(words) > names[0] + 1 and words[names[0] + 1].isalpha():
                before = words[: names[0]]
                if all("=" in w or w in _PREFIXES or w.startswith("-") for w in before):
                    found.append(" ".join(words[names[0] + 1 :]))
    return sorted(set(found))


_PREFIXES = {"sudo", "tintg", "time"}


def test_the_handbook_names_commands_that_exist() -> None:
    commands = _commands()
    assert len(commands) > 15
    for command in commands:
        words = shlex.split(command.split("|")[0].split(">")[0])
        if len(words) == 1:  # named in a sentence, without what it needs
            words.append("--help")
        try:
            _parser().parse_args(words)
        except SystemExit as ended:
            assert ended.code == 0, command


def test_the_handbook_names_files_that_exist() -> None:
    text = HANDBOOK.read_text("utf-8")
    named = {
        word
        for word in text.replace("`", " ").replace("(", " ").replace(")", " ").split()
        if word.startswith(("docs/", "deploy/", "seeds/", "models/", "ingest/", "tests/"))
    }
    linked = {part.split(")")[0].split("#")[0] for part in text.split("](")[1:]}
    missing = {n for n in named if not list(PROJECT.glob(n.rstrip(".,;:")))}
    missing |= {n for n in linked if "://" not in n and n and not (HANDBOOK.parent / n).exists()}
    assert missing == set()
    headings = {slug(line.lstrip("# ")) for line in text.splitlines() if line.startswith("#")}
    assert {p.split(")")[0] for p in text.split("](#")[1:]} <= headings


def test_help_is_german(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in (["--help"], ["refresh", "--help"]):
        with pytest.raises(SystemExit):
            main(arguments)
        told = capsys.readouterr().out
        assert told.startswith("Aufruf: tintg") and "Optionen:" in told
        assert not any(word in told for word in ("usage", "options", "show this", "positional"))
