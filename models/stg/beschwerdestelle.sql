MODEL (
  name stg.beschwerdestelle,
  kind FULL,
  description 'Eine Zeile je Jahr und Ressort: je Einheit (jahr) die neueste Lieferung bis zum gewählten Datenstand, mit Korrekturen (§ 7 TIntG).',
  grain (jahr, ressort),
  audits (
    NOT_NULL(columns := (jahr, ressort, _lieferung_id, _zeile, datenstand)),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (jahr, ressort)),
    ASSERT_EINE_LIEFERUNG_JE_EINHEIT(einheit := (
      jahr
    ))
  )
);

SELECT
  jahr::BIGINT AS jahr, /* Kalenderjahr */
  ressort::TEXT AS ressort, /* Ressort der Landesregierung */
  form::TEXT AS form, /* Wege für Beschwerden, mehrere möglich */
  eingegangen::BIGINT AS eingegangen, /* Eingegangene Beschwerden */
  COALESCE(eingegangen_status, '')::TEXT AS eingegangen_status, /* Zeichen statt eines Werts */
  extern_bekannt::BOOLEAN AS extern_bekannt, /* Die Beschwerdestelle ist auch nach außen bekannt gemacht */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  _lieferung_id::TEXT AS _lieferung_id, /* Lieferung, aus der die Zeile stammt */
  _zeile::BIGINT AS _zeile, /* Zeilennummer in der gelieferten Datei */
  _korrektur::TEXT AS _korrektur /* Korrigierte Spalten der Zeile, getrennt durch | */
FROM @gueltige_zeilen(beschwerdestelle, @datenstand, einheit := (
  jahr
), schluessel := (
  ressort
))
