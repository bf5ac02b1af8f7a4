/* What has to be protected, what is known from the last snapshot, and how all of it hangs together.

Reads:  benannt and beziehung (from beziehungen.sql), wert, gewicht, vorrang, and of the last snapshot
        vorher_groesse (name, zahl, verborgen, weite) and vorher_beziehung.
Makes:  groesse (one row a count), beziehung_geprueft (relations with what the values keep of them),
        zeile (one row a row of indicators with persons). */

CREATE TABLE groesse AS
WITH heute AS (
  SELECT
    groesse AS name,
    MIN(zahl) AS zahl,
    MAX(CASE WHEN gezaehlt <> 'begleitend' AND zahl > 0 AND zahl < schwelle THEN schwelle END) AS klein_unter,
    MAX(CASE WHEN gezaehlt <> 'begleitend' THEN schwelle END) AS schwelle
  FROM benannt
  GROUP BY groesse
)
SELECT
  heute.name,
  heute.zahl,
  COALESCE(NOT zuletzt.verborgen, FALSE) AS bekannt,
  COALESCE(zuletzt.verborgen, FALSE) AS gehalten,
  zuletzt.name IS NULL AS neu,
  FALSE AS vorher,
  /* a small count stays possible over as many whole numbers as are too small to be shown; so does one
  that was hidden before, because the other counts of that snapshot may hang on it */
  CASE
    WHEN NOT heute.klein_unter IS NULL THEN heute.klein_unter - 2
    WHEN heute.schwelle IS NULL THEN 0
    WHEN zuletzt.verborgen THEN heute.schwelle - 2
    ELSE 1
  END::DOUBLE AS weite
FROM heute
LEFT JOIN vorher_groesse AS zuletzt
  ON zuletzt.name = heute.name AND zuletzt.zahl = heute.zahl
UNION ALL
/* the last snapshot can still be read, with the values that have changed since */
SELECT vorher_groesse.name || ' (vorher)', vorher_groesse.zahl, NOT vorher_groesse.verborgen, FALSE, FALSE, TRUE, vorher_groesse.weite
FROM vorher_groesse
LEFT JOIN heute
  ON heute.name = vorher_groesse.name AND heute.zahl = vorher_groesse.zahl
WHERE heute.name IS NULL;

CREATE TABLE beziehung_alle AS
SELECT beziehung, schluessel, groesse AS name, koeffizient, art FROM beziehung
UNION ALL
SELECT vorher.beziehung, vorher.schluessel || ' (vorher)', COALESCE(geaendert.name, vorher.name), vorher.koeffizient, vorher.art
FROM vorher_beziehung AS vorher
LEFT JOIN groesse AS geaendert
  ON geaendert.name = vorher.name || ' (vorher)'
/* relations between unchanged counts are there already */
WHERE EXISTS (
  SELECT 1
  FROM vorher_beziehung AS glied
  INNER JOIN groesse
    ON groesse.name = glied.name || ' (vorher)'
  WHERE glied.beziehung = vorher.beziehung AND glied.schluessel = vorher.schluessel
);

/* what was not delivered is missing in a sum: then the sum is no more than a bound */
CREATE TABLE beziehung_geprueft AS
WITH probe AS (
  SELECT
    beziehung, schluessel, alle.art,
    SUM(alle.koeffizient * groesse.zahl) AS rest,
    MIN(alle.koeffizient) < 0 AND MAX(alle.koeffizient) > 0 AS zweiseitig
  FROM beziehung_alle AS alle
  INNER JOIN groesse
    ON groesse.name = alle.name
  GROUP BY beziehung, schluessel, alle.art
)
SELECT
  DENSE_RANK() OVER (ORDER BY beziehung, schluessel, art) - 1 AS nummer,
  beziehung, schluessel, alle.name,
  alle.koeffizient * CASE WHEN probe.rest > 1e-6 THEN -1 ELSE 1 END AS koeffizient,
  probe.art = '=' AND ABS(probe.rest) <= 1e-6 AS gleich
FROM beziehung_alle AS alle
INNER JOIN probe USING (beziehung, schluessel, art)
WHERE probe.zweiseitig AND (probe.rest <= 1e-6 OR probe.art = '=');

CREATE TABLE zeile AS
SELECT
  wert.zeile,
  COUNT(benannt.zeile) = 0 AS ohne_regel,
  COALESCE(BOOL_OR(gezaehlt <> 'begleitend' AND benannt.zahl > 0 AND benannt.zahl < schwelle), FALSE) AS klein,
  COALESCE(BOOL_OR(groesse.gehalten), FALSE) AS gehalten,
  /* zeros stay to be seen */
  COALESCE(BOOL_AND(benannt.zahl = 0) FILTER (gezaehlt = 'personen'), FALSE) AS null_bleibt,
  /* among equals a smaller value goes rather than a larger one */
  COALESCE(MAX(gewicht.gewicht), 1) * COALESCE(MAX(vorrang.gewicht), 1) * (1 + 0.02 * LOG10(1 + COALESCE(MAX(benannt.zahl), 0))) AS gewicht
FROM wert
LEFT JOIN benannt
  ON benannt.zeile = wert.zeile
LEFT JOIN groesse
  ON groesse.name = benannt.groesse
LEFT JOIN gewicht
  ON gewicht.raum_ebene = wert.raum_ebene
LEFT JOIN vorrang
  ON vorrang.indikator_id = wert.indikator_id
GROUP BY wert.zeile;
