AUDIT (
  name assert_ebenen_ergeben_land
);

/* Bei additiven Indikatoren ergibt jede Ebene für sich die Summe des Landes (auf den Cent); auch eine Ebene, die es für einen Zeitraum gar nicht gibt, ist ein Fehler, außer wo das Land 0 oder keinen Wert hat; was dann auf der Ebene steht, sind bekannte Nullen. */
SELECT
  land.indikator_id,
  ebene.raum_ebene,
  land.zeitraum,
  land.auspraegung
FROM @this_model AS land
INNER JOIN (
  SELECT DISTINCT
    indikator_id,
    raum_ebene
  FROM @this_model
) AS ebene
  ON ebene.indikator_id = land.indikator_id
LEFT JOIN (
  SELECT
    indikator_id,
    raum_ebene,
    zeitraum,
    auspraegung,
    SUM(wert) AS summe
  FROM @this_model
  GROUP BY
    indikator_id,
    raum_ebene,
    zeitraum,
    auspraegung
) AS summe
  ON summe.indikator_id = land.indikator_id
  AND summe.raum_ebene = ebene.raum_ebene
  AND summe.zeitraum = land.zeitraum
  AND summe.auspraegung = land.auspraegung
WHERE
  land.raum_ebene = 'land'
  AND land.indikator_id IN @indikatoren
  AND NOT (
    COALESCE(land.wert, 0) = 0 AND COALESCE(summe.summe, 0) = 0
  )
  AND COALESCE(ABS(summe.summe - land.wert) >= 0.005, TRUE)
