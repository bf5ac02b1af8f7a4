AUDIT (
  name assert_ebenen_einwohner_gleich
);

/* Jede Ebene umfasst das ganze Land: überall dieselbe Einwohnerzahl (Zensus 2022: 17 890 489). */
SELECT
  raum_ebene,
  SUM(einwohner) AS einwohner
FROM @this_model
GROUP BY
  raum_ebene
HAVING
  SUM(einwohner) <> 17890489
