MODEL (
  name mart.stand,
  kind FULL,
  description 'Eine Zeile je Umgebung: bis zu welchem Datenstand ihre Lieferungen zählen. Der Stand nennt ihn, damit er nie einen anderen behauptet, als gerechnet wurde.',
  grain datenstand_gewaehlt,
  audits (ASSERT_ANZAHL(anzahl := 1), NOT_NULL(columns := (
      datenstand_gewaehlt
  )))
);

SELECT
  @datenstand::DATE AS datenstand_gewaehlt /* Neuester Datenstand, der zählt; 9999-12-31 heißt: alle */
