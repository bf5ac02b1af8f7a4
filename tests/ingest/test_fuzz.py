"""Whatever a file holds, a run takes it or refuses it, and loses nothing (see `fuzz.py`)."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.ingest.fuzz import run

COUNT = int(os.environ.get("TINTG_FUZZ_COUNT", "200"))
PARTS = 4


@pytest.mark.parametrize("seed", range(PARTS))
def test_damaged_deliveries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    monkeypatch.setenv("TINTG_PSEUDONYM_KEY", "ein Schlüssel für Tests")
    seen, wrong = run(COUNT // PARTS, seed, tmp_path)
    assert not wrong, "\n".join(wrong)
    # the damage is neither harmless nor total: else nothing was tried
    assert len(seen) > 8 and any("teilweise" in what for what in seen)
