MODEL (
  name core.ki_raum,
  kind FULL,
  description 'Eine Zeile je Gebietskörperschaft mit Kommunalem Integrationszentrum und Raumebene, zu der sie gehört: Land, ki und standort. Jede Summe über die 54 nimmt diesen Weg; mit den 53 Kreisen mischt er sich nie.',
  grain (ki, raum_ebene),
  audits (
    NOT_NULL(columns := (ki, raum_ebene, raum_id)),
    ASSERT_ANZAHL(anzahl := 162),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (ki, raum_ebene)),
    ACCEPTED_VALUES("column" := raum_ebene, is_in := ('land', 'ki', 'standort'))
  )
);

SELECT
  ki.ki::TEXT AS ki, /* Gebietskörperschaft mit Kommunalem Integrationszentrum */
  ebene.raum_ebene::TEXT AS raum_ebene, /* Raumebene */
  CASE WHEN ebene.raum_ebene = 'land' THEN '05' ELSE ki.ki END::TEXT AS raum_id /* Schlüssel des Raums auf seiner Ebene */
FROM core.ki AS ki
CROSS JOIN (VALUES
  ('land'),
  ('ki'),
  ('standort')) AS ebene(raum_ebene)
