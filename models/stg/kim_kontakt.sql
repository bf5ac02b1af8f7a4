MODEL (
  name stg.kim_kontakt,
  kind CUSTOM (
    materialization 'je_einheit',
    materialization_properties (einheiten = stg.kim_kontakt_einheit)
  ),
  description 'Eine Zeile je Standort und Kontakt: je Einheit (standort und quartal) die neueste Lieferung bis zum gewählten Datenstand, mit Korrekturen (§ 9 TIntG).',
  grain (standort, datum, kontakt_id),
  audits (
    NOT_NULL(columns := (standort, datum, kontakt_id, _lieferung_id, _zeile, datenstand)),
    UNIQUE_COMBINATION_OF_COLUMNS(
      columns := (standort, YEAR(datum), QUARTER(datum), kontakt_id),
      condition := _einheit IN (
        SELECT
          _einheit
        FROM stg.kim_kontakt_einheit
        WHERE
          ist_neu
      )
    )
  )
);

SELECT
  zeile.standort::TEXT AS standort, /* KIM-Standort, als Schlüssel seiner Gebietskörperschaft */
  zeile.kontakt_id::TEXT AS kontakt_id, /* Kennung des Kontakts, nur als Pseudonym gespeichert */
  zeile.fall_id::TEXT AS fall_id, /* Kennung des Falls, nur als Pseudonym gespeichert */
  zeile.datum::DATE AS datum, /* Tag, an dem es stattfand */
  zeile.form::TEXT AS form, /* Form des Kontakts */
  zeile.dauer_minuten::BIGINT AS dauer_minuten, /* Dauer in Minuten */
  COALESCE(zeile.dauer_minuten_status, '')::TEXT AS dauer_minuten_status, /* Zeichen statt eines Werts */
  zeile.datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  zeile._lieferung_id::TEXT AS _lieferung_id, /* Lieferung, aus der die Zeile stammt */
  zeile._zeile::BIGINT AS _zeile, /* Zeilennummer in der gelieferten Datei */
  zeile._korrektur::TEXT AS _korrektur, /* Korrigierte Spalten der Zeile, getrennt durch | */
  einheit._einheit::TEXT AS _einheit /* Kennzeichen der Einheit: ändert sich mit Lieferung und Korrekturen */
FROM @gueltige_zeilen(
  kim_kontakt,
  @datenstand,
  einheit := (standort, QUARTER(datum)),
  schluessel := (
    kontakt_id
  )
) AS zeile
INNER JOIN stg.kim_kontakt_einheit AS einheit
  ON einheit._lieferung_id = zeile._lieferung_id
  AND einheit.einheit = CONCAT('standort=', zeile.standort, ';quartal=', YEAR(zeile.datum), '-Q', QUARTER(zeile.datum))
