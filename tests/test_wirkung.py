"""The model of effects as data: every indicator that can be computed has its place in a chain."""

from __future__ import annotations

import csv
import re

from tintg.paths import SEEDS


def seed(name: str) -> list[dict[str, str]]:
    with (SEEDS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_computable_indicator_has_an_edge() -> None:
    ends = {
        edge[end]
        for edge in seed("wirkung.csv")
        for end in ("von_indikator_id", "nach_indikator_id")
    }
    catalogue = seed("indikator.csv")
    computable = {row["indikator_id"] for row in catalogue if row["berechenbar"] == "true"}
    # the report's printed sums are a second reading of i17.bewilligt_summe, whose effects are
    # in the model already: edges of their own would only count the same money twice
    printed_again = "i17.bewilligt_summe_bericht"
    assert printed_again not in ends
    # what any question of any survey answers belongs to no single chain
    without = {id_ for id_ in computable - ends if not id_.startswith("ibf.")}
    assert without == {printed_again}


def test_assumptions_are_sentences_of_their_own() -> None:
    edges = seed("wirkung.csv")
    assert len({edge["annahme"] for edge in edges}) == len(edges)
    for edge in edges:
        assert edge["annahme"].endswith(".") and edge["annahme"][0].isupper()
        assert edge["annahme"].count(".") == 1, edge["annahme"]


def test_reasons_of_the_rating_name_their_threshold() -> None:
    for rule in seed("datenlage_regel.csv"):
        assert rule["grund"].endswith(".")
        if int(rule["schwelle"]) > 1:
            assert "{schwelle}" in rule["grund"], rule["kriterium"]


def test_replaced_indicators_name_one_that_is_computed() -> None:
    catalogue = {row["indikator_id"]: row for row in seed("indikator.csv")}
    replaced = {id_: row for id_, row in catalogue.items() if row["ersetzt_durch"]}
    for id_, row in replaced.items():
        assert catalogue[row["ersetzt_durch"]]["berechenbar"] == "true", id_
        assert row["ersetzt_durch"] in row["grund"], id_
    named = {
        id_ for id_, row in catalogue.items() if re.search(r"der Indikator i\d\d", row["grund"])
    }
    assert named == set(replaced)
