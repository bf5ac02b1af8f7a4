MODEL (
  name core.monitoring_indikator,
  kind FULL,
  description 'Eine Zeile je Ausgabe, Kürzel, Jahr, Land, Personengruppe und Geschlecht: ein Wert des Integrationsmonitorings der Länder (§§ 6, 11 TIntG).',
  grain (
    ausgabe,
    monitoring_code,
    jahr,
    bundesland,
    bevoelkerungsgruppe,
    monitoring_geschlecht
  ),
  audits (
    NOT_NULL(
      columns := (
        ausgabe,
        monitoring_code,
        jahr,
        bundesland,
        bevoelkerungsgruppe,
        monitoring_geschlecht
      )
    ),
    UNIQUE_COMBINATION_OF_COLUMNS(
      columns := (
        ausgabe,
        monitoring_code,
        jahr,
        bundesland,
        bevoelkerungsgruppe,
        monitoring_geschlecht
      )
    ),
    ASSERT_GLEICH_VIELE_ZEILEN(herkunft := stg.monitoring_indikator)
  )
);

SELECT
  ausgabe::BIGINT AS ausgabe, /* Ausgabe des Integrationsmonitorings, als Jahr */
  code::TEXT AS monitoring_code, /* Kürzel des Indikators in dieser Ausgabe */
  bezeichnung::TEXT AS monitoring_name, /* Bezeichnung des Indikators */
  jahr::BIGINT AS jahr, /* Kalenderjahr */
  jahr::TEXT AS zeitraum_jahr, /* Jahr, z. B. 2023 */
  land::TEXT AS bundesland, /* Land: DE für Deutschland, sonst der amtliche Schlüssel */
  gruppe::TEXT AS bevoelkerungsgruppe, /* Personengruppe */
  geschlecht::TEXT AS monitoring_geschlecht, /* Geschlecht */
  wert::DOUBLE AS monitoring_wert, /* Wert, wie das Monitoring ihn druckt */
  wert_status::TEXT AS monitoring_wert_status, /* Zeichen statt eines Werts */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  _lieferung_id::TEXT AS _lieferung_id, /* Lieferung, aus der die Zeile stammt */
  _zeile::BIGINT AS _zeile /* Zeilennummer in der gelieferten Datei */
FROM stg.monitoring_indikator
