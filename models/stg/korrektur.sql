MODEL (
  name stg.korrektur,
  kind FULL,
  description 'Eine Zeile je Korrektur eines gelieferten Werts, mit der Angabe, ob sie beim gewählten Datenstand schon bekannt war.',
  grain nr,
  audits (
    NOT_NULL(columns := (nr, ist_vollstaendig, ist_bekannt, ist_doppelt)),
    UNIQUE_VALUES(columns := (
      nr
    ))
  )
);

WITH gelesen AS (
  SELECT
    NULLIF(TRIM(source), '') AS quelle,
    NULLIF(TRIM(key), '') AS schluessel,
    NULLIF(TRIM("column"), '') AS spalte,
    NULLIF(TRIM(old), '') AS alt,
    NULLIF(TRIM(new), '') AS neu,
    NULLIF(TRIM(reason), '') AS begruendung,
    NULLIF(TRIM(provider), '') AS gemeldet_von,
    CASE
      WHEN REGEXP_MATCHES(TRIM(reported_on), '^[0-9]{4}-[0-9]{2}-[0-9]{2}$')
      THEN TRY_CAST(TRIM(reported_on) AS DATE)
    END AS gemeldet_am
  FROM ref.korrektur
), beurteilt AS (
  SELECT
    *,
    NOT quelle IS NULL
    AND NOT schluessel IS NULL
    AND NOT spalte IS NULL
    AND NOT begruendung IS NULL
    AND NOT gemeldet_von IS NULL
    AND NOT gemeldet_am IS NULL AS ist_vollstaendig
  FROM gelesen
), bekannt AS (
  SELECT
    *,
    ist_vollstaendig AND gemeldet_am <= @datenstand::DATE AS ist_bekannt,
    CASE WHEN REGEXP_MATCHES(alt, '^-?[0-9]+$') THEN TRY_CAST(alt AS BIGINT) END AS alt_ganzzahl,
    CASE
      WHEN REGEXP_MATCHES(alt, '^-?[0-9]+([.][0-9]{1,2})?$')
      THEN TRY_CAST(alt AS DECIMAL(18, 2))
    END AS alt_betrag,
    CASE
      WHEN REGEXP_MATCHES(alt, '^-?[0-9]+([.][0-9]+)?$')
      THEN TRY_CAST(alt AS DOUBLE)
    END AS alt_zahl,
    CONCAT(
      '|TEXT|',
      CASE
        WHEN REGEXP_MATCHES(neu, '^-?[0-9]+$') AND NOT TRY_CAST(neu AS BIGINT) IS NULL
        THEN 'BIGINT|'
      END,
      CASE
        WHEN REGEXP_MATCHES(neu, '^-?[0-9]+([.][0-9]{1,2})?$')
        AND NOT TRY_CAST(neu AS DECIMAL(18, 2)) IS NULL
        THEN 'DECIMAL(18, 2)|'
      END,
      CASE
        WHEN REGEXP_MATCHES(neu, '^-?[0-9]+([.][0-9]+)?$')
        AND NOT TRY_CAST(neu AS DOUBLE) IS NULL
        THEN 'DOUBLE|'
      END,
      CASE
        WHEN REGEXP_MATCHES(neu, '^[0-9]{4}-[0-9]{2}-[0-9]{2}$')
        AND NOT TRY_CAST(neu AS DATE) IS NULL
        THEN 'DATE|'
      END,
      CASE WHEN neu IN ('true', 'false') THEN 'BOOLEAN|' END
    ) AS neu_passt
  FROM beurteilt
)
SELECT
  ROW_NUMBER() OVER (
    ORDER BY quelle, schluessel, spalte, gemeldet_am, alt, neu, begruendung, gemeldet_von
  )::BIGINT AS nr, /* Laufende Nummer der Korrektur */
  quelle::TEXT AS quelle, /* Quelle oder Tabelle, mehrere getrennt durch | */
  schluessel::TEXT AS schluessel, /* Zeitraum und Schlüssel der Zeile */
  spalte::TEXT AS spalte, /* Spalte, deren Wert korrigiert wird */
  alt::TEXT AS alt, /* Gelieferter Wert als Text, leer heißt leer */
  neu::TEXT AS neu, /* Richtiger Wert als Text, leer heißt zurückgezogen */
  CASE WHEN alt IS NULL THEN '' ELSE COALESCE(alt_ganzzahl::TEXT, alt) END::TEXT AS alt_ganzzahl, /* Alter Wert, wie eine ganze Zahl ausgegeben wird */
  CASE WHEN alt IS NULL THEN '' ELSE COALESCE(alt_betrag::TEXT, alt) END::TEXT AS alt_betrag, /* Alter Wert, wie ein Betrag ausgegeben wird */
  CASE WHEN alt IS NULL THEN '' ELSE COALESCE(alt_zahl::TEXT, alt) END::TEXT AS alt_zahl, /* Alter Wert, wie eine Zahl ausgegeben wird */
  neu_passt::TEXT AS neu_passt, /* Datentypen, als die sich der neue Wert lesen lässt, zwischen | */
  begruendung::TEXT AS begruendung, /* Warum der gelieferte Wert falsch ist */
  gemeldet_von::TEXT AS gemeldet_von, /* Wer den richtigen Wert mitgeteilt hat */
  gemeldet_am::DATE AS gemeldet_am, /* Tag, an dem der richtige Wert mitgeteilt wurde */
  ist_vollstaendig::BOOLEAN AS ist_vollstaendig, /* Alle Angaben außer altem und neuem Wert sind da */
  ist_bekannt::BOOLEAN AS ist_bekannt, /* Vollständig und bis zum gewählten Datenstand gemeldet */
  (
    ist_bekannt
    AND SUM(CASE WHEN ist_bekannt THEN 1 ELSE 0 END) OVER (PARTITION BY quelle, schluessel, spalte) > 1
  )::BOOLEAN AS ist_doppelt /* Für dieselbe Zelle gibt es eine zweite Korrektur */
FROM bekannt
