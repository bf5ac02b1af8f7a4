MODEL (
  name mart.p08_bildungskette,
  kind FULL,
  description 'Eine Zeile je Indikator, Jahr und Ausprägung: wie Menschen mit Einwanderungsgeschichte in NRW an Kita, Schule und Beruf teilhaben, nach dem Integrationsmonitoring der Länder (§ 8 TIntG).',
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

SELECT
  'i08.bildungskette_wirkung'::TEXT AS indikator_id, /* Kennung des Indikators */
  'land'::TEXT AS raum_ebene, /* Raumebene */
  '05'::TEXT AS raum_id, /* Schlüssel des Raums auf seiner Ebene */
  'jahr'::TEXT AS zeitraum_typ, /* Art des Zeitraums: jahr, quartal, monat oder stichtag */
  zeitraum_jahr::TEXT AS zeitraum, /* Zeitraum */
  'monitoring_code'::TEXT AS merkmal, /* Merkmal der Aufgliederung, leer ohne Aufgliederung */
  monitoring_code::TEXT AS auspraegung, /* Ausprägung des Merkmals, leer ohne Aufgliederung */
  wert::DOUBLE AS wert, /* Wert, ungerundet */
  NULL::DOUBLE AS zaehler, /* Zähler bei Anteilen und Mittelwerten */
  NULL::DOUBLE AS nenner, /* Nenner bei Anteilen und Mittelwerten */
  CASE WHEN wert IS NULL THEN 0 ELSE 1 END::BIGINT AS n, /* Zahl der Angaben, aus denen der Wert besteht */
  CASE WHEN wert IS NULL THEN 1 ELSE 0 END::BIGINT AS n_ka, /* Zahl der Zeilen ohne brauchbare Angabe */
  CASE WHEN wert IS NULL AND wert_status = '' THEN 'keine_angabe' ELSE wert_status END::TEXT AS status, /* Zeichen statt eines Werts, leer bei normalem Wert */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  'monitoring_indikator'::TEXT AS quellen /* Verwendete Quellen, getrennt durch | */
FROM core.monitoring_indikator
WHERE
  monitoring_code /* Betreuungsquoten unter und ab drei Jahren, Schulabschluss, Berufsabschluss */ IN ('C1b', 'C2b', 'D4', 'D8')
  AND land = '05'
  AND gruppe = 'mit_einwanderungsgeschichte'
  AND geschlecht = 'insgesamt'
  AND ist_neueste_ausgabe
