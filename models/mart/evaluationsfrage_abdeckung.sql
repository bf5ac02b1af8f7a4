MODEL (
  name mart.evaluationsfrage_abdeckung,
  kind FULL,
  description 'Eine Zeile je Frage des Analyserasters: welche Indikatoren sie beantworten, für welche Jahre und Räume, aus welchen Quellen, wie frisch, mit wie vielen Befunden, und wie gut die Datenlage ist.',
  grain frage_id,
  audits (
    ASSERT_GLEICH_VIELE_ZEILEN(herkunft := mart.evaluationsfrage),
    NOT_NULL(
      columns := (
        frage_id,
        paragraph,
        indikatoren,
        indikatoren_anzahl,
        berechenbar_anzahl,
        mit_wert_anzahl,
        jahre,
        raum_ebenen,
        raum_anzahl,
        methoden,
        methoden_unbekannt,
        quellen,
        befunde_offen_anzahl,
        befunde_fehler_anzahl,
        datenlage,
        kriterien_verfehlt,
        datenlage_grund
      )
    ),
    UNIQUE_VALUES(columns := (
      frage_id
    )),
    ACCEPTED_VALUES("column" := datenlage, is_in := ('belastbar', 'eingeschraenkt', 'nicht_vorhanden')),
    FORALL(
      criteria := (
        mit_wert_anzahl <= berechenbar_anzahl,
        berechenbar_anzahl + ersetzt_anzahl <= indikatoren_anzahl,
        (
          mit_wert_anzahl = 0
        ) = (
          datenlage = 'nicht_vorhanden'
        ),
        (
          kriterien_verfehlt = ''
        ) = (
          datenlage = 'belastbar'
        ),
        befunde_fehler_anzahl <= befunde_offen_anzahl
      )
    )
  )
);

/* ersetzt: laut Katalog misst ein anderer Indikator dasselbe, also fehlt hier nichts */
WITH katalog AS (
  SELECT
    indikator_id,
    frage_id,
    berechenbar,
    stufe <> 'input' AS ist_umsetzung,
    stufe IN ('outcome', 'impact') AS ist_wirkung,
    NOT ersetzt_durch IS NULL AS ist_ersetzt,
    SUBSTRING(bruch, 1, 4) AS bruchjahr
  FROM mart.indikator
), wert AS (
  SELECT
    indikator_id,
    raum_ebene,
    raum_id,
    SUBSTRING(zeitraum, 1, 4) AS jahr,
    quellen,
    COUNT(wert) AS werte,
    SUM(n) AS n,
    SUM(n_ka) AS n_ka,
    MAX(CASE WHEN NOT wert IS NULL THEN datenstand END) AS datenstand
  FROM mart.indikator_wert
  GROUP BY
    indikator_id,
    raum_ebene,
    raum_id,
    SUBSTRING(zeitraum, 1, 4),
    quellen
), belegt AS (
  SELECT
    katalog.frage_id,
    katalog.ist_umsetzung,
    katalog.ist_wirkung,
    katalog.bruchjahr,
    wert.indikator_id,
    wert.raum_ebene,
    wert.raum_id,
    wert.jahr,
    wert.quellen,
    wert.datenstand
  FROM wert
  INNER JOIN katalog
    ON katalog.indikator_id = wert.indikator_id
  WHERE
    wert.werte > 0
), neuestes AS (
  /* ein Jahr nach dem Datenstand ist ein Plan, keine Beobachtung */
  SELECT
    MAX(jahr)::BIGINT AS jahr
  FROM belegt
  WHERE
    jahr::BIGINT <= EXTRACT(YEAR FROM datenstand)
), vergleich AS (
  /* Jahre eines Indikators auf derselben Seite seines Bruchs */
  SELECT
    frage_id,
    indikator_id,
    COUNT(DISTINCT jahr) AS jahre
  FROM belegt
  GROUP BY
    frage_id,
    indikator_id,
    jahr >= COALESCE(bruchjahr, jahr)
), angabe AS (
  SELECT
    indikator_id,
    100.0 * SUM(n) / NULLIF(SUM(n + n_ka), 0) AS brauchbar_prozent,
    ROW_NUMBER() OVER (PARTITION BY indikator_id ORDER BY jahr DESC) AS alter_rang
  FROM wert
  WHERE
    raum_ebene = 'land'
  GROUP BY
    indikator_id,
    jahr
), antwort AS (
  SELECT
    katalog.frage_id,
    MEDIAN(wert.n) AS antworten
  FROM mart.indikator_wert AS wert
  INNER JOIN katalog
    ON katalog.indikator_id = wert.indikator_id
  WHERE
    wert.quellen = 'befragung' AND NOT wert.wert IS NULL
  GROUP BY
    katalog.frage_id
), quelle AS (
  /* die vereinbarten Quellen und die, aus denen ein Wert allein stammt */
  SELECT
    quelle
  FROM ref.vertrag
  UNION
  SELECT
    quellen
  FROM belegt
  WHERE
    NOT quellen LIKE '%|%'
  UNION
  SELECT
    quellen
  FROM mart.bezugsbevoelkerung
), frage_quellen AS (
  SELECT DISTINCT
    frage_id,
    quellen
  FROM belegt
), frage_quelle AS (
  SELECT DISTINCT
    frage_quellen.frage_id,
    quelle.quelle
  FROM frage_quellen
  INNER JOIN quelle
    ON CONCAT('|', frage_quellen.quellen, '|') LIKE CONCAT('%|', quelle.quelle, '|%')
), befund AS (
  SELECT
    quelle AS quellen,
    COUNT(*) AS offen,
    SUM(CASE WHEN schweregrad = 'error' THEN 1 ELSE 0 END) AS fehler
  FROM mart.befund
  WHERE
    schweregrad IN ('error', 'warning')
  GROUP BY
    quelle
), frage_befund AS (
  /* ein Befund über zwei Quellen zählt für eine Frage einmal */
  SELECT DISTINCT
    frage_quelle.frage_id,
    befund.quellen,
    befund.offen,
    befund.fehler
  FROM frage_quelle
  INNER JOIN befund
    ON CONCAT('|', befund.quellen, '|') LIKE CONCAT('%|', frage_quelle.quelle, '|%')
), je_katalog AS (
  SELECT
    katalog.frage_id,
    LISTAGG(katalog.indikator_id, '|'
    ORDER BY
      katalog.indikator_id) AS indikatoren,
    COUNT(*) AS indikatoren_anzahl,
    SUM(CASE WHEN katalog.ist_ersetzt THEN 1 ELSE 0 END) AS ersetzt_anzahl,
    SUM(CASE WHEN katalog.berechenbar THEN 1 ELSE 0 END) AS berechenbar_anzahl,
    SUM(CASE WHEN katalog.ist_wirkung AND NOT katalog.ist_ersetzt THEN 1 ELSE 0 END) AS wirkung_anzahl,
    AVG(angabe.brauchbar_prozent) AS brauchbar_prozent
  FROM katalog
  LEFT JOIN angabe
    ON angabe.indikator_id = katalog.indikator_id AND angabe.alter_rang = 1
  GROUP BY
    katalog.frage_id
), je_wert AS (
  SELECT
    frage_id,
    COUNT(DISTINCT indikator_id) AS mit_wert_anzahl,
    COUNT(DISTINCT CASE WHEN ist_umsetzung THEN indikator_id END) AS umsetzung_mit_wert_anzahl,
    COUNT(DISTINCT CASE WHEN ist_wirkung THEN indikator_id END) AS wirkung_mit_wert_anzahl,
    LISTAGG(DISTINCT jahr, '|'
    ORDER BY
      jahr) AS jahre,
    MIN(jahr) AS jahr_von,
    MAX(jahr) AS jahr_bis,
    LISTAGG(DISTINCT raum_ebene, '|'
    ORDER BY
      raum_ebene) AS raum_ebenen,
    COUNT(
      DISTINCT CASE WHEN raum_ebene <> 'land' THEN CONCAT(raum_ebene, '|', raum_id) END
    ) AS raum_anzahl,
    MAX(datenstand) AS datenstand
  FROM belegt
  GROUP BY
    frage_id
), je_vergleich AS (
  SELECT
    frage_id,
    MAX(jahre) AS vergleich_jahre
  FROM vergleich
  GROUP BY
    frage_id
), je_quelle AS (
  SELECT
    frage_id,
    LISTAGG(quelle, '|'
    ORDER BY
      quelle) AS quellen
  FROM frage_quelle
  GROUP BY
    frage_id
), je_befund AS (
  SELECT
    frage_id,
    SUM(offen) AS befunde_offen_anzahl,
    SUM(fehler) AS befunde_fehler_anzahl
  FROM frage_befund
  GROUP BY
    frage_id
), methode AS (
  SELECT
    frage_id,
    'Dokumentenanalyse' AS methode,
    methode_dokumente AS angewandt
  FROM mart.evaluationsfrage
  UNION ALL
  SELECT
    frage_id,
    'Onlinebefragung',
    methode_online
  FROM mart.evaluationsfrage
  UNION ALL
  SELECT
    frage_id,
    'Telefoninterview',
    methode_telefon
  FROM mart.evaluationsfrage
  UNION ALL
  SELECT
    frage_id,
    'Interview',
    methode_interview
  FROM mart.evaluationsfrage
), je_methode AS (
  SELECT
    frage_id,
    LISTAGG(CASE WHEN angewandt = 'ja' THEN methode END, '|'
    ORDER BY
      methode) AS methoden,
    LISTAGG(CASE WHEN angewandt = 'unbekannt' THEN methode END, '|'
    ORDER BY
      methode) AS methoden_unbekannt
  FROM methode
  GROUP BY
    frage_id
), abdeckung AS (
  SELECT
    frage.frage_id,
    frage.paragraph,
    frage.frage,
    COALESCE(je_katalog.indikatoren, '') AS indikatoren,
    COALESCE(je_katalog.indikatoren_anzahl, 0) AS indikatoren_anzahl,
    COALESCE(je_katalog.ersetzt_anzahl, 0) AS ersetzt_anzahl,
    COALESCE(je_katalog.berechenbar_anzahl, 0) AS berechenbar_anzahl,
    COALESCE(je_katalog.wirkung_anzahl, 0) AS wirkung_anzahl,
    je_katalog.brauchbar_prozent,
    COALESCE(je_wert.mit_wert_anzahl, 0) AS mit_wert_anzahl,
    COALESCE(je_wert.umsetzung_mit_wert_anzahl, 0) AS umsetzung_mit_wert_anzahl,
    COALESCE(je_wert.wirkung_mit_wert_anzahl, 0) AS wirkung_mit_wert_anzahl,
    COALESCE(je_wert.jahre, '') AS jahre,
    je_wert.jahr_von,
    je_wert.jahr_bis,
    COALESCE(je_wert.raum_ebenen, '') AS raum_ebenen,
    COALESCE(je_wert.raum_anzahl, 0) AS raum_anzahl,
    je_vergleich.vergleich_jahre,
    antwort.antworten,
    COALESCE(je_methode.methoden, '') AS methoden,
    COALESCE(je_methode.methoden_unbekannt, '') AS methoden_unbekannt,
    COALESCE(je_quelle.quellen, '') AS quellen,
    je_wert.datenstand,
    COALESCE(je_befund.befunde_offen_anzahl, 0) AS befunde_offen_anzahl,
    COALESCE(je_befund.befunde_fehler_anzahl, 0) AS befunde_fehler_anzahl,
    neuestes.jahr AS neuestes_jahr
  FROM mart.evaluationsfrage AS frage
  LEFT JOIN je_katalog
    ON je_katalog.frage_id = frage.frage_id
  LEFT JOIN je_wert
    ON je_wert.frage_id = frage.frage_id
  LEFT JOIN je_vergleich
    ON je_vergleich.frage_id = frage.frage_id
  LEFT JOIN antwort
    ON antwort.frage_id = frage.frage_id
  LEFT JOIN je_methode
    ON je_methode.frage_id = frage.frage_id
  LEFT JOIN je_quelle
    ON je_quelle.frage_id = frage.frage_id
  LEFT JOIN je_befund
    ON je_befund.frage_id = frage.frage_id
  CROSS JOIN neuestes
), mass AS (
  /* was jedes Kriterium misst; NULL: es betrifft die Frage nicht, oder ein früheres hat schon entschieden */
  SELECT
    frage_id,
    'katalog' AS kriterium,
    indikatoren_anzahl::DOUBLE AS mass
  FROM abdeckung
  UNION ALL
  SELECT
    frage_id,
    'berechenbar',
    CASE WHEN indikatoren_anzahl > 0 THEN berechenbar_anzahl END
  FROM abdeckung
  UNION ALL
  SELECT
    frage_id,
    'werte',
    CASE WHEN berechenbar_anzahl > 0 THEN mit_wert_anzahl END
  FROM abdeckung
  UNION ALL
  SELECT
    frage_id,
    'abdeckung',
    CASE
      WHEN mit_wert_anzahl > 0
      THEN 100.0 * mit_wert_anzahl / (
        indikatoren_anzahl - ersetzt_anzahl
      )
    END
  FROM abdeckung
  UNION ALL
  SELECT
    frage_id,
    'umsetzung',
    CASE WHEN mit_wert_anzahl > 0 THEN umsetzung_mit_wert_anzahl END
  FROM abdeckung
  UNION ALL
  SELECT
    frage_id,
    'wirkung',
    CASE
      WHEN umsetzung_mit_wert_anzahl > 0 AND wirkung_anzahl > 0
      THEN wirkung_mit_wert_anzahl
    END
  FROM abdeckung
  UNION ALL
  SELECT
    frage_id,
    'aktualitaet',
    neuestes_jahr - jahr_bis::BIGINT
  FROM abdeckung
  UNION ALL
  SELECT
    frage_id,
    'vergleich',
    vergleich_jahre
  FROM abdeckung
  UNION ALL
  SELECT
    frage_id,
    'brauchbar',
    CASE WHEN mit_wert_anzahl > 0 THEN brauchbar_prozent END
  FROM abdeckung
  UNION ALL
  SELECT
    frage_id,
    'antworten',
    antworten
  FROM abdeckung
  UNION ALL
  SELECT
    frage_id,
    'fehler',
    CASE WHEN mit_wert_anzahl > 0 THEN befunde_fehler_anzahl END
  FROM abdeckung
), verfehlt AS (
  SELECT
    mass.frage_id,
    MAX(regel.folge) AS datenlage, /* nicht_vorhanden geht vor und steht auch im Alphabet weiter hinten */
    LISTAGG(regel.kriterium, '|'
    ORDER BY
      regel.nr) AS kriterien,
    LISTAGG(
      REPLACE(regel.grund, '{schwelle}', regel.schwelle::TEXT), ' '
      ORDER BY
        regel.nr
    ) AS grund
  FROM mass
  INNER JOIN ref.datenlage_regel AS regel
    ON regel.kriterium = mass.kriterium
    AND CASE
      WHEN regel.richtung = 'mindestens'
      THEN mass.mass < regel.schwelle
      WHEN regel.richtung = 'ueber'
      THEN mass.mass <= regel.schwelle
      ELSE mass.mass > regel.schwelle
    END
  GROUP BY
    mass.frage_id
)
SELECT
  abdeckung.frage_id::TEXT AS frage_id, /* Kennung der Evaluationsfrage */
  abdeckung.paragraph::TEXT AS paragraph, /* Nummer des Paragraphen, zweistellig */
  abdeckung.frage::TEXT AS frage, /* Frage in eigenen Worten, sinngleich mit dem Raster */
  abdeckung.indikatoren::TEXT AS indikatoren, /* Indikatoren des Katalogs, die die Frage beantworten, getrennt durch | */
  abdeckung.indikatoren_anzahl::BIGINT AS indikatoren_anzahl, /* Zahl der Indikatoren, die die Frage beantworten */
  abdeckung.ersetzt_anzahl::BIGINT AS ersetzt_anzahl, /* Zahl der Indikatoren der Frage, für die laut Katalog ein anderer steht */
  abdeckung.berechenbar_anzahl::BIGINT AS berechenbar_anzahl, /* Zahl der Indikatoren der Frage, die aus den vereinbarten Quellen berechnet werden können */
  abdeckung.mit_wert_anzahl::BIGINT AS mit_wert_anzahl, /* Zahl der Indikatoren der Frage, die mindestens einen Wert haben */
  abdeckung.jahre::TEXT AS jahre, /* Jahre, für die es Werte gibt, getrennt durch | */
  abdeckung.jahr_von::TEXT AS jahr_von, /* Erstes Jahr mit einem Wert */
  abdeckung.jahr_bis::TEXT AS jahr_bis, /* Letztes Jahr mit einem Wert */
  abdeckung.raum_ebenen::TEXT AS raum_ebenen, /* Raumebenen, auf denen es Werte gibt, getrennt durch | */
  abdeckung.raum_anzahl::BIGINT AS raum_anzahl, /* Zahl der Räume unterhalb des Landes, für die es Werte gibt */
  abdeckung.methoden::TEXT AS methoden, /* Methoden, mit denen die Evaluation die Frage untersucht hat, getrennt durch | */
  abdeckung.methoden_unbekannt::TEXT AS methoden_unbekannt, /* Methoden, bei denen das gedruckte Raster offenlässt, ob sie angewandt wurden, getrennt durch | */
  abdeckung.quellen::TEXT AS quellen, /* Verwendete Quellen, getrennt durch | */
  abdeckung.datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  abdeckung.befunde_offen_anzahl::BIGINT AS befunde_offen_anzahl, /* Zahl der Warnungen und Fehler zu den Quellen der Werte */
  abdeckung.befunde_fehler_anzahl::BIGINT AS befunde_fehler_anzahl, /* Zahl der Fehler zu den Quellen der Werte */
  COALESCE(verfehlt.datenlage, 'belastbar')::TEXT AS datenlage, /* belastbar, eingeschraenkt oder nicht_vorhanden */
  COALESCE(verfehlt.kriterien, '')::TEXT AS kriterien_verfehlt, /* Kriterien der Datenlage, die verfehlt sind, getrennt durch | */
  COALESCE(verfehlt.grund, 'Die Werte erfüllen alle Kriterien.')::TEXT AS datenlage_grund /* Was der Beurteilung der Datenlage zugrunde liegt */
FROM abdeckung
LEFT JOIN verfehlt
  ON verfehlt.frage_id = abdeckung.frage_id
