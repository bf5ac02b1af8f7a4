MODEL (
  name stg.fde_ki_massnahme,
  kind FULL,
  description 'Eine Zeile je Berichtsjahr, Quartal, Kommunalem Integrationszentrum und Maßnahme: je Einheit (berichtsjahr und quartal) die neueste Lieferung bis zum gewählten Datenstand, mit Korrekturen (§ 8 TIntG).',
  grain (berichtsjahr, quartal, ki, massnahme_id),
  audits (
    NOT_NULL(
      columns := (berichtsjahr, quartal, ki, massnahme_id, _lieferung_id, _zeile, datenstand)
    ),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (berichtsjahr, quartal, ki, massnahme_id)),
    ACCEPTED_RANGE("column" := quartal, min_v := 1, max_v := 4),
    ASSERT_EINE_LIEFERUNG_JE_EINHEIT(einheit := (berichtsjahr, quartal))
  )
);

SELECT
  berichtsjahr::BIGINT AS berichtsjahr, /* Berichtsjahr */
  quartal::BIGINT AS quartal, /* Quartal */
  ki::TEXT AS ki, /* Kommunales Integrationszentrum, als Schlüssel seiner Gebietskörperschaft */
  massnahme_id::TEXT AS massnahme_id, /* Kennung der Maßnahme */
  titel::TEXT AS titel, /* Titel der Maßnahme */
  zielbezug::TEXT AS zielbezug, /* Zielbezug der Maßnahme */
  zieldimension::TEXT AS zieldimension, /* Zieldimension der Maßnahme */
  kapazitaet_prozent::DOUBLE AS kapazitaet_prozent, /* Anteil an der Arbeitskapazität der landesgeförderten Stellen, in Prozent */
  COALESCE(kapazitaet_prozent_status, '')::TEXT AS kapazitaet_prozent_status, /* Zeichen statt eines Werts */
  zielerreichung::BIGINT AS zielerreichung, /* Grad der Zielerreichung nach eigener Einschätzung, von 1 bis 10 */
  COALESCE(zielerreichung_status, '')::TEXT AS zielerreichung_status, /* Zeichen statt eines Werts */
  teilnehmende::DOUBLE AS teilnehmende, /* Teilnehmende */
  COALESCE(teilnehmende_status, '')::TEXT AS teilnehmende_status, /* Zeichen statt eines Werts */
  teilnehmende_text::TEXT AS teilnehmende_text, /* Wortlaut der Angabe, wo sie keine einfache Zahl ist */
  kooperationspartner::TEXT AS kooperationspartner, /* Kooperationspartner der Maßnahme, mehrere möglich */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  _lieferung_id::TEXT AS _lieferung_id, /* Lieferung, aus der die Zeile stammt */
  _zeile::BIGINT AS _zeile, /* Zeilennummer in der gelieferten Datei */
  _korrektur::TEXT AS _korrektur /* Korrigierte Spalten der Zeile, getrennt durch | */
FROM @gueltige_zeilen(
  fde_ki_massnahme,
  @datenstand,
  einheit := (berichtsjahr, quartal),
  schluessel := (ki, massnahme_id)
)
