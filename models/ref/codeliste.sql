MODEL (
  name ref.codeliste,
  kind SEED (
    path '$root/seeds/codeliste.csv',
    csv_settings (keep_default_na = FALSE, na_values = (
        ''
    ))
  ),
  description 'Eine Zeile je Eintrag einer Codeliste.',
  columns (
    liste TEXT,
    code TEXT,
    name TEXT,
    auch TEXT,
    uebergeordnet TEXT,
    sortierung BIGINT,
    beschreibung TEXT
  ),
  column_descriptions (
    liste = 'Name der Codeliste',
    code = 'Kennung des Eintrags',
    name = 'Bezeichnung',
    auch = 'Weitere Schreibweisen, die in Lieferungen gelten, mit | getrennt',
    uebergeordnet = 'Kennung des übergeordneten Eintrags',
    sortierung = 'Reihenfolge in der Liste',
    beschreibung = 'Erläuterung'
  ),
  grain (liste, code),
  audits (
    NOT_NULL(columns := (liste, code, name)),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (liste, code)),
    NUMBER_OF_ROWS(threshold := 0)
  ),
  ignored_rules ['nomissingunittest']
)
