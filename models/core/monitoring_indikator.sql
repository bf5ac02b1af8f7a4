MODEL (
  name core.monitoring_indikator,
  kind FULL,
  description 'Eine Zeile je Ausgabe, Indikator, Jahr, Land, Gruppe und Geschlecht des Integrationsmonitorings der Länder. Ein Kürzel gilt nur in seiner Ausgabe; ist_neueste_ausgabe zeigt, welche Ausgabe für ein Jahr zuletzt spricht (§§ 6, 11 TIntG).',
  grain (ausgabe, monitoring_code, jahr, land, gruppe, geschlecht),
  audits (
    NOT_NULL(
      columns := (ausgabe, monitoring_code, jahr, land, gruppe, geschlecht, ist_neueste_ausgabe)
    ),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (ausgabe, monitoring_code, jahr, land, gruppe, geschlecht)),
    ASSERT_GLEICH_VIELE_ZEILEN(herkunft := stg.monitoring_indikator)
  )
);

/* ohne Angabe sind beide Geschlechter gemeint, außer wo daneben schon ein Insgesamt steht */
WITH ergaenzt AS (
  SELECT
    ausgabe,
    code,
    bezeichnung,
    jahr,
    land,
    gruppe,
    CASE
      WHEN geschlecht = ''
      AND MAX(CASE WHEN geschlecht = 'insgesamt' THEN 1 ELSE 0 END) OVER (PARTITION BY ausgabe, code, jahr, land, gruppe) = 0
      THEN 'insgesamt'
      ELSE geschlecht
    END AS geschlecht,
    wert,
    wert_status,
    einheit,
    datenstand,
    _lieferung_id,
    _zeile
  FROM stg.monitoring_indikator
), zeile AS (
  SELECT
    *,
    MAX(ausgabe) OVER (PARTITION BY code, jahr, land, gruppe, geschlecht) AS neueste_ausgabe
  FROM ergaenzt
)
SELECT
  ausgabe::BIGINT AS ausgabe, /* Ausgabe des Integrationsmonitorings, als Jahr */
  code::TEXT AS monitoring_code, /* Kürzel des Indikators in dieser Ausgabe */
  bezeichnung::TEXT AS monitoring_name, /* Bezeichnung des Indikators in dieser Ausgabe */
  jahr::BIGINT AS jahr, /* Kalenderjahr */
  jahr::TEXT AS zeitraum_jahr, /* Jahr, z. B. 2023 */
  land::TEXT AS land, /* Land: DE für Deutschland, sonst der amtliche Schlüssel */
  gruppe::TEXT AS gruppe, /* Personengruppe */
  geschlecht::TEXT AS geschlecht, /* Geschlecht */
  wert::DOUBLE AS wert, /* Wert, ungerundet */
  wert_status::TEXT AS wert_status, /* Zeichen statt eines Werts */
  einheit::TEXT AS einheit, /* Einheit des Werts */
  (
    ausgabe = neueste_ausgabe
  )::BOOLEAN AS ist_neueste_ausgabe, /* Keine spätere Ausgabe enthält diesen Wert */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  _lieferung_id::TEXT AS _lieferung_id, /* Lieferung, aus der die Zeile stammt */
  _zeile::BIGINT AS _zeile /* Zeilennummer in der gelieferten Datei */
FROM zeile
