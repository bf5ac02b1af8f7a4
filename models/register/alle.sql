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
  )
);

SELECT
  lieferung_id::TEXT AS lieferung_id, /* Kennung der Lieferung */
  quelle::TEXT AS quelle, /* Quelle */
  dateiname::TEXT AS dateiname, /* Name der gelieferten Datei */
  sha256::TEXT AS sha256, /* Prüfsumme der gelieferten Datei */
  datenstand::TEXT AS datenstand, /* Datenstand (Datum) */
  version::BIGINT AS version, /* Fassung bei gleichem Datenstand */
  eingang::TEXT AS eingang, /* Zeitpunkt des Einlesens, UTC */
  format::TEXT AS format, /* Dateiformat nach Inhalt */
  kodierung::TEXT AS kodierung, /* Zeichensatz */
  trennzeichen::TEXT AS trennzeichen, /* Trennzeichen */
  blatt::TEXT AS blatt, /* Tabellenblatt */
  zeilen_gelesen::BIGINT AS zeilen_gelesen, /* Zeilen der Tabelle */
  zeilen_geladen::BIGINT AS zeilen_geladen, /* Geladene Zeilen */
  zeilen_doppelt::BIGINT AS zeilen_doppelt, /* Genaue Dubletten */
  zeilen_quarantaene::BIGINT AS zeilen_quarantaene, /* Zeilen in Quarantäne */
  einheiten::TEXT AS einheiten, /* Einheiten, die die Lieferung ersetzt, getrennt durch | */
  zusatzspalten::TEXT AS zusatzspalten, /* Nicht vereinbarte Spalten, getrennt durch | */
  status::TEXT AS status, /* geladen, teilweise oder abgelehnt */
  gruende::TEXT AS gruende /* Gründe, getrennt durch | */
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
  FROM register.befragung
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
  UNION ALL
  SELECT
    *
  FROM register.bevoelkerung
) AS register
