MODEL (
  name stg.pauschalen_auszahlung,
  kind FULL,
  description 'Eine Zeile je Haushaltsjahr, Quartal und Gemeinde: aus jedem Quartal die neueste Lieferung bis zum gewählten Datenstand (§ 17 TIntG).',
  grain (haushaltsjahr, quartal, ags),
  audits (
    NOT_NULL(columns := (haushaltsjahr, quartal, ags, _lieferung_id, _zeile, datenstand)),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (haushaltsjahr, quartal, ags)),
    ACCEPTED_RANGE("column" := quartal, min_v := 1, max_v := 4),
    ASSERT_EINE_LIEFERUNG_JE_EINHEIT(einheit := (haushaltsjahr, quartal))
  )
);

SELECT
  zeile.haushaltsjahr::BIGINT AS haushaltsjahr, /* Haushaltsjahr */
  zeile.quartal::BIGINT AS quartal, /* Quartal des Haushaltsjahrs */
  zeile.ags::TEXT AS ags, /* Amtlicher Gemeindeschlüssel */
  zeile.personen_p14_1::BIGINT AS personen_p14_1, /* Anspruchsberechtigte nach § 14 Nr. 1 TIntG */
  zeile.personen_p14_2::BIGINT AS personen_p14_2, /* Anspruchsberechtigte nach § 14 Nr. 2 TIntG */
  zeile.personen_p14_3::BIGINT AS personen_p14_3, /* Anspruchsberechtigte nach § 14 Nr. 3 TIntG */
  zeile.personen_p14_4::BIGINT AS personen_p14_4, /* Anspruchsberechtigte nach § 14 Nr. 4 TIntG */
  zeile.personen_p14_5::BIGINT AS personen_p14_5, /* Anspruchsberechtigte nach § 14 Nr. 5 TIntG */
  zeile.kinder_nachgeboren::BIGINT AS kinder_nachgeboren, /* Kinder, binnen zwei Jahren nach Einreise der Mutter geboren */
  zeile.personen_gesamt::BIGINT AS personen_gesamt, /* Anspruchsberechtigte insgesamt */
  zeile.korrektur_eur::DECIMAL(18, 2) AS korrektur_eur, /* Korrektur aus früheren Quartalen, leer heißt keine */
  zeile.bewilligt_eur::DECIMAL(18, 2) AS bewilligt_eur, /* Bewilligter Betrag */
  zeile.ausgezahlt_eur::DECIMAL(18, 2) AS ausgezahlt_eur, /* Ausgezahlter Betrag */
  zeile.rueckforderung_eur::DECIMAL(18, 2) AS rueckforderung_eur, /* Zurückgeforderter Betrag */
  zeile.bescheid_datum::DATE AS bescheid_datum, /* Datum des Bescheids */
  COALESCE(zeile.personen_p14_1_status, '')::TEXT AS personen_p14_1_status, /* Zeichen statt eines Werts */
  COALESCE(zeile.personen_p14_2_status, '')::TEXT AS personen_p14_2_status, /* Zeichen statt eines Werts */
  COALESCE(zeile.personen_p14_3_status, '')::TEXT AS personen_p14_3_status, /* Zeichen statt eines Werts */
  COALESCE(zeile.personen_p14_4_status, '')::TEXT AS personen_p14_4_status, /* Zeichen statt eines Werts */
  COALESCE(zeile.personen_p14_5_status, '')::TEXT AS personen_p14_5_status, /* Zeichen statt eines Werts */
  COALESCE(zeile.kinder_nachgeboren_status, '')::TEXT AS kinder_nachgeboren_status, /* Zeichen statt eines Werts */
  COALESCE(zeile.personen_gesamt_status, '')::TEXT AS personen_gesamt_status, /* Zeichen statt eines Werts */
  COALESCE(zeile.korrektur_eur_status, '')::TEXT AS korrektur_eur_status, /* Zeichen statt eines Werts */
  COALESCE(zeile.bewilligt_eur_status, '')::TEXT AS bewilligt_eur_status, /* Zeichen statt eines Werts */
  COALESCE(zeile.ausgezahlt_eur_status, '')::TEXT AS ausgezahlt_eur_status, /* Zeichen statt eines Werts */
  lieferung.datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  zeile._lieferung_id::TEXT AS _lieferung_id, /* Lieferung, aus der die Zeile stammt */
  zeile._zeile::BIGINT AS _zeile /* Zeilennummer in der gelieferten Datei */
FROM raw.pauschalen_auszahlung AS zeile
INNER JOIN @gueltige_lieferung(register.pauschalen_auszahlung, @datenstand) AS lieferung
  ON lieferung.lieferung_id = zeile._lieferung_id
  AND lieferung.einheit = CONCAT('haushaltsjahr=', zeile.haushaltsjahr, ';quartal=', zeile.quartal)
