MODEL (
  name mart.p06_oeffnung,
  kind FULL,
  description 'Eine Zeile je Indikator, Jahr und Ausprägung: welche Organisationen der Landesverwaltung sich interkulturell öffnen, wie gut ihnen das nach eigener Einschätzung gelingt und ob sie ihren Personalanteil kennen (§ 6 TIntG).',
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

/* je Jahr eine Zelle insgesamt, für jede Art der Organisation und für jeden Bereich */
WITH zelle AS (
  SELECT
    zeitraum_jahr,
    '' AS merkmal,
    '' AS auspraegung,
    MAX(datenstand) AS datenstand
  FROM core.ikoe_massnahme
  GROUP BY
    zeitraum_jahr
  UNION ALL
  SELECT
    massnahme.zeitraum_jahr,
    CASE code.liste WHEN 'ikoe_bereich' THEN 'bereich' ELSE code.liste END,
    code.code,
    MAX(massnahme.datenstand)
  FROM core.ikoe_massnahme AS massnahme
  INNER JOIN core.code AS code
    ON code.liste IN ('organisationstyp', 'ikoe_bereich')
  GROUP BY
    massnahme.zeitraum_jahr,
    code.liste,
    code.code
), inhalt AS (
  SELECT
    zelle.zeitraum_jahr,
    zelle.merkmal,
    zelle.auspraegung,
    COUNT(DISTINCT massnahme.organisation) AS organisationen,
    COUNT(DISTINCT CASE WHEN massnahme.anteil_erfasst THEN massnahme.organisation END) AS erfassende,
    COUNT(
      DISTINCT CASE WHEN NOT massnahme.anteil_erfasst IS NULL THEN massnahme.organisation END
    ) AS antwortende,
    COALESCE(SUM(massnahme.bewertung), 0) AS bewertung,
    COUNT(massnahme.bewertung) AS bewertete,
    COUNT(massnahme.organisation) - COUNT(massnahme.bewertung) AS unbewertete,
    MAX(
      CASE
        WHEN massnahme.bewertung_status = 'eingeschraenkt'
        THEN 'eingeschraenkt'
        ELSE ''
      END
    ) AS bewertung_status,
    zelle.datenstand
  FROM zelle
  LEFT JOIN core.ikoe_massnahme AS massnahme
    ON massnahme.zeitraum_jahr = zelle.zeitraum_jahr
    AND CASE zelle.merkmal
      WHEN 'organisationstyp'
      THEN massnahme.organisationstyp
      WHEN 'bereich'
      THEN massnahme.ikoe_bereich
      ELSE ''
    END = zelle.auspraegung
  GROUP BY
    zelle.zeitraum_jahr,
    zelle.merkmal,
    zelle.auspraegung,
    zelle.datenstand
)
SELECT
  'i06.organisationen_mit_massnahmen'::TEXT AS indikator_id, /* Kennung des Indikators */
  'land'::TEXT AS raum_ebene, /* Raumebene */
  '05'::TEXT AS raum_id, /* Schlüssel des Raums auf seiner Ebene */
  'jahr'::TEXT AS zeitraum_typ, /* Art des Zeitraums: jahr, quartal, monat oder stichtag */
  zeitraum_jahr::TEXT AS zeitraum, /* Zeitraum */
  merkmal::TEXT AS merkmal, /* Merkmal der Aufgliederung, leer ohne Aufgliederung */
  auspraegung::TEXT AS auspraegung, /* Ausprägung des Merkmals, leer ohne Aufgliederung */
  organisationen::DOUBLE AS wert, /* Wert, ungerundet */
  NULL::DOUBLE AS zaehler, /* Zähler bei Anteilen und Mittelwerten */
  NULL::DOUBLE AS nenner, /* Nenner bei Anteilen und Mittelwerten */
  organisationen::BIGINT AS n, /* Zahl der Angaben, aus denen der Wert besteht */
  0::BIGINT AS n_ka, /* Zahl der Zeilen ohne brauchbare Angabe */
  ''::TEXT AS status, /* Zeichen statt eines Werts, leer bei normalem Wert */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  'ikoe_massnahme'::TEXT AS quellen /* Verwendete Quellen, getrennt durch | */
FROM inhalt
UNION ALL
/* Maßnahmen für mehr Beschäftigte mit Einwanderungsgeschichte sind die des Bereichs Personalgewinnung */
SELECT
  'i06.anteil_massnahmen'::TEXT AS indikator_id,
  'land'::TEXT AS raum_ebene,
  '05'::TEXT AS raum_id,
  'jahr'::TEXT AS zeitraum_typ,
  zeitraum_jahr::TEXT AS zeitraum,
  ''::TEXT AS merkmal,
  ''::TEXT AS auspraegung,
  organisationen::DOUBLE AS wert,
  NULL::DOUBLE AS zaehler,
  NULL::DOUBLE AS nenner,
  organisationen::BIGINT AS n,
  0::BIGINT AS n_ka,
  ''::TEXT AS status,
  datenstand::DATE AS datenstand,
  'ikoe_massnahme'::TEXT AS quellen
FROM inhalt
WHERE
  auspraegung = 'personalgewinnung'
UNION ALL
SELECT
  'i06.anteil_erfasst'::TEXT AS indikator_id,
  'land'::TEXT AS raum_ebene,
  '05'::TEXT AS raum_id,
  'jahr'::TEXT AS zeitraum_typ,
  zeitraum_jahr::TEXT AS zeitraum,
  merkmal::TEXT AS merkmal,
  auspraegung::TEXT AS auspraegung,
  (
    100 * erfassende / NULLIF(organisationen, 0)
  )::DOUBLE AS wert,
  erfassende::DOUBLE AS zaehler,
  organisationen::DOUBLE AS nenner,
  antwortende::BIGINT AS n,
  (
    organisationen - antwortende
  )::BIGINT AS n_ka,
  CASE WHEN organisationen = 0 THEN 'nicht_sinnvoll' ELSE '' END::TEXT AS status,
  datenstand::DATE AS datenstand,
  'ikoe_massnahme'::TEXT AS quellen
FROM inhalt
WHERE
  merkmal = 'organisationstyp'
UNION ALL
SELECT
  CASE
    WHEN merkmal = ''
    THEN 'i06.ikoe_umsetzungsguete'
    ELSE 'i06.anteil_umsetzungsguete'
  END::TEXT AS indikator_id,
  'land'::TEXT AS raum_ebene,
  '05'::TEXT AS raum_id,
  'jahr'::TEXT AS zeitraum_typ,
  zeitraum_jahr::TEXT AS zeitraum,
  ''::TEXT AS merkmal,
  ''::TEXT AS auspraegung,
  (
    bewertung / NULLIF(bewertete, 0)
  )::DOUBLE AS wert,
  bewertung::DOUBLE AS zaehler,
  bewertete::DOUBLE AS nenner,
  bewertete::BIGINT AS n,
  unbewertete::BIGINT AS n_ka,
  CASE WHEN bewertete = 0 THEN 'nicht_sinnvoll' ELSE bewertung_status END::TEXT AS status,
  datenstand::DATE AS datenstand,
  'ikoe_massnahme'::TEXT AS quellen
FROM inhalt
WHERE
  merkmal = '' OR auspraegung = 'personalgewinnung'
