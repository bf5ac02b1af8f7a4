MODEL (
  name ref.empfehlung,
  kind SEED (
    path '$root/seeds/empfehlung.csv',
    csv_settings (keep_default_na = FALSE, na_values = (
        ''
    ))
  ),
  description 'Eine Zeile je Empfehlung des Evaluationsberichts, mit dem, was über ihren Stand bekannt ist.',
  columns (
    eintrag_id TEXT,
    paragraph BIGINT,
    inhalt TEXT,
    adressat TEXT,
    eintrag_art TEXT,
    stelle TEXT,
    dokument TEXT,
    zeilen TEXT,
    fundstelle TEXT,
    status TEXT,
    status_stand TEXT,
    status_beleg TEXT
  ),
  column_descriptions (
    eintrag_id = 'Kennung des Eintrags',
    paragraph = 'Nummer des Paragraphen',
    inhalt = 'Worum es geht, in eigenen Worten',
    adressat = 'An wen sich der Eintrag richtet oder wer ihn umsetzt, getrennt durch |',
    eintrag_art = 'Womit es zu tun hat: gesetz, daten, foerderung, qualifizierung oder verfahren',
    stelle = 'Wo die Empfehlung steht: kasten, fliesstext oder fazit',
    dokument = 'Dokument, in dem der Eintrag steht',
    zeilen = 'Zeilen in der Textfassung des Dokuments',
    fundstelle = 'Stelle im Dokument',
    status = 'offen, begonnen, umgesetzt oder unbekannt',
    status_stand = 'Wann der Status galt, als JJJJ-MM-TT; leer ohne Datum',
    status_beleg = 'Woher der Status bekannt ist oder was zu melden wäre'
  ),
  grain eintrag_id,
  audits (
    NOT_NULL(
      columns := (
        eintrag_id,
        inhalt,
        adressat,
        dokument,
        zeilen,
        fundstelle,
        status,
        status_beleg,
        paragraph,
        eintrag_art,
        stelle
      )
    ),
    UNIQUE_VALUES(columns := (
      eintrag_id
    )),
    ACCEPTED_VALUES(
      "column" := eintrag_art,
      is_in := ('gesetz', 'daten', 'foerderung', 'qualifizierung', 'verfahren')
    ),
    ACCEPTED_VALUES("column" := stelle, is_in := ('kasten', 'fliesstext', 'fazit')),
    ACCEPTED_VALUES("column" := dokument, is_in := (
      'evaluationsbericht'
    )),
    ACCEPTED_VALUES("column" := status, is_in := ('offen', 'begonnen', 'umgesetzt', 'unbekannt')),
    ASSERT_ANZAHL(anzahl := 42)
  ),
  ignored_rules ['nomissingunittest']
)
