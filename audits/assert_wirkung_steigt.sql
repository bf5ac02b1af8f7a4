AUDIT (
  name assert_wirkung_steigt
);

/* Beide Enden einer Kante stehen im Katalog, und sie führt zu einer späteren Stufe; damit gibt es auch keinen Kreis. */
SELECT
  von_indikator_id,
  von_stufe,
  nach_indikator_id,
  nach_stufe
FROM @this_model
WHERE
  von_stufe IS NULL OR nach_stufe IS NULL OR stufen_schritte < 1
