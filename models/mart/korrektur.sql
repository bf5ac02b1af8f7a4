MODEL (
  name mart.korrektur,
  kind FULL,
  description 'Eine Zeile je Korrektur eines gelieferten Werts, mit ihrem Zustand beim gewählten Datenstand. Vorsicht: Hier stehen auch geschützte Werte, die Tabelle wird nicht veröffentlicht.',
  grain nr,
  audits (
    NOT_NULL(columns := (nr, zustand, schluessel_befund, meldung)),
    UNIQUE_VALUES(columns := (
      nr
    )),
    UNIQUE_VALUES(columns := (
      schluessel_befund
    )),
    ACCEPTED_VALUES("column" := schweregrad, is_in := ('error', 'info'))
  )
);

WITH einheit AS (
  SELECT
    quelle,
    UNNEST(STR_SPLIT(einheiten, '|')) AS einheit
  FROM mart.lieferung
  WHERE
    status <> 'abgelehnt' AND datenstand > @datenstand::DATE
), spaeter AS (
  SELECT DISTINCT
    korrektur.nr
  FROM core.korrektur AS korrektur
  INNER JOIN einheit
    ON einheit.quelle = korrektur.quelle
    AND STARTS_WITH(korrektur.schluessel, CONCAT(einheit.einheit, ';'))
), gezeigt AS (
  SELECT
    korrektur.*,
    NOT spaeter.nr IS NULL AS hat_spaetere,
    CASE
      WHEN ist_geschuetzt
      THEN '(geschützt)'
      WHEN alt IS NULL
      THEN 'leer'
      ELSE CONCAT('„', alt, '“')
    END AS alt_text,
    CASE
      WHEN ist_geschuetzt
      THEN '(geschützt)'
      WHEN neu IS NULL
      THEN 'leer'
      ELSE CONCAT('„', neu, '“')
    END AS neu_text,
    CASE
      WHEN ist_geschuetzt
      THEN '(geschützt)'
      WHEN wert_jetzt IS NULL
      THEN 'leer'
      ELSE CONCAT('„', wert_jetzt, '“')
    END AS jetzt_text
  FROM core.korrektur AS korrektur
  LEFT JOIN spaeter
    ON spaeter.nr = korrektur.nr
)
SELECT
  nr::BIGINT AS nr, /* Laufende Nummer der Korrektur */
  quelle::TEXT AS quelle, /* Quelle oder Tabelle, mehrere getrennt durch | */
  schluessel::TEXT AS schluessel, /* Zeitraum und Schlüssel der Zeile */
  spalte::TEXT AS spalte, /* Spalte der Quelle */
  alt::TEXT AS alt, /* Gelieferter Wert als Text, leer heißt leer */
  neu::TEXT AS neu, /* Richtiger Wert als Text, leer heißt zurückgezogen */
  begruendung::TEXT AS begruendung, /* Warum der gelieferte Wert falsch ist */
  gemeldet_von::TEXT AS gemeldet_von, /* Wer den richtigen Wert mitgeteilt hat */
  gemeldet_am::DATE AS gemeldet_am, /* Tag, an dem der richtige Wert mitgeteilt wurde */
  zustand::TEXT AS zustand, /* angewendet, schon_richtig, noch_nicht_gemeldet, oder warum sie nicht wirkt */
  CASE
    WHEN zustand = 'noch_nicht_gemeldet'
    THEN NULL
    WHEN zustand IN ('angewendet', 'schon_richtig')
    THEN 'info'
    ELSE 'error'
  END::TEXT AS schweregrad, /* error, warning oder info */
  CONCAT(
    CASE
      WHEN NOT hat_pseudonym AND NOT schluessel IS NULL
      THEN CONCAT(schluessel, ' ')
    END,
    CASE WHEN NOT spalte IS NULL THEN CONCAT(spalte, ' ') END,
    '(Korrektur ',
    nr,
    ')'
  )::TEXT AS schluessel_befund, /* Zeile und Spalte, wie sie im Befund stehen: ohne Pseudonym */
  CONCAT(
    CASE zustand
      WHEN 'angewendet'
      THEN CONCAT('Der Wert in ', spalte, ' ist korrigiert: geliefert ', alt_text, ', richtig ', neu_text, '.')
      WHEN 'schon_richtig'
      THEN CONCAT(
        'Die Korrektur von ',
        spalte,
        ' ist nicht mehr nötig: Die Lieferung enthält schon den richtigen Wert ',
        neu_text,
        ' statt ',
        alt_text,
        '.'
      )
      WHEN 'noch_nicht_gemeldet'
      THEN 'Die Korrektur wirkt noch nicht: Beim gewählten Datenstand war sie noch nicht gemeldet.'
      WHEN 'unvollstaendig'
      THEN 'Die Korrektur wirkt nicht: Ihr fehlt eine Angabe, oder der Tag der Meldung ist kein Datum (JJJJ-MM-TT).'
      WHEN 'quelle_unbekannt'
      THEN CONCAT('Die Korrektur wirkt nicht: Eine Quelle ', quelle, ' gibt es nicht.')
      WHEN 'spalte_unbekannt'
      THEN CONCAT(
        'Die Korrektur wirkt nicht: Eine Spalte ',
        spalte,
        ' ist in dieser Quelle nicht vereinbart.'
      )
      WHEN 'spalte_fest'
      THEN CONCAT(
        'Die Korrektur wirkt nicht: ',
        spalte,
        ' gehört zur Einheit oder zum Schlüssel und lässt sich nicht korrigieren.'
      )
      WHEN 'doppelt'
      THEN CONCAT(
        'Die Korrektur von ',
        spalte,
        ' wirkt nicht: Für denselben Wert gibt es mehrere Korrekturen.'
      )
      WHEN 'neu_ungueltig'
      THEN CONCAT(
        'Die Korrektur von ',
        spalte,
        ' wirkt nicht: Der neue Wert ',
        neu_text,
        ' ist ',
        CASE datentyp
          WHEN 'BIGINT'
          THEN 'keine ganze Zahl'
          WHEN 'DECIMAL(18, 2)'
          THEN 'kein Betrag mit Punkt und höchstens zwei Nachkommastellen'
          WHEN 'DOUBLE'
          THEN 'keine Zahl mit Punkt'
          WHEN 'DATE'
          THEN 'kein Datum (JJJJ-MM-TT)'
          ELSE 'weder true noch false'
        END,
        '.'
      )
      WHEN 'zeile_fehlt'
      THEN CONCAT(
        'Die Korrektur von ',
        spalte,
        ' wirkt nicht: Unter den geltenden Zeilen hat keine diesen Schlüssel.',
        CASE
          WHEN hat_spaetere
          THEN ' Das liegt am gewählten Datenstand: Ihre Einheit ist danach noch einmal oder erst geliefert.'
        END
      )
      ELSE CONCAT(
        'Die Korrektur von ',
        spalte,
        ' wirkt nicht: Geliefert ist ',
        jetzt_text,
        ' und nicht ',
        alt_text,
        '; der neue Wert wäre ',
        neu_text,
        '.'
      )
    END,
    CASE WHEN NOT begruendung IS NULL THEN CONCAT(' Grund: ', begruendung) END,
    CASE
      WHEN NOT gemeldet_von IS NULL AND NOT gemeldet_am IS NULL
      THEN CONCAT(' (mitgeteilt von ', gemeldet_von, ' am ', gemeldet_am::TEXT, ')')
    END
  )::TEXT AS meldung, /* Was gefunden wurde */
  wert_jetzt::TEXT AS wert_jetzt, /* Wert, der jetzt in der Zelle steht, als Text */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  _lieferung_id::TEXT AS _lieferung_id /* Lieferung, aus der die Zeile stammt */
FROM gezeigt
