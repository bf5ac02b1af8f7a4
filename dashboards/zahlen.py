"""German notation of values, dates and periods, and the signs that stand in place of a value."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal

LOCALE = "de_DE"
HERE = ZoneInfo("Europe/Berlin")

UNITS = {"EUR": "€", "Prozent": "%"}
"""Units that are written otherwise than the catalogue names them."""

COUNTED = {"Gemeinden": "Gemeinde", "Personen": "Person"}
"""Units that are counted, with the word for exactly one."""

SIGNS = {
    "geheim": "•",
    "keine_angabe": "k. A.",
    "nicht_sinnvoll": "x",
    "unsicher": "/",
    "spaeter": "…",
}
"""Status and the sign that stands in place of its value (after DIN 55301)."""

RESTRICTED = "eingeschraenkt"

SIGN_TEXTS = {
    "geheim": "• bedeutet: Der Wert wird geheim gehalten.",
    "keine_angabe": "k. A. bedeutet: Es liegt keine Angabe vor.",
    "nicht_sinnvoll": "x bedeutet: Ein Wert ist hier nicht sinnvoll, etwa ein Anteil an null Euro.",
    "unsicher": "/ bedeutet: Der Wert ist nicht sicher genug.",
    "spaeter": "… bedeutet: Der Wert folgt später.",
    RESTRICTED: "(12) bedeutet: Der Wert in Klammern ist nur eingeschränkt aussagefähig.",
}


@dataclass(frozen=True)
class Value:
    """A value with its unit and decimals, or the status that stands in its place."""

    wert: float | None
    status: str = ""
    einheit: str = ""
    dezimalen: int = 0

    @property
    def reason(self) -> str:
        """The status that a legend explains, empty for a normal value."""
        if self.wert is not None and self.status in ("", RESTRICTED):
            return self.status
        return self.status if self.status in SIGNS else "keine_angabe"

    @property
    def known(self) -> bool:
        """Whether there is a number to show."""
        return self.reason in ("", RESTRICTED)

    @property
    def why(self) -> str:
        """Why a sign stands in place of the number, empty where there is one."""
        return "" if self.known else SIGN_TEXTS[self.reason].partition("bedeutet: ")[2]

    @property
    def rounded(self) -> float | None:
        """The number as shown, None where a sign stands in its place."""
        return float(half_up(self.wert, self.dezimalen)) if self._number is not None else None

    @property
    def bare(self) -> str:
        """Without unit: `14.128.200`, `(12)`, `•`."""
        return self._shown("")

    @property
    def text(self) -> str:
        """With unit: `14.128.200 €`, `51,5 %`, `(12) €`, `•`."""
        return self._shown(self.einheit)

    @property
    def _number(self) -> float | None:
        return self.wert if self.known else None

    def _shown(self, unit: str) -> str:
        if self._number is None:
            return SIGNS[self.reason]
        shown = number(self._number, self.dezimalen)
        if self.status == RESTRICTED:
            shown = f"({shown})"
        return f"{shown} {unit_word(unit, self.rounded)}".rstrip()


def half_up(value: float | Decimal | None, decimals: int) -> Decimal:
    """Rounded as in commerce: a half goes up, so 0,25 becomes 0,3."""
    exact = Decimal(repr(float(value))) if isinstance(value, float) else Decimal(value or 0)
    return exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP) + 0


def unit_word(unit: str, count: float | None) -> str:
    """The unit as it stands behind a number: `€`, `Gemeinden`, behind a 1 `Gemeinde`."""
    return COUNTED[unit] if count == 1 and unit in COUNTED else UNITS.get(unit, unit)


def number(value: float, decimals: int = 0) -> str:
    """`14128200.0` → `14.128.200`."""
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    text: str = format_decimal(half_up(float(value), decimals), pattern, locale=LOCALE)
    return text


def counted(count: float, one: str, many: str) -> str:
    """`1 Lieferung`, `1.200 Lieferungen`: a count with the word that goes with it."""
    return f"{number(count)} {one if count == 1 else many}"


def euro(value: float) -> str:
    """`14128200` → `14.128.200 €`."""
    return Value(value, einheit="EUR").text


def percent(value: float, decimals: int = 1) -> str:
    """`51.53` → `51,5 %`."""
    return Value(value, einheit="Prozent", dezimalen=decimals).text


def date(value: dt.date | None) -> str:
    """`2024-06-30` → `30.06.2024`."""
    if value is None:
        return SIGNS["keine_angabe"]
    text: str = format_date(value, "dd.MM.yyyy", locale=LOCALE)
    return text


def local_time(iso: str) -> str:
    """A time of the manifest (UTC) as it is on German clocks: `21.11.2026, 23:48 Uhr`."""
    moment = dt.datetime.fromisoformat(iso)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=dt.UTC)
    text: str = format_datetime(moment.astimezone(HERE), "dd.MM.yyyy, HH:mm 'Uhr'", locale=LOCALE)
    return text


def period(typ: str, zeitraum: str) -> str:
    """`quartal`, `2023-Q2` → `2. Quartal 2023`; `stichtag`, `2023-12-31` → `31.12.2023`."""
    if typ == "quartal":
        year, quarter = zeitraum.split("-Q")
        return f"{quarter}. Quartal {year}"
    if typ == "stichtag":
        return date(dt.date.fromisoformat(zeitraum))
    if typ == "monat":
        month: str = format_date(dt.date.fromisoformat(f"{zeitraum}-01"), "MMMM yyyy", LOCALE)
        return month
    return zeitraum


def legend(values: list[Value]) -> list[str]:
    """One sentence for each sign that occurs among the values."""
    occurring = {value.reason for value in values}
    return [text for status, text in SIGN_TEXTS.items() if status in occurring]
