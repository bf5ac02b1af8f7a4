MODEL (
  name stg.befragung_struktur,
  kind FULL,
  description 'Eine Zeile je Befragung und Auswahl, oder Variable ohne Auswahl: der Fragebogen aus der Lieferung, deren Antworten gelten.',
  grain (befragung_id, position),
  audits (
    NOT_NULL(columns := (befragung_id, position, _lieferung_id, datenstand)),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (befragung_id, position)),
    ASSERT_EINE_LIEFERUNG_JE_EINHEIT(einheit := (
      befragung_id
    ))
  )
);

SELECT
  zeile.befragung_id::TEXT AS befragung_id, /* Kennung der Befragung */
  zeile.position::BIGINT AS position, /* Laufende Nummer im Fragebogen */
  zeile.frage::TEXT AS frage, /* Kennung der Frage; eine Mehrfachauswahl hat eine Variable je Auswahl */
  zeile.variable::TEXT AS variable, /* Variable des Fragebogens */
  zeile.fragetyp::TEXT AS fragetyp, /* Art der Frage, wie im Export */
  zeile.untertyp::TEXT AS untertyp, /* Art der Antwort (single, multiple, double, string, date) */
  zeile.fragetext::TEXT AS fragetext, /* Wortlaut der Frage */
  zeile.auswahl_wert::DOUBLE AS auswahl_wert, /* Nummer der Auswahl */
  zeile.auswahl_text::TEXT AS auswahl_text, /* Wortlaut der Auswahl */
  zeile.ist_keine_angabe::BOOLEAN AS ist_keine_angabe, /* Die Auswahl sagt, dass keine Angabe gemacht wird */
  lieferung.datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  zeile._lieferung_id::TEXT AS _lieferung_id, /* Lieferung, aus der die Zeile stammt */
  zeile._zeile::BIGINT AS _zeile /* Zeilennummer in der gelieferten Datei */
FROM raw.befragung_struktur AS zeile
INNER JOIN @gueltige_lieferung(register.befragung, @datenstand) AS lieferung
  ON lieferung.lieferung_id = zeile._lieferung_id
  AND lieferung.einheit = CONCAT('befragung_id=', zeile.befragung_id)
