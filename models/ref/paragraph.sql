MODEL (
  name ref.paragraph,
  kind SEED (
    path '$root/seeds/paragraph.csv',
    csv_settings (keep_default_na = FALSE, na_values = (
        ''
    ))
  ),
  description 'Eine Zeile je Paragraph des TIntG; 00 steht für das Gesetz als Ganzes. Beim Laden wird die Nummer zur Zahl ohne führende Null, mart.paragraph stellt sie wieder her.',
  columns (
    paragraph BIGINT,
    bezeichnung TEXT,
    titel TEXT,
    teil TEXT,
    bewertungsart TEXT,
    kapitel TEXT,
    zustaendig TEXT,
    kurzbeschreibung TEXT,
    fundstelle TEXT
  ),
  column_descriptions (
    paragraph = 'Nummer des Paragraphen',
    bezeichnung = 'Schreibweise mit Paragraphenzeichen',
    titel = 'Überschrift',
    teil = 'Teil des Gesetzes',
    bewertungsart = 'Wie der Bericht den Paragraphen bewertet hat',
    kapitel = 'Kapitel des Berichts',
    zustaendig = 'Zuständige Stelle',
    kurzbeschreibung = 'Worum es geht',
    fundstelle = 'Stelle im Bericht'
  ),
  grain paragraph,
  audits (
    NOT_NULL(columns := (paragraph, titel)),
    UNIQUE_VALUES(columns := (
      paragraph
    )),
    NUMBER_OF_ROWS(threshold := 0)
  ),
  ignored_rules ['nomissingunittest']
)
