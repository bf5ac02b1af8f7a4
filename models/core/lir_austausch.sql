MODEL (
  name core.lir_austausch,
  kind FULL,
  description 'Eine Zeile je Jahr und laufender Nummer: ein Termin zwischen Land und Landesintegrationsrat, mit Format und dem Schicksal einer Stellungnahme (§ 13 TIntG).',
  grain (jahr, lfd_nr),
  audits (
    NOT_NULL(columns := (jahr, lfd_nr, lir_format, anhoerung)),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (jahr, lfd_nr)),
    ASSERT_GLEICH_VIELE_ZEILEN(herkunft := stg.lir_austausch)
  )
);

SELECT
  jahr::BIGINT AS jahr, /* Kalenderjahr */
  jahr::TEXT AS zeitraum_jahr, /* Jahr, z. B. 2023 */
  lfd_nr::TEXT AS lfd_nr, /* Laufende Nummer */
  datum::DATE AS austausch_datum, /* Tag, an dem es stattfand */
  format::TEXT AS lir_format, /* Format des Austauschs */
  anhoerung::BOOLEAN AS anhoerung, /* Der Landesintegrationsrat wurde angehört */
  frist_tage::BIGINT AS frist_tage, /* Frist zur Stellungnahme in Tagen */
  frist_tage_status::TEXT AS frist_tage_status, /* Zeichen statt eines Werts */
  stellungnahme_beruecksichtigt::BOOLEAN AS stellungnahme_beruecksichtigt, /* Die Stellungnahme wurde berücksichtigt */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  _lieferung_id::TEXT AS _lieferung_id, /* Lieferung, aus der die Zeile stammt */
  _zeile::BIGINT AS _zeile /* Zeilennummer in der gelieferten Datei */
FROM stg.lir_austausch
