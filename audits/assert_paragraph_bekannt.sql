AUDIT (
  name assert_paragraph_bekannt
);

/* Jeder Paragraph steht im Verzeichnis der Paragraphen. */
SELECT
  zeile.paragraph
FROM @this_model AS zeile
LEFT JOIN mart.paragraph AS paragraph
  ON paragraph.paragraph = zeile.paragraph
WHERE
  paragraph.paragraph IS NULL
