MODEL (
  name ref.regierungsbezirk,
  kind SEED (
    path '$root/seeds/regierungsbezirk.csv',
    csv_settings (keep_default_na = FALSE, na_values = (
        ''
    ))
  ),
  description 'Eine Zeile je Regierungsbezirk (5).',
  columns (
    regierungsbezirk_ags BIGINT,
    name TEXT
  ),
  column_descriptions (regierungsbezirk_ags = 'Schlüssel des Regierungsbezirks', name = 'Name'),
  grain regierungsbezirk_ags,
  audits (
    NOT_NULL(columns := (regierungsbezirk_ags, name)),
    UNIQUE_VALUES(columns := (
      regierungsbezirk_ags
    )),
    ASSERT_ANZAHL(anzahl := 5)
  ),
  ignored_rules ['nomissingunittest']
)
