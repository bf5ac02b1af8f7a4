MODEL (
  name stg.pauschalen_verwendung,
  kind FULL,
  description 'Eine Zeile je Haushaltsjahr und Gemeinde: je Einheit (haushaltsjahr) die neueste Lieferung bis zum gewählten Datenstand, mit Korrekturen (§ 17 TIntG).',
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
  haushaltsjahr::BIGINT AS haushaltsjahr, /* Haushaltsjahr */
  ags::TEXT AS ags, /* Amtlicher Gemeindeschlüssel, acht Stellen */
  erhalten_eur::DECIMAL(18, 2) AS erhalten_eur, /* Erhaltener Betrag */
  COALESCE(erhalten_eur_status, '')::TEXT AS erhalten_eur_status, /* Zeichen statt eines Werts */
  verw_aufnahme_betreuung_eur::DECIMAL(18, 2) AS verw_aufnahme_betreuung_eur, /* Verwendet für allgemeine Aufnahme und kommuneneigene Betreuung */
  COALESCE(verw_aufnahme_betreuung_eur_status, '')::TEXT AS verw_aufnahme_betreuung_eur_status, /* Zeichen statt eines Werts */
  verw_integrationstraeger_eur::DECIMAL(18, 2) AS verw_integrationstraeger_eur, /* Verwendet für Integrationsträger vor Ort */
  COALESCE(verw_integrationstraeger_eur_status, '')::TEXT AS verw_integrationstraeger_eur_status, /* Zeichen statt eines Werts */
  verw_unterbringung_eur::DECIMAL(18, 2) AS verw_unterbringung_eur, /* Verwendet für kommunale Einrichtungen zur vorläufigen Unterbringung */
  COALESCE(verw_unterbringung_eur_status, '')::TEXT AS verw_unterbringung_eur_status, /* Zeichen statt eines Werts */
  nicht_verwendet_eur::DECIMAL(18, 2) AS nicht_verwendet_eur, /* Nicht verwendeter Betrag */
  COALESCE(nicht_verwendet_eur_status, '')::TEXT AS nicht_verwendet_eur_status, /* Zeichen statt eines Werts */
  feedback_digitalisierung_positiv::BOOLEAN AS feedback_digitalisierung_positiv, /* Die Gemeinde bestätigt, dass die Digitalisierung das Verfahren vereinfacht */
  eingang_datum::DATE AS eingang_datum, /* Eingang des Verwendungsberichts */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  _lieferung_id::TEXT AS _lieferung_id, /* Lieferung, aus der die Zeile stammt */
  _zeile::BIGINT AS _zeile, /* Zeilennummer in der gelieferten Datei */
  _korrektur::TEXT AS _korrektur /* Korrigierte Spalten der Zeile, getrennt durch | */
FROM @gueltige_zeilen(
  pauschalen_verwendung,
  @datenstand,
  einheit := (
    haushaltsjahr
  ),
  schluessel := (
    ags
  )
)
