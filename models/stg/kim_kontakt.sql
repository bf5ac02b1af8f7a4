MODEL (
  name stg.kim_kontakt,
  kind FULL,
  description 'Eine Zeile je Standort und Kontakt: je Einheit (standort und quartal) die neueste Lieferung bis zum gewählten Datenstand, mit Korrekturen (§ 9 TIntG).',
  grain (standort, datum, kontakt_id),
  audits (
    NOT_NULL(columns := (standort, datum, kontakt_id, _lieferung_id, _zeile, datenstand)),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (standort, YEAR(datum), QUARTER(datum), kontakt_id)),
    ASSERT_EINE_LIEFERUNG_JE_EINHEIT(einheit := (standort, YEAR(datum), QUARTER(datum)))
  )
);

SELECT
  standort::TEXT AS standort, /* KIM-Standort, als Schlüssel seiner Gebietskörperschaft */
  kontakt_id::TEXT AS kontakt_id, /* Kennung des Kontakts, nur als Pseudonym gespeichert */
  fall_id::TEXT AS fall_id, /* Kennung des Falls, nur als Pseudonym gespeichert */
  datum::DATE AS datum, /* Tag, an dem es stattfand */
  form::TEXT AS form, /* Form des Kontakts */
  dauer_minuten::BIGINT AS dauer_minuten, /* Dauer in Minuten */
  COALESCE(dauer_minuten_status, '')::TEXT AS dauer_minuten_status, /* Zeichen statt eines Werts */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  _lieferung_id::TEXT AS _lieferung_id, /* Lieferung, aus der die Zeile stammt */
  _zeile::BIGINT AS _zeile, /* Zeilennummer in der gelieferten Datei */
  _korrektur::TEXT AS _korrektur /* Korrigierte Spalten der Zeile, getrennt durch | */
FROM @gueltige_zeilen(
  kim_kontakt,
  @datenstand,
  einheit := (standort, QUARTER(datum)),
  schluessel := (
    kontakt_id
  )
)
