MODEL (
  name mart.register_bezug,
  kind FULL,
  description 'Eine Zeile je Eintrag eines Registers, Paragraph und Indikator: an welchen Zahlen man sähe, ob eine Empfehlung vorankommt, und ob es diese Zahlen gibt.',
  depends_on (
    mart.paragraph
  ),
  grain (register, eintrag_id, paragraph, indikator_id),
  audits (
    NOT_NULL(
      columns := (register, eintrag_id, paragraph, indikator_id, ist_berechenbar, hat_wert)
    ),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (register, eintrag_id, paragraph, indikator_id)),
    ACCEPTED_VALUES(
      "column" := register,
      is_in := ('empfehlung', 'kernergebnis', 'intmk_beschluss', 'nap_massnahme')
    ),
    ASSERT_PARAGRAPH_BEKANNT,
    ASSERT_GLEICH_VIELE_ZEILEN(herkunft := ref.register_bezug),
    FORALL(
      criteria := (
        indikator_id <> '' OR NOT anmerkung IS NULL,
        indikator_id = '' OR NOT name IS NULL
      )
    )
  )
);

/* welche Indikatoren irgendwo im Land einen Wert haben und aus welchem Jahr der neueste ist */
WITH belegt AS (
  SELECT
    indikator_id,
    MAX(LEFT(zeitraum, 4)) AS letztes_jahr,
    MAX(datenstand) AS datenstand
  FROM mart.indikator_wert
  WHERE
    NOT wert IS NULL
  GROUP BY
    indikator_id
)
SELECT
  bezug.register::TEXT AS register, /* Register: empfehlung, kernergebnis, intmk_beschluss oder nap_massnahme */
  bezug.eintrag_id::TEXT AS eintrag_id, /* Kennung des Eintrags */
  LPAD(bezug.paragraph::TEXT, 2, '0')::TEXT AS paragraph, /* Nummer des Paragraphen, zweistellig */
  COALESCE(bezug.indikator_id, '')::TEXT AS indikator_id, /* Kennung des Indikators */
  indikator.name::TEXT AS name, /* Deutscher Name */
  COALESCE(indikator.berechenbar, FALSE)::BOOLEAN AS ist_berechenbar, /* Der Katalog weiß, wie der Indikator aus den Quellen zu berechnen ist */
  (
    NOT belegt.indikator_id IS NULL
  )::BOOLEAN AS hat_wert, /* Der Indikator hat in wenigstens einem Raum einen Wert, auch wenn er zurückgehalten wird */
  belegt.letztes_jahr::TEXT AS letztes_jahr, /* Jahr des neuesten Werts, leer ohne Wert */
  belegt.datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  bezug.anmerkung::TEXT AS anmerkung /* Warum Eintrag und Paragraph oder Indikator zusammengehören, oder warum kein Indikator passt */
FROM ref.register_bezug AS bezug
LEFT JOIN mart.indikator AS indikator
  ON indikator.indikator_id = bezug.indikator_id
LEFT JOIN belegt
  ON belegt.indikator_id = bezug.indikator_id
