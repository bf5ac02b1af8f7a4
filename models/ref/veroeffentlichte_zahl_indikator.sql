MODEL (
  name ref.veroeffentlichte_zahl_indikator,
  kind SEED (
    path '$root/seeds/veroeffentlichte_zahl_indikator.csv',
    csv_settings (keep_default_na = FALSE, na_values = (
        ''
    ))
  ),
  description 'Eine Zeile je veröffentlichter Zahl, die einer unserer Indikatoren für das Land angibt: welcher, für welchen Zeitraum und welche Ausprägung, und wie er abzulesen ist.',
  columns (
    figure_id TEXT,
    indikator_id TEXT,
    zeitraum_typ TEXT,
    zeitraum TEXT,
    merkmal TEXT,
    auspraegung TEXT,
    ablesung TEXT,
    bezug_zeitraum TEXT,
    bezug_merkmal TEXT,
    bezug_auspraegung TEXT
  ),
  column_descriptions (
    figure_id = 'Kennung der veröffentlichten Zahl',
    indikator_id = 'Kennung des Indikators',
    zeitraum_typ = 'Art des Zeitraums: jahr, quartal, monat oder stichtag',
    zeitraum = 'Zeitraum',
    merkmal = 'Merkmal der Aufgliederung, leer ohne Aufgliederung',
    auspraegung = 'Ausprägung des Merkmals, leer ohne Aufgliederung',
    ablesung = 'wert, zaehler, nenner, anteil_nenner (am Nenner), anteil_bezug (am Bezugswert), verhaeltnis (zum Bezugswert) oder wachstum (gegenüber dem Bezugswert)',
    bezug_zeitraum = 'Zeitraum des Bezugswerts',
    bezug_merkmal = 'Merkmal des Bezugswerts, leer ohne Aufgliederung',
    bezug_auspraegung = 'Ausprägung des Bezugswerts, leer ohne Aufgliederung'
  ),
  grain figure_id,
  audits (
    NOT_NULL(columns := (figure_id, indikator_id, zeitraum_typ, zeitraum, ablesung)),
    UNIQUE_VALUES(columns := (
      figure_id
    ))
  ),
  ignored_rules ['nomissingunittest']
)
