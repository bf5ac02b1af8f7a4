MODEL (
  name core.bevoelkerung,
  kind FULL,
  description 'Eine Zeile je Stichtag und Gemeinde, für Stichtage, zu denen die Bevölkerungsstatistik alle 396 Gemeinden enthält. Andere Ebenen entstehen nur als Summe der Gemeinden, nie aus gelieferten Kreis- oder Landeswerten.',
  grain (stichtag, ags),
  audits (
    NOT_NULL(columns := (stichtag, ags, bevoelkerung)),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (stichtag, ags)),
    ASSERT_GEMEINDE_BEKANNT,
    FORALL(criteria := (
      bevoelkerung >= 0
    ))
  )
);

/* nur Statistiken, deren Insgesamt die ganze Bevölkerung ist: Fortschreibung und Zensus, nicht Ausländer oder Flächen */
WITH gemeinde_wert AS (
  SELECT
    zeile.statistik,
    zeile.stichtag,
    gemeinde.ags,
    MAX(zeile.wert) AS bevoelkerung,
    MAX(zeile.datenstand) AS datenstand
  FROM stg.bevoelkerung AS zeile
  INNER JOIN core.gemeinde AS gemeinde
    ON gemeinde.ags = zeile.ags
  WHERE
    zeile.ebene = 'gemeinde'
    AND zeile.merkmal IN ('insgesamt', 'BEVSTD;insgesamt', 'PRS018;insgesamt')
    AND LEFT(zeile.statistik, 5) IN ('12410', '12411', '12111', '1000A')
    AND NOT zeile.wert IS NULL
  GROUP BY
    zeile.statistik,
    zeile.stichtag,
    gemeinde.ags
), alle_gemeinden AS (
  SELECT
    COUNT(*) AS anzahl
  FROM core.gemeinde
), vollstaendig AS (
  SELECT
    gemeinde_wert.statistik,
    gemeinde_wert.stichtag
  FROM gemeinde_wert
  CROSS JOIN alle_gemeinden
  GROUP BY
    gemeinde_wert.statistik,
    gemeinde_wert.stichtag,
    alle_gemeinden.anzahl
  HAVING
    COUNT(*) = alle_gemeinden.anzahl
), gewaehlt AS (
  /* zwei Statistiken zum selben Tag: die Fortschreibung geht vor */
  SELECT
    stichtag,
    MAX(statistik) AS statistik
  FROM vollstaendig
  GROUP BY
    stichtag
)
SELECT
  gemeinde_wert.stichtag::DATE AS stichtag, /* Stichtag */
  gemeinde_wert.ags::TEXT AS ags, /* Amtlicher Gemeindeschlüssel, acht Stellen */
  gemeinde_wert.bevoelkerung::BIGINT AS bevoelkerung, /* Einwohnerzahl zum Stichtag */
  gemeinde_wert.datenstand::DATE AS datenstand /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
FROM gemeinde_wert
INNER JOIN gewaehlt
  ON gewaehlt.statistik = gemeinde_wert.statistik
  AND gewaehlt.stichtag = gemeinde_wert.stichtag
