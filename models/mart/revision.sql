MODEL (
  name mart.revision,
  kind FULL,
  description 'Eine Zeile je geliefertem Wert, den die zählende Lieferung gegenüber der vorigen derselben Einheit geändert hat, und je Zeile, die dazukam oder wegfiel; bei Quellen mit Pseudonymen nur die Anzahl je Einheit, Art und Spalte. Vorsicht: Hier stehen auch geschützte Werte, die Tabelle wird nicht veröffentlicht.',
  grain (quelle, liefereinheit, schluessel, art, spalte),
  audits (
    NOT_NULL(
      columns := (
        quelle,
        liefereinheit,
        schluessel,
        art,
        spalte,
        anzahl,
        lieferung_id,
        vorige_lieferung_id
      )
    ),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (quelle, liefereinheit, schluessel, art, spalte)),
    ASSERT_GLEICH_VIELE_ZEILEN(herkunft := stg.revision),
    FORALL(criteria := (
      NOT hat_pseudonym OR wert_alt IS NULL AND wert_neu IS NULL
    ))
  )
);

WITH quelle AS (
  SELECT
    quelle,
    MAX(CASE WHEN schutz = 'pseudonym' THEN 1 ELSE 0 END) = 1 AS hat_pseudonym
  FROM ref.vertrag
  GROUP BY
    quelle
), wert AS (
  /* die Zahl vor dem Zeichen: von „12 [eingeschraenkt]“ bleibt 12 */
  SELECT
    revision.*,
    vertrag.datentyp IN ('BIGINT', 'DECIMAL(18, 2)', 'DOUBLE') AS ist_zahl,
    SPLIT_PART(revision.wert_alt, ' [', 1) AS zahl_alt,
    SPLIT_PART(revision.wert_neu, ' [', 1) AS zahl_neu
  FROM stg.revision AS revision
  LEFT JOIN ref.vertrag AS vertrag
    ON vertrag.quelle = revision.quelle AND vertrag.spalte = revision.spalte
)
SELECT
  wert.quelle::TEXT AS quelle, /* Quelle oder Tabelle, mehrere getrennt durch | */
  wert.einheit::TEXT AS liefereinheit, /* Einheit, die eine Lieferung ganz ersetzt, wie sie im Register steht */
  wert.schluessel::TEXT AS schluessel, /* Zeitraum und Schlüssel der Zeile */
  wert.art::TEXT AS art, /* Art der Änderung: geaendert, neu oder zurueckgezogen */
  wert.spalte::TEXT AS spalte, /* Spalte der Quelle */
  wert.wert_alt::TEXT AS wert_alt, /* Wert der vorigen Lieferung als Text, sein Zeichen in eckigen Klammern */
  wert.wert_neu::TEXT AS wert_neu, /* Wert der Lieferung, die zählt, als Text, sein Zeichen in eckigen Klammern */
  CASE
    WHEN wert.ist_zahl
    THEN ROUND(TRY_CAST(wert.zahl_neu AS DOUBLE) - TRY_CAST(wert.zahl_alt AS DOUBLE), 9)
  END::DOUBLE AS wert_differenz, /* Neuer Wert minus alter, wo beide Zahlen sind */
  wert.anzahl::BIGINT AS anzahl, /* Zahl der Änderungen; mehr als 1 nur bei Quellen mit Pseudonymen */
  wert.lieferung_id::TEXT AS lieferung_id, /* Kennung der Lieferung */
  wert.vorige_id::TEXT AS vorige_lieferung_id, /* Kennung der Lieferung, die ohne diese zählte */
  wert.datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  wert.voriger_datenstand::DATE AS voriger_datenstand, /* Datenstand der vorigen Lieferung */
  COALESCE(quelle.hat_pseudonym, FALSE)::BOOLEAN AS hat_pseudonym /* Im Schlüssel steht ein Pseudonym */
FROM wert
LEFT JOIN quelle
  ON quelle.quelle = wert.quelle
