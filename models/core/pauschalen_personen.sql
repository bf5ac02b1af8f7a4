MODEL (
  name core.pauschalen_personen,
  kind FULL,
  description 'Eine Zeile je Haushaltsjahr, Quartal, Gemeinde und Personengruppe: Anspruchsberechtigte nach § 14 Nr. 1 bis 5 TIntG und nachgeborene Kinder.',
  depends_on (
    core.gemeinde
  ),
  grain (haushaltsjahr, quartal, ags, personengruppe),
  audits (
    NOT_NULL(columns := (haushaltsjahr, quartal, ags, personengruppe)),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (haushaltsjahr, quartal, ags, personengruppe)),
    ACCEPTED_VALUES(
      "column" := personengruppe,
      is_in := ('p14_1', 'p14_2', 'p14_3', 'p14_4', 'p14_5', 'kinder_nachgeboren')
    ),
    ASSERT_GEMEINDE_BEKANNT,
    ASSERT_GRUPPEN_ERGEBEN_GESAMT
  )
);

SELECT
  zeile.haushaltsjahr::BIGINT AS haushaltsjahr, /* Haushaltsjahr */
  zeile.quartal::BIGINT AS quartal, /* Quartal */
  CONCAT(zeile.haushaltsjahr::TEXT, '-Q', zeile.quartal::TEXT)::TEXT AS zeitraum_quartal, /* Quartal, z. B. 2023-Q4 */
  zeile.ags::TEXT AS ags, /* Amtlicher Gemeindeschlüssel, acht Stellen */
  gruppe.personengruppe::TEXT AS personengruppe, /* Gruppe des Personenkreises */
  CASE gruppe.personengruppe
    WHEN 'p14_1'
    THEN zeile.personen_p14_1
    WHEN 'p14_2'
    THEN zeile.personen_p14_2
    WHEN 'p14_3'
    THEN zeile.personen_p14_3
    WHEN 'p14_4'
    THEN zeile.personen_p14_4
    WHEN 'p14_5'
    THEN zeile.personen_p14_5
    ELSE zeile.kinder_nachgeboren
  END::BIGINT AS personen, /* Zahl der Personen */
  CASE gruppe.personengruppe
    WHEN 'p14_1'
    THEN zeile.personen_p14_1_status
    WHEN 'p14_2'
    THEN zeile.personen_p14_2_status
    WHEN 'p14_3'
    THEN zeile.personen_p14_3_status
    WHEN 'p14_4'
    THEN zeile.personen_p14_4_status
    WHEN 'p14_5'
    THEN zeile.personen_p14_5_status
    ELSE zeile.kinder_nachgeboren_status
  END::TEXT AS personen_status, /* Zeichen statt eines Werts */
  zeile.datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  zeile._lieferung_id::TEXT AS _lieferung_id, /* Lieferung, aus der die Zeile stammt */
  zeile._zeile::BIGINT AS _zeile /* Zeilennummer in der gelieferten Datei */
FROM stg.pauschalen_auszahlung AS zeile
CROSS JOIN (VALUES
  ('p14_1'),
  ('p14_2'),
  ('p14_3'),
  ('p14_4'),
  ('p14_5'),
  ('kinder_nachgeboren')) AS gruppe(personengruppe)
