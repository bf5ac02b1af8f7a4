MODEL (
  name ref.datenlage_regel,
  kind SEED (
    path '$root/seeds/datenlage_regel.csv',
    csv_settings (keep_default_na = FALSE, na_values = (
        ''
    ))
  ),
  description 'Eine Zeile je Kriterium, nach dem die Datenlage einer Evaluationsfrage beurteilt wird.',
  columns (
    nr BIGINT,
    kriterium TEXT,
    schwelle BIGINT,
    richtung TEXT,
    folge TEXT,
    grund TEXT,
    warum TEXT,
    seit TEXT
  ),
  column_descriptions (
    nr = 'Reihenfolge der Kriterien',
    kriterium = 'Kennung des Kriteriums',
    schwelle = 'Grenze, die eingehalten sein muss',
    richtung = 'mindestens, ueber oder hoechstens: auf welcher Seite der Grenze das Kriterium erfüllt ist',
    folge = 'Urteil, wenn das Kriterium verfehlt ist: nicht_vorhanden oder eingeschraenkt',
    grund = 'Satz, der das verfehlte Kriterium nennt, {schwelle} steht für die Grenze',
    warum = 'Warum die Grenze dort liegt',
    seit = 'Seit wann die Grenze gilt, JJJJ-MM-TT'
  ),
  grain kriterium,
  audits (
    NOT_NULL(columns := (nr, kriterium, schwelle, richtung, folge, grund, warum, seit)),
    UNIQUE_VALUES(columns := (
      kriterium
    )),
    ACCEPTED_VALUES("column" := richtung, is_in := ('mindestens', 'ueber', 'hoechstens')),
    ACCEPTED_VALUES("column" := folge, is_in := ('nicht_vorhanden', 'eingeschraenkt')),
    NUMBER_OF_ROWS(threshold := 0)
  ),
  ignored_rules ['nomissingunittest']
)
