MODEL (
  name core.gremium,
  kind FULL,
  description 'Eine Zeile je Jahr und Gremium des Landes: wie viele Mitglieder es hat, wie viele davon mit Einwanderungsgeschichte und ob eine Regelung zur Besetzung besteht (§ 5 TIntG).',
  grain (jahr, gremium_id),
  audits (
    NOT_NULL(columns := (jahr, gremium_id)),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (jahr, gremium_id)),
    ASSERT_GLEICH_VIELE_ZEILEN(herkunft := stg.gremium)
  )
);

SELECT
  jahr::BIGINT AS jahr, /* Kalenderjahr */
  jahr::TEXT AS zeitraum_jahr, /* Jahr, z. B. 2023 */
  gremium_id::TEXT AS gremium_id, /* Kennung des Gremiums */
  mitglieder::BIGINT AS mitglieder, /* Mitglieder */
  mitglieder_status::TEXT AS mitglieder_status, /* Zeichen statt eines Werts */
  mit_einwanderungsgeschichte::BIGINT AS mit_einwanderungsgeschichte, /* Davon Mitglieder mit Einwanderungsgeschichte */
  mit_einwanderungsgeschichte_status::TEXT AS mit_einwanderungsgeschichte_status, /* Zeichen statt eines Werts */
  erfasst::BOOLEAN AS erfasst, /* Die Einwanderungsgeschichte der Mitglieder wird erfasst */
  regelung_vorhanden::BOOLEAN AS regelung_vorhanden, /* Für die Besetzung gibt es eine Regelung */
  neu_besetzt::BOOLEAN AS neu_besetzt, /* Das Gremium wurde im Jahr neu besetzt */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  _lieferung_id::TEXT AS _lieferung_id, /* Lieferung, aus der die Zeile stammt */
  _zeile::BIGINT AS _zeile /* Zeilennummer in der gelieferten Datei */
FROM stg.gremium
