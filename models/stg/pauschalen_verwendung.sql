MODEL (
  name stg.pauschalen_verwendung,
  kind FULL,
  description 'Eine Zeile je Haushaltsjahr und Gemeinde: aus jedem Jahr die neueste Lieferung der Verwendungsberichte bis zum gewählten Datenstand (§ 17 Abs. 5 TIntG).',
  grain (haushaltsjahr, ags),
  audits (
    NOT_NULL(columns := (haushaltsjahr, ags, _lieferung_id, _zeile, datenstand)),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (haushaltsjahr, ags)),
    ASSERT_EINE_LIEFERUNG_JE_EINHEIT(einheit := (
      haushaltsjahr
    ))
  )
);

SELECT
  zeile.haushaltsjahr::BIGINT AS haushaltsjahr, /* Haushaltsjahr */
  zeile.ags::TEXT AS ags, /* Amtlicher Gemeindeschlüssel */
  zeile.erhalten_eur::DECIMAL(18, 2) AS erhalten_eur, /* Erhaltener Betrag */
  zeile.verw_aufnahme_betreuung_eur::DECIMAL(18, 2) AS verw_aufnahme_betreuung_eur, /* Verwendet für allgemeine Aufnahme und kommuneneigene Betreuung */
  zeile.verw_integrationstraeger_eur::DECIMAL(18, 2) AS verw_integrationstraeger_eur, /* Verwendet für Integrationsträger vor Ort */
  zeile.verw_unterbringung_eur::DECIMAL(18, 2) AS verw_unterbringung_eur, /* Verwendet für Einrichtungen zur vorläufigen Unterbringung */
  zeile.nicht_verwendet_eur::DECIMAL(18, 2) AS nicht_verwendet_eur, /* Nicht verwendeter Betrag, leer heißt null */
  COALESCE(zeile.erhalten_eur_status, '')::TEXT AS erhalten_eur_status, /* Zeichen statt eines Werts */
  COALESCE(zeile.verw_aufnahme_betreuung_eur_status, '')::TEXT AS verw_aufnahme_betreuung_eur_status, /* Zeichen statt eines Werts */
  COALESCE(zeile.verw_integrationstraeger_eur_status, '')::TEXT AS verw_integrationstraeger_eur_status, /* Zeichen statt eines Werts */
  COALESCE(zeile.verw_unterbringung_eur_status, '')::TEXT AS verw_unterbringung_eur_status, /* Zeichen statt eines Werts */
  COALESCE(zeile.nicht_verwendet_eur_status, '')::TEXT AS nicht_verwendet_eur_status, /* Zeichen statt eines Werts */
  zeile.feedback_digitalisierung_positiv::BOOLEAN AS feedback_digitalisierung_positiv, /* Die Gemeinde bestätigt die Vereinfachung durch Digitalisierung */
  zeile.eingang_datum::DATE AS eingang_datum, /* Eingang des Verwendungsberichts */
  lieferung.datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  zeile._lieferung_id::TEXT AS _lieferung_id, /* Lieferung, aus der die Zeile stammt */
  zeile._zeile::BIGINT AS _zeile /* Zeilennummer in der gelieferten Datei */
FROM raw.pauschalen_verwendung AS zeile
INNER JOIN @gueltige_lieferung(register.pauschalen_verwendung, @datenstand) AS lieferung
  ON lieferung.lieferung_id = zeile._lieferung_id
  AND lieferung.einheit = CONCAT('haushaltsjahr=', zeile.haushaltsjahr)
