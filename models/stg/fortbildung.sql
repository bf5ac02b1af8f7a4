MODEL (
  name stg.fortbildung,
  kind FULL,
  description 'Eine Zeile je Jahr, Einrichtung und Angebot: je Einheit (jahr) die neueste Lieferung bis zum gewählten Datenstand, mit Korrekturen (§ 6 TIntG).',
  grain (jahr, einrichtung, angebot_id),
  audits (
    NOT_NULL(columns := (jahr, einrichtung, angebot_id, _lieferung_id, _zeile, datenstand)),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (jahr, einrichtung, angebot_id)),
    ASSERT_EINE_LIEFERUNG_JE_EINHEIT(einheit := (
      jahr
    ))
  )
);

SELECT
  jahr::BIGINT AS jahr, /* Kalenderjahr */
  einrichtung::TEXT AS einrichtung, /* Einrichtung, die fortbildet */
  angebot_id::TEXT AS angebot_id, /* Kennung des Angebots */
  format::TEXT AS format, /* Format der Fortbildung */
  verpflichtend::BOOLEAN AS verpflichtend, /* Die Teilnahme ist verpflichtend */
  zielgruppe::TEXT AS zielgruppe, /* Zielgruppe des Angebots */
  plaetze::BIGINT AS plaetze, /* Angebotene Plätze */
  COALESCE(plaetze_status, '')::TEXT AS plaetze_status, /* Zeichen statt eines Werts */
  teilnehmende::DOUBLE AS teilnehmende, /* Teilnehmende */
  COALESCE(teilnehmende_status, '')::TEXT AS teilnehmende_status, /* Zeichen statt eines Werts */
  teilnehmende_text::TEXT AS teilnehmende_text, /* Wortlaut der Angabe, wo sie keine einfache Zahl ist */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  _lieferung_id::TEXT AS _lieferung_id, /* Lieferung, aus der die Zeile stammt */
  _zeile::BIGINT AS _zeile, /* Zeilennummer in der gelieferten Datei */
  _korrektur::TEXT AS _korrektur /* Korrigierte Spalten der Zeile, getrennt durch | */
FROM @gueltige_zeilen(
  fortbildung,
  @datenstand,
  einheit := (
    jahr
  ),
  schluessel := (einrichtung, angebot_id)
)
