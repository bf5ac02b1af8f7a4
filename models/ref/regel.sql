MODEL (
  name ref.regel,
  kind SEED (
    path '$root/seeds/regel.csv'
  ),
  description 'Eine Zeile je Regel, gegen die ein Befund verstoßen kann; 00 steht für Regeln, die für jede Lieferung gelten. Beim Laden wird die Nummer des Paragraphen zur Zahl, mart.regel stellt sie wieder her.',
  columns (
    regel TEXT,
    paragraph BIGINT,
    titel TEXT,
    abhilfe TEXT
  ),
  column_descriptions (
    regel = 'Kennung der Regel',
    paragraph = 'Nummer des Paragraphen',
    titel = 'Überschrift',
    abhilfe = 'Was bei einem Befund zu tun ist'
  ),
  grain regel,
  audits (
    NOT_NULL(columns := (regel, paragraph, titel, abhilfe)),
    UNIQUE_VALUES(columns := (
      regel
    )),
    NUMBER_OF_ROWS(threshold := 0)
  ),
  ignored_rules ['nomissingunittest']
)
