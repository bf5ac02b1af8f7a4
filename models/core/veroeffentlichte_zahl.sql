MODEL (
  name core.veroeffentlichte_zahl,
  kind FULL,
  description 'Eine Zeile je veröffentlichter Zahl: ihr Druck als Zahl mit dem Spielraum seiner Rundung, und was andere veröffentlichte Zahlen für sie ergeben.',
  grain figure_id,
  audits (
    NOT_NULL(columns := (figure_id, druck_wert, druck_von, druck_bis)),
    UNIQUE_VALUES(columns := (
      figure_id
    )),
    ASSERT_GLEICH_VIELE_ZEILEN(herkunft := ref.veroeffentlichte_zahl),
    FORALL(criteria := (druck_von <= druck_bis, rechnung_von <= rechnung_bis))
  )
);

SELECT
  zahl.figure_id::TEXT AS figure_id, /* Kennung der veröffentlichten Zahl */
  CASE
    WHEN zahl.paragraph = 'TIntG'
    THEN '00'
    WHEN zahl.paragraph LIKE '§ %'
    THEN LPAD(SUBSTRING(zahl.paragraph, 3), 2, '0')
  END::TEXT AS paragraph, /* Nummer des Paragraphen, zweistellig */
  zahl.dokument::TEXT AS dokument, /* Dokument: evaluationsbericht, intmk_2025, intmk_2021 oder nap_integration */
  zahl.zeilen::TEXT AS zeilen, /* Zeilen in der Textfassung des Dokuments */
  zahl.druck::TEXT AS druck, /* Gedruckter Wert mit Punkt als Komma, ein Datum als Jahr, Monat oder Tag */
  zahl.einheit::TEXT AS einheit, /* Einheit des Werts */
  zahl.genauigkeit::TEXT AS genauigkeit, /* Wie der Druck gemeint ist: genau, gerundet oder ungefaehr */
  rechnung.druck_wert::DOUBLE AS druck_wert, /* Gedruckter Wert als Zahl, bei einem Datum in Jahren */
  rechnung.druck_von::DOUBLE AS druck_von, /* Kleinster Wert, für den der Druck stehen kann */
  rechnung.druck_bis::DOUBLE AS druck_bis, /* Größter Wert, für den der Druck stehen kann */
  zahl.abgeleitet_aus::TEXT AS abgeleitet_aus, /* Rechnung über andere veröffentlichte Zahlen */
  zahl.herkunft::TEXT AS rechnung_herkunft, /* uebernommen: die Rechnung kam mit den Zahlen; eigen: sie ist hinzugefügt */
  zahl.grund::TEXT AS rechnung_grund, /* Warum eine hinzugefügte Rechnung gilt */
  rechnung.rechnung_wert::DOUBLE AS rechnung_wert, /* Ergebnis der Rechnung mit den gedruckten Werten */
  rechnung.rechnung_von::DOUBLE AS rechnung_von, /* Kleinstes Ergebnis, das die Rundung der Ausgangswerte zulässt */
  rechnung.rechnung_bis::DOUBLE AS rechnung_bis, /* Größtes Ergebnis, das die Rundung der Ausgangswerte zulässt */
  zahl.grenze::TEXT AS grenze, /* Ungleichung, die gelten muss: <= oder >= und eine Rechnung */
  zahl.grenze_grund::TEXT AS grenze_grund, /* Warum die Ungleichung gilt */
  CASE
    WHEN zahl.grenze LIKE '<=%'
    THEN ROUND(rechnung.druck_von - rechnung.grenze_bis, 6) <= 0
    WHEN zahl.grenze LIKE '>=%'
    THEN ROUND(rechnung.druck_bis - rechnung.grenze_von, 6) >= 0
  END::BOOLEAN AS ist_grenze_eingehalten /* Die Ungleichung kann gelten, leer ohne Grenze */
FROM ref.veroeffentlichte_zahl AS zahl
INNER JOIN core.veroeffentlichte_rechnung AS rechnung
  ON rechnung.figure_id = zahl.figure_id
