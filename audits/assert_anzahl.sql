AUDIT (
  name assert_anzahl
);

/* Die Tabelle muss genau so viele Zeilen haben. */
SELECT
  COUNT(*) AS anzahl
FROM @this_model
HAVING
  COUNT(*) <> @anzahl
