MODEL (
  name stg.bevoelkerung,
  kind FULL,
  description 'Eine Zeile je Statistik, Stichtag, Gebiet und Merkmal: je Einheit (statistik und stichtag) die neueste Lieferung bis zum gewählten Datenstand, mit Korrekturen (§ 20 TIntG). Eine kreisfreie Stadt steht auf beiden Ebenen, als Kreis und als Gemeinde mit 000. Vorsicht: Ebenen nie zusammenzählen; 05334 schließt hier die Stadt Aachen ein.',
  grain (statistik, stichtag, ags, merkmal),
  audits (
    NOT_NULL(
      columns := (statistik, stichtag, ags, merkmal, _lieferung_id, _zeile, datenstand)
    ),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (statistik, stichtag, ags, merkmal)),
    ASSERT_EINE_LIEFERUNG_JE_EINHEIT(einheit := (statistik, stichtag))
  )
);

WITH zeile AS (
  SELECT
    *
  FROM @gueltige_zeilen(
    bevoelkerung,
    @datenstand,
    einheit := (statistik, stichtag),
    schluessel := (ags, merkmal)
  )
), stadt AS (
  SELECT
    LPAD(kreis_ags::TEXT, 5, '0') AS kreis
  FROM ref.kreis
  WHERE
    typ = 'Kreisfreie Stadt'
), zweite AS (
  /* Stadt Aachen gehört zur StädteRegion und ist keine kreisfreie Stadt */
  SELECT
    zeile.statistik,
    zeile.stichtag,
    zeile.name,
    zeile.merkmal,
    zeile.wert,
    zeile.wert_status,
    zeile.datenstand,
    zeile._lieferung_id,
    zeile._zeile,
    zeile._korrektur,
    CASE WHEN zeile.ebene = 'kreis' THEN CONCAT(zeile.ags, '000') ELSE stadt.kreis END AS ags,
    CASE WHEN zeile.ebene = 'kreis' THEN 'gemeinde' ELSE 'kreis' END AS ebene
  FROM zeile
  INNER JOIN stadt
    ON (
      zeile.ebene = 'kreis' AND zeile.ags = stadt.kreis
    )
    OR (
      zeile.ebene = 'gemeinde' AND zeile.ags = CONCAT(stadt.kreis, '000')
    )
), beide AS (
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
    _korrektur,
    FALSE AS ist_zweite_ebene
  FROM zeile
  UNION ALL
  SELECT
    zweite.statistik,
    zweite.stichtag,
    zweite.ags,
    zweite.ebene,
    zweite.name,
    zweite.merkmal,
    zweite.wert,
    zweite.wert_status,
    zweite.datenstand,
    zweite._lieferung_id,
    zweite._zeile,
    zweite._korrektur,
    TRUE AS ist_zweite_ebene
  FROM zweite
  LEFT JOIN zeile AS geliefert
    ON geliefert.statistik = zweite.statistik
    AND geliefert.stichtag = zweite.stichtag
    AND geliefert.ags = zweite.ags
    AND geliefert.merkmal = zweite.merkmal
  WHERE
    geliefert.ags IS NULL
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
  ist_zweite_ebene::BOOLEAN AS ist_zweite_ebene, /* Nicht so geliefert: die andere Ebene einer kreisfreien Stadt */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  _lieferung_id::TEXT AS _lieferung_id, /* Lieferung, aus der die Zeile stammt */
  _zeile::BIGINT AS _zeile, /* Zeilennummer in der gelieferten Datei */
  _korrektur::TEXT AS _korrektur /* Korrigierte Spalten der Zeile, getrennt durch | */
FROM beide
