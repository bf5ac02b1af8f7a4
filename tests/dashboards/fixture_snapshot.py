"""A small snapshot for the tests: the published tables, filled from seeds and expected numbers.

It is built with duckdb alone, so that the pages are tested without the stages before them.
"""

from __future__ import annotations

import json
from pathlib import Path

import duckdb

SEEDS = Path(__file__).resolve().parents[2] / "seeds"

TABLES = {
    "indikator_wert": "indikator_id TEXT, raum_ebene TEXT, raum_id TEXT, zeitraum_typ TEXT,"
    " zeitraum TEXT, merkmal TEXT, auspraegung TEXT, wert DOUBLE, zaehler DOUBLE, nenner DOUBLE,"
    " n BIGINT, n_ka BIGINT, einheit TEXT, status TEXT, datenstand DATE, quellen TEXT",
    "indikator": "indikator_id TEXT, paragraph TEXT, frage_id TEXT, name TEXT, definition TEXT,"
    " formel TEXT, einheit TEXT, dezimalen BIGINT, stufe TEXT, zieldimension TEXT, richtung TEXT,"
    " schutz TEXT, additiv_raum BOOLEAN, additiv_merkmal BOOLEAN, additiv_zeitraum BOOLEAN,"
    " ebenen TEXT, zeitraeume TEXT, merkmale TEXT, quelle TEXT, bruch TEXT, vorsicht TEXT,"
    " berechenbar BOOLEAN, ersetzt_durch TEXT, grund TEXT",
    "raum": "raum_ebene TEXT, raum_id TEXT, name TEXT, uebergeordnet_id TEXT, typ TEXT,"
    " einwohner BIGINT, flaeche_km2 DOUBLE",
    "bezugsbevoelkerung": "zeitraum_jahr TEXT, stichtag DATE, bevoelkerung BIGINT, quellen TEXT,"
    " datenstand DATE, hinweis TEXT",
    "paragraph": "paragraph TEXT, bezeichnung TEXT, titel TEXT, teil TEXT, bewertungsart TEXT,"
    " zustaendig TEXT, kurzbeschreibung TEXT, fundstelle TEXT",
    "evaluationsfrage": "frage_id TEXT, paragraph TEXT, frage TEXT, methode_dokumente TEXT,"
    " methode_online TEXT, methode_telefon TEXT, methode_interview TEXT",
    "evaluationsfrage_abdeckung": "frage_id TEXT, paragraph TEXT, frage TEXT, indikatoren TEXT,"
    " indikatoren_anzahl BIGINT, ersetzt_anzahl BIGINT, berechenbar_anzahl BIGINT,"
    " mit_wert_anzahl BIGINT, jahre TEXT, jahr_von TEXT, jahr_bis TEXT, raum_ebenen TEXT,"
    " raum_anzahl BIGINT, methoden TEXT, methoden_unbekannt TEXT, quellen TEXT, datenstand DATE,"
    " befunde_offen_anzahl BIGINT, befunde_fehler_anzahl BIGINT, datenlage TEXT,"
    " kriterien_verfehlt TEXT, datenlage_grund TEXT",
    "wirkungsmodell": "paragraph TEXT, von_indikator_id TEXT, von_stufe TEXT,"
    " nach_indikator_id TEXT, nach_stufe TEXT, stufen_schritte BIGINT, annahme TEXT,"
    " wirkung_herkunft TEXT, fundstelle TEXT, von_hat_werte BOOLEAN, nach_hat_werte BOOLEAN",
    "lieferung": "lieferung_id TEXT, quelle TEXT, dateiname TEXT, sha256 TEXT, datenstand DATE,"
    " version BIGINT, eingang TIMESTAMP, format TEXT, zeilen_gelesen BIGINT,"
    " zeilen_geladen BIGINT, zeilen_doppelt BIGINT, zeilen_quarantaene BIGINT, einheiten TEXT,"
    " status TEXT, gruende TEXT, gilt BOOLEAN",
    "befund": "regel TEXT, schweregrad TEXT, quelle TEXT, lieferung_id TEXT, schluessel TEXT,"
    " meldung TEXT, datenstand DATE",
    "regel": "regel TEXT, paragraph TEXT, titel TEXT, abhilfe TEXT",
    "veroeffentlichte_zahl_abgleich": "figure_id TEXT, paragraph TEXT, dokument TEXT, zeilen TEXT,"
    " druck TEXT, einheit TEXT, genauigkeit TEXT, druck_wert DOUBLE, druck_von DOUBLE,"
    " druck_bis DOUBLE, abgeleitet_aus TEXT, rechnung_herkunft TEXT, rechnung_grund TEXT,"
    " rechnung_wert DOUBLE, rechnung_von DOUBLE, rechnung_bis DOUBLE, urteil_rechnung TEXT,"
    " grenze TEXT, grenze_grund TEXT, ist_grenze_eingehalten BOOLEAN",
    "register": "register TEXT, eintrag_id TEXT, paragraph TEXT, titel TEXT, inhalt TEXT,"
    " adressat TEXT, eintrag_art TEXT, stelle TEXT, wertung TEXT, konferenz TEXT,"
    " tagesordnungspunkt TEXT, antragsteller TEXT, abstimmung TEXT, protokollnotiz TEXT,"
    " phase TEXT, themenforum TEXT, federfuehrung TEXT, foerderung TEXT, dokument TEXT,"
    " zeilen TEXT, fundstelle TEXT, status TEXT, status_stand DATE, status_beleg TEXT,"
    " bezug TEXT, bezug_anzahl BIGINT, bezug_mit_wert_anzahl BIGINT",
    "register_bezug": "register TEXT, eintrag_id TEXT, paragraph TEXT, indikator_id TEXT,"
    " name TEXT, ist_berechenbar BOOLEAN, hat_wert BOOLEAN, letztes_jahr TEXT,"
    " datenstand DATE, anmerkung TEXT",
    "raum_geometrie": "raum_ebene TEXT, raum_id TEXT, geojson TEXT",
}

SUPPRESS_ALL = (
    "UPDATE pub.indikator_wert SET wert = NULL, zaehler = NULL, nenner = NULL, n = NULL,"
    " status = 'geheim'"
)
NO_DELIVERIES = (
    "DELETE FROM pub.indikator_wert WHERE quellen <> 'evaluationsbericht';"
    " DELETE FROM pub.lieferung; DELETE FROM pub.befund"
)
STARTED_YEAR = """
    INSERT INTO pub.indikator_wert
        SELECT * REPLACE ('2024-Q1' AS zeitraum, DATE '2024-03-01' AS datenstand)
        FROM pub.indikator_wert WHERE zeitraum = '2023-Q1' AND merkmal = '';
    INSERT INTO pub.indikator_wert
        SELECT * REPLACE ('jahr' AS zeitraum_typ, '2024' AS zeitraum)
        FROM pub.indikator_wert
        WHERE zeitraum = '2024-Q1' AND indikator_id <> 'i17.berechtigte_personen';
    INSERT INTO pub.indikator_wert
        SELECT * REPLACE ('2024' AS zeitraum, wert / 4 AS wert) FROM pub.indikator_wert
        WHERE zeitraum = '2023' AND indikator_id IN
            ('i17.gemeinden_anzahl', 'i17.bewilligt_je_1000_einwohner');
    UPDATE pub.indikator_wert SET wert = 4500
        WHERE indikator_id = 'i17.bewilligt_summe' AND raum_ebene = 'land'
        AND zeitraum IN ('2024', '2024-Q1')
"""
"""The first quarter of 2024 is there, the others are not."""

ONLY_STARTED = "DELETE FROM pub.indikator_wert WHERE zeitraum IN ('2023-Q2', '2023-Q3', '2023-Q4')"
CORRECTED = (
    "UPDATE pub.indikator_wert SET wert = 14143200 WHERE raum_ebene = 'land'"
    " AND indikator_id = 'i17.bewilligt_summe' AND zeitraum = '2023'"
)
FINDINGS = """
    INSERT INTO pub.befund VALUES
    ('R17-2', 'warning', 'pauschalen_auszahlung', 'a1', '2023-Q4/05315000',
        'Bewilligt sind 2 €.', DATE '2023-12-01'),
    ('QUARTALE', 'info', 'pauschalen_auszahlung', 'a1', '2024', 'Es fehlen drei Quartale.',
        DATE '2024-03-01'),
    ('LIEFERUNG', 'warning', 'pauschalen_auszahlung', 'a2', '=1+1.csv', 'Abgelehnt.',
        DATE '2024-01-01'),
    ('R17-5', 'warning', 'pauschalen_verwendung', 'v1', '2023/05334002', 'Nicht da.',
        DATE '2024-06-30'),
    ('mart_p17_auszahlung.gleicht_bericht', 'error', 'mart.p17_auszahlung', NULL, NULL,
        'Nicht erfüllt: Die Summe gleicht dem Bericht', DATE '2026-01-31')
"""
ONE_OF_EACH = """
    UPDATE pub.indikator_wert SET wert = 1 WHERE indikator_id LIKE 'i17.gemeinden%'
        OR indikator_id = 'i17.verwaltungsaufwand';
    UPDATE pub.indikator_wert SET n_ka = 1 WHERE indikator_id = 'i17.verwaltungsaufwand';
    DELETE FROM pub.lieferung WHERE lieferung_id <> 'v1'
"""
NOTHING_AT_ALL = ";".join(f"DELETE FROM pub.{table}" for table in TABLES)

_FILL = r"""
CREATE MACRO seed(name) AS TABLE
    SELECT * FROM read_csv('{seeds}/' || name || '.csv', header = true, all_varchar = true);
INSERT INTO pub.indikator BY NAME
    SELECT * REPLACE (LPAD(paragraph, 2, '0') AS paragraph) FROM seed('indikator');
INSERT INTO pub.paragraph BY NAME SELECT * EXCLUDE (kapitel) FROM seed('paragraph');
INSERT INTO pub.evaluationsfrage BY NAME SELECT * FROM seed('evaluationsfrage');
INSERT INTO pub.regel BY NAME SELECT * FROM seed('regel');
INSERT INTO pub.raum BY NAME
    SELECT 'gemeinde' AS raum_ebene, ags AS raum_id, name, kreis_ags AS uebergeordnet_id, typ,
        einwohner FROM seed('gemeinde')
    UNION ALL BY NAME
    SELECT 'kreis' AS raum_ebene, kreis_ags AS raum_id, name,
        regierungsbezirk_ags AS uebergeordnet_id, typ FROM seed('kreis')
    UNION ALL BY NAME
    SELECT 'regierungsbezirk' AS raum_ebene, regierungsbezirk_ags AS raum_id, name,
        '05' AS uebergeordnet_id, 'Regierungsbezirk' AS typ FROM seed('regierungsbezirk')
    UNION ALL BY NAME
    SELECT 'land' AS raum_ebene, '05' AS raum_id, 'Nordrhein-Westfalen' AS name, 'Land' AS typ;
INSERT INTO pub.indikator_wert
    SELECT indikator_id, raum_ebene, raum_id, zeitraum_typ, zeitraum, COALESCE(merkmal, ''),
        COALESCE(auspraegung, ''), expected::DOUBLE, expected_zaehler::DOUBLE,
        expected_nenner::DOUBLE, expected_n::BIGINT, COALESCE(expected_n_ka::BIGINT, 0),
        '', '', CASE WHEN verwendung THEN DATE '2024-06-30' ELSE DATE '2023-12-01' END,
        CASE WHEN verwendung THEN 'pauschalen_verwendung' ELSE 'pauschalen_auszahlung' END
    FROM (
        SELECT *, indikator_id IN ('i17.verwendung_anteil', 'i17.gemeinden_ein_bereich',
            'i17.gemeinden_nur_aufnahme', 'i17.gemeinden_drei_bereiche',
            'i17.verwaltungsaufwand') AS verwendung
        FROM seed('beispiel/erwartet')
    );
INSERT INTO pub.indikator_wert
    SELECT 'i17.bewilligt_summe_bericht', 'land', '05', 'jahr', haushaltsjahr, '', '',
        bewilligt_eur::DOUBLE, NULL, NULL, 1, 0, 'EUR', '', DATE '2025-03-10',
        'evaluationsbericht'
    FROM seed('bericht_pauschalen');
INSERT INTO pub.indikator_wert
    SELECT 'i17.bewilligt_je_1000_einwohner', w.raum_ebene, w.raum_id, 'jahr', w.zeitraum, '', '',
        1000 * w.wert / r.einwohner, w.wert, r.einwohner, 1, 0, 'EUR', '', w.datenstand,
        w.quellen || '|zensus_2022_05_15'
    FROM pub.indikator_wert AS w JOIN pub.raum AS r USING (raum_ebene, raum_id)
    WHERE w.indikator_id = 'i17.bewilligt_summe' AND w.zeitraum_typ = 'jahr'
        AND w.raum_ebene = 'gemeinde';
INSERT INTO pub.bezugsbevoelkerung
    VALUES ('2023', DATE '2022-05-15', 17890489, 'zensus_2022_05_15', NULL, 'Vorsicht.');
UPDATE pub.indikator_wert SET wert = NULL, n = NULL, status = 'geheim'
    WHERE indikator_id IN ('i17.berechtigte_personen', 'i17.personen_gruppe')
    AND raum_ebene <> 'land' AND wert BETWEEN 1 AND 9;
INSERT INTO pub.lieferung BY NAME VALUES_HERE;
"""

_DELIVERIES = """
    SELECT 'a1' AS lieferung_id, 'pauschalen_auszahlung' AS quelle, 'a1.csv' AS dateiname,
        DATE '2023-12-01' AS datenstand, 361 AS zeilen_geladen, 2 AS zeilen_quarantaene,
        'teilweise' AS status, true AS gilt
    UNION ALL
    SELECT 'a2', 'pauschalen_auszahlung', '=1+1.csv', DATE '2024-01-01', 0, 0, 'abgelehnt', false
    UNION ALL
    SELECT 'v1', 'pauschalen_verwendung', 'v1.csv', DATE '2024-06-30', 359, 0, 'geladen', true
"""


def build(published: Path, snapshot: str, *, change: str = "", synthetic: bool = True) -> Path:
    """Write a snapshot and switch `current` to it.

    Args:
        published: the folder of snapshots.
        change: SQL run on the tables before they are closed.
    """
    folder = published / snapshot
    folder.mkdir(parents=True)
    with duckdb.connect(folder / "tintg.duckdb") as connection:
        connection.execute("CREATE SCHEMA pub")
        for name, columns in TABLES.items():
            connection.execute(f"CREATE TABLE pub.{name} ({columns})")
        fill = _FILL.replace("{seeds}", str(SEEDS)).replace("VALUES_HERE", _DELIVERIES)
        connection.execute(fill)
        connection.execute("DROP MACRO TABLE seed")
        connection.execute(
            "INSERT INTO pub.befund VALUES ('R17-2', 'warning', 'pauschalen_auszahlung', 'a1',"
            " '2023-Q4/05111000', 'Bewilligt sind 1 €.', DATE '2023-12-01')"
        )
        _geometry(connection)
        if change:
            connection.execute(change)
    manifest = {
        "snapshot": snapshot,
        "erstellt_am": "2026-01-31T22:15:00+00:00",
        "synthetisch": synthetic,
        "quellen": {
            source: [{"lieferung_id": source, "synthetisch": synthetic}]
            for source in ("pauschalen_auszahlung", "pauschalen_verwendung")
        },
        "gate": {"mart": {"erwartungen": 12, "nicht_erfuellt": 1, "blockiert": False}},
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    switch(published, snapshot)
    return folder


def switch(published: Path, snapshot: str) -> None:
    """Point `current` to another snapshot, as publishing does."""
    beside = published / ".current"
    beside.symlink_to(snapshot)
    beside.replace(published / "current")


def _geometry(connection: duckdb.DuckDBPyConnection) -> None:
    for level, name in (
        ("regierungsbezirk", "nrw_regierungsbezirke"),
        ("kreis", "nrw_kreise"),
        ("gemeinde", "nrw_gemeinden"),
    ):
        features = json.loads((SEEDS / "geo" / f"{name}.geojson").read_text("utf-8"))["features"]
        rows = [(level, feature["id"], json.dumps(feature["geometry"])) for feature in features]
        connection.executemany("INSERT INTO pub.raum_geometrie VALUES (?, ?, ?)", rows)
