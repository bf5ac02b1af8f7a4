/* Erzeugt aus ingest/contracts/ mit `make generate`; nicht von Hand ändern. */
MODEL (
  name register.alle,
  kind VIEW,
  description 'Eine Zeile je Lieferung aller Quellen: die Register untereinander.',
  grain lieferung_id,
  audits (
    NOT_NULL(columns := (lieferung_id, quelle)),
    UNIQUE_VALUES(columns := (
      lieferung_id
    ))
  ),
  ignored_rules ['nomissingunittest']
);

SELECT
  lieferung_id::TEXT AS lieferung_id,
  quelle::TEXT AS quelle,
  dateiname::TEXT AS dateiname,
  sha256::TEXT AS sha256,
  datenstand::TEXT AS datenstand,
  version::BIGINT AS version,
  eingang::TEXT AS eingang,
  format::TEXT AS format,
  kodierung::TEXT AS kodierung,
  trennzeichen::TEXT AS trennzeichen,
  blatt::TEXT AS blatt,
  zeilen_gelesen::BIGINT AS zeilen_gelesen,
  zeilen_geladen::BIGINT AS zeilen_geladen,
  zeilen_doppelt::BIGINT AS zeilen_doppelt,
  zeilen_quarantaene::BIGINT AS zeilen_quarantaene,
  einheiten::TEXT AS einheiten,
  zusatzspalten::TEXT AS zusatzspalten,
  status::TEXT AS status,
  gruende::TEXT AS gruende
FROM (
  SELECT
    *
  FROM register.pauschalen_auszahlung
  UNION ALL
  SELECT
    *
  FROM register.pauschalen_verwendung
  UNION ALL
  SELECT
    *
  FROM register.fde_ki_massnahme
  UNION ALL
  SELECT
    *
  FROM register.fde_komm_an
  UNION ALL
  SELECT
    *
  FROM register.fde_lsp
  UNION ALL
  SELECT
    *
  FROM register.fde_ia_einrichtung
  UNION ALL
  SELECT
    *
  FROM register.fde_ia_massnahme
  UNION ALL
  SELECT
    *
  FROM register.kim_fall
  UNION ALL
  SELECT
    *
  FROM register.kim_kontakt
  UNION ALL
  SELECT
    *
  FROM register.kim_stelle
  UNION ALL
  SELECT
    *
  FROM register.ada_beratung
  UNION ALL
  SELECT
    *
  FROM register.beschwerdestelle
  UNION ALL
  SELECT
    *
  FROM register.zue_quartal
  UNION ALL
  SELECT
    *
  FROM register.sgb2_kennzahl
  UNION ALL
  SELECT
    *
  FROM register.monitoring_indikator
  UNION ALL
  SELECT
    *
  FROM register.haushalt_titel
  UNION ALL
  SELECT
    *
  FROM register.gremium
  UNION ALL
  SELECT
    *
  FROM register.ikoe_massnahme
  UNION ALL
  SELECT
    *
  FROM register.fortbildung
  UNION ALL
  SELECT
    *
  FROM register.mso_foerderung
  UNION ALL
  SELECT
    *
  FROM register.lir_austausch
) AS register
