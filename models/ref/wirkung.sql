MODEL (
  name ref.wirkung,
  kind SEED (
    path '$root/seeds/wirkung.csv',
    csv_settings (keep_default_na = FALSE, na_values = (
        ''
    ))
  ),
  description 'Eine Zeile je angenommener Wirkung eines Indikators auf einen anderen.',
  columns (
    von_indikator_id TEXT,
    nach_indikator_id TEXT,
    annahme TEXT,
    herkunft TEXT,
    fundstelle TEXT
  ),
  column_descriptions (
    von_indikator_id = 'Indikator, von dem die Wirkung ausgeht',
    nach_indikator_id = 'Indikator, in dem sich die Wirkung zeigen soll',
    annahme = 'Warum das eine zum anderen führen soll',
    herkunft = 'bericht: der Evaluationsbericht beschreibt den Zusammenhang; eigene_annahme: er ist hinzugefügt',
    fundstelle = 'Stelle im Bericht'
  ),
  grain (von_indikator_id, nach_indikator_id),
  audits (
    NOT_NULL(columns := (von_indikator_id, nach_indikator_id, annahme, herkunft)),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (von_indikator_id, nach_indikator_id)),
    ACCEPTED_VALUES("column" := herkunft, is_in := ('bericht', 'eigene_annahme')),
    NUMBER_OF_ROWS(threshold := 0)
  ),
  ignored_rules ['nomissingunittest']
)
