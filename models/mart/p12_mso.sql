MODEL (
  name mart.p12_mso,
  kind FULL,
  description 'Eine Zeile je Indikator, Jahr und Förderbaustein: was Migrantenselbstorganisationen bewilligt bekommen und wie lange sie auf ihr Geld warten (§ 12 TIntG).',
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

/* je Jahr eine Zelle insgesamt und für jeden Förderbaustein */
WITH zelle AS (
  SELECT
    zeitraum_jahr,
    '' AS merkmal,
    '' AS auspraegung,
    MAX(datenstand) AS datenstand
  FROM core.mso_foerderung
  GROUP BY
    zeitraum_jahr
  UNION ALL
  SELECT
    antrag.zeitraum_jahr,
    'foerderbaustein',
    code.code,
    MAX(antrag.datenstand)
  FROM core.mso_foerderung AS antrag
  INNER JOIN core.code AS code
    ON code.liste = 'mso_foerderbaustein'
  GROUP BY
    antrag.zeitraum_jahr,
    code.code
), inhalt AS (
  SELECT
    zelle.zeitraum_jahr,
    zelle.merkmal,
    zelle.auspraegung,
    COUNT(antrag.antrag_nr) AS antraege,
    COUNT(CASE WHEN antrag.bewilligt_eur > 0 THEN 1 END) AS bewilligte,
    CASE WHEN COUNT(antrag.antrag_nr) = 0 THEN 0 ELSE SUM(antrag.bewilligt_eur) END AS bewilligt_eur,
    COUNT(antrag.bewilligt_eur) AS n_bewilligt,
    CASE
      WHEN COUNT(antrag.antrag_nr) = 0
      THEN ''
      ELSE @summen_status(antrag.bewilligt_eur, antrag.bewilligt_eur_status)
    END AS bewilligt_status,
    MEDIAN(DATE_DIFF('DAY', antrag.bewilligung_datum, antrag.auszahlung_datum)) AS wartetage,
    COUNT(DATE_DIFF('DAY', antrag.bewilligung_datum, antrag.auszahlung_datum)) AS n_wartetage,
    zelle.datenstand
  FROM zelle
  LEFT JOIN core.mso_foerderung AS antrag
    ON antrag.zeitraum_jahr = zelle.zeitraum_jahr
    AND (
      zelle.merkmal = '' OR antrag.foerderbaustein = zelle.auspraegung
    )
  GROUP BY
    zelle.zeitraum_jahr,
    zelle.merkmal,
    zelle.auspraegung,
    zelle.datenstand
)
SELECT
  'i12.mso_bewilligt'::TEXT AS indikator_id, /* Kennung des Indikators */
  'land'::TEXT AS raum_ebene, /* Raumebene */
  '05'::TEXT AS raum_id, /* Schlüssel des Raums auf seiner Ebene */
  'jahr'::TEXT AS zeitraum_typ, /* Art des Zeitraums: jahr, quartal, monat oder stichtag */
  zeitraum_jahr::TEXT AS zeitraum, /* Zeitraum */
  merkmal::TEXT AS merkmal, /* Merkmal der Aufgliederung, leer ohne Aufgliederung */
  auspraegung::TEXT AS auspraegung, /* Ausprägung des Merkmals, leer ohne Aufgliederung */
  bewilligt_eur::DOUBLE AS wert, /* Wert, ungerundet */
  NULL::DOUBLE AS zaehler, /* Zähler bei Anteilen und Mittelwerten */
  NULL::DOUBLE AS nenner, /* Nenner bei Anteilen und Mittelwerten */
  n_bewilligt::BIGINT AS n, /* Zahl der Angaben, aus denen der Wert besteht */
  (
    antraege - n_bewilligt
  )::BIGINT AS n_ka, /* Zahl der Zeilen ohne brauchbare Angabe */
  bewilligt_status::TEXT AS status, /* Zeichen statt eines Werts, leer bei normalem Wert */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  'mso_foerderung'::TEXT AS quellen /* Verwendete Quellen, getrennt durch | */
FROM inhalt
UNION ALL
/* wer noch wartet, hat keinen Tag der Auszahlung und fehlt hier */
SELECT
  'i12.mso_wartezeit'::TEXT AS indikator_id,
  'land'::TEXT AS raum_ebene,
  '05'::TEXT AS raum_id,
  'jahr'::TEXT AS zeitraum_typ,
  zeitraum_jahr::TEXT AS zeitraum,
  merkmal::TEXT AS merkmal,
  auspraegung::TEXT AS auspraegung,
  wartetage::DOUBLE AS wert,
  NULL::DOUBLE AS zaehler,
  NULL::DOUBLE AS nenner,
  n_wartetage::BIGINT AS n,
  (
    antraege - n_wartetage
  )::BIGINT AS n_ka,
  CASE WHEN n_wartetage = 0 THEN 'nicht_sinnvoll' ELSE '' END::TEXT AS status,
  datenstand::DATE AS datenstand,
  'mso_foerderung'::TEXT AS quellen
FROM inhalt
WHERE
  merkmal = ''
UNION ALL
/* ZEMaC ging 2024 in der Förderung der MSO auf, ab da steht hier 0 */
SELECT
  'i12.zemac_umsetzung'::TEXT AS indikator_id,
  'land'::TEXT AS raum_ebene,
  '05'::TEXT AS raum_id,
  'jahr'::TEXT AS zeitraum_typ,
  zeitraum_jahr::TEXT AS zeitraum,
  ''::TEXT AS merkmal,
  ''::TEXT AS auspraegung,
  CASE WHEN antraege > 0 AND n_bewilligt = 0 THEN NULL ELSE bewilligte END::DOUBLE AS wert,
  NULL::DOUBLE AS zaehler,
  NULL::DOUBLE AS nenner,
  n_bewilligt::BIGINT AS n,
  (
    antraege - n_bewilligt
  )::BIGINT AS n_ka,
  CASE WHEN antraege > 0 AND n_bewilligt = 0 THEN 'keine_angabe' ELSE '' END::TEXT AS status,
  datenstand::DATE AS datenstand,
  'mso_foerderung'::TEXT AS quellen
FROM inhalt
WHERE
  auspraegung = 'zemac'
