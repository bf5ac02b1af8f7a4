MODEL (
  name mart.p00_befragung_indikator,
  kind FULL,
  description 'Eine Zeile je Indikator des Katalogs, Befragung, Variable und Ausprägung: Werte aus Befragungen unter der Kennung des Indikators, den sie beantworten (§§ 5–13 TIntG).',
  depends_on (
    core.raum
  ),
  grain (indikator_id, raum_ebene, raum_id, zeitraum_typ, zeitraum, merkmal, auspraegung),
  audits (
    UNIQUE_COMBINATION_OF_COLUMNS(
      columns := (indikator_id, raum_ebene, raum_id, zeitraum_typ, zeitraum, merkmal, auspraegung)
    ),
    ASSERT_RAUM_BEKANNT
  )
);

SELECT
  zuordnung.indikator_id::TEXT AS indikator_id, /* Kennung des Indikators */
  befragt.raum_ebene::TEXT AS raum_ebene, /* Raumebene */
  befragt.raum_id::TEXT AS raum_id, /* Schlüssel des Raums auf seiner Ebene */
  befragt.zeitraum_typ::TEXT AS zeitraum_typ, /* Art des Zeitraums: jahr, quartal, monat oder stichtag */
  befragt.zeitraum::TEXT AS zeitraum, /* Zeitraum */
  befragt.merkmal::TEXT AS merkmal, /* Merkmal der Aufgliederung, leer ohne Aufgliederung */
  befragt.auspraegung::TEXT AS auspraegung, /* Ausprägung des Merkmals, leer ohne Aufgliederung */
  befragt.wert::DOUBLE AS wert, /* Wert, ungerundet */
  befragt.zaehler::DOUBLE AS zaehler, /* Zähler bei Anteilen und Mittelwerten */
  befragt.nenner::DOUBLE AS nenner, /* Nenner bei Anteilen und Mittelwerten */
  befragt.n::BIGINT AS n, /* Zahl der Angaben, aus denen der Wert besteht */
  befragt.n_ka::BIGINT AS n_ka, /* Zahl der Zeilen ohne brauchbare Angabe */
  befragt.status::TEXT AS status, /* Zeichen statt eines Werts, leer bei normalem Wert */
  befragt.datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  befragt.quellen::TEXT AS quellen /* Verwendete Quellen, getrennt durch | */
FROM ref.befragung_indikator AS zuordnung
INNER JOIN mart.p00_befragung AS befragt
  ON befragt.indikator_id = CONCAT('ibf.', zuordnung.art)
  AND befragt.merkmal = CONCAT(zuordnung.befragung_id, '.', zuordnung.variable)
  AND /* als Zahl verglichen, denn aus einer 2 neben leeren Zellen liest ein Seed 2.0 */ (
    zuordnung.auspraegung IS NULL
    OR TRY_CAST(zuordnung.auspraegung AS DOUBLE) = TRY_CAST(befragt.auspraegung AS DOUBLE)
  )
