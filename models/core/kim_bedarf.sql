MODEL (
  name core.kim_bedarf,
  kind FULL,
  description 'Eine Zeile je Standort, Fall und Bedarf: die Bedarfe eines Falls einzeln (§ 9 TIntG). Fälle ohne Bedarf stehen nicht hier.',
  grain (standort, fall_id, bedarf),
  audits (
    NOT_NULL(columns := (standort, fall_id, bedarf)),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (standort, fall_id, bedarf))
  )
);

WITH einzeln AS (
  SELECT
    standort,
    fall_id,
    beginn_jahr,
    UNNEST(STR_SPLIT(bedarfe, '|')) AS bedarf,
    datenstand,
    _lieferung_id,
    _zeile
  FROM core.kim_fall
  WHERE
    NOT bedarfe IS NULL
)
SELECT
  standort::TEXT AS standort, /* Standort des Integrationsmanagements, als Schlüssel seiner Gebietskörperschaft */
  fall_id::TEXT AS fall_id, /* Kennung des Falls, nur als Pseudonym gespeichert */
  beginn_jahr::TEXT AS beginn_jahr, /* Jahr, in dem der Fall begann */
  bedarf::TEXT AS bedarf, /* Ein Bedarf des Falls */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  _lieferung_id::TEXT AS _lieferung_id, /* Lieferung, aus der die Zeile stammt */
  _zeile::BIGINT AS _zeile /* Zeilennummer in der gelieferten Datei */
FROM einzeln
