MODEL (
  name core.ia_massnahme,
  kind FULL,
  description 'Eine Zeile je Berichtsjahr und Maßnahme der Integrationsagenturen und Servicestellen: Aufgabenfeld, Förderung, Kooperation und Zielgruppen (§§ 7, 12 TIntG).',
  grain (berichtsjahr, massnahme_id),
  audits (
    NOT_NULL(
      columns := (berichtsjahr, massnahme_id, einrichtung_id, aufgabenfeld, foerderart)
    ),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (berichtsjahr, massnahme_id)),
    ASSERT_GLEICH_VIELE_ZEILEN(herkunft := stg.fde_ia_massnahme)
  )
);

SELECT
  berichtsjahr::BIGINT AS berichtsjahr, /* Berichtsjahr */
  berichtsjahr::TEXT AS zeitraum_jahr, /* Jahr, z. B. 2023 */
  massnahme_id::TEXT AS massnahme_id, /* Kennung der Maßnahme */
  einrichtung_id::TEXT AS einrichtung_id, /* Kennung der Einrichtung */
  aufgabenfeld::TEXT AS aufgabenfeld, /* Aufgabenfeld */
  foerderart::TEXT AS foerderart, /* Art der Förderung */
  foerdersumme_eur::DECIMAL(18, 2) AS foerdersumme_eur, /* Fördersumme */
  foerdersumme_eur_status::TEXT AS foerdersumme_eur_status, /* Zeichen statt eines Werts */
  kooperation::BOOLEAN AS kooperation, /* Die Maßnahme findet in Kooperation statt */
  partner::TEXT AS partner, /* Partner der Kooperation, mehrere möglich */
  zielgruppe::TEXT AS zielgruppen, /* Zielgruppen der Maßnahme, mehrere möglich */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  _lieferung_id::TEXT AS _lieferung_id, /* Lieferung, aus der die Zeile stammt */
  _zeile::BIGINT AS _zeile /* Zeilennummer in der gelieferten Datei */
FROM stg.fde_ia_massnahme
