AUDIT (
  name assert_gemeinde_bekannt
);

/* Jeder Gemeindeschlüssel ist einer der 396. */
SELECT
  zeile.ags
FROM @this_model AS zeile
LEFT JOIN core.gemeinde AS gemeinde
  ON gemeinde.ags = zeile.ags
WHERE
  gemeinde.ags IS NULL
