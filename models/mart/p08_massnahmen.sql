MODEL (
  name mart.p08_massnahmen,
  kind FULL,
  description 'Eine Zeile je Indikator, Raum, Jahr und Ausprägung: woran die Kommunalen Integrationszentren arbeiten, mit welcher Kapazität und wie weit sie ihre Ziele erreicht sehen (§ 8 TIntG).',
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
    ASSERT_ANTEILE_ERGEBEN_100(
      indikatoren := (
        'i08.massnahmen_zieldimension',
        'i08.massnahmen_zielbezug',
        'i08.kapazitaet_zielbezug'
      )
    )
  )
);

/* was ein KI im Jahr zu einer Ausprägung beiträgt; eine Maßnahme zählt über alle Quartale einmal */
WITH beitrag AS (
  SELECT
    'i08.massnahmen_zieldimension' AS indikator_id,
    ki,
    zeitraum_jahr,
    'zieldimension' AS merkmal,
    zieldimension AS auspraegung,
    COUNT(DISTINCT massnahme_id) AS teil,
    COUNT(DISTINCT massnahme_id) AS n,
    0 AS n_ka,
    MAX(datenstand) AS datenstand
  FROM core.ki_massnahme
  GROUP BY
    ki,
    zeitraum_jahr,
    zieldimension
  UNION ALL
  SELECT
    'i08.massnahmen_zielbezug',
    ki,
    zeitraum_jahr,
    'zielbezug',
    zielbezug,
    COUNT(DISTINCT massnahme_id),
    COUNT(DISTINCT massnahme_id),
    0,
    MAX(datenstand)
  FROM core.ki_massnahme
  WHERE
    zieldimension <> 'kim'
  GROUP BY
    ki,
    zeitraum_jahr,
    zielbezug
  UNION ALL
  /* ohne Angabe heißt hier: keine Kapazität */
  SELECT
    'i08.kapazitaet_zielbezug',
    ki,
    zeitraum_jahr,
    'zielbezug',
    zielbezug,
    COALESCE(SUM(kapazitaet_prozent), 0),
    COUNT(kapazitaet_prozent),
    COUNT(*) - COUNT(kapazitaet_prozent),
    MAX(datenstand)
  FROM core.ki_massnahme
  GROUP BY
    ki,
    zeitraum_jahr,
    zielbezug
  UNION ALL
  SELECT
    'i08.zielerreichung_zielbezug',
    ki,
    zeitraum_jahr,
    'zielbezug',
    zielbezug,
    SUM(zielerreichung),
    COUNT(zielerreichung),
    COUNT(*) - COUNT(zielerreichung),
    MAX(datenstand)
  FROM core.ki_massnahme
  GROUP BY
    ki,
    zeitraum_jahr,
    zielbezug
  UNION ALL
  SELECT
    'i08.auswahl_zieldimension',
    ki,
    zeitraum_jahr,
    'zieldimension',
    zieldimension,
    COUNT(DISTINCT zielbezug),
    COUNT(DISTINCT zielbezug),
    0,
    MAX(datenstand)
  FROM core.ki_massnahme
  GROUP BY
    ki,
    zeitraum_jahr,
    zieldimension
  UNION ALL
  /* wie viele Maßnahmen des Zielbezugs einen Partner nennen */
  SELECT
    'i08.kooperationspartner',
    ki,
    zeitraum_jahr,
    'zielbezug',
    zielbezug,
    COUNT(DISTINCT CASE WHEN hat_kooperationspartner THEN massnahme_id END),
    COUNT(DISTINCT massnahme_id),
    0,
    MAX(datenstand)
  FROM core.ki_massnahme
  WHERE
    zieldimension <> 'kim'
  GROUP BY
    ki,
    zeitraum_jahr,
    zielbezug
), verortet AS (
  SELECT
    beitrag.indikator_id,
    ort.raum_ebene,
    ort.raum_id,
    beitrag.zeitraum_jahr,
    beitrag.merkmal,
    beitrag.auspraegung,
    beitrag.teil,
    beitrag.n,
    beitrag.n_ka,
    beitrag.datenstand
  FROM beitrag
  INNER JOIN core.ki_raum AS ort
    ON ort.ki = beitrag.ki
  WHERE
    ort.raum_ebene = 'land'
    OR (
      ort.raum_ebene = 'ki'
      AND NOT beitrag.indikator_id IN (
        'i08.zielerreichung_zielbezug',
        'i08.auswahl_zieldimension',
        'i08.kooperationspartner'
      )
    )
  UNION ALL
  /* für das Land steht jeder Code seiner Liste da, auch wenn ihn niemand meldet */
  SELECT DISTINCT
    beitrag.indikator_id,
    'land',
    '05',
    beitrag.zeitraum_jahr,
    beitrag.merkmal,
    code.code,
    0,
    0,
    0,
    NULL::DATE
  FROM beitrag
  INNER JOIN core.code AS code
    ON code.liste = beitrag.merkmal
), summe AS (
  SELECT
    indikator_id,
    raum_ebene,
    raum_id,
    zeitraum_jahr,
    merkmal,
    auspraegung,
    SUM(teil) AS teil,
    SUM(SUM(teil)) OVER (PARTITION BY indikator_id, raum_ebene, raum_id, zeitraum_jahr) AS gesamt,
    SUM(n) AS n,
    SUM(n_ka) AS n_ka,
    SUM(SUM(n)) OVER (PARTITION BY indikator_id, raum_ebene, raum_id, zeitraum_jahr) AS n_gesamt,
    SUM(SUM(n_ka)) OVER (PARTITION BY indikator_id, raum_ebene, raum_id, zeitraum_jahr) AS n_ka_gesamt,
    MAX(MAX(datenstand)) OVER (PARTITION BY indikator_id, raum_ebene, raum_id, zeitraum_jahr) AS datenstand
  FROM verortet
  GROUP BY
    indikator_id,
    raum_ebene,
    raum_id,
    zeitraum_jahr,
    merkmal,
    auspraegung
), fragenbuendel AS (
  /* welche Zielbezüge das Analyseraster je Evaluationsfrage zusammenfasst (q08.2, q08.3, q08.4, q08.6) */
  SELECT
    *
  FROM (VALUES
    ('z02', 'beratung'),
    ('z03', 'beratung'),
    ('z10', 'beratung'),
    ('z11', 'beratung'),
    ('z12', 'beratung'),
    ('z04', 'bildungskette'),
    ('z05', 'bildungskette'),
    ('z09', 'bildungskette'),
    ('z06', 'bildungseinrichtungen'),
    ('z07', 'bildungseinrichtungen'),
    ('z08', 'bildungseinrichtungen'),
    ('z01', 'koordination'),
    ('z13', 'koordination')) AS zeile(zielbezug, buendel)
), mit_buendeln AS (
  SELECT
    *
  FROM summe
  UNION ALL
  /* i08.massnahmen_zielbezug wird so zu i08.massnahmen_beratung und so fort */
  SELECT
    REPLACE(summe.indikator_id, 'zielbezug', fragenbuendel.buendel),
    summe.raum_ebene,
    summe.raum_id,
    summe.zeitraum_jahr,
    '',
    '',
    SUM(summe.teil),
    MAX(summe.gesamt),
    SUM(summe.n),
    SUM(summe.n_ka),
    MAX(summe.n_gesamt),
    MAX(summe.n_ka_gesamt),
    MAX(summe.datenstand)
  FROM summe
  INNER JOIN fragenbuendel
    ON fragenbuendel.zielbezug = summe.auspraegung
  WHERE
    summe.indikator_id LIKE '%_zielbezug'
  GROUP BY
    REPLACE(summe.indikator_id, 'zielbezug', fragenbuendel.buendel),
    summe.raum_ebene,
    summe.raum_id,
    summe.zeitraum_jahr
), bezogen AS (
  /* ein Anteil bezieht sich auf alle Ausprägungen, ein Mittelwert und der Anteil mit Partnern auf die Angaben, eine Anzahl auf nichts */
  SELECT
    *,
    CASE
      WHEN indikator_id = 'i08.auswahl_zieldimension'
      THEN 'nichts'
      WHEN indikator_id LIKE 'i08.zielerreichung_%'
      OR indikator_id = 'i08.kooperationspartner'
      THEN 'angaben'
      ELSE 'gesamt'
    END AS bezug
  FROM mit_buendeln
), wert AS (
  SELECT
    *,
    CASE bezug WHEN 'gesamt' THEN gesamt WHEN 'angaben' THEN n END AS nenner,
    CASE bezug WHEN 'gesamt' THEN n_gesamt ELSE n END AS angaben,
    CASE bezug WHEN 'gesamt' THEN n_ka_gesamt ELSE n_ka END AS ohne_angabe
  FROM bezogen
)
SELECT
  indikator_id::TEXT AS indikator_id, /* Kennung des Indikators */
  raum_ebene::TEXT AS raum_ebene, /* Raumebene */
  raum_id::TEXT AS raum_id, /* Schlüssel des Raums auf seiner Ebene */
  'jahr'::TEXT AS zeitraum_typ, /* Art des Zeitraums: jahr, quartal, monat oder stichtag */
  zeitraum_jahr::TEXT AS zeitraum, /* Zeitraum */
  merkmal::TEXT AS merkmal, /* Merkmal der Aufgliederung, leer ohne Aufgliederung */
  auspraegung::TEXT AS auspraegung, /* Ausprägung des Merkmals, leer ohne Aufgliederung */
  CASE
    WHEN nenner IS NULL
    THEN teil
    WHEN indikator_id LIKE 'i08.zielerreichung_%'
    THEN teil / NULLIF(nenner, 0)
    ELSE 100 * teil / NULLIF(nenner, 0)
  END::DOUBLE AS wert, /* Wert, ungerundet */
  CASE WHEN NOT nenner IS NULL THEN teil END::DOUBLE AS zaehler, /* Zähler bei Anteilen und Mittelwerten */
  nenner::DOUBLE AS nenner, /* Nenner bei Anteilen und Mittelwerten */
  angaben::BIGINT AS n, /* Zahl der Angaben, aus denen der Wert besteht */
  ohne_angabe::BIGINT AS n_ka, /* Zahl der Zeilen ohne brauchbare Angabe */
  CASE WHEN nenner = 0 THEN 'nicht_sinnvoll' ELSE '' END::TEXT AS status, /* Zeichen statt eines Werts, leer bei normalem Wert */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  'fde_ki_massnahme'::TEXT AS quellen /* Verwendete Quellen, getrennt durch | */
FROM wert
