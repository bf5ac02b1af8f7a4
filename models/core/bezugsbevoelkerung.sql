MODEL (
  name core.bezugsbevoelkerung,
  kind FULL,
  description 'Eine Zeile je Jahr mit gelieferten Pauschalen und Raum: die Bevölkerung, auf die Werte des Jahres je Einwohner bezogen sind. Es gilt ein gemeinsamer Stichtag für alle Räume, der letzte vollständige bis zum 31.12. des Jahres, ohne einen solchen der Zensus vom 15.05.2022.',
  depends_on (
    core.raum
  ),
  grain (zeitraum_jahr, raum_ebene, raum_id),
  audits (
    NOT_NULL(columns := (zeitraum_jahr, raum_ebene, raum_id, stichtag, bevoelkerung, quellen)),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (zeitraum_jahr, raum_ebene, raum_id)),
    ASSERT_RAUM_BEKANNT,
    ASSERT_EIN_STICHTAG_JE_JAHR
  )
);

WITH jahr AS (
  SELECT DISTINCT
    zeitraum_jahr
  FROM core.pauschalen_auszahlung
), jahr_stichtag AS (
  SELECT
    jahr.zeitraum_jahr,
    MAX(bevoelkerung.stichtag) AS stichtag
  FROM jahr
  LEFT JOIN core.bevoelkerung AS bevoelkerung
    ON bevoelkerung.stichtag <= CONCAT(jahr.zeitraum_jahr, '-12-31')::DATE
  GROUP BY
    jahr.zeitraum_jahr
), je_gemeinde AS (
  SELECT
    jahr_stichtag.zeitraum_jahr,
    bevoelkerung.ags,
    bevoelkerung.stichtag,
    bevoelkerung.bevoelkerung,
    'bevoelkerung' AS quellen,
    bevoelkerung.datenstand
  FROM jahr_stichtag
  INNER JOIN core.bevoelkerung AS bevoelkerung
    ON bevoelkerung.stichtag = jahr_stichtag.stichtag
  UNION ALL
  SELECT
    jahr_stichtag.zeitraum_jahr,
    gemeinde.ags,
    '2022-05-15'::DATE,
    gemeinde.einwohner,
    'zensus_2022_05_15',
    NULL::DATE
  FROM jahr_stichtag
  CROSS JOIN core.gemeinde AS gemeinde
  WHERE
    jahr_stichtag.stichtag IS NULL
)
SELECT
  je_gemeinde.zeitraum_jahr::TEXT AS zeitraum_jahr, /* Jahr, z. B. 2023 */
  ort.raum_ebene::TEXT AS raum_ebene, /* Raumebene */
  ort.raum_id::TEXT AS raum_id, /* Schlüssel des Raums auf seiner Ebene */
  MAX(je_gemeinde.stichtag)::DATE AS stichtag, /* Stichtag */
  SUM(je_gemeinde.bevoelkerung)::BIGINT AS bevoelkerung, /* Einwohnerzahl zum Stichtag */
  MAX(je_gemeinde.quellen)::TEXT AS quellen, /* Verwendete Quellen, getrennt durch | */
  MAX(je_gemeinde.datenstand)::DATE AS datenstand /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
FROM je_gemeinde
INNER JOIN core.gemeinde_raum AS ort
  ON ort.ags = je_gemeinde.ags
GROUP BY
  je_gemeinde.zeitraum_jahr,
  ort.raum_ebene,
  ort.raum_id
