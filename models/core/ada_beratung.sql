MODEL (
  name core.ada_beratung,
  kind FULL,
  description 'Eine Zeile je Jahr, Servicestelle und Beratungsfall: ob die Beratung abgeschlossen ist und wegen welcher Merkmale diskriminiert wurde (§ 7 TIntG).',
  grain (jahr, servicestelle, fall_nr),
  audits (
    NOT_NULL(columns := (jahr, servicestelle, fall_nr, abgeschlossen)),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (jahr, servicestelle, fall_nr)),
    ASSERT_GLEICH_VIELE_ZEILEN(herkunft := stg.ada_beratung)
  )
);

SELECT
  jahr::BIGINT AS jahr, /* Kalenderjahr */
  jahr::TEXT AS zeitraum_jahr, /* Jahr, z. B. 2023 */
  servicestelle::TEXT AS servicestelle, /* Servicestelle für Antidiskriminierungsarbeit */
  fall_nr::TEXT AS fall_nr, /* Nummer des Beratungsfalls, nur als Pseudonym gespeichert */
  abgeschlossen::BOOLEAN AS abgeschlossen, /* Der Beratungsfall ist abgeschlossen */
  abschluss_datum::DATE AS abschluss_datum, /* Tag des Abschlusses */
  merkmale::TEXT AS ada_merkmale, /* Merkmale, wegen derer diskriminiert wurde, mehrere möglich */
  lebensbereich::TEXT AS lebensbereich, /* Lebensbereich, in dem diskriminiert wurde */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  _lieferung_id::TEXT AS _lieferung_id, /* Lieferung, aus der die Zeile stammt */
  _zeile::BIGINT AS _zeile /* Zeilennummer in der gelieferten Datei */
FROM stg.ada_beratung
