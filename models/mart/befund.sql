MODEL (
  name mart.befund,
  kind VIEW,
  description 'Eine Zeile je Befund: Verstöße gegen Regeln, Lieferungen mit Quarantäne oder Ablehnung, Korrekturen gelieferter Werte und nicht erfüllte Erwartungen des Prüftors. Eine Sicht, damit der letzte Lauf des Prüftors sofort zu sehen ist.',
  grain (regel, quelle, lieferung_id, schluessel),
  audits (
    NOT_NULL(columns := (regel, schweregrad, quelle, meldung)),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (regel, quelle, lieferung_id, schluessel)),
    ACCEPTED_VALUES("column" := schweregrad, is_in := ('error', 'warning', 'info'))
  )
);

SELECT
  regel::TEXT AS regel, /* Kennung der Regel oder Erwartung */
  schweregrad::TEXT AS schweregrad, /* error, warning oder info */
  quelle::TEXT AS quelle, /* Quelle oder Tabelle, mehrere getrennt durch | */
  lieferung_id::TEXT AS lieferung_id, /* Kennung der Lieferung */
  schluessel::TEXT AS schluessel, /* Zeitraum und Schlüssel der Zeile */
  meldung::TEXT AS meldung, /* Was gefunden wurde */
  datenstand::DATE AS datenstand /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
FROM mart.p00_befund
UNION ALL
SELECT
  regel::TEXT AS regel,
  schweregrad::TEXT AS schweregrad,
  quelle::TEXT AS quelle,
  lieferung_id::TEXT AS lieferung_id,
  schluessel::TEXT AS schluessel,
  meldung::TEXT AS meldung,
  datenstand::DATE AS datenstand
FROM mart.p03_befund
UNION ALL
SELECT
  regel::TEXT AS regel,
  schweregrad::TEXT AS schweregrad,
  quelle::TEXT AS quelle,
  lieferung_id::TEXT AS lieferung_id,
  schluessel::TEXT AS schluessel,
  meldung::TEXT AS meldung,
  datenstand::DATE AS datenstand
FROM mart.p08_befund
UNION ALL
SELECT
  regel::TEXT AS regel,
  schweregrad::TEXT AS schweregrad,
  quelle::TEXT AS quelle,
  lieferung_id::TEXT AS lieferung_id,
  schluessel::TEXT AS schluessel,
  meldung::TEXT AS meldung,
  datenstand::DATE AS datenstand
FROM mart.p09_befund
UNION ALL
SELECT
  regel::TEXT AS regel,
  schweregrad::TEXT AS schweregrad,
  quelle::TEXT AS quelle,
  lieferung_id::TEXT AS lieferung_id,
  schluessel::TEXT AS schluessel,
  meldung::TEXT AS meldung,
  datenstand::DATE AS datenstand
FROM mart.p10_befund
UNION ALL
SELECT
  regel::TEXT AS regel,
  schweregrad::TEXT AS schweregrad,
  quelle::TEXT AS quelle,
  lieferung_id::TEXT AS lieferung_id,
  schluessel::TEXT AS schluessel,
  meldung::TEXT AS meldung,
  datenstand::DATE AS datenstand
FROM mart.p12_befund
UNION ALL
SELECT
  regel::TEXT AS regel,
  schweregrad::TEXT AS schweregrad,
  quelle::TEXT AS quelle,
  lieferung_id::TEXT AS lieferung_id,
  schluessel::TEXT AS schluessel,
  meldung::TEXT AS meldung,
  datenstand::DATE AS datenstand
FROM mart.p17_befund
UNION ALL
SELECT
  'LIEFERUNG'::TEXT AS regel,
  'warning'::TEXT AS schweregrad,
  quelle::TEXT AS quelle,
  lieferung_id::TEXT AS lieferung_id,
  dateiname::TEXT AS schluessel,
  CASE
    WHEN status = 'abgelehnt'
    THEN CONCAT('Die Lieferung wurde abgelehnt (', gruende, ').')
    ELSE CONCAT(
      zeilen_quarantaene,
      ' von ',
      zeilen_gelesen,
      ' Zeilen stehen in der Quarantäne (',
      gruende,
      ').'
    )
  END::TEXT AS meldung,
  datenstand::DATE AS datenstand
FROM mart.lieferung
WHERE
  status <> 'geladen'
  AND (
    datenstand IS NULL OR datenstand <= @datenstand::DATE
  )
UNION ALL
SELECT
  'KORREKTUR'::TEXT AS regel,
  schweregrad::TEXT AS schweregrad,
  COALESCE(quelle, 'korrektur')::TEXT AS quelle,
  _lieferung_id::TEXT AS lieferung_id,
  schluessel_befund::TEXT AS schluessel,
  meldung::TEXT AS meldung,
  datenstand::DATE AS datenstand
FROM mart.korrektur
WHERE
  NOT schweregrad IS NULL
UNION ALL
SELECT
  regel::TEXT AS regel,
  schweregrad::TEXT AS schweregrad,
  quelle::TEXT AS quelle,
  NULL::TEXT AS lieferung_id,
  NULL::TEXT AS schluessel,
  meldung::TEXT AS meldung,
  geprueft_am::DATE AS datenstand
FROM stg.gate
