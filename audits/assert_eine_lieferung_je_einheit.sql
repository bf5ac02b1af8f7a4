AUDIT (
  name assert_eine_lieferung_je_einheit
);

/* Eine Lieferung ersetzt ihre Einheit ganz: keine Einheit mischt zwei Lieferungen. */
SELECT
  @EACH(@einheit, spalte -> spalte)
FROM @this_model
GROUP BY
  @EACH(@einheit, spalte -> spalte)
HAVING
  COUNT(DISTINCT _lieferung_id) > 1
