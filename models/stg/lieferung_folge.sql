MODEL (
  name stg.lieferung_folge,
  kind FULL,
  description 'Eine Zeile je Quelle und Einheit, für die es beim gewählten Datenstand eine frühere Lieferung gibt: die Lieferung, die zählt, und die, die ohne sie zählte.',
  grain (quelle, einheit),
  audits (
    NOT_NULL(
      columns := (quelle, einheit, lieferung_id, vorige_id, datenstand, voriger_datenstand)
    ),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (quelle, einheit)),
    FORALL(criteria := (lieferung_id <> vorige_id, datenstand >= voriger_datenstand))
  )
);

SELECT
  quelle::TEXT AS quelle, /* Quelle */
  einheit::TEXT AS einheit, /* Einheit, wie sie im Register steht */
  lieferung_id::TEXT AS lieferung_id, /* Lieferung, die zählt */
  vorige_id::TEXT AS vorige_id, /* Lieferung, die ohne sie zählte */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  voriger_datenstand::DATE AS voriger_datenstand /* Datenstand der vorigen Lieferung */
FROM @lieferung_folge(register.alle, @datenstand)
