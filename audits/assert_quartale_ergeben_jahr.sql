AUDIT (
  name assert_quartale_ergeben_jahr
);

/* Wo ein Indikator Quartale und Jahre hat, ergeben die Quartale das Jahr (auf den Cent). */
SELECT
  jahr.indikator_id,
  jahr.raum_id,
  jahr.zeitraum
FROM @this_model AS jahr
INNER JOIN @this_model AS quartal
  ON quartal.indikator_id = jahr.indikator_id
  AND quartal.raum_ebene = jahr.raum_ebene
  AND quartal.raum_id = jahr.raum_id
  AND quartal.auspraegung = jahr.auspraegung
  AND LEFT(quartal.zeitraum, 4) = jahr.zeitraum
WHERE
  jahr.zeitraum_typ = 'jahr' AND quartal.zeitraum_typ = 'quartal'
GROUP BY
  jahr.indikator_id,
  jahr.raum_ebene,
  jahr.raum_id,
  jahr.zeitraum,
  jahr.auspraegung
HAVING
  ABS(SUM(quartal.wert) - MAX(jahr.wert)) >= 0.005
