AUDIT (
  name assert_zeitraum_passt
);

/* Die Schreibweise des Zeitraums gehört zu seiner Art. */
SELECT
  zeitraum_typ,
  zeitraum
FROM @this_model
WHERE
  NOT CASE zeitraum_typ
    WHEN 'jahr'
    THEN REGEXP_MATCHES(zeitraum, '^[0-9]{4}$')
    WHEN 'quartal'
    THEN REGEXP_MATCHES(zeitraum, '^[0-9]{4}-Q[1-4]$')
    WHEN 'monat'
    THEN REGEXP_MATCHES(zeitraum, '^[0-9]{4}-[0-9]{2}$')
    WHEN 'stichtag'
    THEN REGEXP_MATCHES(zeitraum, '^[0-9]{4}-[0-9]{2}-[0-9]{2}$')
    ELSE FALSE
  END
