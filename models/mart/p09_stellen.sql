MODEL (
  name mart.p09_stellen,
  kind FULL,
  description 'Eine Zeile je Indikator, Raum, Zeitraum und Ausprägung: vorgesehene und besetzte Stellen des Kommunalen Integrationsmanagements und ihre Träger (§ 9 TIntG).',
  depends_on (
    core.raum
  ),
  grain (indikator_id, raum_ebene, raum_id, zeitraum_typ, zeitraum, merkmal, auspraegung),
  audits (
    NOT_NULL(
      columns := (indikator_id, raum_ebene, raum_id, zeitraum_typ, zeitraum, merkmal, auspraegung)
    ),
    UNIQUE_COMBINATION_OF_COLUMNS(
      columns := (indikator_id, raum_ebene, raum_id, zeitraum_typ, zeitraum, merkmal, auspraegung)
    ),
    ASSERT_RAUM_BEKANNT
  )
);

WITH je_raum AS (
  SELECT
    ort.raum_ebene,
    ort.raum_id,
    stelle.stichtag,
    stelle.baustein,
    SUM(stelle.stellen_soll_vzae) AS soll,
    SUM(stelle.stellen_besetzt_vzae) AS besetzt,
    CASE
      WHEN COUNT(CASE WHEN stelle.anstellung = 'freie_wohlfahrt' THEN 1 END) = 0
      THEN 0
      ELSE SUM(
        CASE
          WHEN stelle.anstellung = 'freie_wohlfahrt'
          THEN stelle.stellen_besetzt_vzae
        END
      )
    END AS wohlfahrt, /* ohne Stellen der Freien Wohlfahrt 0; sind sie da und nur unter Zeichen gemeldet, fehlt der Wert */
    COUNT(stelle.stellen_besetzt_vzae) AS n,
    COUNT(*) - COUNT(stelle.stellen_besetzt_vzae) AS n_ka,
    @summen_status(stelle.stellen_soll_vzae, stelle.stellen_soll_vzae_status) AS soll_status,
    @summen_status(stelle.stellen_besetzt_vzae, stelle.stellen_besetzt_vzae_status) AS besetzt_status,
    CASE
      WHEN COUNT(CASE WHEN stelle.anstellung = 'freie_wohlfahrt' THEN 1 END) = 0
      THEN ''
      ELSE @summen_status(
        CASE
          WHEN stelle.anstellung = 'freie_wohlfahrt'
          THEN stelle.stellen_besetzt_vzae
        END,
        CASE
          WHEN stelle.anstellung = 'freie_wohlfahrt'
          THEN stelle.stellen_besetzt_vzae_status
        END
      )
    END AS wohlfahrt_status,
    MAX(stelle.datenstand) AS datenstand
  FROM core.kim_stelle AS stelle
  INNER JOIN core.ki_raum AS ort
    ON ort.ki = stelle.standort
  WHERE
    ort.raum_ebene IN ('land', 'standort')
  GROUP BY
    ort.raum_ebene,
    ort.raum_id,
    stelle.stichtag,
    stelle.baustein
), stichtag AS (
  SELECT
    stichtag,
    MAX(datenstand) AS datenstand
  FROM core.kim_stelle
  GROUP BY
    stichtag
), je_baustein AS (
  SELECT
    *
  FROM je_raum
  UNION ALL
  /* für das Land steht jeder Baustein da, auch wenn ihn niemand meldet */
  SELECT
    'land',
    '05',
    stichtag.stichtag,
    baustein.nr,
    0,
    0,
    0,
    0,
    0,
    '',
    '',
    '',
    stichtag.datenstand
  FROM stichtag
  CROSS JOIN (VALUES
    (1),
    (2),
    (3)) AS baustein(nr)
  LEFT JOIN je_raum AS gemeldet
    ON gemeldet.raum_ebene = 'land'
    AND gemeldet.stichtag = stichtag.stichtag
    AND gemeldet.baustein = baustein.nr
  WHERE
    gemeldet.baustein IS NULL
), case_management AS (
  /* ein Standort ist geteilt, wenn beide Anstellungsträger Stellen vorsehen */
  SELECT
    stichtag,
    standort,
    COUNT(DISTINCT CASE WHEN stellen_soll_vzae > 0 THEN anstellung END) AS traeger,
    COUNT(stellen_soll_vzae) AS angaben_soll,
    SUM(stellen_besetzt_vzae) AS besetzt
  FROM core.kim_stelle
  WHERE
    baustein = 2
  GROUP BY
    stichtag,
    standort
), verbreitung AS (
  SELECT
    case_management.stichtag,
    COUNT(CASE WHEN case_management.traeger = 2 THEN 1 END) AS geteilt,
    COUNT(CASE WHEN case_management.traeger > 0 THEN 1 END) AS vorgesehen,
    COUNT(CASE WHEN case_management.angaben_soll = 0 THEN 1 END) AS ohne_soll,
    COUNT(CASE WHEN case_management.besetzt > 0 THEN 1 END) AS besetzt,
    COUNT(case_management.besetzt) AS n,
    COUNT(*) - COUNT(case_management.besetzt) AS n_ka,
    MAX(stichtag.datenstand) AS datenstand
  FROM case_management
  INNER JOIN stichtag
    ON stichtag.stichtag = case_management.stichtag
  GROUP BY
    case_management.stichtag
), wert AS (
  SELECT
    'i09.stellen_besetzt_anteil' AS indikator_id,
    raum_ebene,
    raum_id,
    'stichtag' AS zeitraum_typ,
    stichtag::TEXT AS zeitraum,
    'baustein' AS merkmal,
    baustein::TEXT AS auspraegung,
    100 * besetzt / NULLIF(soll, 0) AS wert,
    besetzt AS zaehler,
    soll AS nenner,
    n,
    n_ka,
    CASE
      WHEN soll = 0
      THEN 'nicht_sinnvoll'
      ELSE @status_beider(besetzt, besetzt_status, soll, soll_status)
    END AS status,
    datenstand,
    'kim_stelle' AS quellen
  FROM je_baustein
  UNION ALL
  SELECT
    'i09.stellen_wohlfahrt_anteil',
    raum_ebene,
    raum_id,
    'stichtag',
    stichtag::TEXT,
    '',
    '',
    100 * wohlfahrt / NULLIF(besetzt, 0),
    CASE WHEN NOT besetzt IS NULL THEN wohlfahrt END,
    besetzt,
    n,
    n_ka,
    CASE
      WHEN besetzt = 0
      THEN 'nicht_sinnvoll'
      ELSE @status_beider(wohlfahrt, wohlfahrt_status, besetzt, besetzt_status)
    END,
    datenstand,
    'kim_stelle'
  FROM je_raum
  WHERE
    raum_ebene = 'land' AND baustein = 2
  UNION ALL
  SELECT
    'i09.koordinationsstellen',
    raum_ebene,
    raum_id,
    'stichtag',
    stichtag::TEXT,
    '',
    '',
    besetzt,
    NULL,
    NULL,
    n,
    n_ka,
    besetzt_status,
    datenstand,
    'kim_stelle'
  FROM je_raum
  WHERE
    baustein = 1
  UNION ALL
  SELECT
    'i09.standorte_geteilt',
    'land',
    '05',
    'stichtag',
    stichtag::TEXT,
    '',
    '',
    100.0 * geteilt / NULLIF(vorgesehen, 0),
    geteilt,
    vorgesehen,
    vorgesehen,
    ohne_soll,
    CASE WHEN vorgesehen = 0 THEN 'nicht_sinnvoll' ELSE '' END,
    datenstand,
    'kim_stelle'
  FROM verbreitung
  UNION ALL
  SELECT
    'i09.cm_flaechendeckung',
    'land',
    '05',
    'stichtag',
    stichtag::TEXT,
    '',
    '',
    CASE WHEN n > 0 THEN besetzt END,
    NULL,
    NULL,
    n,
    n_ka,
    CASE WHEN n > 0 THEN '' ELSE 'keine_angabe' END,
    datenstand,
    'kim_stelle'
  FROM verbreitung
)
SELECT
  indikator_id::TEXT AS indikator_id, /* Kennung des Indikators */
  raum_ebene::TEXT AS raum_ebene, /* Raumebene */
  raum_id::TEXT AS raum_id, /* Schlüssel des Raums auf seiner Ebene */
  zeitraum_typ::TEXT AS zeitraum_typ, /* Art des Zeitraums: jahr, quartal, monat oder stichtag */
  zeitraum::TEXT AS zeitraum, /* Zeitraum */
  merkmal::TEXT AS merkmal, /* Merkmal der Aufgliederung, leer ohne Aufgliederung */
  auspraegung::TEXT AS auspraegung, /* Ausprägung des Merkmals, leer ohne Aufgliederung */
  wert::DOUBLE AS wert, /* Wert, ungerundet */
  zaehler::DOUBLE AS zaehler, /* Zähler bei Anteilen und Mittelwerten */
  nenner::DOUBLE AS nenner, /* Nenner bei Anteilen und Mittelwerten */
  n::BIGINT AS n, /* Zahl der Angaben, aus denen der Wert besteht */
  n_ka::BIGINT AS n_ka, /* Zahl der Zeilen ohne brauchbare Angabe */
  status::TEXT AS status, /* Zeichen statt eines Werts, leer bei normalem Wert */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  quellen::TEXT AS quellen /* Verwendete Quellen, getrennt durch | */
FROM wert
