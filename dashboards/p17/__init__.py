"""Sections of the page on paragraph 17 (lump sums for integration)."""

from __future__ import annotations

GRANTED = "i17.bewilligt_summe"
REPORTED = "i17.bewilligt_summe_bericht"
PAID = "i17.auszahlung_summe"
PER_1000 = "i17.bewilligt_je_1000_einwohner"
TAKING_PART = "i17.gemeinden_anzahl"
USE = "i17.verwendung_anteil"
ONE_AREA = "i17.gemeinden_ein_bereich"
ONLY_RECEPTION = "i17.gemeinden_nur_aufnahme"
ALL_AREAS = "i17.gemeinden_drei_bereiche"
SIMPLER = "i17.verwaltungsaufwand"
GRANTED_NAME = "Bewilligt laut Lieferungen"
"""What the sum of the Land is called wherever it stands beside the one that the report prints."""
PERSONS = ("i17.berechtigte_personen", "i17.personen_gruppe")
