MODEL (
  name mart.evaluationsfrage,
  kind FULL,
  description 'Eine Zeile je Frage des Analyserasters.',
  depends_on (
    mart.paragraph
  ),
  grain frage_id,
  audits (
    NOT_NULL(columns := (
      frage_id
    )),
    UNIQUE_VALUES(columns := (
      frage_id
    )),
    ASSERT_PARAGRAPH_BEKANNT
  )
);

SELECT
  frage_id::TEXT AS frage_id, /* Kennung der Evaluationsfrage */
  LPAD(paragraph::TEXT, 2, '0')::TEXT AS paragraph, /* Nummer des Paragraphen, zweistellig */
  frage::TEXT AS frage, /* Frage in eigenen Worten, sinngleich mit dem Raster */
  methode_dokumente::TEXT AS methode_dokumente, /* Dokumentenanalyse: ja, nein, unbekannt */
  methode_online::TEXT AS methode_online, /* Onlinebefragung: ja, nein, unbekannt */
  methode_telefon::TEXT AS methode_telefon, /* Telefoninterview: ja, nein, unbekannt */
  methode_interview::TEXT AS methode_interview /* Persönliches Interview: ja, nein, unbekannt */
FROM ref.evaluationsfrage
