MODEL (
  name ref.nap_massnahme,
  kind SEED (
    path '$root/seeds/nap_massnahme.csv',
    csv_settings (keep_default_na = FALSE, na_values = (
        ''
    ))
  ),
  description 'Eine Zeile je Maßnahme des Nationalen Aktionsplans Integration, mit dem, was über ihren Stand bekannt ist.',
  columns (
    eintrag_id TEXT,
    phase TEXT,
    themenforum TEXT,
    federfuehrung TEXT,
    inhalt TEXT,
    adressat TEXT,
    foerderung TEXT,
    dokument TEXT,
    zeilen TEXT,
    fundstelle TEXT,
    status TEXT,
    status_stand TEXT,
    status_beleg TEXT
  ),
  column_descriptions (
    eintrag_id = 'Kennung des Eintrags',
    phase = 'Phase des Aktionsplans: orientierung, ankommen, eingliederung, vielfalt oder zusammenhalt',
    themenforum = 'Worum es im Forum des Aktionsplans geht; dort hat es keinen Namen',
    federfuehrung = 'Federführende Stellen des Bundes, getrennt durch |',
    inhalt = 'Worum es geht, in eigenen Worten',
    adressat = 'An wen sich der Eintrag richtet oder wer ihn umsetzt, getrennt durch |',
    foerderung = 'Wer die Maßnahme fördert, wo es genannt ist',
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
        phase,
        themenforum,
        federfuehrung
      )
    ),
    UNIQUE_VALUES(columns := (
      eintrag_id
    )),
    ACCEPTED_VALUES(
      "column" := phase,
      is_in := ('orientierung', 'ankommen', 'eingliederung', 'vielfalt', 'zusammenhalt')
    ),
    ACCEPTED_VALUES("column" := dokument, is_in := (
      'nap_integration'
    )),
    ACCEPTED_VALUES("column" := status, is_in := ('offen', 'begonnen', 'umgesetzt', 'unbekannt')),
    ASSERT_ANZAHL(anzahl := 114)
  ),
  ignored_rules ['nomissingunittest']
)
