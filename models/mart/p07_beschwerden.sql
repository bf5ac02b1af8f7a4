MODEL (
  name mart.p07_beschwerden,
  kind FULL,
  description 'Eine Zeile je Indikator, Jahr und Form: auf welchen Wegen sich Menschen bei den Ressorts über Diskriminierung beschweren können, wie bekannt diese Wege sind und wie oft sie genutzt werden (§ 7 TIntG).',
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

WITH jahr AS (
  SELECT
    zeitraum_jahr,
    COUNT(*) AS ressorts,
    SUM(eingegangen) AS eingegangen,
    COUNT(eingegangen) AS n_eingegangen,
    @summen_status(eingegangen, eingegangen_status) AS eingegangen_status,
    COUNT(CASE WHEN extern_bekannt THEN 1 END) AS bekannt,
    COUNT(extern_bekannt) AS n_bekannt,
    MAX(datenstand) AS datenstand
  FROM core.beschwerdestelle
  GROUP BY
    zeitraum_jahr
), beschwerdeform AS (
  /* jede Form der Liste; ein Ressort zählt bei jeder, die es nennt */
  SELECT
    jahr.zeitraum_jahr,
    code.code AS form,
    jahr.ressorts,
    jahr.datenstand,
    COUNT(stelle.ressort) AS anzahl
  FROM jahr
  INNER JOIN core.code AS code
    ON code.liste = 'beschwerdemanagement_form'
  LEFT JOIN core.beschwerdestelle AS stelle
    ON stelle.zeitraum_jahr = jahr.zeitraum_jahr
    AND STRPOS(CONCAT('|', stelle.beschwerdeformen, '|'), CONCAT('|', code.code, '|')) > 0
  GROUP BY
    jahr.zeitraum_jahr,
    code.code,
    jahr.ressorts,
    jahr.datenstand
)
SELECT
  anzeige.indikator_id::TEXT AS indikator_id, /* Kennung des Indikators */
  'land'::TEXT AS raum_ebene, /* Raumebene */
  '05'::TEXT AS raum_id, /* Schlüssel des Raums auf seiner Ebene */
  'jahr'::TEXT AS zeitraum_typ, /* Art des Zeitraums: jahr, quartal, monat oder stichtag */
  zeitraum_jahr::TEXT AS zeitraum, /* Zeitraum */
  'form'::TEXT AS merkmal, /* Merkmal der Aufgliederung, leer ohne Aufgliederung */
  form::TEXT AS auspraegung, /* Ausprägung des Merkmals, leer ohne Aufgliederung */
  CASE anzeige.indikator_id
    WHEN 'i07.beschwerde_form'
    THEN anzahl
    ELSE 100 * anzahl / ressorts
  END::DOUBLE AS wert, /* Wert, ungerundet */
  anzahl::DOUBLE AS zaehler, /* Zähler bei Anteilen und Mittelwerten */
  ressorts::DOUBLE AS nenner, /* Nenner bei Anteilen und Mittelwerten */
  ressorts::BIGINT AS n, /* Zahl der Angaben, aus denen der Wert besteht */
  0::BIGINT AS n_ka, /* Zahl der Zeilen ohne brauchbare Angabe */
  ''::TEXT AS status, /* Zeichen statt eines Werts, leer bei normalem Wert */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  'beschwerdestelle'::TEXT AS quellen /* Verwendete Quellen, getrennt durch | */
FROM beschwerdeform
CROSS JOIN (VALUES
  ('i07.beschwerde_form'),
  ('i07.beschwerdemanagement_art')) AS anzeige(indikator_id)
UNION ALL
SELECT
  'i07.beschwerden_anzahl'::TEXT AS indikator_id,
  'land'::TEXT AS raum_ebene,
  '05'::TEXT AS raum_id,
  'jahr'::TEXT AS zeitraum_typ,
  zeitraum_jahr::TEXT AS zeitraum,
  ''::TEXT AS merkmal,
  ''::TEXT AS auspraegung,
  eingegangen::DOUBLE AS wert,
  NULL::DOUBLE AS zaehler,
  NULL::DOUBLE AS nenner,
  n_eingegangen::BIGINT AS n,
  (
    ressorts - n_eingegangen
  )::BIGINT AS n_ka,
  eingegangen_status::TEXT AS status,
  datenstand::DATE AS datenstand,
  'beschwerdestelle'::TEXT AS quellen
FROM jahr
UNION ALL
/* gibt kein Ressort eine Antwort, ist die Zahl unbekannt und nicht null */
SELECT
  'i07.beschwerde_bekanntheit'::TEXT AS indikator_id,
  'land'::TEXT AS raum_ebene,
  '05'::TEXT AS raum_id,
  'jahr'::TEXT AS zeitraum_typ,
  zeitraum_jahr::TEXT AS zeitraum,
  ''::TEXT AS merkmal,
  ''::TEXT AS auspraegung,
  CASE WHEN n_bekannt > 0 THEN bekannt END::DOUBLE AS wert,
  bekannt::DOUBLE AS zaehler,
  n_bekannt::DOUBLE AS nenner,
  n_bekannt::BIGINT AS n,
  (
    ressorts - n_bekannt
  )::BIGINT AS n_ka,
  CASE WHEN n_bekannt > 0 THEN '' ELSE 'keine_angabe' END::TEXT AS status,
  datenstand::DATE AS datenstand,
  'beschwerdestelle'::TEXT AS quellen
FROM jahr
