"""The dashboards in a browser: how the tests and `docs/screenshots.py` start and open them."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
APP = PROJECT / "dashboards" / "app.py"
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


class NotStarted(Exception):
    """The dashboards do not answer."""


@contextmanager
def dashboards(data: Path | None = None) -> Iterator[str]:
    """Run the dashboards on a free port and give their address.

    Args:
        data: the data directory, by default that of the environment.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", str(APP), f"--server.port={port}"],
        cwd=PROJECT,
        env={**os.environ, **({"TINTG_DATA": str(data)} if data else {})},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(f"http://127.0.0.1:{port}/_stcore/health", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(15)


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(120):
        try:
            urllib.request.urlopen(url, timeout=1)
        except OSError:
            if server.poll() is not None:
                raise NotStarted("Die Dashboards ließen sich nicht starten.") from None
            time.sleep(0.25)
        else:
            return
    raise NotStarted("Die Dashboards antworten nicht.")
