MODEL (
  name core.sgb2_kennzahl,
  kind FULL,
  description 'Eine Zeile je Stichtag, Raum, Personengruppe, Geschlecht und Kennzahl der Grundsicherung für Arbeitsuchende. Räume der amtlichen Statistik: 05334 schließt die Stadt Aachen ein (§ 11 TIntG).',
  depends_on (
    core.raum
  ),
  grain (stichtag, raum_ebene, raum_id, gruppe, geschlecht, kennzahl),
  audits (
    NOT_NULL(columns := (stichtag, raum_ebene, raum_id, gruppe, geschlecht, kennzahl)),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (stichtag, raum_ebene, raum_id, gruppe, geschlecht, kennzahl)),
    ASSERT_RAUM_BEKANNT,
    ASSERT_GLEICH_VIELE_ZEILEN(herkunft := stg.sgb2_kennzahl)
  )
);

SELECT
  stichtag::DATE AS stichtag, /* Stichtag */
  LEFT(stichtag::TEXT, 7)::TEXT AS zeitraum_monat, /* Monat, z. B. 2023-12 */
  CASE WHEN raum = '05' THEN 'land' ELSE 'kreis' END::TEXT AS raum_ebene, /* Raumebene */
  raum::TEXT AS raum_id, /* Schlüssel des Raums auf seiner Ebene */
  gruppe::TEXT AS gruppe, /* Personengruppe */
  geschlecht::TEXT AS geschlecht, /* Geschlecht */
  kennzahl::TEXT AS kennzahl, /* Kennzahl der Grundsicherung */
  wert::DOUBLE AS wert, /* Wert, ungerundet */
  wert_status::TEXT AS wert_status, /* Zeichen statt eines Werts */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  _lieferung_id::TEXT AS _lieferung_id, /* Lieferung, aus der die Zeile stammt */
  _zeile::BIGINT AS _zeile /* Zeilennummer in der gelieferten Datei */
FROM stg.sgb2_kennzahl
