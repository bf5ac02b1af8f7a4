MODEL (
  name ref.befragung_indikator,
  kind SEED (
    path '$root/seeds/befragung_indikator.csv',
    csv_settings (keep_default_na = FALSE, na_values = (
        ''
    ))
  ),
  description 'Eine Zeile je Indikator des Katalogs und Frage einer Befragung, die ihn beantwortet.',
  columns (
    indikator_id TEXT,
    befragung_id TEXT,
    variable TEXT,
    auspraegung TEXT,
    art TEXT,
    anmerkung TEXT
  ),
  column_descriptions (
    indikator_id = 'Kennung des Indikators',
    befragung_id = 'Kennung der Befragung, in Kleinbuchstaben',
    variable = 'Variable des Fragebogens',
    auspraegung = 'Nummer der Auswahl, nur bei verteilung; leer für alle',
    art = 'verteilung, mittelwert oder zustimmung',
    anmerkung = 'Warum die Frage den Indikator beantwortet'
  ),
  grain (indikator_id, befragung_id, variable, auspraegung),
  audits (
    NOT_NULL(columns := (indikator_id, befragung_id, variable, art)),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (indikator_id, befragung_id, variable, auspraegung)),
    ACCEPTED_VALUES("column" := art, is_in := ('verteilung', 'mittelwert', 'zustimmung')),
    FORALL(criteria := (
      befragung_id = LOWER(befragung_id)
    ))
  ),
  ignored_rules ['nomissingunittest']
)
