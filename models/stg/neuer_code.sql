/* Erzeugt aus ingest/contracts/ mit `make generate`; nicht von Hand ändern. */
MODEL (
  name stg.neuer_code,
  kind FULL,
  description 'Eine Zeile je Code einer Spalte ohne vereinbarte Liste, den keine Lieferung mit früherem Datenstand enthielt. Was die ersten Lieferungen einer Quelle enthalten, ist nicht neu.',
  grain (quelle, spalte, code),
  audits (
    NOT_NULL(columns := (quelle, spalte, code, lieferung_id, datenstand)),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (quelle, spalte, code))
  )
);

SELECT
  quelle::TEXT AS quelle, /* Quelle */
  spalte::TEXT AS spalte, /* Spalte, in der der Code steht */
  code::TEXT AS code, /* Code, der zum ersten Mal vorkommt */
  lieferung_id::TEXT AS lieferung_id, /* Lieferung, mit der er kam */
  datenstand::DATE AS datenstand /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
FROM (
  SELECT
    *
  FROM @neue_codes(fde_ki_massnahme, @datenstand, spalten := (
    kooperationspartner
  ))
  UNION ALL
  SELECT
    *
  FROM @neue_codes(fde_ia_massnahme, @datenstand, spalten := (partner, zielgruppe))
  UNION ALL
  SELECT
    *
  FROM @neue_codes(
    kim_fall,
    @datenstand,
    spalten := (abschlussgrund, aufenthalt, rechtskreis, bedarfe, zugangsweg)
  )
  UNION ALL
  SELECT
    *
  FROM @neue_codes(ada_beratung, @datenstand, spalten := (
    lebensbereich
  ))
  UNION ALL
  SELECT
    *
  FROM @neue_codes(fortbildung, @datenstand, spalten := (
    format
  ))
) AS code
