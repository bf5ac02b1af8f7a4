AUDIT (
  name assert_frage_bekannt
);

/* Jeder Indikator hängt an einer Frage des Analyserasters. */
SELECT
  zeile.indikator_id,
  zeile.frage_id
FROM @this_model AS zeile
LEFT JOIN ref.evaluationsfrage AS frage
  ON frage.frage_id = zeile.frage_id
WHERE
  frage.frage_id IS NULL
