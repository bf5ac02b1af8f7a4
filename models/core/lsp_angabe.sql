MODEL (
  name core.lsp_angabe,
  kind FULL,
  description 'Eine Zeile je Berichtsjahr, Kommunalem Integrationszentrum und Angabe zum Laiensprachmittlerpool: Menschen, Veranstaltungen und Teilnehmende. Auch KI ohne Pool stehen da, denn ihre fehlende Zahl fehlt in der Summe (§ 8 TIntG).',
  grain (berichtsjahr, ki, lsp_angabe),
  audits (
    NOT_NULL(columns := (berichtsjahr, ki, lsp_angabe)),
    UNIQUE_COMBINATION_OF_COLUMNS(columns := (berichtsjahr, ki, lsp_angabe)),
    FORALL(criteria := (
      angabe >= 0 OR angabe IS NULL
    ))
  )
);

SELECT
  zeile.berichtsjahr::BIGINT AS berichtsjahr, /* Berichtsjahr */
  zeile.berichtsjahr::TEXT AS zeitraum_jahr, /* Jahr, z. B. 2023 */
  zeile.ki::TEXT AS ki, /* Gebietskörperschaft mit Kommunalem Integrationszentrum */
  frage.lsp_angabe::TEXT AS lsp_angabe, /* Wonach gefragt ist, wie die Spalte der Lieferung */
  CASE frage.lsp_angabe
    WHEN 'sprachmittelnde'
    THEN zeile.sprachmittelnde
    WHEN 'beguenstigte_personen'
    THEN zeile.beguenstigte_personen
    WHEN 'grundlagenschulungen'
    THEN zeile.grundlagenschulungen
    WHEN 'grundlagenschulungen_teilnehmende'
    THEN zeile.grundlagenschulungen_teilnehmende
    WHEN 'qualifizierungen'
    THEN zeile.qualifizierungen
    WHEN 'qualifizierungen_teilnehmende'
    THEN zeile.qualifizierungen_teilnehmende
    WHEN 'austauschtreffen'
    THEN zeile.austauschtreffen
    ELSE zeile.austauschtreffen_teilnehmende
  END::DOUBLE AS angabe, /* Genannte Zahl, auch geschätzt oder eingeschränkt; leer bei Spannen, Unlesbarem und fehlenden Angaben */
  CASE frage.lsp_angabe
    WHEN 'sprachmittelnde'
    THEN zeile.sprachmittelnde_status
    WHEN 'beguenstigte_personen'
    THEN zeile.beguenstigte_personen_status
    WHEN 'grundlagenschulungen'
    THEN zeile.grundlagenschulungen_status
    WHEN 'grundlagenschulungen_teilnehmende'
    THEN zeile.grundlagenschulungen_teilnehmende_status
    WHEN 'qualifizierungen'
    THEN zeile.qualifizierungen_status
    WHEN 'qualifizierungen_teilnehmende'
    THEN zeile.qualifizierungen_teilnehmende_status
    WHEN 'austauschtreffen'
    THEN zeile.austauschtreffen_status
    ELSE zeile.austauschtreffen_teilnehmende_status
  END::TEXT AS angabe_status, /* Zeichen statt eines Werts */
  zeile.datenstand::DATE AS datenstand, /* Datenstand der Lieferung oder, bei Werten aus mehreren, der neueste */
  zeile._lieferung_id::TEXT AS _lieferung_id, /* Lieferung, aus der die Zeile stammt */
  zeile._zeile::BIGINT AS _zeile /* Zeilennummer in der gelieferten Datei */
FROM stg.fde_lsp AS zeile
CROSS JOIN (VALUES
  ('sprachmittelnde'),
  ('beguenstigte_personen'),
  ('grundlagenschulungen'),
  ('grundlagenschulungen_teilnehmende'),
  ('qualifizierungen'),
  ('qualifizierungen_teilnehmende'),
  ('austauschtreffen'),
  ('austauschtreffen_teilnehmende')) AS frage(lsp_angabe)
