MODEL (
  name core.code,
  kind FULL,
  description 'Eine Zeile je Eintrag einer festen Codeliste. Eine Aufgliederung des Landes hat für jeden Eintrag eine Zeile, auch wenn keiner vorkommt.',
  grain (liste, code),
  audits (
    NOT_NULL(columns := (liste, code, name)),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (liste, code)),
    ASSERT_GLEICH_VIELE_ZEILEN(herkunft := ref.codeliste)
  )
);

SELECT
  liste::TEXT AS liste, /* Name der Codeliste */
  code::TEXT AS code, /* Kennung des Eintrags */
  name::TEXT AS name, /* Bezeichnung */
  uebergeordnet::TEXT AS uebergeordnet, /* Kennung des übergeordneten Eintrags */
  sortierung::BIGINT AS sortierung /* Reihenfolge in der Liste */
FROM ref.codeliste
