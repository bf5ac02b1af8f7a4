MODEL (
  name mart.bezugsbevoelkerung,
  kind FULL,
  description 'Eine Zeile je Jahr: Stichtag, Größe und Herkunft der Bevölkerung, auf die Werte je Einwohner bezogen sind, und was daraus nicht zu schließen ist.',
  grain zeitraum_jahr,
  audits (
    NOT_NULL(columns := (zeitraum_jahr, stichtag, bevoelkerung, quellen, hinweis)),
    UNIQUE_VALUES(columns := (
      zeitraum_jahr
    ))
  )
);

SELECT
  zeitraum_jahr::TEXT AS zeitraum_jahr, /* Jahr, z. B. 2023 */
  stichtag::DATE AS stichtag, /* Stichtag */
  bevoelkerung::BIGINT AS bevoelkerung, /* Einwohnerzahl zum Stichtag */
  quellen::TEXT AS quellen, /* Verwendete Quellen, getrennt durch | */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  CASE
    WHEN quellen = 'zensus_2022_05_15'
    THEN 'Vorsicht: Für dieses Jahr liegt keine vollständige Bevölkerungsstatistik vor, es gilt der Zensus vom 15.05.2022. Veränderungen je Einwohner zeigen dann nur das Geld, nicht die Bevölkerung.'
    WHEN LEFT(stichtag::TEXT, 4) <> zeitraum_jahr
    THEN 'Vorsicht: Der Stichtag liegt in einem früheren Jahr, weil für dieses noch keine vollständige Bevölkerungsstatistik geliefert ist.'
    ELSE 'Vorsicht: Die Bevölkerung ist die zum Stichtag; im Lauf des Jahres war sie größer oder kleiner.'
  END::TEXT AS hinweis /* Was daraus nicht zu schließen ist */
FROM core.bezugsbevoelkerung
WHERE
  raum_ebene = 'land'
