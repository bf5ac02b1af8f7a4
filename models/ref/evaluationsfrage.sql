MODEL (
  name ref.evaluationsfrage,
  kind SEED (
    path '$root/seeds/evaluationsfrage.csv',
    csv_settings (keep_default_na = FALSE, na_values = (
        ''
    ))
  ),
  description 'Eine Zeile je Frage des Analyserasters.',
  columns (
    frage_id TEXT,
    paragraph BIGINT,
    frage TEXT,
    methode_dokumente TEXT,
    methode_online TEXT,
    methode_telefon TEXT,
    methode_interview TEXT
  ),
  column_descriptions (
    frage_id = 'Kennung der Frage',
    paragraph = 'Nummer des Paragraphen',
    frage = 'Frage in eigenen Worten, sinngleich mit dem Raster',
    methode_dokumente = 'Dokumentenanalyse: ja, nein, unbekannt',
    methode_online = 'Onlinebefragung: ja, nein, unbekannt',
    methode_telefon = 'Telefoninterview: ja, nein, unbekannt',
    methode_interview = 'Persönliches Interview: ja, nein, unbekannt'
  ),
  grain frage_id,
  audits (
    NOT_NULL(columns := (frage_id, paragraph, frage)),
    UNIQUE_VALUES(columns := (
      frage_id
    )),
    NUMBER_OF_ROWS(threshold := 0)
  ),
  ignored_rules ['nomissingunittest']
)
