MODEL (
  name core.fortbildung,
  kind FULL,
  description 'Eine Zeile je Jahr, Einrichtung und Angebot: eine Fortbildung zur interkulturellen Kompetenz mit Plätzen und Teilnehmenden (§ 6 TIntG).',
  grain (jahr, einrichtung, angebot_id),
  audits (
    NOT_NULL(columns := (jahr, einrichtung, angebot_id)),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (jahr, einrichtung, angebot_id)),
    ASSERT_GLEICH_VIELE_ZEILEN(herkunft := stg.fortbildung)
  )
);

SELECT
  jahr::BIGINT AS jahr, /* Kalenderjahr */
  jahr::TEXT AS zeitraum_jahr, /* Jahr, z. B. 2023 */
  einrichtung::TEXT AS einrichtung, /* Einrichtung, die fortbildet */
  angebot_id::TEXT AS angebot_id, /* Kennung des Angebots */
  format::TEXT AS fortbildung_format, /* Format der Fortbildung */
  verpflichtend::BOOLEAN AS verpflichtend, /* Die Teilnahme ist verpflichtend */
  zielgruppe::TEXT AS fortbildung_zielgruppe, /* Zielgruppe des Angebots */
  plaetze::BIGINT AS plaetze, /* Angebotene Plätze */
  plaetze_status::TEXT AS plaetze_status, /* Zeichen statt eines Werts */
  teilnehmende::DOUBLE AS teilnehmende, /* Teilnehmende */
  teilnehmende_status::TEXT AS teilnehmende_status, /* Zeichen statt eines Werts */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  _lieferung_id::TEXT AS _lieferung_id, /* Lieferung, aus der die Zeile stammt */
  _zeile::BIGINT AS _zeile /* Zeilennummer in der gelieferten Datei */
FROM stg.fortbildung
