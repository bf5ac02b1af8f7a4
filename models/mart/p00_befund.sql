MODEL (
  name mart.p00_befund,
  kind FULL,
  description 'Eine Zeile je Auffälligkeit einer Lieferung im Vergleich mit früheren oder mit dem, was vollständig wäre (R00-1 bis R00-3), je zurückgezogener Zeile und je neuem Code. Die Zeilen zählen, wie die neueste Lieferung sie enthält.',
  grain (regel, quelle, lieferung_id, schluessel),
  audits (
    NOT_NULL(
      columns := (regel, schweregrad, quelle, lieferung_id, schluessel, meldung, datenstand)
    ),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (regel, quelle, lieferung_id, schluessel)),
    ACCEPTED_VALUES("column" := schweregrad, is_in := ('error', 'warning', 'info'))
  )
);

WITH umfang AS (
  SELECT
    abdeckung.*,
    soll.bezeichnung,
    soll.mindestens,
    soll.hoechstens,
    soll.grund
  FROM core.abdeckung AS abdeckung
  INNER JOIN ref.abdeckung AS soll
    ON soll.quelle = abdeckung.quelle AND soll.spalte = abdeckung.spalte
), revidiert AS (
  SELECT
    quelle,
    liefereinheit,
    lieferung_id,
    datenstand,
    voriger_datenstand,
    hat_pseudonym,
    SUM(anzahl) AS anzahl
  FROM mart.revision
  WHERE
    art = 'geaendert'
  GROUP BY
    quelle,
    liefereinheit,
    lieferung_id,
    datenstand,
    voriger_datenstand,
    hat_pseudonym
), summe AS (
  SELECT
    *,
    CASE
      WHEN spalte = ''
      THEN 'Die Zahl der Zeilen'
      ELSE CONCAT('Die Summe von ', spalte)
    END AS was,
    CASE WHEN summe_alt <> 0 THEN 100 * ABS(summe_neu - summe_alt) / ABS(summe_alt) END AS prozent
  FROM stg.revision_summe
  WHERE
    ABS(summe_neu - summe_alt) > 0.5 * ABS(summe_alt)
), neuer_code AS (
  /* wo Codes Personen beschreiben, verriete der Code, dass es dort eine solche gibt */
  SELECT DISTINCT
    code.quelle,
    code.lieferung_id,
    code.spalte,
    CASE WHEN vertrag.schutz = 'person' THEN '' ELSE code.code END AS code,
    code.datenstand
  FROM stg.neuer_code AS code
  LEFT JOIN ref.vertrag AS vertrag
    ON vertrag.quelle = code.quelle AND vertrag.spalte = code.spalte
), befund AS (
  SELECT
    'R00-1' AS regel,
    'warning' AS schweregrad,
    quelle,
    _lieferung_id AS lieferung_id,
    CONCAT(zeitraum, '/', spalte, '/Soll') AS schluessel,
    CONCAT(
      bezeichnung,
      ': Im Zeitraum ',
      zeitraum,
      ' sind es ',
      stellen_anzahl,
      CASE
        WHEN stellen_anzahl < mindestens
        THEN CONCAT('; es müssten mindestens ', mindestens, ' sein. ')
        ELSE CONCAT('; mehr als ', hoechstens, ' kann es nicht geben. ')
      END,
      grund
    ) AS meldung,
    datenstand
  FROM umfang
  WHERE
    stellen_anzahl < mindestens OR stellen_anzahl > hoechstens
  UNION ALL
  SELECT
    'R00-1',
    'warning',
    quelle,
    _lieferung_id,
    CONCAT(zeitraum, '/', spalte, '/davor'),
    CONCAT(
      bezeichnung,
      ': Im Zeitraum ',
      zeitraum,
      ' sind es ',
      stellen_anzahl,
      ', im Zeitraum davor (',
      voriger_zeitraum,
      ') waren es ',
      vorige_stellen_anzahl,
      '.'
    ),
    datenstand
  FROM umfang
  WHERE
    stellen_anzahl < vorige_stellen_anzahl
  UNION ALL
  SELECT
    'R00-2',
    'warning',
    quelle,
    lieferung_id,
    CONCAT(einheit, '/', CASE WHEN spalte = '' THEN 'Zeilen' ELSE spalte END),
    CASE
      WHEN prozent IS NULL
      THEN CONCAT(
        was,
        ' hat sich gegenüber der vorigen Lieferung dieser Einheit um mehr als die Hälfte verändert.'
      )
      ELSE CONCAT(
        was,
        ' ist gegenüber der vorigen Lieferung dieser Einheit um ',
        REPLACE(prozent::DECIMAL(18, 1)::TEXT, '.', ','),
        ' % ',
        CASE WHEN summe_neu > summe_alt THEN 'gestiegen.' ELSE 'gesunken.' END
      )
    END,
    datenstand
  FROM summe
  UNION ALL
  SELECT
    'R00-3',
    'info',
    quelle,
    lieferung_id,
    liefereinheit,
    CONCAT(
      CASE
        WHEN hat_pseudonym
        THEN 'Werte weichen'
        WHEN anzahl = 1
        THEN 'Ein Wert weicht'
        ELSE CONCAT(anzahl, ' Werte weichen')
      END,
      ' von der vorigen Lieferung (Datenstand ',
      voriger_datenstand::TEXT,
      ') ab; ',
      CASE
        WHEN hat_pseudonym
        THEN 'wie viele es in welcher Spalte sind, steht in mart.revision.'
        ELSE 'alter und neuer Wert stehen in mart.revision.'
      END
    ),
    datenstand
  FROM revidiert
  UNION ALL
  SELECT
    'RUECKZUG',
    'warning',
    quelle,
    lieferung_id,
    schluessel,
    CASE
      WHEN hat_pseudonym
      THEN CONCAT(
        'Zeilen der vorigen Lieferung (Datenstand ',
        voriger_datenstand::TEXT,
        ') stehen nicht mehr in der neueren und zählen nicht mehr mit; wie viele es sind, steht in mart.revision.'
      )
      ELSE CONCAT(
        'Die Zeile der vorigen Lieferung (Datenstand ',
        voriger_datenstand::TEXT,
        ') steht nicht mehr in der neueren und zählt nicht mehr mit.'
      )
    END,
    datenstand
  FROM mart.revision
  WHERE
    art = 'zurueckgezogen'
  UNION ALL
  SELECT
    'NEUER_CODE',
    'info',
    quelle,
    lieferung_id,
    CASE WHEN code = '' THEN spalte ELSE CONCAT(spalte, '/', code) END,
    CONCAT(
      'In ',
      spalte,
      ' steht ',
      CASE
        WHEN code = ''
        THEN 'ein Code (nachzulesen in stg.neuer_code)'
        ELSE CONCAT('der Code „', code, '“')
      END,
      ', den keine frühere Lieferung enthielt; eine Liste ist für diese Spalte noch nicht vereinbart.'
    ),
    datenstand
  FROM neuer_code
)
SELECT
  regel::TEXT AS regel, /* Kennung der Regel oder Erwartung */
  schweregrad::TEXT AS schweregrad, /* error, warning oder info */
  quelle::TEXT AS quelle, /* Quelle oder Tabelle, mehrere getrennt durch | */
  lieferung_id::TEXT AS lieferung_id, /* Kennung der Lieferung */
  schluessel::TEXT AS schluessel, /* Zeitraum und Schlüssel der Zeile */
  meldung::TEXT AS meldung, /* Was gefunden wurde */
  datenstand::DATE AS datenstand /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
FROM befund
