MODEL (
  name core.ia_einrichtung,
  kind FULL,
  description 'Eine Zeile je Berichtsjahr und Einrichtung: eine Integrationsagentur oder Servicestelle mit Träger, Ort, Stellen und Arbeitskreisen (§§ 7, 12 TIntG).',
  depends_on (
    core.gemeinde
  ),
  grain (berichtsjahr, einrichtung_id),
  audits (
    NOT_NULL(
      columns := (berichtsjahr, einrichtung_id, einrichtungsart, wohlfahrtsverband, ags)
    ),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (berichtsjahr, einrichtung_id)),
    ASSERT_GEMEINDE_BEKANNT,
    ASSERT_GLEICH_VIELE_ZEILEN(herkunft := stg.fde_ia_einrichtung)
  )
);

SELECT
  berichtsjahr::BIGINT AS berichtsjahr, /* Berichtsjahr */
  berichtsjahr::TEXT AS zeitraum_jahr, /* Jahr, z. B. 2023 */
  einrichtung_id::TEXT AS einrichtung_id, /* Kennung der Einrichtung */
  art::TEXT AS einrichtungsart, /* Integrationsagentur (IA) oder Servicestelle für Antidiskriminierungsarbeit (SAD) */
  traeger::TEXT AS wohlfahrtsverband, /* Wohlfahrtsverband des Trägers */
  ags::TEXT AS ags, /* Amtlicher Gemeindeschlüssel, acht Stellen */
  stellen_vzae::DOUBLE AS stellen_vzae, /* Stellen in Vollzeitäquivalenten */
  stellen_vzae_status::TEXT AS stellen_vzae_status, /* Zeichen statt eines Werts */
  mitarbeitende::BIGINT AS mitarbeitende, /* Mitarbeitende */
  mitarbeitende_status::TEXT AS mitarbeitende_status, /* Zeichen statt eines Werts */
  arbeitskreise::BIGINT AS arbeitskreise, /* Arbeitskreise insgesamt */
  arbeitskreise_status::TEXT AS arbeitskreise_status, /* Zeichen statt eines Werts */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  _lieferung_id::TEXT AS _lieferung_id, /* Lieferung, aus der die Zeile stammt */
  _zeile::BIGINT AS _zeile /* Zeilennummer in der gelieferten Datei */
FROM stg.fde_ia_einrichtung
