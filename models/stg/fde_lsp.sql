MODEL (
  name stg.fde_lsp,
  kind FULL,
  description 'Eine Zeile je Berichtsjahr und Kommunalem Integrationszentrum: je Einheit (berichtsjahr) die neueste Lieferung bis zum gewählten Datenstand, mit Korrekturen (§ 8 TIntG).',
  grain (berichtsjahr, ki),
  audits (
    NOT_NULL(columns := (berichtsjahr, ki, _lieferung_id, _zeile, datenstand)),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (berichtsjahr, ki)),
    ASSERT_EINE_LIEFERUNG_JE_EINHEIT(einheit := (
      berichtsjahr
    ))
  )
);

SELECT
  berichtsjahr::BIGINT AS berichtsjahr, /* Berichtsjahr */
  ki::TEXT AS ki, /* Kommunales Integrationszentrum, als Schlüssel seiner Gebietskörperschaft */
  lsp_eingerichtet::BOOLEAN AS lsp_eingerichtet, /* Das KI hat einen Laiensprachmittlerpool eingerichtet */
  sprachmittelnde::DOUBLE AS sprachmittelnde, /* Sprachmittelnde im Pool */
  COALESCE(sprachmittelnde_status, '')::TEXT AS sprachmittelnde_status, /* Zeichen statt eines Werts */
  sprachmittelnde_text::TEXT AS sprachmittelnde_text, /* Wortlaut der Angabe, wo sie keine einfache Zahl ist */
  sprachen_verfuegbar::BIGINT AS sprachen_verfuegbar, /* Sprachen, die der Pool anbietet */
  COALESCE(sprachen_verfuegbar_status, '')::TEXT AS sprachen_verfuegbar_status, /* Zeichen statt eines Werts */
  sprachen_angefragt::BIGINT AS sprachen_angefragt, /* Sprachen, die angefragt wurden */
  COALESCE(sprachen_angefragt_status, '')::TEXT AS sprachen_angefragt_status, /* Zeichen statt eines Werts */
  anfragen::DOUBLE AS anfragen, /* Anfragen an den Pool */
  COALESCE(anfragen_status, '')::TEXT AS anfragen_status, /* Zeichen statt eines Werts */
  anfragen_text::TEXT AS anfragen_text, /* Wortlaut der Angabe, wo sie keine einfache Zahl ist */
  einsaetze::DOUBLE AS einsaetze, /* Einsätze der Sprachmittelnden */
  COALESCE(einsaetze_status, '')::TEXT AS einsaetze_status, /* Zeichen statt eines Werts */
  einsaetze_text::TEXT AS einsaetze_text, /* Wortlaut der Angabe, wo sie keine einfache Zahl ist */
  beguenstigte_personen::DOUBLE AS beguenstigte_personen, /* Personen, für die gemittelt wurde */
  COALESCE(beguenstigte_personen_status, '')::TEXT AS beguenstigte_personen_status, /* Zeichen statt eines Werts */
  beguenstigte_personen_text::TEXT AS beguenstigte_personen_text, /* Wortlaut der Angabe, wo sie keine einfache Zahl ist */
  grundlagenschulungen::DOUBLE AS grundlagenschulungen, /* Grundlagenschulungen */
  COALESCE(grundlagenschulungen_status, '')::TEXT AS grundlagenschulungen_status, /* Zeichen statt eines Werts */
  grundlagenschulungen_text::TEXT AS grundlagenschulungen_text, /* Wortlaut der Angabe, wo sie keine einfache Zahl ist */
  grundlagenschulungen_teilnehmende::DOUBLE AS grundlagenschulungen_teilnehmende, /* Teilnehmende an Grundlagenschulungen */
  COALESCE(grundlagenschulungen_teilnehmende_status, '')::TEXT AS grundlagenschulungen_teilnehmende_status, /* Zeichen statt eines Werts */
  grundlagenschulungen_teilnehmende_text::TEXT AS grundlagenschulungen_teilnehmende_text, /* Wortlaut der Angabe, wo sie keine einfache Zahl ist */
  qualifizierungen::DOUBLE AS qualifizierungen, /* Weitere Qualifizierungen */
  COALESCE(qualifizierungen_status, '')::TEXT AS qualifizierungen_status, /* Zeichen statt eines Werts */
  qualifizierungen_text::TEXT AS qualifizierungen_text, /* Wortlaut der Angabe, wo sie keine einfache Zahl ist */
  qualifizierungen_teilnehmende::DOUBLE AS qualifizierungen_teilnehmende, /* Teilnehmende an weiteren Qualifizierungen */
  COALESCE(qualifizierungen_teilnehmende_status, '')::TEXT AS qualifizierungen_teilnehmende_status, /* Zeichen statt eines Werts */
  qualifizierungen_teilnehmende_text::TEXT AS qualifizierungen_teilnehmende_text, /* Wortlaut der Angabe, wo sie keine einfache Zahl ist */
  austauschtreffen::DOUBLE AS austauschtreffen, /* Austauschtreffen */
  COALESCE(austauschtreffen_status, '')::TEXT AS austauschtreffen_status, /* Zeichen statt eines Werts */
  austauschtreffen_text::TEXT AS austauschtreffen_text, /* Wortlaut der Angabe, wo sie keine einfache Zahl ist */
  austauschtreffen_teilnehmende::DOUBLE AS austauschtreffen_teilnehmende, /* Teilnehmende an Austauschtreffen */
  COALESCE(austauschtreffen_teilnehmende_status, '')::TEXT AS austauschtreffen_teilnehmende_status, /* Zeichen statt eines Werts */
  austauschtreffen_teilnehmende_text::TEXT AS austauschtreffen_teilnehmende_text, /* Wortlaut der Angabe, wo sie keine einfache Zahl ist */
  mittel_eur::DECIMAL(18, 2) AS mittel_eur, /* Mittel für den Laiensprachmittlerpool */
  COALESCE(mittel_eur_status, '')::TEXT AS mittel_eur_status, /* Zeichen statt eines Werts */
  mittel_professionell_eur::DECIMAL(18, 2) AS mittel_professionell_eur, /* Davon Mittel für professionelle Sprachmittlung */
  COALESCE(mittel_professionell_eur_status, '')::TEXT AS mittel_professionell_eur_status, /* Zeichen statt eines Werts */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  _lieferung_id::TEXT AS _lieferung_id, /* Lieferung, aus der die Zeile stammt */
  _zeile::BIGINT AS _zeile, /* Zeilennummer in der gelieferten Datei */
  _korrektur::TEXT AS _korrektur /* Korrigierte Spalten der Zeile, getrennt durch | */
FROM @gueltige_zeilen(fde_lsp, @datenstand, einheit := (
  berichtsjahr
), schluessel := (
  ki
))
