MODEL (
  name ref.quartal,
  kind SEED (
    path '$root/seeds/quartal.csv'
  ),
  description 'Eine Zeile je Quartal der Jahre 2000 bis 2099, mit seinem ersten und letzten Tag.',
  columns (
    zeitraum_quartal TEXT,
    jahr BIGINT,
    quartal BIGINT,
    erster_tag TEXT,
    letzter_tag TEXT
  ),
  column_descriptions (
    zeitraum_quartal = 'Quartal, z. B. 2023-Q4',
    jahr = 'Jahr',
    quartal = 'Quartal',
    erster_tag = 'Erster Tag des Quartals',
    letzter_tag = 'Letzter Tag des Quartals'
  ),
  grain zeitraum_quartal,
  audits (
    NOT_NULL(columns := (zeitraum_quartal, jahr, quartal, erster_tag, letzter_tag)),
    UNIQUE_VALUES(columns := (
      zeitraum_quartal
    )),
    ASSERT_ANZAHL(anzahl := 400)
  ),
  ignored_rules ['nomissingunittest']
)
