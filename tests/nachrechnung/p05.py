"""§ 5: bodies of the Land."""

from __future__ import annotations

import polars as pl

from .lieferungen import Lieferungen
from .rechnen import C, jahr, je_raum, limitiert, quote, verhaeltnis


def berechne(lieferungen: Lieferungen) -> list[pl.DataFrame]:
    gremien = lieferungen.zeilen("gremium")
    if gremien is None:
        return []
    gremien = je_raum(gremien.with_columns(zeitraum=jahr("jahr")))
    beide = C("mitglieder").is_not_null() & C("mit_einwanderungsgeschichte").is_not_null()
    anteil = gremien.group_by("raum_ebene", "raum_id", "zeitraum", "auspraegung").agg(
        zaehler=C("mit_einwanderungsgeschichte").filter(beide).sum(),
        nenner=C("mitglieder").filter(beide).sum(),
        _limitiert=limitiert("mit_einwanderungsgeschichte", "mitglieder", unter=beide),
        n=beide.sum(),
        n_ka=(~beide).sum(),
    )
    # where no Gremium has both the share has 0 in the denominator
    return [
        verhaeltnis(anteil, "i05.anteil_gremien", "jahr"),
        quote(gremien, "i05.gremien_mit_regelung", "jahr", C("regelung_vorhanden")),
    ]
