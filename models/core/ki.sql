MODEL (
  name core.ki,
  kind FULL,
  description 'Eine Zeile je Gebietskörperschaft mit Kommunalem Integrationszentrum (54) mit wiederhergestelltem Schlüssel; 05334 ist die StädteRegion Aachen ohne die Stadt Aachen (05334002).',
  grain ki,
  audits (
    NOT_NULL(columns := (ki, name, einwohner)),
    ASSERT_ANZAHL(anzahl := 54),
    UNIQUE_VALUES(columns := (
      ki
    )),
    FORALL(criteria := (
      LENGTH(ki) IN (5, 8)
    ))
  )
);

SELECT
  LPAD(ki_id::TEXT, CASE WHEN ki_id > 99999 THEN 8 ELSE 5 END, '0')::TEXT AS ki, /* Gebietskörperschaft mit Kommunalem Integrationszentrum */
  name::TEXT AS name, /* Name der Gebietskörperschaft */
  typ::TEXT AS typ, /* Kreis, kreisfreie Stadt oder Sonderfall Aachen */
  LPAD(regierungsbezirk_ags::TEXT, 3, '0')::TEXT AS regierungsbezirk, /* Schlüssel des Regierungsbezirks */
  einwohner::BIGINT AS einwohner /* Einwohnerzahl, Zensus 15.05.2022 */
FROM ref.ki
