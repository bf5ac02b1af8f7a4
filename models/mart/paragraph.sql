MODEL (
  name mart.paragraph,
  kind FULL,
  description 'Eine Zeile je Paragraph des TIntG; 00 steht für das Gesetz als Ganzes.',
  grain paragraph,
  audits (
    NOT_NULL(columns := (
      paragraph
    )),
    UNIQUE_VALUES(columns := (
      paragraph
    )),
    FORALL(criteria := (
      LENGTH(paragraph) = 2
    ))
  )
);

SELECT
  LPAD(paragraph::TEXT, 2, '0')::TEXT AS paragraph, /* Nummer des Paragraphen, zweistellig */
  bezeichnung::TEXT AS bezeichnung, /* Schreibweise mit Paragraphenzeichen */
  titel::TEXT AS titel, /* Überschrift */
  teil::TEXT AS teil, /* Teil des Gesetzes */
  bewertungsart::TEXT AS bewertungsart, /* Wie der Bericht den Paragraphen bewertet hat */
  zustaendig::TEXT AS zustaendig, /* Zuständige Stelle */
  kurzbeschreibung::TEXT AS kurzbeschreibung, /* Worum es geht */
  fundstelle::TEXT AS fundstelle /* Stelle im Dokument */
FROM ref.paragraph
