AUDIT (
  name assert_raum_bekannt
);

/* Jeder Raum steht im Verzeichnis der Räume. */
SELECT
  zeile.raum_ebene,
  zeile.raum_id
FROM @this_model AS zeile
LEFT JOIN core.raum AS raum
  ON raum.raum_ebene = zeile.raum_ebene AND raum.raum_id = zeile.raum_id
WHERE
  raum.raum_id IS NULL
