MODEL (
  name ref.bericht_pauschalen,
  kind SEED (
    path '$root/seeds/bericht_pauschalen.csv',
    csv_settings (keep_default_na = FALSE, na_values = (
        ''
    ))
  ),
  description 'Eine Zeile je Haushaltsjahr aus Tabelle 1 des Evaluationsberichts: landesweit bewilligte Integrationspauschalen 2012 bis 2023.',
  columns (
    haushaltsjahr BIGINT,
    bewilligt_eur DECIMAL(18, 2),
    regelung TEXT,
    fundstelle TEXT
  ),
  column_descriptions (
    haushaltsjahr = 'Haushaltsjahr',
    bewilligt_eur = 'Bewilligter Betrag laut Bericht',
    regelung = 'bis_2021 oder ab_2022: 2022 wurde der Personenkreis erweitert und der Satz vereinheitlicht',
    fundstelle = 'Stelle im Bericht'
  ),
  grain haushaltsjahr,
  audits (
    NOT_NULL(columns := (haushaltsjahr, bewilligt_eur)),
    UNIQUE_VALUES(columns := (
      haushaltsjahr
    )),
    ASSERT_ANZAHL(anzahl := 12)
  ),
  ignored_rules ['nomissingunittest']
)
