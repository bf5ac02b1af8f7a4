MODEL (
  name stg.geheimhaltung,
  kind VIEW,
  description 'Eine Zeile je Wert, den der letzte veröffentlichte Stand geheim hält, wie das Veröffentlichen es hinterlassen hat. Eine Sicht, weil erst nach den Modellen veröffentlicht wird.',
  grain (indikator_id, raum_ebene, raum_id, zeitraum_typ, zeitraum, merkmal, auspraegung),
  audits (
    NOT_NULL(
      columns := (indikator_id, raum_ebene, raum_id, zeitraum_typ, zeitraum, merkmal, auspraegung)
    ),
    UNIQUE_COMBINATION_OF_COLUMNS(
      columns := (indikator_id, raum_ebene, raum_id, zeitraum_typ, zeitraum, merkmal, auspraegung)
    ),
    ACCEPTED_VALUES("column" := geheim_art, is_in := ('primaer', 'sekundaer', 'ohne_regel'))
  )
);

SELECT
  indikator_id::TEXT AS indikator_id, /* Kennung des Indikators */
  raum_ebene::TEXT AS raum_ebene, /* Raumebene */
  raum_id::TEXT AS raum_id, /* Schlüssel des Raums auf seiner Ebene */
  zeitraum_typ::TEXT AS zeitraum_typ, /* Art des Zeitraums: jahr, quartal, monat oder stichtag */
  zeitraum::TEXT AS zeitraum, /* Zeitraum */
  merkmal::TEXT AS merkmal, /* Merkmal der Aufgliederung, leer ohne Aufgliederung */
  auspraegung::TEXT AS auspraegung, /* Ausprägung des Merkmals, leer ohne Aufgliederung */
  geheim_art::TEXT AS geheim_art, /* Warum der Wert geheim ist: primaer (zu wenige Personen), sekundaer (schützt andere) oder ohne_regel */
  schwelle::INT AS schwelle, /* Ab dieser Zahl von Personen wird veröffentlicht */
  untergrenze::BIGINT AS untergrenze, /* Kleinste Zahl von Personen, die nach allem Veröffentlichten nachweislich möglich bleibt */
  obergrenze::BIGINT AS obergrenze /* Größte Zahl von Personen, die nach allem Veröffentlichten nachweislich möglich bleibt */
FROM raw.geheimhaltung
