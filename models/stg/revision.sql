/* Erzeugt aus ingest/contracts/ mit `make generate`; nicht von Hand ändern. */
MODEL (
  name stg.revision,
  kind FULL,
  description 'Eine Zeile je Wert, den die zählende Lieferung gegenüber der vorigen derselben Einheit geändert hat, und je Zeile, die dazukam oder wegfiel; bei Quellen mit Pseudonymen nur die Anzahl je Einheit, Art und Spalte. Verglichen wird, was geliefert ist, vor jeder Korrektur.',
  grain (quelle, schluessel, art, spalte),
  audits (
    NOT_NULL(
      columns := (quelle, einheit, schluessel, art, spalte, anzahl, lieferung_id, vorige_id)
    ),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (quelle, schluessel, art, spalte)),
    ACCEPTED_VALUES("column" := art, is_in := ('geaendert', 'neu', 'zurueckgezogen'))
  )
);

SELECT
  quelle::TEXT AS quelle, /* Quelle */
  einheit::TEXT AS einheit, /* Einheit, wie sie im Register steht */
  schluessel::TEXT AS schluessel, /* Einheit und Schlüssel der Zeile; wo er ein Pseudonym ist, nur die Einheit */
  art::TEXT AS art, /* geaendert, neu oder zurueckgezogen */
  spalte::TEXT AS spalte, /* Geänderte Spalte; leer, wo die ganze Zeile dazukam oder wegfiel */
  wert_alt::TEXT AS wert_alt, /* Voriger Wert als Text, sein Zeichen in eckigen Klammern */
  wert_neu::TEXT AS wert_neu, /* Jetziger Wert als Text, sein Zeichen in eckigen Klammern */
  anzahl::BIGINT AS anzahl, /* Wie viele Werte oder Zeilen es sind */
  lieferung_id::TEXT AS lieferung_id, /* Lieferung, die zählt */
  vorige_id::TEXT AS vorige_id, /* Lieferung, die ohne sie zählte */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  voriger_datenstand::DATE AS voriger_datenstand /* Datenstand der vorigen Lieferung */
FROM (
  SELECT
    *
  FROM @revisionen(
    pauschalen_auszahlung,
    einheit := (haushaltsjahr, quartal),
    schluessel := (
      ags
    ),
    geheim := FALSE
  )
  UNION ALL
  SELECT
    *
  FROM @revisionen(
    pauschalen_verwendung,
    einheit := (
      haushaltsjahr
    ),
    schluessel := (
      ags
    ),
    geheim := FALSE
  )
  UNION ALL
  SELECT
    *
  FROM @revisionen(
    fde_ki_massnahme,
    einheit := (berichtsjahr, quartal),
    schluessel := (ki, massnahme_id),
    geheim := FALSE
  )
  UNION ALL
  SELECT
    *
  FROM @revisionen(
    fde_komm_an,
    einheit := (
      haushaltsjahr
    ),
    schluessel := (ki, baustein, durchfuehrungsort_ags, lfd_nr),
    geheim := FALSE
  )
  UNION ALL
  SELECT
    *
  FROM @revisionen(fde_lsp, einheit := (
    berichtsjahr
  ), schluessel := (
    ki
  ), geheim := FALSE)
  UNION ALL
  SELECT
    *
  FROM @revisionen(
    fde_ia_einrichtung,
    einheit := (
      berichtsjahr
    ),
    schluessel := (
      einrichtung_id
    ),
    geheim := FALSE
  )
  UNION ALL
  SELECT
    *
  FROM @revisionen(
    fde_ia_massnahme,
    einheit := (
      berichtsjahr
    ),
    schluessel := (
      massnahme_id
    ),
    geheim := FALSE
  )
  UNION ALL
  SELECT
    *
  FROM @revisionen(kim_fall, einheit := (
    standort
  ), schluessel := (
    fall_id
  ), geheim := TRUE)
  UNION ALL
  SELECT
    *
  FROM @revisionen(
    kim_kontakt,
    einheit := (standort, QUARTER(datum)),
    schluessel := (
      kontakt_id
    ),
    geheim := TRUE
  )
  UNION ALL
  SELECT
    *
  FROM @revisionen(
    kim_stelle,
    einheit := (
      stichtag
    ),
    schluessel := (standort, baustein, anstellung),
    geheim := FALSE
  )
  UNION ALL
  SELECT
    *
  FROM @revisionen(
    befragung,
    einheit := (
      befragung_id
    ),
    schluessel := (respondent, variable),
    geheim := TRUE
  )
  UNION ALL
  SELECT
    *
  FROM @revisionen(
    ada_beratung,
    einheit := (jahr, servicestelle),
    schluessel := (
      fall_nr
    ),
    geheim := TRUE
  )
  UNION ALL
  SELECT
    *
  FROM @revisionen(beschwerdestelle, einheit := (
    jahr
  ), schluessel := (
    ressort
  ), geheim := FALSE)
  UNION ALL
  SELECT
    *
  FROM @revisionen(zue_quartal, einheit := (jahr, quartal), schluessel := (
    zue_id
  ), geheim := FALSE)
  UNION ALL
  SELECT
    *
  FROM @revisionen(
    sgb2_kennzahl,
    einheit := (
      stichtag
    ),
    schluessel := (raum, gruppe, geschlecht, kennzahl),
    geheim := FALSE
  )
  UNION ALL
  SELECT
    *
  FROM @revisionen(
    monitoring_indikator,
    einheit := (ausgabe, code, jahr),
    schluessel := (land, gruppe, geschlecht),
    geheim := FALSE
  )
  UNION ALL
  SELECT
    *
  FROM @revisionen(
    haushalt_titel,
    einheit := (
      haushaltsjahr
    ),
    schluessel := (kapitel, titel),
    geheim := FALSE
  )
  UNION ALL
  SELECT
    *
  FROM @revisionen(gremium, einheit := (
    jahr
  ), schluessel := (
    gremium_id
  ), geheim := FALSE)
  UNION ALL
  SELECT
    *
  FROM @revisionen(
    ikoe_massnahme,
    einheit := (
      jahr
    ),
    schluessel := (organisation, lfd_nr),
    geheim := FALSE
  )
  UNION ALL
  SELECT
    *
  FROM @revisionen(
    fortbildung,
    einheit := (
      jahr
    ),
    schluessel := (einrichtung, angebot_id),
    geheim := FALSE
  )
  UNION ALL
  SELECT
    *
  FROM @revisionen(
    mso_foerderung,
    einheit := (
      haushaltsjahr
    ),
    schluessel := (
      antrag_nr
    ),
    geheim := FALSE
  )
  UNION ALL
  SELECT
    *
  FROM @revisionen(lir_austausch, einheit := (
    jahr
  ), schluessel := (
    lfd_nr
  ), geheim := FALSE)
  UNION ALL
  SELECT
    *
  FROM @revisionen(
    bevoelkerung,
    einheit := (statistik, stichtag),
    schluessel := (ags, merkmal),
    geheim := FALSE
  )
) AS revision
