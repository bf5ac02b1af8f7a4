MODEL (
  name stg.pauschalen_auszahlung,
  kind FULL,
  description 'Eine Zeile je Haushaltsjahr, Quartal und Gemeinde: je Einheit (haushaltsjahr und quartal) die neueste Lieferung bis zum gewählten Datenstand, mit Korrekturen (§ 17 TIntG).',
  grain (haushaltsjahr, quartal, ags),
  audits (
    NOT_NULL(columns := (haushaltsjahr, quartal, ags, _lieferung_id, _zeile, datenstand)),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (haushaltsjahr, quartal, ags)),
    ACCEPTED_RANGE("column" := quartal, min_v := 1, max_v := 4),
    ASSERT_EINE_LIEFERUNG_JE_EINHEIT(einheit := (haushaltsjahr, quartal))
  )
);

SELECT
  haushaltsjahr::BIGINT AS haushaltsjahr, /* Haushaltsjahr */
  quartal::BIGINT AS quartal, /* Quartal */
  ags::TEXT AS ags, /* Amtlicher Gemeindeschlüssel, acht Stellen */
  gemeinde::TEXT AS gemeinde, /* Name der Gemeinde, wie geliefert */
  personen_p14_1::BIGINT AS personen_p14_1, /* Anspruchsberechtigte nach § 14 Nr. 1 TIntG */
  COALESCE(personen_p14_1_status, '')::TEXT AS personen_p14_1_status, /* Zeichen statt eines Werts */
  personen_p14_2::BIGINT AS personen_p14_2, /* Anspruchsberechtigte nach § 14 Nr. 2 TIntG */
  COALESCE(personen_p14_2_status, '')::TEXT AS personen_p14_2_status, /* Zeichen statt eines Werts */
  personen_p14_3::BIGINT AS personen_p14_3, /* Anspruchsberechtigte nach § 14 Nr. 3 TIntG */
  COALESCE(personen_p14_3_status, '')::TEXT AS personen_p14_3_status, /* Zeichen statt eines Werts */
  personen_p14_4::BIGINT AS personen_p14_4, /* Anspruchsberechtigte nach § 14 Nr. 4 TIntG */
  COALESCE(personen_p14_4_status, '')::TEXT AS personen_p14_4_status, /* Zeichen statt eines Werts */
  personen_p14_5::BIGINT AS personen_p14_5, /* Anspruchsberechtigte nach § 14 Nr. 5 TIntG */
  COALESCE(personen_p14_5_status, '')::TEXT AS personen_p14_5_status, /* Zeichen statt eines Werts */
  kinder_nachgeboren::BIGINT AS kinder_nachgeboren, /* Kinder, die binnen zwei Jahren nach Einreise der Mutter geboren sind (§ 17 Abs. 1 TIntG) */
  COALESCE(kinder_nachgeboren_status, '')::TEXT AS kinder_nachgeboren_status, /* Zeichen statt eines Werts */
  personen_gesamt::BIGINT AS personen_gesamt, /* Anspruchsberechtigte insgesamt */
  COALESCE(personen_gesamt_status, '')::TEXT AS personen_gesamt_status, /* Zeichen statt eines Werts */
  korrektur_eur::DECIMAL(18, 2) AS korrektur_eur, /* Korrektur aus früheren Quartalen, mit Vorzeichen; leer heißt keine */
  COALESCE(korrektur_eur_status, '')::TEXT AS korrektur_eur_status, /* Zeichen statt eines Werts */
  bewilligt_eur::DECIMAL(18, 2) AS bewilligt_eur, /* Bewilligter Betrag */
  COALESCE(bewilligt_eur_status, '')::TEXT AS bewilligt_eur_status, /* Zeichen statt eines Werts */
  ausgezahlt_eur::DECIMAL(18, 2) AS ausgezahlt_eur, /* Ausgezahlter Betrag */
  COALESCE(ausgezahlt_eur_status, '')::TEXT AS ausgezahlt_eur_status, /* Zeichen statt eines Werts */
  rueckforderung_eur::DECIMAL(18, 2) AS rueckforderung_eur, /* Zurückgeforderter Betrag */
  COALESCE(rueckforderung_eur_status, '')::TEXT AS rueckforderung_eur_status, /* Zeichen statt eines Werts */
  bescheid_datum::DATE AS bescheid_datum, /* Datum des Bescheids */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  _lieferung_id::TEXT AS _lieferung_id, /* Lieferung, aus der die Zeile stammt */
  _zeile::BIGINT AS _zeile, /* Zeilennummer in der gelieferten Datei */
  _korrektur::TEXT AS _korrektur /* Korrigierte Spalten der Zeile, getrennt durch | */
FROM @gueltige_zeilen(
  pauschalen_auszahlung,
  @datenstand,
  einheit := (haushaltsjahr, quartal),
  schluessel := (
    ags
  )
)
