AUDIT (
  name assert_zeilen_abgerechnet
);

/* Keine Zeile einer Lieferung geht verloren: gelesen = geladen + doppelt + Quarantäne. */
SELECT
  lieferung_id
FROM @this_model
WHERE
  zeilen_gelesen <> zeilen_geladen + zeilen_doppelt + zeilen_quarantaene
