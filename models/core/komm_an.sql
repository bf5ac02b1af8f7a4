MODEL (
  name core.komm_an,
  kind FULL,
  description 'Eine Zeile je Haushaltsjahr, Kommunalem Integrationszentrum, Baustein, Durchführungsort und laufender Nummer: Förderung aus KOMM-AN NRW, Programmteil II (§ 8 TIntG).',
  grain (haushaltsjahr, ki, komm_an_baustein, durchfuehrungsort_ags, lfd_nr),
  audits (
    NOT_NULL(columns := (haushaltsjahr, ki, komm_an_baustein, durchfuehrungsort_ags, lfd_nr)),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (haushaltsjahr, ki, komm_an_baustein, durchfuehrungsort_ags, lfd_nr)),
    ACCEPTED_VALUES("column" := komm_an_baustein, is_in := ('A', 'B', 'C', 'D')),
    ASSERT_GLEICH_VIELE_ZEILEN(herkunft := stg.fde_komm_an)
  )
);

SELECT
  haushaltsjahr::BIGINT AS haushaltsjahr, /* Haushaltsjahr */
  haushaltsjahr::TEXT AS zeitraum_jahr, /* Jahr, z. B. 2023 */
  ki::TEXT AS ki, /* Gebietskörperschaft mit Kommunalem Integrationszentrum */
  baustein::TEXT AS komm_an_baustein, /* Baustein von KOMM-AN NRW */
  durchfuehrungsort_ags::TEXT AS durchfuehrungsort_ags, /* Gemeinde, in der die Maßnahme stattfindet; leer ohne Angabe */
  lfd_nr::TEXT AS lfd_nr, /* Laufende Nummer */
  anzahl_pauschalen::BIGINT AS anzahl_pauschalen, /* Bewilligte Monatspauschalen */
  anzahl_pauschalen_status::TEXT AS anzahl_pauschalen_status, /* Zeichen statt eines Werts */
  foerderbetrag_eur::DECIMAL(18, 2) AS foerderbetrag_eur, /* Förderbetrag */
  foerderbetrag_eur_status::TEXT AS foerderbetrag_eur_status, /* Zeichen statt eines Werts */
  ohne_land_finanzierbar::BOOLEAN AS ohne_land_finanzierbar, /* Die Maßnahme wäre auch ohne die Mittel des Landes finanzierbar */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  _lieferung_id::TEXT AS _lieferung_id, /* Lieferung, aus der die Zeile stammt */
  _zeile::BIGINT AS _zeile /* Zeilennummer in der gelieferten Datei */
FROM stg.fde_komm_an
