MODEL (
  name core.befragung_auswahl,
  kind FULL,
  description 'Eine Zeile je Befragung, Variable und Auswahl einer geschlossenen Frage: was die Befragten ankreuzen konnten (§§ 5–13 TIntG).',
  grain (befragung_id, variable, auswahl),
  audits (
    NOT_NULL(
      columns := (
        befragung_id,
        frage_kennung,
        variable,
        auswahl,
        auswahl_wert,
        ist_mehrfach,
        ist_keine_angabe
      )
    ),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (befragung_id, variable, auswahl))
  )
);

WITH nennung AS (
  SELECT
    *,
    ROW_NUMBER() OVER (PARTITION BY befragung_id, variable, auswahl_wert ORDER BY position) AS nummer
  FROM stg.befragung_struktur
  WHERE
    untertyp IN ('single', 'multiple') AND NOT auswahl_wert IS NULL
)
SELECT
  LOWER(befragung_id)::TEXT AS befragung_id, /* Kennung der Befragung, in Kleinbuchstaben */
  CASE WHEN untertyp = 'multiple' THEN COALESCE(frage, variable) ELSE variable END /* die Variablen einer Mehrfachauswahl gehören zusammen, sonst ist jede eine Frage für sich */::TEXT AS frage_kennung, /* Kennung der Frage; eine Mehrfachauswahl hat eine Variable je Auswahl */
  variable::TEXT AS variable, /* Variable des Fragebogens */
  (
    untertyp = 'multiple'
  )::BOOLEAN AS ist_mehrfach, /* Mehrere Antworten sind möglich; die Anteile werden nie zu 100 % gestapelt */
  fragetext::TEXT AS fragetext, /* Wortlaut der Frage */
  CASE
    WHEN auswahl_wert = FLOOR(auswahl_wert)
    THEN auswahl_wert::BIGINT::TEXT
    ELSE auswahl_wert::TEXT
  END::TEXT AS auswahl, /* Nummer der Auswahl, wie sie im Fragebogen steht */
  auswahl_wert::DOUBLE AS auswahl_wert, /* Nummer der Auswahl als Zahl */
  auswahl_text::TEXT AS auswahl_text, /* Wortlaut der Auswahl */
  COALESCE(ist_keine_angabe, FALSE)::BOOLEAN AS ist_keine_angabe, /* Die Auswahl sagt, dass keine Angabe gemacht wird */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  _lieferung_id::TEXT AS _lieferung_id, /* Lieferung, aus der die Zeile stammt */
  _zeile::BIGINT AS _zeile /* Zeilennummer in der gelieferten Datei */
FROM nennung
WHERE
  nummer = 1
