MODEL (
  name mart.veroeffentlichte_zahl_abgleich,
  kind FULL,
  description 'Eine Zeile je veröffentlichter Zahl: gedruckt, aus anderen veröffentlichten Zahlen nachgerechnet, aus Lieferungen berechnet, und ob sie stimmt.',
  grain figure_id,
  audits (
    NOT_NULL(columns := (figure_id, druck_wert, urteil, urteil_rechnung, urteil_indikator)),
    UNIQUE_VALUES(columns := (
      figure_id
    )),
    ASSERT_GLEICH_VIELE_ZEILEN(herkunft := core.veroeffentlichte_zahl),
    ACCEPTED_VALUES(
      "column" := urteil,
      is_in := ('stimmt', 'stimmt gerundet', 'weicht ab', 'nicht ableitbar', 'keine Daten')
    )
  )
);

/* was unser Indikator für die Zahl ergibt; alle veröffentlichten Zahlen dieser Art gelten dem Land */
WITH abgelesen AS (
  SELECT
    zuordnung.figure_id,
    zuordnung.indikator_id,
    zuordnung.zeitraum_typ,
    zuordnung.zeitraum,
    COALESCE(zuordnung.merkmal, '') AS merkmal,
    COALESCE(zuordnung.auspraegung, '') AS auspraegung,
    CASE zuordnung.ablesung
      WHEN 'wert'
      THEN eigen.wert
      WHEN 'zaehler'
      THEN eigen.zaehler
      WHEN 'nenner'
      THEN eigen.nenner
      WHEN 'anteil_nenner'
      THEN 100 * eigen.wert / NULLIF(eigen.nenner, 0)
      WHEN 'anteil_bezug'
      THEN 100 * eigen.wert / NULLIF(bezug.wert, 0)
      WHEN 'verhaeltnis'
      THEN eigen.wert / NULLIF(bezug.wert, 0)
      WHEN 'wachstum'
      THEN 100 * eigen.wert / NULLIF(bezug.wert, 0) - 100
    END AS indikator_ergebnis,
    eigen.datenstand,
    eigen.quellen
  FROM ref.veroeffentlichte_zahl_indikator AS zuordnung
  LEFT JOIN mart.indikator_wert AS eigen
    ON eigen.indikator_id = zuordnung.indikator_id
    AND eigen.raum_ebene = 'land'
    AND eigen.zeitraum_typ = zuordnung.zeitraum_typ
    AND eigen.zeitraum = zuordnung.zeitraum
    AND eigen.merkmal = COALESCE(zuordnung.merkmal, '')
    AND eigen.auspraegung = COALESCE(zuordnung.auspraegung, '')
  LEFT JOIN mart.indikator_wert AS bezug
    ON bezug.indikator_id = zuordnung.indikator_id
    AND bezug.raum_ebene = 'land'
    AND bezug.zeitraum_typ = zuordnung.zeitraum_typ
    AND bezug.zeitraum = zuordnung.bezug_zeitraum
    AND bezug.merkmal = COALESCE(zuordnung.bezug_merkmal, '')
    AND bezug.auspraegung = COALESCE(zuordnung.bezug_auspraegung, '')
), beurteilt AS (
  /* ein Spielraum schließt seine Enden ein; gerundet wird nur, weil DOUBLE 0,1 nicht genau kennt */
  SELECT
    zahl.*,
    abgelesen.indikator_id,
    abgelesen.zeitraum_typ,
    abgelesen.zeitraum,
    abgelesen.merkmal,
    abgelesen.auspraegung,
    abgelesen.indikator_ergebnis,
    abgelesen.datenstand,
    abgelesen.quellen,
    CASE
      WHEN NOT zahl.ist_grenze_eingehalten AND zahl.einheit <> 'Datum'
      THEN 'weicht ab'
      WHEN zahl.rechnung_wert IS NULL
      THEN 'nicht ableitbar'
      WHEN ROUND(zahl.rechnung_wert - zahl.druck_wert, 6) = 0
      THEN 'stimmt'
      WHEN ROUND(zahl.rechnung_von - zahl.druck_bis, 6) <= 0
      AND ROUND(zahl.rechnung_bis - zahl.druck_von, 6) >= 0
      THEN 'stimmt gerundet'
      ELSE 'weicht ab'
    END AS urteil_rechnung, /* ein Tag nach einem anderen ist eine Unstimmigkeit, aber keine Zahl, die falsch sein muss */
    CASE
      WHEN abgelesen.indikator_id IS NULL
      THEN 'nicht ableitbar'
      WHEN abgelesen.indikator_ergebnis IS NULL
      THEN 'keine Daten'
      WHEN ROUND(abgelesen.indikator_ergebnis - zahl.druck_wert, 6) = 0
      THEN 'stimmt'
      WHEN ROUND(abgelesen.indikator_ergebnis - zahl.druck_bis, 6) <= 0
      AND ROUND(abgelesen.indikator_ergebnis - zahl.druck_von, 6) >= 0
      THEN 'stimmt gerundet'
      ELSE 'weicht ab'
    END AS urteil_indikator
  FROM core.veroeffentlichte_zahl AS zahl
  LEFT JOIN abgelesen
    ON abgelesen.figure_id = zahl.figure_id
)
SELECT
  figure_id::TEXT AS figure_id, /* Kennung der veröffentlichten Zahl */
  paragraph::TEXT AS paragraph, /* Nummer des Paragraphen, zweistellig */
  dokument::TEXT AS dokument, /* Dokument: evaluationsbericht, intmk_2025, intmk_2021 oder nap_integration */
  zeilen::TEXT AS zeilen, /* Zeilen in der Textfassung des Dokuments */
  druck::TEXT AS druck, /* Gedruckter Wert mit Punkt als Komma, ein Datum als Jahr, Monat oder Tag */
  einheit::TEXT AS einheit, /* Einheit des Werts */
  genauigkeit::TEXT AS genauigkeit, /* Wie der Druck gemeint ist: genau, gerundet oder ungefaehr */
  druck_wert::DOUBLE AS druck_wert, /* Gedruckter Wert als Zahl, bei einem Datum in Jahren */
  druck_von::DOUBLE AS druck_von, /* Kleinster Wert, für den der Druck stehen kann */
  druck_bis::DOUBLE AS druck_bis, /* Größter Wert, für den der Druck stehen kann */
  abgeleitet_aus::TEXT AS abgeleitet_aus, /* Rechnung über andere veröffentlichte Zahlen */
  rechnung_herkunft::TEXT AS rechnung_herkunft, /* uebernommen: die Rechnung kam mit den Zahlen; eigen: sie ist hinzugefügt */
  rechnung_grund::TEXT AS rechnung_grund, /* Warum eine hinzugefügte Rechnung gilt */
  rechnung_wert::DOUBLE AS rechnung_wert, /* Ergebnis der Rechnung mit den gedruckten Werten */
  rechnung_von::DOUBLE AS rechnung_von, /* Kleinstes Ergebnis, das die Rundung der Ausgangswerte zulässt */
  rechnung_bis::DOUBLE AS rechnung_bis, /* Größtes Ergebnis, das die Rundung der Ausgangswerte zulässt */
  urteil_rechnung::TEXT AS urteil_rechnung, /* Urteil der Rechnung über veröffentlichte Zahlen */
  indikator_id::TEXT AS indikator_id, /* Kennung des Indikators */
  zeitraum_typ::TEXT AS zeitraum_typ, /* Art des Zeitraums: jahr, quartal, monat oder stichtag */
  zeitraum::TEXT AS zeitraum, /* Zeitraum */
  merkmal::TEXT AS merkmal, /* Merkmal der Aufgliederung, leer ohne Aufgliederung */
  auspraegung::TEXT AS auspraegung, /* Ausprägung des Merkmals, leer ohne Aufgliederung */
  indikator_ergebnis::DOUBLE AS indikator_ergebnis, /* Was unser Indikator aus den Lieferungen für die Zahl ergibt, leer ohne Lieferung */
  urteil_indikator::TEXT AS urteil_indikator, /* Urteil unseres Indikators; es gilt den Lieferungen und nicht dem Bericht */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  quellen::TEXT AS quellen, /* Verwendete Quellen, getrennt durch | */
  grenze::TEXT AS grenze, /* Ungleichung, die gelten muss: <= oder >= und eine Rechnung */
  grenze_grund::TEXT AS grenze_grund, /* Warum die Ungleichung gilt */
  ist_grenze_eingehalten::BOOLEAN AS ist_grenze_eingehalten, /* Die Ungleichung kann gelten, leer ohne Grenze */
  (
    druck_wert - COALESCE(rechnung_wert, indikator_ergebnis)
  )::DOUBLE AS differenz, /* Gedruckt weniger nachgerechnet, wo nichts nachzurechnen ist weniger Indikator */
  CASE
    WHEN urteil_rechnung <> 'nicht ableitbar'
    THEN urteil_rechnung
    WHEN urteil_indikator = 'weicht ab'
    THEN 'nicht ableitbar'
    ELSE urteil_indikator
  END::TEXT AS urteil /* stimmt, stimmt gerundet, weicht ab, nicht ableitbar oder keine Daten */
FROM beurteilt
