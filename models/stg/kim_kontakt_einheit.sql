MODEL (
  name stg.kim_kontakt_einheit,
  kind FULL,
  description 'Eine Zeile je Standort und Quartal, für die beim gewählten Datenstand eine Lieferung von Kontakten zählt, mit einem Kennzeichen für alles, woraus ihre Zeilen entstehen (§ 9 TIntG).',
  grain einheit,
  audits (
    NOT_NULL(columns := (einheit, _einheit, _lieferung_id)),
    UNIQUE_VALUES(columns := (einheit, _einheit))
  )
);

/* Korrekturen ändern Zeilen ihrer Einheit, ohne dass eine Lieferung kommt */
WITH korrektur AS (
  SELECT
    REGEXP_EXTRACT(schluessel, '^standort=[^;]*;quartal=[^;]*') AS einheit,
    MD5(
      LISTAGG(
        CONCAT(schluessel, '|', spalte, '|', alt, '|', neu), '||'
        ORDER BY
          schluessel,
          spalte
      )
    ) AS pruefsumme
  FROM stg.korrektur
  WHERE
    quelle = 'kim_kontakt' AND ist_bekannt AND NOT ist_doppelt
  GROUP BY
    REGEXP_EXTRACT(schluessel, '^standort=[^;]*;quartal=[^;]*')
)
SELECT
  lieferung.einheit::TEXT AS einheit, /* Einheit, wie sie im Register steht */
  MD5(
    CONCAT(lieferung.lieferung_id, '|', lieferung.einheit, '|', COALESCE(korrektur.pruefsumme, ''))
  )::TEXT AS _einheit, /* Kennzeichen der Einheit: ändert sich mit Lieferung und Korrekturen */
  lieferung.lieferung_id::TEXT AS _lieferung_id, /* Lieferung, aus der die Zeile stammt */
  (
    eingang.eingang >= MAX(eingang.eingang) OVER () - INTERVAL '1' DAY
  )::BOOLEAN AS ist_neu /* Kam mit den neuesten Lieferungen: nur solche Einheiten werden noch einmal im Einzelnen geprüft */
FROM @gueltige_lieferung(register.kim_kontakt, @datenstand) AS lieferung
INNER JOIN (
  SELECT
    lieferung_id,
    eingang::TIMESTAMP AS eingang
  FROM register.kim_kontakt
) AS eingang
  ON eingang.lieferung_id = lieferung.lieferung_id
LEFT JOIN korrektur
  ON korrektur.einheit = lieferung.einheit
