MODEL (
  name stg.befragung_struktur,
  kind FULL,
  description 'Eine Zeile je Befragung und Stelle im Fragebogen: jede Auswahl einer Frage, oder die Variable einer Frage ohne Auswahl, aus der Lieferung, die für die Befragung zählt.',
  grain (befragung_id, position),
  audits (
    NOT_NULL(columns := (befragung_id, position, variable, _lieferung_id, _zeile, datenstand)),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (befragung_id, position)),
    ASSERT_EINE_LIEFERUNG_JE_EINHEIT(einheit := (
      befragung_id
    ))
  )
);

SELECT
  stelle.befragung_id::TEXT AS befragung_id, /* Kennung der Befragung */
  stelle.position::BIGINT AS position, /* Laufende Nummer im Fragebogen */
  stelle.frage::TEXT AS frage, /* Kennung der Frage; eine Mehrfachauswahl hat eine Variable je Auswahl */
  stelle.variable::TEXT AS variable, /* Variable des Fragebogens */
  stelle.fragetyp::TEXT AS fragetyp, /* Art der Frage, wie im Export */
  stelle.untertyp::TEXT AS untertyp, /* Art der Antwort: single, multiple, double, string oder date */
  stelle.fragetext::TEXT AS fragetext, /* Wortlaut der Frage */
  stelle.auswahl_wert::DOUBLE AS auswahl_wert, /* Nummer der Auswahl */
  stelle.auswahl_text::TEXT AS auswahl_text, /* Wortlaut der Auswahl */
  stelle.ist_keine_angabe::BOOLEAN AS ist_keine_angabe, /* Die Auswahl sagt, dass keine Angabe gemacht wird */
  lieferung.datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  stelle._lieferung_id::TEXT AS _lieferung_id, /* Lieferung, aus der die Zeile stammt */
  stelle._zeile::BIGINT AS _zeile /* Zeilennummer in der gelieferten Datei */
FROM raw.befragung_struktur AS stelle
INNER JOIN @gueltige_lieferung(register.befragung, @datenstand) AS lieferung
  ON lieferung.lieferung_id = stelle._lieferung_id
  AND lieferung.einheit = CONCAT('befragung_id=', stelle.befragung_id)
