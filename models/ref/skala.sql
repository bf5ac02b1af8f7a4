MODEL (
  name ref.skala,
  kind SEED (
    path '$root/seeds/skala.csv',
    csv_settings (keep_default_na = FALSE, na_values = (
        ''
    ))
  ),
  description 'Eine Zeile je Skala und Antwortstufe einer Befragung.',
  columns (
    skala_id TEXT,
    skala_name TEXT,
    wert BIGINT,
    bezeichnung TEXT,
    ist_belegt BOOLEAN,
    verwendet_in TEXT,
    anmerkung TEXT,
    fundstelle TEXT
  ),
  column_descriptions (
    skala_id = 'Kennung der Skala',
    skala_name = 'Name der Skala',
    wert = 'Zahlenwert der Antwort',
    bezeichnung = 'Wortlaut der Antwort',
    ist_belegt = 'Der Zahlenwert ist im Bericht belegt, nicht angenommen',
    verwendet_in = 'Befragungen, die die Skala verwenden, getrennt durch Semikolon',
    anmerkung = 'Was zu beachten ist',
    fundstelle = 'Stelle im Bericht'
  ),
  grain (skala_id, wert),
  audits (
    NOT_NULL(columns := (skala_id, wert)),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (skala_id, wert)),
    NUMBER_OF_ROWS(threshold := 0)
  ),
  ignored_rules ['nomissingunittest']
)
