"""Formats and encodings, found in the content: delivery interface 1.2."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from decimal import Decimal

import openpyxl
import polars as pl
import pytest

from ingest.readers.parquet import read_parquet
from tests.ingest.conftest import HEADER, Office, as_csv, as_xlsx, row, rows, saved, table
from tests.ingest.workbooks import ods, xls, xlsb

SOUND = as_csv(table(rows()))


def zipped(*members: tuple[str, bytes], **options: int) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return buffer.getvalue()


def parquet() -> bytes:
    frame = pl.DataFrame(table(rows())[1:], schema=HEADER, orient="row").with_columns(
        pl.col("haushaltsjahr", "quartal").cast(pl.Int64),
        pl.col("personen_gesamt").cast(pl.Float64),
        pl.col("bewilligt_eur").str.replace(",", ".").cast(pl.Decimal(18, 2)),
        pl.col("bescheid_datum").str.to_date("%d.%m.%Y"),
    )
    buffer = io.BytesIO()
    frame.write_parquet(buffer)
    return buffer.getvalue()


def in_utf16(codec: str, bom: bytes) -> bytes:
    return bom + as_csv(table(rows()), "\t", codec)


@pytest.mark.parametrize(
    ("content", "read_as"),
    [
        (SOUND, ("csv", "utf-8", ";")),
        (as_csv(table(rows()), ","), ("csv", "utf-8", ",")),
        (as_csv(table(rows()), "\t"), ("tsv", "utf-8", "tab")),
        (b"\xef\xbb\xbf" + SOUND, ("csv", "utf-8-sig", ";")),
        (in_utf16("utf-16-le", b"\xff\xfe"), ("tsv", "utf-16-le", "tab")),
        (in_utf16("utf-16-be", b"\xfe\xff"), ("tsv", "utf-16-be", "tab")),
        (as_csv(table([row(gemeinde="Düsseldorf")]), encoding="cp1252"), ("csv", "cp1252", ";")),
        (SOUND.replace(b"\r\n", b"\n"), ("csv", "utf-8", ";")),
        (SOUND.replace(b"\r\n", b"\r"), ("csv", "utf-8", ";")),
        (SOUND.removesuffix(b"\r\n"), ("csv", "utf-8", ";")),
        (as_xlsx(table(rows())), ("xlsx", "", "")),
        (xls(table(rows())), ("xls", "", "")),
        (xlsb(table(rows())), ("xlsb", "", "")),
        (ods(table(rows())), ("ods", "", "")),
        (parquet(), ("parquet", "", "")),
        (zipped(("../../etc/x.csv", SOUND)), ("zip/csv", "utf-8", ";")),
        (zipped(("ordner/", b""), ("ordner/x.csv", SOUND), ("__MACOSX/._x.csv", b"?"),
                ("ordner/.DS_Store", b"?"), ("Thumbs.db", b"?")), ("zip/csv", "utf-8", ";")),
        (zipped(("x", as_xlsx(table(rows())))), ("zip/xlsx", "", "")),
    ],
)  # fmt: skip
def test_formats(office: Office, content: bytes, read_as: tuple[str, str, str]) -> None:
    """Whatever the extension says: the file is named .pdf here."""
    result = office.deliver(content, "pauschalen_auszahlung__2024-01-31.pdf")
    assert result.status == "geladen", result.message
    line = office.register()[0]
    assert (line["format"], line["kodierung"], line["trennzeichen"]) == read_as
    loaded = office.lake(result)
    assert loaded["bewilligt_eur"].to_list() == [Decimal("6300.00")] * loaded.height
    assert loaded["_zeile"][0] == (1 if read_as[0] == "parquet" else 2)


BROKEN_XLSX = as_xlsx(table(rows()))[:-200]
OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def encrypted_zip() -> bytes:
    content = bytearray(zipped(("x.csv", SOUND)))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + offset] |= 1
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "leer"),
        (b"\xef\xbb\xbf \r\n\r\n", "leer"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"<!DOCTYPE html><html><table><tr><td>ags</td></tr></table></html>", "HTML"),
        (b"\n <TABLE><tr><td>ags</td></tr></TABLE>", "HTML"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
         "SpreadsheetML"),
        (b'<?xml version="1.0"?><daten/>', "XML"),
        (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0\0", "Kennwort"),
        (OLE + b"\0" * 600 + "WordDocument".encode("utf-16-le") + b"\0\0", "keine Arbeitsmappe"),
        (BROKEN_XLSX, "beschädigt"),
        (xls(table(rows()))[:1500], "beschädigt"),
        (b"PAR1" + b"\0" * 50, "beschädigt"),
        (zipped(("a.csv", SOUND), ("b.csv", SOUND)), "2 Dateien"),
        (zipped(), "0 Dateien"),
        (zipped(("x.zip", zipped(("x.csv", SOUND)))), "Zip-Archiv in einem Zip-Archiv"),
        (zipped(("x.csv", SOUND + b";" * 30_000_000)), "ungewöhnlich groß"),
        (encrypted_zip(), "Kennwort"),
        (zipped(("[Content_Types].xml", b""), ("word/document.xml", b"")), "Office-Dokument"),
        (zipped(("x.csv", SOUND))[:100], "beschädigt"),
        (SOUND + b'2023;"nie geschlossen;1\r\n', "Anführungszeichen"),
        (SOUND.replace(b";6300,00;6300,00;0,00;15.02.2023", b';6300,00;6300,00;0,00;"15.02.2023'),
         "Anführungszeichen"),
        (b"\x1f\x8b\x08", "gzip"),
    ],
    # the bytes of an archive hold the time, and no two workers may name a test differently
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_unreadable_files(office: Office, content: bytes, word: str) -> None:
    result = office.deliver(content)
    assert (result.status, result.reasons) == ("abgelehnt", ("DATEI_UNLESBAR",))
    assert word in office.letter()
    assert office.register()[0]["status"] == "abgelehnt"


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe" + "ags\ud800".encode("utf-16-le", "surrogatepass"),
        SOUND + b"\x81",  # undefined in cp1252
        SOUND + "\ufffd".encode(),
        SOUND + b"\x00",
        as_csv(table(rows()), "\t", "utf-16-le"),  # without a BOM
    ],
)
def test_unreadable_characters(office: Office, content: bytes) -> None:
    result = office.deliver(content)
    assert result.reasons == ("ZEICHENSATZ",)


def test_mojibake_is_not_repaired(office: Office) -> None:
    result = office.deliver(as_csv(table([row(gemeinde="KÃ¶ln")])))
    assert office.lake(result)["gemeinde"].to_list() == ["KÃ¶ln"]


def test_quoted_cells_and_physical_lines(office: Office) -> None:
    content = rows(3)
    content[0]["gemeinde"] = 'a;b\nzweite "Zeile"'
    content[2]["korrektur_eur"] = "?"
    result = office.deliver(as_csv(table(content)))
    assert office.lake(result)["_zeile"].to_list() == [2, 4]
    assert office.faults(result) == [("5", "korrektur_eur", "TYP")]
    assert office.lake(result)["gemeinde"][0] == 'a;b\nzweite "Zeile"'


def test_rows_of_unequal_length(office: Office) -> None:
    lines = table(rows(4))
    lines[1] = lines[1][:-2]  # missing trailing cells are empty
    lines[2] += ["", ""]  # empty surplus cells do not count
    lines[3] += ["", "mehr"]
    result = office.deliver(as_csv(lines))
    assert office.faults(result) == [("4", "", "TYP")]
    assert office.lake(result)["bescheid_datum"].null_count() == 1


# --- workbooks ---------------------------------------------------------------------------------

NATIVE = [
    row(n) | {"haushaltsjahr": 2023, "quartal": 1, "ags": int(row(n)["ags"]),
              "personen_gesamt": 21, "bewilligt_eur": 6300.1, "ausgezahlt_eur": 6300.0,
              "korrektur_eur": -0.05, "bescheid_datum": 44972}
    for n in range(5)
]  # fmt: skip
MAKERS: dict[str, Callable[..., bytes]] = {"xls": xls, "xlsb": xlsb, "ods": ods}


def native_xlsx(**cells: object) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(table(NATIVE))))
    for place, value in cells.items():
        book.worksheets[0][place] = value
        if isinstance(value, str) and value.startswith("#"):
            book.worksheets[0][place].data_type = "e"
    return saved(book)


@pytest.mark.parametrize("fmt", ["xlsx", "xlsb", "xls", "ods"])
def test_native_numbers_are_taken_as_they_are(office: Office, fmt: str) -> None:
    """They prove no decimal sign, so the texts `0,00` decide; the numbers are not concerned."""
    content = as_xlsx(table(NATIVE)) if fmt == "xlsx" else MAKERS[fmt](table(NATIVE))
    result = office.deliver(content)
    assert result.status == "geladen", office.everything_written()
    first = office.lake(result).row(0, named=True)
    assert first["bewilligt_eur"] == Decimal("6300.10")
    assert first["korrektur_eur"] == Decimal("-0.05")
    assert (first["ags"], str(first["bescheid_datum"])) == ("05111000", "2023-02-15")


@pytest.mark.parametrize(
    ("number", "amount"),
    [(0.1 + 0.2, "0.30"), (12.34, "12.34"), (1.00009, "1.00"), (2.5, "2.50"),
     (1e15, "1000000000000000.00"), (0.001, None), (12.345, None), (1e17, None)],
)  # fmt: skip
def test_native_amounts(office: Office, number: float, amount: str | None) -> None:
    result = office.deliver(native_xlsx(L3=number))
    if amount is None:
        assert office.faults(result) == [("3", "korrektur_eur", "TYP")]
    else:
        assert office.lake(result)["korrektur_eur"][1] == Decimal(amount)


@pytest.mark.parametrize("fmt", ["xlsx", "xlsb", "xls", "ods"])
def test_error_cells_percent_and_formulas(office: Office, fmt: str) -> None:
    """An error is TYP, 29 % counts as 29, a formula counts with its stored value."""
    content = [dict(each) for each in NATIVE]
    if fmt == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(as_xlsx(table(content))))
        sheet = book.worksheets[0]
        sheet["L2"], sheet["L3"], sheet["L4"] = "#DIV/0!", 0.29, "=1+1"
        sheet["L2"].data_type, sheet["L3"].number_format = "e", "0.0%"
        data = saved(book)
    else:
        content[0]["korrektur_eur"], content[1]["korrektur_eur"] = ZeroDivisionError, (0.29, "%")
        content[2]["korrektur_eur"] = ""
        data = MAKERS[fmt](table(content))
    result = office.deliver(data)
    assert office.faults(result) == [("2", "korrektur_eur", "TYP")]
    assert "#DIV/0!" in office.quarantine(result)[0]["meldung"]
    assert office.lake(result)["korrektur_eur"].to_list()[:2] == [Decimal("29.00"), None]


def test_cells_of_other_types(office: Office) -> None:
    import datetime

    moment = datetime.datetime(2023, 2, 15, 10, 30)
    result = office.deliver(native_xlsx(L2=True, L3=moment, L4=datetime.timedelta(hours=30),
                                        P5=moment, D6=7))  # fmt: skip
    assert office.faults(result) == [(line, "korrektur_eur", "TYP") for line in "234"]
    loaded = office.lake(result)
    assert str(loaded["bescheid_datum"][0]) == "2023-02-15"
    assert loaded["gemeinde"][1] == "7"


@pytest.mark.parametrize("fmt", ["xlsx", "xlsb", "xls"])
def test_workbooks_that_count_days_from_1904(office: Office, fmt: str) -> None:
    """Serial 43510 is 2023-02-15 there; a text serial has no calendar and counts from 1900."""
    content = [each | {"bescheid_datum": 43510} for each in NATIVE]
    content[1]["bescheid_datum"] = "44972"
    if fmt == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(as_xlsx(table(content))))
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
        data = saved(book)
    else:
        data = MAKERS[fmt](table(content), date1904=True)
    result = office.deliver(data)
    assert {str(day) for day in office.lake(result)["bescheid_datum"]} == {"2023-02-15"}


def test_hidden_sheets_rows_and_columns_are_read(office: Office) -> None:
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(table(rows()))))
    sheet = book.worksheets[0]
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["C"].hidden = True
    book.create_sheet("Anschreiben", 0)["A1"] = "Guten Tag"
    sheet.sheet_state = "hidden"
    result = office.deliver(saved(book))
    assert (result.loaded, office.register()[0]["blatt"]) == (4, "Blatt")


def test_a_lost_cell_far_away_is_no_danger(office: Office) -> None:
    result = office.deliver(native_xlsx(XFD1048576="x"))
    assert result.reasons == ("DATEI_UNLESBAR",)
    assert "16384" in office.letter()
    bomb = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(ods(table(rows())))) as old, zipfile.ZipFile(bomb, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(
                b"<table:table-row>",
                b'<table:table-row table:number-rows-repeated="1000000"><table:table-cell '
                b'table:number-columns-repeated="16000" office:value-type="float" '
                b'office:value="1"/></table:table-row><table:table-row>', 1))  # fmt: skip
    assert office.deliver(bomb.getvalue()).reasons == ("DATEI_UNLESBAR",)


def test_nothing_breaks_on_noise(office: Office) -> None:
    """Truncated and mangled workbooks are refused, whatever the readers raise inside."""
    for content in (as_xlsx(table(rows())), xls(table(rows())), ods(table(rows())), parquet()):
        for cut in range(8, len(content), len(content) // 3):
            office.put(content[:cut], f"pauschalen_auszahlung__2024-01-31__v{cut}.x")
            mangled = content[:cut] + struct.pack("<Q", cut * 7919) + content[cut + 8 :]
            office.put(mangled, f"pauschalen_auszahlung__2024-01-30__v{cut}.x")
    for result in office.run().files:
        assert result.status in ("abgelehnt", "geladen", "teilweise")
    assert not [p for p in (office.data.inbox / "pauschalen_auszahlung").iterdir() if p.is_file()]


def test_an_empty_number_in_parquet_is_empty(office: Office) -> None:
    frame = pl.read_parquet(parquet()).with_columns(
        pl.Series("korrektur_eur", [300.0, None, None, None])
    )
    buffer = io.BytesIO()
    frame.write_parquet(buffer)
    result = office.deliver(buffer.getvalue(), "pauschalen_auszahlung__2024-01-31.parquet")
    assert result.status == "geladen"
    assert office.lake(result)["korrektur_eur"].null_count() == 3


def as_parquet(frame: pl.DataFrame) -> bytes:
    buffer = io.BytesIO()
    frame.write_parquet(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "dtype", [pl.Null, pl.List(pl.Int64), pl.Binary, pl.Struct({"a": pl.Int8})]
)
def test_empty_cells_of_any_type_in_parquet_are_empty(office: Office, dtype: pl.DataType) -> None:
    frame = pl.read_parquet(parquet()).with_columns(
        pl.Series("korrektur_eur", [None] * 4, dtype=dtype),
        pl.Series("gemeinde", [None] * 4, dtype=dtype),
        pl.Series("rueckforderung_eur", [None] * 4, dtype=dtype),
    )
    result = office.deliver(as_parquet(frame))
    assert result.status == "geladen", office.everything_written()
    assert office.lake(result)["gemeinde"].null_count() == 4


@pytest.mark.parametrize(
    "cells",
    [
        pl.Series([[1], None, None, None]),
        pl.Series([b"1", None, None, None]),
        pl.Series([float("nan"), None, 0.0, 0.0]),
    ],
)
def test_what_is_no_value_in_parquet(office: Office, cells: pl.Series) -> None:
    frame = pl.read_parquet(parquet()).with_columns(cells.alias("korrektur_eur"))
    result = office.deliver(as_parquet(frame))
    assert office.faults(result) == [("1", "korrektur_eur", "TYP")]
    assert "kein einzelner Wert" in office.quarantine(result)[0]["meldung"]


@pytest.mark.parametrize(
    ("number", "dtype", "text"),
    [
        (1e-13, pl.Float64, "0.0000000000001"),
        (1e16, pl.Float64, "10000000000000000"),
        (-2.5e-7, pl.Float64, "-0.00000025"),
        (1e300, pl.Float64, "1" + "0" * 300),
        (5.111e6, pl.Float64, "5111000"),
        (0.1, pl.Float32, "0.1"),
        (1e16, pl.Float32, "10000000000000000"),
    ],
)
def test_numbers_in_parquet_are_exact(number: float, dtype: pl.DataType, text: str) -> None:
    column = pl.Series("wert", [number, None, 1.5], dtype=dtype)
    (grid,) = read_parquet(as_parquet(column.to_frame())).grids
    assert [grid.texts(row) for row in (1, 2, 3)] == [(text,), (None,), ("1.5",)]


def test_the_header_of_a_parquet_file_is_in_no_row(office: Office) -> None:
    for frame in (
        pl.read_parquet(parquet()).drop("ags"),
        pl.read_parquet(parquet()).head(0),
        pl.read_parquet(parquet()).with_columns(pl.lit("x").alias("Gemeindeschlüssel")),
        pl.read_parquet(parquet()).select("ags"),
    ):
        message = office.deliver(as_parquet(frame)).message
        assert "die Liste der Spaltennamen" in message
        assert "Zeile 0" not in message


def placed(rows_written: str) -> bytes:
    """A workbook whose sheet has these rows."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(as_xlsx([]))) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            content = old.read(name).decode()
            if "sheet1" in name:
                content = content.replace("</sheetData>", f"{rows_written}</sheetData>")
            new.writestr(name, content, zipfile.ZIP_DEFLATED)
    return changed.getvalue()


SMALL_ROWS = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 40_000))


@pytest.mark.parametrize(
    "far",
    [
        '<row r="1000000"><c r="ALL1000000"><v>1</v></c></row>',
        "<row r='1000000'><c r='ALL1000000'><v>1</v></c></row>",
        '<row><c r="ALL1000000"><v>1</v></c></row>',
        '<row spans="1:1" r="1000000"><c s="0" r="ALL1000000"><v>1</v></c></row>',
        '<row r="1"><c r="ALL1"><v>1</v></c></row><row r="1000000"><c><v>1</v></c></row>',
        '<row r="1"><c r="all1"><v>1</v></c></row><row r="999999"/><row><c><v>1</v></c></row>',
        '<row r="1"><c r="ALK1"><v>1</v></c><c><v>1</v></c></row><c r="A1000000"><v>1</v></c>',
    ],
)
def test_a_far_cell_may_be_written_anywhere(office: Office, far: str) -> None:
    assert len(SMALL_ROWS) > 1 << 20
    office.put(placed(far + SMALL_ROWS), "pauschalen_auszahlung__2024-01-31__v1.xlsx")
    office.put(placed(SMALL_ROWS + far), "pauschalen_auszahlung__2024-01-31__v2.xlsx")
    for result in office.run().files:
        assert result.reasons == ("DATEI_UNLESBAR",)
        assert "bis Zeile 1000000, Spalte 1000." in result.message
