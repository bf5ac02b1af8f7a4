"""Disclosure control: what of mart.indikator_wert may be published (design, section 3, decision 6).

Stands in until cell suppression with linked tables is built: every value of an indicator with
`schutz = person` is withheld, on all levels, because hiding only the small counts would let
them be computed back from sums. Money, posts and institutions pass unchanged.
"""

from __future__ import annotations

import duckdb

RULE = "vorläufig: alle Werte von Indikatoren mit schutz = person sind zurückgehalten"


def protect(connection: duckdb.DuckDBPyConnection) -> int:
    """Withhold protected values of pub.indikator_wert in place; returns how many rows.

    Withheld rows have wert, zaehler, nenner and n NULL and status `geheim`.
    """
    withheld = connection.execute(
        """
        UPDATE pub.indikator_wert
        SET wert = NULL, zaehler = NULL, nenner = NULL, n = NULL, status = 'geheim'
        WHERE indikator_id IN (SELECT indikator_id FROM pub.indikator WHERE schutz = 'person')
        """
    ).fetchone()
    assert withheld is not None
    return int(withheld[0])
