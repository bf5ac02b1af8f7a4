"""A run that dies at any step leaves the old or the new state, and the next run finishes."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.ingest.conftest import SOURCE, Office, as_csv, row, rows, table

PARTLY = as_csv(table([*rows(), row(5, ags="?")]))
SIDECAR = b"lieferant: KfI"
NAME = f"{SOURCE}__2024-01-31.csv"


class Killed(BaseException):
    """Stands for kill -9: nobody catches it."""


def dies_at(step: int) -> Callable[[Callable[..., object]], Callable[..., object]]:
    """Wraps file operations; the step-th of them all dies before it does anything."""
    counter = iter(range(1000))

    def wrap(operation: Callable[..., object]) -> Callable[..., object]:
        def wrapped(*arguments: object, **options: object) -> object:
            if next(counter) == step:
                raise Killed
            return operation(*arguments, **options)

        return wrapped

    return wrap


def state(office: Office) -> dict[str, bytes]:
    """Every file that counts, with its bytes; the time of arrival left out."""
    files = {}
    for path in office.data.root.rglob("*"):
        if path.is_file() and not path.name.endswith(".neu"):
            content = path.read_bytes()
            if path.parent == office.data.register or path.suffix == ".json":
                content = re.sub(rb"[0-9-]{10}T[0-9:.]+Z", b"", content)
            files[str(path.relative_to(office.data.root))] = content
    return files


def deliver(office: Office, content: bytes) -> None:
    office.put(content, NAME)
    office.put(SIDECAR, f"{NAME}.meta.yaml")


@pytest.mark.parametrize("content", [PARTLY, b""], ids=["loaded", "refused"])
@pytest.mark.parametrize("before_or_after", ["replace", "unlink"])
def test_killed_at_every_step(
    office: Office,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    content: bytes,
    before_or_after: str,
) -> None:
    from tintg.paths import DataDir

    expected = Office(DataDir(tmp_path / "expected"))
    deliver(expected, content)
    expected.run()
    for step in range(30):
        victim = Office(DataDir(tmp_path / f"victim{step}"))
        victim.run()  # the empty registers exist
        deliver(victim, content)
        died = False
        with monkeypatch.context() as patch:
            patch.setattr(Path, before_or_after, dies_at(step)(getattr(Path, before_or_after)))
            try:
                victim.run()
            except Killed:
                died = True
        lines = victim.register()
        assert len(lines) <= 1
        if lines and lines[0]["status"] == "teilweise":  # what counts is there whole
            assert (victim.data.lake / SOURCE / f"{lines[0]['lieferung_id']}.parquet").is_file()
        victim.run()
        assert state(victim) == state(expected)
        if not died:
            assert step > 1
            return
    pytest.fail("the run has more steps than were tried")


def test_a_file_replaced_while_it_is_judged_stays(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = office.put(PARTLY)
    newer = as_csv(table(rows()))
    from ingest import examine

    original = examine.find_table

    def replaced(*arguments: object) -> object:
        path.write_bytes(newer)
        return original(*arguments)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr("ingest.examine.find_table", replaced)
        office.run()
    assert path.read_bytes() == newer
    assert [file.status for file in office.run().files] == ["geladen"]
    assert len(office.register()) == 2


def test_a_full_disk_stops_the_run_and_keeps_the_file(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = office.put(PARTLY)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("ingest.files.os.fsync", full)
        with pytest.raises(OSError):
            office.run()
    assert path.exists()
    assert office.run().files[0].status == "teilweise"
