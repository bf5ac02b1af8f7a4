/* What persons are counted, and how the counts hang together.

Reads:  wert (rows of mart.indikator_wert with schutz = person, numbered as `zeile`), regel (one row
        an indicator and field that is counted: rolle, schwelle), raum.
Makes:  feld (one row a number that counts persons); benannt (the same with the name of the count,
        `groesse`: numbers that are one and the same count have one name); beziehung (one row a relation and count in it:
        beziehung, schluessel, groesse, koeffizient, art), where the sum of koeffizient × count over
        one (beziehung, schluessel) is 0 (art '=') or at most 0 (art '<=').

Whoever reads the published tables knows all of this, so disclosure control protects against it
and the audit attacks with it. A relation that the data do not keep, because a part of a sum was
not delivered, is no knowledge: the caller compares, and takes it as a bound or leaves it out. */

CREATE TABLE feld AS
SELECT
  gedreht.*,
  regel.rolle,
  regel.schwelle
FROM (
  UNPIVOT (
    SELECT zeile, indikator_id, raum_ebene, raum_id, zeitraum_typ, zeitraum, merkmal, auspraegung,
      wert, zaehler, nenner, n::DOUBLE AS n, n_ka::DOUBLE AS n_ka
    FROM wert
  ) ON wert, zaehler, nenner, n, n_ka INTO NAME feld VALUE zahl
) AS gedreht
INNER JOIN regel
  ON regel.indikator_id = gedreht.indikator_id AND regel.feld = gedreht.feld;

/* the same count under its first name: shares of one question stand on one base, and so on */
CREATE TABLE benannt AS
WITH gleich AS (
  SELECT
    zeile, feld, feld.rolle AS gezaehlt, schwelle, zahl, raum_ebene, raum_id,
    CASE
      WHEN indikator_id IN ('ibf.mittelwert', 'ibf.zustimmung', 'i12.ia_bekanntheit', 'i12.zusammenarbeit_partner')
        AND feld = 'nenner' THEN 'ibf.verteilung'
      WHEN indikator_id = 'i12.zusammenarbeit_partner' THEN 'ibf.zustimmung'
      WHEN indikator_id = 'i12.ia_bekanntheit' THEN 'ibf.mittelwert'
      WHEN indikator_id = 'i09.faelle_je_cm' THEN 'i09.faelle_bestand'
      WHEN indikator_id = 'i10.gruppengroesse' THEN 'i10.erreichte_kinder'
      ELSE indikator_id
    END AS indikator_id,
    CASE WHEN indikator_id IN ('i09.faelle_je_cm', 'i10.gruppengroesse') THEN 'wert' ELSE feld END AS rolle,
    CASE WHEN indikator_id = 'i09.faelle_je_cm' THEN 'quartal' ELSE zeitraum_typ END AS zeitraum_typ,
    CASE WHEN indikator_id = 'i09.faelle_je_cm' THEN zeitraum || '-Q4' ELSE zeitraum END AS zeitraum,
    CASE WHEN indikator_id = 'i09.faelle_je_cm' THEN 'fallart' ELSE merkmal END AS merkmal,
    CASE
      WHEN indikator_id = 'i09.faelle_je_cm' THEN 'case_management'
      WHEN indikator_id IN ('ibf.verteilung', 'i07.beratungsanlass_anteil', 'i09.bedarfe_anteil') AND feld <> 'zaehler' THEN ''
      WHEN indikator_id = 'i09.herkunft_faelle' AND feld <> 'wert' THEN ''
      ELSE auspraegung
    END AS auspraegung
  FROM feld
), benannt AS (
  SELECT *,
    CONCAT_WS('|', indikator_id, rolle, raum_ebene, raum_id, zeitraum, merkmal, auspraegung) AS name
  FROM gleich
)
SELECT * EXCLUDE (name),
  /* where the data differ after all, they are counts of their own */
  CASE
    WHEN MAX(zahl) OVER (PARTITION BY name) - MIN(zahl) OVER (PARTITION BY name) > 1e-6 THEN name || '|' || zeile
    ELSE name
  END AS groesse
FROM benannt;

CREATE TABLE beziehung AS
WITH g AS (
  /* each count once, with its year */
  SELECT DISTINCT groesse, indikator_id, rolle, raum_ebene, raum_id, zeitraum_typ, zeitraum,
    LEFT(zeitraum, 4) AS jahr, merkmal, auspraegung
  FROM benannt
), ueber AS (
  /* every unit and the unit above it */
  SELECT raum_ebene, raum_id, uebergeordnet_id,
    CASE raum_ebene WHEN 'gemeinde' THEN 'kreis' WHEN 'kreis' THEN 'regierungsbezirk' ELSE 'land' END AS uebergeordnet_ebene
  FROM raum
  WHERE NOT uebergeordnet_id IS NULL
), glied AS (
  /* the parts of a unit make the unit */
  SELECT
    'Teilräume' AS beziehung,
    CONCAT_WS('|', g.indikator_id, g.rolle, ueber.uebergeordnet_ebene, ueber.uebergeordnet_id, ueber.raum_ebene,
      g.zeitraum, g.merkmal, g.auspraegung) AS schluessel,
    g.groesse, 1 AS koeffizient, '=' AS art
  FROM g
  INNER JOIN ueber
    ON ueber.raum_ebene = g.raum_ebene AND ueber.raum_id = g.raum_id
  UNION ALL
  SELECT
    'Teilräume',
    CONCAT_WS('|', g.indikator_id, g.rolle, ueber.uebergeordnet_ebene, ueber.uebergeordnet_id, ueber.raum_ebene,
      g.zeitraum, g.merkmal, g.auspraegung),
    g.groesse, -1, '='
  FROM g
  INNER JOIN (SELECT DISTINCT raum_ebene, uebergeordnet_ebene, uebergeordnet_id FROM ueber) AS ueber
    ON ueber.uebergeordnet_ebene = g.raum_ebene AND ueber.uebergeordnet_id = g.raum_id
  UNION ALL
  /* the values of a breakdown make the value without it */
  SELECT
    'Aufgliederung',
    CONCAT_WS('|', indikator_id, rolle, raum_ebene, raum_id, zeitraum, merkmal),
    groesse, 1, '='
  FROM g
  WHERE merkmal <> '' AND auspraegung <> ''
  UNION ALL
  SELECT
    'Aufgliederung',
    CONCAT_WS('|', g.indikator_id, g.rolle, g.raum_ebene, g.raum_id, g.zeitraum, gliederung.merkmal),
    g.groesse, -1, '='
  FROM g
  INNER JOIN (SELECT DISTINCT indikator_id, merkmal FROM g WHERE merkmal <> '') AS gliederung
    ON gliederung.indikator_id = g.indikator_id
  WHERE g.merkmal = ''
  UNION ALL
  /* § 17: the groups of § 14 and the children born later make all persons */
  SELECT 'Personengruppen', CONCAT_WS('|', raum_ebene, raum_id, zeitraum), groesse,
    CASE indikator_id WHEN 'i17.personen_gruppe' THEN 1 ELSE -1 END, '='
  FROM g
  WHERE indikator_id IN ('i17.personen_gruppe', 'i17.berechtigte_personen')
  UNION ALL
  /* quarters make the year */
  SELECT 'Quartale', CONCAT_WS('|', indikator_id, rolle, raum_ebene, raum_id, jahr, merkmal, auspraegung), groesse,
    CASE zeitraum_typ WHEN 'quartal' THEN 1 ELSE -1 END, '='
  FROM g
  WHERE zeitraum_typ IN ('quartal', 'jahr')
  UNION ALL
  /* § 9: reached in a year = cases at the end of the year before + new ones of its quarters */
  SELECT 'Erreichte', CONCAT_WS('|', raum_ebene, raum_id,
      CASE indikator_id WHEN 'i09.faelle_bestand' THEN (jahr::INT + 1)::TEXT ELSE jahr END), groesse,
    CASE indikator_id WHEN 'i09.erreichte_personen' THEN -1 ELSE 1 END, '='
  FROM g
  WHERE indikator_id = 'i09.neue_faelle'
    OR (indikator_id = 'i09.erreichte_personen' AND merkmal = '')
    OR (indikator_id = 'i09.faelle_bestand' AND rolle = 'wert' AND merkmal = '' AND zeitraum LIKE '%-Q4')
  UNION ALL
  /* § 9: cases at the end of a year = reached in it - closed in it (those behind the median duration) */
  SELECT 'Abschlüsse', CONCAT_WS('|', raum_ebene, raum_id, jahr), groesse,
    CASE indikator_id WHEN 'i09.erreichte_personen' THEN -1 ELSE 1 END, '='
  FROM g
  WHERE indikator_id = 'i09.dauer_median'
    OR (indikator_id = 'i09.erreichte_personen' AND merkmal = '' AND raum_ebene = 'land')
    OR (indikator_id = 'i09.faelle_bestand' AND rolle = 'wert' AND merkmal = '' AND raum_ebene = 'land' AND zeitraum LIKE '%-Q4')
  UNION ALL
  /* § 9: no more contacts' cases than cases reached */
  SELECT 'Kontaktierte', CONCAT_WS('|', raum_ebene, raum_id, jahr), groesse,
    CASE indikator_id WHEN 'i09.kontakte_je_fall' THEN 1 ELSE -1 END, '<='
  FROM g
  WHERE (indikator_id = 'i09.kontakte_je_fall' AND rolle = 'nenner') OR (indikator_id = 'i09.erreichte_personen' AND merkmal = '')
  UNION ALL
  /* § 9: cases begun as Kurzberatung in a year */
  SELECT 'Kurzberatungen', CONCAT_WS('|', raum_id, jahr), groesse, CASE indikator_id WHEN 'i09.wechselquote' THEN -1 ELSE 1 END, '='
  FROM g
  WHERE raum_ebene = 'land' AND (
    (indikator_id = 'i09.wechselquote' AND rolle = 'nenner') OR (indikator_id = 'i09.neue_faelle' AND auspraegung = 'kurzberatung'))
  UNION ALL
  /* §§ 7, 9: with and without an answer = all of the year, however they are broken down */
  SELECT 'Alle des Jahres', CONCAT_WS('|', gliederung.indikator_id, g.jahr), g.groesse,
    CASE WHEN g.indikator_id = gliederung.indikator_id THEN -1 ELSE 1 END, '='
  FROM g
  INNER JOIN (VALUES ('i09.herkunft_faelle', 'i09.neue_faelle'), ('i09.bedarfe_anteil', 'i09.neue_faelle'),
      ('i07.beratungsanlass_anteil', 'i07.beratungen_abgeschlossen')) AS gliederung(indikator_id, ganzes)
    ON g.indikator_id IN (gliederung.indikator_id, gliederung.ganzes)
  WHERE g.raum_ebene = 'land' AND (g.indikator_id <> gliederung.indikator_id OR g.rolle IN ('nenner', 'n', 'n_ka'))
  UNION ALL
  SELECT 'Herkunft', CONCAT_WS('|', raum_id, jahr), groesse, CASE rolle WHEN 'wert' THEN 1 ELSE -1 END, '='
  FROM g
  WHERE indikator_id = 'i09.herkunft_faelle' AND rolle IN ('wert', 'n')
  UNION ALL
  /* the answers to a question with one choice make its base, those to one with several at least */
  SELECT 'Antworten', CONCAT_WS('|', indikator_id, raum_id, zeitraum, merkmal), groesse,
    CASE rolle WHEN 'nenner' THEN 1 ELSE -1 END, CASE indikator_id WHEN 'ibf.verteilung' THEN '=' ELSE '<=' END
  FROM g
  WHERE indikator_id IN ('ibf.verteilung', 'i07.beratungsanlass_anteil', 'i09.bedarfe_anteil') AND rolle IN ('zaehler', 'nenner')
  UNION ALL
  /* the sum behind a mean = every step of the scale × its answers */
  SELECT 'Mittelwert', CONCAT_WS('|', raum_id, zeitraum, merkmal), groesse,
    CASE indikator_id WHEN 'ibf.mittelwert' THEN -1 ELSE COALESCE(TRY_CAST(auspraegung AS DOUBLE), 0) END, '='
  FROM g
  WHERE indikator_id IN ('ibf.mittelwert', 'ibf.verteilung') AND rolle = 'zaehler'
), zustimmung AS (
  /* those who agree = the answers on the agreeing steps, which are the upper end of the scale: any
  set of steps whose answers make the number might be it, so the two upper ones are tried */
  SELECT 'Zustimmung' AS beziehung, CONCAT_WS('|', raum_id, zeitraum, merkmal) AS schluessel, groesse,
    CASE indikator_id WHEN 'ibf.zustimmung' THEN -1 ELSE 1 END AS koeffizient, '=' AS art
  FROM (
    SELECT *, DENSE_RANK() OVER (PARTITION BY indikator_id, raum_id, zeitraum, merkmal ORDER BY TRY_CAST(auspraegung AS DOUBLE) DESC) AS stufe
    FROM g
    WHERE indikator_id IN ('ibf.zustimmung', 'ibf.verteilung') AND rolle = 'zaehler'
  )
  WHERE indikator_id = 'ibf.zustimmung' OR stufe <= 2
), teilmenge AS (
  /* a part is no more than its whole: numerator and denominator, and the like within one row */
  SELECT 'Teil und Ganzes' AS beziehung, teil.zeile || teil.feld AS schluessel,
    UNNEST([teil.groesse, ganz.groesse]) AS groesse, UNNEST([1, -1]) AS koeffizient, '<=' AS art
  FROM benannt AS teil
  INNER JOIN benannt AS ganz
    ON ganz.zeile = teil.zeile
  WHERE (teil.feld = 'zaehler' AND ganz.feld = 'nenner'
      AND teil.indikator_id NOT IN ('ibf.mittelwert', 'i09.kontakte_je_fall'))
    OR (teil.feld = 'nenner' AND ganz.feld = 'zaehler' AND teil.indikator_id = 'i09.kontakte_je_fall')
    OR (teil.feld = 'n_ka' AND ganz.feld = 'wert' AND teil.indikator_id = 'i09.faelle_bestand')
    OR (teil.feld = 'wert' AND ganz.feld = 'n' AND teil.indikator_id = 'i09.herkunft_faelle')
  UNION ALL
  /* § 10: children in groups are children reached; where the two differ they are two counts */
  SELECT 'Kinder', CONCAT_WS('|', gruppe.raum_id, gruppe.zeitraum), UNNEST([gruppe.groesse, alle.groesse]), UNNEST([1, -1]), '<='
  FROM benannt AS gruppe
  INNER JOIN benannt AS alle
    ON alle.indikator_id = gruppe.indikator_id AND alle.raum_ebene = gruppe.raum_ebene AND alle.raum_id = gruppe.raum_id
    AND alle.zeitraum = gruppe.zeitraum AND alle.groesse <> gruppe.groesse
  WHERE gruppe.indikator_id = 'i10.erreichte_kinder' AND gruppe.feld = 'zaehler' AND alle.feld = 'wert'
)
SELECT beziehung, schluessel, groesse, SUM(koeffizient)::DOUBLE AS koeffizient, art
FROM (SELECT * FROM glied UNION ALL SELECT * FROM zustimmung UNION ALL SELECT * FROM teilmenge)
GROUP BY beziehung, schluessel, groesse, art
HAVING SUM(koeffizient) <> 0;
