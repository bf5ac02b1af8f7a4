"""The ways in which offices write a table: one entry a habit seen in real deliveries."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

Container = Literal["csv", "xlsx", "ods", "parquet", "genesis", "befragung"]


@dataclass(frozen=True)
class Style:
    """How a file is written.

    zipped: packed into a zip · native: numbers and dates as such, not as text · header: names of
    the contract, the same in words, or its first aliases · thousands: what stands between groups
    of three digits · region: keys, keys that lost their zero, `5.334.002`, names · codes: ids,
    names of the list, other spellings of the list · dash: zeros as `-` · remark: a column that
    the contract does not know.
    """

    container: Container
    ending: str
    encoding: str = "utf-8"
    delimiter: str = ";"
    zipped: bool = False
    native: bool = False
    header: Literal["name", "words", "alias"] = "words"
    decimal: str = ","
    thousands: str = ""
    currency: str = ""
    date: str = "%d.%m.%Y"
    quarter: Literal["1", "Q1", "I/2023", "2023-Q1", "1. Quartal 2023"] = "1"
    month: Literal["2023-12", "Dez 2023", "12/2023"] = "2023-12"
    boolean: tuple[str, str | None] = ("ja", "nein")
    region: Literal["key", "short", "dotted", "name"] = "key"
    codes: Literal["id", "name", "also"] = "id"
    separator: str = "|"
    dash: bool = False
    quoted: bool = False
    framed: bool = True
    remark: bool = False
    old_generation: bool = False


_CSV = Style("csv", ".csv")
_XLSX = Style("xlsx", ".xlsx", native=True, decimal=".", date="%Y-%m-%d")

STYLES: dict[str, Style] = {
    "sauber": replace(_CSV, header="name", framed=False),
    "csv_cp1252": replace(_CSV, encoding="cp1252", codes="name", header="alias"),
    "csv_euro": replace(
        _CSV, encoding="cp1252", thousands=".", currency=" €", date="%d.%m.%y", quarter="Q1",
        region="dotted", dash=True, separator=";",
    ),
    "csv_tab": replace(
        _CSV, encoding="utf-8-sig", delimiter="\t", thousands="\u202f", quarter="I/2023",
        header="name",
    ),
    "csv_utf16": replace(_CSV, encoding="utf-16", delimiter="\t", boolean=("wahr", "falsch")),
    "csv_punkt": replace(
        _CSV, delimiter=",", decimal=".", date="%Y-%m-%d", quarter="2023-Q1", header="name",
        boolean=("true", "false"), quoted=True,
    ),
    "csv_namen": replace(_CSV, region="name", codes="name", quarter="1. Quartal 2023"),
    "csv_bemerkung": replace(
        _CSV, encoding="utf-8-sig", region="short", dash=True, remark=True,
    ),
    # decomposed umlauts, as they come from a Mac
    "csv_nfd": replace(_CSV, encoding="utf-8-sig", codes="name", thousands=" "),
    "zip_csv": replace(_CSV, encoding="cp1252", zipped=True, codes="also", quarter="Q1"),
    "xlsx": replace(_XLSX, codes="name"),
    "xlsx_zahl": replace(_XLSX, region="short", header="alias", quarter="Q1"),
    "xlsx_datum": replace(_XLSX, header="alias"),
    "xlsx_kreuze": replace(_XLSX, boolean=("x", None)),
    "xlsx_als_xls": replace(_XLSX, ending=".xls", codes="name"),
    "ba": replace(_XLSX, month="Dez 2023"),
    "ba_schraegstrich": replace(_XLSX, month="12/2023"),
    "ba_iso": replace(_XLSX),
    "ods": replace(_XLSX, container="ods", ending=".ods", date="%d.%m.%Y"),
    "parquet": replace(_XLSX, container="parquet", ending=".parquet", header="name"),
    "genesis_alt": Style("genesis", ".csv", encoding="cp1252", old_generation=True),
    "genesis_neu": Style("genesis", ".csv", encoding="utf-8-sig"),
    "genesis_zip": Style("genesis", ".csv", encoding="utf-8-sig", zipped=True),
    "sx_mappe": Style("befragung", ".xlsx"),
    "sx_zip": Style("befragung", ".zip"),
}  # fmt: skip
CLEAN = "sauber"
# sources whose layout is fixed have no free choice when clean
CLEAN_LAYOUTS = {"bevoelkerung": "genesis_neu", "befragung": "sx_zip"}
