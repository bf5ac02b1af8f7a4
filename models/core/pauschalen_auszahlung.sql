MODEL (
  name core.pauschalen_auszahlung,
  kind FULL,
  description 'Eine Zeile je Haushaltsjahr, Quartal und Gemeinde: bewilligte und ausgezahlte Integrationspauschalen mit dem Betrag, der sich seit 2022 aus den Personen errechnet (§ 17 Abs. 1 TIntG).',
  depends_on (
    core.gemeinde
  ),
  grain (haushaltsjahr, quartal, ags),
  audits (
    NOT_NULL(columns := (haushaltsjahr, quartal, ags)),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (haushaltsjahr, quartal, ags)),
    ASSERT_GEMEINDE_BEKANNT,
    ASSERT_GLEICH_VIELE_ZEILEN(herkunft := stg.pauschalen_auszahlung)
  )
);

WITH zeile AS (
  SELECT
    *,
    CASE
      WHEN korrektur_eur_status = ''
      THEN COALESCE(korrektur_eur, 0)
      ELSE korrektur_eur
    END AS korrektur /* nur ein leeres Feld heißt null, ein Zeichen heißt unbekannt */
  FROM stg.pauschalen_auszahlung
)
SELECT
  haushaltsjahr::BIGINT AS haushaltsjahr, /* Haushaltsjahr */
  quartal::BIGINT AS quartal, /* Quartal */
  CONCAT(haushaltsjahr::TEXT, '-Q', quartal::TEXT)::TEXT AS zeitraum_quartal, /* Quartal, z. B. 2023-Q4 */
  haushaltsjahr::TEXT AS zeitraum_jahr, /* Jahr, z. B. 2023 */
  ags::TEXT AS ags, /* Amtlicher Gemeindeschlüssel, acht Stellen */
  personen_gesamt::BIGINT AS personen_gesamt, /* Anspruchsberechtigte insgesamt */
  personen_gesamt_status::TEXT AS personen_gesamt_status, /* Zeichen statt eines Werts */
  korrektur::DECIMAL(18, 2) AS korrektur_eur, /* Korrektur aus früheren Quartalen, mit Vorzeichen; leer heißt keine */
  bewilligt_eur::DECIMAL(18, 2) AS bewilligt_eur, /* Bewilligter Betrag */
  bewilligt_eur_status::TEXT AS bewilligt_eur_status, /* Zeichen statt eines Werts */
  ausgezahlt_eur::DECIMAL(18, 2) AS ausgezahlt_eur, /* Ausgezahlter Betrag */
  ausgezahlt_eur_status::TEXT AS ausgezahlt_eur_status, /* Zeichen statt eines Werts */
  CASE WHEN haushaltsjahr >= 2022 THEN 300 * personen_gesamt + korrektur END::DECIMAL(18, 2) AS errechnet_eur, /* 300 Euro je Person und Quartal plus Korrektur, seit 2022 */
  bescheid_datum::DATE AS bescheid_datum, /* Datum des Bescheids */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  _lieferung_id::TEXT AS _lieferung_id, /* Lieferung, aus der die Zeile stammt */
  _zeile::BIGINT AS _zeile /* Zeilennummer in der gelieferten Datei */
FROM zeile
