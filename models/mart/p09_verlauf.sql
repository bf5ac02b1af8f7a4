MODEL (
  name mart.p09_verlauf,
  kind FULL,
  description 'Eine Zeile je Indikator, Jahr und Ausprägung für das Land: wer neu ins Kommunale Integrationsmanagement kommt, was gebraucht wird, wie oft aus einer Kurzberatung ein Case Management wird und wie lange ein Fall dauert (§ 9 TIntG).',
  depends_on (
    core.raum
  ),
  grain (indikator_id, raum_ebene, raum_id, zeitraum_typ, zeitraum, merkmal, auspraegung),
  audits (
    NOT_NULL(
      columns := (indikator_id, raum_ebene, raum_id, zeitraum_typ, zeitraum, merkmal, auspraegung)
    ),
    UNIQUE_COMBINATION_OF_COLUMNS(
      columns := (indikator_id, raum_ebene, raum_id, zeitraum_typ, zeitraum, merkmal, auspraegung)
    ),
    ASSERT_RAUM_BEKANNT
  )
);

/* wie viele der im Jahr begonnenen Kurzberatungen inzwischen Case Management sind */
WITH wechsel AS (
  SELECT
    beginn_jahr,
    COUNT(fallart_wechsel_datum) AS zaehler,
    COUNT(*) AS nenner,
    MAX(datenstand) AS datenstand
  FROM core.kim_fall
  WHERE
    fallart_beginn = 'kurzberatung'
  GROUP BY
    beginn_jahr
), abgeschlossen AS (
  SELECT
    ende_jahr,
    MAX(datenstand) AS datenstand
  FROM core.kim_fall
  WHERE
    NOT ende_jahr IS NULL
  GROUP BY
    ende_jahr
), dauer AS (
  /* jedes Jahr hat beide Fallarten; bei gerader Zahl ist der Median das Mittel der beiden mittleren Werte */
  SELECT
    abgeschlossen.ende_jahr,
    fallart.code AS fallart,
    MEDIAN(DATE_DIFF('DAY', fall.beginn, fall.ende)) AS tage,
    COUNT(fall.fall_id) AS n,
    MAX(abgeschlossen.datenstand) AS datenstand
  FROM abgeschlossen
  CROSS JOIN core.code AS fallart
  LEFT JOIN core.kim_fall AS fall
    ON fall.ende_jahr = abgeschlossen.ende_jahr AND fall.fallart_zuletzt = fallart.code
  WHERE
    fallart.liste = 'kim_fallart'
  GROUP BY
    abgeschlossen.ende_jahr,
    fallart.code
), begonnen AS (
  SELECT
    beginn_jahr,
    COUNT(bedarfe) AS mit_bedarf,
    COUNT(*) - COUNT(bedarfe) AS ohne_bedarf,
    COUNT(herkunft) AS mit_herkunft,
    COUNT(*) - COUNT(herkunft) AS ohne_herkunft,
    MAX(datenstand) AS datenstand
  FROM core.kim_fall
  GROUP BY
    beginn_jahr
), bedarf AS (
  SELECT
    beginn_jahr,
    bedarf,
    COUNT(*) AS zaehler
  FROM core.kim_bedarf
  GROUP BY
    beginn_jahr,
    bedarf
), herkunft AS (
  SELECT
    beginn_jahr,
    herkunft,
    COUNT(*) AS faelle
  FROM core.kim_fall
  WHERE
    NOT herkunft IS NULL
  GROUP BY
    beginn_jahr,
    herkunft
), wert AS (
  SELECT
    'i09.wechselquote' AS indikator_id,
    beginn_jahr AS zeitraum,
    '' AS merkmal,
    '' AS auspraegung,
    100.0 * zaehler / nenner AS wert,
    zaehler,
    nenner,
    nenner AS n,
    0 AS n_ka,
    datenstand
  FROM wechsel
  UNION ALL
  SELECT
    'i09.dauer_median',
    ende_jahr,
    'fallart',
    fallart,
    tage,
    NULL,
    NULL,
    n,
    0,
    datenstand
  FROM dauer
  UNION ALL
  SELECT
    'i09.bedarfe_anteil',
    begonnen.beginn_jahr,
    'bedarf',
    bedarf.bedarf,
    100.0 * bedarf.zaehler / begonnen.mit_bedarf,
    bedarf.zaehler,
    begonnen.mit_bedarf,
    begonnen.mit_bedarf,
    begonnen.ohne_bedarf,
    begonnen.datenstand
  FROM bedarf
  INNER JOIN begonnen
    ON begonnen.beginn_jahr = bedarf.beginn_jahr
  UNION ALL
  SELECT
    'i09.herkunft_faelle',
    begonnen.beginn_jahr,
    'herkunft',
    herkunft.herkunft,
    herkunft.faelle,
    NULL,
    NULL,
    begonnen.mit_herkunft,
    begonnen.ohne_herkunft,
    begonnen.datenstand
  FROM herkunft
  INNER JOIN begonnen
    ON begonnen.beginn_jahr = herkunft.beginn_jahr
)
SELECT
  indikator_id::TEXT AS indikator_id, /* Kennung des Indikators */
  'land'::TEXT AS raum_ebene, /* Raumebene */
  '05'::TEXT AS raum_id, /* Schlüssel des Raums auf seiner Ebene */
  'jahr'::TEXT AS zeitraum_typ, /* Art des Zeitraums: jahr, quartal, monat oder stichtag */
  zeitraum::TEXT AS zeitraum, /* Zeitraum */
  merkmal::TEXT AS merkmal, /* Merkmal der Aufgliederung, leer ohne Aufgliederung */
  auspraegung::TEXT AS auspraegung, /* Ausprägung des Merkmals, leer ohne Aufgliederung */
  wert::DOUBLE AS wert, /* Wert, ungerundet */
  zaehler::DOUBLE AS zaehler, /* Zähler bei Anteilen und Mittelwerten */
  nenner::DOUBLE AS nenner, /* Nenner bei Anteilen und Mittelwerten */
  n::BIGINT AS n, /* Zahl der Angaben, aus denen der Wert besteht */
  n_ka::BIGINT AS n_ka, /* Zahl der Zeilen ohne brauchbare Angabe */
  CASE WHEN wert IS NULL THEN 'nicht_sinnvoll' ELSE '' END::TEXT AS status, /* Zeichen statt eines Werts, leer bei normalem Wert */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  'kim_fall'::TEXT AS quellen /* Verwendete Quellen, getrennt durch | */
FROM wert
