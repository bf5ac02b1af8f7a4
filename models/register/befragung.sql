MODEL (
  name register.befragung,
  kind SEED (
    path '$root/data/register/befragung.csv',
    csv_settings (keep_default_na = FALSE, na_values = (
        ''
    ))
  ),
  description 'Eine Zeile je Lieferung der Quelle befragung. Eine neue Zeile macht genau die Nachfahren dieser Quelle neu.',
  columns (
    lieferung_id TEXT,
    quelle TEXT,
    dateiname TEXT,
    sha256 TEXT,
    datenstand TEXT,
    version BIGINT,
    eingang TEXT,
    format TEXT,
    kodierung TEXT,
    trennzeichen TEXT,
    blatt TEXT,
    zeilen_gelesen BIGINT,
    zeilen_geladen BIGINT,
    zeilen_doppelt BIGINT,
    zeilen_quarantaene BIGINT,
    einheiten TEXT,
    zusatzspalten TEXT,
    status TEXT,
    gruende TEXT
  ),
  column_descriptions (
    lieferung_id = 'Kennung der Lieferung',
    quelle = 'Quelle',
    dateiname = 'Name der gelieferten Datei',
    sha256 = 'Prüfsumme der gelieferten Datei',
    datenstand = 'Datenstand (Datum)',
    version = 'Fassung bei gleichem Datenstand',
    eingang = 'Zeitpunkt des Einlesens, UTC',
    format = 'Dateiformat nach Inhalt',
    kodierung = 'Zeichensatz',
    trennzeichen = 'Trennzeichen',
    blatt = 'Tabellenblatt',
    zeilen_gelesen = 'Zeilen der Tabelle',
    zeilen_geladen = 'Geladene Zeilen',
    zeilen_doppelt = 'Genaue Dubletten',
    zeilen_quarantaene = 'Zeilen in Quarantäne',
    einheiten = 'Einheiten, die die Lieferung ersetzt, getrennt durch |',
    zusatzspalten = 'Nicht vereinbarte Spalten, getrennt durch |',
    status = 'geladen, teilweise oder abgelehnt',
    gruende = 'Gründe, getrennt durch |'
  ),
  grain lieferung_id,
  audits (
    NOT_NULL(columns := (lieferung_id, quelle, dateiname, sha256, eingang, status)),
    UNIQUE_VALUES(columns := (
      lieferung_id
    )),
    ACCEPTED_VALUES("column" := status, is_in := ('geladen', 'teilweise', 'abgelehnt')),
    ASSERT_ZEILEN_ABGERECHNET
  ),
  ignored_rules ['nomissingunittest']
)
