MODEL (
  name core.befragung_skala,
  kind FULL,
  description 'Eine Zeile je Befragung und Variable, deren Antworten eine Skala bilden: Enden der Skala und Stufen, die als Zustimmung zählen.',
  grain (befragung_id, variable),
  audits (
    NOT_NULL(
      columns := (
        befragung_id,
        variable,
        skala_id,
        stufe_min,
        stufe_max,
        zustimmung_von,
        zustimmung_bis
      )
    ),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (befragung_id, variable)),
    ASSERT_SKALA_BEKANNT
  )
);

/* jede Einfachauswahl mit dem, was festgelegt ist, und mit ihren Antworten außer keine Angabe */
WITH frage AS (
  SELECT
    auswahl.befragung_id,
    auswahl.variable,
    festgelegt.skala_id,
    COALESCE(festgelegt.ist_umgekehrt, FALSE) AS ist_umgekehrt,
    COUNT(*) AS anzahl,
    COUNT(CASE WHEN auswahl.auswahl_wert = FLOOR(auswahl.auswahl_wert) THEN 1 END) AS ganzzahlig,
    MAX(auswahl.auswahl_wert) - MIN(auswahl.auswahl_wert) + 1 AS spanne
  FROM core.befragung_auswahl AS auswahl
  LEFT JOIN ref.befragung_skala AS festgelegt
    ON festgelegt.befragung_id = auswahl.befragung_id
    AND festgelegt.variable = auswahl.variable
  WHERE
    NOT auswahl.ist_mehrfach AND NOT auswahl.ist_keine_angabe
  GROUP BY
    auswahl.befragung_id,
    auswahl.variable,
    festgelegt.skala_id,
    COALESCE(festgelegt.ist_umgekehrt, FALSE)
), gewertet AS (
  /* ohne Festlegung sind vier oder fünf Antworten mit aufeinanderfolgenden ganzen Zahlen eine Skala */
  SELECT
    befragung_id,
    variable,
    ist_umgekehrt,
    COALESCE(skala_id, 'auswahl') AS skala_id
  FROM frage
  WHERE
    skala_id <> 'keine'
    OR (
      skala_id IS NULL AND anzahl IN (4, 5) AND ganzzahlig = anzahl AND spanne = anzahl
    )
), stufe AS (
  SELECT
    gewertet.befragung_id,
    gewertet.variable,
    gewertet.skala_id,
    gewertet.ist_umgekehrt,
    benannt.wert::DOUBLE AS stufe
  FROM gewertet
  INNER JOIN ref.skala AS benannt
    ON benannt.skala_id = gewertet.skala_id
  UNION ALL
  SELECT
    gewertet.befragung_id,
    gewertet.variable,
    gewertet.skala_id,
    gewertet.ist_umgekehrt,
    auswahl.auswahl_wert
  FROM gewertet
  INNER JOIN core.befragung_auswahl AS auswahl
    ON auswahl.befragung_id = gewertet.befragung_id
    AND auswahl.variable = gewertet.variable
    AND NOT auswahl.ist_keine_angabe
  WHERE
    gewertet.skala_id = 'auswahl'
), gereiht AS (
  /* vom zustimmenden Ende der Skala her gezählt */
  SELECT
    *,
    ROW_NUMBER() OVER (
      PARTITION BY befragung_id, variable
      ORDER BY CASE WHEN ist_umgekehrt THEN stufe ELSE -stufe END
    ) AS rang
  FROM stufe
)
SELECT
  befragung_id::TEXT AS befragung_id, /* Kennung der Befragung, in Kleinbuchstaben */
  variable::TEXT AS variable, /* Variable des Fragebogens */
  skala_id::TEXT AS skala_id, /* Kennung der Skala; auswahl: die eigenen Antworten sind die Skala */
  ist_umgekehrt::BOOLEAN AS ist_umgekehrt, /* Zustimmung sind die beiden niedrigsten Stufen statt der beiden höchsten */
  MIN(stufe)::DOUBLE AS stufe_min, /* Niedrigste Stufe der Skala */
  MAX(stufe)::DOUBLE AS stufe_max, /* Höchste Stufe der Skala */
  MIN(CASE WHEN rang <= 2 THEN stufe END)::DOUBLE AS zustimmung_von, /* Niedrigste Stufe, die als Zustimmung zählt */
  MAX(CASE WHEN rang <= 2 THEN stufe END)::DOUBLE AS zustimmung_bis /* Höchste Stufe, die als Zustimmung zählt */
FROM gereiht
GROUP BY
  befragung_id,
  variable,
  skala_id,
  ist_umgekehrt
