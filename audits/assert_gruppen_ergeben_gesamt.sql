AUDIT (
  name assert_gruppen_ergeben_gesamt
);

/* Regel R17-1 noch einmal hinter der Aufteilung: die Gruppen ergeben die Personen insgesamt. */
SELECT
  gruppe._lieferung_id,
  gruppe._zeile
FROM @this_model AS gruppe
INNER JOIN stg.pauschalen_auszahlung AS zeile
  ON zeile._lieferung_id = gruppe._lieferung_id AND zeile._zeile = gruppe._zeile
GROUP BY
  gruppe._lieferung_id,
  gruppe._zeile
HAVING
  COUNT(gruppe.personen) = 6
  AND COUNT(zeile.personen_gesamt) = 6
  AND SUM(gruppe.personen) <> MAX(zeile.personen_gesamt)
