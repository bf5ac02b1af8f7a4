MODEL (
  name mart.p09_auslastung,
  kind FULL,
  description 'Eine Zeile je Raum und Jahr: wie viele laufende Fälle des Case Managements am Jahresende auf eine besetzte Stelle kommen (§ 9 TIntG).',
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

/* besetzte Stellen im Case Management; wer zu einem Stichtag nur andere Bausteine meldet, hat dort keine */
WITH stelle AS (
  SELECT
    standort,
    stichtag,
    SUM(CASE WHEN baustein = 2 THEN stellen_besetzt_vzae END) AS besetzt,
    MAX(
      CASE
        WHEN baustein = 2 AND stellen_besetzt_vzae > 0
        THEN stellen_besetzt_vzae_status
      END
    ) AS status,
    MAX(datenstand) AS datenstand
  FROM core.kim_stelle
  GROUP BY
    standort,
    stichtag
), jahresende AS (
  /* zu den Fällen am 31.12. die Stellen am letzten Stichtag, den der Standort bis dahin gemeldet hat */
  SELECT
    bestand.standort,
    quartal.jahr::TEXT AS zeitraum_jahr,
    bestand.faelle,
    bestand.faelle_fortgeschrieben,
    stelle.besetzt,
    stelle.status,
    GREATEST(bestand.datenstand, stelle.datenstand) AS datenstand,
    ROW_NUMBER() OVER (PARTITION BY bestand.standort, quartal.jahr ORDER BY stelle.stichtag DESC) AS rang
  FROM core.kim_bestand AS bestand
  INNER JOIN ref.quartal AS quartal
    ON quartal.zeitraum_quartal = bestand.zeitraum_quartal AND quartal.quartal = 4
  INNER JOIN stelle
    ON stelle.standort = bestand.standort
    AND stelle.stichtag <= quartal.letzter_tag::DATE
  WHERE
    bestand.fallart = 'case_management'
), auslastung AS (
  /* das Land summiert nur Standorte, die beides haben */
  SELECT
    ort.raum_ebene,
    ort.raum_id,
    jahresende.zeitraum_jahr,
    SUM(jahresende.faelle) AS faelle,
    SUM(jahresende.besetzt) AS besetzt,
    SUM(jahresende.faelle_fortgeschrieben) AS n_ka,
    COALESCE(MAX(jahresende.status), '') AS status,
    MAX(jahresende.datenstand) AS datenstand
  FROM jahresende
  INNER JOIN core.ki_raum AS ort
    ON ort.ki = jahresende.standort
  WHERE
    jahresende.rang = 1
    AND jahresende.besetzt > 0
    AND ort.raum_ebene IN ('land', 'standort')
  GROUP BY
    ort.raum_ebene,
    ort.raum_id,
    jahresende.zeitraum_jahr
)
SELECT
  'i09.faelle_je_cm'::TEXT AS indikator_id, /* Kennung des Indikators */
  raum_ebene::TEXT AS raum_ebene, /* Raumebene */
  raum_id::TEXT AS raum_id, /* Schlüssel des Raums auf seiner Ebene */
  'jahr'::TEXT AS zeitraum_typ, /* Art des Zeitraums: jahr, quartal, monat oder stichtag */
  zeitraum_jahr::TEXT AS zeitraum, /* Zeitraum */
  ''::TEXT AS merkmal, /* Merkmal der Aufgliederung, leer ohne Aufgliederung */
  ''::TEXT AS auspraegung, /* Ausprägung des Merkmals, leer ohne Aufgliederung */
  (
    faelle / besetzt
  )::DOUBLE AS wert, /* Wert, ungerundet */
  faelle::DOUBLE AS zaehler, /* Zähler bei Anteilen und Mittelwerten */
  besetzt::DOUBLE AS nenner, /* Nenner bei Anteilen und Mittelwerten */
  faelle::BIGINT AS n, /* Zahl der Angaben, aus denen der Wert besteht */
  n_ka::BIGINT AS n_ka, /* Zahl der Zeilen ohne brauchbare Angabe */
  status::TEXT AS status, /* Zeichen statt eines Werts, leer bei normalem Wert */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  'kim_fall|kim_stelle'::TEXT AS quellen /* Verwendete Quellen, getrennt durch | */
FROM auslastung
