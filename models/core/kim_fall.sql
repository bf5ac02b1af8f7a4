MODEL (
  name core.kim_fall,
  kind FULL,
  description 'Eine Zeile je Standort und Fall des Kommunalen Integrationsmanagements, mit der Fallart am Beginn und zuletzt (§ 9 TIntG). Ein Fall mit Wechseldatum begann als Kurzberatung und ist seither Case Management.',
  grain (standort, fall_id),
  audits (
    NOT_NULL(columns := (standort, fall_id, fallart_beginn, fallart_zuletzt, beginn)),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (standort, fall_id)),
    ASSERT_GLEICH_VIELE_ZEILEN(herkunft := stg.kim_fall),
    FORALL(
      criteria := (
        ende IS NULL OR ende >= beginn,
        fallart_wechsel_datum IS NULL OR fallart_beginn = 'kurzberatung'
      )
    )
  )
);

SELECT
  standort::TEXT AS standort, /* Standort des Integrationsmanagements, als Schlüssel seiner Gebietskörperschaft */
  fall_id::TEXT AS fall_id, /* Kennung des Falls, nur als Pseudonym gespeichert */
  CASE WHEN fallart_wechsel_datum IS NULL THEN fallart ELSE 'kurzberatung' END::TEXT AS fallart_beginn, /* Art des Falls an seinem Beginn */
  CASE WHEN fallart_wechsel_datum IS NULL THEN fallart ELSE 'case_management' END::TEXT AS fallart_zuletzt, /* Art des Falls an seinem Ende oder am Datenstand */
  beginn::DATE AS beginn, /* Beginn des Falls */
  fallart_wechsel_datum::DATE AS fallart_wechsel_datum, /* Tag, an dem aus einer Kurzberatung ein Case Management wurde */
  ende::DATE AS ende, /* Ende des Falls, leer bei laufenden Fällen */
  CONCAT(YEAR(beginn)::TEXT, '-Q', QUARTER(beginn)::TEXT)::TEXT AS beginn_quartal, /* Quartal, in dem der Fall begann */
  YEAR(beginn)::TEXT AS beginn_jahr, /* Jahr, in dem der Fall begann */
  YEAR(ende)::TEXT AS ende_jahr, /* Jahr, in dem der Fall endete */
  herkunft::TEXT AS herkunft, /* Herkunftsstaat, als Kürzel nach ISO 3166-1 */
  bedarfe::TEXT AS bedarfe, /* Bedarfe des Falls, getrennt durch | */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  _lieferung_id::TEXT AS _lieferung_id, /* Lieferung, aus der die Zeile stammt */
  _zeile::BIGINT AS _zeile /* Zeilennummer in der gelieferten Datei */
FROM stg.kim_fall
