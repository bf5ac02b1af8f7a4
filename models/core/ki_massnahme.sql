MODEL (
  name core.ki_massnahme,
  kind FULL,
  description 'Eine Zeile je Berichtsjahr, Quartal, Kommunalem Integrationszentrum und Maßnahme: Ziel, Kapazität und Zielerreichung nach der Fachdatenerhebung (§ 8 TIntG).',
  grain (berichtsjahr, quartal, ki, massnahme_id),
  audits (
    NOT_NULL(columns := (berichtsjahr, quartal, ki, massnahme_id, zielbezug, zieldimension)),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (berichtsjahr, quartal, ki, massnahme_id)),
    ASSERT_GLEICH_VIELE_ZEILEN(herkunft := stg.fde_ki_massnahme)
  )
);

SELECT
  berichtsjahr::BIGINT AS berichtsjahr, /* Berichtsjahr */
  quartal::BIGINT AS quartal, /* Quartal */
  berichtsjahr::TEXT AS zeitraum_jahr, /* Jahr, z. B. 2023 */
  CONCAT(berichtsjahr::TEXT, '-Q', quartal::TEXT)::TEXT AS zeitraum_quartal, /* Quartal, z. B. 2023-Q4 */
  ki::TEXT AS ki, /* Gebietskörperschaft mit Kommunalem Integrationszentrum */
  massnahme_id::TEXT AS massnahme_id, /* Kennung der Maßnahme */
  zielbezug::TEXT AS zielbezug, /* Zielbezug der Maßnahme */
  zieldimension::TEXT AS zieldimension, /* Ankommen, Teilhaben, Gestalten oder quer dazu */
  kapazitaet_prozent::DOUBLE AS kapazitaet_prozent, /* Anteil an der Arbeitskapazität der landesgeförderten Stellen, in Prozent */
  zielerreichung::BIGINT AS zielerreichung, /* Grad der Zielerreichung nach eigener Einschätzung, von 1 bis 10 */
  (
    COALESCE(kooperationspartner, '') <> ''
  )::BOOLEAN AS hat_kooperationspartner, /* Zur Maßnahme ist wenigstens ein Partner genannt */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  _lieferung_id::TEXT AS _lieferung_id, /* Lieferung, aus der die Zeile stammt */
  _zeile::BIGINT AS _zeile /* Zeilennummer in der gelieferten Datei */
FROM stg.fde_ki_massnahme
