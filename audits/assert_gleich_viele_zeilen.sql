AUDIT (
  name assert_gleich_viele_zeilen
);

/* Auf dem Weg von @herkunft hierher geht keine Zeile verloren und kommt keine dazu. */
SELECT
  hier.anzahl
FROM (
  SELECT
    COUNT(*) AS anzahl
  FROM @this_model
) AS hier
CROSS JOIN (
  SELECT
    COUNT(*) AS anzahl
  FROM @herkunft
) AS dort
WHERE
  hier.anzahl <> dort.anzahl
