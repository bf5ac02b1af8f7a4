MODEL (
  name mart.p00_befragung,
  kind FULL,
  description 'Eine Zeile je Indikator, Befragung, Variable und Ausprägung: Verteilung, Mittelwert und Zustimmung der vollständig Befragten (§§ 5–13 TIntG).',
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
        n_ka
      )
    ),
    UNIQUE_COMBINATION_OF_COLUMNS(
      columns := (indikator_id, raum_ebene, raum_id, zeitraum_typ, zeitraum, merkmal, auspraegung)
    ),
    ASSERT_RAUM_BEKANNT
  )
);

/* was wer gewählt hat: bei Einfachauswahl steht die Nummer der Auswahl in der Antwort, bei Mehrfachauswahl eine 1 */
WITH wahl AS (
  SELECT
    auswahl.befragung_id,
    auswahl.frage_kennung,
    auswahl.ist_mehrfach,
    auswahl.variable,
    auswahl.auswahl,
    auswahl.auswahl_wert,
    auswahl.ist_keine_angabe OR antwort.ist_keine_angabe AS ist_keine_angabe,
    antwort.respondent
  FROM core.befragung_antwort AS antwort
  INNER JOIN core.befragung_auswahl AS auswahl
    ON auswahl.befragung_id = antwort.befragung_id
    AND auswahl.variable = antwort.variable
    AND CASE WHEN auswahl.ist_mehrfach THEN 1 ELSE auswahl.auswahl_wert END = antwort.antwort
  WHERE
    antwort.ist_abgeschlossen
), basis AS (
  /* Einfachauswahl: gültige Antworten; Mehrfachauswahl: wer bei der Frage irgendetwas angekreuzt hat, hat sie gesehen */
  SELECT
    befragung_id,
    frage_kennung,
    ist_mehrfach,
    COUNT(DISTINCT CASE WHEN ist_mehrfach OR NOT ist_keine_angabe THEN respondent END) AS nenner,
    COUNT(DISTINCT CASE WHEN ist_keine_angabe THEN respondent END) AS n_ka
  FROM wahl
  GROUP BY
    befragung_id,
    frage_kennung,
    ist_mehrfach
), nennung AS (
  SELECT
    befragung_id,
    variable,
    auswahl,
    COUNT(*) AS anzahl
  FROM wahl
  WHERE
    NOT ist_keine_angabe
  GROUP BY
    befragung_id,
    variable,
    auswahl
), verteilung AS (
  /* auch eine Auswahl, die niemand getroffen hat, hat ihre Zeile */
  SELECT
    auswahl.befragung_id,
    auswahl.variable,
    auswahl.auswahl,
    auswahl.auswahl_wert,
    auswahl.datenstand,
    COALESCE(nennung.anzahl, 0) AS anzahl,
    COALESCE(basis.nenner, 0) AS nenner,
    COALESCE(basis.n_ka, 0) AS n_ka
  FROM core.befragung_auswahl AS auswahl
  LEFT JOIN nennung
    ON nennung.befragung_id = auswahl.befragung_id
    AND nennung.variable = auswahl.variable
    AND nennung.auswahl = auswahl.auswahl
  LEFT JOIN basis
    ON basis.befragung_id = auswahl.befragung_id
    AND basis.frage_kennung = auswahl.frage_kennung
    AND basis.ist_mehrfach = auswahl.ist_mehrfach
  WHERE
    NOT auswahl.ist_keine_angabe
), ergebnis AS (
  SELECT
    'ibf.verteilung' AS indikator_id,
    befragung_id,
    variable,
    auswahl AS auspraegung,
    datenstand,
    anzahl AS zaehler,
    nenner,
    n_ka
  FROM verteilung
  UNION ALL
  /* Mittelwert und Zustimmung folgen aus der Verteilung: Anzahl mal Stufe, und Anzahl auf den zustimmenden Stufen */
  SELECT
    kennzahl.indikator_id,
    verteilung.befragung_id,
    verteilung.variable,
    '',
    verteilung.datenstand,
    SUM(
      verteilung.anzahl * CASE
        WHEN kennzahl.indikator_id = 'ibf.mittelwert'
        THEN verteilung.auswahl_wert
        WHEN verteilung.auswahl_wert BETWEEN skala.zustimmung_von AND skala.zustimmung_bis
        THEN 1
        ELSE 0
      END
    ),
    MAX(verteilung.nenner),
    MAX(verteilung.n_ka)
  FROM verteilung
  INNER JOIN core.befragung_skala AS skala
    ON skala.befragung_id = verteilung.befragung_id
    AND skala.variable = verteilung.variable
  CROSS JOIN (
    SELECT
      'ibf.mittelwert' AS indikator_id
    UNION ALL
    SELECT
      'ibf.zustimmung'
  ) AS kennzahl
  GROUP BY
    kennzahl.indikator_id,
    verteilung.befragung_id,
    verteilung.variable,
    verteilung.datenstand
)
SELECT
  indikator_id::TEXT AS indikator_id, /* Kennung des Indikators */
  'land'::TEXT AS raum_ebene, /* Raumebene */
  '05'::TEXT AS raum_id, /* Schlüssel des Raums auf seiner Ebene */
  'stichtag'::TEXT AS zeitraum_typ, /* Art des Zeitraums: jahr, quartal, monat oder stichtag */
  datenstand::TEXT AS zeitraum, /* Zeitraum */
  CONCAT(befragung_id, '.', variable)::TEXT AS merkmal, /* Merkmal der Aufgliederung, leer ohne Aufgliederung */
  auspraegung::TEXT AS auspraegung, /* Ausprägung des Merkmals, leer ohne Aufgliederung */
  (
    CASE WHEN indikator_id = 'ibf.mittelwert' THEN 1 ELSE 100 END * zaehler / NULLIF(nenner, 0)
  )::DOUBLE AS wert, /* Wert, ungerundet */
  zaehler::DOUBLE AS zaehler, /* Zähler bei Anteilen und Mittelwerten */
  nenner::DOUBLE AS nenner, /* Nenner bei Anteilen und Mittelwerten */
  nenner::BIGINT AS n, /* Zahl der Angaben, aus denen der Wert besteht */
  n_ka::BIGINT AS n_ka, /* Zahl der Zeilen ohne brauchbare Angabe */
  CASE WHEN nenner = 0 THEN 'nicht_sinnvoll' ELSE '' END::TEXT AS status, /* Zeichen statt eines Werts, leer bei normalem Wert */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  'befragung'::TEXT AS quellen /* Verwendete Quellen, getrennt durch | */
FROM ergebnis
