AUDIT (
  name assert_anteile_ergeben_100
);

/* Wo jede Einheit zu genau einer Ausprägung gehört, ergeben die Anteile zusammen 100. */
SELECT
  indikator_id,
  raum_id,
  zeitraum
FROM @this_model
WHERE
  indikator_id IN @indikatoren
GROUP BY
  indikator_id,
  raum_ebene,
  raum_id,
  zeitraum_typ,
  zeitraum,
  merkmal
HAVING
  ABS(SUM(wert) - 100) > 0.000001
