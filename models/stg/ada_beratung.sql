MODEL (
  name stg.ada_beratung,
  kind FULL,
  description 'Eine Zeile je Jahr, Servicestelle und Beratungsfall: je Einheit (jahr und servicestelle) die neueste Lieferung bis zum gewählten Datenstand, mit Korrekturen (§ 7 TIntG).',
  grain (jahr, servicestelle, fall_nr),
  audits (
    NOT_NULL(columns := (jahr, servicestelle, fall_nr, _lieferung_id, _zeile, datenstand)),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (jahr, servicestelle, fall_nr)),
    ASSERT_EINE_LIEFERUNG_JE_EINHEIT(einheit := (jahr, servicestelle))
  )
);

SELECT
  jahr::BIGINT AS jahr, /* Kalenderjahr */
  servicestelle::TEXT AS servicestelle, /* Servicestelle für Antidiskriminierungsarbeit */
  fall_nr::TEXT AS fall_nr, /* Nummer des Beratungsfalls, nur als Pseudonym gespeichert */
  abgeschlossen::BOOLEAN AS abgeschlossen, /* Der Beratungsfall ist abgeschlossen */
  abschluss_datum::DATE AS abschluss_datum, /* Tag des Abschlusses */
  merkmale::TEXT AS merkmale, /* Merkmale, wegen derer diskriminiert wurde, mehrere möglich */
  lebensbereich::TEXT AS lebensbereich, /* Lebensbereich, in dem diskriminiert wurde */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  _lieferung_id::TEXT AS _lieferung_id, /* Lieferung, aus der die Zeile stammt */
  _zeile::BIGINT AS _zeile, /* Zeilennummer in der gelieferten Datei */
  _korrektur::TEXT AS _korrektur /* Korrigierte Spalten der Zeile, getrennt durch | */
FROM @gueltige_zeilen(
  ada_beratung,
  @datenstand,
  einheit := (jahr, servicestelle),
  schluessel := (
    fall_nr
  )
)
