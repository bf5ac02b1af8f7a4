MODEL (
  name mart.p13_landesintegrationsrat,
  kind FULL,
  description 'Eine Zeile je Indikator, Jahr und Format: wie oft sich Land und Landesintegrationsrat austauschen und wie oft er angehört wird (§ 13 TIntG).',
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

/* je Jahr eine Zelle insgesamt und für jedes Format */
WITH zelle AS (
  SELECT
    zeitraum_jahr,
    '' AS merkmal,
    '' AS auspraegung,
    MAX(datenstand) AS datenstand
  FROM core.lir_austausch
  GROUP BY
    zeitraum_jahr
  UNION ALL
  SELECT
    termin.zeitraum_jahr,
    'format',
    code.code,
    MAX(termin.datenstand)
  FROM core.lir_austausch AS termin
  INNER JOIN core.code AS code
    ON code.liste = 'lir_format'
  GROUP BY
    termin.zeitraum_jahr,
    code.code
), inhalt AS (
  SELECT
    zelle.zeitraum_jahr,
    zelle.merkmal,
    zelle.auspraegung,
    COUNT(termin.lfd_nr) AS termine,
    COUNT(CASE WHEN termin.anhoerung THEN 1 END) AS anhoerungen,
    COUNT(CASE WHEN termin.anhoerung AND termin.stellungnahme_beruecksichtigt THEN 1 END) AS beruecksichtigt,
    COUNT(
      CASE
        WHEN termin.anhoerung AND termin.stellungnahme_beruecksichtigt IS NULL
        THEN 1
      END
    ) AS ohne_antwort,
    zelle.datenstand
  FROM zelle
  LEFT JOIN core.lir_austausch AS termin
    ON termin.zeitraum_jahr = zelle.zeitraum_jahr
    AND (
      zelle.merkmal = '' OR termin.lir_format = zelle.auspraegung
    )
  GROUP BY
    zelle.zeitraum_jahr,
    zelle.merkmal,
    zelle.auspraegung,
    zelle.datenstand
)
SELECT
  CASE WHEN merkmal = '' THEN 'i13.austauschformate' ELSE 'i13.austausche' END::TEXT AS indikator_id, /* Kennung des Indikators */
  'land'::TEXT AS raum_ebene, /* Raumebene */
  '05'::TEXT AS raum_id, /* Schlüssel des Raums auf seiner Ebene */
  'jahr'::TEXT AS zeitraum_typ, /* Art des Zeitraums: jahr, quartal, monat oder stichtag */
  zeitraum_jahr::TEXT AS zeitraum, /* Zeitraum */
  merkmal::TEXT AS merkmal, /* Merkmal der Aufgliederung, leer ohne Aufgliederung */
  auspraegung::TEXT AS auspraegung, /* Ausprägung des Merkmals, leer ohne Aufgliederung */
  termine::DOUBLE AS wert, /* Wert, ungerundet */
  NULL::DOUBLE AS zaehler, /* Zähler bei Anteilen und Mittelwerten */
  NULL::DOUBLE AS nenner, /* Nenner bei Anteilen und Mittelwerten */
  termine::BIGINT AS n, /* Zahl der Angaben, aus denen der Wert besteht */
  0::BIGINT AS n_ka, /* Zahl der Zeilen ohne brauchbare Angabe */
  ''::TEXT AS status, /* Zeichen statt eines Werts, leer bei normalem Wert */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  'lir_austausch'::TEXT AS quellen /* Verwendete Quellen, getrennt durch | */
FROM inhalt
UNION ALL
/* n ist hier die Zahl der Anhörungen, deren Stellungnahme berücksichtigt wurde */
SELECT
  'i13.anhoerungen'::TEXT AS indikator_id,
  'land'::TEXT AS raum_ebene,
  '05'::TEXT AS raum_id,
  'jahr'::TEXT AS zeitraum_typ,
  zeitraum_jahr::TEXT AS zeitraum,
  merkmal::TEXT AS merkmal,
  auspraegung::TEXT AS auspraegung,
  anhoerungen::DOUBLE AS wert,
  NULL::DOUBLE AS zaehler,
  NULL::DOUBLE AS nenner,
  beruecksichtigt::BIGINT AS n,
  ohne_antwort::BIGINT AS n_ka,
  ''::TEXT AS status,
  datenstand::DATE AS datenstand,
  'lir_austausch'::TEXT AS quellen
FROM inhalt
WHERE
  merkmal = ''
