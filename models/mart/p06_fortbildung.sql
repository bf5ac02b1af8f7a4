MODEL (
  name mart.p06_fortbildung,
  kind FULL,
  description 'Eine Zeile je Indikator, Jahr und Ausprägung: Fortbildungen zur interkulturellen Kompetenz, wie viele davon Pflicht sind und wie oft sie besucht werden (§ 6 TIntG).',
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

/* je Jahr eine Zelle insgesamt, für jede Zielgruppe und für jede Einrichtung, die etwas anbietet */
WITH zelle AS (
  SELECT
    zeitraum_jahr,
    '' AS merkmal,
    '' AS auspraegung,
    MAX(datenstand) AS datenstand
  FROM core.fortbildung
  GROUP BY
    zeitraum_jahr
  UNION ALL
  SELECT
    angebot.zeitraum_jahr,
    'zielgruppe',
    code.code,
    MAX(angebot.datenstand)
  FROM core.fortbildung AS angebot
  INNER JOIN core.code AS code
    ON code.liste = 'fortbildung_zielgruppe'
  GROUP BY
    angebot.zeitraum_jahr,
    code.code
  UNION ALL
  SELECT
    zeitraum_jahr,
    'einrichtung',
    einrichtung,
    MAX(datenstand)
  FROM core.fortbildung
  GROUP BY
    zeitraum_jahr,
    einrichtung
), inhalt AS (
  SELECT
    zelle.zeitraum_jahr,
    zelle.merkmal,
    zelle.auspraegung,
    COUNT(angebot.angebot_id) AS angebote,
    COUNT(CASE WHEN angebot.verpflichtend THEN 1 END) AS verpflichtende,
    COUNT(angebot.verpflichtend) AS beantwortete,
    SUM(angebot.teilnehmende) AS teilnehmende,
    COUNT(angebot.teilnehmende) AS gezaehlte,
    @summen_status(angebot.teilnehmende, angebot.teilnehmende_status) AS teilnehmende_status,
    zelle.datenstand
  FROM zelle
  LEFT JOIN core.fortbildung AS angebot
    ON angebot.zeitraum_jahr = zelle.zeitraum_jahr
    AND CASE zelle.merkmal
      WHEN 'zielgruppe'
      THEN angebot.fortbildung_zielgruppe
      WHEN 'einrichtung'
      THEN angebot.einrichtung
      ELSE ''
    END = zelle.auspraegung
  GROUP BY
    zelle.zeitraum_jahr,
    zelle.merkmal,
    zelle.auspraegung,
    zelle.datenstand
)
SELECT
  'i06.fortbildung_pflicht'::TEXT AS indikator_id, /* Kennung des Indikators */
  'land'::TEXT AS raum_ebene, /* Raumebene */
  '05'::TEXT AS raum_id, /* Schlüssel des Raums auf seiner Ebene */
  'jahr'::TEXT AS zeitraum_typ, /* Art des Zeitraums: jahr, quartal, monat oder stichtag */
  zeitraum_jahr::TEXT AS zeitraum, /* Zeitraum */
  merkmal::TEXT AS merkmal, /* Merkmal der Aufgliederung, leer ohne Aufgliederung */
  auspraegung::TEXT AS auspraegung, /* Ausprägung des Merkmals, leer ohne Aufgliederung */
  (
    100 * verpflichtende / NULLIF(beantwortete, 0)
  )::DOUBLE AS wert, /* Wert, ungerundet */
  verpflichtende::DOUBLE AS zaehler, /* Zähler bei Anteilen und Mittelwerten */
  beantwortete::DOUBLE AS nenner, /* Nenner bei Anteilen und Mittelwerten */
  beantwortete::BIGINT AS n, /* Zahl der Angaben, aus denen der Wert besteht */
  (
    angebote - beantwortete
  )::BIGINT AS n_ka, /* Zahl der Zeilen ohne brauchbare Angabe */
  CASE WHEN beantwortete = 0 THEN 'nicht_sinnvoll' ELSE '' END::TEXT AS status, /* Zeichen statt eines Werts, leer bei normalem Wert */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  'fortbildung'::TEXT AS quellen /* Verwendete Quellen, getrennt durch | */
FROM inhalt
WHERE
  merkmal IN ('', 'zielgruppe')
UNION ALL
SELECT
  'i06.fortbildung_angebote'::TEXT AS indikator_id,
  'land'::TEXT AS raum_ebene,
  '05'::TEXT AS raum_id,
  'jahr'::TEXT AS zeitraum_typ,
  zeitraum_jahr::TEXT AS zeitraum,
  merkmal::TEXT AS merkmal,
  auspraegung::TEXT AS auspraegung,
  angebote::DOUBLE AS wert,
  NULL::DOUBLE AS zaehler,
  NULL::DOUBLE AS nenner,
  angebote::BIGINT AS n,
  0::BIGINT AS n_ka,
  ''::TEXT AS status,
  datenstand::DATE AS datenstand,
  'fortbildung'::TEXT AS quellen
FROM inhalt
WHERE
  merkmal IN ('', 'einrichtung')
UNION ALL
SELECT
  'i06.fortbildung_nachfrage'::TEXT AS indikator_id,
  'land'::TEXT AS raum_ebene,
  '05'::TEXT AS raum_id,
  'jahr'::TEXT AS zeitraum_typ,
  zeitraum_jahr::TEXT AS zeitraum,
  merkmal::TEXT AS merkmal,
  auspraegung::TEXT AS auspraegung,
  teilnehmende::DOUBLE AS wert,
  NULL::DOUBLE AS zaehler,
  NULL::DOUBLE AS nenner,
  gezaehlte::BIGINT AS n,
  (
    angebote - gezaehlte
  )::BIGINT AS n_ka,
  teilnehmende_status::TEXT AS status,
  datenstand::DATE AS datenstand,
  'fortbildung'::TEXT AS quellen
FROM inhalt
WHERE
  merkmal = ''
