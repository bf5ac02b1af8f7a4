MODEL (
  name stg.bevoelkerung,
  kind FULL,
  description 'Eine Zeile je Statistik, Stichtag, Gebiet und Merkmal: je Einheit (statistik und stichtag) die neueste Lieferung bis zum gewählten Datenstand, mit Korrekturen. Kreisfreie Städte stehen als Kreis und als Gemeinde darin; Ebenen werden nie zusammengezählt.',
  grain (statistik, stichtag, ags, merkmal),
  audits (
    NOT_NULL(
      columns := (statistik, stichtag, ags, merkmal, _lieferung_id, _zeile, datenstand)
    ),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (statistik, stichtag, ags, merkmal)),
    ASSERT_EINE_LIEFERUNG_JE_EINHEIT(einheit := (statistik, stichtag))
  )
);

WITH geliefert AS (
  SELECT
    *
  FROM @gueltige_zeilen(
    bevoelkerung,
    @datenstand,
    einheit := (statistik, stichtag),
    schluessel := (ags, merkmal)
  )
), zweite_ebene AS (
  /* a kreisfreie Stadt is delivered as Kreis or as Gemeinde with 000 and counts as both */
  SELECT
    statistik,
    stichtag,
    CASE WHEN ebene = 'kreis' THEN CONCAT(ags, '000') ELSE LEFT(ags, 5) END AS ags,
    CASE WHEN ebene = 'kreis' THEN 'gemeinde' ELSE 'kreis' END AS ebene,
    name,
    merkmal,
    wert,
    wert_status,
    datenstand,
    _lieferung_id,
    _zeile,
    _korrektur
  FROM geliefert
  WHERE
    (
      ebene = 'kreis'
      AND CONCAT(ags, '000') IN (
        SELECT
          LPAD(ags::TEXT, 8, '0')
        FROM ref.gemeinde
      )
    )
    OR (
      ebene = 'gemeinde' AND ags LIKE '05%000'
    )
), zeile AS (
  SELECT
    statistik,
    stichtag,
    ags,
    ebene,
    name,
    merkmal,
    wert,
    wert_status,
    datenstand,
    _lieferung_id,
    _zeile,
    _korrektur
  FROM geliefert
  UNION ALL
  SELECT
    neu.*
  FROM zweite_ebene AS neu
  LEFT JOIN geliefert AS alt
    ON alt.statistik = neu.statistik
    AND alt.stichtag = neu.stichtag
    AND alt.ags = neu.ags
    AND alt.merkmal = neu.merkmal
  WHERE
    alt.ags IS NULL
)
SELECT
  statistik::TEXT AS statistik, /* Nummer der Statistik */
  stichtag::DATE AS stichtag, /* Stichtag */
  ags::TEXT AS ags, /* Amtlicher Schlüssel des Gebiets, DG für Deutschland; 05334 schließt Stadt Aachen ein */
  ebene::TEXT AS ebene, /* Ebene des Gebiets */
  name::TEXT AS name, /* Name des Gebiets, wie geliefert */
  merkmal::TEXT AS merkmal, /* Merkmale und Ausprägungen außer dem Gebiet, oder insgesamt */
  wert::DOUBLE AS wert, /* Wert */
  COALESCE(wert_status, '')::TEXT AS wert_status, /* Zeichen statt eines Werts */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  _lieferung_id::TEXT AS _lieferung_id, /* Lieferung, aus der die Zeile stammt */
  _zeile::BIGINT AS _zeile, /* Zeilennummer in der gelieferten Datei */
  _korrektur::TEXT AS _korrektur /* Korrigierte Spalten der Zeile, getrennt durch | */
FROM zeile
