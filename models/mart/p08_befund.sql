MODEL (
  name mart.p08_befund,
  kind FULL,
  description 'Eine Zeile je Verstoß gegen eine Regel zwischen Spalten oder Zeilen der Fachdatenerhebungen der Kommunalen Integrationszentren (R08-1 bis R08-4). Die Zeilen zählen weiter mit.',
  grain (regel, schluessel),
  audits (
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (regel, schluessel)),
    NOT_NULL(columns := (regel, quelle, schluessel, meldung, datenstand))
  )
);

WITH auswahl AS (
  SELECT
    zeitraum_jahr,
    ki,
    COUNT(DISTINCT zielbezug) AS zielbezuege,
    MAX(datenstand) AS datenstand,
    ARG_MAX(_lieferung_id, datenstand) AS _lieferung_id
  FROM core.ki_massnahme
  GROUP BY
    zeitraum_jahr,
    ki
), kapazitaet AS (
  /* ohne Angabe heißt wie beim Anteil der Kapazität: keine; gerundet, damit 51 nicht an der letzten Binärstelle scheitert */
  SELECT
    zeitraum_quartal,
    ki,
    ROUND(COALESCE(SUM(kapazitaet_prozent), 0), 6) AS kapazitaet_prozent,
    COUNT(*) - COUNT(kapazitaet_prozent) AS ohne_angabe,
    MAX(datenstand) AS datenstand,
    ARG_MAX(_lieferung_id, datenstand) AS _lieferung_id
  FROM core.ki_massnahme
  GROUP BY
    zeitraum_quartal,
    ki
), verstoss AS (
  SELECT
    'R08-1' AS regel,
    'fde_ki_massnahme' AS quelle,
    _lieferung_id AS lieferung_id,
    CONCAT(zeitraum_jahr, '/', ki) AS schluessel,
    CONCAT(
      'Das KI arbeitet im Jahr an ',
      zielbezuege,
      ' Zielbezügen, vorgesehen sind höchstens fünf.'
    ) AS meldung,
    datenstand
  FROM auswahl
  WHERE
    zielbezuege > 5
  UNION ALL
  SELECT
    'R08-2',
    'fde_ki_massnahme',
    _lieferung_id,
    CONCAT(zeitraum_quartal, '/', ki),
    CONCAT(
      'Die Maßnahmen des Quartals binden zusammen ',
      REPLACE(kapazitaet_prozent::DECIMAL(18, 2)::TEXT, '.', ','),
      ' % der Kapazität, erwartet sind 51 bis 100 %.',
      CASE
        WHEN ohne_angabe = 0
        THEN ''
        WHEN ohne_angabe = 1
        THEN ' Bei einer Maßnahme fehlt die Angabe.'
        ELSE CONCAT(' Bei ', ohne_angabe, ' Maßnahmen fehlt die Angabe.')
      END
    ),
    datenstand
  FROM kapazitaet
  WHERE
    NOT kapazitaet_prozent BETWEEN 51 AND 100
  UNION ALL
  SELECT
    'R08-3',
    'fde_lsp',
    _lieferung_id,
    CONCAT(zeitraum_jahr, '/', ki),
    CONCAT(
      'Für professionelle Sprachmittlung sind ',
      REPLACE(mittel_professionell_eur::TEXT, '.', ','),
      ' € ausgegeben, 7 % der Mittel sind nur ',
      REPLACE((
        0.07 * mittel_eur
      )::DECIMAL(18, 2)::TEXT, '.', ','),
      ' €.'
    ),
    datenstand
  FROM core.lsp
  WHERE
    mittel_professionell_eur > 0.07 * mittel_eur
  UNION ALL
  SELECT
    'R08-4',
    'fde_komm_an',
    _lieferung_id,
    CONCAT(zeitraum_jahr, '/', ki, '/', komm_an_baustein, '/', durchfuehrungsort_ags, '/', lfd_nr),
    CONCAT(
      'Die Monatspauschalen zu je 35 € ergeben ',
      REPLACE((
        35 * anzahl_pauschalen
      )::DECIMAL(18, 2)::TEXT, '.', ','),
      ' €, gefördert sind nur ',
      REPLACE(foerderbetrag_eur::TEXT, '.', ','),
      ' €.'
    ),
    datenstand
  FROM core.komm_an
  WHERE
    komm_an_baustein = 'B' AND 35 * anzahl_pauschalen > foerderbetrag_eur
)
SELECT
  regel::TEXT AS regel, /* Kennung der Regel oder Erwartung */
  'warning'::TEXT AS schweregrad, /* error, warning oder info */
  quelle::TEXT AS quelle, /* Quelle oder Tabelle, mehrere getrennt durch | */
  lieferung_id::TEXT AS lieferung_id, /* Kennung der Lieferung */
  schluessel::TEXT AS schluessel, /* Zeitraum und Schlüssel der Zeile */
  meldung::TEXT AS meldung, /* Was gefunden wurde */
  datenstand::DATE AS datenstand /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
FROM verstoss
