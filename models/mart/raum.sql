MODEL (
  name mart.raum,
  kind FULL,
  description 'Eine Zeile je Raum, auf den sich Werte beziehen.',
  grain (raum_ebene, raum_id),
  audits (
    NOT_NULL(columns := (raum_ebene, raum_id)),
    ASSERT_GLEICH_VIELE_ZEILEN(herkunft := core.raum),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (raum_ebene, raum_id))
  )
);

SELECT
  raum_ebene::TEXT AS raum_ebene, /* Raumebene */
  raum_id::TEXT AS raum_id, /* Schlüssel des Raums auf seiner Ebene */
  name::TEXT AS name, /* Name des Raums */
  uebergeordnet_id::TEXT AS uebergeordnet_id, /* Schlüssel des Raums auf der Ebene darüber */
  typ::TEXT AS typ, /* Art des Raums */
  einwohner::BIGINT AS einwohner, /* Einwohnerzahl, Zensus 15.05.2022 */
  flaeche_km2::DOUBLE AS flaeche_km2 /* Fläche in Quadratkilometern */
FROM core.raum
