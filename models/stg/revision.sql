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

WITH lieferung AS (
  SELECT
    quelle,
    einheit,
    lieferung_id,
    TRUE AS ist_neu
  FROM stg.lieferung_folge
  UNION ALL
  SELECT
    quelle,
    einheit,
    vorige_id AS lieferung_id,
    FALSE AS ist_neu
  FROM stg.lieferung_folge
), zelle AS (
  SELECT
    zelle.quelle,
    zelle.einheit,
    zelle.schluessel,
    zelle.spalte,
    zelle.geheim,
    MAX(CASE WHEN NOT ist_neu THEN wert END) AS wert_alt,
    MAX(CASE WHEN ist_neu THEN wert END) AS wert_neu,
    CASE
      WHEN COUNT(*) = 2
      THEN 'geaendert'
      WHEN MAX(CASE WHEN ist_neu THEN 1 ELSE 0 END) = 1
      THEN 'neu'
      ELSE 'zurueckgezogen'
    END AS art
  FROM (
    SELECT
      *
    FROM @zellen(
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
    FROM @zellen(
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
    FROM @zellen(
      fde_ki_massnahme,
      einheit := (berichtsjahr, quartal),
      schluessel := (ki, massnahme_id),
      geheim := FALSE
    )
    UNION ALL
    SELECT
      *
    FROM @zellen(
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
    FROM @zellen(fde_lsp, einheit := (
      berichtsjahr
    ), schluessel := (
      ki
    ), geheim := FALSE)
    UNION ALL
    SELECT
      *
    FROM @zellen(
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
    FROM @zellen(
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
    FROM @zellen(kim_fall, einheit := (
      standort
    ), schluessel := (
      fall_id
    ), geheim := TRUE)
    UNION ALL
    SELECT
      *
    FROM @zellen(
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
    FROM @zellen(
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
    FROM @zellen(
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
    FROM @zellen(
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
    FROM @zellen(beschwerdestelle, einheit := (
      jahr
    ), schluessel := (
      ressort
    ), geheim := FALSE)
    UNION ALL
    SELECT
      *
    FROM @zellen(zue_quartal, einheit := (jahr, quartal), schluessel := (
      zue_id
    ), geheim := FALSE)
    UNION ALL
    SELECT
      *
    FROM @zellen(
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
    FROM @zellen(
      monitoring_indikator,
      einheit := (ausgabe, code, jahr),
      schluessel := (land, gruppe, geschlecht),
      geheim := FALSE
    )
    UNION ALL
    SELECT
      *
    FROM @zellen(
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
    FROM @zellen(gremium, einheit := (
      jahr
    ), schluessel := (
      gremium_id
    ), geheim := FALSE)
    UNION ALL
    SELECT
      *
    FROM @zellen(
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
    FROM @zellen(
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
    FROM @zellen(
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
    FROM @zellen(lir_austausch, einheit := (
      jahr
    ), schluessel := (
      lfd_nr
    ), geheim := FALSE)
    UNION ALL
    SELECT
      *
    FROM @zellen(
      bevoelkerung,
      einheit := (statistik, stichtag),
      schluessel := (ags, merkmal),
      geheim := FALSE
    )
  ) AS zelle
  GROUP BY
    zelle.quelle,
    zelle.einheit,
    zelle.schluessel,
    zelle.spalte,
    zelle.geheim
), gefunden AS (
  /* eine Zeile, die kam oder ging, steht einmal da: unter ihrer Zelle ohne Spalte */
  SELECT
    quelle,
    einheit,
    CASE WHEN geheim THEN einheit ELSE schluessel END AS schluessel,
    art,
    spalte,
    MAX(CASE WHEN art = 'geaendert' AND NOT geheim THEN wert_alt END) AS wert_alt,
    MAX(CASE WHEN art = 'geaendert' AND NOT geheim THEN wert_neu END) AS wert_neu,
    COUNT(*) AS anzahl
  FROM zelle
  WHERE
    (
      art = 'geaendert' AND wert_alt IS DISTINCT FROM wert_neu
    )
    OR (
      art <> 'geaendert' AND spalte = ''
    )
  GROUP BY
    quelle,
    einheit,
    CASE WHEN geheim THEN einheit ELSE schluessel END,
    art,
    spalte
)
SELECT
  gefunden.quelle::TEXT AS quelle, /* Quelle */
  gefunden.einheit::TEXT AS einheit, /* Einheit, wie sie im Register steht */
  gefunden.schluessel::TEXT AS schluessel, /* Einheit und Schlüssel der Zeile; wo er ein Pseudonym ist, nur die Einheit */
  gefunden.art::TEXT AS art, /* geaendert, neu oder zurueckgezogen */
  gefunden.spalte::TEXT AS spalte, /* Geänderte Spalte; leer, wo die ganze Zeile dazukam oder wegfiel */
  gefunden.wert_alt::TEXT AS wert_alt, /* Voriger Wert als Text, sein Zeichen in eckigen Klammern */
  gefunden.wert_neu::TEXT AS wert_neu, /* Jetziger Wert als Text, sein Zeichen in eckigen Klammern */
  gefunden.anzahl::BIGINT AS anzahl, /* Wie viele Werte oder Zeilen es sind */
  folge.lieferung_id::TEXT AS lieferung_id, /* Lieferung, die zählt */
  folge.vorige_id::TEXT AS vorige_id, /* Lieferung, die ohne sie zählte */
  folge.datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  folge.voriger_datenstand::DATE AS voriger_datenstand /* Datenstand der vorigen Lieferung */
FROM gefunden
INNER JOIN stg.lieferung_folge AS folge
  ON folge.quelle = gefunden.quelle AND folge.einheit = gefunden.einheit
