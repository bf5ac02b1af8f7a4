MODEL (
  name core.kim_kontakt_je_fall,
  kind CUSTOM (
    materialization 'je_einheit',
    materialization_properties (einheiten = stg.kim_kontakt_einheit)
  ),
  description 'Eine Zeile je Standort, Quartal und Fall mit Kontakten: wie viele es waren und wann der erste und der letzte (§ 9 TIntG). Auch Fälle, die der Standort nicht gemeldet hat.',
  depends_on (
    stg.kim_kontakt_einheit
  ),
  grain (standort, kontakt_quartal, fall_id),
  audits (
    NOT_NULL(columns := (standort, kontakt_quartal, fall_id, kontakte)),
    UNIQUE_COMBINATION_OF_COLUMNS(
      columns := (standort, kontakt_quartal, fall_id),
      condition := _einheit IN (
        SELECT
          _einheit
        FROM stg.kim_kontakt_einheit
        WHERE
          ist_neu
      )
    )
  )
);

SELECT
  kontakt.standort::TEXT AS standort, /* Standort des Integrationsmanagements, als Schlüssel seiner Gebietskörperschaft */
  CONCAT(YEAR(kontakt.datum)::TEXT, '-Q', QUARTER(kontakt.datum)::TEXT)::TEXT AS kontakt_quartal, /* Quartal des Kontakts */
  YEAR(kontakt.datum)::TEXT AS kontakt_jahr, /* Jahr des Kontakts */
  kontakt.fall_id::TEXT AS fall_id, /* Kennung des Falls, nur als Pseudonym gespeichert */
  COUNT(*)::BIGINT AS kontakte, /* Zahl der Kontakte */
  MIN(kontakt.datum)::DATE AS erster_kontakt, /* Tag des ersten Kontakts im Quartal */
  MAX(kontakt.datum)::DATE AS letzter_kontakt, /* Tag des letzten Kontakts im Quartal */
  kontakt.datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  kontakt._lieferung_id::TEXT AS _lieferung_id, /* Lieferung, aus der die Zeile stammt */
  ARG_MIN(kontakt._zeile, kontakt.datum)::BIGINT AS _zeile, /* Zeilennummer in der gelieferten Datei */
  kontakt._einheit::TEXT AS _einheit /* Kennzeichen der Einheit: ändert sich mit Lieferung und Korrekturen */
FROM stg.kim_kontakt AS kontakt
GROUP BY
  kontakt.standort,
  CONCAT(YEAR(kontakt.datum)::TEXT, '-Q', QUARTER(kontakt.datum)::TEXT),
  YEAR(kontakt.datum)::TEXT,
  kontakt.fall_id,
  kontakt.datenstand,
  kontakt._lieferung_id,
  kontakt._einheit
