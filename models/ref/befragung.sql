MODEL (
  name ref.befragung,
  kind SEED (
    path '$root/seeds/befragung.csv',
    csv_settings (keep_default_na = FALSE, na_values = (
        ''
    ))
  ),
  description 'Eine Zeile je Erhebung der Evaluation.',
  columns (
    befragung_id TEXT,
    name TEXT,
    erhebungsart TEXT,
    zielgruppe TEXT,
    eingeladen_anzahl BIGINT,
    geantwortet_anzahl BIGINT,
    anmerkung TEXT,
    fundstelle TEXT
  ),
  column_descriptions (
    befragung_id = 'Kennung der Befragung',
    name = 'Name der Befragung',
    erhebungsart = 'Art der Erhebung',
    zielgruppe = 'Wer befragt wurde',
    eingeladen_anzahl = 'Zahl der Eingeladenen, leer wenn unbekannt',
    geantwortet_anzahl = 'Zahl der Antwortenden, leer wenn unbekannt',
    anmerkung = 'Was zu beachten ist',
    fundstelle = 'Stelle im Bericht'
  ),
  grain befragung_id,
  audits (
    NOT_NULL(columns := (befragung_id, name)),
    UNIQUE_VALUES(columns := (
      befragung_id
    )),
    NUMBER_OF_ROWS(threshold := 0)
  ),
  ignored_rules ['nomissingunittest']
)
