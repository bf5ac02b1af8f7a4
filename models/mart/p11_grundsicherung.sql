MODEL (
  name mart.p11_grundsicherung,
  kind FULL,
  description 'Eine Zeile je Indikator, Raum, Monat und Ausprägung: Geflüchtete und Ausländerinnen und Ausländer in der Grundsicherung für Arbeitsuchende, nach der amtlichen Statistik (§ 11 TIntG).',
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

/* woraus ein Indikator besteht: ein Wert der Statistik, allein oder mit einem zweiten, auf den er sich bezieht */
WITH rechnung AS (
  SELECT
    *
  FROM (VALUES
    (
      'i11.elb_flucht',
      '',
      '',
      FALSE,
      'wert',
      'elb',
      'kontext_flucht',
      'insgesamt',
      '',
      '',
      ''
    ),
    (
      'i11.elb_flucht_anteil',
      '',
      '',
      FALSE,
      'anteil',
      'elb',
      'kontext_flucht',
      'insgesamt',
      'elb',
      'insgesamt',
      'insgesamt'
    ),
    (
      'i11.integrationsquote',
      '',
      '',
      TRUE,
      'wert',
      'integrationsquote',
      'auslaender',
      'insgesamt',
      '',
      '',
      ''
    ),
    (
      'i11.integrationsquote',
      'geschlecht',
      'm',
      TRUE,
      'wert',
      'integrationsquote',
      'auslaender',
      'm',
      '',
      '',
      ''
    ),
    (
      'i11.integrationsquote',
      'geschlecht',
      'w',
      TRUE,
      'wert',
      'integrationsquote',
      'auslaender',
      'w',
      '',
      '',
      ''
    ),
    (
      'i11.integrationsquote_abstand',
      '',
      '',
      TRUE,
      'abstand',
      'integrationsquote',
      'auslaender',
      'm',
      'integrationsquote',
      'auslaender',
      'w'
    ),
    (
      'i11.lzb_anteil',
      '',
      '',
      TRUE,
      'anteil',
      'lzb',
      'kontext_flucht',
      'insgesamt',
      'elb',
      'kontext_flucht',
      'insgesamt'
    ),
    (
      'i11.teilnehmende_amp',
      '',
      '',
      FALSE,
      'wert',
      'amp_teilnehmende',
      'kontext_flucht',
      'insgesamt',
      '',
      '',
      ''
    ),
    (
      'i11.zielvereinbarung_kennzahlen',
      'kennzahl',
      'integrationsquote',
      FALSE,
      'wert',
      'integrationsquote',
      'insgesamt',
      'insgesamt',
      '',
      '',
      ''
    ),
    (
      'i11.zielvereinbarung_kennzahlen',
      'kennzahl',
      'lzb',
      FALSE,
      'anteil',
      'lzb',
      'insgesamt',
      'insgesamt',
      'elb',
      'insgesamt',
      'insgesamt'
    )) AS zeile(indikator_id, merkmal, auspraegung, ist_nur_land, art, kennzahl, gruppe, geschlecht, bezug_kennzahl, bezug_gruppe, bezug_geschlecht)
), wert AS (
  SELECT
    rechnung.indikator_id,
    teil.raum_ebene,
    teil.raum_id,
    teil.zeitraum_monat,
    rechnung.merkmal,
    rechnung.auspraegung,
    rechnung.art,
    teil.wert AS teil,
    teil.wert_status AS teil_status,
    bezug.wert AS bezug,
    COALESCE(bezug.wert_status, 'keine_angabe') AS bezug_status,
    CASE rechnung.art
      WHEN 'wert'
      THEN teil.wert
      WHEN 'anteil'
      THEN 100 * teil.wert / NULLIF(bezug.wert, 0)
      ELSE teil.wert - bezug.wert
    END AS wert,
    GREATEST(teil.datenstand, COALESCE(bezug.datenstand, teil.datenstand)) AS datenstand
  FROM rechnung
  INNER JOIN core.sgb2_kennzahl AS teil
    ON teil.kennzahl = rechnung.kennzahl
    AND teil.gruppe = rechnung.gruppe
    AND teil.geschlecht = rechnung.geschlecht
  LEFT JOIN core.sgb2_kennzahl AS bezug
    ON bezug.kennzahl = rechnung.bezug_kennzahl
    AND bezug.gruppe = rechnung.bezug_gruppe
    AND bezug.geschlecht = rechnung.bezug_geschlecht
    AND bezug.raum_ebene = teil.raum_ebene
    AND bezug.raum_id = teil.raum_id
    AND bezug.stichtag = teil.stichtag
  WHERE
    NOT rechnung.ist_nur_land OR teil.raum_ebene = 'land'
)
SELECT
  indikator_id::TEXT AS indikator_id, /* Kennung des Indikators */
  raum_ebene::TEXT AS raum_ebene, /* Raumebene */
  raum_id::TEXT AS raum_id, /* Schlüssel des Raums auf seiner Ebene */
  'monat'::TEXT AS zeitraum_typ, /* Art des Zeitraums: jahr, quartal, monat oder stichtag */
  zeitraum_monat::TEXT AS zeitraum, /* Zeitraum */
  merkmal::TEXT AS merkmal, /* Merkmal der Aufgliederung, leer ohne Aufgliederung */
  auspraegung::TEXT AS auspraegung, /* Ausprägung des Merkmals, leer ohne Aufgliederung */
  wert::DOUBLE AS wert, /* Wert, ungerundet */
  CASE WHEN art = 'anteil' THEN teil END::DOUBLE AS zaehler, /* Zähler bei Anteilen und Mittelwerten */
  CASE WHEN art = 'anteil' THEN bezug END::DOUBLE AS nenner, /* Nenner bei Anteilen und Mittelwerten */
  CASE WHEN wert IS NULL THEN 0 ELSE 1 END::BIGINT AS n, /* Zahl der Angaben, aus denen der Wert besteht */
  CASE WHEN wert IS NULL THEN 1 ELSE 0 END::BIGINT AS n_ka, /* Zahl der Zeilen ohne brauchbare Angabe */
  CASE
    WHEN art = 'anteil' AND bezug = 0
    THEN 'nicht_sinnvoll'
    WHEN art = 'wert'
    THEN CASE WHEN teil IS NULL AND teil_status = '' THEN 'keine_angabe' ELSE teil_status END
    ELSE @status_beider(teil, teil_status, bezug, bezug_status)
  END::TEXT AS status, /* Zeichen statt eines Werts, leer bei normalem Wert */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  'sgb2_kennzahl'::TEXT AS quellen /* Verwendete Quellen, getrennt durch | */
FROM wert
