MODEL (
  name mart.indikator,
  kind FULL,
  description 'Eine Zeile je Indikator: der Katalog mit Definition, Rechenweg, Einheit, Schutz und dem, was man nicht schließen darf.',
  depends_on (
    ref.evaluationsfrage
  ),
  grain indikator_id,
  audits (
    NOT_NULL(columns := (
      indikator_id
    )),
    UNIQUE_VALUES(columns := (
      indikator_id
    )),
    ACCEPTED_VALUES("column" := schutz, is_in := ('person', 'institution', 'keine')),
    ACCEPTED_VALUES("column" := richtung, is_in := ('hoeher', 'niedriger', 'neutral')),
    ACCEPTED_VALUES("column" := stufe, is_in := ('input', 'activity', 'output', 'outcome', 'impact')),
    ASSERT_FRAGE_BEKANNT,
    FORALL(
      criteria := (berechenbar OR NOT grund IS NULL, NOT berechenbar OR ersetzt_durch IS NULL)
    )
  )
);

SELECT
  indikator_id::TEXT AS indikator_id, /* Kennung des Indikators */
  LPAD(paragraph::TEXT, 2, '0')::TEXT AS paragraph, /* Nummer des Paragraphen, zweistellig */
  frage_id::TEXT AS frage_id, /* Kennung der Evaluationsfrage */
  name::TEXT AS name, /* Deutscher Name */
  definition::TEXT AS definition, /* Was der Indikator misst */
  formel::TEXT AS formel, /* Rechenweg in Worten */
  einheit::TEXT AS einheit, /* Einheit des Werts */
  dezimalen::BIGINT AS dezimalen, /* Nachkommastellen in der Anzeige */
  stufe::TEXT AS stufe, /* Stufe des Wirkungsmodells */
  zieldimension::TEXT AS zieldimension, /* Ankommen, Teilhaben, Gestalten oder quer dazu */
  richtung::TEXT AS richtung, /* Welche Richtung als besser gilt */
  schutz::TEXT AS schutz, /* Art der Geheimhaltung */
  additiv_raum::BOOLEAN AS additiv_raum, /* Werte der unteren Ebene ergeben die obere */
  additiv_merkmal::BOOLEAN AS additiv_merkmal, /* Ausprägungen ergeben die Summe ohne Aufgliederung */
  additiv_zeitraum::BOOLEAN AS additiv_zeitraum, /* Quartale ergeben das Jahr */
  ebenen::TEXT AS ebenen, /* Raumebenen, getrennt durch | */
  zeitraeume::TEXT AS zeitraeume, /* Arten des Zeitraums, getrennt durch | */
  merkmale::TEXT AS merkmale, /* Aufgliederungen, getrennt durch | */
  quelle::TEXT AS quelle, /* Quelle oder Tabelle, mehrere getrennt durch | */
  bruch::TEXT AS bruch, /* Jahr, ab dem die Reihe nicht mehr vergleichbar ist, mit Grund */
  vorsicht::TEXT AS vorsicht, /* Was man aus dem Wert nicht schließen darf */
  berechenbar::BOOLEAN AS berechenbar, /* Der Wert kann aus den vorhandenen Quellen berechnet werden */
  ersetzt_durch::TEXT AS ersetzt_durch, /* Indikator, der dasselbe sagt und berechnet wird */
  grund::TEXT AS grund /* Warum der Wert nicht berechnet werden kann */
FROM ref.indikator
