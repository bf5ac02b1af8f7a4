MODEL (
  name mart.p06_personal,
  kind FULL,
  description 'Eine Zeile je Jahr: der Anteil der Beschäftigten mit Einwanderungsgeschichte im öffentlichen Dienst, wie ihn das Integrationsmonitoring der Länder für Nordrhein-Westfalen druckt (§ 6 TIntG).',
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

/* die Kürzel wechseln von Ausgabe zu Ausgabe; fest sind der Buchstabe des Feldes (I = interkulturelle Öffnung) und der Name.  Je Jahr zählt die neueste Ausgabe */
WITH druck AS (
  SELECT
    zeitraum_jahr,
    wert,
    wert_status,
    datenstand,
    ROW_NUMBER() OVER (PARTITION BY zeitraum_jahr ORDER BY ausgabe DESC, monitoring_code, gruppe) AS rang
  FROM core.monitoring_indikator
  WHERE
    monitoring_code LIKE 'I%'
    AND LOWER(monitoring_name) LIKE '%öffentlichen dienst%'
    AND land = '05'
    AND LOWER(REPLACE(gruppe, ' ', '_')) IN (
      'mit_einwanderungsgeschichte',
      'mit_migrationsgeschichte',
      'mit_migrationshintergrund'
    )
    AND LOWER(geschlecht) IN ('', 'insgesamt')
)
SELECT
  'i06.anteil_oed_2024'::TEXT AS indikator_id, /* Kennung des Indikators */
  'land'::TEXT AS raum_ebene, /* Raumebene */
  '05'::TEXT AS raum_id, /* Schlüssel des Raums auf seiner Ebene */
  'jahr'::TEXT AS zeitraum_typ, /* Art des Zeitraums: jahr, quartal, monat oder stichtag */
  zeitraum_jahr::TEXT AS zeitraum, /* Zeitraum */
  ''::TEXT AS merkmal, /* Merkmal der Aufgliederung, leer ohne Aufgliederung */
  ''::TEXT AS auspraegung, /* Ausprägung des Merkmals, leer ohne Aufgliederung */
  wert::DOUBLE AS wert, /* Wert, ungerundet */
  NULL::DOUBLE AS zaehler, /* Zähler bei Anteilen und Mittelwerten */
  NULL::DOUBLE AS nenner, /* Nenner bei Anteilen und Mittelwerten */
  CASE WHEN wert IS NULL THEN 0 ELSE 1 END::BIGINT AS n, /* Zahl der Angaben, aus denen der Wert besteht */
  CASE WHEN wert IS NULL THEN 1 ELSE 0 END::BIGINT AS n_ka, /* Zahl der Zeilen ohne brauchbare Angabe */
  CASE WHEN wert IS NULL AND wert_status = '' THEN 'keine_angabe' ELSE wert_status END::TEXT AS status, /* Zeichen statt eines Werts, leer bei normalem Wert */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  'monitoring_indikator'::TEXT AS quellen /* Verwendete Quellen, getrennt durch | */
FROM druck
WHERE
  rang = 1
