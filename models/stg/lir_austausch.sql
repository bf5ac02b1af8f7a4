MODEL (
  name stg.lir_austausch,
  kind FULL,
  description 'Eine Zeile je Jahr und laufender Nummer: je Einheit (jahr) die neueste Lieferung bis zum gewählten Datenstand, mit Korrekturen (§ 13 TIntG).',
  grain (jahr, lfd_nr),
  audits (
    NOT_NULL(columns := (jahr, lfd_nr, _lieferung_id, _zeile, datenstand)),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (jahr, lfd_nr)),
    ASSERT_EINE_LIEFERUNG_JE_EINHEIT(einheit := (
      jahr
    ))
  )
);

SELECT
  jahr::BIGINT AS jahr, /* Kalenderjahr */
  lfd_nr::TEXT AS lfd_nr, /* Laufende Nummer */
  datum::DATE AS datum, /* Tag, an dem es stattfand */
  format::TEXT AS format, /* Format des Austauschs */
  thema::TEXT AS thema, /* Thema des Austauschs */
  anhoerung::BOOLEAN AS anhoerung, /* Der Landesintegrationsrat wurde angehört */
  frist_tage::BIGINT AS frist_tage, /* Frist zur Stellungnahme in Tagen */
  COALESCE(frist_tage_status, '')::TEXT AS frist_tage_status, /* Zeichen statt eines Werts */
  stellungnahme_beruecksichtigt::BOOLEAN AS stellungnahme_beruecksichtigt, /* Die Stellungnahme wurde berücksichtigt */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  _lieferung_id::TEXT AS _lieferung_id, /* Lieferung, aus der die Zeile stammt */
  _zeile::BIGINT AS _zeile, /* Zeilennummer in der gelieferten Datei */
  _korrektur::TEXT AS _korrektur /* Korrigierte Spalten der Zeile, getrennt durch | */
FROM @gueltige_zeilen(lir_austausch, @datenstand, einheit := (
  jahr
), schluessel := (
  lfd_nr
))
