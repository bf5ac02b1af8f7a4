"""Which files there are: source, Datenstand, version, what they hold and how they are written.

Every source has several deliveries, some of them corrected by a later version or Datenstand;
offices change their formats over time, as they do.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import cycle

from synth.context import QUARTERS, YEARS, Delivery, Period, contracts
from synth.styles import CLEAN, CLEAN_LAYOUTS

LARGEST_SHEETS = 10  # scale up to which KIM sends workbooks
FRAMED, BARE = ("xlsx", "csv_utf16", "xlsx_zahl"), ("sauber", "parquet", "sauber")
ANY_TEXT = ("text", "schluessel", "pseudonym", "gemeindename")
DRAFT, FINAL, LATE = "entwurf", "endgueltig", "nachtrag"


def plan(sources: list[str], mixed: bool, scale: float) -> list[Delivery]:
    """The deliveries of the named sources, in the order of the plan."""
    everything = _all()
    planned = {each.source for each in everything}
    found = [each for each in everything if each.source in sources]
    found += [each for name in sources if name not in planned for each in _from_contract(name)]
    return [_for_scale(each, scale) if mixed else _clean(each) for each in found]


def _for_scale(delivery: Delivery, scale: float) -> Delivery:
    """Cases of a large scale do not fit into a sheet."""
    is_large = scale > LARGEST_SHEETS and delivery.source.startswith("kim_")
    return replace(delivery, style="csv_cp1252") if is_large else delivery


def _clean(delivery: Delivery) -> Delivery:
    return replace(delivery, style=CLEAN_LAYOUTS.get(delivery.source, CLEAN))


def _all() -> list[Delivery]:
    return [
        *_pauschalen(),
        *_fde(),
        *_kim(),
        *_befragung(),
        *_yearly("ada_beratung", (3, 15), ("csv_cp1252", "xlsx_kreuze", "zip_csv")),
        *_yearly("beschwerdestelle", (4, 30), ("xlsx", "ods", "xlsx")),
        *_zue(),
        *_statistik(),
        *_verwaltung(),
    ]


def _from_contract(source: str) -> list[Delivery]:
    """A delivery a year of a source that has no plan of its own."""
    first = contracts()[source].columns[0].kind
    # a footnote below a table counts as a row where its first column takes any text
    return _yearly(source, (3, 31), BARE if first in ANY_TEXT else FRAMED)


def _yearly(source: str, day: tuple[int, int], styles: tuple[str, ...]) -> list[Delivery]:
    """One delivery a year, on a day of the year after it."""
    return [
        Delivery(source, date(year + 1, *day), Period(year), style)
        for year, style in zip(YEARS, cycle(styles), strict=False)
    ]


def _quarter_end(year: int, quarter: int) -> date:
    following = date(year + quarter // 4, 3 * quarter % 12 + 1, 1)
    return following - timedelta(days=1)


def _quarterly(source: str, lag: int, styles: tuple[str, ...]) -> list[Delivery]:
    """One delivery a quarter, `lag` days after its end."""
    periods = [Period(year, quarter) for year in YEARS for quarter in QUARTERS]
    return [
        Delivery(source, _quarter_end(*period) + timedelta(days=lag), period, style)
        for period, style in zip(periods, cycle(styles), strict=False)
    ]


def _pauschalen() -> list[Delivery]:
    styles = ("xlsx", "csv_euro", "csv_tab", "ods", "xlsx_zahl", "csv_euro", "csv_namen", "parquet",
              "xlsx", "csv_cp1252", "csv_tab", "csv_punkt")  # fmt: skip
    name = "pauschalen_auszahlung"
    paid = [
        Delivery(name, date(year, 3 * quarter, 1), Period(year, quarter), style)
        for (year, quarter), style in zip(
            [(year, quarter) for year in YEARS for quarter in QUARTERS], styles, strict=True
        )
    ]
    # corrected by a second version, and by a later Datenstand
    first = Delivery(name, date(2022, 12, 1), Period(2022, 4), "csv_cp1252", stage=DRAFT)
    second = Delivery(name, date(2022, 12, 1), Period(2022, 4), "ods", version=2)
    early = Delivery(name, date(2024, 6, 1), Period(2024, 2), "csv_cp1252", stage=DRAFT)
    late = Delivery(name, date(2024, 8, 15), Period(2024, 2), "csv_tab")
    replaced = {(2022, 4): [first, second], (2024, 2): [early, late]}
    payments = [
        each
        for delivery in paid
        for each in replaced.get((delivery.period.year, delivery.period.quarter), [delivery])
    ]
    use = [
        Delivery("pauschalen_verwendung", date(2023, 6, 30), Period(2022), "xlsx"),
        Delivery("pauschalen_verwendung", date(2024, 6, 30), Period(2023), "csv_bemerkung",
                 stage=DRAFT),
        Delivery("pauschalen_verwendung", date(2024, 9, 30), Period(2023), "csv_bemerkung"),
        Delivery("pauschalen_verwendung", date(2025, 6, 30), Period(2024), "xlsx_zahl"),
    ]  # fmt: skip
    return payments + use


def _fde() -> list[Delivery]:
    measures = "fde_ki_massnahme"
    year_2022 = [Delivery(measures, date(2023, 2, 28), Period(2022), "xlsx")]
    later = [each for each in _quarterly(measures, 50, ("xlsx", "xlsx", "zip_csv", "csv_punkt"))
             if each.period.year > 2022]  # fmt: skip
    draft = Delivery(measures, date(2024, 2, 1), Period(2023, 4), "csv_cp1252", stage=DRAFT)
    return [
        *year_2022,
        draft,
        *later,
        Delivery("fde_komm_an", date(2023, 4, 30), Period(2022), "csv_euro"),
        Delivery("fde_komm_an", date(2024, 4, 30), Period(2023), "xlsx", stage=DRAFT),
        Delivery("fde_komm_an", date(2024, 4, 30), Period(2023), "xlsx", version=2),
        Delivery("fde_komm_an", date(2025, 4, 30), Period(2024), "csv_cp1252"),
        Delivery("fde_lsp", date(2023, 6, 15), Period(2022), "csv_cp1252"),
        Delivery("fde_lsp", date(2024, 2, 29), Period(2023), "csv_cp1252", stage=DRAFT),
        Delivery("fde_lsp", date(2024, 6, 15), Period(2023), "csv_euro"),
        Delivery("fde_lsp", date(2025, 6, 15), Period(2024), "xlsx"),
        *_yearly("fde_ia_einrichtung", (5, 15), ("xlsx", "xlsx_als_xls", "csv_cp1252")),
        *_yearly("fde_ia_massnahme", (5, 15), ("csv_tab", "csv_nfd", "xlsx_zahl")),
    ]


def _kim() -> list[Delivery]:
    cases = _yearly("kim_fall", (1, 31), ("csv_cp1252", "csv_utf16", "csv_tab"))
    cases[-1] = replace(cases[-1], stage=DRAFT)
    added = Delivery("kim_fall", date(2025, 3, 14), Period(2024), "xlsx_datum", stage=LATE)
    contacts = _quarterly("kim_kontakt", 21, ("csv_cp1252", "zip_csv", "csv_punkt", "csv_tab"))
    contacts[5] = replace(contacts[5], stage=DRAFT)
    again = Delivery("kim_kontakt", date(2023, 9, 5), Period(2023, 2), "csv_cp1252", stage=LATE)
    half = [
        Delivery("kim_stelle", date(year + quarter // 4, 8 if quarter == 2 else 2, 15),
                 Period(year, quarter), style)
        for year in YEARS
        for quarter, style in ((2, "xlsx"), (4, "csv_cp1252"))
    ]  # fmt: skip
    return [*cases, added, *contacts, again, *half]


def _befragung() -> list[Delivery]:
    def delivery(
        name: str, day: date, style: str, version: int = 1, stage: str = FINAL
    ) -> Delivery:
        return Delivery("befragung", day, Period(2024), style, version, stage, name)

    return [
        delivery("ki_leitungen", date(2024, 7, 15), "sx_mappe", stage=DRAFT),
        delivery("ki_leitungen", date(2024, 7, 15), "sx_mappe", version=2),
        delivery("kommunalbefragung", date(2024, 11, 4), "sx_zip"),
    ]


def _zue() -> list[Delivery]:
    quarters = _quarterly("zue_quartal", 30, ("xlsx", "csv_cp1252", "ods", "xlsx"))
    again = replace(quarters[6], style="xlsx", version=2)
    quarters[6] = replace(quarters[6], stage=DRAFT)
    return [*quarters, again]


def _statistik() -> list[Delivery]:
    months = [Period(2021, 4), *(Period(year, quarter) for year in YEARS for quarter in QUARTERS)]
    styles = {2023: "ba_schraegstrich", 2024: "ba_iso"}
    sgb2 = [
        Delivery("sgb2_kennzahl", _quarter_end(*period) + timedelta(days=84), period,
                 styles.get(period.year, "ba"))
        for period in months
    ]  # fmt: skip
    last = sgb2[8]  # December 2023, revised in June
    sgb2[8] = replace(last, stage=DRAFT)
    revised = replace(last, datenstand=date(2024, 6, 27))
    return [
        *sgb2,
        revised,
        Delivery("monitoring_indikator", date(2023, 9, 27), Period(2023), "xlsx"),
        Delivery("monitoring_indikator", date(2025, 9, 24), Period(2025), "csv_tab"),
        Delivery("bevoelkerung", date(2022, 6, 30), Period(2021), "genesis_alt"),
        Delivery("bevoelkerung", date(2023, 6, 29), Period(2022), "genesis_alt"),
        Delivery("bevoelkerung", date(2024, 6, 27), Period(2023), "genesis_neu"),
        Delivery("bevoelkerung", date(2025, 6, 26), Period(2024), "genesis_zip"),
    ]


def _verwaltung() -> list[Delivery]:
    budget = [
        each
        for year, style in zip((*YEARS, 2025), ("xlsx", "csv_euro", "xlsx", "csv_euro"),
                               strict=True)
        for each in (
            Delivery("haushalt_titel", date(year, 1, 10), Period(year), style, stage=DRAFT),
            Delivery("haushalt_titel", date(year + 1, 5, 20), Period(year), "xlsx_zahl"),
        )
        if each.datenstand < date(2026, 1, 1)
    ]  # fmt: skip
    mistaken = Delivery("fortbildung", date(2025, 3, 31), Period(2025), "xlsx")
    withdrawn = Delivery("fortbildung", date(2025, 4, 7), Period(2025), "csv_cp1252",
                         withdrawn=((("jahr", 2025),),))  # fmt: skip
    return [
        *budget,
        *_yearly("gremium", (2, 28), ("xlsx", "csv_cp1252", "ods")),
        *_yearly("ikoe_massnahme", (3, 31), ("xlsx", "xlsx", "csv_utf16")),
        *_yearly("fortbildung", (3, 31), ("csv_cp1252", "xlsx", "csv_tab"))[:-1],
        Delivery("fortbildung", date(2025, 2, 28), Period(2024), "csv_tab"),
        mistaken,
        withdrawn,
        *_yearly("mso_foerderung", (4, 15), ("csv_euro", "xlsx", "csv_namen")),
        Delivery("mso_foerderung", date(2025, 9, 30), Period(2025), "xlsx", stage=DRAFT),
        Delivery("mso_foerderung", date(2025, 11, 14), Period(2025), "xlsx"),
        *_yearly("lir_austausch", (1, 31), ("xlsx", "csv_cp1252", "xlsx")),
    ]
