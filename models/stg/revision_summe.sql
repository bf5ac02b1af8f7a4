/* Erzeugt aus ingest/contracts/ mit `make generate`; nicht von Hand ändern. */
MODEL (
  name stg.revision_summe,
  kind FULL,
  description 'Eine Zeile je Einheit mit voriger Lieferung und Spalte, deren Werte man zusammenzählen kann: die Summe in beiden Lieferungen; ohne Spalte die Zahl der Zeilen.',
  grain (quelle, einheit, spalte),
  audits (
    NOT_NULL(columns := (quelle, einheit, spalte, lieferung_id, vorige_id)),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (quelle, einheit, spalte))
  )
);

SELECT
  quelle::TEXT AS quelle, /* Quelle */
  einheit::TEXT AS einheit, /* Einheit, wie sie im Register steht */
  spalte::TEXT AS spalte, /* Zusammengezählte Spalte; leer bei der Zahl der Zeilen */
  summe_alt::DOUBLE AS summe_alt, /* Summe in der vorigen Lieferung */
  summe_neu::DOUBLE AS summe_neu, /* Summe in der Lieferung, die zählt */
  lieferung_id::TEXT AS lieferung_id, /* Lieferung, die zählt */
  vorige_id::TEXT AS vorige_id, /* Lieferung, die ohne sie zählte */
  datenstand::DATE AS datenstand /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
FROM (
  SELECT
    *
  FROM @summen_vergleich(
    pauschalen_auszahlung,
    einheit := (haushaltsjahr, quartal),
    spalten := (
      personen_p14_1,
      personen_p14_2,
      personen_p14_3,
      personen_p14_4,
      personen_p14_5,
      kinder_nachgeboren,
      personen_gesamt,
      korrektur_eur,
      bewilligt_eur,
      ausgezahlt_eur,
      rueckforderung_eur
    )
  )
  UNION ALL
  SELECT
    *
  FROM @summen_vergleich(
    pauschalen_verwendung,
    einheit := (
      haushaltsjahr
    ),
    spalten := (
      erhalten_eur,
      verw_aufnahme_betreuung_eur,
      verw_integrationstraeger_eur,
      verw_unterbringung_eur,
      nicht_verwendet_eur
    )
  )
  UNION ALL
  SELECT
    *
  FROM @summen_vergleich(fde_ki_massnahme, einheit := (berichtsjahr, quartal), spalten := (
    teilnehmende
  ))
  UNION ALL
  SELECT
    *
  FROM @summen_vergleich(
    fde_komm_an,
    einheit := (
      haushaltsjahr
    ),
    spalten := (anzahl_pauschalen, foerderbetrag_eur, ehrenamtliche)
  )
  UNION ALL
  SELECT
    *
  FROM @summen_vergleich(
    fde_lsp,
    einheit := (
      berichtsjahr
    ),
    spalten := (
      sprachmittelnde,
      sprachen_verfuegbar,
      sprachen_angefragt,
      anfragen,
      einsaetze,
      beguenstigte_personen,
      grundlagenschulungen,
      grundlagenschulungen_teilnehmende,
      qualifizierungen,
      qualifizierungen_teilnehmende,
      austauschtreffen,
      austauschtreffen_teilnehmende,
      mittel_eur,
      mittel_professionell_eur
    )
  )
  UNION ALL
  SELECT
    *
  FROM @summen_vergleich(
    fde_ia_einrichtung,
    einheit := (
      berichtsjahr
    ),
    spalten := (
      stellen_vzae,
      mitarbeitende,
      arbeitskreise,
      arbeitskreise_integration,
      arbeitskreise_jugendhilfe,
      arbeitskreise_antidiskriminierung
    )
  )
  UNION ALL
  SELECT
    *
  FROM @summen_vergleich(fde_ia_massnahme, einheit := (
    berichtsjahr
  ), spalten := (
    foerdersumme_eur
  ))
  UNION ALL
  SELECT
    *
  FROM @summen_vergleich(kim_fall, einheit := (
    standort
  ), spalten := NULL)
  UNION ALL
  SELECT
    *
  FROM @summen_vergleich(kim_kontakt, einheit := (standort, QUARTER(datum)), spalten := (
    dauer_minuten
  ))
  UNION ALL
  SELECT
    *
  FROM @summen_vergleich(
    kim_stelle,
    einheit := (
      stichtag
    ),
    spalten := (stellen_soll_vzae, stellen_besetzt_vzae)
  )
  UNION ALL
  SELECT
    *
  FROM @summen_vergleich(befragung, einheit := (
    befragung_id
  ), spalten := NULL)
  UNION ALL
  SELECT
    *
  FROM @summen_vergleich(ada_beratung, einheit := (jahr, servicestelle), spalten := NULL)
  UNION ALL
  SELECT
    *
  FROM @summen_vergleich(beschwerdestelle, einheit := (
    jahr
  ), spalten := (
    eingegangen
  ))
  UNION ALL
  SELECT
    *
  FROM @summen_vergleich(
    zue_quartal,
    einheit := (jahr, quartal),
    spalten := (lehrkraefte_vzae, gruppen, kinder_gemeldet, kinder_teilnehmend)
  )
  UNION ALL
  SELECT
    *
  FROM @summen_vergleich(sgb2_kennzahl, einheit := (
    stichtag
  ), spalten := NULL)
  UNION ALL
  SELECT
    *
  FROM @summen_vergleich(monitoring_indikator, einheit := (ausgabe, code, jahr), spalten := NULL)
  UNION ALL
  SELECT
    *
  FROM @summen_vergleich(haushalt_titel, einheit := (
    haushaltsjahr
  ), spalten := (ansatz_eur, ist_eur))
  UNION ALL
  SELECT
    *
  FROM @summen_vergleich(gremium, einheit := (
    jahr
  ), spalten := (mitglieder, mit_einwanderungsgeschichte))
  UNION ALL
  SELECT
    *
  FROM @summen_vergleich(ikoe_massnahme, einheit := (
    jahr
  ), spalten := NULL)
  UNION ALL
  SELECT
    *
  FROM @summen_vergleich(fortbildung, einheit := (
    jahr
  ), spalten := (plaetze, teilnehmende))
  UNION ALL
  SELECT
    *
  FROM @summen_vergleich(
    mso_foerderung,
    einheit := (
      haushaltsjahr
    ),
    spalten := (beantragt_eur, bewilligt_eur, ausgezahlt_eur)
  )
  UNION ALL
  SELECT
    *
  FROM @summen_vergleich(lir_austausch, einheit := (
    jahr
  ), spalten := (
    frist_tage
  ))
  UNION ALL
  SELECT
    *
  FROM @summen_vergleich(bevoelkerung, einheit := (statistik, stichtag), spalten := NULL)
) AS summe
