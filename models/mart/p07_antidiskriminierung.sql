MODEL (
  name mart.p07_antidiskriminierung,
  kind FULL,
  description 'Eine Zeile je Indikator, Raum, Jahr und Ausprägung: Servicestellen für Antidiskriminierungsarbeit, ihr Personal, ihre Beratungen und deren Anlässe (§ 7 TIntG).',
  grain (indikator_id, raum_ebene, raum_id, zeitraum_typ, zeitraum, merkmal, auspraegung),
  audits (
    NOT_NULL(
      columns := (indikator_id, raum_ebene, raum_id, zeitraum_typ, zeitraum, merkmal, auspraegung)
    ),
    UNIQUE_COMBINATION_OF_COLUMNS(
      columns := (indikator_id, raum_ebene, raum_id, zeitraum_typ, zeitraum, merkmal, auspraegung)
    ),
    ASSERT_RAUM_BEKANNT,
    ASSERT_EBENEN_ERGEBEN_LAND(indikatoren := (
      'i07.servicestellen'
    ))
  )
);

WITH jahr AS (
  SELECT
    zeitraum_jahr,
    MAX(datenstand) AS datenstand
  FROM core.ia_einrichtung
  GROUP BY
    zeitraum_jahr
), stelle AS (
  SELECT
    ort.raum_ebene,
    ort.raum_id,
    einrichtung.zeitraum_jahr,
    einrichtung.einrichtung_id
  FROM core.ia_einrichtung AS einrichtung
  INNER JOIN core.gemeinde_raum AS ort
    ON ort.ags = einrichtung.ags
  WHERE
    einrichtung.einrichtungsart = 'SAD'
), beratung AS (
  SELECT
    zeitraum_jahr,
    COUNT(CASE WHEN abgeschlossen THEN 1 END) AS abgeschlossen,
    COUNT(CASE WHEN abgeschlossen AND ada_merkmale <> '' THEN 1 END) AS mit_merkmal,
    COUNT(DISTINCT servicestelle) AS servicestellen,
    MAX(datenstand) AS datenstand
  FROM core.ada_beratung
  GROUP BY
    zeitraum_jahr
), anlass AS (
  /* jedes Merkmal der Liste, auch wenn es niemand nennt; ein Fall zählt bei jedem seiner Merkmale */
  SELECT
    beratung.zeitraum_jahr,
    code.code AS ada_merkmal,
    beratung.mit_merkmal,
    beratung.abgeschlossen,
    beratung.datenstand,
    COUNT(fall.fall_nr) AS faelle
  FROM beratung
  INNER JOIN core.code AS code
    ON code.liste = 'ada_merkmal'
  LEFT JOIN core.ada_beratung AS fall
    ON fall.zeitraum_jahr = beratung.zeitraum_jahr
    AND fall.abgeschlossen
    AND STRPOS(CONCAT('|', fall.ada_merkmale, '|'), CONCAT('|', code.code, '|')) > 0
  GROUP BY
    beratung.zeitraum_jahr,
    code.code,
    beratung.mit_merkmal,
    beratung.abgeschlossen,
    beratung.datenstand
)
/* ist ein Jahr geliefert, so ist auch bekannt, welcher Regierungsbezirk keine Servicestelle hat */
SELECT
  'i07.servicestellen'::TEXT AS indikator_id, /* Kennung des Indikators */
  raum.raum_ebene::TEXT AS raum_ebene, /* Raumebene */
  raum.raum_id::TEXT AS raum_id, /* Schlüssel des Raums auf seiner Ebene */
  'jahr'::TEXT AS zeitraum_typ, /* Art des Zeitraums: jahr, quartal, monat oder stichtag */
  jahr.zeitraum_jahr::TEXT AS zeitraum, /* Zeitraum */
  ''::TEXT AS merkmal, /* Merkmal der Aufgliederung, leer ohne Aufgliederung */
  ''::TEXT AS auspraegung, /* Ausprägung des Merkmals, leer ohne Aufgliederung */
  COUNT(stelle.einrichtung_id)::DOUBLE AS wert, /* Wert, ungerundet */
  NULL::DOUBLE AS zaehler, /* Zähler bei Anteilen und Mittelwerten */
  NULL::DOUBLE AS nenner, /* Nenner bei Anteilen und Mittelwerten */
  COUNT(stelle.einrichtung_id)::BIGINT AS n, /* Zahl der Angaben, aus denen der Wert besteht */
  0::BIGINT AS n_ka, /* Zahl der Zeilen ohne brauchbare Angabe */
  ''::TEXT AS status, /* Zeichen statt eines Werts, leer bei normalem Wert */
  jahr.datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  'fde_ia_einrichtung'::TEXT AS quellen /* Verwendete Quellen, getrennt durch | */
FROM jahr
CROSS JOIN core.raum AS raum
LEFT JOIN stelle
  ON stelle.raum_ebene = raum.raum_ebene
  AND stelle.raum_id = raum.raum_id
  AND stelle.zeitraum_jahr = jahr.zeitraum_jahr
WHERE
  raum.raum_ebene IN ('land', 'regierungsbezirk')
GROUP BY
  raum.raum_ebene,
  raum.raum_id,
  jahr.zeitraum_jahr,
  jahr.datenstand
UNION ALL
SELECT
  'i07.servicestellen_personal'::TEXT AS indikator_id,
  'land'::TEXT AS raum_ebene,
  '05'::TEXT AS raum_id,
  'jahr'::TEXT AS zeitraum_typ,
  zeitraum_jahr::TEXT AS zeitraum,
  ''::TEXT AS merkmal,
  ''::TEXT AS auspraegung,
  SUM(mitarbeitende)::DOUBLE AS wert,
  NULL::DOUBLE AS zaehler,
  NULL::DOUBLE AS nenner,
  COUNT(mitarbeitende)::BIGINT AS n,
  (
    COUNT(*) - COUNT(mitarbeitende)
  )::BIGINT AS n_ka,
  @summen_status(mitarbeitende, mitarbeitende_status)::TEXT AS status,
  MAX(datenstand)::DATE AS datenstand,
  'fde_ia_einrichtung'::TEXT AS quellen
FROM core.ia_einrichtung
WHERE
  einrichtungsart = 'SAD'
GROUP BY
  zeitraum_jahr
UNION ALL
/* n ist hier die Zahl der Servicestellen, die gemeldet haben */
SELECT
  'i07.beratungen_abgeschlossen'::TEXT AS indikator_id,
  'land'::TEXT AS raum_ebene,
  '05'::TEXT AS raum_id,
  'jahr'::TEXT AS zeitraum_typ,
  zeitraum_jahr::TEXT AS zeitraum,
  ''::TEXT AS merkmal,
  ''::TEXT AS auspraegung,
  abgeschlossen::DOUBLE AS wert,
  NULL::DOUBLE AS zaehler,
  NULL::DOUBLE AS nenner,
  servicestellen::BIGINT AS n,
  0::BIGINT AS n_ka,
  ''::TEXT AS status,
  datenstand::DATE AS datenstand,
  'ada_beratung'::TEXT AS quellen
FROM beratung
UNION ALL
SELECT
  'i07.beratungsanlass_anteil'::TEXT AS indikator_id,
  'land'::TEXT AS raum_ebene,
  '05'::TEXT AS raum_id,
  'jahr'::TEXT AS zeitraum_typ,
  zeitraum_jahr::TEXT AS zeitraum,
  'ada_merkmal'::TEXT AS merkmal,
  ada_merkmal::TEXT AS auspraegung,
  (
    100 * faelle / NULLIF(mit_merkmal, 0)
  )::DOUBLE AS wert,
  faelle::DOUBLE AS zaehler,
  mit_merkmal::DOUBLE AS nenner,
  mit_merkmal::BIGINT AS n,
  (
    abgeschlossen - mit_merkmal
  )::BIGINT AS n_ka,
  CASE WHEN mit_merkmal = 0 THEN 'nicht_sinnvoll' ELSE '' END::TEXT AS status,
  datenstand::DATE AS datenstand,
  'ada_beratung'::TEXT AS quellen
FROM anlass
UNION ALL
SELECT
  'i07.ada_massnahmen'::TEXT AS indikator_id,
  'land'::TEXT AS raum_ebene,
  '05'::TEXT AS raum_id,
  'jahr'::TEXT AS zeitraum_typ,
  zeitraum_jahr::TEXT AS zeitraum,
  ''::TEXT AS merkmal,
  ''::TEXT AS auspraegung,
  COUNT(CASE WHEN aufgabenfeld = 'af_ada' THEN 1 END)::DOUBLE AS wert,
  NULL::DOUBLE AS zaehler,
  NULL::DOUBLE AS nenner,
  COUNT(CASE WHEN aufgabenfeld = 'af_ada' THEN 1 END)::BIGINT AS n,
  0::BIGINT AS n_ka,
  ''::TEXT AS status,
  MAX(datenstand)::DATE AS datenstand,
  'fde_ia_massnahme'::TEXT AS quellen
FROM core.ia_massnahme
GROUP BY
  zeitraum_jahr
