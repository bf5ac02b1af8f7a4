MODEL (
  name mart.p10_befund,
  kind FULL,
  description 'Eine Zeile je Verstoß gegen die Regel zum Umfang des schulnahen Bildungsangebots (R10-1): zu wenig Stunden oder zu große Gruppen. Die Zeilen zählen weiter mit.',
  grain (regel, schluessel),
  audits (
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (regel, schluessel)),
    NOT_NULL(columns := (regel, quelle, schluessel, meldung, datenstand))
  )
);

WITH verstoss AS (
  SELECT
    _lieferung_id AS lieferung_id,
    CONCAT(zeitraum_quartal, '/', zue_id, '/Unterrichtsstunden') AS schluessel,
    CONCAT(
      'In der Woche gibt es ',
      REPLACE(unterrichtsstunden_woche::DECIMAL(18, 2)::TEXT, '.', ','),
      ' Unterrichtsstunden, vorgesehen sind mindestens 25.'
    ) AS meldung,
    datenstand
  FROM core.zue
  WHERE
    hat_angebot AND unterrichtsstunden_woche < 25
  UNION ALL
  /* ohne Zahl: aus Gruppen und Mittel ließe sich die Zahl der Kinder errechnen */
  SELECT
    _lieferung_id,
    CONCAT(zeitraum_quartal, '/', zue_id, '/Gruppengröße'),
    'Im Mittel sind mehr als 15 Kinder in einer Gruppe.',
    datenstand
  FROM core.zue
  WHERE
    hat_angebot AND kinder_teilnehmend > 15 * gruppen
)
SELECT
  'R10-1'::TEXT AS regel, /* Kennung der Regel oder Erwartung */
  'warning'::TEXT AS schweregrad, /* error, warning oder info */
  'zue_quartal'::TEXT AS quelle, /* Quelle oder Tabelle, mehrere getrennt durch | */
  lieferung_id::TEXT AS lieferung_id, /* Kennung der Lieferung */
  schluessel::TEXT AS schluessel, /* Zeitraum und Schlüssel der Zeile */
  meldung::TEXT AS meldung, /* Was gefunden wurde */
  datenstand::DATE AS datenstand /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
FROM verstoss
