MODEL (
  name mart.p17_befund,
  kind FULL,
  description 'Eine Zeile je Verstoß gegen eine Regel zwischen Spalten oder Quellen der Integrationspauschalen (R17-2 bis R17-5), und je Haushaltsjahr, von dem noch Quartale fehlen. Die Zeilen zählen weiter mit.',
  grain (regel, schluessel),
  audits (
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (regel, schluessel)),
    NOT_NULL(columns := (regel, quelle, schluessel, meldung, datenstand))
  )
);

WITH ausgezahlt AS (
  SELECT
    zeitraum_jahr,
    ags,
    SUM(ausgezahlt_eur) AS ausgezahlt_eur,
    COUNT(*) = COUNT(ausgezahlt_eur) AS vollstaendig,
    MAX(datenstand) AS datenstand,
    ARG_MAX(_lieferung_id, datenstand) AS _lieferung_id
  FROM core.pauschalen_auszahlung
  GROUP BY
    zeitraum_jahr,
    ags
), volles_jahr AS (
  /* erst mit allen vier Quartalen lässt sich ein Jahr vergleichen */
  SELECT
    zeitraum_jahr
  FROM core.pauschalen_auszahlung
  GROUP BY
    zeitraum_jahr
  HAVING
    COUNT(DISTINCT quartal) = 4
), angefangenes_jahr AS (
  SELECT
    zeitraum_jahr,
    COUNT(DISTINCT quartal) AS quartale,
    MAX(datenstand) AS datenstand,
    ARG_MAX(_lieferung_id, datenstand) AS _lieferung_id
  FROM core.pauschalen_auszahlung
  GROUP BY
    zeitraum_jahr
  HAVING
    COUNT(DISTINCT quartal) < 4
), berichtetes_jahr AS (
  SELECT DISTINCT
    zeitraum_jahr
  FROM core.pauschalen_verwendung
), verstoss AS (
  SELECT
    'R17-2' AS regel,
    'pauschalen_auszahlung' AS quelle,
    _lieferung_id AS lieferung_id,
    CONCAT(zeitraum_quartal, '/', ags) AS schluessel,
    'Der bewilligte Betrag passt nicht zu 300 € je Person und der Korrektur.' AS meldung, /* ohne Beträge: der errechnete verriete die Zahl der Personen */
    datenstand
  FROM core.pauschalen_auszahlung
  WHERE
    ABS(bewilligt_eur - errechnet_eur) > 0.005
  UNION ALL
  SELECT
    'R17-3',
    'pauschalen_verwendung',
    _lieferung_id,
    CONCAT(zeitraum_jahr, '/', ags),
    CONCAT(
      'Erhalten sind ',
      REPLACE(erhalten_eur::TEXT, '.', ','),
      ' €, die drei Einsatzbereiche und der Rest ergeben aber ',
      REPLACE(
        (
          verw_aufnahme_betreuung_eur + verw_integrationstraeger_eur + verw_unterbringung_eur + nicht_verwendet_eur
        )::DECIMAL(18, 2)::TEXT,
        '.',
        ','
      ),
      ' €.'
    ),
    datenstand
  FROM core.pauschalen_verwendung
  WHERE
    ABS(
      verw_aufnahme_betreuung_eur + verw_integrationstraeger_eur + verw_unterbringung_eur + nicht_verwendet_eur - erhalten_eur
    ) > 1
  UNION ALL
  SELECT
    'R17-4',
    'pauschalen_verwendung',
    bericht._lieferung_id,
    CONCAT(bericht.zeitraum_jahr, '/', bericht.ags),
    CONCAT(
      'Die Gemeinde berichtet ',
      REPLACE(bericht.erhalten_eur::TEXT, '.', ','),
      ' € als erhalten, ausgezahlt wurden aber ',
      REPLACE(COALESCE(ausgezahlt.ausgezahlt_eur, 0)::DECIMAL(18, 2)::TEXT, '.', ','),
      ' €.'
    ),
    bericht.datenstand
  FROM core.pauschalen_verwendung AS bericht
  INNER JOIN volles_jahr
    ON volles_jahr.zeitraum_jahr = bericht.zeitraum_jahr
  LEFT JOIN ausgezahlt
    ON ausgezahlt.zeitraum_jahr = bericht.zeitraum_jahr AND ausgezahlt.ags = bericht.ags
  WHERE
    COALESCE(ausgezahlt.vollstaendig, TRUE)
    AND ABS(bericht.erhalten_eur - COALESCE(ausgezahlt.ausgezahlt_eur, 0)) > 1
  UNION ALL
  SELECT
    'R17-5',
    'pauschalen_auszahlung|pauschalen_verwendung',
    ausgezahlt._lieferung_id,
    CONCAT(ausgezahlt.zeitraum_jahr, '/', ausgezahlt.ags),
    CONCAT(
      'Die Gemeinde hat ',
      REPLACE(ausgezahlt.ausgezahlt_eur::TEXT, '.', ','),
      ' € erhalten, ein Verwendungsbericht liegt nicht vor.'
    ),
    ausgezahlt.datenstand
  FROM ausgezahlt
  INNER JOIN berichtetes_jahr
    ON berichtetes_jahr.zeitraum_jahr = ausgezahlt.zeitraum_jahr
  LEFT JOIN core.pauschalen_verwendung AS bericht
    ON bericht.zeitraum_jahr = ausgezahlt.zeitraum_jahr AND bericht.ags = ausgezahlt.ags
  WHERE
    ausgezahlt.ausgezahlt_eur > 0 AND bericht.ags IS NULL
  UNION ALL
  SELECT
    'QUARTALE',
    'pauschalen_auszahlung',
    _lieferung_id,
    zeitraum_jahr,
    CONCAT(
      'Vom Haushaltsjahr ',
      zeitraum_jahr,
      ' liegen erst ',
      quartale,
      ' von 4 Quartalen vor; alle Jahressummen sind deshalb unvollständig.'
    ),
    datenstand
  FROM angefangenes_jahr
)
SELECT
  regel::TEXT AS regel, /* Kennung der Regel oder Erwartung */
  CASE WHEN regel = 'QUARTALE' THEN 'info' ELSE 'warning' END::TEXT AS schweregrad, /* error, warning oder info */
  quelle::TEXT AS quelle, /* Quelle oder Tabelle, mehrere getrennt durch | */
  lieferung_id::TEXT AS lieferung_id, /* Kennung der Lieferung */
  schluessel::TEXT AS schluessel, /* Zeitraum und Schlüssel der Zeile */
  meldung::TEXT AS meldung, /* Was gefunden wurde */
  datenstand::DATE AS datenstand /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
FROM verstoss
