MODEL (
  name stg.ikoe_massnahme,
  kind FULL,
  description 'Eine Zeile je Jahr, Organisation und laufender Nummer: je Einheit (jahr) die neueste Lieferung bis zum gewählten Datenstand, mit Korrekturen (§ 6 TIntG).',
  grain (jahr, organisation, lfd_nr),
  audits (
    NOT_NULL(columns := (jahr, organisation, lfd_nr, _lieferung_id, _zeile, datenstand)),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (jahr, organisation, lfd_nr)),
    ASSERT_EINE_LIEFERUNG_JE_EINHEIT(einheit := (
      jahr
    ))
  )
);

SELECT
  jahr::BIGINT AS jahr, /* Kalenderjahr */
  organisation::TEXT AS organisation, /* Organisation der Landesverwaltung */
  organisationstyp::TEXT AS organisationstyp, /* Art der Organisation */
  lfd_nr::TEXT AS lfd_nr, /* Laufende Nummer */
  bereich::TEXT AS bereich, /* Bereich der interkulturellen Öffnung */
  bewertung::BIGINT AS bewertung, /* Bewertung der Maßnahme, von 1 bis 4 */
  COALESCE(bewertung_status, '')::TEXT AS bewertung_status, /* Zeichen statt eines Werts */
  anteil_erfasst::BOOLEAN AS anteil_erfasst, /* Die Organisation erfasst den Anteil der Beschäftigten mit Einwanderungsgeschichte */
  anteil_prozent::DOUBLE AS anteil_prozent, /* Anteil der Beschäftigten mit Einwanderungsgeschichte, in Prozent */
  COALESCE(anteil_prozent_status, '')::TEXT AS anteil_prozent_status, /* Zeichen statt eines Werts */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  _lieferung_id::TEXT AS _lieferung_id, /* Lieferung, aus der die Zeile stammt */
  _zeile::BIGINT AS _zeile, /* Zeilennummer in der gelieferten Datei */
  _korrektur::TEXT AS _korrektur /* Korrigierte Spalten der Zeile, getrennt durch | */
FROM @gueltige_zeilen(
  ikoe_massnahme,
  @datenstand,
  einheit := (
    jahr
  ),
  schluessel := (organisation, lfd_nr)
)
