MODEL (
  name ref.veroeffentlichte_zahl,
  kind SEED (
    path '$root/seeds/veroeffentlichte_zahl.csv',
    csv_settings (keep_default_na = FALSE, na_values = (
        ''
    ))
  ),
  description 'Eine Zeile je veröffentlichter Zahl des Evaluationsberichts und der Integrationsministerkonferenzen: wie sie gedruckt ist und wie sie aus anderen folgt.',
  columns (
    figure_id TEXT,
    paragraph TEXT,
    dokument TEXT,
    zeilen TEXT,
    gebiet TEXT,
    zeitraum TEXT,
    druck TEXT,
    einheit TEXT,
    art TEXT,
    n BIGINT,
    n_ka BIGINT,
    skala TEXT,
    genauigkeit TEXT,
    naeherung TEXT,
    bruch TEXT,
    abgeleitet_aus TEXT,
    herkunft TEXT,
    grund TEXT,
    grenze TEXT,
    grenze_grund TEXT
  ),
  column_descriptions (
    figure_id = 'Kennung der veröffentlichten Zahl',
    paragraph = 'Paragraph, TIntG für das Gesetz als Ganzes oder IntMK',
    dokument = 'Wo die Zahl steht: evaluationsbericht, intmk_2025 oder intmk_2021',
    zeilen = 'Zeilen in der Textfassung des Dokuments',
    gebiet = 'Wofür die Zahl gilt',
    zeitraum = 'Zeitraum, wie ihn das Dokument nennt',
    druck = 'Gedruckter Wert mit Punkt als Komma, ein Datum als Jahr, Monat oder Tag',
    einheit = 'Einheit',
    art = 'anzahl, anteil, datum, grenzwert, stichprobe, mittelwert, betrag oder veraenderung',
    n = 'Gedruckte Zahl der Antworten',
    n_ka = 'Gedruckte Zahl ohne Angabe',
    skala = 'Antwortskala eines Mittelwerts',
    genauigkeit = 'genau, gerundet oder ungefaehr',
    naeherung = 'Richtung einer ungefähren Angabe: rund, mehr_als oder fast',
    bruch = 'Anteil, der in Worten dasteht, z. B. 1/3',
    abgeleitet_aus = 'Rechnung über andere veröffentlichte Zahlen',
    herkunft = 'uebernommen: die Rechnung kam mit den Zahlen; eigen: sie ist hinzugefügt',
    grund = 'Warum eine hinzugefügte Rechnung gilt',
    grenze = 'Ungleichung, die gelten muss: <= oder >= und eine Rechnung',
    grenze_grund = 'Warum die Ungleichung gilt'
  ),
  grain figure_id,
  audits (
    NOT_NULL(
      columns := (figure_id, paragraph, dokument, zeilen, druck, einheit, art, genauigkeit)
    ),
    UNIQUE_VALUES(columns := (
      figure_id
    )),
    ACCEPTED_VALUES("column" := genauigkeit, is_in := ('genau', 'gerundet', 'ungefaehr')),
    ASSERT_ANZAHL(anzahl := 786)
  ),
  ignored_rules ['nomissingunittest']
)
