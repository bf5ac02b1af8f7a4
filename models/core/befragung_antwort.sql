MODEL (
  name core.befragung_antwort,
  kind FULL,
  description 'Eine Zeile je Befragung, befragter Stelle und Variable, auch ohne Antwort (§§ 5–13 TIntG).',
  grain (befragung_id, respondent, variable),
  audits (
    NOT_NULL(
      columns := (befragung_id, respondent, variable, ist_keine_angabe, ist_abgeschlossen)
    ),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (befragung_id, respondent, variable)),
    ASSERT_GLEICH_VIELE_ZEILEN(herkunft := stg.befragung)
  )
);

SELECT
  LOWER(befragung_id)::TEXT AS befragung_id, /* Kennung der Befragung, in Kleinbuchstaben */
  respondent::TEXT AS respondent, /* Wer geantwortet hat, als Pseudonym */
  variable::TEXT AS variable, /* Variable des Fragebogens */
  wert::DOUBLE AS antwort, /* Antwort als Zahl: Nummer der Auswahl, 0 oder 1 bei Mehrfachauswahl, Zahl oder Tag als JJJJMMTT */
  COALESCE(status = 'keine_angabe', FALSE)::BOOLEAN AS ist_keine_angabe, /* Die Auswahl sagt, dass keine Angabe gemacht wird */
  COALESCE(abgeschlossen, FALSE)::BOOLEAN AS ist_abgeschlossen, /* Der Fragebogen ist abgeschlossen */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  _lieferung_id::TEXT AS _lieferung_id, /* Lieferung, aus der die Zeile stammt */
  _zeile::BIGINT AS _zeile /* Zeilennummer in der gelieferten Datei */
FROM stg.befragung
