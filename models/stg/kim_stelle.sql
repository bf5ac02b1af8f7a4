MODEL (
  name stg.kim_stelle,
  kind FULL,
  description 'Eine Zeile je Stichtag, Standort, Baustein und Anstellungsträger: je Einheit (stichtag) die neueste Lieferung bis zum gewählten Datenstand, mit Korrekturen (§ 9 TIntG).',
  grain (stichtag, standort, baustein, anstellung),
  audits (
    NOT_NULL(
      columns := (stichtag, standort, baustein, anstellung, _lieferung_id, _zeile, datenstand)
    ),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (stichtag, standort, baustein, anstellung)),
    ASSERT_EINE_LIEFERUNG_JE_EINHEIT(einheit := (
      stichtag
    ))
  )
);

SELECT
  stichtag::DATE AS stichtag, /* Stichtag */
  standort::TEXT AS standort, /* KIM-Standort, als Schlüssel seiner Gebietskörperschaft */
  baustein::BIGINT AS baustein, /* Baustein des KIM */
  anstellung::TEXT AS anstellung, /* Anstellungsträger: Kommune oder Freie Wohlfahrt */
  stellen_soll_vzae::DOUBLE AS stellen_soll_vzae, /* Vorgesehene Stellen in Vollzeitäquivalenten */
  COALESCE(stellen_soll_vzae_status, '')::TEXT AS stellen_soll_vzae_status, /* Zeichen statt eines Werts */
  stellen_besetzt_vzae::DOUBLE AS stellen_besetzt_vzae, /* Besetzte Stellen in Vollzeitäquivalenten */
  COALESCE(stellen_besetzt_vzae_status, '')::TEXT AS stellen_besetzt_vzae_status, /* Zeichen statt eines Werts */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  _lieferung_id::TEXT AS _lieferung_id, /* Lieferung, aus der die Zeile stammt */
  _zeile::BIGINT AS _zeile, /* Zeilennummer in der gelieferten Datei */
  _korrektur::TEXT AS _korrektur /* Korrigierte Spalten der Zeile, getrennt durch | */
FROM @gueltige_zeilen(
  kim_stelle,
  @datenstand,
  einheit := (
    stichtag
  ),
  schluessel := (standort, baustein, anstellung)
)
