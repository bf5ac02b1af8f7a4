MODEL (
  name stg.zue_quartal,
  kind FULL,
  description 'Eine Zeile je Jahr, Quartal und Einrichtung: je Einheit (jahr und quartal) die neueste Lieferung bis zum gewählten Datenstand, mit Korrekturen (§ 10 TIntG).',
  grain (jahr, quartal, zue_id),
  audits (
    NOT_NULL(columns := (jahr, quartal, zue_id, _lieferung_id, _zeile, datenstand)),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (jahr, quartal, zue_id)),
    ACCEPTED_RANGE("column" := quartal, min_v := 1, max_v := 4),
    ASSERT_EINE_LIEFERUNG_JE_EINHEIT(einheit := (jahr, quartal))
  )
);

SELECT
  jahr::BIGINT AS jahr, /* Kalenderjahr */
  quartal::BIGINT AS quartal, /* Quartal */
  zue_id::TEXT AS zue_id, /* Kennung der Zentralen Unterbringungseinrichtung */
  regierungsbezirk::TEXT AS regierungsbezirk, /* Regierungsbezirk */
  angebot::BOOLEAN AS angebot, /* Die Einrichtung hat ein schulnahes Bildungsangebot */
  lehrkraefte_vzae::DOUBLE AS lehrkraefte_vzae, /* Lehrkräfte in Vollzeitäquivalenten */
  COALESCE(lehrkraefte_vzae_status, '')::TEXT AS lehrkraefte_vzae_status, /* Zeichen statt eines Werts */
  unterrichtsstunden_woche::DOUBLE AS unterrichtsstunden_woche, /* Unterrichtsstunden je Woche */
  COALESCE(unterrichtsstunden_woche_status, '')::TEXT AS unterrichtsstunden_woche_status, /* Zeichen statt eines Werts */
  gruppen::BIGINT AS gruppen, /* Lerngruppen */
  COALESCE(gruppen_status, '')::TEXT AS gruppen_status, /* Zeichen statt eines Werts */
  kinder_gemeldet::BIGINT AS kinder_gemeldet, /* Gemeldete Kinder und Jugendliche */
  COALESCE(kinder_gemeldet_status, '')::TEXT AS kinder_gemeldet_status, /* Zeichen statt eines Werts */
  kinder_teilnehmend::DOUBLE AS kinder_teilnehmend, /* Teilnehmende Kinder und Jugendliche */
  COALESCE(kinder_teilnehmend_status, '')::TEXT AS kinder_teilnehmend_status, /* Zeichen statt eines Werts */
  kinder_teilnehmend_text::TEXT AS kinder_teilnehmend_text, /* Wortlaut der Angabe, wo sie keine einfache Zahl ist */
  kooperationsschule::BOOLEAN AS kooperationsschule, /* Die Einrichtung hat eine Kooperationsschule */
  kooperationsvertrag_ki::BOOLEAN AS kooperationsvertrag_ki, /* Es gibt einen Kooperationsvertrag mit dem KI */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  _lieferung_id::TEXT AS _lieferung_id, /* Lieferung, aus der die Zeile stammt */
  _zeile::BIGINT AS _zeile, /* Zeilennummer in der gelieferten Datei */
  _korrektur::TEXT AS _korrektur /* Korrigierte Spalten der Zeile, getrennt durch | */
FROM @gueltige_zeilen(zue_quartal, @datenstand, einheit := (jahr, quartal), schluessel := (
  zue_id
))
