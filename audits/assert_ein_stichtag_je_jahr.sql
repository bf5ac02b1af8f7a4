AUDIT (
  name assert_ein_stichtag_je_jahr
);

/* Alle Räume eines Jahres haben denselben Stichtag, und jede Ebene umfasst gleich viele Menschen. */
SELECT
  zeitraum_jahr
FROM (
  SELECT
    zeitraum_jahr,
    raum_ebene,
    MIN(stichtag) AS erster,
    MAX(stichtag) AS letzter,
    SUM(bevoelkerung) AS bevoelkerung
  FROM @this_model
  GROUP BY
    zeitraum_jahr,
    raum_ebene
) AS ebene
GROUP BY
  zeitraum_jahr
HAVING
  MIN(erster) <> MAX(letzter) OR MIN(bevoelkerung) <> MAX(bevoelkerung)
