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
), summe AS (
  SELECT
    quelle,
    einheit,
    spalte,
    COALESCE(MAX(CASE WHEN NOT ist_neu THEN summe END), CASE WHEN spalte = '' THEN 0 END) AS summe_alt, /* ohne Zeilen ist die Zahl der Zeilen 0, eine Summe gibt es dann nicht */
    COALESCE(MAX(CASE WHEN ist_neu THEN summe END), CASE WHEN spalte = '' THEN 0 END) AS summe_neu
  FROM (
    SELECT
      *
    FROM @summen(
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
    FROM @summen(
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
    FROM @summen(fde_ki_massnahme, einheit := (berichtsjahr, quartal), spalten := (
      teilnehmende
    ))
    UNION ALL
    SELECT
      *
    FROM @summen(
      fde_komm_an,
      einheit := (
        haushaltsjahr
      ),
      spalten := (anzahl_pauschalen, foerderbetrag_eur, ehrenamtliche)
    )
    UNION ALL
    SELECT
      *
    FROM @summen(
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
    FROM @summen(
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
    FROM @summen(fde_ia_massnahme, einheit := (
      berichtsjahr
    ), spalten := (
      foerdersumme_eur
    ))
    UNION ALL
    SELECT
      *
    FROM @summen(kim_fall, einheit := (
      standort
    ), spalten := NULL)
    UNION ALL
    SELECT
      *
    FROM @summen(kim_kontakt, einheit := (standort, QUARTER(datum)), spalten := (
      dauer_minuten
    ))
    UNION ALL
    SELECT
      *
    FROM @summen(
      kim_stelle,
      einheit := (
        stichtag
      ),
      spalten := (stellen_soll_vzae, stellen_besetzt_vzae)
    )
    UNION ALL
    SELECT
      *
    FROM @summen(befragung, einheit := (
      befragung_id
    ), spalten := NULL)
    UNION ALL
    SELECT
      *
    FROM @summen(ada_beratung, einheit := (jahr, servicestelle), spalten := NULL)
    UNION ALL
    SELECT
      *
    FROM @summen(beschwerdestelle, einheit := (
      jahr
    ), spalten := (
      eingegangen
    ))
    UNION ALL
    SELECT
      *
    FROM @summen(
      zue_quartal,
      einheit := (jahr, quartal),
      spalten := (lehrkraefte_vzae, gruppen, kinder_gemeldet, kinder_teilnehmend)
    )
    UNION ALL
    SELECT
      *
    FROM @summen(sgb2_kennzahl, einheit := (
      stichtag
    ), spalten := NULL)
    UNION ALL
    SELECT
      *
    FROM @summen(monitoring_indikator, einheit := (ausgabe, code, jahr), spalten := NULL)
    UNION ALL
    SELECT
      *
    FROM @summen(haushalt_titel, einheit := (
      haushaltsjahr
    ), spalten := (ansatz_eur, ist_eur))
    UNION ALL
    SELECT
      *
    FROM @summen(gremium, einheit := (
      jahr
    ), spalten := (mitglieder, mit_einwanderungsgeschichte))
    UNION ALL
    SELECT
      *
    FROM @summen(ikoe_massnahme, einheit := (
      jahr
    ), spalten := NULL)
    UNION ALL
    SELECT
      *
    FROM @summen(fortbildung, einheit := (
      jahr
    ), spalten := (plaetze, teilnehmende))
    UNION ALL
    SELECT
      *
    FROM @summen(
      mso_foerderung,
      einheit := (
        haushaltsjahr
      ),
      spalten := (beantragt_eur, bewilligt_eur, ausgezahlt_eur)
    )
    UNION ALL
    SELECT
      *
    FROM @summen(lir_austausch, einheit := (
      jahr
    ), spalten := (
      frist_tage
    ))
    UNION ALL
    SELECT
      *
    FROM @summen(bevoelkerung, einheit := (statistik, stichtag), spalten := NULL)
  ) AS einzeln
  GROUP BY
    quelle,
    einheit,
    spalte
)
SELECT
  summe.quelle::TEXT AS quelle, /* Quelle */
  summe.einheit::TEXT AS einheit, /* Einheit, wie sie im Register steht */
  summe.spalte::TEXT AS spalte, /* Zusammengezählte Spalte; leer bei der Zahl der Zeilen */
  summe.summe_alt::DOUBLE AS summe_alt, /* Summe in der vorigen Lieferung */
  summe.summe_neu::DOUBLE AS summe_neu, /* Summe in der Lieferung, die zählt */
  folge.lieferung_id::TEXT AS lieferung_id, /* Lieferung, die zählt */
  folge.vorige_id::TEXT AS vorige_id, /* Lieferung, die ohne sie zählte */
  folge.datenstand::DATE AS datenstand /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
FROM summe
INNER JOIN stg.lieferung_folge AS folge
  ON folge.quelle = summe.quelle AND folge.einheit = summe.einheit
