AUDIT (
  name assert_wirkung_uebergeht_nichts
);

/* Eine Kante übergeht eine Stufe nur, wenn dort keine der beiden Fragen einen berechenbaren Indikator hat. */
SELECT
  kante.von_indikator_id,
  kante.nach_indikator_id,
  dazwischen.indikator_id
FROM @this_model AS kante
INNER JOIN mart.indikator AS von
  ON von.indikator_id = kante.von_indikator_id
INNER JOIN mart.indikator AS nach
  ON nach.indikator_id = kante.nach_indikator_id
INNER JOIN mart.indikator AS dazwischen
  ON dazwischen.frage_id IN (von.frage_id, nach.frage_id) AND dazwischen.berechenbar
WHERE
  kante.stufen_schritte > 1
  AND STRPOS('input|activity|output|outcome|impact', dazwischen.stufe) > STRPOS('input|activity|output|outcome|impact', kante.von_stufe)
  AND STRPOS('input|activity|output|outcome|impact', dazwischen.stufe) < STRPOS('input|activity|output|outcome|impact', kante.nach_stufe)
