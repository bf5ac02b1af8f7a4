MODEL (
  name ref.indikator,
  kind SEED (
    path '$root/seeds/indikator.csv',
    csv_settings (keep_default_na = FALSE, na_values = (
        ''
    ))
  ),
  description 'Eine Zeile je Indikator des Katalogs.',
  columns (
    indikator_id TEXT,
    paragraph BIGINT,
    frage_id TEXT,
    name TEXT,
    definition TEXT,
    formel TEXT,
    einheit TEXT,
    dezimalen BIGINT,
    stufe TEXT,
    zieldimension TEXT,
    richtung TEXT,
    schutz TEXT,
    additiv_raum BOOLEAN,
    additiv_merkmal BOOLEAN,
    additiv_zeitraum BOOLEAN,
    ebenen TEXT,
    zeitraeume TEXT,
    merkmale TEXT,
    quelle TEXT,
    bruch TEXT,
    vorsicht TEXT,
    berechenbar BOOLEAN,
    ersetzt_durch TEXT,
    grund TEXT
  ),
  column_descriptions (
    indikator_id = 'Kennung des Indikators',
    paragraph = 'Nummer des Paragraphen',
    frage_id = 'Evaluationsfrage, die der Indikator beantworten hilft',
    name = 'Deutscher Name',
    definition = 'Was der Indikator misst',
    formel = 'Rechenweg in Worten',
    einheit = 'Einheit des Werts',
    dezimalen = 'Nachkommastellen in der Anzeige',
    stufe = 'Stufe des Wirkungsmodells: input, activity, output, outcome, impact',
    zieldimension = 'ankommen, teilhaben, gestalten oder querschnitt',
    richtung = 'hoeher, niedriger oder neutral: welche Richtung als besser gilt',
    schutz = 'person, institution oder keine: Art der Geheimhaltung',
    additiv_raum = 'Werte der unteren Ebene ergeben die obere',
    additiv_merkmal = 'Ausprägungen ergeben die Summe ohne Aufgliederung',
    additiv_zeitraum = 'Quartale ergeben das Jahr',
    ebenen = 'Raumebenen, getrennt durch |',
    zeitraeume = 'Arten des Zeitraums, getrennt durch |',
    merkmale = 'Aufgliederungen, getrennt durch |',
    quelle = 'Quellen, getrennt durch |',
    bruch = 'Jahr, ab dem die Reihe nicht mehr vergleichbar ist, mit Grund',
    vorsicht = 'Was man aus dem Wert nicht schließen darf',
    berechenbar = 'Der Wert kann aus den vorhandenen Quellen berechnet werden',
    ersetzt_durch = 'Indikator, der dasselbe sagt und berechnet wird',
    grund = 'Warum der Wert nicht berechnet werden kann'
  ),
  grain indikator_id,
  audits (
    NOT_NULL(
      columns := (
        indikator_id,
        paragraph,
        name,
        definition,
        einheit,
        dezimalen,
        stufe,
        schutz,
        additiv_raum,
        additiv_merkmal,
        additiv_zeitraum,
        richtung,
        berechenbar
      )
    ),
    UNIQUE_VALUES(columns := (
      indikator_id
    )),
    NUMBER_OF_ROWS(threshold := 0)
  ),
  ignored_rules ['nomissingunittest']
)
