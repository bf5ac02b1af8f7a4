MODEL (
  name stg.haushalt_titel,
  kind FULL,
  description 'Eine Zeile je Haushaltsjahr, Kapitel und Titel: je Einheit (haushaltsjahr) die neueste Lieferung bis zum gewählten Datenstand, mit Korrekturen (§ 3 TIntG).',
  grain (haushaltsjahr, kapitel, titel),
  audits (
    NOT_NULL(columns := (haushaltsjahr, kapitel, titel, _lieferung_id, _zeile, datenstand)),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (haushaltsjahr, kapitel, titel)),
    ASSERT_EINE_LIEFERUNG_JE_EINHEIT(einheit := (
      haushaltsjahr
    ))
  )
);

SELECT
  haushaltsjahr::BIGINT AS haushaltsjahr, /* Haushaltsjahr */
  kapitel::TEXT AS kapitel, /* Kapitel des Haushaltsplans */
  titel::TEXT AS titel, /* Titel des Haushaltsplans */
  zweck::TEXT AS zweck, /* Zweckbestimmung */
  infrastruktur::BOOLEAN AS infrastruktur, /* Der Titel zählt zur Mindestförderung nach § 3 Abs. 2 TIntG */
  instrument::TEXT AS instrument, /* Förderinstrument */
  ansatz_eur::DECIMAL(18, 2) AS ansatz_eur, /* Ansatz des Haushaltsplans */
  COALESCE(ansatz_eur_status, '')::TEXT AS ansatz_eur_status, /* Zeichen statt eines Werts */
  ist_eur::DECIMAL(18, 2) AS ist_eur, /* Ausgaben nach Abschluss des Jahres */
  COALESCE(ist_eur_status, '')::TEXT AS ist_eur_status, /* Zeichen statt eines Werts */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  _lieferung_id::TEXT AS _lieferung_id, /* Lieferung, aus der die Zeile stammt */
  _zeile::BIGINT AS _zeile, /* Zeilennummer in der gelieferten Datei */
  _korrektur::TEXT AS _korrektur /* Korrigierte Spalten der Zeile, getrennt durch | */
FROM @gueltige_zeilen(
  haushalt_titel,
  @datenstand,
  einheit := (
    haushaltsjahr
  ),
  schluessel := (kapitel, titel)
)
