MODEL (
  name mart.p12_massnahmen,
  kind FULL,
  description 'Eine Zeile je Indikator, Jahr und Ausprägung: was Integrationsagenturen und Servicestellen unternehmen, in welchen Feldern, mit welcher Förderung, für wen und wie oft gemeinsam mit anderen (§ 12 TIntG).',
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

/* je Jahr eine Zelle insgesamt, für jedes Aufgabenfeld und für jede Förderart */
WITH zelle AS (
  SELECT
    zeitraum_jahr,
    '' AS merkmal,
    '' AS auspraegung,
    MAX(datenstand) AS datenstand
  FROM core.ia_massnahme
  GROUP BY
    zeitraum_jahr
  UNION ALL
  SELECT
    massnahme.zeitraum_jahr,
    CASE code.liste WHEN 'ia_aufgabenfeld' THEN 'aufgabenfeld' ELSE code.liste END,
    code.code,
    MAX(massnahme.datenstand)
  FROM core.ia_massnahme AS massnahme
  INNER JOIN core.code AS code
    ON code.liste IN ('ia_aufgabenfeld', 'foerderart')
  GROUP BY
    massnahme.zeitraum_jahr,
    code.liste,
    code.code
), inhalt AS (
  SELECT
    zelle.zeitraum_jahr,
    zelle.merkmal,
    zelle.auspraegung,
    COUNT(massnahme.massnahme_id) AS massnahmen,
    COUNT(CASE WHEN massnahme.kooperation THEN 1 END) AS in_kooperation,
    COUNT(massnahme.kooperation) AS beantwortet,
    COUNT(CASE WHEN massnahme.zielgruppen <> '' THEN 1 END) AS mit_zielgruppe,
    zelle.datenstand
  FROM zelle
  LEFT JOIN core.ia_massnahme AS massnahme
    ON massnahme.zeitraum_jahr = zelle.zeitraum_jahr
    AND CASE zelle.merkmal
      WHEN 'aufgabenfeld'
      THEN massnahme.aufgabenfeld
      WHEN 'foerderart'
      THEN massnahme.foerderart
      ELSE ''
    END = zelle.auspraegung
  GROUP BY
    zelle.zeitraum_jahr,
    zelle.merkmal,
    zelle.auspraegung,
    zelle.datenstand
), nennung AS (
  /* für Zielgruppen gibt es keine feste Liste: gezählt wird, was genannt ist */
  SELECT
    massnahme.zeitraum_jahr,
    teil.zielgruppe,
    COUNT(*) AS nennungen
  FROM core.ia_massnahme AS massnahme
  CROSS JOIN UNNEST(STR_SPLIT(massnahme.zielgruppen, '|')) AS teil(zielgruppe)
  WHERE
    teil.zielgruppe <> ''
  GROUP BY
    massnahme.zeitraum_jahr,
    teil.zielgruppe
)
SELECT
  'i12.massnahmen_anzahl'::TEXT AS indikator_id, /* Kennung des Indikators */
  'land'::TEXT AS raum_ebene, /* Raumebene */
  '05'::TEXT AS raum_id, /* Schlüssel des Raums auf seiner Ebene */
  'jahr'::TEXT AS zeitraum_typ, /* Art des Zeitraums: jahr, quartal, monat oder stichtag */
  zeitraum_jahr::TEXT AS zeitraum, /* Zeitraum */
  merkmal::TEXT AS merkmal, /* Merkmal der Aufgliederung, leer ohne Aufgliederung */
  auspraegung::TEXT AS auspraegung, /* Ausprägung des Merkmals, leer ohne Aufgliederung */
  massnahmen::DOUBLE AS wert, /* Wert, ungerundet */
  NULL::DOUBLE AS zaehler, /* Zähler bei Anteilen und Mittelwerten */
  NULL::DOUBLE AS nenner, /* Nenner bei Anteilen und Mittelwerten */
  massnahmen::BIGINT AS n, /* Zahl der Angaben, aus denen der Wert besteht */
  0::BIGINT AS n_ka, /* Zahl der Zeilen ohne brauchbare Angabe */
  ''::TEXT AS status, /* Zeichen statt eines Werts, leer bei normalem Wert */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  'fde_ia_massnahme'::TEXT AS quellen /* Verwendete Quellen, getrennt durch | */
FROM inhalt
UNION ALL
SELECT
  'i12.ia_spezifische'::TEXT AS indikator_id,
  'land'::TEXT AS raum_ebene,
  '05'::TEXT AS raum_id,
  'jahr'::TEXT AS zeitraum_typ,
  zeitraum_jahr::TEXT AS zeitraum,
  ''::TEXT AS merkmal,
  ''::TEXT AS auspraegung,
  massnahmen::DOUBLE AS wert,
  NULL::DOUBLE AS zaehler,
  NULL::DOUBLE AS nenner,
  massnahmen::BIGINT AS n,
  0::BIGINT AS n_ka,
  ''::TEXT AS status,
  datenstand::DATE AS datenstand,
  'fde_ia_massnahme'::TEXT AS quellen
FROM inhalt
WHERE
  merkmal = 'foerderart' AND auspraegung = 'spezifisch'
UNION ALL
SELECT
  'i12.kooperationsquote'::TEXT AS indikator_id,
  'land'::TEXT AS raum_ebene,
  '05'::TEXT AS raum_id,
  'jahr'::TEXT AS zeitraum_typ,
  zeitraum_jahr::TEXT AS zeitraum,
  merkmal::TEXT AS merkmal,
  auspraegung::TEXT AS auspraegung,
  (
    100 * in_kooperation / NULLIF(beantwortet, 0)
  )::DOUBLE AS wert,
  in_kooperation::DOUBLE AS zaehler,
  beantwortet::DOUBLE AS nenner,
  beantwortet::BIGINT AS n,
  (
    massnahmen - beantwortet
  )::BIGINT AS n_ka,
  CASE WHEN beantwortet = 0 THEN 'nicht_sinnvoll' ELSE '' END::TEXT AS status,
  datenstand::DATE AS datenstand,
  'fde_ia_massnahme'::TEXT AS quellen
FROM inhalt
WHERE
  merkmal = ''
UNION ALL
SELECT
  'i12.ia_zielgruppen'::TEXT AS indikator_id,
  'land'::TEXT AS raum_ebene,
  '05'::TEXT AS raum_id,
  'jahr'::TEXT AS zeitraum_typ,
  inhalt.zeitraum_jahr::TEXT AS zeitraum,
  'zielgruppe'::TEXT AS merkmal,
  nennung.zielgruppe::TEXT AS auspraegung,
  nennung.nennungen::DOUBLE AS wert,
  NULL::DOUBLE AS zaehler,
  NULL::DOUBLE AS nenner,
  inhalt.mit_zielgruppe::BIGINT AS n,
  (
    inhalt.massnahmen - inhalt.mit_zielgruppe
  )::BIGINT AS n_ka,
  ''::TEXT AS status,
  inhalt.datenstand::DATE AS datenstand,
  'fde_ia_massnahme'::TEXT AS quellen
FROM inhalt
INNER JOIN nennung
  ON nennung.zeitraum_jahr = inhalt.zeitraum_jahr
WHERE
  inhalt.merkmal = ''
