MODEL (
  name mart.p12_befund,
  kind FULL,
  description 'Eine Zeile je Verstoß gegen eine Regel der Integrationsagenturen (R12-1) oder der Förderung von Migrantenselbstorganisationen (R12-2). Die Zeilen zählen weiter mit.',
  grain (regel, quelle, schluessel),
  audits (
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (regel, quelle, schluessel)),
    NOT_NULL(columns := (regel, quelle, schluessel, meldung, datenstand))
  )
);

WITH einrichtungsjahr AS (
  SELECT DISTINCT
    zeitraum_jahr
  FROM core.ia_einrichtung
), hoechstbetrag AS (
  SELECT
    foerderbaustein,
    hoechstens_eur
  FROM (VALUES
    ('anschub', 8000),
    ('einzelprojekt', 15000),
    ('partnerprojekt', 15000)) AS grenze(foerderbaustein, hoechstens_eur)
), verstoss AS (
  SELECT
    'R12-1' AS regel,
    'warning' AS schweregrad,
    'fde_ia_einrichtung|fde_ia_massnahme' AS quelle,
    massnahme._lieferung_id AS lieferung_id,
    CONCAT(massnahme.zeitraum_jahr, '/', massnahme.massnahme_id) AS schluessel,
    CONCAT(
      'Die Einrichtung ',
      massnahme.einrichtung_id,
      ' der Maßnahme ist für dieses Jahr nicht gemeldet.'
    ) AS meldung,
    massnahme.datenstand
  FROM core.ia_massnahme AS massnahme
  INNER JOIN einrichtungsjahr
    ON einrichtungsjahr.zeitraum_jahr = massnahme.zeitraum_jahr
  LEFT JOIN core.ia_einrichtung AS einrichtung
    ON einrichtung.zeitraum_jahr = massnahme.zeitraum_jahr
    AND einrichtung.einrichtung_id = massnahme.einrichtung_id
  WHERE
    einrichtung.einrichtung_id IS NULL
  UNION ALL
  /* fehlen die Einrichtungen eines Jahres ganz, genügt ein Hinweis statt einer Zeile je Maßnahme */
  SELECT
    'R12-1',
    'info',
    'fde_ia_einrichtung|fde_ia_massnahme',
    ARG_MAX(massnahme._lieferung_id, massnahme.datenstand),
    massnahme.zeitraum_jahr,
    'Für dieses Jahr sind keine Einrichtungen gemeldet, zu denen die Maßnahmen gehören könnten.',
    MAX(massnahme.datenstand)
  FROM core.ia_massnahme AS massnahme
  LEFT JOIN einrichtungsjahr
    ON einrichtungsjahr.zeitraum_jahr = massnahme.zeitraum_jahr
  WHERE
    einrichtungsjahr.zeitraum_jahr IS NULL
  GROUP BY
    massnahme.zeitraum_jahr
  UNION ALL
  SELECT
    'R12-1',
    'warning',
    'fde_ia_massnahme',
    _lieferung_id,
    CONCAT(zeitraum_jahr, '/', massnahme_id),
    CONCAT(
      'Die spezifische Maßnahme wird mit ',
      REPLACE(foerdersumme_eur::TEXT, '.', ','),
      ' € gefördert, vorgesehen sind mindestens 5.000 €.'
    ),
    datenstand
  FROM core.ia_massnahme
  WHERE
    foerderart = 'spezifisch' AND foerdersumme_eur < 5000
  UNION ALL
  /* die Höchstbeträge gelten seit 2025 */
  SELECT
    'R12-2',
    'warning',
    'mso_foerderung',
    antrag._lieferung_id,
    CONCAT(antrag.zeitraum_jahr, '/', antrag.antrag_nr),
    CONCAT(
      'Bewilligt sind ',
      REPLACE(antrag.bewilligt_eur::TEXT, '.', ','),
      ' €, der Höchstbetrag dieses Förderbausteins ist ',
      hoechstbetrag.hoechstens_eur,
      ' €.'
    ),
    antrag.datenstand
  FROM core.mso_foerderung AS antrag
  INNER JOIN hoechstbetrag
    ON hoechstbetrag.foerderbaustein = antrag.foerderbaustein
  WHERE
    antrag.haushaltsjahr >= 2025
    AND antrag.bewilligt_eur > hoechstbetrag.hoechstens_eur
)
SELECT
  regel::TEXT AS regel, /* Kennung der Regel oder Erwartung */
  schweregrad::TEXT AS schweregrad, /* error, warning oder info */
  quelle::TEXT AS quelle, /* Quelle oder Tabelle, mehrere getrennt durch | */
  lieferung_id::TEXT AS lieferung_id, /* Kennung der Lieferung */
  schluessel::TEXT AS schluessel, /* Zeitraum und Schlüssel der Zeile */
  meldung::TEXT AS meldung, /* Was gefunden wurde */
  datenstand::DATE AS datenstand /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
FROM verstoss
