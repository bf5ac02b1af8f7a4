MODEL (
  name ref.befragung_skala,
  kind SEED (
    path '$root/seeds/befragung_skala.csv',
    csv_settings (keep_default_na = FALSE, na_values = (
        ''
    ))
  ),
  description 'Eine Zeile je Frage einer Befragung, für die festgelegt ist, ob und nach welcher Skala sie ausgewertet wird.',
  columns (
    befragung_id TEXT,
    variable TEXT,
    skala_id TEXT,
    ist_umgekehrt BOOLEAN,
    anmerkung TEXT
  ),
  column_descriptions (
    befragung_id = 'Kennung der Befragung, in Kleinbuchstaben',
    variable = 'Variable des Fragebogens',
    skala_id = 'Kennung der Skala; auswahl: die eigenen Antworten sind die Skala; keine: die Frage hat keine Skala',
    ist_umgekehrt = 'Zustimmung sind die beiden niedrigsten Stufen statt der beiden höchsten',
    anmerkung = 'Warum es so festgelegt ist'
  ),
  grain (befragung_id, variable),
  audits (
    NOT_NULL(columns := (befragung_id, variable, skala_id, ist_umgekehrt)),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (befragung_id, variable)),
    FORALL(criteria := (
      befragung_id = LOWER(befragung_id)
    ))
  ),
  ignored_rules ['nomissingunittest']
)
