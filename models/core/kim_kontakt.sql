MODEL (
  name core.kim_kontakt,
  kind VIEW,
  description 'Eine Zeile je Standort, Quartal und Kontakt im Kommunalen Integrationsmanagement, dessen Fall der Standort gemeldet hat (§ 9 TIntG). Die anderen stehen in core.kim_kontakt_ohne_fall.',
  depends_on (
    stg.kim_kontakt_einheit
  ),
  grain (standort, kontakt_quartal, kontakt_id),
  audits (
    NOT_NULL(
      columns := (standort, kontakt_id, fall_id, datum),
      condition := _einheit IN (
        SELECT
          _einheit
        FROM stg.kim_kontakt_einheit
        WHERE
          ist_neu
      )
    )
  )
);

SELECT
  kontakt.standort::TEXT AS standort, /* Standort des Integrationsmanagements, als Schlüssel seiner Gebietskörperschaft */
  kontakt.kontakt_id::TEXT AS kontakt_id, /* Kennung des Kontakts, nur als Pseudonym gespeichert */
  kontakt.fall_id::TEXT AS fall_id, /* Kennung des Falls, nur als Pseudonym gespeichert */
  kontakt.datum::DATE AS datum, /* Tag, an dem es stattfand */
  YEAR(kontakt.datum)::TEXT AS kontakt_jahr, /* Jahr des Kontakts */
  CONCAT(YEAR(kontakt.datum)::TEXT, '-Q', QUARTER(kontakt.datum)::TEXT)::TEXT AS kontakt_quartal, /* Quartal des Kontakts */
  kontakt.form::TEXT AS form, /* Form des Kontakts */
  kontakt.dauer_minuten::BIGINT AS dauer_minuten, /* Dauer in Minuten */
  kontakt.datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  kontakt._lieferung_id::TEXT AS _lieferung_id, /* Lieferung, aus der die Zeile stammt */
  kontakt._zeile::BIGINT AS _zeile, /* Zeilennummer in der gelieferten Datei */
  kontakt._einheit::TEXT AS _einheit /* Kennzeichen der Einheit: ändert sich mit Lieferung und Korrekturen */
FROM stg.kim_kontakt AS kontakt
INNER JOIN core.kim_fall AS fall
  ON fall.standort = kontakt.standort AND fall.fall_id = kontakt.fall_id
