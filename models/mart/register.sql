MODEL (
  name mart.register,
  kind FULL,
  description 'Eine Zeile je Empfehlung oder zentraler Erkenntnis des Evaluationsberichts, Beschluss der Integrationsministerkonferenz und Maßnahme des Nationalen Aktionsplans: was gilt, wo es steht, was über den Stand bekannt ist und ob Zahlen dazu da sind.',
  grain eintrag_id,
  audits (
    NOT_NULL(
      columns := (
        register,
        eintrag_id,
        inhalt,
        adressat,
        dokument,
        zeilen,
        fundstelle,
        status,
        status_beleg,
        bezug,
        bezug_anzahl,
        bezug_mit_wert_anzahl
      )
    ),
    UNIQUE_VALUES(columns := (
      eintrag_id
    )),
    ASSERT_ANZAHL(anzahl := 277),
    ASSERT_BEZUG_HAT_EINTRAG,
    ACCEPTED_VALUES("column" := status, is_in := ('offen', 'begonnen', 'umgesetzt', 'unbekannt')),
    FORALL(
      criteria := (
        register IN ('intmk_beschluss', 'nap_massnahme') OR NOT paragraph IS NULL,
        register IN ('intmk_beschluss', 'nap_massnahme') OR bezug <> 'ohne Bezug'
      )
    )
  )
);

/* was alle vier Register gemeinsam haben; eine Kennung kommt nur in einem vor */
WITH eintrag AS (
  SELECT
    'empfehlung' AS register,
    eintrag_id,
    paragraph,
    inhalt,
    adressat,
    eintrag_art,
    dokument,
    zeilen,
    fundstelle,
    status,
    status_stand,
    status_beleg
  FROM ref.empfehlung
  UNION ALL
  SELECT
    'kernergebnis',
    eintrag_id,
    paragraph,
    inhalt,
    adressat,
    eintrag_art,
    dokument,
    zeilen,
    fundstelle,
    status,
    status_stand,
    status_beleg
  FROM ref.kernergebnis
  UNION ALL
  SELECT
    'intmk_beschluss',
    eintrag_id,
    NULL,
    inhalt,
    adressat,
    eintrag_art,
    dokument,
    zeilen,
    fundstelle,
    status,
    status_stand,
    status_beleg
  FROM ref.intmk_beschluss
  UNION ALL
  SELECT
    'nap_massnahme',
    eintrag_id,
    NULL,
    inhalt,
    adressat,
    NULL,
    dokument,
    zeilen,
    fundstelle,
    status,
    status_stand,
    status_beleg
  FROM ref.nap_massnahme
), belegt AS (
  SELECT
    eintrag_id,
    COUNT(DISTINCT NULLIF(indikator_id, '')) AS bezug_anzahl,
    COUNT(DISTINCT CASE WHEN hat_wert THEN indikator_id END) AS bezug_mit_wert_anzahl
  FROM mart.register_bezug
  GROUP BY
    eintrag_id
)
SELECT
  eintrag.register::TEXT AS register, /* Register: empfehlung, kernergebnis, intmk_beschluss oder nap_massnahme */
  eintrag.eintrag_id::TEXT AS eintrag_id, /* Kennung des Eintrags */
  LPAD(eintrag.paragraph::TEXT, 2, '0')::TEXT AS paragraph, /* Nummer des Paragraphen, zweistellig */
  beschluss.titel::TEXT AS titel, /* Überschrift */
  eintrag.inhalt::TEXT AS inhalt, /* Worum es geht, in eigenen Worten */
  eintrag.adressat::TEXT AS adressat, /* An wen sich der Eintrag richtet oder wer ihn umsetzt, getrennt durch | */
  eintrag.eintrag_art::TEXT AS eintrag_art, /* Womit ein Eintrag des Berichts zu tun hat (gesetz, daten, …) oder was ein Beschluss tut (forderung, auftrag, …) */
  empfehlung.stelle::TEXT AS stelle, /* Wo eine Empfehlung steht: kasten, fliesstext oder fazit */
  erkenntnis.wertung::TEXT AS wertung, /* Wie der Bericht eine Erkenntnis sieht: positiv, gemischt, kritisch oder neutral */
  beschluss.konferenz::TEXT AS konferenz, /* Nummer und Jahr der Integrationsministerkonferenz */
  beschluss.tagesordnungspunkt::TEXT AS tagesordnungspunkt, /* Tagesordnungspunkt (TOP) des Beschlusses */
  beschluss.antragsteller::TEXT AS antragsteller, /* Länder, die den Antrag gestellt haben, getrennt durch | */
  beschluss.abstimmung::TEXT AS abstimmung, /* einstimmig oder mehrheitlich, leer ohne Abstimmung */
  beschluss.protokollnotiz::TEXT AS protokollnotiz, /* Wer dem Beschluss eine Erklärung beigefügt hat, getrennt durch | */
  massnahme.phase::TEXT AS phase, /* Phase des Aktionsplans: orientierung, ankommen, eingliederung, vielfalt oder zusammenhalt */
  massnahme.themenforum::TEXT AS themenforum, /* Worum es im Forum des Aktionsplans geht */
  massnahme.federfuehrung::TEXT AS federfuehrung, /* Federführende Stellen des Bundes, getrennt durch | */
  massnahme.foerderung::TEXT AS foerderung, /* Wer die Maßnahme fördert, wo es genannt ist */
  eintrag.dokument::TEXT AS dokument, /* Dokument: evaluationsbericht, intmk_2025, intmk_2021 oder nap_integration */
  eintrag.zeilen::TEXT AS zeilen, /* Zeilen in der Textfassung des Dokuments */
  eintrag.fundstelle::TEXT AS fundstelle, /* Stelle im Dokument */
  eintrag.status::TEXT AS status, /* offen, begonnen, umgesetzt oder unbekannt; bei Erkenntnissen: ob erreicht ist, worum es geht */
  eintrag.status_stand::DATE AS status_stand, /* Wann der Status galt, leer ohne Datum */
  eintrag.status_beleg::TEXT AS status_beleg, /* Woher der Status bekannt ist oder was zu melden wäre */
  CASE
    WHEN belegt.eintrag_id IS NULL
    THEN 'ohne Bezug'
    WHEN belegt.bezug_anzahl = 0
    THEN 'nur Paragraph'
    WHEN belegt.bezug_mit_wert_anzahl = 0
    THEN 'Indikator ohne Wert'
    ELSE 'Indikator mit Wert'
  END::TEXT AS bezug, /* Was zu dem Eintrag da ist: Indikator mit Wert, Indikator ohne Wert, nur Paragraph oder ohne Bezug */
  COALESCE(belegt.bezug_anzahl, 0)::BIGINT AS bezug_anzahl, /* Zahl der Indikatoren, an denen man ein Fortkommen sähe */
  COALESCE(belegt.bezug_mit_wert_anzahl, 0)::BIGINT AS bezug_mit_wert_anzahl /* Zahl der Indikatoren davon, die einen Wert haben */
FROM eintrag
LEFT JOIN ref.empfehlung AS empfehlung
  ON empfehlung.eintrag_id = eintrag.eintrag_id
LEFT JOIN ref.kernergebnis AS erkenntnis
  ON erkenntnis.eintrag_id = eintrag.eintrag_id
LEFT JOIN ref.intmk_beschluss AS beschluss
  ON beschluss.eintrag_id = eintrag.eintrag_id
LEFT JOIN ref.nap_massnahme AS massnahme
  ON massnahme.eintrag_id = eintrag.eintrag_id
LEFT JOIN belegt
  ON belegt.eintrag_id = eintrag.eintrag_id
