MODEL (
  name core.kim_stelle,
  kind FULL,
  description 'Eine Zeile je Stichtag, Standort, Baustein und Anstellungsträger: vorgesehene und besetzte Stellen des Kommunalen Integrationsmanagements (§ 9 TIntG).',
  grain (stichtag, standort, baustein, anstellung),
  audits (
    NOT_NULL(columns := (stichtag, standort, baustein, anstellung)),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (stichtag, standort, baustein, anstellung)),
    ASSERT_GLEICH_VIELE_ZEILEN(herkunft := stg.kim_stelle),
    FORALL(criteria := (
      baustein BETWEEN 1 AND 3
    ))
  )
);

SELECT
  stichtag::DATE AS stichtag, /* Stichtag */
  standort::TEXT AS standort, /* Standort des Integrationsmanagements, als Schlüssel seiner Gebietskörperschaft */
  baustein::BIGINT AS baustein, /* Baustein des KIM: 1 Koordination, 2 Case Management, 3 Behörden */
  anstellung::TEXT AS anstellung, /* Anstellungsträger: Kommune oder Freie Wohlfahrt */
  stellen_soll_vzae::DOUBLE AS stellen_soll_vzae, /* Vorgesehene Stellen in Vollzeitäquivalenten */
  stellen_soll_vzae_status::TEXT AS stellen_soll_vzae_status, /* Zeichen statt eines Werts */
  stellen_besetzt_vzae::DOUBLE AS stellen_besetzt_vzae, /* Besetzte Stellen in Vollzeitäquivalenten */
  stellen_besetzt_vzae_status::TEXT AS stellen_besetzt_vzae_status, /* Zeichen statt eines Werts */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  _lieferung_id::TEXT AS _lieferung_id, /* Lieferung, aus der die Zeile stammt */
  _zeile::BIGINT AS _zeile /* Zeilennummer in der gelieferten Datei */
FROM stg.kim_stelle
