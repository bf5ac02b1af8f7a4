MODEL (
  name core.kim_kontakt_ohne_fall,
  kind VIEW,
  description 'Eine Zeile je Kontakt, dessen Fall der Standort nicht gemeldet hat: geladen, aber in keiner Auswertung (§ 9 TIntG, Regel R09-3).',
  grain (_lieferung_id, _zeile),
  audits (
    NOT_NULL(columns := (standort, kontakt_quartal, _lieferung_id, _zeile)),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (_lieferung_id, _zeile))
  )
);

SELECT
  kontakt.standort::TEXT AS standort, /* Standort des Integrationsmanagements, als Schlüssel seiner Gebietskörperschaft */
  CONCAT(YEAR(kontakt.datum)::TEXT, '-Q', QUARTER(kontakt.datum)::TEXT)::TEXT AS kontakt_quartal, /* Quartal des Kontakts */
  kontakt.datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  kontakt._lieferung_id::TEXT AS _lieferung_id, /* Lieferung, aus der die Zeile stammt */
  kontakt._zeile::BIGINT AS _zeile /* Zeilennummer in der gelieferten Datei */
FROM stg.kim_kontakt AS kontakt
INNER JOIN (
  /* erst die wenigen Fälle suchen, dann ihre Kontakte */
  SELECT
    genannt.standort,
    genannt.kontakt_quartal,
    genannt.fall_id
  FROM core.kim_kontakt_je_fall AS genannt
  LEFT JOIN core.kim_fall AS fall
    ON fall.standort = genannt.standort AND fall.fall_id = genannt.fall_id
  WHERE
    fall.fall_id IS NULL
) AS unbekannt
  ON unbekannt.standort = kontakt.standort
  AND unbekannt.fall_id = kontakt.fall_id
  AND unbekannt.kontakt_quartal = CONCAT(YEAR(kontakt.datum)::TEXT, '-Q', QUARTER(kontakt.datum)::TEXT)
