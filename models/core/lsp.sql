MODEL (
  name core.lsp,
  kind FULL,
  description 'Eine Zeile je Berichtsjahr und Kommunalem Integrationszentrum: ob es einen Laiensprachmittlerpool hat, wie viele Anfragen zu Einsätzen wurden und welche Mittel es eingesetzt hat (§ 8 TIntG).',
  grain (berichtsjahr, ki),
  audits (
    NOT_NULL(columns := (berichtsjahr, ki)),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (berichtsjahr, ki)),
    ASSERT_GLEICH_VIELE_ZEILEN(herkunft := stg.fde_lsp)
  )
);

SELECT
  berichtsjahr::BIGINT AS berichtsjahr, /* Berichtsjahr */
  berichtsjahr::TEXT AS zeitraum_jahr, /* Jahr, z. B. 2023 */
  ki::TEXT AS ki, /* Gebietskörperschaft mit Kommunalem Integrationszentrum */
  lsp_eingerichtet::BOOLEAN AS lsp_eingerichtet, /* Das KI hat einen Laiensprachmittlerpool eingerichtet */
  anfragen::DOUBLE AS anfragen, /* Anfragen an den Pool; leer ohne brauchbare Zahl */
  einsaetze::DOUBLE AS einsaetze, /* Einsätze der Sprachmittelnden; leer ohne brauchbare Zahl */
  mittel_eur::DECIMAL(18, 2) AS mittel_eur, /* Mittel für den Laiensprachmittlerpool */
  mittel_professionell_eur::DECIMAL(18, 2) AS mittel_professionell_eur, /* Davon Mittel für professionelle Sprachmittlung */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  _lieferung_id::TEXT AS _lieferung_id, /* Lieferung, aus der die Zeile stammt */
  _zeile::BIGINT AS _zeile /* Zeilennummer in der gelieferten Datei */
FROM stg.fde_lsp
