MODEL (
  name mart.p17_bericht,
  kind FULL,
  description 'Eine Zeile je Haushaltsjahr 2012 bis 2023: die im Evaluationsbericht gedruckte Summe bewilligter Integrationspauschalen, als eigene Reihe neben der aus Lieferungen errechneten.',
  depends_on (
    core.raum
  ),
  grain (indikator_id, raum_ebene, raum_id, zeitraum_typ, zeitraum, merkmal, auspraegung),
  audits (
    NOT_NULL(
      columns := (indikator_id, raum_ebene, raum_id, zeitraum_typ, zeitraum, merkmal, auspraegung)
    ),
    UNIQUE_VALUES(columns := (
      zeitraum
    )),
    ASSERT_RAUM_BEKANNT
  )
);

SELECT
  'i17.bewilligt_summe_bericht'::TEXT AS indikator_id, /* Kennung des Indikators */
  'land'::TEXT AS raum_ebene, /* Raumebene */
  '05'::TEXT AS raum_id, /* Schlüssel des Raums auf seiner Ebene */
  'jahr'::TEXT AS zeitraum_typ, /* Art des Zeitraums: jahr, quartal, monat oder stichtag */
  haushaltsjahr::TEXT AS zeitraum, /* Zeitraum */
  ''::TEXT AS merkmal, /* Merkmal der Aufgliederung, leer ohne Aufgliederung */
  ''::TEXT AS auspraegung, /* Ausprägung des Merkmals, leer ohne Aufgliederung */
  bewilligt_eur::DOUBLE AS wert, /* Wert, ungerundet */
  NULL::DOUBLE AS zaehler, /* Zähler bei Anteilen und Mittelwerten */
  NULL::DOUBLE AS nenner, /* Nenner bei Anteilen und Mittelwerten */
  1::BIGINT AS n, /* Zahl der Angaben, aus denen der Wert besteht */
  0::BIGINT AS n_ka, /* Zahl der Zeilen ohne brauchbare Angabe */
  ''::TEXT AS status, /* Zeichen statt eines Werts, leer bei normalem Wert */
  '2025-03-10'::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  'evaluationsbericht'::TEXT AS quellen /* Verwendete Quellen, getrennt durch | */
FROM ref.bericht_pauschalen
WHERE
  '2025-03-10'::DATE <= @datenstand::DATE
