MODEL (
  name core.ikoe_massnahme,
  kind FULL,
  description 'Eine Zeile je Jahr, Organisation und laufender Nummer: eine Maßnahme der interkulturellen Öffnung mit der Bewertung des eigenen Hauses (§ 6 TIntG).',
  grain (jahr, organisation, lfd_nr),
  audits (
    NOT_NULL(columns := (jahr, organisation, lfd_nr, organisationstyp, ikoe_bereich)),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (jahr, organisation, lfd_nr)),
    ASSERT_GLEICH_VIELE_ZEILEN(herkunft := stg.ikoe_massnahme)
  )
);

SELECT
  jahr::BIGINT AS jahr, /* Kalenderjahr */
  jahr::TEXT AS zeitraum_jahr, /* Jahr, z. B. 2023 */
  organisation::TEXT AS organisation, /* Organisation der Landesverwaltung */
  organisationstyp::TEXT AS organisationstyp, /* Art der Organisation */
  lfd_nr::TEXT AS lfd_nr, /* Laufende Nummer */
  bereich::TEXT AS ikoe_bereich, /* Bereich der interkulturellen Öffnung */
  bewertung::BIGINT AS bewertung, /* Bewertung der Maßnahme, von 1 bis 4 */
  bewertung_status::TEXT AS bewertung_status, /* Zeichen statt eines Werts */
  anteil_erfasst::BOOLEAN AS anteil_erfasst, /* Die Organisation erfasst den Anteil der Beschäftigten mit Einwanderungsgeschichte */
  anteil_prozent::DOUBLE AS anteil_prozent, /* Anteil der Beschäftigten mit Einwanderungsgeschichte, in Prozent */
  anteil_prozent_status::TEXT AS anteil_prozent_status, /* Zeichen statt eines Werts */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  _lieferung_id::TEXT AS _lieferung_id, /* Lieferung, aus der die Zeile stammt */
  _zeile::BIGINT AS _zeile /* Zeilennummer in der gelieferten Datei */
FROM stg.ikoe_massnahme
