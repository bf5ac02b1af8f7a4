MODEL (
  name core.pauschalen_verwendung,
  kind FULL,
  description 'Eine Zeile je Haushaltsjahr und Gemeinde: wofür die Integrationspauschalen verwendet wurden und auf wie viele der drei Einsatzbereiche sie sich verteilen (§ 17 Abs. 5 TIntG).',
  depends_on (
    core.gemeinde
  ),
  grain (haushaltsjahr, ags),
  audits (
    NOT_NULL(columns := (haushaltsjahr, ags)),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (haushaltsjahr, ags)),
    ASSERT_GEMEINDE_BEKANNT,
    ASSERT_GLEICH_VIELE_ZEILEN(herkunft := stg.pauschalen_verwendung),
    FORALL(criteria := (
      anzahl_bereiche IS NULL OR anzahl_bereiche BETWEEN 0 AND 3
    ))
  )
);

SELECT
  haushaltsjahr::BIGINT AS haushaltsjahr, /* Haushaltsjahr */
  haushaltsjahr::TEXT AS zeitraum_jahr, /* Jahr, z. B. 2023 */
  ags::TEXT AS ags, /* Amtlicher Gemeindeschlüssel, acht Stellen */
  erhalten_eur::DECIMAL(18, 2) AS erhalten_eur, /* Erhaltener Betrag */
  erhalten_eur_status::TEXT AS erhalten_eur_status, /* Zeichen statt eines Werts */
  verw_aufnahme_betreuung_eur::DECIMAL(18, 2) AS verw_aufnahme_betreuung_eur, /* Verwendet für allgemeine Aufnahme und kommuneneigene Betreuung */
  verw_aufnahme_betreuung_eur_status::TEXT AS verw_aufnahme_betreuung_eur_status, /* Zeichen statt eines Werts */
  verw_integrationstraeger_eur::DECIMAL(18, 2) AS verw_integrationstraeger_eur, /* Verwendet für Integrationsträger vor Ort */
  verw_integrationstraeger_eur_status::TEXT AS verw_integrationstraeger_eur_status, /* Zeichen statt eines Werts */
  verw_unterbringung_eur::DECIMAL(18, 2) AS verw_unterbringung_eur, /* Verwendet für Einrichtungen zur vorläufigen Unterbringung */
  verw_unterbringung_eur_status::TEXT AS verw_unterbringung_eur_status, /* Zeichen statt eines Werts */
  CASE
    WHEN nicht_verwendet_eur_status = ''
    THEN COALESCE(nicht_verwendet_eur, 0)
    ELSE nicht_verwendet_eur
  END::DECIMAL(18, 2) AS nicht_verwendet_eur, /* Nicht verwendeter Betrag, leer heißt null */
  nicht_verwendet_eur_status::TEXT AS nicht_verwendet_eur_status, /* Zeichen statt eines Werts */
  (
    CASE
      WHEN verw_aufnahme_betreuung_eur > 0
      THEN 1
      WHEN verw_aufnahme_betreuung_eur <= 0
      THEN 0
    END + CASE
      WHEN verw_integrationstraeger_eur > 0
      THEN 1
      WHEN verw_integrationstraeger_eur <= 0
      THEN 0
    END + CASE
      WHEN verw_unterbringung_eur > 0
      THEN 1
      WHEN verw_unterbringung_eur <= 0
      THEN 0
    END
  )::BIGINT AS anzahl_bereiche, /* Zahl der Einsatzbereiche mit Geld; leer, wenn ein Bereich keinen Wert hat */
  feedback_digitalisierung_positiv::BOOLEAN AS feedback_digitalisierung_positiv, /* Die Gemeinde bestätigt die Vereinfachung durch Digitalisierung */
  eingang_datum::DATE AS eingang_datum, /* Eingang des Verwendungsberichts */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  _lieferung_id::TEXT AS _lieferung_id, /* Lieferung, aus der die Zeile stammt */
  _zeile::BIGINT AS _zeile /* Zeilennummer in der gelieferten Datei */
FROM stg.pauschalen_verwendung
