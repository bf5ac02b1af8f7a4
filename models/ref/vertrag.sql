MODEL (
  name ref.vertrag,
  kind SEED (
    path '$root/seeds/vertrag.csv',
    csv_settings (keep_default_na = FALSE, na_values = (
        ''
    ))
  ),
  description 'Eine Zeile je vereinbarte Spalte einer Quelle; erzeugt aus ingest/contracts/.',
  columns (
    quelle TEXT,
    spalte TEXT,
    datentyp TEXT,
    ist_schluessel BOOLEAN,
    schutz TEXT,
    bezeichnung TEXT
  ),
  column_descriptions (
    quelle = 'Quelle',
    spalte = 'Name der Spalte',
    datentyp = 'Datentyp im Warehouse',
    ist_schluessel = 'Die Spalte gehört zur Einheit oder zum Schlüssel',
    schutz = 'person, pseudonym, institution oder leer',
    bezeichnung = 'Was in der Spalte steht'
  ),
  grain (quelle, spalte),
  audits (
    NOT_NULL(columns := (quelle, spalte, datentyp, ist_schluessel)),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (quelle, spalte)),
    NUMBER_OF_ROWS(threshold := 0)
  ),
  ignored_rules ['nomissingunittest']
)
