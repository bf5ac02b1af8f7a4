MODEL (
  name mart.p05_gremien,
  kind FULL,
  description 'Eine Zeile je Indikator und Jahr: wie Menschen mit Einwanderungsgeschichte in den Gremien des Landes vertreten sind und wie viele Gremien das geregelt haben (§ 5 TIntG).',
  depends_on (
    core.raum
  ),
  grain (indikator_id, raum_ebene, raum_id, zeitraum_typ, zeitraum, merkmal, auspraegung),
  audits (
    NOT_NULL(
      columns := (indikator_id, raum_ebene, raum_id, zeitraum_typ, zeitraum, merkmal, auspraegung)
    ),
    UNIQUE_COMBINATION_OF_COLUMNS(
      columns := (indikator_id, raum_ebene, raum_id, zeitraum_typ, zeitraum, merkmal, auspraegung)
    ),
    ASSERT_RAUM_BEKANNT
  )
);

/* ein Gremium gibt Auskunft über seine Besetzung, wenn beide Zahlen da sind */
WITH gremium AS (
  SELECT
    zeitraum_jahr,
    jahr,
    gremium_id,
    regelung_vorhanden,
    datenstand,
    CASE WHEN NOT mitglieder IS NULL THEN mit_einwanderungsgeschichte END AS vertreten,
    CASE WHEN NOT mit_einwanderungsgeschichte IS NULL THEN mitglieder END AS mitglieder,
    CASE
      WHEN 'eingeschraenkt' IN (mitglieder_status, mit_einwanderungsgeschichte_status)
      THEN 'eingeschraenkt'
      ELSE ''
    END AS status
  FROM core.gremium
), zaehlung AS (
  SELECT
    'i05.anteil_gremien' AS indikator_id,
    zeitraum_jahr,
    COALESCE(SUM(vertreten), 0) AS zaehler,
    COALESCE(SUM(mitglieder), 0) AS nenner,
    COUNT(mitglieder) AS n,
    COUNT(*) - COUNT(mitglieder) AS n_ka,
    MAX(CASE WHEN NOT mitglieder IS NULL THEN status END) AS status,
    MAX(datenstand) AS datenstand
  FROM gremium
  GROUP BY
    zeitraum_jahr
  UNION ALL
  SELECT
    anzeige.indikator_id,
    gremium.zeitraum_jahr,
    COUNT(CASE WHEN gremium.regelung_vorhanden THEN 1 END),
    COUNT(gremium.regelung_vorhanden),
    COUNT(gremium.regelung_vorhanden),
    COUNT(*) - COUNT(gremium.regelung_vorhanden),
    '',
    MAX(gremium.datenstand)
  FROM gremium
  CROSS JOIN (VALUES
    ('i05.gremien_mit_regelung'),
    ('i05.vertretungsmassnahmen')) AS anzeige(indikator_id)
  GROUP BY
    anzeige.indikator_id,
    gremium.zeitraum_jahr
  UNION ALL
  /* gestiegen ist der Anteil gegenüber 2022, dem Jahr der Novelle; über Kreuz multipliziert, damit nichts gerundet wird */
  SELECT
    'i05.gremien_mit_anstieg',
    heute.zeitraum_jahr,
    COUNT(
      CASE
        WHEN heute.vertreten * damals.mitglieder > damals.vertreten * heute.mitglieder
        THEN 1
      END
    ),
    COUNT(CASE WHEN heute.mitglieder > 0 AND damals.mitglieder > 0 THEN 1 END),
    COUNT(CASE WHEN heute.mitglieder > 0 AND damals.mitglieder > 0 THEN 1 END),
    COUNT(*) - COUNT(CASE WHEN heute.mitglieder > 0 AND damals.mitglieder > 0 THEN 1 END),
    '',
    MAX(GREATEST(heute.datenstand, basis.datenstand))
  FROM gremium AS heute
  INNER JOIN (
    SELECT
      MAX(datenstand) AS datenstand
    FROM gremium
    WHERE
      jahr = 2022
  ) AS basis
    ON NOT basis.datenstand IS NULL
  LEFT JOIN gremium AS damals
    ON damals.gremium_id = heute.gremium_id AND damals.jahr = 2022
  WHERE
    heute.jahr > 2022
  GROUP BY
    heute.zeitraum_jahr
)
SELECT
  indikator_id::TEXT AS indikator_id, /* Kennung des Indikators */
  'land'::TEXT AS raum_ebene, /* Raumebene */
  '05'::TEXT AS raum_id, /* Schlüssel des Raums auf seiner Ebene */
  'jahr'::TEXT AS zeitraum_typ, /* Art des Zeitraums: jahr, quartal, monat oder stichtag */
  zeitraum_jahr::TEXT AS zeitraum, /* Zeitraum */
  ''::TEXT AS merkmal, /* Merkmal der Aufgliederung, leer ohne Aufgliederung */
  ''::TEXT AS auspraegung, /* Ausprägung des Merkmals, leer ohne Aufgliederung */
  CASE
    WHEN nenner = 0
    THEN NULL
    WHEN indikator_id IN ('i05.vertretungsmassnahmen', 'i05.gremien_mit_anstieg')
    THEN zaehler
    ELSE 100 * zaehler / nenner
  END::DOUBLE AS wert, /* Wert, ungerundet */
  zaehler::DOUBLE AS zaehler, /* Zähler bei Anteilen und Mittelwerten */
  nenner::DOUBLE AS nenner, /* Nenner bei Anteilen und Mittelwerten */
  n::BIGINT AS n, /* Zahl der Angaben, aus denen der Wert besteht */
  n_ka::BIGINT AS n_ka, /* Zahl der Zeilen ohne brauchbare Angabe */
  CASE
    WHEN nenner > 0
    THEN status
    WHEN indikator_id IN ('i05.vertretungsmassnahmen', 'i05.gremien_mit_anstieg')
    THEN 'keine_angabe'
    ELSE 'nicht_sinnvoll'
  END::TEXT AS status, /* Zeichen statt eines Werts, leer bei normalem Wert */
  datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  'gremium'::TEXT AS quellen /* Verwendete Quellen, getrennt durch | */
FROM zaehlung
