MODEL (
  name mart.p10_angebot,
  kind FULL,
  description 'Eine Zeile je Indikator, Raum und Quartal: wo es in Zentralen Unterbringungseinrichtungen schulnahen Unterricht gibt, in welchem Umfang, für wie viele Kinder und wo er wegfiel (§ 10 TIntG).',
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
    ASSERT_RAUM_BEKANNT,
    ASSERT_EBENEN_ERGEBEN_LAND(indikatoren := (
      'i10.erreichte_kinder'
    ))
  )
);

/* je Einrichtung: was gefragt ist (Unterricht nur, wo es ein Angebot gibt) und was sie angibt */
WITH angabe AS (
  SELECT
    'i10.zue_mit_angebot' AS indikator_id,
    zeitraum_quartal,
    regierungsbezirk,
    TRUE AS ist_gefragt,
    CASE hat_angebot WHEN TRUE THEN 1 WHEN FALSE THEN 0 END AS angabe,
    1 AS bezug,
    '' AS status,
    datenstand
  FROM core.zue
  UNION ALL
  SELECT
    'i10.wochenstunden',
    zeitraum_quartal,
    regierungsbezirk,
    hat_angebot,
    unterrichtsstunden_woche,
    1,
    unterrichtsstunden_woche_status,
    datenstand
  FROM core.zue
  UNION ALL
  SELECT
    'i10.unter_15_stunden',
    zeitraum_quartal,
    regierungsbezirk,
    hat_angebot,
    CASE
      WHEN unterrichtsstunden_woche < 15
      THEN 1
      WHEN unterrichtsstunden_woche >= 15
      THEN 0
    END,
    1,
    unterrichtsstunden_woche_status,
    datenstand
  FROM core.zue
  UNION ALL
  /* Kinder zählen nur, wo auch die Gruppen bekannt sind */
  SELECT
    'i10.gruppengroesse',
    zeitraum_quartal,
    regierungsbezirk,
    TRUE,
    CASE WHEN NOT gruppen IS NULL THEN kinder_teilnehmend END,
    gruppen,
    @status_beider(kinder_teilnehmend, kinder_teilnehmend_status, gruppen, gruppen_status),
    datenstand
  FROM core.zue
  UNION ALL
  SELECT
    'i10.erreichte_kinder',
    zeitraum_quartal,
    regierungsbezirk,
    hat_angebot,
    kinder_teilnehmend,
    NULL,
    kinder_teilnehmend_status,
    datenstand
  FROM core.zue
), beitrag AS (
  /* wer nicht gefragt ist, trägt nichts bei, auch wo etwas eingetragen ist */
  SELECT
    indikator_id,
    zeitraum_quartal,
    regierungsbezirk,
    ist_gefragt,
    CASE WHEN ist_gefragt THEN angabe END AS teil,
    bezug,
    CASE WHEN ist_gefragt THEN status END AS status,
    datenstand
  FROM angabe
), summe AS (
  SELECT
    beitrag.indikator_id,
    ebene.raum_ebene,
    CASE WHEN ebene.raum_ebene = 'land' THEN '05' ELSE beitrag.regierungsbezirk END AS raum_id,
    beitrag.zeitraum_quartal,
    SUM(beitrag.teil) AS teil,
    SUM(CASE WHEN NOT beitrag.teil IS NULL THEN beitrag.bezug END) AS bezug,
    COUNT(beitrag.teil) AS n,
    COUNT(CASE WHEN beitrag.ist_gefragt AND beitrag.teil IS NULL THEN 1 END) AS n_ka,
    COUNT(CASE WHEN beitrag.ist_gefragt THEN 1 END) AS gefragt,
    @summen_status(beitrag.teil, beitrag.status) AS status,
    MAX(beitrag.datenstand) AS datenstand
  FROM beitrag
  CROSS JOIN (VALUES
    ('land'),
    ('regierungsbezirk')) AS ebene(raum_ebene)
  WHERE
    ebene.raum_ebene = 'land' OR beitrag.indikator_id <> 'i10.unter_15_stunden'
  GROUP BY
    beitrag.indikator_id,
    ebene.raum_ebene,
    CASE WHEN ebene.raum_ebene = 'land' THEN '05' ELSE beitrag.regierungsbezirk END,
    beitrag.zeitraum_quartal
), bezogen AS (
  /* nur die Zahl der Kinder steht für sich (ohne Angebot ist sie 0), alles andere hat einen Nenner */
  SELECT
    *,
    CASE WHEN indikator_id <> 'i10.erreichte_kinder' THEN COALESCE(bezug, 0) END AS nenner
  FROM summe
), nummeriert AS (
  SELECT
    zue_id,
    zeitraum_quartal,
    jahr * 4 + quartal AS quartal_nummer,
    hat_angebot,
    datenstand
  FROM core.zue
), quartale AS (
  SELECT
    zeitraum_quartal,
    quartal_nummer,
    MAX(datenstand) AS datenstand
  FROM nummeriert
  GROUP BY
    zeitraum_quartal,
    quartal_nummer
), unterbrechung AS (
  /* nur wo das Quartal davor geliefert ist; wer davor Unterricht hatte und nicht mehr berichtet, fehlt in der Angabe */
  SELECT
    quartale.zeitraum_quartal,
    COUNT(CASE WHEN davor.hat_angebot AND NOT jetzt.hat_angebot THEN 1 END) AS wert,
    COUNT(CASE WHEN davor.hat_angebot THEN jetzt.zue_id END) AS n,
    COUNT(CASE WHEN davor.hat_angebot AND jetzt.zue_id IS NULL THEN 1 END) AS n_ka,
    GREATEST(MAX(quartale.datenstand), MAX(davor.datenstand)) AS datenstand
  FROM quartale
  INNER JOIN nummeriert AS davor
    ON davor.quartal_nummer + 1 = quartale.quartal_nummer
  LEFT JOIN nummeriert AS jetzt
    ON jetzt.quartal_nummer = quartale.quartal_nummer AND jetzt.zue_id = davor.zue_id
  GROUP BY
    quartale.zeitraum_quartal
)
SELECT
  indikator_id::TEXT AS indikator_id, /* Kennung des Indikators */
  raum_ebene::TEXT AS raum_ebene, /* Raumebene */
  raum_id::TEXT AS raum_id, /* Schlüssel des Raums auf seiner Ebene */
  'quartal'::TEXT AS zeitraum_typ, /* Art des Zeitraums: jahr, quartal, monat oder stichtag */
  zeitraum_quartal::TEXT AS zeitraum, /* Zeitraum */
  ''::TEXT AS merkmal, /* Merkmal der Aufgliederung, leer ohne Aufgliederung */
  ''::TEXT AS auspraegung, /* Ausprägung des Merkmals, leer ohne Aufgliederung */
  CASE
    WHEN nenner IS NULL AND gefragt = 0
    THEN 0
    WHEN nenner IS NULL
    THEN teil
    WHEN indikator_id IN ('i10.wochenstunden', 'i10.gruppengroesse')
    THEN teil / NULLIF(nenner, 0)
    ELSE 100 * teil / NULLIF(nenner, 0)
  END::DOUBLE AS wert, /* Wert, ungerundet */
  CASE WHEN NOT nenner IS NULL THEN COALESCE(teil, 0) END::DOUBLE AS zaehler, /* Zähler bei Anteilen und Mittelwerten */
  nenner::DOUBLE AS nenner, /* Nenner bei Anteilen und Mittelwerten */
  n::BIGINT AS n, /* Zahl der Angaben, aus denen der Wert besteht */
  n_ka::BIGINT AS n_ka, /* Zahl der Zeilen ohne brauchbare Angabe */
  CASE
    WHEN nenner = 0
    THEN 'nicht_sinnvoll'
    WHEN nenner IS NULL AND gefragt = 0
    THEN ''
    ELSE status
  END::TEXT AS status, /* Zeichen statt eines Werts, leer bei normalem Wert */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  'zue_quartal'::TEXT AS quellen /* Verwendete Quellen, getrennt durch | */
FROM bezogen
UNION ALL
SELECT
  'i10.kontinuitaet'::TEXT AS indikator_id,
  'land'::TEXT AS raum_ebene,
  '05'::TEXT AS raum_id,
  'quartal'::TEXT AS zeitraum_typ,
  zeitraum_quartal::TEXT AS zeitraum,
  ''::TEXT AS merkmal,
  ''::TEXT AS auspraegung,
  CASE WHEN n > 0 OR n_ka = 0 THEN wert END::DOUBLE AS wert,
  NULL::DOUBLE AS zaehler,
  NULL::DOUBLE AS nenner,
  n::BIGINT AS n,
  n_ka::BIGINT AS n_ka,
  CASE WHEN n > 0 OR n_ka = 0 THEN '' ELSE 'keine_angabe' END::TEXT AS status,
  datenstand::DATE AS datenstand,
  'zue_quartal'::TEXT AS quellen
FROM unterbrechung
