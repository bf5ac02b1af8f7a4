MODEL (
  name stg.befragung,
  kind FULL,
  description 'Eine Zeile je Befragung, befragter Stelle und Variable, auch ohne Antwort: je Einheit (befragung_id) die neueste Lieferung bis zum gewählten Datenstand, mit Korrekturen (§§ 5–13 TIntG).',
  grain (befragung_id, respondent, variable),
  audits (
    NOT_NULL(
      columns := (befragung_id, respondent, variable, _lieferung_id, _zeile, datenstand)
    ),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (befragung_id, respondent, variable)),
    ASSERT_EINE_LIEFERUNG_JE_EINHEIT(einheit := (
      befragung_id
    ))
  )
);

SELECT
  befragung_id::TEXT AS befragung_id, /* Kennung der Befragung */
  respondent::TEXT AS respondent, /* Wer geantwortet hat, als Pseudonym */
  variable::TEXT AS variable, /* Variable des Fragebogens */
  wert::DOUBLE AS wert, /* Antwort als Zahl (Nummer der Auswahl, 0 oder 1 bei Mehrfachauswahl, Zahl, Tag als JJJJMMTT) */
  COALESCE(wert_status, '')::TEXT AS wert_status, /* Zeichen statt eines Werts */
  status::TEXT AS status, /* Warum die Antwort kein Wert ist, etwa keine_angabe; sonst leer */
  wert_text::TEXT AS wert_text, /* Antwort in Worten, nur bei ausdrücklich vereinbarten Variablen */
  abgeschlossen::BOOLEAN AS abgeschlossen, /* Der Fragebogen ist abgeschlossen */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  _lieferung_id::TEXT AS _lieferung_id, /* Lieferung, aus der die Zeile stammt */
  _zeile::BIGINT AS _zeile, /* Zeilennummer in der gelieferten Datei */
  _korrektur::TEXT AS _korrektur /* Korrigierte Spalten der Zeile, getrennt durch | */
FROM @gueltige_zeilen(
  befragung,
  @datenstand,
  einheit := (
    befragung_id
  ),
  schluessel := (respondent, variable)
)
