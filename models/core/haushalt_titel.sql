MODEL (
  name core.haushalt_titel,
  kind FULL,
  description 'Eine Zeile je Haushaltsjahr, Kapitel und Titel: was das Land einplant und ausgibt und ob es zur Mindestförderung zählt (§ 3 Abs. 2 TIntG).',
  grain (haushaltsjahr, kapitel, haushaltstitel),
  audits (
    NOT_NULL(columns := (haushaltsjahr, kapitel, haushaltstitel, infrastruktur)),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (haushaltsjahr, kapitel, haushaltstitel)),
    ASSERT_GLEICH_VIELE_ZEILEN(herkunft := stg.haushalt_titel)
  )
);

SELECT
  haushaltsjahr::BIGINT AS haushaltsjahr, /* Haushaltsjahr */
  haushaltsjahr::TEXT AS zeitraum_jahr, /* Jahr, z. B. 2023 */
  kapitel::TEXT AS kapitel, /* Kapitel des Haushaltsplans */
  titel::TEXT AS haushaltstitel, /* Titel des Haushaltsplans */
  zweck::TEXT AS zweck, /* Zweckbestimmung */
  infrastruktur::BOOLEAN AS infrastruktur, /* Der Titel zählt zur Mindestförderung nach § 3 Abs. 2 TIntG */
  instrument::TEXT AS instrument, /* Förderinstrument */
  ansatz_eur::DECIMAL(18, 2) AS ansatz_eur, /* Ansatz des Haushaltsplans */
  ansatz_eur_status::TEXT AS ansatz_eur_status, /* Zeichen statt eines Werts */
  ist_eur::DECIMAL(18, 2) AS ist_eur, /* Ausgaben nach Abschluss des Jahres */
  ist_eur_status::TEXT AS ist_eur_status, /* Zeichen statt eines Werts */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  _lieferung_id::TEXT AS _lieferung_id, /* Lieferung, aus der die Zeile stammt */
  _zeile::BIGINT AS _zeile /* Zeilennummer in der gelieferten Datei */
FROM stg.haushalt_titel
