MODEL (
  name stg.gremium,
  kind FULL,
  description 'Eine Zeile je Jahr und Gremium: je Einheit (jahr) die neueste Lieferung bis zum gewählten Datenstand, mit Korrekturen (§ 5 TIntG).',
  grain (jahr, gremium_id),
  audits (
    NOT_NULL(columns := (jahr, gremium_id, _lieferung_id, _zeile, datenstand)),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (jahr, gremium_id)),
    ASSERT_EINE_LIEFERUNG_JE_EINHEIT(einheit := (
      jahr
    ))
  )
);

SELECT
  jahr::BIGINT AS jahr, /* Kalenderjahr */
  gremium_id::TEXT AS gremium_id, /* Kennung des Gremiums */
  name::TEXT AS name, /* Name des Gremiums */
  mitglieder::BIGINT AS mitglieder, /* Mitglieder */
  COALESCE(mitglieder_status, '')::TEXT AS mitglieder_status, /* Zeichen statt eines Werts */
  mit_einwanderungsgeschichte::BIGINT AS mit_einwanderungsgeschichte, /* Davon Mitglieder mit Einwanderungsgeschichte */
  COALESCE(mit_einwanderungsgeschichte_status, '')::TEXT AS mit_einwanderungsgeschichte_status, /* Zeichen statt eines Werts */
  erfasst::BOOLEAN AS erfasst, /* Die Einwanderungsgeschichte der Mitglieder wird erfasst */
  regelung_vorhanden::BOOLEAN AS regelung_vorhanden, /* Für die Besetzung gibt es eine Regelung */
  neu_besetzt::BOOLEAN AS neu_besetzt, /* Das Gremium wurde im Jahr neu besetzt */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  _lieferung_id::TEXT AS _lieferung_id, /* Lieferung, aus der die Zeile stammt */
  _zeile::BIGINT AS _zeile, /* Zeilennummer in der gelieferten Datei */
  _korrektur::TEXT AS _korrektur /* Korrigierte Spalten der Zeile, getrennt durch | */
FROM @gueltige_zeilen(gremium, @datenstand, einheit := (
  jahr
), schluessel := (
  gremium_id
))
