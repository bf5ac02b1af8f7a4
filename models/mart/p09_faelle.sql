MODEL (
  name mart.p09_faelle,
  kind FULL,
  description 'Eine Zeile je Indikator, Raum, Zeitraum und Ausprägung: wie viele Menschen das Kommunale Integrationsmanagement berät und begleitet, am Ende eines Quartals, neu im Quartal und im Laufe eines Jahres (§ 9 TIntG).',
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
    ASSERT_EBENEN_ERGEBEN_LAND(
      indikatoren := ('i09.faelle_bestand', 'i09.neue_faelle', 'i09.erreichte_personen')
    )
  )
);

/* Fälle je Standort und Fallart; die Fallart ist die am Stichtag, am Beginn oder am Ende des Jahres */
WITH beitrag AS (
  SELECT
    'i09.faelle_bestand' AS indikator_id,
    standort,
    'quartal' AS zeitraum_typ,
    zeitraum_quartal AS zeitraum,
    fallart,
    faelle,
    faelle_fortgeschrieben,
    datenstand
  FROM core.kim_bestand
  UNION ALL
  SELECT
    'i09.neue_faelle',
    standort,
    'quartal',
    beginn_quartal,
    fallart_beginn,
    COUNT(*),
    0,
    MAX(datenstand)
  FROM core.kim_fall
  GROUP BY
    standort,
    beginn_quartal,
    fallart_beginn
  UNION ALL
  SELECT
    'i09.erreichte_personen',
    standort,
    'jahr',
    zeitraum_jahr,
    fallart,
    COUNT(*),
    0,
    MAX(datenstand)
  FROM core.kim_fall_jahr
  GROUP BY
    standort,
    zeitraum_jahr,
    fallart
), gegliedert AS (
  SELECT
    indikator_id,
    standort,
    zeitraum_typ,
    zeitraum,
    'fallart' AS merkmal,
    fallart AS auspraegung,
    faelle,
    faelle_fortgeschrieben,
    datenstand
  FROM beitrag
  UNION ALL
  /* neue Fälle gibt es nur nach Fallart */
  SELECT
    indikator_id,
    standort,
    zeitraum_typ,
    zeitraum,
    '',
    '',
    faelle,
    faelle_fortgeschrieben,
    datenstand
  FROM beitrag
  WHERE
    indikator_id <> 'i09.neue_faelle'
), verortet AS (
  SELECT
    gegliedert.indikator_id,
    ort.raum_ebene,
    ort.raum_id,
    gegliedert.zeitraum_typ,
    gegliedert.zeitraum,
    gegliedert.merkmal,
    gegliedert.auspraegung,
    gegliedert.faelle,
    gegliedert.faelle_fortgeschrieben,
    gegliedert.datenstand
  FROM gegliedert
  INNER JOIN core.ki_raum AS ort
    ON ort.ki = gegliedert.standort
  WHERE
    ort.raum_ebene IN ('land', 'standort')
  UNION ALL
  /* für das Land steht jede Fallart da, auch wenn es keinen Fall gibt */
  SELECT DISTINCT
    beitrag.indikator_id,
    'land',
    '05',
    beitrag.zeitraum_typ,
    beitrag.zeitraum,
    'fallart',
    fallart.code,
    0,
    0,
    NULL::DATE
  FROM beitrag
  CROSS JOIN core.code AS fallart
  WHERE
    fallart.liste = 'kim_fallart'
), summe AS (
  SELECT
    indikator_id,
    raum_ebene,
    raum_id,
    zeitraum_typ,
    zeitraum,
    merkmal,
    auspraegung,
    SUM(faelle) AS faelle,
    SUM(faelle_fortgeschrieben) AS n_ka,
    MAX(MAX(datenstand)) OVER (PARTITION BY indikator_id, raum_ebene, raum_id, zeitraum) AS datenstand
  FROM verortet
  GROUP BY
    indikator_id,
    raum_ebene,
    raum_id,
    zeitraum_typ,
    zeitraum,
    merkmal,
    auspraegung
)
SELECT
  indikator_id::TEXT AS indikator_id, /* Kennung des Indikators */
  raum_ebene::TEXT AS raum_ebene, /* Raumebene */
  raum_id::TEXT AS raum_id, /* Schlüssel des Raums auf seiner Ebene */
  zeitraum_typ::TEXT AS zeitraum_typ, /* Art des Zeitraums: jahr, quartal, monat oder stichtag */
  zeitraum::TEXT AS zeitraum, /* Zeitraum */
  merkmal::TEXT AS merkmal, /* Merkmal der Aufgliederung, leer ohne Aufgliederung */
  auspraegung::TEXT AS auspraegung, /* Ausprägung des Merkmals, leer ohne Aufgliederung */
  faelle::DOUBLE AS wert, /* Wert, ungerundet */
  NULL::DOUBLE AS zaehler, /* Zähler bei Anteilen und Mittelwerten */
  NULL::DOUBLE AS nenner, /* Nenner bei Anteilen und Mittelwerten */
  faelle::BIGINT AS n, /* Zahl der Angaben, aus denen der Wert besteht */
  n_ka::BIGINT AS n_ka, /* Zahl der Zeilen ohne brauchbare Angabe */
  ''::TEXT AS status, /* Zeichen statt eines Werts, leer bei normalem Wert */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  'kim_fall'::TEXT AS quellen /* Verwendete Quellen, getrennt durch | */
FROM summe
