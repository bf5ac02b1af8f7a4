"""Disclosure control: what of mart.indikator_wert may be published (design, section 3, decision 6).

Stands in until cell suppression with linked tables is built: every value of an indicator with
`schutz = person` is withheld, on all levels, because hiding only the small counts would let
them be computed back from sums. Money, posts and institutions pass unchanged.
"""

from __future__ import annotations

from collections.abc import Sequence

RULE = "vorläufig: alle Werte von Indikatoren mit schutz = person sind zurückgehalten"

PROTECTED_TABLE = "indikator_wert"
COUNT_WITHHELD = "SELECT COUNT(*) FROM pub.indikator_wert WHERE status = 'geheim' AND n IS NULL"
_EMPTIED = ("wert", "zaehler", "nenner", "n")


def protected(columns: Sequence[str], values: str, catalogue_of_indicators: str) -> str:
    """A subquery of the values in which withheld rows are emptied.

    Withheld rows have wert, zaehler, nenner and n NULL and status `geheim`. A row whose
    indicator is missing in the catalogue counts as protected.
    """
    withheld = "COALESCE(indikator.schutz, 'person') = 'person'"
    selected = ", ".join(
        f"CASE WHEN {withheld} THEN NULL ELSE wert.{column} END AS {column}"
        if column in _EMPTIED
        else f"CASE WHEN {withheld} THEN 'geheim' ELSE wert.status END AS status"
        if column == "status"
        else f"wert.{column}"
        for column in columns
    )
    return (
        f"(SELECT {selected} FROM {values} AS wert LEFT JOIN {catalogue_of_indicators}"
        " AS indikator ON indikator.indikator_id = wert.indikator_id)"
    )
