MODEL (
  name mart.p09_kontakte,
  kind FULL,
  description 'Eine Zeile je Indikator, Raum und Jahr: wie oft das Kommunale Integrationsmanagement mit einem Menschen in Kontakt war (§ 9 TIntG).',
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

/* ein gemeldeter Fall zählt in jedem Jahr, in dem es einen Kontakt gab */
WITH je_fall AS (
  SELECT
    kontakt.standort,
    kontakt.fall_id,
    kontakt.kontakt_jahr,
    SUM(kontakt.kontakte) AS kontakte,
    MAX(kontakt.datenstand) AS datenstand
  FROM core.kim_kontakt_je_fall AS kontakt
  INNER JOIN core.kim_fall AS fall
    ON fall.standort = kontakt.standort AND fall.fall_id = kontakt.fall_id
  GROUP BY
    kontakt.standort,
    kontakt.fall_id,
    kontakt.kontakt_jahr
), je_raum AS (
  SELECT
    ort.raum_ebene,
    ort.raum_id,
    je_fall.kontakt_jahr,
    SUM(je_fall.kontakte) AS kontakte,
    COUNT(*) AS faelle,
    MAX(je_fall.datenstand) AS datenstand
  FROM je_fall
  INNER JOIN core.ki_raum AS ort
    ON ort.ki = je_fall.standort
  WHERE
    ort.raum_ebene IN ('land', 'standort')
  GROUP BY
    ort.raum_ebene,
    ort.raum_id,
    je_fall.kontakt_jahr
)
SELECT
  'i09.kontakte_je_fall'::TEXT AS indikator_id, /* Kennung des Indikators */
  raum_ebene::TEXT AS raum_ebene, /* Raumebene */
  raum_id::TEXT AS raum_id, /* Schlüssel des Raums auf seiner Ebene */
  'jahr'::TEXT AS zeitraum_typ, /* Art des Zeitraums: jahr, quartal, monat oder stichtag */
  kontakt_jahr::TEXT AS zeitraum, /* Zeitraum */
  ''::TEXT AS merkmal, /* Merkmal der Aufgliederung, leer ohne Aufgliederung */
  ''::TEXT AS auspraegung, /* Ausprägung des Merkmals, leer ohne Aufgliederung */
  (
    kontakte / faelle
  )::DOUBLE AS wert, /* Wert, ungerundet */
  kontakte::DOUBLE AS zaehler, /* Zähler bei Anteilen und Mittelwerten */
  faelle::DOUBLE AS nenner, /* Nenner bei Anteilen und Mittelwerten */
  faelle::BIGINT AS n, /* Zahl der Angaben, aus denen der Wert besteht */
  0::BIGINT AS n_ka, /* Zahl der Zeilen ohne brauchbare Angabe */
  ''::TEXT AS status, /* Zeichen statt eines Werts, leer bei normalem Wert */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  'kim_kontakt|kim_fall'::TEXT AS quellen /* Verwendete Quellen, getrennt durch | */
FROM je_raum
