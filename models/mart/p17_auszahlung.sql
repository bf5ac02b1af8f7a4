MODEL (
  name mart.p17_auszahlung,
  kind FULL,
  description 'Eine Zeile je Indikator, Raum, Zeitraum und Ausprägung: bewilligte und ausgezahlte Integrationspauschalen, Anspruchsberechtigte, beteiligte Gemeinden und wie weit der Haushaltsansatz ausgeschöpft ist (§ 17 TIntG).',
  grain (indikator_id, raum_ebene, raum_id, zeitraum_typ, zeitraum, merkmal, auspraegung),
  audits (
    NOT_NULL(
      columns := (indikator_id, raum_ebene, raum_id, zeitraum_typ, zeitraum, merkmal, auspraegung)
    ),
    UNIQUE_COMBINATION_OF_COLUMNS(
      columns := (indikator_id, raum_ebene, raum_id, zeitraum_typ, zeitraum, merkmal, auspraegung)
    ),
    ASSERT_RAUM_BEKANNT,
    ASSERT_EBENEN_ERGEBEN_LAND(
      indikatoren := (
        'i17.bewilligt_summe',
        'i17.auszahlung_summe',
        'i17.berechtigte_personen',
        'i17.personen_gruppe',
        'i17.gemeinden_anzahl'
      )
    ),
    ASSERT_QUARTALE_ERGEBEN_JAHR
  )
);

/* ein Beitrag je Gemeinde, Zeitraum und Summenindikator */
WITH beitrag AS (
  SELECT
    'i17.bewilligt_summe' AS indikator_id,
    'quartal' AS zeitraum_typ,
    zeitraum_quartal AS zeitraum,
    ags,
    '' AS merkmal,
    '' AS auspraegung,
    bewilligt_eur AS wert,
    bewilligt_eur_status AS status,
    datenstand
  FROM core.pauschalen_auszahlung
  UNION ALL
  SELECT
    'i17.bewilligt_summe',
    'jahr',
    zeitraum_jahr,
    ags,
    '',
    '',
    bewilligt_eur,
    bewilligt_eur_status,
    datenstand
  FROM core.pauschalen_auszahlung
  UNION ALL
  SELECT
    'i17.auszahlung_summe',
    'quartal',
    zeitraum_quartal,
    ags,
    '',
    '',
    ausgezahlt_eur,
    ausgezahlt_eur_status,
    datenstand
  FROM core.pauschalen_auszahlung
  UNION ALL
  SELECT
    'i17.auszahlung_summe',
    'jahr',
    zeitraum_jahr,
    ags,
    '',
    '',
    ausgezahlt_eur,
    ausgezahlt_eur_status,
    datenstand
  FROM core.pauschalen_auszahlung
  UNION ALL
  /* Personen werden je Quartal gezählt; über Quartale addiert wären es Personenquartale */
  SELECT
    'i17.berechtigte_personen',
    'quartal',
    zeitraum_quartal,
    ags,
    '',
    '',
    personen_gesamt,
    personen_gesamt_status,
    datenstand
  FROM core.pauschalen_auszahlung
  UNION ALL
  SELECT
    'i17.personen_gruppe',
    'quartal',
    zeitraum_quartal,
    ags,
    'personengruppe',
    personengruppe,
    personen,
    personen_status,
    datenstand
  FROM core.pauschalen_personen
), summe AS (
  SELECT
    beitrag.indikator_id,
    ort.raum_ebene,
    ort.raum_id,
    beitrag.zeitraum_typ,
    beitrag.zeitraum,
    beitrag.merkmal,
    beitrag.auspraegung,
    SUM(beitrag.wert) AS wert,
    COUNT(beitrag.wert) AS n,
    COUNT(*) - COUNT(beitrag.wert) AS n_ka,
    @summen_status(beitrag.wert, beitrag.status) AS status,
    MAX(beitrag.datenstand) AS datenstand
  FROM beitrag
  INNER JOIN core.gemeinde_raum AS ort
    ON ort.ags = beitrag.ags
  WHERE
    NOT (
      beitrag.indikator_id = 'i17.personen_gruppe' AND ort.raum_ebene = 'gemeinde'
    )
  GROUP BY
    beitrag.indikator_id,
    ort.raum_ebene,
    ort.raum_id,
    beitrag.zeitraum_typ,
    beitrag.zeitraum,
    beitrag.merkmal,
    beitrag.auspraegung
), jahr AS (
  SELECT
    zeitraum_jahr,
    MAX(datenstand) AS datenstand
  FROM core.pauschalen_auszahlung
  GROUP BY
    zeitraum_jahr
), gemeinde_jahr AS (
  SELECT
    zeitraum_jahr,
    ags,
    SUM(bewilligt_eur) AS bewilligt_eur
  FROM core.pauschalen_auszahlung
  GROUP BY
    zeitraum_jahr,
    ags
), beteiligung AS (
  SELECT
    ort.raum_ebene,
    ort.raum_id,
    gemeinde_jahr.zeitraum_jahr,
    COUNT(CASE WHEN gemeinde_jahr.bewilligt_eur > 0 THEN 1 END) AS beteiligt,
    COUNT(gemeinde_jahr.bewilligt_eur) AS n,
    COUNT(*) - COUNT(gemeinde_jahr.bewilligt_eur) AS n_ka
  FROM gemeinde_jahr
  INNER JOIN core.gemeinde_raum AS ort
    ON ort.ags = gemeinde_jahr.ags
  GROUP BY
    ort.raum_ebene,
    ort.raum_id,
    gemeinde_jahr.zeitraum_jahr
), ansatz AS (
  SELECT
    zeitraum_jahr,
    CASE
      WHEN COUNT(CASE WHEN instrument = 'pauschalen' THEN 1 END) = 0
      THEN 0
      ELSE SUM(CASE WHEN instrument = 'pauschalen' THEN ansatz_eur END)
    END AS ansatz_eur,
    @summen_status(
      CASE WHEN instrument = 'pauschalen' THEN ansatz_eur END,
      CASE WHEN instrument = 'pauschalen' THEN ansatz_eur_status END
    ) AS status,
    MAX(datenstand) AS datenstand
  FROM core.haushalt_titel
  GROUP BY
    zeitraum_jahr
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
  NULL::DOUBLE AS zaehler, /* Zähler bei Anteilen und Mittelwerten */
  NULL::DOUBLE AS nenner, /* Nenner bei Anteilen und Mittelwerten */
  n::BIGINT AS n, /* Zahl der Angaben, aus denen der Wert besteht */
  n_ka::BIGINT AS n_ka, /* Zahl der Zeilen ohne brauchbare Angabe */
  status::TEXT AS status, /* Zeichen statt eines Werts, leer bei normalem Wert */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  'pauschalen_auszahlung'::TEXT AS quellen /* Verwendete Quellen, getrennt durch | */
FROM summe
UNION ALL
/* ist ein Jahr geliefert, so ist auch bekannt, wo keine Gemeinde beteiligt ist: dort steht 0, außer wenn alle Beträge fehlen */
SELECT
  'i17.gemeinden_anzahl'::TEXT AS indikator_id,
  raum.raum_ebene::TEXT AS raum_ebene,
  raum.raum_id::TEXT AS raum_id,
  'jahr'::TEXT AS zeitraum_typ,
  jahr.zeitraum_jahr::TEXT AS zeitraum,
  ''::TEXT AS merkmal,
  ''::TEXT AS auspraegung,
  CASE WHEN beteiligung.n = 0 THEN NULL ELSE COALESCE(beteiligung.beteiligt, 0) END::DOUBLE AS wert,
  NULL::DOUBLE AS zaehler,
  NULL::DOUBLE AS nenner,
  COALESCE(beteiligung.n, 0)::BIGINT AS n,
  COALESCE(beteiligung.n_ka, 0)::BIGINT AS n_ka,
  CASE WHEN beteiligung.n = 0 THEN 'keine_angabe' ELSE '' END::TEXT AS status,
  jahr.datenstand::DATE AS datenstand,
  'pauschalen_auszahlung'::TEXT AS quellen
FROM jahr
CROSS JOIN core.raum AS raum
LEFT JOIN beteiligung
  ON beteiligung.raum_ebene = raum.raum_ebene
  AND beteiligung.raum_id = raum.raum_id
  AND beteiligung.zeitraum_jahr = jahr.zeitraum_jahr
WHERE
  raum.raum_ebene IN ('land', 'regierungsbezirk', 'kreis')
UNION ALL
SELECT
  'i17.bewilligt_je_1000_einwohner'::TEXT AS indikator_id,
  summe.raum_ebene::TEXT AS raum_ebene,
  summe.raum_id::TEXT AS raum_id,
  'jahr'::TEXT AS zeitraum_typ,
  summe.zeitraum::TEXT AS zeitraum,
  ''::TEXT AS merkmal,
  ''::TEXT AS auspraegung,
  (
    1000 * summe.wert / NULLIF(bezug.bevoelkerung, 0)
  )::DOUBLE AS wert,
  summe.wert::DOUBLE AS zaehler,
  bezug.bevoelkerung::DOUBLE AS nenner,
  summe.n::BIGINT AS n,
  summe.n_ka::BIGINT AS n_ka,
  CASE WHEN bezug.bevoelkerung = 0 THEN 'nicht_sinnvoll' ELSE summe.status END::TEXT AS status,
  GREATEST(summe.datenstand, COALESCE(bezug.datenstand, summe.datenstand))::DATE AS datenstand,
  CONCAT('pauschalen_auszahlung|', bezug.quellen)::TEXT AS quellen
FROM summe
INNER JOIN core.bezugsbevoelkerung AS bezug
  ON bezug.raum_ebene = summe.raum_ebene
  AND bezug.raum_id = summe.raum_id
  AND bezug.zeitraum_jahr = summe.zeitraum
WHERE
  summe.indikator_id = 'i17.bewilligt_summe' AND summe.zeitraum_typ = 'jahr'
UNION ALL
/* über 100 % sind möglich: das Land bewilligt nach Personen, auch wenn der Ansatz nicht reicht */
SELECT
  'i17.ausschoepfung'::TEXT AS indikator_id,
  summe.raum_ebene::TEXT AS raum_ebene,
  summe.raum_id::TEXT AS raum_id,
  'jahr'::TEXT AS zeitraum_typ,
  summe.zeitraum::TEXT AS zeitraum,
  ''::TEXT AS merkmal,
  ''::TEXT AS auspraegung,
  (
    100 * summe.wert / NULLIF(ansatz.ansatz_eur, 0)
  )::DOUBLE AS wert,
  summe.wert::DOUBLE AS zaehler,
  ansatz.ansatz_eur::DOUBLE AS nenner,
  summe.n::BIGINT AS n,
  summe.n_ka::BIGINT AS n_ka,
  CASE
    WHEN ansatz.ansatz_eur = 0
    THEN 'nicht_sinnvoll'
    ELSE @status_beider(summe.wert, summe.status, ansatz.ansatz_eur, ansatz.status)
  END::TEXT AS status,
  GREATEST(summe.datenstand, ansatz.datenstand)::DATE AS datenstand,
  'pauschalen_auszahlung|haushalt_titel'::TEXT AS quellen
FROM summe
INNER JOIN ansatz
  ON ansatz.zeitraum_jahr = summe.zeitraum
WHERE
  summe.indikator_id = 'i17.bewilligt_summe'
  AND summe.zeitraum_typ = 'jahr'
  AND summe.raum_ebene = 'land'
