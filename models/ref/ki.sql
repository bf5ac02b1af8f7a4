MODEL (
  name ref.ki,
  kind SEED (
    path '$root/seeds/ki.csv',
    csv_settings (keep_default_na = FALSE, na_values = (
        ''
    ))
  ),
  description 'Eine Zeile je Gebietskörperschaft mit Kommunalem Integrationszentrum (54); 05334 ist hier die StädteRegion Aachen ohne die Stadt Aachen (05334002).',
  columns (
    ki_id BIGINT,
    name TEXT,
    typ TEXT,
    kreis_ags BIGINT,
    regierungsbezirk_ags BIGINT,
    einwohner BIGINT
  ),
  column_descriptions (
    ki_id = 'Schlüssel der Gebietskörperschaft, fünf Stellen, die Stadt Aachen acht',
    name = 'Name',
    typ = 'Kreis, kreisfreie Stadt oder Sonderfall Aachen',
    kreis_ags = 'Schlüssel des Kreises, in dem das KI liegt',
    regierungsbezirk_ags = 'Schlüssel des Regierungsbezirks',
    einwohner = 'Einwohnerzahl nach dem Zensus am 15.05.2022'
  ),
  grain ki_id,
  audits (
    NOT_NULL(columns := (ki_id, name, kreis_ags)),
    UNIQUE_VALUES(columns := (
      ki_id
    )),
    ASSERT_ANZAHL(anzahl := 54)
  ),
  ignored_rules ['nomissingunittest']
)
