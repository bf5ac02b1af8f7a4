MODEL (
  name core.abdeckung,
  kind FULL,
  description 'Eine Zeile je Quelle, Spalte und Zeitraum: wie viele verschiedene Stellen vorkommen, und wie viele im Zeitraum davor.',
  grain (quelle, spalte, zeitraum),
  audits (
    NOT_NULL(columns := (quelle, spalte, zeitraum, stellen_anzahl, datenstand, _lieferung_id)),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (quelle, spalte, zeitraum)),
    FORALL(criteria := (
      stellen_anzahl > 0
    ))
  )
);

WITH stelle AS (
  SELECT
    'pauschalen_auszahlung' AS quelle,
    'ags' AS spalte,
    CONCAT(haushaltsjahr, '-Q', quartal) AS zeitraum,
    ags AS stelle,
    datenstand,
    _lieferung_id
  FROM stg.pauschalen_auszahlung
  UNION ALL
  SELECT
    'pauschalen_verwendung',
    'ags',
    haushaltsjahr::TEXT,
    ags,
    datenstand,
    _lieferung_id
  FROM stg.pauschalen_verwendung
  UNION ALL
  SELECT
    'fde_ki_massnahme',
    'ki',
    CONCAT(berichtsjahr, '-Q', quartal),
    ki,
    datenstand,
    _lieferung_id
  FROM stg.fde_ki_massnahme
  UNION ALL
  SELECT
    'fde_komm_an',
    'ki',
    haushaltsjahr::TEXT,
    ki,
    datenstand,
    _lieferung_id
  FROM stg.fde_komm_an
  UNION ALL
  SELECT
    'fde_lsp',
    'ki',
    berichtsjahr::TEXT,
    ki,
    datenstand,
    _lieferung_id
  FROM stg.fde_lsp
  UNION ALL
  SELECT
    'fde_ia_einrichtung',
    'traeger',
    berichtsjahr::TEXT,
    traeger,
    datenstand,
    _lieferung_id
  FROM stg.fde_ia_einrichtung
  UNION ALL
  SELECT
    'fde_ia_einrichtung',
    'einrichtung_id',
    berichtsjahr::TEXT,
    einrichtung_id,
    datenstand,
    _lieferung_id
  FROM stg.fde_ia_einrichtung
  UNION ALL
  SELECT
    'fde_ia_massnahme',
    'einrichtung_id',
    berichtsjahr::TEXT,
    einrichtung_id,
    datenstand,
    _lieferung_id
  FROM stg.fde_ia_massnahme
  UNION ALL
  SELECT
    'kim_kontakt',
    'standort',
    kontakt_quartal,
    standort,
    datenstand,
    _lieferung_id
  FROM core.kim_kontakt_je_fall
  UNION ALL
  SELECT
    'kim_stelle',
    'standort',
    stichtag::TEXT,
    standort,
    datenstand,
    _lieferung_id
  FROM stg.kim_stelle
  UNION ALL
  SELECT
    'ada_beratung',
    'servicestelle',
    jahr::TEXT,
    servicestelle,
    datenstand,
    _lieferung_id
  FROM stg.ada_beratung
  UNION ALL
  SELECT
    'beschwerdestelle',
    'ressort',
    jahr::TEXT,
    ressort,
    datenstand,
    _lieferung_id
  FROM stg.beschwerdestelle
  UNION ALL
  SELECT
    'zue_quartal',
    'zue_id',
    CONCAT(jahr, '-Q', quartal),
    zue_id,
    datenstand,
    _lieferung_id
  FROM stg.zue_quartal
  UNION ALL
  SELECT
    'sgb2_kennzahl',
    'raum',
    stichtag::TEXT,
    raum,
    datenstand,
    _lieferung_id
  FROM stg.sgb2_kennzahl
  UNION ALL
  SELECT
    'gremium',
    'gremium_id',
    jahr::TEXT,
    gremium_id,
    datenstand,
    _lieferung_id
  FROM stg.gremium
  UNION ALL
  SELECT
    'ikoe_massnahme',
    'organisation',
    jahr::TEXT,
    organisation,
    datenstand,
    _lieferung_id
  FROM stg.ikoe_massnahme
  UNION ALL
  SELECT
    'fortbildung',
    'einrichtung',
    jahr::TEXT,
    einrichtung,
    datenstand,
    _lieferung_id
  FROM stg.fortbildung
), gezaehlt AS (
  SELECT
    quelle,
    spalte,
    zeitraum,
    COUNT(DISTINCT stelle) AS stellen_anzahl,
    MAX(datenstand) AS datenstand,
    ARG_MAX(_lieferung_id, datenstand) AS _lieferung_id
  FROM stelle
  WHERE
    NOT stelle IS NULL
  GROUP BY
    quelle,
    spalte,
    zeitraum
)
SELECT
  quelle::TEXT AS quelle, /* Quelle oder Tabelle, mehrere getrennt durch | */
  spalte::TEXT AS spalte, /* Spalte der Quelle */
  zeitraum::TEXT AS zeitraum, /* Zeitraum */
  stellen_anzahl::BIGINT AS stellen_anzahl, /* Zahl der verschiedenen Stellen, die vorkommen */
  LAG(zeitraum) OVER (PARTITION BY quelle, spalte ORDER BY zeitraum)::TEXT AS voriger_zeitraum, /* Der letzte Zeitraum davor, zu dem die Quelle etwas enthält */
  LAG(stellen_anzahl) OVER (PARTITION BY quelle, spalte ORDER BY zeitraum)::BIGINT AS vorige_stellen_anzahl, /* Zahl der verschiedenen Stellen im Zeitraum davor */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  _lieferung_id::TEXT AS _lieferung_id /* Lieferung, aus der die Zeile stammt */
FROM gezaehlt
