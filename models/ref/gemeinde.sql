MODEL (
  name ref.gemeinde,
  kind SEED (
    path '$root/seeds/gemeinde.csv',
    csv_settings (keep_default_na = FALSE, na_values = (
        ''
    ))
  ),
  description 'Eine Zeile je Gemeinde in Nordrhein-Westfalen (396), Stand der Gebiete 2011 bis heute unverändert. Beim Laden werden Schlüssel zu Zahlen ohne führende Null, core.gemeinde stellt sie wieder her.',
  columns (
    ags BIGINT,
    name TEXT,
    name_amtlich TEXT,
    typ TEXT,
    kreis_ags BIGINT,
    einwohner BIGINT,
    flaeche_km2 DOUBLE
  ),
  column_descriptions (
    ags = 'Amtlicher Gemeindeschlüssel',
    name = 'Kurzer Name',
    name_amtlich = 'Amtlicher Name mit Zusatz',
    typ = 'Gemeinde, Stadt oder kreisfreie Stadt',
    kreis_ags = 'Schlüssel des Kreises oder der kreisfreien Stadt',
    einwohner = 'Einwohnerzahl nach dem Zensus am 15.05.2022',
    flaeche_km2 = 'Fläche in Quadratkilometern'
  ),
  grain ags,
  audits (
    NOT_NULL(columns := (ags, name, kreis_ags, einwohner, flaeche_km2)),
    UNIQUE_VALUES(columns := (
      ags
    )),
    ASSERT_ANZAHL(anzahl := 396)
  ),
  ignored_rules ['nomissingunittest']
)
