MODEL (
  name core.kim_fall_jahr,
  kind FULL,
  description 'Eine Zeile je Jahr und Fall, der in ihm wenigstens einen Tag lief, vom Beginn bis zum Jahr des neuesten Datenstands (§ 9 TIntG).',
  grain (standort, fall_id, zeitraum_jahr),
  audits (
    NOT_NULL(columns := (standort, fall_id, zeitraum_jahr, fallart)),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (standort, fall_id, zeitraum_jahr))
  )
);

WITH neuester AS (
  SELECT
    MAX(datenstand) AS datenstand
  FROM core.kim_fall
)
SELECT
  fall.standort::TEXT AS standort, /* Standort des Integrationsmanagements, als Schlüssel seiner Gebietskörperschaft */
  fall.fall_id::TEXT AS fall_id, /* Kennung des Falls, nur als Pseudonym gespeichert */
  jahr.jahr::TEXT AS zeitraum_jahr, /* Jahr, z. B. 2023 */
  CASE
    WHEN fall.fallart_wechsel_datum <= jahr.letzter_tag::DATE
    THEN 'case_management'
    ELSE fall.fallart_beginn
  END::TEXT AS fallart, /* Art des Falls am Ende des Zeitraums */
  fall.datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  fall._lieferung_id::TEXT AS _lieferung_id, /* Lieferung, aus der die Zeile stammt */
  fall._zeile::BIGINT AS _zeile /* Zeilennummer in der gelieferten Datei */
FROM core.kim_fall AS fall
CROSS JOIN neuester
INNER JOIN ref.quartal AS jahr
  ON jahr.quartal = 4
  AND jahr.jahr::TEXT BETWEEN fall.beginn_jahr AND COALESCE(fall.ende_jahr, YEAR(neuester.datenstand)::TEXT)
