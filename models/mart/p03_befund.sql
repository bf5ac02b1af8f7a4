MODEL (
  name mart.p03_befund,
  kind FULL,
  description 'Eine Zeile je Haushaltsjahr, in dem die Ansätze für die Infrastruktur der Integration den gesetzlichen Mindestbetrag verfehlen oder sich nicht prüfen lassen (R03-1, § 3 Abs. 2 TIntG).',
  grain (regel, schluessel),
  audits (
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (regel, schluessel)),
    NOT_NULL(columns := (regel, quelle, schluessel, meldung, datenstand))
  )
);

WITH ansatz AS (
  SELECT
    zeitraum_jahr,
    COALESCE(SUM(CASE WHEN infrastruktur THEN ansatz_eur END), 0) AS ansatz_eur,
    COUNT(CASE WHEN infrastruktur AND ansatz_eur IS NULL THEN 1 END) AS ohne_wert,
    MAX(datenstand) AS datenstand,
    ARG_MAX(_lieferung_id, datenstand) AS _lieferung_id
  FROM core.haushalt_titel
  WHERE
    haushaltsjahr >= 2022
  GROUP BY
    zeitraum_jahr
)
SELECT
  'R03-1'::TEXT AS regel, /* Kennung der Regel oder Erwartung */
  CASE WHEN ohne_wert = 0 THEN 'warning' ELSE 'info' END::TEXT AS schweregrad, /* error, warning oder info */
  'haushalt_titel'::TEXT AS quelle, /* Quelle oder Tabelle, mehrere getrennt durch | */
  _lieferung_id::TEXT AS lieferung_id, /* Kennung der Lieferung */
  zeitraum_jahr::TEXT AS schluessel, /* Zeitraum und Schlüssel der Zeile */
  CASE
    WHEN ohne_wert = 0
    THEN CONCAT(
      'Die Ansätze der Titel, die zur Infrastruktur zählen, ergeben ',
      REPLACE(ansatz_eur::DECIMAL(18, 2)::TEXT, '.', ','),
      ' €; das Gesetz verlangt mindestens 130.000.000 €.'
    )
    ELSE CONCAT(
      'Die bekannten Ansätze ergeben ',
      REPLACE(ansatz_eur::DECIMAL(18, 2)::TEXT, '.', ','),
      ' € und damit weniger als 130.000.000 €, aber ein Teil der Titel, die zur Infrastruktur zählen, hat keinen Wert.'
    )
  END::TEXT AS meldung, /* Was gefunden wurde */
  datenstand::DATE AS datenstand /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
FROM ansatz
WHERE
  ansatz_eur < 130000000
