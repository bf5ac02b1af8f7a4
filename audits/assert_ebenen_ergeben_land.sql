AUDIT (
  name assert_ebenen_ergeben_land
);

/* Bei additiven Indikatoren ergibt jede Ebene für sich die Summe des Landes (auf den Cent). */
SELECT
  ebene.indikator_id,
  ebene.raum_ebene,
  ebene.zeitraum,
  ebene.auspraegung
FROM (
  SELECT
    indikator_id,
    raum_ebene,
    zeitraum_typ,
    zeitraum,
    auspraegung,
    SUM(wert) AS summe
  FROM @this_model
  WHERE
    indikator_id IN @indikatoren
  GROUP BY
    indikator_id,
    raum_ebene,
    zeitraum_typ,
    zeitraum,
    auspraegung
) AS ebene
INNER JOIN @this_model AS land
  ON land.indikator_id = ebene.indikator_id
  AND land.raum_ebene = 'land'
  AND land.zeitraum_typ = ebene.zeitraum_typ
  AND land.zeitraum = ebene.zeitraum
  AND land.auspraegung = ebene.auspraegung
WHERE
  ABS(ebene.summe - land.wert) >= 0.005
