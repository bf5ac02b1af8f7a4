MODEL (
  name ref.abdeckung,
  kind SEED (
    path '$root/seeds/abdeckung.csv',
    csv_settings (keep_default_na = FALSE, na_values = (
        ''
    ))
  ),
  description 'Eine Zeile je Quelle und Spalte, deren verschiedene Stellen je Zeitraum gezählt werden: wie viele es mindestens und höchstens sein müssen.',
  columns (
    quelle TEXT,
    spalte TEXT,
    bezeichnung TEXT,
    mindestens BIGINT,
    hoechstens BIGINT,
    grund TEXT
  ),
  column_descriptions (
    quelle = 'Quelle',
    spalte = 'Spalte, in der die Stelle steht',
    bezeichnung = 'Was die Stellen sind, in der Mehrzahl',
    mindestens = 'So viele müssen es sein; leer, wo nichts festliegt',
    hoechstens = 'Mehr können es nicht sein; leer, wo nichts festliegt',
    grund = 'Warum diese Grenzen gelten'
  ),
  grain (quelle, spalte),
  audits (
    NOT_NULL(columns := (quelle, spalte, bezeichnung, grund)),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (quelle, spalte)),
    NUMBER_OF_ROWS(threshold := 0)
  ),
  ignored_rules ['nomissingunittest']
)
