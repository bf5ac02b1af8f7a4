MODEL (
  name mart.p17_verwendung,
  kind FULL,
  description 'Eine Zeile je Indikator, Raum, Jahr und Ausprägung: wofür die Integrationspauschalen verwendet wurden und wie viele Gemeinden sich auf einen Einsatzbereich beschränken (§ 17 Abs. 5 TIntG).',
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
    FORALL(
      criteria := (
        NOT zaehler IS NULL OR wert IS NULL OR indikator_id <> 'i17.verwendung_anteil'
      )
    )
  )
);

/* ein Betrag je Gemeinde, Jahr und Einsatzbereich */
WITH betrag AS (
  SELECT
    zeile.zeitraum_jahr,
    zeile.ags,
    zeile.datenstand,
    zeile.erhalten_eur,
    zeile.erhalten_eur_status,
    bereich.verwendungsbereich,
    CASE bereich.verwendungsbereich
      WHEN 'aufnahme_betreuung'
      THEN zeile.verw_aufnahme_betreuung_eur
      WHEN 'integrationstraeger'
      THEN zeile.verw_integrationstraeger_eur
      WHEN 'unterbringung'
      THEN zeile.verw_unterbringung_eur
      ELSE zeile.nicht_verwendet_eur
    END AS betrag_eur,
    CASE bereich.verwendungsbereich
      WHEN 'aufnahme_betreuung'
      THEN zeile.verw_aufnahme_betreuung_eur_status
      WHEN 'integrationstraeger'
      THEN zeile.verw_integrationstraeger_eur_status
      WHEN 'unterbringung'
      THEN zeile.verw_unterbringung_eur_status
      ELSE zeile.nicht_verwendet_eur_status
    END AS status
  FROM core.pauschalen_verwendung AS zeile
  CROSS JOIN (VALUES
    ('aufnahme_betreuung'),
    ('integrationstraeger'),
    ('unterbringung'),
    ('nicht_verwendet')) AS bereich(verwendungsbereich)
), anteil AS (
  SELECT
    ort.raum_ebene,
    ort.raum_id,
    betrag.zeitraum_jahr,
    betrag.verwendungsbereich,
    SUM(betrag.betrag_eur) AS zaehler,
    SUM(betrag.erhalten_eur) AS nenner,
    COUNT(betrag.betrag_eur) AS n,
    COUNT(*) - COUNT(betrag.betrag_eur) AS n_ka,
    @summen_status(betrag.betrag_eur, betrag.status) AS status,
    @summen_status(betrag.erhalten_eur, betrag.erhalten_eur_status) AS nenner_status,
    MAX(betrag.datenstand) AS datenstand
  FROM betrag
  INNER JOIN core.gemeinde_raum AS ort
    ON ort.ags = betrag.ags
  GROUP BY
    ort.raum_ebene,
    ort.raum_id,
    betrag.zeitraum_jahr,
    betrag.verwendungsbereich
), verteilung AS (
  /* nur Gemeinden, die Geld erhalten haben, zählen; ist der Betrag unbekannt, fehlt die Angabe */
  SELECT
    zeitraum_jahr,
    COUNT(CASE WHEN erhalten_eur > 0 AND anzahl_bereiche = 1 THEN 1 END) AS ein_bereich,
    COUNT(
      CASE
        WHEN erhalten_eur > 0 AND anzahl_bereiche = 1 AND verw_aufnahme_betreuung_eur > 0
        THEN 1
      END
    ) AS nur_aufnahme,
    COUNT(CASE WHEN erhalten_eur > 0 AND anzahl_bereiche = 3 THEN 1 END) AS drei_bereiche,
    COUNT(erhalten_eur) AS nenner,
    COUNT(CASE WHEN NOT erhalten_eur IS NULL THEN anzahl_bereiche END) AS n,
    COUNT(*) - COUNT(CASE WHEN NOT erhalten_eur IS NULL THEN anzahl_bereiche END) AS n_ka,
    MAX(datenstand) AS datenstand
  FROM core.pauschalen_verwendung
  WHERE
    erhalten_eur > 0 OR erhalten_eur IS NULL
  GROUP BY
    zeitraum_jahr
), zaehlung AS (
  SELECT
    verteilung.zeitraum_jahr,
    gezaehlt.indikator_id,
    CASE
      WHEN verteilung.n = 0
      THEN NULL
      WHEN gezaehlt.indikator_id = 'i17.gemeinden_ein_bereich'
      THEN verteilung.ein_bereich
      WHEN gezaehlt.indikator_id = 'i17.gemeinden_nur_aufnahme'
      THEN verteilung.nur_aufnahme
      ELSE verteilung.drei_bereiche
    END AS anzahl
  FROM verteilung
  CROSS JOIN (VALUES
    ('i17.gemeinden_ein_bereich'),
    ('i17.gemeinden_nur_aufnahme'),
    ('i17.gemeinden_drei_bereiche')) AS gezaehlt(indikator_id)
), rueckmeldung AS (
  SELECT
    zeitraum_jahr,
    COUNT(CASE WHEN feedback_digitalisierung_positiv THEN 1 END) AS zaehler,
    COUNT(feedback_digitalisierung_positiv) AS nenner,
    COUNT(*) - COUNT(feedback_digitalisierung_positiv) AS n_ka,
    MAX(datenstand) AS datenstand
  FROM core.pauschalen_verwendung
  GROUP BY
    zeitraum_jahr
)
SELECT
  'i17.verwendung_anteil'::TEXT AS indikator_id, /* Kennung des Indikators */
  raum_ebene::TEXT AS raum_ebene, /* Raumebene */
  raum_id::TEXT AS raum_id, /* Schlüssel des Raums auf seiner Ebene */
  'jahr'::TEXT AS zeitraum_typ, /* Art des Zeitraums: jahr, quartal, monat oder stichtag */
  zeitraum_jahr::TEXT AS zeitraum, /* Zeitraum */
  'verwendungsbereich'::TEXT AS merkmal, /* Merkmal der Aufgliederung, leer ohne Aufgliederung */
  verwendungsbereich::TEXT AS auspraegung, /* Ausprägung des Merkmals, leer ohne Aufgliederung */
  (
    100 * zaehler / NULLIF(nenner, 0)
  )::DOUBLE AS wert, /* Wert, ungerundet */
  zaehler::DOUBLE AS zaehler, /* Zähler bei Anteilen und Mittelwerten */
  nenner::DOUBLE AS nenner, /* Nenner bei Anteilen und Mittelwerten */
  n::BIGINT AS n, /* Zahl der Angaben, aus denen der Wert besteht */
  n_ka::BIGINT AS n_ka, /* Zahl der Zeilen ohne brauchbare Angabe */
  CASE
    WHEN nenner = 0
    THEN 'nicht_sinnvoll'
    ELSE @status_beider(zaehler, status, nenner, nenner_status)
  END::TEXT AS status, /* Zeichen statt eines Werts, leer bei normalem Wert */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  'pauschalen_verwendung'::TEXT AS quellen /* Verwendete Quellen, getrennt durch | */
FROM anteil
UNION ALL
SELECT
  zaehlung.indikator_id::TEXT AS indikator_id,
  'land'::TEXT AS raum_ebene,
  '05'::TEXT AS raum_id,
  'jahr'::TEXT AS zeitraum_typ,
  verteilung.zeitraum_jahr::TEXT AS zeitraum,
  ''::TEXT AS merkmal,
  ''::TEXT AS auspraegung,
  zaehlung.anzahl::DOUBLE AS wert,
  zaehlung.anzahl::DOUBLE AS zaehler,
  verteilung.nenner::DOUBLE AS nenner,
  verteilung.n::BIGINT AS n,
  verteilung.n_ka::BIGINT AS n_ka,
  CASE WHEN verteilung.n = 0 THEN 'keine_angabe' ELSE '' END::TEXT AS status,
  verteilung.datenstand::DATE AS datenstand,
  'pauschalen_verwendung'::TEXT AS quellen
FROM verteilung
INNER JOIN zaehlung
  ON zaehlung.zeitraum_jahr = verteilung.zeitraum_jahr
UNION ALL
SELECT
  'i17.verwaltungsaufwand'::TEXT AS indikator_id,
  'land'::TEXT AS raum_ebene,
  '05'::TEXT AS raum_id,
  'jahr'::TEXT AS zeitraum_typ,
  zeitraum_jahr::TEXT AS zeitraum,
  ''::TEXT AS merkmal,
  ''::TEXT AS auspraegung,
  CASE WHEN nenner > 0 THEN zaehler END::DOUBLE AS wert,
  CASE WHEN nenner > 0 THEN zaehler END::DOUBLE AS zaehler,
  nenner::DOUBLE AS nenner,
  nenner::BIGINT AS n,
  n_ka::BIGINT AS n_ka,
  CASE WHEN nenner > 0 THEN '' ELSE 'keine_angabe' END::TEXT AS status,
  datenstand::DATE AS datenstand,
  'pauschalen_verwendung'::TEXT AS quellen
FROM rueckmeldung
