MODEL (
  name mart.indikator_wert,
  kind FULL,
  description 'Eine Zeile je Indikator, Raum, Zeitraum und Ausprägung: alle Werte aller Paragraphen in einer Form. Genaue Werte, nur für die Auswertung; veröffentlicht wird pub.indikator_wert.',
  depends_on (
    core.raum
  ),
  grain (indikator_id, raum_ebene, raum_id, zeitraum_typ, zeitraum, merkmal, auspraegung),
  audits (
    NOT_NULL(
      columns := (
        indikator_id,
        raum_ebene,
        raum_id,
        zeitraum_typ,
        zeitraum,
        merkmal,
        auspraegung,
        n,
        n_ka,
        einheit,
        status,
        datenstand,
        quellen
      )
    ),
    UNIQUE_COMBINATION_OF_COLUMNS(
      columns := (indikator_id, raum_ebene, raum_id, zeitraum_typ, zeitraum, merkmal, auspraegung)
    ),
    ASSERT_RAUM_BEKANNT,
    ASSERT_IM_KATALOG,
    ASSERT_ZEITRAUM_PASST,
    FORALL(criteria := (NOT wert IS NULL OR status <> '', n >= 0, n_ka >= 0))
  )
);

WITH wert AS (
  SELECT
    *
  FROM mart.p00_befragung
  UNION ALL
  SELECT
    *
  FROM mart.p00_befragung_indikator
  UNION ALL
  SELECT
    *
  FROM mart.p03_haushalt
  UNION ALL
  SELECT
    *
  FROM mart.p05_gremien
  UNION ALL
  SELECT
    *
  FROM mart.p06_fortbildung
  UNION ALL
  SELECT
    *
  FROM mart.p06_oeffnung
  UNION ALL
  SELECT
    *
  FROM mart.p06_personal
  UNION ALL
  SELECT
    *
  FROM mart.p07_antidiskriminierung
  UNION ALL
  SELECT
    *
  FROM mart.p07_beschwerden
  UNION ALL
  SELECT
    *
  FROM mart.p08_bildungskette
  UNION ALL
  SELECT
    *
  FROM mart.p08_komm_an
  UNION ALL
  SELECT
    *
  FROM mart.p08_lsp
  UNION ALL
  SELECT
    *
  FROM mart.p08_massnahmen
  UNION ALL
  SELECT
    *
  FROM mart.p09_auslastung
  UNION ALL
  SELECT
    *
  FROM mart.p09_faelle
  UNION ALL
  SELECT
    *
  FROM mart.p09_kontakte
  UNION ALL
  SELECT
    *
  FROM mart.p09_stellen
  UNION ALL
  SELECT
    *
  FROM mart.p09_verlauf
  UNION ALL
  SELECT
    *
  FROM mart.p10_angebot
  UNION ALL
  SELECT
    *
  FROM mart.p11_grundsicherung
  UNION ALL
  SELECT
    *
  FROM mart.p12_agenturen
  UNION ALL
  SELECT
    *
  FROM mart.p12_massnahmen
  UNION ALL
  SELECT
    *
  FROM mart.p12_mso
  UNION ALL
  SELECT
    *
  FROM mart.p13_landesintegrationsrat
  UNION ALL
  SELECT
    *
  FROM mart.p17_auszahlung
  UNION ALL
  SELECT
    *
  FROM mart.p17_bericht
  UNION ALL
  SELECT
    *
  FROM mart.p17_verwendung
)
SELECT
  wert.indikator_id::TEXT AS indikator_id, /* Kennung des Indikators */
  wert.raum_ebene::TEXT AS raum_ebene, /* Raumebene */
  wert.raum_id::TEXT AS raum_id, /* Schlüssel des Raums auf seiner Ebene */
  wert.zeitraum_typ::TEXT AS zeitraum_typ, /* Art des Zeitraums: jahr, quartal, monat oder stichtag */
  wert.zeitraum::TEXT AS zeitraum, /* Zeitraum */
  wert.merkmal::TEXT AS merkmal, /* Merkmal der Aufgliederung, leer ohne Aufgliederung */
  wert.auspraegung::TEXT AS auspraegung, /* Ausprägung des Merkmals, leer ohne Aufgliederung */
  wert.wert::DOUBLE AS wert, /* Wert, ungerundet */
  wert.zaehler::DOUBLE AS zaehler, /* Zähler bei Anteilen und Mittelwerten */
  wert.nenner::DOUBLE AS nenner, /* Nenner bei Anteilen und Mittelwerten */
  wert.n::BIGINT AS n, /* Zahl der Angaben, aus denen der Wert besteht */
  wert.n_ka::BIGINT AS n_ka, /* Zahl der Zeilen ohne brauchbare Angabe */
  COALESCE(indikator.einheit, '')::TEXT AS einheit, /* Einheit des Werts */
  wert.status::TEXT AS status, /* Zeichen statt eines Werts, leer bei normalem Wert */
  wert.datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  wert.quellen::TEXT AS quellen /* Verwendete Quellen, getrennt durch | */
FROM wert
LEFT JOIN mart.indikator AS indikator
  ON indikator.indikator_id = wert.indikator_id
