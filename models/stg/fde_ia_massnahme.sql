MODEL (
  name stg.fde_ia_massnahme,
  kind FULL,
  description 'Eine Zeile je Berichtsjahr und Maßnahme: je Einheit (berichtsjahr) die neueste Lieferung bis zum gewählten Datenstand, mit Korrekturen (§ 12 TIntG).',
  grain (berichtsjahr, massnahme_id),
  audits (
    NOT_NULL(columns := (berichtsjahr, massnahme_id, _lieferung_id, _zeile, datenstand)),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (berichtsjahr, massnahme_id)),
    ASSERT_EINE_LIEFERUNG_JE_EINHEIT(einheit := (
      berichtsjahr
    ))
  )
);

SELECT
  berichtsjahr::BIGINT AS berichtsjahr, /* Berichtsjahr */
  massnahme_id::TEXT AS massnahme_id, /* Kennung der Maßnahme */
  einrichtung_id::TEXT AS einrichtung_id, /* Kennung der Einrichtung */
  aufgabenfeld::TEXT AS aufgabenfeld, /* Aufgabenfeld */
  foerderart::TEXT AS foerderart, /* Art der Förderung */
  foerdersumme_eur::DECIMAL(18, 2) AS foerdersumme_eur, /* Fördersumme */
  COALESCE(foerdersumme_eur_status, '')::TEXT AS foerdersumme_eur_status, /* Zeichen statt eines Werts */
  kooperation::BOOLEAN AS kooperation, /* Die Maßnahme findet in Kooperation statt */
  partner::TEXT AS partner, /* Partner der Kooperation, mehrere möglich */
  zielgruppe::TEXT AS zielgruppe, /* Zielgruppen der Maßnahme, mehrere möglich */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  _lieferung_id::TEXT AS _lieferung_id, /* Lieferung, aus der die Zeile stammt */
  _zeile::BIGINT AS _zeile, /* Zeilennummer in der gelieferten Datei */
  _korrektur::TEXT AS _korrektur /* Korrigierte Spalten der Zeile, getrennt durch | */
FROM @gueltige_zeilen(
  fde_ia_massnahme,
  @datenstand,
  einheit := (
    berichtsjahr
  ),
  schluessel := (
    massnahme_id
  )
)
