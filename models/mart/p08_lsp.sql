MODEL (
  name mart.p08_lsp,
  kind FULL,
  description 'Eine Zeile je Indikator, Raum, Jahr und Ausprägung: Laiensprachmittlerpools der Kommunalen Integrationszentren, ihre Ehrenamtlichen, Einsätze und Veranstaltungen (§ 8 TIntG).',
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
    ASSERT_EBENEN_ERGEBEN_LAND(indikatoren := ('i08.lsp_sprachmittelnde', 'i08.lsp_beguenstigte'))
  )
);

/* welche Angabe welchen Summenindikator ergibt; die Veranstaltungen nur für das Land */
WITH zuordnung AS (
  SELECT
    *
  FROM (VALUES
    ('sprachmittelnde', 'i08.lsp_sprachmittelnde', '', ''),
    ('beguenstigte_personen', 'i08.lsp_beguenstigte', '', ''),
    ('grundlagenschulungen', 'i08.lsp_schulungen', 'angebot', 'grundlagenschulungen'),
    ('qualifizierungen', 'i08.lsp_schulungen', 'angebot', 'qualifizierungen'),
    ('austauschtreffen', 'i08.lsp_schulungen', 'angebot', 'austauschtreffen'),
    (
      'grundlagenschulungen_teilnehmende',
      'i08.lsp_teilnehmende',
      'angebot',
      'grundlagenschulungen'
    ),
    (
      'qualifizierungen_teilnehmende',
      'i08.lsp_teilnehmende',
      'angebot',
      'qualifizierungen'
    ),
    (
      'austauschtreffen_teilnehmende',
      'i08.lsp_teilnehmende',
      'angebot',
      'austauschtreffen'
    )) AS zeile(lsp_angabe, indikator_id, merkmal, auspraegung)
), summe AS (
  SELECT
    zuordnung.indikator_id,
    ort.raum_ebene,
    ort.raum_id,
    zeile.zeitraum_jahr,
    zuordnung.merkmal,
    zuordnung.auspraegung,
    SUM(zeile.angabe) AS wert,
    COUNT(zeile.angabe) AS n,
    COUNT(*) - COUNT(zeile.angabe) AS n_ka,
    @summen_status(zeile.angabe, zeile.angabe_status) AS status,
    MAX(zeile.datenstand) AS datenstand
  FROM core.lsp_angabe AS zeile
  INNER JOIN zuordnung
    ON zuordnung.lsp_angabe = zeile.lsp_angabe
  INNER JOIN core.ki_raum AS ort
    ON ort.ki = zeile.ki
  WHERE
    ort.raum_ebene = 'land' OR (
      ort.raum_ebene = 'ki' AND zuordnung.merkmal = ''
    )
  GROUP BY
    zuordnung.indikator_id,
    ort.raum_ebene,
    ort.raum_id,
    zeile.zeitraum_jahr,
    zuordnung.merkmal,
    zuordnung.auspraegung
), quote AS (
  /* die Quote eines KI; ohne Anfragen oder ohne brauchbare Zahlen hat es keine */
  SELECT
    zeitraum_jahr,
    lsp_eingerichtet,
    CASE WHEN anfragen > 0 THEN 100 * einsaetze / anfragen END AS zustandequote,
    datenstand
  FROM core.lsp
), land AS (
  SELECT
    zeitraum_jahr,
    COUNT(CASE WHEN lsp_eingerichtet THEN 1 END) AS ki_mit_pool,
    COUNT(lsp_eingerichtet) AS ki_mit_antwort,
    COALESCE(SUM(zustandequote), 0) AS quotensumme,
    COUNT(zustandequote) AS ki_mit_quote,
    COUNT(*) AS ki_anzahl,
    MAX(datenstand) AS datenstand
  FROM quote
  GROUP BY
    zeitraum_jahr
), alle_ki AS (
  SELECT
    COUNT(*) AS ki_anzahl
  FROM core.ki
)
SELECT
  indikator_id::TEXT AS indikator_id, /* Kennung des Indikators */
  raum_ebene::TEXT AS raum_ebene, /* Raumebene */
  raum_id::TEXT AS raum_id, /* Schlüssel des Raums auf seiner Ebene */
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
  'fde_lsp'::TEXT AS quellen /* Verwendete Quellen, getrennt durch | */
FROM summe
UNION ALL
/* bezogen auf alle 54 KI, auch auf die, die nicht berichtet haben */
SELECT
  'i08.lsp_ki'::TEXT AS indikator_id,
  'land'::TEXT AS raum_ebene,
  '05'::TEXT AS raum_id,
  'jahr'::TEXT AS zeitraum_typ,
  land.zeitraum_jahr::TEXT AS zeitraum,
  ''::TEXT AS merkmal,
  ''::TEXT AS auspraegung,
  CASE WHEN land.ki_mit_antwort > 0 THEN land.ki_mit_pool END::DOUBLE AS wert,
  CASE WHEN land.ki_mit_antwort > 0 THEN land.ki_mit_pool END::DOUBLE AS zaehler,
  alle_ki.ki_anzahl::DOUBLE AS nenner,
  land.ki_mit_antwort::BIGINT AS n,
  (
    land.ki_anzahl - land.ki_mit_antwort
  )::BIGINT AS n_ka,
  CASE WHEN land.ki_mit_antwort > 0 THEN '' ELSE 'keine_angabe' END::TEXT AS status,
  land.datenstand::DATE AS datenstand,
  'fde_lsp'::TEXT AS quellen
FROM land
CROSS JOIN alle_ki
UNION ALL
SELECT
  'i08.lsp_zustandequote'::TEXT AS indikator_id,
  'land'::TEXT AS raum_ebene,
  '05'::TEXT AS raum_id,
  'jahr'::TEXT AS zeitraum_typ,
  zeitraum_jahr::TEXT AS zeitraum,
  ''::TEXT AS merkmal,
  ''::TEXT AS auspraegung,
  (
    quotensumme / NULLIF(ki_mit_quote, 0)
  )::DOUBLE AS wert,
  quotensumme::DOUBLE AS zaehler,
  ki_mit_quote::DOUBLE AS nenner,
  ki_mit_quote::BIGINT AS n,
  (
    ki_anzahl - ki_mit_quote
  )::BIGINT AS n_ka,
  CASE WHEN ki_mit_quote > 0 THEN '' ELSE 'nicht_sinnvoll' END::TEXT AS status,
  datenstand::DATE AS datenstand,
  'fde_lsp'::TEXT AS quellen
FROM land
