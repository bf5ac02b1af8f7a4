MODEL (
  name stg.fde_komm_an,
  kind FULL,
  description 'Eine Zeile je Haushaltsjahr, Kommunalem Integrationszentrum, Baustein, Durchführungsort und laufender Nummer: je Einheit (haushaltsjahr) die neueste Lieferung bis zum gewählten Datenstand, mit Korrekturen (§ 8 TIntG).',
  grain (haushaltsjahr, ki, baustein, durchfuehrungsort_ags, lfd_nr),
  audits (
    NOT_NULL(
      columns := (
        haushaltsjahr,
        ki,
        baustein,
        durchfuehrungsort_ags,
        lfd_nr,
        _lieferung_id,
        _zeile,
        datenstand
      )
    ),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (haushaltsjahr, ki, baustein, durchfuehrungsort_ags, lfd_nr)),
    ASSERT_EINE_LIEFERUNG_JE_EINHEIT(einheit := (
      haushaltsjahr
    ))
  )
);

SELECT
  haushaltsjahr::BIGINT AS haushaltsjahr, /* Haushaltsjahr */
  ki::TEXT AS ki, /* Kommunales Integrationszentrum, als Schlüssel seiner Gebietskörperschaft */
  baustein::TEXT AS baustein, /* Baustein von KOMM-AN NRW */
  COALESCE(durchfuehrungsort_ags, '')::TEXT AS durchfuehrungsort_ags, /* Gemeinde, in der die Maßnahme stattfindet, als achtstelliger Schlüssel */
  lfd_nr::TEXT AS lfd_nr, /* Laufende Nummer */
  anzahl_pauschalen::BIGINT AS anzahl_pauschalen, /* Bewilligte Monatspauschalen */
  COALESCE(anzahl_pauschalen_status, '')::TEXT AS anzahl_pauschalen_status, /* Zeichen statt eines Werts */
  foerderbetrag_eur::DECIMAL(18, 2) AS foerderbetrag_eur, /* Förderbetrag */
  COALESCE(foerderbetrag_eur_status, '')::TEXT AS foerderbetrag_eur_status, /* Zeichen statt eines Werts */
  ehrenamtliche::DOUBLE AS ehrenamtliche, /* Ehrenamtlich Engagierte */
  COALESCE(ehrenamtliche_status, '')::TEXT AS ehrenamtliche_status, /* Zeichen statt eines Werts */
  ehrenamtliche_text::TEXT AS ehrenamtliche_text, /* Wortlaut der Angabe, wo sie keine einfache Zahl ist */
  ohne_land_finanzierbar::BOOLEAN AS ohne_land_finanzierbar, /* Die Maßnahme wäre auch ohne die Mittel des Landes finanzierbar */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  _lieferung_id::TEXT AS _lieferung_id, /* Lieferung, aus der die Zeile stammt */
  _zeile::BIGINT AS _zeile, /* Zeilennummer in der gelieferten Datei */
  _korrektur::TEXT AS _korrektur /* Korrigierte Spalten der Zeile, getrennt durch | */
FROM @gueltige_zeilen(
  fde_komm_an,
  @datenstand,
  einheit := (
    haushaltsjahr
  ),
  schluessel := (ki, baustein, durchfuehrungsort_ags, lfd_nr)
)
