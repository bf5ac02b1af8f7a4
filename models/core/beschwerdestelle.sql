MODEL (
  name core.beschwerdestelle,
  kind FULL,
  description 'Eine Zeile je Jahr und Ressort: auf welchen Wegen sich Menschen über Diskriminierung beschweren können und wie viele es taten (§ 7 TIntG).',
  grain (jahr, ressort),
  audits (
    NOT_NULL(columns := (jahr, ressort, beschwerdeformen)),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (jahr, ressort)),
    ASSERT_GLEICH_VIELE_ZEILEN(herkunft := stg.beschwerdestelle)
  )
);

SELECT
  jahr::BIGINT AS jahr, /* Kalenderjahr */
  jahr::TEXT AS zeitraum_jahr, /* Jahr, z. B. 2023 */
  ressort::TEXT AS ressort, /* Ressort der Landesregierung */
  form::TEXT AS beschwerdeformen, /* Wege für Beschwerden, mehrere möglich */
  eingegangen::BIGINT AS eingegangen, /* Eingegangene Beschwerden */
  eingegangen_status::TEXT AS eingegangen_status, /* Zeichen statt eines Werts */
  extern_bekannt::BOOLEAN AS extern_bekannt, /* Die Beschwerdestelle ist auch nach außen bekannt gemacht */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  _lieferung_id::TEXT AS _lieferung_id, /* Lieferung, aus der die Zeile stammt */
  _zeile::BIGINT AS _zeile /* Zeilennummer in der gelieferten Datei */
FROM stg.beschwerdestelle
