MODEL (
  name mart.lieferung,
  kind FULL,
  description 'Eine Zeile je Lieferung aller Quellen: das Register, mit der Angabe, welche Lieferungen beim gewählten Datenstand zählen.',
  grain lieferung_id,
  audits (
    NOT_NULL(columns := (
      lieferung_id
    )),
    UNIQUE_VALUES(columns := (
      lieferung_id
    )),
    ASSERT_ZEILEN_ABGERECHNET
  )
);

SELECT
  lieferung_id::TEXT AS lieferung_id, /* Kennung der Lieferung */
  quelle::TEXT AS quelle, /* Quelle oder Tabelle, mehrere getrennt durch | */
  dateiname::TEXT AS dateiname, /* Name der gelieferten Datei */
  sha256::TEXT AS sha256, /* Prüfsumme der gelieferten Datei */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  version::BIGINT AS version, /* Fassung bei gleichem Datenstand */
  eingang::TIMESTAMP AS eingang, /* Zeitpunkt des Einlesens, UTC */
  format::TEXT AS format, /* Dateiformat nach Inhalt */
  zeilen_gelesen::BIGINT AS zeilen_gelesen, /* Zeilen der Tabelle */
  zeilen_geladen::BIGINT AS zeilen_geladen, /* Geladene Zeilen */
  zeilen_doppelt::BIGINT AS zeilen_doppelt, /* Genaue Dubletten */
  zeilen_quarantaene::BIGINT AS zeilen_quarantaene, /* Zeilen in Quarantäne */
  einheiten::TEXT AS einheiten, /* Einheiten, die die Lieferung ersetzt, getrennt durch | */
  status::TEXT AS status, /* geladen, teilweise oder abgelehnt */
  gruende::TEXT AS gruende, /* Gründe, getrennt durch | */
  (
    lieferung_id IN (
      SELECT
        lieferung_id
      FROM @gueltige_lieferung(register.alle, @datenstand)
    )
  )::BOOLEAN AS gilt /* Die Lieferung zählt beim gewählten Datenstand für mindestens eine Einheit */
FROM register.alle
