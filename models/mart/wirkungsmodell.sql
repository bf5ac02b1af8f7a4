MODEL (
  name mart.wirkungsmodell,
  kind FULL,
  description 'Eine Zeile je Kante zwischen zwei Indikatoren: von welchem auf welchen eine Wirkung angenommen wird, warum, und ob beide Enden mit Werten belegt sind. Eine Annahme, kein Nachweis.',
  depends_on (
    mart.paragraph
  ),
  grain (von_indikator_id, nach_indikator_id),
  audits (
    ASSERT_GLEICH_VIELE_ZEILEN(herkunft := ref.wirkung),
    ASSERT_PARAGRAPH_BEKANNT,
    ASSERT_WIRKUNG_STEIGT,
    ASSERT_WIRKUNG_UEBERGEHT_NICHTS,
    NOT_NULL(columns := (von_indikator_id, nach_indikator_id, annahme, wirkung_herkunft)),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (von_indikator_id, nach_indikator_id)),
    ACCEPTED_VALUES("column" := wirkung_herkunft, is_in := ('bericht', 'eigene_annahme')),
    FORALL(
      criteria := (
        (
          wirkung_herkunft = 'bericht'
        ) = NOT fundstelle IS NULL
      )
    )
  )
);

WITH stufe AS (
  SELECT
    'input' AS stufe,
    1 AS rang
  UNION ALL
  SELECT
    'activity',
    2
  UNION ALL
  SELECT
    'output',
    3
  UNION ALL
  SELECT
    'outcome',
    4
  UNION ALL
  SELECT
    'impact',
    5
), belegt AS (
  SELECT DISTINCT
    indikator_id
  FROM mart.indikator_wert
  WHERE
    NOT wert IS NULL
), ende AS (
  SELECT
    indikator.indikator_id,
    indikator.paragraph,
    indikator.stufe,
    stufe.rang,
    NOT belegt.indikator_id IS NULL AS hat_werte
  FROM mart.indikator AS indikator
  INNER JOIN stufe
    ON stufe.stufe = indikator.stufe
  LEFT JOIN belegt
    ON belegt.indikator_id = indikator.indikator_id
)
SELECT
  nach.paragraph::TEXT AS paragraph, /* Nummer des Paragraphen, zweistellig */
  wirkung.von_indikator_id::TEXT AS von_indikator_id, /* Indikator, von dem die Wirkung ausgeht */
  von.stufe::TEXT AS von_stufe, /* Stufe des Wirkungsmodells, von der die Wirkung ausgeht */
  wirkung.nach_indikator_id::TEXT AS nach_indikator_id, /* Indikator, in dem sich die Wirkung zeigen soll; sein Paragraph ist der der Kante */
  nach.stufe::TEXT AS nach_stufe, /* Stufe des Wirkungsmodells, auf der sich die Wirkung zeigen soll */
  (
    nach.rang - von.rang
  )::BIGINT AS stufen_schritte, /* Um wie viele Stufen die Kante steigt; mehr als eine: dazwischen fehlt ein Indikator */
  wirkung.annahme::TEXT AS annahme, /* Warum das eine zum anderen führen soll */
  wirkung.herkunft::TEXT AS wirkung_herkunft, /* bericht: der Evaluationsbericht beschreibt den Zusammenhang; eigene_annahme: er ist hinzugefügt */
  wirkung.fundstelle::TEXT AS fundstelle, /* Stelle im Dokument */
  von.hat_werte::BOOLEAN AS von_hat_werte, /* Für den Indikator, von dem die Wirkung ausgeht, gibt es Werte */
  nach.hat_werte::BOOLEAN AS nach_hat_werte /* Für den Indikator, in dem sich die Wirkung zeigen soll, gibt es Werte */
FROM ref.wirkung AS wirkung
LEFT JOIN ende AS von
  ON von.indikator_id = wirkung.von_indikator_id
LEFT JOIN ende AS nach
  ON nach.indikator_id = wirkung.nach_indikator_id
