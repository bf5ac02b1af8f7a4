"""The report against itself: the parser, the intervals, and what the figures give.

Everything expected here was worked out by hand from the report, not with the model.
"""

from __future__ import annotations

import csv
import importlib.util
import math
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import duckdb
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tintg.paths import PROJECT, SEEDS, DataDir

# The printed figures that contradict the report, and why. A line more or less here is a finding.
CONTRADICTIONS = {
    "p03.gla.kommunen_uebersetzungen": "15 mit Übersetzungen, aber nur 21 - 8 mit Angaben",
    "p06.massnahmen_anteil.behoerden.a": "vier mit Maßnahmen, aber nur drei Antworten",
    "p00.novelle.jahr.c": "das Gesetz wurde 2021 novelliert (Z. 646), hier 2022 (Z. 511)",
    "p00.novelle.jahr.d": "das Gesetz wurde 2021 novelliert (Z. 646), hier 2022 (Z. 1304)",
    "p00.novelle.jahr.e": "das Gesetz wurde 2021 novelliert (Z. 646), hier 2022 (Z. 1682)",
    "p00.tintg.novellierung.kap6": "2021 (Z. 646), im Schlusskapitel 2022 (Z. 8528, 8541, 8585)",
    "p06.befragung.ministerien.c": "zwölf Ministerien (Z. 2539, 2556), hier zehn (Z. 3059)",
    "p06.befragung.ministerien.d": "zwölf Ministerien (Z. 2539, 2556), hier zehn (Z. 3061)",
    "p06.massnahmen_anteil.behoerden.b": "vier Behörden (Z. 2600), hier eine (Z. 2636)",
    "p08.lsp.ki_anteil.2023": "47 von 54 sind 87 %, gedruckt 90 % (Z. 4281)",
    "p10.herausf.grosse_lerngruppe.wort": "9 von 33 sind 27 %, ein Viertel liegt näher (Z. 5572)",
    "p10.herausf.heterogen.anteil.b": "28 von 33 sind 84,8 %, gedruckt 84 % (Z. 5552)",
    "p11.elb.flucht.text.min": "Minimum 153.576 (Z. 6247), gedruckt 156.178 (Z. 6185)",
    "p17.anteil_unterbringung.2023": "100 - 51,5 - 24,6 sind 23,9 %, gedruckt 23 % (Z. 1515)",
}
# Bounds on days that do not hold: a report may look ahead, so these are no contradictions.
BROKEN_BOUNDS = {
    "p07.meldestellen.meldungen_ab": "17.03.2025, eine Woche nach dem Redaktionsschluss",
    "p12.zemac.controlling.bis": "Daten aus 2024, betrachtet wird bis Dezember 2023",
}


@pytest.fixture(scope="module")
def rechnung() -> Any:
    """The model's module, loaded apart from SQLMesh."""
    path = PROJECT / "models" / "core" / "veroeffentlichte_rechnung.py"
    spec = importlib.util.spec_from_file_location("veroeffentlichte_rechnung", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def seed(name: str) -> list[dict[str, str]]:
    with (SEEDS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def figures() -> dict[str, dict[str, str]]:
    return {row["figure_id"]: row for row in seed("veroeffentlichte_zahl.csv")}


@pytest.fixture(scope="module")
def warehouse(demo: DataDir) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(demo.warehouse), read_only=True) as connection:
        yield connection


def exact(*values: str) -> tuple[Fraction, ...]:
    return tuple(Fraction(value) for value in values)


# --- the intervals ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "precision", "wording", "fraction", "low", "high"),
    [
        ("359", "genau", "", "", "359", "359"),
        ("51.5", "gerundet", "", "", "51.45", "51.55"),
        ("68.0", "gerundet", "", "", "67.95", "68.05"),
        # every digit of a percentage is meant, also a 0 at its end
        ("90", "gerundet", "", "", "89.5", "90.5"),
        # 6,5 and 9,41 Mio. Euro
        ("6500000", "gerundet", "", "", "6450000", "6550000"),
        ("9410000", "gerundet", "", "", "9405000", "9415000"),
        ("2660", "ungefaehr", "rund", "", "2655", "2665"),
        ("14000000", "ungefaehr", "rund", "", "13500000", "14500000"),
        # who rounds to a five counts in fives
        ("51.5", "ungefaehr", "rund", "", "51.25", "51.75"),
        ("95", "ungefaehr", "rund", "", "92.5", "97.5"),
        ("10500000", "ungefaehr", "mehr_als", "", "10500000", "11000000"),
        ("2", "ungefaehr", "fast", "", "1.5", "2"),
        # a share in words reaches halfway to its neighbour: a fifth, a third, a half
        ("25", "ungefaehr", "fast", "1/4", "22.5", "25"),
        ("25", "ungefaehr", "rund", "1/4", "22.5", "175/6"),
        ("50", "ungefaehr", "mehr_als", "1/2", "50", "200/3"),
        ("0.5", "ungefaehr", "rund", "1/2", "5/12", "7/12"),
        ("0", "ungefaehr", "rund", "", "-0.5", "0.5"),
    ],
)
def test_a_print_stands_for_an_interval(
    rechnung: Any, printed: str, precision: str, wording: str, fraction: str, low: str, high: str
) -> None:
    span = rechnung.span_of_number(printed, precision, wording, fraction)
    assert span == exact(low, printed, high)


def rounded_half_up(value: Fraction, places: int) -> str:
    units = math.floor(value * 10**places + Fraction(1, 2))
    if places == 0:
        return str(units)
    return f"{units // 10**places}.{units % 10**places:0{places}d}"


VALUES = st.fractions(min_value=0, max_value=999, max_denominator=10_000)


@given(value=VALUES, places=st.integers(0, 3))
def test_the_value_before_rounding_lies_in_the_interval(
    rechnung: Any, value: Fraction, places: int
) -> None:
    printed = rounded_half_up(value, places)
    assume(Fraction(printed) < 1000)
    low, middle, high = rechnung.span_of_number(printed, "gerundet", "", "")
    assert low <= value <= high and middle == Fraction(printed)
    rough_low, _, rough_high = rechnung.span_of_number(printed, "ungefaehr", "rund", "")
    assert rough_low <= low and high <= rough_high


@given(value=st.integers(1_000, 10**9), zeros=st.integers(1, 6))
def test_the_value_before_rounding_to_thousands_lies_in_the_interval(
    rechnung: Any, value: int, zeros: int
) -> None:
    printed = str(math.floor(Fraction(value, 10**zeros) + Fraction(1, 2)) * 10**zeros)
    assume(int(printed) >= 1000)
    low, _, high = rechnung.span_of_number(printed, "gerundet", "", "")
    assert low <= value <= high


@given(values=st.lists(VALUES, min_size=3, max_size=3), places=st.integers(0, 2), data=st.data())
def test_the_result_before_rounding_lies_in_the_calculated_interval(
    rechnung: Any, values: list[Fraction], places: int, data: st.DataObject
) -> None:
    prints = [rounded_half_up(value, places) for value in values]
    spans = {
        name: rechnung.span_of_number(printed, "gerundet", "", "")
        for name, printed in zip("abc", prints, strict=True)
    }
    signs = data.draw(st.lists(st.sampled_from("+-*/"), min_size=2, max_size=2))
    result = rechnung.evaluate(f"( a {signs[0]} b ) {signs[1]} c", spans)
    assume(result is not None)
    operators = {
        "+": lambda x, y: x + y,
        "-": lambda x, y: x - y,
        "*": lambda x, y: x * y,
        "/": lambda x, y: x / y,
    }
    truth = operators[signs[1]](operators[signs[0]](values[0], values[1]), values[2])
    assert result[0] <= truth <= result[2] and result[0] <= result[1] <= result[2]


# --- the parser ------------------------------------------------------------------------------

NUMBERS = {
    "a": exact("6", "6", "6"),
    "p08.lsp-2.a": exact("3", "3", "3"),
    "null": exact("0", "0", "0"),
    "um-null": exact("-1", "1", "2"),
}


@pytest.mark.parametrize(
    ("expression", "result"),
    [
        ("a", "6"),
        ("a - p08.lsp-2.a - 1", "2"),
        ("a / p08.lsp-2.a * 2", "4"),
        ("a + p08.lsp-2.a * 2", "12"),
        ("(a + p08.lsp-2.a) * 2", "18"),
        ("100 * ( a / p08.lsp-2.a - 1 )", "100"),
        ("( ( 5 * a + 0.5 ) )", "30.5"),
    ],
)
def test_expressions(rechnung: Any, expression: str, result: str) -> None:
    assert rechnung.evaluate(expression, NUMBERS) == exact(result, result, result)


@pytest.mark.parametrize("divisor", ["null", "um-null", "( a - 6 )"])
def test_a_divisor_that_may_be_zero_gives_nothing(rechnung: Any, divisor: str) -> None:
    assert rechnung.evaluate(f"1 + a / {divisor}", NUMBERS) is None


@pytest.mark.parametrize(
    "expression",
    [
        *("", "a +", "+ a", "a a", "( a", "a )", "()", "a-p08.lsp-2.a", "unbekannt", "a ** a"),
        *("-1", "1e9", "a // a", "__import__('os')", "a if a else a", "a , a", "1 .5"),
    ],
)
def test_what_is_no_expression_is_refused(rechnung: Any, expression: str) -> None:
    with pytest.raises(ValueError, match="Kein Rechenausdruck"):
        rechnung.evaluate(expression, NUMBERS)


def figure(name: str, printed: str, unit: str = "Prozent", **more: str) -> dict[str, Any]:
    empty = dict.fromkeys(("naeherung", "bruch", "abgeleitet_aus", "grenze"))
    return {"figure_id": name, "druck": printed, "einheit": unit, "genauigkeit": "genau"} | (
        empty | more
    )


def test_a_figure_does_not_follow_from_itself(rechnung: Any) -> None:
    with pytest.raises(ValueError, match="aus sich selbst"):
        rechnung.calculated([figure("a", "1", abgeleitet_aus="a + 1")])


def test_a_bound_needs_a_direction(rechnung: Any) -> None:
    with pytest.raises(ValueError, match="<= oder >="):
        rechnung.calculated([figure("a", "1"), figure("b", "1", grenze="a")])


def test_dates_are_compared_as_exactly_as_the_coarsest_is_printed(rechnung: Any) -> None:
    day = figure("tag", "2012-02-14", "Datum")
    (_, year) = rechnung.calculated([day, figure("jahr", "2012", "Datum", abgeleitet_aus="tag")])
    assert (year["druck_wert"], year["rechnung_wert"]) == (2012, 2012)
    (_, other) = rechnung.calculated(
        [day, figure("tag2", "2012-02-15", "Datum", abgeleitet_aus="tag")]
    )
    assert other["druck_wert"] > other["rechnung_wert"]
    (_, month) = rechnung.calculated(
        [day, figure("monat", "2012-02", "Datum", abgeleitet_aus="tag")]
    )
    assert month["druck_wert"] == month["rechnung_wert"] == 2012 + 1 / 12


# --- cases from the report, by hand ----------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "low", "result", "high"),
    [
        # rund 51,5 + 24,6 + 23 leave 0,9: the rest is 23,6 to 24,2 and never prints as 23
        ("p17.anteil_unterbringung.2023", "23.6", "23.9", "24.2"),
        # 44 + 39 + 12 + 6 are 101: only rounding, the rest is 3,5 to 6,5
        ("im.zugehoerigkeit.gar_nicht", "3.5", "5", "6.5"),
        # 142 + 151 + 2368
        ("p12.massnahmen.anzahl.2023", "2661", "2661", "2661"),
        ("p08.lsp.ki_anteil.2023", "2350/27", "2350/27", "2350/27"),
        # (5 * 26 + 4 * 3 + 1 * 3 + 3 * 1) / 33
        ("p10.raum.abschliessbar.mw", "148/33", "148/33", "148/33"),
        ("p11.anerkennung.jahre", "5", "5", "5"),
        ("p17.gemeinden.wachstum.2018_2023.a", "13300/226", "13300/226", "13300/226"),
    ],
)
def test_recalculated_figures(
    rechnung: Any, figures: dict[str, Any], name: str, low: str, result: str, high: str
) -> None:
    (row,) = [
        row for row in rechnung.calculated(list(figures.values())) if row["figure_id"] == name
    ]
    found = [row["rechnung_von"], row["rechnung_wert"], row["rechnung_bis"]]
    assert found == pytest.approx([float(value) for value in exact(low, result, high)], rel=1e-12)


def test_means_are_possible_with_their_number_of_answers(figures: dict[str, Any]) -> None:
    """A mean of n whole answers is a whole number over n, and lies on its scale."""
    means = [row for row in figures.values() if row["art"] == "mittelwert" and row["n"]]
    checked = 0
    for row in means:
        low, high = (int(end) for end in row["skala"].split("-")) if row["skala"] else (0, 10**6)
        value, n = Fraction(row["druck"]), int(row["n"])
        assert low <= value <= high, row["figure_id"]
        if row["skala"] and "." in row["druck"]:
            step = Fraction(1, 10 ** len(row["druck"].split(".")[1]))
            assert abs(Fraction(round(value * n), n) - value) <= step / 2, row["figure_id"]
            checked += 1
    assert checked > 30


def test_answers_and_refusals_fit_the_sample(figures: dict[str, Any]) -> None:
    samples = {"p08.": 54, "p10.": 37}
    for name, row in figures.items():
        if row["n"] and row["n_ka"]:
            assert int(row["n"]) + int(row["n_ka"]) <= samples[name[:4]], name


# --- the warehouse ---------------------------------------------------------------------------


def test_every_figure_has_a_verdict(warehouse: Any, figures: dict[str, Any]) -> None:
    names = warehouse.execute(
        "SELECT figure_id FROM mart.veroeffentlichte_zahl_abgleich"
    ).fetchall()
    assert {name for (name,) in names} == set(figures) and len(names) == 786


def test_exactly_these_figures_contradict_the_report(warehouse: Any) -> None:
    found = warehouse.execute(
        "SELECT figure_id FROM mart.veroeffentlichte_zahl_abgleich WHERE urteil = 'weicht ab'"
    ).fetchall()
    assert {name for (name,) in found} == set(CONTRADICTIONS)


def test_exactly_these_bounds_do_not_hold(warehouse: Any) -> None:
    found = warehouse.execute(
        "SELECT figure_id FROM mart.veroeffentlichte_zahl_abgleich WHERE NOT ist_grenze_eingehalten"
        " AND urteil <> 'weicht ab'"
    ).fetchall()
    assert {name for (name,) in found} == set(BROKEN_BOUNDS)


def test_every_calculation_has_a_verdict(warehouse: Any, figures: dict[str, Any]) -> None:
    counts = dict(
        warehouse.execute(
            "SELECT urteil_rechnung, COUNT(*) FROM mart.veroeffentlichte_zahl_abgleich GROUP BY 1"
        ).fetchall()
    )
    assert sum(1 for row in figures.values() if row["abgeleitet_aus"]) == 171 + 22
    assert counts == {
        "stimmt": 128,
        "stimmt gerundet": 53,
        "weicht ab": len(CONTRADICTIONS),
        # two counts have no calculation but break a bound
        "nicht ableitbar": 786 - 171 - 22 - 2,
    }


def test_the_example_deliveries_confirm_their_figures(warehouse: Any) -> None:
    """They were made from the report, so they agree, but for the figures that are wrong there."""
    found = warehouse.execute(
        "SELECT figure_id, urteil FROM mart.veroeffentlichte_zahl_abgleich"
        " WHERE urteil_indikator = 'weicht ab'"
    ).fetchall()
    assert {verdict for _, verdict in found} <= {"weicht ab"}
    confirmed = dict(
        warehouse.execute(
            "SELECT figure_id, urteil FROM mart.veroeffentlichte_zahl_abgleich"
            " WHERE urteil_rechnung = 'nicht ableitbar' AND indikator_ergebnis IS NOT NULL"
        ).fetchall()
    )
    assert confirmed["p17.gemeinden.2023.a"] == "stimmt"
    assert confirmed["p17.anteil_betreuung.2023"] == "stimmt gerundet"
    assert set(confirmed.values()) == {"stimmt", "stimmt gerundet"}


def test_what_no_delivery_holds_has_no_data(warehouse: Any) -> None:
    (verdict,) = warehouse.execute(
        "SELECT urteil FROM mart.veroeffentlichte_zahl_abgleich"
        " WHERE figure_id = 'p17.gemeinden.2018'"
    ).fetchone()
    assert verdict == "keine Daten"


# --- the seeds -------------------------------------------------------------------------------


def test_added_calculations_say_why(figures: dict[str, Any]) -> None:
    for name, row in figures.items():
        origin = row["herkunft"]
        assert (origin != "") == (row["abgeleitet_aus"] != ""), name
        assert origin in ("", "uebernommen", "eigen"), name
        assert (origin == "eigen") == row["grund"].endswith("."), name
        assert (row["grenze"] != "") == row["grenze_grund"].endswith("."), name
        assert (row["naeherung"] != "") == (
            row["genauigkeit"] == "ungefaehr" and row["einheit"] != "Datum"
        ), name


def test_indicators_of_figures_are_in_the_catalogue(figures: dict[str, Any]) -> None:
    catalogue = {row["indikator_id"] for row in seed("indikator.csv")}
    mapped = seed("veroeffentlichte_zahl_indikator.csv")
    assert {row["indikator_id"] for row in mapped} <= catalogue
    assert {row["figure_id"] for row in mapped} <= set(figures)
    assert len({row["figure_id"] for row in mapped}) == len(mapped) > 130
    related = {"anteil_bezug", "verhaeltnis", "wachstum"}
    assert {row["ablesung"] for row in mapped} == related | {
        *("wert", "zaehler", "nenner", "anteil_nenner"),
    }
    for row in mapped:
        assert (row["ablesung"] in related) == (row["bezug_zeitraum"] != ""), row["figure_id"]


def test_the_page_names_every_contradiction(figures: dict[str, Any]) -> None:
    page = (PROJECT / "docs" / "abgleich.md").read_text("utf-8")
    for name in (*CONTRADICTIONS, *BROKEN_BOUNDS):
        assert f"`{name}`" in page, name
