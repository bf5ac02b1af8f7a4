MODEL (
  name ref.register_bezug,
  kind SEED (
    path '$root/seeds/register_bezug.csv',
    csv_settings (keep_default_na = FALSE, na_values = (
        ''
    ))
  ),
  description 'Eine Zeile je Eintrag eines Registers, Paragraph und Indikator, an dem man sein Fortkommen sähe.',
  columns (
    register TEXT,
    eintrag_id TEXT,
    paragraph BIGINT,
    indikator_id TEXT,
    anmerkung TEXT
  ),
  column_descriptions (
    register = 'empfehlung, kernergebnis, intmk_beschluss oder nap_massnahme',
    eintrag_id = 'Kennung des Eintrags',
    paragraph = 'Nummer des Paragraphen',
    indikator_id = 'Kennung des Indikators; leer, wenn keiner passt',
    anmerkung = 'Warum Eintrag und Paragraph oder Indikator zusammengehören, oder warum kein Indikator passt'
  ),
  grain (register, eintrag_id, paragraph, indikator_id),
  audits (
    NOT_NULL(columns := (register, eintrag_id, paragraph)),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (register, eintrag_id, paragraph, indikator_id)),
    ACCEPTED_VALUES(
      "column" := register,
      is_in := ('empfehlung', 'kernergebnis', 'intmk_beschluss', 'nap_massnahme')
    )
  ),
  ignored_rules ['nomissingunittest']
)
