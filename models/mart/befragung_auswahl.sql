MODEL (
  name mart.befragung_auswahl,
  kind FULL,
  description 'Eine Zeile je Befragung, Variable und Auswahl: der Wortlaut zu den Werten der Befragungen, und was man mit ihnen rechnen darf.',
  grain (merkmal, auspraegung),
  audits (
    NOT_NULL(columns := (merkmal, auspraegung, befragung_id, variable, ist_mehrfach)),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (merkmal, auspraegung))
  )
);

SELECT
  CONCAT(auswahl.befragung_id, '.', auswahl.variable)::TEXT AS merkmal, /* Merkmal der Aufgliederung, leer ohne Aufgliederung */
  auswahl.auswahl::TEXT AS auspraegung, /* Ausprägung des Merkmals, leer ohne Aufgliederung */
  auswahl.befragung_id::TEXT AS befragung_id, /* Kennung der Befragung, in Kleinbuchstaben */
  auswahl.frage_kennung::TEXT AS frage_kennung, /* Kennung der Frage; eine Mehrfachauswahl hat eine Variable je Auswahl */
  auswahl.variable::TEXT AS variable, /* Variable des Fragebogens */
  auswahl.fragetext::TEXT AS fragetext, /* Wortlaut der Frage */
  auswahl.auswahl_text::TEXT AS auswahl_text, /* Wortlaut der Auswahl */
  auswahl.ist_mehrfach::BOOLEAN AS ist_mehrfach, /* Mehrere Antworten sind möglich; die Anteile werden nie zu 100 % gestapelt */
  auswahl.ist_keine_angabe::BOOLEAN AS ist_keine_angabe, /* Die Auswahl sagt, dass keine Angabe gemacht wird */
  skala.skala_id::TEXT AS skala_id, /* Kennung der Skala; auswahl: die eigenen Antworten sind die Skala */
  skala.stufe_min::DOUBLE AS stufe_min, /* Niedrigste Stufe der Skala */
  skala.stufe_max::DOUBLE AS stufe_max, /* Höchste Stufe der Skala */
  COALESCE(auswahl.auswahl_wert BETWEEN skala.zustimmung_von AND skala.zustimmung_bis, FALSE)::BOOLEAN AS ist_zustimmung, /* Die Stufe zählt als Zustimmung */
  auswahl.datenstand::DATE AS datenstand /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
FROM core.befragung_auswahl AS auswahl
LEFT JOIN core.befragung_skala AS skala
  ON skala.befragung_id = auswahl.befragung_id
  AND skala.variable = auswahl.variable
  AND NOT auswahl.ist_keine_angabe
