MODEL (
  name ref.intmk_beschluss,
  kind SEED (
    path '$root/seeds/intmk_beschluss.csv',
    csv_settings (keep_default_na = FALSE, na_values = (
        ''
    ))
  ),
  description 'Eine Zeile je Beschluss der 16. (2021) und 20. (2025) Integrationsministerkonferenz, mit dem, was über seinen Stand bekannt ist.',
  columns (
    eintrag_id TEXT,
    konferenz TEXT,
    jahr BIGINT,
    tagesordnungspunkt TEXT,
    titel TEXT,
    inhalt TEXT,
    antragsteller TEXT,
    abstimmung TEXT,
    adressat TEXT,
    eintrag_art TEXT,
    protokollnotiz TEXT,
    kennzeichen TEXT,
    dokument TEXT,
    zeilen TEXT,
    fundstelle TEXT,
    status TEXT,
    status_stand TEXT,
    status_beleg TEXT
  ),
  column_descriptions (
    eintrag_id = 'Kennung des Eintrags',
    konferenz = 'Nummer und Jahr der Integrationsministerkonferenz',
    jahr = 'Jahr der Konferenz',
    tagesordnungspunkt = 'Tagesordnungspunkt (TOP)',
    titel = 'Überschrift in eigenen Worten',
    inhalt = 'Worum es geht, in eigenen Worten',
    antragsteller = 'Länder, die den Antrag gestellt haben, getrennt durch |',
    abstimmung = 'einstimmig oder mehrheitlich; leer ohne Abstimmung',
    adressat = 'An wen sich der Eintrag richtet oder wer ihn umsetzt, getrennt durch |',
    eintrag_art = 'Was der Beschluss tut: auftrag, erklaerung, forderung, kenntnisnahme, organisation, pruefbitte oder selbstverpflichtung',
    protokollnotiz = 'Wer dem Beschluss eine Erklärung beigefügt hat, getrennt durch |',
    kennzeichen = 'Gedrucktes Kürzel G1 bis G10; was es bedeutet, sagt das Papier nicht',
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
        konferenz,
        jahr,
        tagesordnungspunkt,
        titel,
        eintrag_art
      )
    ),
    UNIQUE_VALUES(columns := (
      eintrag_id
    )),
    ACCEPTED_VALUES(
      "column" := eintrag_art,
      is_in := (
        'auftrag',
        'erklaerung',
        'forderung',
        'kenntnisnahme',
        'organisation',
        'pruefbitte',
        'selbstverpflichtung'
      )
    ),
    ACCEPTED_VALUES("column" := abstimmung, is_in := ('einstimmig', 'mehrheitlich')),
    ACCEPTED_VALUES("column" := dokument, is_in := ('intmk_2021', 'intmk_2025')),
    ACCEPTED_VALUES("column" := status, is_in := ('offen', 'begonnen', 'umgesetzt', 'unbekannt')),
    ASSERT_ANZAHL(anzahl := 66)
  ),
  ignored_rules ['nomissingunittest']
)
