MODEL (
  name mart.regel,
  kind FULL,
  description 'Eine Zeile je Regel, gegen die ein Befund verstoßen kann: was sie in wenigen Worten sagt und was zu tun ist.',
  depends_on (
    mart.paragraph
  ),
  grain regel,
  audits (
    NOT_NULL(columns := (regel, titel, abhilfe)),
    UNIQUE_VALUES(columns := (
      regel
    )),
    ASSERT_PARAGRAPH_BEKANNT
  )
);

SELECT
  regel::TEXT AS regel, /* Kennung der Regel oder Erwartung */
  LPAD(paragraph::TEXT, 2, '0')::TEXT AS paragraph, /* Nummer des Paragraphen, zweistellig */
  titel::TEXT AS titel, /* Überschrift */
  abhilfe::TEXT AS abhilfe /* Was bei einem Befund zu tun ist */
FROM ref.regel
