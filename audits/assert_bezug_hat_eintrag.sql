AUDIT (
  name assert_bezug_hat_eintrag
);

/* Jeder Bezug gehört zu einem Eintrag; hat der Eintrag selbst einen Paragraphen, ist es derselbe. */
SELECT
  bezug.register,
  bezug.eintrag_id,
  bezug.paragraph
FROM mart.register_bezug AS bezug
LEFT JOIN @this_model AS eintrag
  ON eintrag.register = bezug.register AND eintrag.eintrag_id = bezug.eintrag_id
WHERE
  eintrag.eintrag_id IS NULL OR eintrag.paragraph <> bezug.paragraph
