MODEL (
  name core.gemeinde_raum,
  kind FULL,
  description 'Eine Zeile je Gemeinde und Raumebene, zu der sie gehört: Land, Regierungsbezirk, Kreis, Gemeinde. Jede Summe über Gemeinden nimmt diesen Weg, so dass keine zwei Ebenen vermischt werden.',
  grain (ags, raum_ebene),
  audits (
    NOT_NULL(columns := (ags, raum_ebene)),
    ASSERT_ANZAHL(anzahl := 1584),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (ags, raum_ebene)),
    ACCEPTED_VALUES("column" := raum_ebene, is_in := ('land', 'regierungsbezirk', 'kreis', 'gemeinde'))
  )
);

SELECT
  gemeinde.ags::TEXT AS ags, /* Amtlicher Gemeindeschlüssel, acht Stellen */
  ebene.raum_ebene::TEXT AS raum_ebene, /* Raumebene */
  LEFT(gemeinde.ags, ebene.stellen)::TEXT AS raum_id /* Schlüssel des Raums auf seiner Ebene */
FROM core.gemeinde AS gemeinde
CROSS JOIN (VALUES
  ('land', 2),
  ('regierungsbezirk', 3),
  ('kreis', 5),
  ('gemeinde', 8)) AS ebene(raum_ebene, stellen)
