MODEL (
  name stg.kim_fall,
  kind FULL,
  description 'Eine Zeile je Standort und Fall: je Einheit (standort) die neueste Lieferung bis zum gewählten Datenstand, mit Korrekturen (§ 9 TIntG).',
  grain (standort, fall_id),
  audits (
    NOT_NULL(columns := (standort, fall_id, _lieferung_id, _zeile, datenstand)),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (standort, fall_id)),
    ASSERT_EINE_LIEFERUNG_JE_EINHEIT(einheit := (
      standort
    ))
  )
);

SELECT
  standort::TEXT AS standort, /* KIM-Standort, als Schlüssel seiner Gebietskörperschaft */
  fall_id::TEXT AS fall_id, /* Kennung des Falls, nur als Pseudonym gespeichert */
  traeger::TEXT AS traeger, /* Träger der Beratung: Kommune oder Freie Wohlfahrt */
  fallart::TEXT AS fallart, /* Art des Falls am Datenstand */
  beginn::DATE AS beginn, /* Beginn des Falls */
  fallart_wechsel_datum::DATE AS fallart_wechsel_datum, /* Tag, an dem aus einer Kurzberatung ein Case Management wurde */
  ende::DATE AS ende, /* Ende des Falls */
  abschlussgrund::TEXT AS abschlussgrund, /* Grund, aus dem der Fall endete */
  geschlecht::TEXT AS geschlecht, /* Geschlecht */
  altersgruppe::TEXT AS altersgruppe, /* Altersgruppe */
  herkunft::TEXT AS herkunft, /* Herkunftsstaat, als Kürzel nach ISO 3166-1 */
  aufenthalt::TEXT AS aufenthalt, /* Aufenthaltsrechtlicher Status */
  rechtskreis::TEXT AS rechtskreis, /* Rechtskreis, aus dem die Person Leistungen erhält */
  bedarfe::TEXT AS bedarfe, /* Bedarfe des Falls, mehrere möglich */
  zugangsweg::TEXT AS zugangsweg, /* Weg, auf dem der Fall ins KIM kam */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  _lieferung_id::TEXT AS _lieferung_id, /* Lieferung, aus der die Zeile stammt */
  _zeile::BIGINT AS _zeile, /* Zeilennummer in der gelieferten Datei */
  _korrektur::TEXT AS _korrektur /* Korrigierte Spalten der Zeile, getrennt durch | */
FROM @gueltige_zeilen(kim_fall, @datenstand, einheit := (
  standort
), schluessel := (
  fall_id
))
