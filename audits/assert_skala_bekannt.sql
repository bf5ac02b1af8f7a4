AUDIT (
  name assert_skala_bekannt
);

/* Jede in seeds/befragung_skala.csv genannte Skala gibt es; `keine` und `auswahl` sind keine Namen von Skalen. */
SELECT
  festgelegt.befragung_id,
  festgelegt.variable,
  festgelegt.skala_id
FROM ref.befragung_skala AS festgelegt
LEFT JOIN ref.skala AS skala
  ON skala.skala_id = festgelegt.skala_id
WHERE
  skala.skala_id IS NULL AND NOT festgelegt.skala_id IN ('keine', 'auswahl')
