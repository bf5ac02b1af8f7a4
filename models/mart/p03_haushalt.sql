MODEL (
  name mart.p03_haushalt,
  kind FULL,
  description 'Eine Zeile je Indikator, Jahr und Instrument: was der Landeshaushalt für die Infrastruktur der Integration einplant und wie weit es über dem gesetzlichen Mindestbetrag liegt (§ 3 Abs. 2 TIntG).',
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

/* je Jahr die Summe insgesamt und eine für jedes Instrument, auch wenn kein Titel zu ihm gehört */
WITH zelle AS (
  SELECT
    zeitraum_jahr,
    '' AS merkmal,
    '' AS auspraegung,
    MAX(datenstand) AS datenstand
  FROM core.haushalt_titel
  GROUP BY
    zeitraum_jahr
  UNION ALL
  SELECT
    titel.zeitraum_jahr,
    code.liste,
    code.code,
    MAX(titel.datenstand)
  FROM core.haushalt_titel AS titel
  INNER JOIN core.code AS code
    ON code.liste = 'instrument'
  GROUP BY
    titel.zeitraum_jahr,
    code.liste,
    code.code
), summe AS (
  SELECT
    zelle.zeitraum_jahr,
    zelle.merkmal,
    zelle.auspraegung,
    CASE WHEN COUNT(titel.haushaltstitel) = 0 THEN 0 ELSE SUM(titel.ansatz_eur) END AS wert,
    COUNT(titel.ansatz_eur) AS n,
    COUNT(titel.haushaltstitel) - COUNT(titel.ansatz_eur) AS n_ka,
    CASE
      WHEN COUNT(titel.haushaltstitel) = 0
      THEN ''
      ELSE @summen_status(titel.ansatz_eur, titel.ansatz_eur_status)
    END AS status,
    zelle.datenstand
  FROM zelle
  LEFT JOIN core.haushalt_titel AS titel
    ON titel.zeitraum_jahr = zelle.zeitraum_jahr
    AND titel.infrastruktur
    AND (
      zelle.merkmal = '' OR titel.instrument = zelle.auspraegung
    )
  GROUP BY
    zelle.zeitraum_jahr,
    zelle.merkmal,
    zelle.auspraegung,
    zelle.datenstand
)
SELECT
  'i03.mindestfoerderung'::TEXT AS indikator_id, /* Kennung des Indikators */
  'land'::TEXT AS raum_ebene, /* Raumebene */
  '05'::TEXT AS raum_id, /* Schlüssel des Raums auf seiner Ebene */
  'jahr'::TEXT AS zeitraum_typ, /* Art des Zeitraums: jahr, quartal, monat oder stichtag */
  zeitraum_jahr::TEXT AS zeitraum, /* Zeitraum */
  merkmal::TEXT AS merkmal, /* Merkmal der Aufgliederung, leer ohne Aufgliederung */
  auspraegung::TEXT AS auspraegung, /* Ausprägung des Merkmals, leer ohne Aufgliederung */
  wert::DOUBLE AS wert, /* Wert, ungerundet */
  NULL::DOUBLE AS zaehler, /* Zähler bei Anteilen und Mittelwerten */
  NULL::DOUBLE AS nenner, /* Nenner bei Anteilen und Mittelwerten */
  n::BIGINT AS n, /* Zahl der Angaben, aus denen der Wert besteht */
  n_ka::BIGINT AS n_ka, /* Zahl der Zeilen ohne brauchbare Angabe */
  status::TEXT AS status, /* Zeichen statt eines Werts, leer bei normalem Wert */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  'haushalt_titel'::TEXT AS quellen /* Verwendete Quellen, getrennt durch | */
FROM summe
UNION ALL
/* 130 Mio. Euro nennt § 3 Abs. 2; die Fortschreibung des Betrags steht in keiner Lieferung */
SELECT
  'i03.mindestfoerderung_abstand'::TEXT AS indikator_id,
  'land'::TEXT AS raum_ebene,
  '05'::TEXT AS raum_id,
  'jahr'::TEXT AS zeitraum_typ,
  zeitraum_jahr::TEXT AS zeitraum,
  merkmal::TEXT AS merkmal,
  auspraegung::TEXT AS auspraegung,
  (
    wert - 130000000
  )::DOUBLE AS wert,
  NULL::DOUBLE AS zaehler,
  NULL::DOUBLE AS nenner,
  n::BIGINT AS n,
  n_ka::BIGINT AS n_ka,
  status::TEXT AS status,
  datenstand::DATE AS datenstand,
  'haushalt_titel'::TEXT AS quellen
FROM summe
WHERE
  merkmal = ''
