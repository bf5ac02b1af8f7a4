MODEL (
  name core.gemeinde,
  kind FULL,
  description 'Eine Zeile je Gemeinde (396) mit wiederhergestelltem Schlüssel.',
  grain ags,
  audits (
    NOT_NULL(columns := (
      ags
    )),
    ASSERT_ANZAHL(anzahl := 396),
    UNIQUE_VALUES(columns := (
      ags
    )),
    FORALL(
      criteria := (LENGTH(ags) = 8, LENGTH(kreis_ags) = 5, LEFT(ags, 5) = kreis_ags, einwohner > 0)
    )
  )
);

SELECT
  LPAD(ags::TEXT, 8, '0')::TEXT AS ags, /* Amtlicher Gemeindeschlüssel, acht Stellen */
  name::TEXT AS name, /* Name der Gemeinde */
  typ::TEXT AS typ, /* Gemeinde, Stadt oder kreisfreie Stadt */
  LPAD(kreis_ags::TEXT, 5, '0')::TEXT AS kreis_ags, /* Schlüssel des Kreises oder der kreisfreien Stadt */
  einwohner::BIGINT AS einwohner, /* Einwohnerzahl, Zensus 15.05.2022 */
  flaeche_km2::DOUBLE AS flaeche_km2 /* Fläche in Quadratkilometern */
FROM ref.gemeinde
