MODEL (
  name core.kim_bestand,
  kind FULL,
  description 'Eine Zeile je Standort, Quartal und Fallart: laufende Fälle am letzten Tag des Quartals, vom ersten Fall des Standorts bis zum letzten Quartal, das vor dem neuesten Datenstand endete (§ 9 TIntG). Null ist hier eine Angabe.',
  grain (standort, zeitraum_quartal, fallart),
  audits (
    NOT_NULL(columns := (standort, zeitraum_quartal, fallart, faelle)),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (standort, zeitraum_quartal, fallart)),
    FORALL(criteria := (faelle >= 0, faelle_fortgeschrieben <= faelle))
  )
);

WITH geliefert AS (
  SELECT
    standort,
    MIN(beginn) AS erster_beginn,
    MAX(datenstand) AS datenstand
  FROM core.kim_fall
  GROUP BY
    standort
), neuester AS (
  SELECT
    MAX(datenstand) AS datenstand
  FROM core.kim_fall
), zelle AS (
  SELECT
    geliefert.standort,
    quartal.zeitraum_quartal,
    quartal.letzter_tag::DATE AS letzter_tag,
    fallart.code AS fallart,
    geliefert.datenstand
  FROM geliefert
  CROSS JOIN neuester
  INNER JOIN ref.quartal AS quartal
    ON quartal.letzter_tag::DATE BETWEEN geliefert.erster_beginn AND neuester.datenstand
  CROSS JOIN core.code AS fallart
  WHERE
    fallart.liste = 'kim_fallart'
), laufend AS (
  /* wer am selben Tag beginnt und endet, ist nie im Bestand; am Tag des Wechsels gilt schon die neue Fallart */
  SELECT
    fall.standort,
    quartal.zeitraum_quartal,
    CASE
      WHEN fall.fallart_wechsel_datum <= quartal.letzter_tag::DATE
      THEN 'case_management'
      ELSE fall.fallart_beginn
    END AS fallart,
    COUNT(*) AS faelle
  FROM core.kim_fall AS fall
  CROSS JOIN neuester
  INNER JOIN ref.quartal AS quartal
    ON quartal.letzter_tag::DATE BETWEEN fall.beginn AND neuester.datenstand
    AND (
      fall.ende IS NULL OR fall.ende > quartal.letzter_tag::DATE
    )
  GROUP BY
    fall.standort,
    quartal.zeitraum_quartal,
    CASE
      WHEN fall.fallart_wechsel_datum <= quartal.letzter_tag::DATE
      THEN 'case_management'
      ELSE fall.fallart_beginn
    END
)
SELECT
  zelle.standort::TEXT AS standort, /* Standort des Integrationsmanagements, als Schlüssel seiner Gebietskörperschaft */
  zelle.zeitraum_quartal::TEXT AS zeitraum_quartal, /* Quartal, z. B. 2023-Q4 */
  zelle.fallart::TEXT AS fallart, /* Art des Falls am Ende des Zeitraums */
  COALESCE(laufend.faelle, 0)::BIGINT AS faelle, /* Zahl der Fälle */
  CASE
    WHEN zelle.datenstand < zelle.letzter_tag
    THEN COALESCE(laufend.faelle, 0)
    ELSE 0
  END::BIGINT AS faelle_fortgeschrieben, /* Davon Fälle von Standorten, deren Lieferung älter ist als das Ende des Quartals */
  zelle.datenstand::DATE AS datenstand /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
FROM zelle
LEFT JOIN laufend
  ON laufend.standort = zelle.standort
  AND laufend.zeitraum_quartal = zelle.zeitraum_quartal
  AND laufend.fallart = zelle.fallart
