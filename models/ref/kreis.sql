MODEL (
  name ref.kreis,
  kind SEED (
    path '$root/seeds/kreis.csv',
    csv_settings (keep_default_na = FALSE, na_values = (
        ''
    ))
  ),
  description 'Eine Zeile je Kreis oder kreisfreie Stadt in Nordrhein-Westfalen (53); 05334 ist die StädteRegion Aachen einschließlich der Stadt Aachen.',
  columns (
    kreis_ags BIGINT,
    name TEXT,
    name_amtlich TEXT,
    typ TEXT,
    nuts3 TEXT,
    regierungsbezirk_ags BIGINT
  ),
  column_descriptions (
    kreis_ags = 'Schlüssel des Kreises',
    name = 'Kurzer Name',
    name_amtlich = 'Amtlicher Name mit Zusatz',
    typ = 'Kreis oder kreisfreie Stadt',
    nuts3 = 'Schlüssel der europäischen Regionalstatistik',
    regierungsbezirk_ags = 'Schlüssel des Regierungsbezirks'
  ),
  grain kreis_ags,
  audits (
    NOT_NULL(columns := (kreis_ags, name, regierungsbezirk_ags)),
    UNIQUE_VALUES(columns := (
      kreis_ags
    )),
    ASSERT_ANZAHL(anzahl := 53)
  ),
  ignored_rules ['nomissingunittest']
)
