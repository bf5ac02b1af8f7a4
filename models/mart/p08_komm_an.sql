MODEL (
  name mart.p08_komm_an,
  kind FULL,
  description 'Eine Zeile je Indikator, Raum, Jahr und Ausprägung: Fördermittel, Pauschalen und Angewiesensein auf das Land aus KOMM-AN NRW, nach Kommunalem Integrationszentrum und nach dem Ort der Durchführung (§ 8 TIntG).',
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
    ASSERT_EBENEN_ERGEBEN_LAND(indikatoren := ('i08.komman_betrag', 'i08.komman_pauschalen'))
  )
);

/* was eine geförderte Maßnahme zu einem Indikator beiträgt */
WITH beitrag AS (
  SELECT
    'i08.komman_betrag' AS indikator_id,
    ki,
    durchfuehrungsort_ags,
    zeitraum_jahr,
    komm_an_baustein,
    foerderbetrag_eur AS teil,
    foerderbetrag_eur_status AS status,
    datenstand
  FROM core.komm_an
  UNION ALL
  /* derselbe Betrag, aber dort, wo die Maßnahme stattfindet */
  SELECT
    'i08.komman_foerderung_baustein',
    ki,
    durchfuehrungsort_ags,
    zeitraum_jahr,
    komm_an_baustein,
    foerderbetrag_eur,
    foerderbetrag_eur_status,
    datenstand
  FROM core.komm_an
  UNION ALL
  SELECT
    'i08.komman_pauschalen',
    ki,
    durchfuehrungsort_ags,
    zeitraum_jahr,
    komm_an_baustein,
    anzahl_pauschalen,
    anzahl_pauschalen_status,
    datenstand
  FROM core.komm_an
  UNION ALL
  SELECT
    'i08.komman_ohne_land_nicht_finanzierbar',
    ki,
    durchfuehrungsort_ags,
    zeitraum_jahr,
    komm_an_baustein,
    CASE ohne_land_finanzierbar WHEN FALSE THEN 1 WHEN TRUE THEN 0 END,
    '',
    datenstand
  FROM core.komm_an
), verortet AS (
  SELECT
    beitrag.indikator_id,
    ort.raum_ebene,
    ort.raum_id,
    beitrag.zeitraum_jahr,
    beitrag.komm_an_baustein,
    beitrag.teil,
    beitrag.status,
    beitrag.datenstand
  FROM beitrag
  INNER JOIN core.ki_raum AS ort
    ON ort.ki = beitrag.ki
  WHERE
    beitrag.indikator_id <> 'i08.komman_foerderung_baustein'
    AND (
      ort.raum_ebene = 'land'
      OR (
        ort.raum_ebene = 'ki'
        AND beitrag.indikator_id <> 'i08.komman_ohne_land_nicht_finanzierbar'
      )
    )
  UNION ALL
  /* eine Maßnahme ohne Ort fehlt hier; für das ganze Land gilt i08.komman_betrag */
  SELECT
    beitrag.indikator_id,
    ort.raum_ebene,
    ort.raum_id,
    beitrag.zeitraum_jahr,
    beitrag.komm_an_baustein,
    beitrag.teil,
    beitrag.status,
    beitrag.datenstand
  FROM beitrag
  INNER JOIN core.gemeinde_raum AS ort
    ON ort.ags = beitrag.durchfuehrungsort_ags
  WHERE
    beitrag.indikator_id = 'i08.komman_foerderung_baustein'
    AND ort.raum_ebene <> 'land'
), gegliedert AS (
  SELECT
    indikator_id,
    raum_ebene,
    raum_id,
    zeitraum_jahr,
    '' AS merkmal,
    '' AS auspraegung,
    teil,
    status,
    datenstand
  FROM verortet
  UNION ALL
  SELECT
    indikator_id,
    raum_ebene,
    raum_id,
    zeitraum_jahr,
    'baustein',
    komm_an_baustein,
    teil,
    status,
    datenstand
  FROM verortet
  WHERE
    indikator_id IN ('i08.komman_betrag', 'i08.komman_foerderung_baustein')
), summe AS (
  SELECT
    indikator_id,
    raum_ebene,
    raum_id,
    zeitraum_jahr,
    merkmal,
    auspraegung,
    SUM(teil) AS teil,
    COUNT(teil) AS n,
    COUNT(*) - COUNT(teil) AS n_ka,
    @summen_status(teil, status) AS status,
    MAX(datenstand) AS datenstand
  FROM gegliedert
  GROUP BY
    indikator_id,
    raum_ebene,
    raum_id,
    zeitraum_jahr,
    merkmal,
    auspraegung
), vollstaendig AS (
  SELECT
    *
  FROM summe
  UNION ALL
  /* für das Land steht jeder Baustein da, auch wenn ihn niemand abruft */
  SELECT
    land.indikator_id,
    land.raum_ebene,
    land.raum_id,
    land.zeitraum_jahr,
    'baustein',
    code.code,
    0,
    0,
    0,
    '',
    land.datenstand
  FROM summe AS land
  INNER JOIN core.code AS code
    ON code.liste = 'komm_an_baustein'
  LEFT JOIN summe AS vorhanden
    ON vorhanden.indikator_id = land.indikator_id
    AND vorhanden.raum_ebene = 'land'
    AND vorhanden.zeitraum_jahr = land.zeitraum_jahr
    AND vorhanden.auspraegung = code.code
  WHERE
    land.indikator_id = 'i08.komman_betrag'
    AND land.raum_ebene = 'land'
    AND land.merkmal = ''
    AND vorhanden.auspraegung IS NULL
), bezogen AS (
  /* der Anteil bezieht sich auf die Zeilen mit einer Antwort, eine Summe auf nichts */
  SELECT
    *,
    CASE WHEN indikator_id = 'i08.komman_ohne_land_nicht_finanzierbar' THEN n END AS nenner
  FROM vollstaendig
)
SELECT
  indikator_id::TEXT AS indikator_id, /* Kennung des Indikators */
  raum_ebene::TEXT AS raum_ebene, /* Raumebene */
  raum_id::TEXT AS raum_id, /* Schlüssel des Raums auf seiner Ebene */
  'jahr'::TEXT AS zeitraum_typ, /* Art des Zeitraums: jahr, quartal, monat oder stichtag */
  zeitraum_jahr::TEXT AS zeitraum, /* Zeitraum */
  merkmal::TEXT AS merkmal, /* Merkmal der Aufgliederung, leer ohne Aufgliederung */
  auspraegung::TEXT AS auspraegung, /* Ausprägung des Merkmals, leer ohne Aufgliederung */
  CASE WHEN nenner IS NULL THEN teil ELSE 100 * teil / NULLIF(nenner, 0) END::DOUBLE AS wert, /* Wert, ungerundet */
  CASE WHEN NOT nenner IS NULL THEN COALESCE(teil, 0) END::DOUBLE AS zaehler, /* Zähler bei Anteilen und Mittelwerten */
  nenner::DOUBLE AS nenner, /* Nenner bei Anteilen und Mittelwerten */
  n::BIGINT AS n, /* Zahl der Angaben, aus denen der Wert besteht */
  n_ka::BIGINT AS n_ka, /* Zahl der Zeilen ohne brauchbare Angabe */
  CASE WHEN nenner = 0 THEN 'nicht_sinnvoll' ELSE status END::TEXT AS status, /* Zeichen statt eines Werts, leer bei normalem Wert */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  'fde_komm_an'::TEXT AS quellen /* Verwendete Quellen, getrennt durch | */
FROM bezogen
