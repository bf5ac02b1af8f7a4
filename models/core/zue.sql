MODEL (
  name core.zue,
  kind FULL,
  description 'Eine Zeile je Jahr, Quartal und Zentraler Unterbringungseinrichtung: schulnahes Bildungsangebot, Unterrichtsstunden, Gruppen und Kinder (§ 10 TIntG).',
  grain (jahr, quartal, zue_id),
  audits (
    NOT_NULL(columns := (jahr, quartal, zue_id, regierungsbezirk)),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (jahr, quartal, zue_id)),
    ASSERT_GLEICH_VIELE_ZEILEN(herkunft := stg.zue_quartal)
  )
);

SELECT
  zeile.jahr::BIGINT AS jahr, /* Kalenderjahr */
  zeile.quartal::BIGINT AS quartal, /* Quartal */
  CONCAT(zeile.jahr::TEXT, '-Q', zeile.quartal::TEXT)::TEXT AS zeitraum_quartal, /* Quartal, z. B. 2023-Q4 */
  zeile.zue_id::TEXT AS zue_id, /* Kennung der Zentralen Unterbringungseinrichtung */
  LPAD(bezirk.regierungsbezirk_ags::TEXT, 3, '0')::TEXT AS regierungsbezirk, /* Schlüssel des Regierungsbezirks */
  zeile.angebot::BOOLEAN AS hat_angebot, /* Die Einrichtung hat ein schulnahes Bildungsangebot */
  zeile.unterrichtsstunden_woche::DOUBLE AS unterrichtsstunden_woche, /* Unterrichtsstunden je Woche */
  zeile.unterrichtsstunden_woche_status::TEXT AS unterrichtsstunden_woche_status, /* Zeichen statt eines Werts */
  zeile.gruppen::BIGINT AS gruppen, /* Lerngruppen */
  zeile.gruppen_status::TEXT AS gruppen_status, /* Zeichen statt eines Werts */
  zeile.kinder_teilnehmend::DOUBLE AS kinder_teilnehmend, /* Teilnehmende Kinder und Jugendliche; leer ohne brauchbare Zahl */
  zeile.kinder_teilnehmend_status::TEXT AS kinder_teilnehmend_status, /* Zeichen statt eines Werts */
  zeile.datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  zeile._lieferung_id::TEXT AS _lieferung_id, /* Lieferung, aus der die Zeile stammt */
  zeile._zeile::BIGINT AS _zeile /* Zeilennummer in der gelieferten Datei */
FROM stg.zue_quartal AS zeile
LEFT JOIN core.code AS code
  ON code.liste = 'regierungsbezirk' AND code.code = zeile.regierungsbezirk
/* die Liste kennt nur den Namen, nicht den amtlichen Schlüssel */
LEFT JOIN ref.regierungsbezirk AS bezirk
  ON bezirk.name = code.name
