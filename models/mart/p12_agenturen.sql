MODEL (
  name mart.p12_agenturen,
  kind FULL,
  description 'Eine Zeile je Indikator, Raum, Jahr und Träger: wie viele Integrationsagenturen es gibt, wer sie trägt, was für sie eingeplant ist und in wie vielen Arbeitskreisen sie mitwirken (§ 12 TIntG).',
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
      'i12.ia_anzahl'
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
), agentur AS (
  SELECT
    ort.raum_ebene,
    ort.raum_id,
    einrichtung.zeitraum_jahr,
    einrichtung.wohlfahrtsverband,
    einrichtung.einrichtung_id
  FROM core.ia_einrichtung AS einrichtung
  INNER JOIN core.gemeinde_raum AS ort
    ON ort.ags = einrichtung.ags
  WHERE
    einrichtung.einrichtungsart = 'IA'
    AND ort.raum_ebene IN ('land', 'regierungsbezirk')
), zelle AS (
  /* ist ein Jahr geliefert, so ist auch bekannt, wo keine Agentur ist; die Träger stehen für das Land alle da, je Regierungsbezirk die vorhandenen */
  SELECT
    raum.raum_ebene,
    raum.raum_id,
    jahr.zeitraum_jahr,
    '' AS merkmal,
    '' AS auspraegung,
    jahr.datenstand
  FROM jahr
  CROSS JOIN core.raum AS raum
  WHERE
    raum.raum_ebene IN ('land', 'regierungsbezirk')
  UNION ALL
  SELECT
    'land',
    '05',
    jahr.zeitraum_jahr,
    'traeger',
    code.code,
    jahr.datenstand
  FROM jahr
  INNER JOIN core.code AS code
    ON code.liste = 'wohlfahrtsverband'
  UNION ALL
  SELECT
    agentur.raum_ebene,
    agentur.raum_id,
    jahr.zeitraum_jahr,
    'traeger',
    agentur.wohlfahrtsverband,
    jahr.datenstand
  FROM jahr
  INNER JOIN agentur
    ON agentur.zeitraum_jahr = jahr.zeitraum_jahr
  WHERE
    agentur.raum_ebene = 'regierungsbezirk'
  GROUP BY
    agentur.raum_ebene,
    agentur.raum_id,
    jahr.zeitraum_jahr,
    agentur.wohlfahrtsverband,
    jahr.datenstand
)
SELECT
  'i12.ia_anzahl'::TEXT AS indikator_id, /* Kennung des Indikators */
  zelle.raum_ebene::TEXT AS raum_ebene, /* Raumebene */
  zelle.raum_id::TEXT AS raum_id, /* Schlüssel des Raums auf seiner Ebene */
  'jahr'::TEXT AS zeitraum_typ, /* Art des Zeitraums: jahr, quartal, monat oder stichtag */
  zelle.zeitraum_jahr::TEXT AS zeitraum, /* Zeitraum */
  zelle.merkmal::TEXT AS merkmal, /* Merkmal der Aufgliederung, leer ohne Aufgliederung */
  zelle.auspraegung::TEXT AS auspraegung, /* Ausprägung des Merkmals, leer ohne Aufgliederung */
  COUNT(agentur.einrichtung_id)::DOUBLE AS wert, /* Wert, ungerundet */
  NULL::DOUBLE AS zaehler, /* Zähler bei Anteilen und Mittelwerten */
  NULL::DOUBLE AS nenner, /* Nenner bei Anteilen und Mittelwerten */
  COUNT(agentur.einrichtung_id)::BIGINT AS n, /* Zahl der Angaben, aus denen der Wert besteht */
  0::BIGINT AS n_ka, /* Zahl der Zeilen ohne brauchbare Angabe */
  ''::TEXT AS status, /* Zeichen statt eines Werts, leer bei normalem Wert */
  zelle.datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  'fde_ia_einrichtung'::TEXT AS quellen /* Verwendete Quellen, getrennt durch | */
FROM zelle
LEFT JOIN agentur
  ON agentur.raum_ebene = zelle.raum_ebene
  AND agentur.raum_id = zelle.raum_id
  AND agentur.zeitraum_jahr = zelle.zeitraum_jahr
  AND (
    zelle.merkmal = '' OR agentur.wohlfahrtsverband = zelle.auspraegung
  )
GROUP BY
  zelle.raum_ebene,
  zelle.raum_id,
  zelle.zeitraum_jahr,
  zelle.merkmal,
  zelle.auspraegung,
  zelle.datenstand
UNION ALL
SELECT
  'i12.arbeitskreise'::TEXT AS indikator_id,
  'land'::TEXT AS raum_ebene,
  '05'::TEXT AS raum_id,
  'jahr'::TEXT AS zeitraum_typ,
  zeitraum_jahr::TEXT AS zeitraum,
  ''::TEXT AS merkmal,
  ''::TEXT AS auspraegung,
  SUM(arbeitskreise)::DOUBLE AS wert,
  NULL::DOUBLE AS zaehler,
  NULL::DOUBLE AS nenner,
  COUNT(arbeitskreise)::BIGINT AS n,
  (
    COUNT(*) - COUNT(arbeitskreise)
  )::BIGINT AS n_ka,
  @summen_status(arbeitskreise, arbeitskreise_status)::TEXT AS status,
  MAX(datenstand)::DATE AS datenstand,
  'fde_ia_einrichtung'::TEXT AS quellen
FROM core.ia_einrichtung
WHERE
  einrichtungsart = 'IA'
GROUP BY
  zeitraum_jahr
UNION ALL
SELECT
  'i12.ia_stellen'::TEXT AS indikator_id,
  'land'::TEXT AS raum_ebene,
  '05'::TEXT AS raum_id,
  'jahr'::TEXT AS zeitraum_typ,
  zeitraum_jahr::TEXT AS zeitraum,
  ''::TEXT AS merkmal,
  ''::TEXT AS auspraegung,
  SUM(stellen_vzae)::DOUBLE AS wert,
  NULL::DOUBLE AS zaehler,
  NULL::DOUBLE AS nenner,
  COUNT(stellen_vzae)::BIGINT AS n,
  (
    COUNT(*) - COUNT(stellen_vzae)
  )::BIGINT AS n_ka,
  @summen_status(stellen_vzae, stellen_vzae_status)::TEXT AS status,
  MAX(datenstand)::DATE AS datenstand,
  'fde_ia_einrichtung'::TEXT AS quellen
FROM core.ia_einrichtung
WHERE
  einrichtungsart = 'IA'
GROUP BY
  zeitraum_jahr
UNION ALL
/* im Haushalt teilen sich Agenturen und Servicestellen ihre Titel */
SELECT
  'i12.ia_ressourcen'::TEXT AS indikator_id,
  'land'::TEXT AS raum_ebene,
  '05'::TEXT AS raum_id,
  'jahr'::TEXT AS zeitraum_typ,
  zeitraum_jahr::TEXT AS zeitraum,
  ''::TEXT AS merkmal,
  ''::TEXT AS auspraegung,
  SUM(ansatz_eur)::DOUBLE AS wert,
  NULL::DOUBLE AS zaehler,
  NULL::DOUBLE AS nenner,
  COUNT(ansatz_eur)::BIGINT AS n,
  (
    COUNT(*) - COUNT(ansatz_eur)
  )::BIGINT AS n_ka,
  @summen_status(ansatz_eur, ansatz_eur_status)::TEXT AS status,
  MAX(datenstand)::DATE AS datenstand,
  'haushalt_titel'::TEXT AS quellen
FROM core.haushalt_titel
WHERE
  instrument = 'ia_sad'
GROUP BY
  zeitraum_jahr
