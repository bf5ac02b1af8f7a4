MODEL (
  name stg.gate,
  kind VIEW,
  description 'Eine Zeile je Erwartung, die beim letzten Lauf des Prüftors nicht erfüllt war. Eine Sicht, weil das Prüftor erst nach den Modellen läuft.',
  grain regel,
  audits (NOT_NULL(columns := (
      regel
    )), UNIQUE_VALUES(columns := (
      regel
  )))
);

SELECT
  regel::TEXT AS regel, /* Kennung der Regel oder Erwartung */
  schweregrad::TEXT AS schweregrad, /* error, warning oder info */
  quelle::TEXT AS quelle, /* Quelle oder Tabelle, mehrere getrennt durch | */
  meldung::TEXT AS meldung, /* Was gefunden wurde */
  geprueft_am::TIMESTAMP AS geprueft_am /* Zeitpunkt der Prüfung, UTC */
FROM raw.gate
