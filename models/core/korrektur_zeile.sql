/* Erzeugt aus ingest/contracts/ mit `make generate`; nicht von Hand ändern. */
MODEL (
  name core.korrektur_zeile,
  kind FULL,
  description 'Eine Zeile je Korrektur, deren Zeile beim gewählten Datenstand gilt: ob sie angewendet ist und welcher Wert jetzt dort steht.',
  grain nr,
  audits (
    NOT_NULL(columns := (nr, ist_angewendet, _lieferung_id)),
    UNIQUE_VALUES(columns := (
      nr
    ))
  )
);

SELECT
  nr::BIGINT AS nr, /* Laufende Nummer der Korrektur */
  ist_angewendet::BOOLEAN AS ist_angewendet, /* Die Korrektur steht in der Zeile */
  wert_jetzt::TEXT AS wert_jetzt, /* Wert, der jetzt in der Zelle steht, als Text */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  _lieferung_id::TEXT AS _lieferung_id /* Lieferung, aus der die Zeile stammt */
FROM (
  SELECT
    *
  FROM @zeile_zur_korrektur(pauschalen_auszahlung, schluessel := (haushaltsjahr, quartal, ags))
  UNION ALL
  SELECT
    *
  FROM @zeile_zur_korrektur(pauschalen_verwendung, schluessel := (haushaltsjahr, ags))
  UNION ALL
  SELECT
    *
  FROM @zeile_zur_korrektur(fde_ki_massnahme, schluessel := (berichtsjahr, quartal, ki, massnahme_id))
  UNION ALL
  SELECT
    *
  FROM @zeile_zur_korrektur(
    fde_komm_an,
    schluessel := (haushaltsjahr, ki, baustein, durchfuehrungsort_ags, lfd_nr)
  )
  UNION ALL
  SELECT
    *
  FROM @zeile_zur_korrektur(fde_lsp, schluessel := (berichtsjahr, ki))
  UNION ALL
  SELECT
    *
  FROM @zeile_zur_korrektur(fde_ia_einrichtung, schluessel := (berichtsjahr, einrichtung_id))
  UNION ALL
  SELECT
    *
  FROM @zeile_zur_korrektur(fde_ia_massnahme, schluessel := (berichtsjahr, massnahme_id))
  UNION ALL
  SELECT
    *
  FROM @zeile_zur_korrektur(kim_fall, schluessel := (standort, fall_id))
  UNION ALL
  SELECT
    *
  FROM @zeile_zur_korrektur(kim_kontakt, schluessel := (standort, QUARTER(datum), kontakt_id))
  UNION ALL
  SELECT
    *
  FROM @zeile_zur_korrektur(kim_stelle, schluessel := (stichtag, standort, baustein, anstellung))
  UNION ALL
  SELECT
    *
  FROM @zeile_zur_korrektur(befragung, schluessel := (befragung_id, respondent, variable))
  UNION ALL
  SELECT
    *
  FROM @zeile_zur_korrektur(ada_beratung, schluessel := (jahr, servicestelle, fall_nr))
  UNION ALL
  SELECT
    *
  FROM @zeile_zur_korrektur(beschwerdestelle, schluessel := (jahr, ressort))
  UNION ALL
  SELECT
    *
  FROM @zeile_zur_korrektur(zue_quartal, schluessel := (jahr, quartal, zue_id))
  UNION ALL
  SELECT
    *
  FROM @zeile_zur_korrektur(sgb2_kennzahl, schluessel := (stichtag, raum, gruppe, geschlecht, kennzahl))
  UNION ALL
  SELECT
    *
  FROM @zeile_zur_korrektur(
    monitoring_indikator,
    schluessel := (ausgabe, code, jahr, land, gruppe, geschlecht)
  )
  UNION ALL
  SELECT
    *
  FROM @zeile_zur_korrektur(haushalt_titel, schluessel := (haushaltsjahr, kapitel, titel))
  UNION ALL
  SELECT
    *
  FROM @zeile_zur_korrektur(gremium, schluessel := (jahr, gremium_id))
  UNION ALL
  SELECT
    *
  FROM @zeile_zur_korrektur(ikoe_massnahme, schluessel := (jahr, organisation, lfd_nr))
  UNION ALL
  SELECT
    *
  FROM @zeile_zur_korrektur(fortbildung, schluessel := (jahr, einrichtung, angebot_id))
  UNION ALL
  SELECT
    *
  FROM @zeile_zur_korrektur(mso_foerderung, schluessel := (haushaltsjahr, antrag_nr))
  UNION ALL
  SELECT
    *
  FROM @zeile_zur_korrektur(lir_austausch, schluessel := (jahr, lfd_nr))
  UNION ALL
  SELECT
    *
  FROM @zeile_zur_korrektur(bevoelkerung, schluessel := (statistik, stichtag, ags, merkmal))
) AS zeile
