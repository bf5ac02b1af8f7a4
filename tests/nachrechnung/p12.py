"""§ 12: Integrationsagenturen and their measures, organisations of migrants."""

from __future__ import annotations

import polars as pl

from .lieferungen import Lieferungen, liste
from .rechnen import C, anzahl, jahr, je_gemeinderaum, je_raum, median, quote, summe


def berechne(lieferungen: Lieferungen) -> list[pl.DataFrame]:
    return [*_einrichtungen(lieferungen), *_massnahmen(lieferungen), *_mso(lieferungen)]


def _einrichtungen(lieferungen: Lieferungen) -> list[pl.DataFrame]:
    alle = lieferungen.zeilen("fde_ia_einrichtung")
    if alle is None:
        return []
    alle = je_gemeinderaum(alle.with_columns(zeitraum=jahr("berichtsjahr")), "regierungsbezirk")
    agenturen = alle.filter(C("art") == "IA")
    return [
        anzahl(agenturen, "i12.ia_anzahl", "jahr", zeitraeume=alle),
        anzahl(
            agenturen,
            "i12.ia_anzahl",
            "jahr",
            je="traeger",
            merkmal="traeger",
            codes=liste("wohlfahrtsverband"),
            zeitraeume=alle,
        ),
        summe(
            agenturen.filter(C("raum_ebene") == "land"),
            "i12.arbeitskreise",
            "jahr",
            "arbeitskreise",
        ),
    ]


def _massnahmen(lieferungen: Lieferungen) -> list[pl.DataFrame]:
    zeilen = lieferungen.zeilen("fde_ia_massnahme")
    if zeilen is None:
        return []
    zeilen = je_raum(zeilen.with_columns(zeitraum=jahr("berichtsjahr")))
    ergebnis = [
        anzahl(zeilen, "i12.massnahmen_anzahl", "jahr"),
        quote(zeilen, "i12.kooperationsquote", "jahr", C("kooperation")),
    ]
    for merkmal, codes in (("aufgabenfeld", "ia_aufgabenfeld"), ("foerderart", "foerderart")):
        ergebnis.append(
            anzahl(
                zeilen,
                "i12.massnahmen_anzahl",
                "jahr",
                je=merkmal,
                merkmal=merkmal,
                codes=liste(codes),
            )
        )
    return ergebnis


def _mso(lieferungen: Lieferungen) -> list[pl.DataFrame]:
    zeilen = lieferungen.zeilen("mso_foerderung")
    if zeilen is None:
        return []
    zeilen = je_raum(zeilen.with_columns(zeitraum=jahr("haushaltsjahr")))
    return [
        summe(zeilen, "i12.mso_bewilligt", "jahr", "bewilligt_eur"),
        summe(
            zeilen,
            "i12.mso_bewilligt",
            "jahr",
            "bewilligt_eur",
            je="foerderbaustein",
            merkmal="foerderbaustein",
            codes=liste("mso_foerderbaustein"),
        ),
        median(
            zeilen,
            "i12.mso_wartezeit",
            "jahr",
            (C("auszahlung_datum") - C("bewilligung_datum")).dt.total_days(),
        ),
    ]
