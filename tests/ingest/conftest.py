"""A data directory, and hands to put files into it and to read what came of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

from ingest.run import FileResult, Report, ingest
from tintg.paths import DataDir

SOURCE = "pauschalen_auszahlung"
REPORT = "pauschalen_verwendung"

HEADER = """
    haushaltsjahr quartal ags gemeinde personen_p14_1 personen_p14_2 personen_p14_3 personen_p14_4
    personen_p14_5 kinder_nachgeboren personen_gesamt korrektur_eur bewilligt_eur ausgezahlt_eur
    rueckforderung_eur bescheid_datum
""".split()  # noqa: SIM905
AGS = ["05111000", "05112000", "05113000", "05114000", "05116000", "05117000", "05119000",
       "05120000", "05122000", "05124000", "05154004", "05154008", "05154012"]  # fmt: skip

Row = dict[str, Any]


def row(number: int = 0, **other: Any) -> Row:
    """A sound row of pauschalen_auszahlung; the amounts prove the decimal comma."""
    sound = dict(
        zip(
            HEADER,
            ["2023", "1", AGS[number], "", "1", "2", "3", "4", "5", "6", "21", "",
             "6300,00", "6300,00", "0,00", "15.02.2023"],
            strict=True,
        )
    )  # fmt: skip
    return sound | other


def rows(count: int = 4) -> list[Row]:
    """Sound rows of different Gemeinden."""
    return [row(number) for number in range(count)]


def report_row(number: int = 0, **other: Any) -> Row:
    """A sound row of pauschalen_verwendung."""
    sound = {
        "haushaltsjahr": "2023", "ags": AGS[number], "erhalten_eur": "300,00",
        "verw_aufnahme_betreuung_eur": "100,00", "verw_integrationstraeger_eur": "100,00",
        "verw_unterbringung_eur": "100,00", "nicht_verwendet_eur": "",
        "feedback_digitalisierung_positiv": "", "eingang_datum": "",
    }  # fmt: skip
    return sound | other


def table(content: Sequence[Mapping[str, Any]], header: Sequence[str] = HEADER) -> list[list[Any]]:
    """Header and rows as lists of cells."""
    return [list(header), *([each[name] for name in header] for each in content)]


def as_csv(cells: Iterable[Sequence[Any]], delimiter: str = ";", encoding: str = "utf-8") -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(cells)
    return text.getvalue().encode(encoding)


def as_xlsx(cells: Iterable[Sequence[Any]], title: str = "Blatt") -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for line in cells:
        sheet.append([None if cell == "" else cell for cell in line])
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@dataclass(frozen=True)
class Office:
    """Delivers files to a data directory and looks at the results."""

    data: DataDir

    def put(self, content: bytes, name: str | None = None, source: str = SOURCE) -> Path:
        path = self.data.inbox / source / (name or f"{source}__2024-01-31.csv")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    def run(self) -> Report:
        return ingest(self.data)

    def deliver(self, content: bytes, name: str | None = None, source: str = SOURCE) -> FileResult:
        """Put one file and run; it must be the only one."""
        self.put(content, name, source)
        report = self.run()
        assert len(report.files) == 1
        return report.files[0]

    def deliver_rows(self, content: Sequence[Row], source: str = SOURCE) -> FileResult:
        return self.deliver(as_csv(table(content, list(content[0]))), source=source)

    def register(self, source: str = SOURCE) -> list[dict[str, str]]:
        with (self.data.register / f"{source}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def lake(self, result: FileResult) -> pl.DataFrame:
        return pl.read_parquet(self.data.lake / result.source / f"{result.lieferung_id}.parquet")

    def quarantine(self, result: FileResult) -> list[dict[str, str]]:
        path = self.data.quarantine / result.source / f"{result.lieferung_id}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def faults(self, result: FileResult) -> list[tuple[str, str, str]]:
        """Line, column and code of each fault."""
        return [(f["zeile"], f["spalte"], f["grund"]) for f in self.quarantine(result)]

    def letter(self, source: str = SOURCE) -> str:
        (path,) = (self.data.inbox / source / "abgelehnt").glob("*.grund.txt")
        return path.read_text("utf-8")

    def everything_written(self) -> str:
        """All texts that a run left, to look for what must not be there; not the files kept."""
        places = (self.data.register, self.data.quarantine)
        texts = [path for place in places for path in place.rglob("*") if path.is_file()]
        texts += self.data.inbox.rglob("*.grund.txt")
        return "\n".join(path.read_text("utf-8") for path in texts)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(DataDir(tmp_path / "data"))
