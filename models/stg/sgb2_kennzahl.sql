MODEL (
  name stg.sgb2_kennzahl,
  kind FULL,
  description 'Eine Zeile je Stichtag, Raum, Personengruppe, Geschlecht und Kennzahl: je Einheit (stichtag) die neueste Lieferung bis zum gewählten Datenstand, mit Korrekturen (§ 11 TIntG).',
  grain (stichtag, raum, gruppe, geschlecht, kennzahl),
  audits (
    NOT_NULL(
      columns := (stichtag, raum, gruppe, geschlecht, kennzahl, _lieferung_id, _zeile, datenstand)
    ),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (stichtag, raum, gruppe, geschlecht, kennzahl)),
    ASSERT_EINE_LIEFERUNG_JE_EINHEIT(einheit := (
      stichtag
    ))
  )
);

SELECT
  stichtag::DATE AS stichtag, /* Berichtsmonat */
  raum::TEXT AS raum, /* Land oder Kreis, als Schlüssel der amtlichen Statistik */
  gruppe::TEXT AS gruppe, /* Personengruppe */
  geschlecht::TEXT AS geschlecht, /* Geschlecht */
  kennzahl::TEXT AS kennzahl, /* Kennzahl */
  wert::DOUBLE AS wert, /* Wert */
  COALESCE(wert_status, '')::TEXT AS wert_status, /* Zeichen statt eines Werts */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  _lieferung_id::TEXT AS _lieferung_id, /* Lieferung, aus der die Zeile stammt */
  _zeile::BIGINT AS _zeile, /* Zeilennummer in der gelieferten Datei */
  _korrektur::TEXT AS _korrektur /* Korrigierte Spalten der Zeile, getrennt durch | */
FROM @gueltige_zeilen(
  sgb2_kennzahl,
  @datenstand,
  einheit := (
    stichtag
  ),
  schluessel := (raum, gruppe, geschlecht, kennzahl)
)
