AUDIT (
  name assert_im_katalog
);

/* Jeder Wert gehört zu einem Indikator des Katalogs, auf einer Ebene, für eine Zeitraumart und ein Merkmal, die dort stehen; bei Befragungen steht dort, wie das Merkmal gebildet ist. */
SELECT
  zeile.indikator_id,
  zeile.raum_ebene,
  zeile.zeitraum_typ,
  zeile.merkmal
FROM @this_model AS zeile
LEFT JOIN mart.indikator AS indikator
  ON indikator.indikator_id = zeile.indikator_id
WHERE
  indikator.indikator_id IS NULL
  OR NOT indikator.berechenbar
  OR NOT CONCAT('|', indikator.ebenen, '|') LIKE CONCAT('%|', zeile.raum_ebene, '|%')
  OR NOT CONCAT('|', indikator.zeitraeume, '|') LIKE CONCAT('%|', zeile.zeitraum_typ, '|%')
  OR NOT CASE
    WHEN indikator.merkmale = 'befragung_id.variable'
    THEN zeile.merkmal LIKE '%_._%'
    ELSE CONCAT('|', COALESCE(indikator.merkmale, ''), '|') LIKE CONCAT('%|', zeile.merkmal, '|%')
  END
