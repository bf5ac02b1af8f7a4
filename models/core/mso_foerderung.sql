MODEL (
  name core.mso_foerderung,
  kind FULL,
  description 'Eine Zeile je Haushaltsjahr und Antrag einer Migrantenselbstorganisation: Förderbaustein, Beträge und die Tage von Antrag, Bewilligung und Auszahlung (§ 12 TIntG).',
  grain (haushaltsjahr, antrag_nr),
  audits (
    NOT_NULL(columns := (haushaltsjahr, antrag_nr, foerderbaustein)),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (haushaltsjahr, antrag_nr)),
    ASSERT_GLEICH_VIELE_ZEILEN(herkunft := stg.mso_foerderung)
  )
);

SELECT
  haushaltsjahr::BIGINT AS haushaltsjahr, /* Haushaltsjahr */
  haushaltsjahr::TEXT AS zeitraum_jahr, /* Jahr, z. B. 2023 */
  antrag_nr::TEXT AS antrag_nr, /* Nummer des Antrags */
  foerderbaustein::TEXT AS foerderbaustein, /* Förderbaustein */
  ags::TEXT AS ags, /* Amtlicher Gemeindeschlüssel, acht Stellen */
  beantragt_eur::DECIMAL(18, 2) AS beantragt_eur, /* Beantragter Betrag */
  beantragt_eur_status::TEXT AS beantragt_eur_status, /* Zeichen statt eines Werts */
  bewilligt_eur::DECIMAL(18, 2) AS bewilligt_eur, /* Bewilligter Betrag */
  bewilligt_eur_status::TEXT AS bewilligt_eur_status, /* Zeichen statt eines Werts */
  ausgezahlt_eur::DECIMAL(18, 2) AS ausgezahlt_eur, /* Ausgezahlter Betrag */
  ausgezahlt_eur_status::TEXT AS ausgezahlt_eur_status, /* Zeichen statt eines Werts */
  antrag_datum::DATE AS antrag_datum, /* Tag des Antrags */
  bewilligung_datum::DATE AS bewilligung_datum, /* Tag der Bewilligung */
  auszahlung_datum::DATE AS auszahlung_datum, /* Tag der Auszahlung */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  _lieferung_id::TEXT AS _lieferung_id, /* Lieferung, aus der die Zeile stammt */
  _zeile::BIGINT AS _zeile /* Zeilennummer in der gelieferten Datei */
FROM stg.mso_foerderung
