"""The file format of a register: one CSV line a delivery (delivery interface 1.10)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

COLUMNS = """
    lieferung_id quelle dateiname sha256 datenstand version eingang format kodierung trennzeichen
    blatt zeilen_gelesen zeilen_geladen zeilen_doppelt zeilen_quarantaene einheiten zusatzspalten
    status gruende
    """.split()  # noqa: SIM905
Line = Mapping[str, str]


class RegisterDamaged(Exception):
    """A register that is no register any more; nothing may be added to it.

    Attributes:
        path: the file.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path.name)
        self.path = path


def read_lines(path: Path) -> list[Line]:
    """All lines. Raises RegisterDamaged if one of them is not whole."""
    lines = whole_lines(path)
    try:
        counted = sum(1 for _ in csv.reader(io.StringIO(path.read_text("utf-8"), newline="")))
    except (UnicodeDecodeError, csv.Error) as error:
        raise RegisterDamaged(path) from error
    if counted != len(lines) + 1:
        raise RegisterDamaged(path)
    return lines


def whole_lines(path: Path) -> list[Line]:
    """The lines that can still be read and have all their cells."""
    try:
        rows = list(csv.reader(io.StringIO(path.read_text("utf-8"), newline="")))
    except (OSError, UnicodeDecodeError, csv.Error):
        return []
    if not rows or rows[0] != COLUMNS:
        return []
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows[1:] if len(row) == len(COLUMNS)]


def as_csv(lines: Iterable[Line]) -> bytes:
    """The text of a register."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)
    return text.getvalue().encode()
