MODEL (
  name core.korrektur,
  kind FULL,
  description 'Eine Zeile je Korrektur eines gelieferten Werts: ob sie wirkt, und wenn nicht, warum.',
  grain nr,
  audits (
    NOT_NULL(columns := (nr, zustand)),
    UNIQUE_VALUES(columns := (
      nr
    )),
    ACCEPTED_VALUES(
      "column" := zustand,
      is_in := (
        'angewendet',
        'schon_richtig',
        'noch_nicht_gemeldet',
        'unvollstaendig',
        'quelle_unbekannt',
        'spalte_unbekannt',
        'spalte_fest',
        'doppelt',
        'neu_ungueltig',
        'zeile_fehlt',
        'alt_weicht_ab'
      )
    ),
    ASSERT_GLEICH_VIELE_ZEILEN(herkunft := stg.korrektur)
  )
);

/* ein Pseudonym im Schlüssel gehört in keinen Befund */
WITH quelle AS (
  SELECT
    quelle,
    MAX(CASE WHEN ist_schluessel AND schutz = 'pseudonym' THEN 1 ELSE 0 END) = 1 AS hat_pseudonym
  FROM ref.vertrag
  GROUP BY
    quelle
)
SELECT
  korrektur.nr::BIGINT AS nr, /* Laufende Nummer der Korrektur */
  korrektur.quelle::TEXT AS quelle, /* Quelle oder Tabelle, mehrere getrennt durch | */
  korrektur.schluessel::TEXT AS schluessel, /* Zeitraum und Schlüssel der Zeile */
  korrektur.spalte::TEXT AS spalte, /* Spalte der Quelle */
  korrektur.alt::TEXT AS alt, /* Gelieferter Wert als Text, leer heißt leer */
  korrektur.neu::TEXT AS neu, /* Richtiger Wert als Text, leer heißt zurückgezogen */
  korrektur.begruendung::TEXT AS begruendung, /* Warum der gelieferte Wert falsch ist */
  korrektur.gemeldet_von::TEXT AS gemeldet_von, /* Wer den richtigen Wert mitgeteilt hat */
  korrektur.gemeldet_am::DATE AS gemeldet_am, /* Tag, an dem der richtige Wert mitgeteilt wurde */
  CASE
    WHEN NOT korrektur.ist_vollstaendig
    THEN 'unvollstaendig'
    WHEN NOT korrektur.ist_bekannt
    THEN 'noch_nicht_gemeldet'
    WHEN quelle.quelle IS NULL
    THEN 'quelle_unbekannt'
    WHEN vertrag.spalte IS NULL
    THEN 'spalte_unbekannt'
    WHEN vertrag.ist_schluessel
    THEN 'spalte_fest'
    WHEN korrektur.ist_doppelt
    THEN 'doppelt'
    WHEN NOT korrektur.neu IS NULL
    AND NOT korrektur.neu_passt LIKE CONCAT('%|', vertrag.datentyp, '|%')
    THEN 'neu_ungueltig'
    WHEN zeile.nr IS NULL
    THEN 'zeile_fehlt'
    WHEN zeile.ist_angewendet
    THEN 'angewendet'
    WHEN korrektur.neu IS NULL AND zeile.wert_jetzt IS NULL
    THEN 'schon_richtig'
    WHEN vertrag.datentyp IN ('BIGINT', 'DECIMAL(18, 2)', 'DOUBLE')
    AND TRY_CAST(korrektur.neu AS DOUBLE) = TRY_CAST(zeile.wert_jetzt AS DOUBLE)
    THEN 'schon_richtig'
    WHEN korrektur.neu = zeile.wert_jetzt
    THEN 'schon_richtig'
    ELSE 'alt_weicht_ab'
  END::TEXT AS zustand, /* angewendet, schon_richtig, noch_nicht_gemeldet, oder warum sie nicht wirkt */
  zeile.wert_jetzt::TEXT AS wert_jetzt, /* Wert, der jetzt in der Zelle steht, als Text */
  vertrag.datentyp::TEXT AS datentyp, /* Datentyp im Warehouse */
  COALESCE(vertrag.schutz IN ('person', 'pseudonym'), FALSE)::BOOLEAN AS ist_geschuetzt, /* Die Werte der Spalte gehören in keinen Befund */
  COALESCE(quelle.hat_pseudonym, FALSE)::BOOLEAN AS hat_pseudonym, /* Im Schlüssel steht ein Pseudonym */
  zeile.datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  zeile._lieferung_id::TEXT AS _lieferung_id /* Lieferung, aus der die Zeile stammt */
FROM stg.korrektur AS korrektur
LEFT JOIN quelle
  ON quelle.quelle = korrektur.quelle
LEFT JOIN ref.vertrag AS vertrag
  ON vertrag.quelle = korrektur.quelle AND vertrag.spalte = korrektur.spalte
LEFT JOIN core.korrektur_zeile AS zeile
  ON zeile.nr = korrektur.nr
