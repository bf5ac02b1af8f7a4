MODEL (
  name core.raum,
  kind FULL,
  description 'Eine Zeile je Raum: das Land, 5 Regierungsbezirke, 53 Kreise, 396 Gemeinden und 54 Gebietskörperschaften, einmal als Träger eines Kommunalen Integrationszentrums (ki) und einmal als Standort des Integrationsmanagements (standort). Die beiden letzten Ebenen sind eine eigene Gliederung: 05334 ist dort ohne die Stadt Aachen.',
  grain (raum_ebene, raum_id),
  audits (
    ASSERT_ANZAHL(anzahl := 563),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (raum_ebene, raum_id)),
    NOT_NULL(columns := (raum_ebene, raum_id, name, einwohner)),
    ASSERT_EBENEN_EINWOHNER_GLEICH
  )
);

WITH einwohner AS (
  SELECT
    zuordnung.raum_ebene,
    zuordnung.raum_id,
    SUM(gemeinde.einwohner) AS einwohner,
    SUM(gemeinde.flaeche_km2) AS flaeche_km2
  FROM core.gemeinde AS gemeinde
  INNER JOIN core.gemeinde_raum AS zuordnung
    ON zuordnung.ags = gemeinde.ags
  GROUP BY
    zuordnung.raum_ebene,
    zuordnung.raum_id
), benannt AS (
  SELECT
    'land' AS raum_ebene,
    '05' AS raum_id,
    'Nordrhein-Westfalen' AS name,
    'Land' AS typ,
    NULL AS uebergeordnet_id
  UNION ALL
  SELECT
    'regierungsbezirk',
    LPAD(regierungsbezirk_ags::TEXT, 3, '0'),
    name,
    'Regierungsbezirk',
    '05'
  FROM ref.regierungsbezirk
  UNION ALL
  SELECT
    'kreis',
    LPAD(kreis_ags::TEXT, 5, '0'),
    name,
    typ,
    LPAD(regierungsbezirk_ags::TEXT, 3, '0')
  FROM ref.kreis
  UNION ALL
  SELECT
    'gemeinde',
    ags,
    name,
    typ,
    kreis_ags
  FROM core.gemeinde
)
SELECT
  benannt.raum_ebene::TEXT AS raum_ebene, /* Raumebene */
  benannt.raum_id::TEXT AS raum_id, /* Schlüssel des Raums auf seiner Ebene */
  benannt.name::TEXT AS name, /* Name des Raums */
  benannt.typ::TEXT AS typ, /* Art des Raums */
  benannt.uebergeordnet_id::TEXT AS uebergeordnet_id, /* Schlüssel des Raums auf der Ebene darüber */
  einwohner.einwohner::BIGINT AS einwohner, /* Einwohnerzahl, Zensus 15.05.2022 */
  einwohner.flaeche_km2::DOUBLE AS flaeche_km2 /* Fläche in Quadratkilometern */
FROM benannt
LEFT JOIN einwohner
  ON einwohner.raum_ebene = benannt.raum_ebene AND einwohner.raum_id = benannt.raum_id
UNION ALL
SELECT
  ebene.raum_ebene::TEXT AS raum_ebene,
  ki.ki::TEXT AS raum_id,
  ki.name::TEXT AS name,
  ki.typ::TEXT AS typ,
  '05'::TEXT AS uebergeordnet_id,
  ki.einwohner::BIGINT AS einwohner,
  NULL::DOUBLE AS flaeche_km2
FROM core.ki AS ki
CROSS JOIN (VALUES
  ('ki'),
  ('standort')) AS ebene(raum_ebene)
