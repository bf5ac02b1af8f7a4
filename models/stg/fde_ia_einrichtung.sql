MODEL (
  name stg.fde_ia_einrichtung,
  kind FULL,
  description 'Eine Zeile je Berichtsjahr und Einrichtung: je Einheit (berichtsjahr) die neueste Lieferung bis zum gewählten Datenstand, mit Korrekturen (§§ 7, 12 TIntG).',
  grain (berichtsjahr, einrichtung_id),
  audits (
    NOT_NULL(columns := (berichtsjahr, einrichtung_id, _lieferung_id, _zeile, datenstand)),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (berichtsjahr, einrichtung_id)),
    ASSERT_EINE_LIEFERUNG_JE_EINHEIT(einheit := (
      berichtsjahr
    ))
  )
);

SELECT
  berichtsjahr::BIGINT AS berichtsjahr, /* Berichtsjahr */
  einrichtung_id::TEXT AS einrichtung_id, /* Kennung der Einrichtung */
  art::TEXT AS art, /* Integrationsagentur (IA) oder Servicestelle für Antidiskriminierungsarbeit (SAD) */
  traeger::TEXT AS traeger, /* Wohlfahrtsverband des Trägers */
  ags::TEXT AS ags, /* Amtlicher Gemeindeschlüssel, acht Stellen */
  stellen_vzae::DOUBLE AS stellen_vzae, /* Stellen in Vollzeitäquivalenten */
  COALESCE(stellen_vzae_status, '')::TEXT AS stellen_vzae_status, /* Zeichen statt eines Werts */
  mitarbeitende::BIGINT AS mitarbeitende, /* Mitarbeitende */
  COALESCE(mitarbeitende_status, '')::TEXT AS mitarbeitende_status, /* Zeichen statt eines Werts */
  arbeitskreise::BIGINT AS arbeitskreise, /* Arbeitskreise insgesamt */
  COALESCE(arbeitskreise_status, '')::TEXT AS arbeitskreise_status, /* Zeichen statt eines Werts */
  arbeitskreise_integration::BIGINT AS arbeitskreise_integration, /* Arbeitskreise zum Thema Integration */
  COALESCE(arbeitskreise_integration_status, '')::TEXT AS arbeitskreise_integration_status, /* Zeichen statt eines Werts */
  arbeitskreise_jugendhilfe::BIGINT AS arbeitskreise_jugendhilfe, /* Arbeitskreise zum Thema Jugendhilfe */
  COALESCE(arbeitskreise_jugendhilfe_status, '')::TEXT AS arbeitskreise_jugendhilfe_status, /* Zeichen statt eines Werts */
  arbeitskreise_antidiskriminierung::BIGINT AS arbeitskreise_antidiskriminierung, /* Arbeitskreise zum Thema Antidiskriminierung */
  COALESCE(arbeitskreise_antidiskriminierung_status, '')::TEXT AS arbeitskreise_antidiskriminierung_status, /* Zeichen statt eines Werts */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  _lieferung_id::TEXT AS _lieferung_id, /* Lieferung, aus der die Zeile stammt */
  _zeile::BIGINT AS _zeile, /* Zeilennummer in der gelieferten Datei */
  _korrektur::TEXT AS _korrektur /* Korrigierte Spalten der Zeile, getrennt durch | */
FROM @gueltige_zeilen(
  fde_ia_einrichtung,
  @datenstand,
  einheit := (
    berichtsjahr
  ),
  schluessel := (
    einrichtung_id
  )
)
