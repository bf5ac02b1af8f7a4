MODEL (
  name stg.monitoring_indikator,
  kind FULL,
  description 'Eine Zeile je Ausgabe, Indikator, Jahr, Land, Gruppe und Geschlecht: je Einheit (ausgabe und code und jahr) die neueste Lieferung bis zum gewählten Datenstand, mit Korrekturen (§§ 6, 11 TIntG).',
  grain (ausgabe, code, jahr, land, gruppe, geschlecht),
  audits (
    NOT_NULL(
      columns := (ausgabe, code, jahr, land, gruppe, geschlecht, _lieferung_id, _zeile, datenstand)
    ),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (ausgabe, code, jahr, land, gruppe, geschlecht)),
    ASSERT_EINE_LIEFERUNG_JE_EINHEIT(einheit := (ausgabe, code, jahr))
  )
);

SELECT
  ausgabe::BIGINT AS ausgabe, /* Ausgabe des Integrationsmonitorings, als Jahr */
  code::TEXT AS code, /* Kürzel des Indikators in dieser Ausgabe */
  bezeichnung::TEXT AS bezeichnung, /* Bezeichnung des Indikators */
  jahr::BIGINT AS jahr, /* Kalenderjahr */
  land::TEXT AS land, /* Land: DE für Deutschland, sonst der amtliche Schlüssel */
  gruppe::TEXT AS gruppe, /* Personengruppe */
  COALESCE(geschlecht, '')::TEXT AS geschlecht, /* Geschlecht */
  wert::DOUBLE AS wert, /* Wert */
  COALESCE(wert_status, '')::TEXT AS wert_status, /* Zeichen statt eines Werts */
  einheit::TEXT AS einheit, /* Einheit des Werts */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  _lieferung_id::TEXT AS _lieferung_id, /* Lieferung, aus der die Zeile stammt */
  _zeile::BIGINT AS _zeile, /* Zeilennummer in der gelieferten Datei */
  _korrektur::TEXT AS _korrektur /* Korrigierte Spalten der Zeile, getrennt durch | */
FROM @gueltige_zeilen(
  monitoring_indikator,
  @datenstand,
  einheit := (ausgabe, code, jahr),
  schluessel := (land, gruppe, geschlecht)
)
