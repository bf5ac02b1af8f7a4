MODEL (
  name mart.p09_befund,
  kind FULL,
  description 'Eine Zeile je Verstoß gegen die Regeln zum Kommunalen Integrationsmanagement. Der Schlüssel nennt Standort und Zeile der Lieferung, nie einen Fall.',
  grain (regel, quelle, lieferung_id, schluessel),
  audits (
    NOT_NULL(columns := (regel, schweregrad, quelle, lieferung_id, schluessel, meldung)),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (regel, quelle, lieferung_id, schluessel)),
    ACCEPTED_VALUES("column" := schweregrad, is_in := ('error', 'warning', 'info'))
  )
);

WITH kontakte AS (
  SELECT
    standort,
    fall_id,
    SUM(kontakte) AS anzahl
  FROM core.kim_kontakt_je_fall
  GROUP BY
    standort,
    fall_id
), bedarfe AS (
  SELECT
    standort,
    fall_id,
    COUNT(*) AS anzahl
  FROM core.kim_bedarf
  GROUP BY
    standort,
    fall_id
), abgedeckt AS (
  /* ob zu wenige Kontakte gemeldet sind, lässt sich erst für Zeiten sagen, aus denen Kontakte vorliegen */
  SELECT
    standort,
    MIN(erster_kontakt) AS von,
    MAX(letzter_kontakt) AS bis
  FROM core.kim_kontakt_je_fall
  GROUP BY
    standort
), verstoss AS (
  SELECT
    'R09-2' AS regel,
    'kim_fall' AS quelle,
    fall._lieferung_id AS lieferung_id,
    CONCAT(fall.standort, '/Zeile ', fall._zeile, '/Bedarfe') AS schluessel,
    CONCAT(
      'Die Kurzberatung nennt ',
      bedarfe.anzahl,
      ' Bedarfe; vorgesehen sind höchstens zwei.'
    ) AS meldung,
    fall.datenstand
  FROM core.kim_fall AS fall
  INNER JOIN bedarfe
    ON bedarfe.standort = fall.standort AND bedarfe.fall_id = fall.fall_id
  WHERE
    fall.fallart_zuletzt = 'kurzberatung' AND bedarfe.anzahl > 2
  UNION ALL
  SELECT
    'R09-2',
    'kim_fall',
    fall._lieferung_id,
    CONCAT(fall.standort, '/Zeile ', fall._zeile, '/Kontakte'),
    'Die Kurzberatung ist abgeschlossen, es sind aber weniger als zwei Kontakte gemeldet.',
    fall.datenstand
  FROM core.kim_fall AS fall
  INNER JOIN abgedeckt
    ON abgedeckt.standort = fall.standort
    AND fall.beginn >= abgedeckt.von
    AND fall.ende <= abgedeckt.bis
  LEFT JOIN kontakte
    ON kontakte.standort = fall.standort AND kontakte.fall_id = fall.fall_id
  WHERE
    fall.fallart_zuletzt = 'kurzberatung' AND COALESCE(kontakte.anzahl, 0) < 2
  UNION ALL
  SELECT
    'R09-3',
    'kim_kontakt',
    _lieferung_id,
    CONCAT(standort, '/', kontakt_quartal, '/Zeile ', _zeile),
    'Der Kontakt gehört zu keinem Fall, den dieser Standort gemeldet hat; er zählt in keiner Auswertung mit.',
    datenstand
  FROM core.kim_kontakt_ohne_fall
  UNION ALL
  SELECT
    'R09-4',
    'kim_kontakt',
    kontakt._lieferung_id,
    CONCAT(kontakt.standort, '/', kontakt.kontakt_quartal, '/Zeile ', kontakt._zeile),
    'Wenigstens ein Kontakt liegt vor dem Beginn seines Falls; die Zeile nennt den frühesten.',
    kontakt.datenstand
  FROM core.kim_kontakt_je_fall AS kontakt
  INNER JOIN core.kim_fall AS fall
    ON fall.standort = kontakt.standort AND fall.fall_id = kontakt.fall_id
  WHERE
    kontakt.erster_kontakt < fall.beginn
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
