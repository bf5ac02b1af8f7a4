"""What a reader sees on the pages, with every kind of snapshot."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd
import pytest
import yaml
from streamlit.testing.v1 import AppTest

from dashboards.abbildung import explanation, facts
from dashboards.p17 import verlauf, verwendung
from dashboards.snapshot import Snapshot
from tests.dashboards.browser import APP
from tests.dashboards.conftest import figures, seen, strip
from tests.dashboards.fixture_snapshot import (
    CORRECTED,
    FINDINGS,
    NO_DELIVERIES,
    NOTHING_AT_ALL,
    ONE_OF_EACH,
    ONLY_STARTED,
    STARTED_YEAR,
    SUPPRESS_ALL,
    TABLES,
    build,
    switch,
)

Look = Callable[..., AppTest]

DOWNLOADS = ["CSV herunterladen", "Excel herunterladen"]
P17_FIGURES = {
    "bewilligt-je-jahr",
    "karte-kreis",
    "verwendung-land",
    "einsatzbereiche-je-gemeinde",
    "digitalisierung",
    "verwendung-regierungsbezirk",
    "gemeinde-betraege-quartal",
    "menschen-land",
    "menschen-kreise",
    "gemeinde-betraege-jahr",
    "gemeinde-verwendung",
}
YEAR_2024 = "2024 (erst 1 von 4 Quartalen)"
CAUTION_2024 = (
    "Für 2024 liegt erst 1 von 4 Quartalen vor; die Summen dieses Jahres sind deshalb noch"
    " unvollständig."
)


def test_fixture_has_the_columns_that_publishing_writes() -> None:
    published = yaml.safe_load((APP.parents[1] / "publish" / "tables.yaml").read_text("utf-8"))
    for name, table in published.items():
        with duckdb.connect() as connection:
            connection.execute(f"CREATE TABLE t ({TABLES[name]})")
            columns = [row[0] for row in connection.execute("DESCRIBE t").fetchall()]
        assert columns == table["columns"]


def test_overview_shows_the_reports_numbers(example: Path, look: Look) -> None:
    text = seen(look(example))
    for shown in (
        "14.128.200 €",
        "von 396 Gemeinden haben Mittel erhalten, das sind 90,7 %",
        "51,5 %",
        "24,6 %",
        "23,0 %",
        "164 Gemeinden verwenden alles für einen Bereich, das sind 45,7 %",
        "67 Gemeinden verteilen ihre Mittel auf alle drei, das sind 18,7 %",
        "Datenstand 30.06.2024",
        "keine amtlichen Zahlen",
        "© Statistisches Bundesamt (Destatis); Lizenz: Vervielfältigung mit Quellenangabe",
        "Zensus 2022 (Stichtag 15.05.2022); Lizenz: Datenlizenz Deutschland",
    ):
        assert shown in text


def test_overview_tells_the_state_of_the_data(example: Path, look: Look) -> None:
    text = seen(look(example))
    assert "3 Lieferungen aus 2 Quellen, davon abgelehnt: 1." in text
    assert "0 Fehler, 1 Warnung und 0 Hinweise" in text
    assert "12 Erwartungen geprüft; 11 davon sind erfüllt" in text
    # 22:15 UTC in January is 23:15 in Germany
    assert "20260131T221500Z-beispiel, erstellt am 31.01.2026, 23:15 Uhr" in text


def test_paragraph_17_answers_its_questions(example: Path, look: Look) -> None:
    text = seen(look(example, "p17"))
    for shown in (
        "Wofür und für welche Menschen setzen die Gemeinden",
        "lag die bewilligte Summe 2012 bei 1.701.950 € und 2023 bei 14.128.200 €",
        "Ab 2022 gelten andere Regeln (Personenkreis erweitert",
        "51,5 % auf „Allgemeine Aufnahme und kommuneneigene Betreuung“",
        "164 von 359 Gemeinden mit Mitteln (45,7 %)",
        "darunter 102 nur für Aufnahme und Betreuung",
        "67 Gemeinden (18,7 %)",
        "© GeoBasis-DE / BKG (2021) (Daten verändert)",
        "Und wie viele Menschen sind es?",
        "1.310.400 €",
    ):
        assert shown in text


@pytest.mark.parametrize("page", ["ueberblick", "p17"])
def test_every_figure_has_source_data_and_downloads(example: Path, look: Look, page: str) -> None:
    app = look(example, page)
    found = figures(app)
    expected = {"ueberblick": {"karte-klein", "lieferungen", "befunde"}, "p17": P17_FIGURES}
    assert set(found) == expected[page]
    for name, figure in found.items():
        lines = [strip(html.value) for html in figure.get("html") if "Quelle:" in html.value]
        assert len(lines) == 1, name
        assert re.search(r"Quelle: \w.+, Datenstand \d\d\.\d\d\.\d{4}", lines[0]), name
        assert "t-definition" in " ".join(html.value for html in figure.get("html")), name
        assert "Vorsicht" in strip(" ".join(html.value for html in figure.get("html"))), name
        assert [b.label for b in figure.get("download_button")] == DOWNLOADS, name
        assert sum("<caption>" in html.value for html in figure.get("html")) == 1, name
        assert all(chart.proto.alt for chart in figure.get("vega_lite_chart"))
    # nothing of the kind stands outside a figure
    assert len(app.get("download_button")) == 2 * len(found)
    assert len(app.get("vega_lite_chart")) == sum(
        len(figure.get("vega_lite_chart")) for figure in found.values()
    )
    # notes tell no numbers
    notes = [strip(html.value) for html in app.html if 'class="t-notiz"' in html.value]
    assert not any(re.search(r"\b(167|98|192|Warnung)\b", text) for text in notes)
    # each card too
    cards = [c for html in app.html for c in html.value.split('<div class="t-karte">')[1:]]
    assert all(re.search(r"Quelle: .+, Datenstand \d\d\.", strip(card)) for card in cards)


def test_address_holds_the_choices(example: Path, look: Look) -> None:
    app = look(
        example, "p17", gemeinde="05334002", ebene="gemeinde", indikator="i17.bewilligt_summe"
    )
    assert "Aachen: bewilligt und ausgezahlt je Quartal" in seen(app)
    assert "nach Gemeinden, 2023" in seen(app)
    assert "Statistische Ämter des Bundes und der Länder, Zensus 2022" in seen(app)

    app.selectbox(key="gemeinde").select("05111000").run()
    assert app.query_params["gemeinde"] == "05111000"
    assert "Düsseldorf: bewilligt und ausgezahlt je Quartal" in seen(app)

    app.query_params["gemeinde"] = "05334002"  # the reader goes back
    app.run()
    assert "Aachen: bewilligt und ausgezahlt je Quartal" in seen(app)


def test_gemeinde_is_shown_beside_kreis_and_land(example: Path, look: Look) -> None:
    text = seen(look(example, "p17", gemeinde="05334002"))
    assert "Aachen (Städteregion Aachen)" in look(example, "p17").selectbox(key="gemeinde").options
    assert "Im Jahr 2023 hat Aachen 47,1 % der Mittel" in text and "im Land waren es 51,5 %" in text
    assert "Kreis: Städteregion Aachen 57,2 12,2" in text  # the table's row
    assert "Im 1. Quartal 2023 wurden für Aachen" in text
    assert "Bevölkerung am 15.05.2022" in text


def test_stichtag_of_the_population_is_told_where_it_is_published(
    example: Path, tmp_path: Path, look: Look
) -> None:
    per_1000 = {"ebene": "gemeinde", "indikator": "i17.bewilligt_je_1000_einwohner"}
    assert "Bevölkerung am 15.05.2022." in seen(look(example, "p17", **per_1000))
    build(tmp_path / "published", "alt", change="DROP TABLE pub.bezugsbevoelkerung")
    old = seen(look(tmp_path, "p17", **per_1000))
    assert "je 1.000 Einwohner nach Gemeinden, 2023" in old and "Bevölkerung am" not in old


def test_gemeinde_without_delivery_is_told_so(example: Path, look: Look) -> None:
    text = seen(look(example, "p17", gemeinde="05334024"))
    assert "Für Roetgen liegen keine bewilligten oder ausgezahlten Beträge vor." in text
    assert "Für Roetgen liegt für 2023 kein Verwendungsbericht vor." in text


def test_address_with_nonsense_is_ignored(example: Path, look: Look) -> None:
    app = look(example, "p17", gemeinde="99", ebene="planet", jahr="1.5", indikator="'; DROP")
    assert "Köln: bewilligt und ausgezahlt" in seen(app)
    assert "gemeinde" not in app.query_params


def test_number_of_gemeinden_is_mapped_by_kreis_only(example: Path, look: Look) -> None:
    app = look(example, "p17", indikator="i17.gemeinden_anzahl", ebene="gemeinde")
    assert app.selectbox(key="ebene").value == "kreis"
    assert "nach Kreisen und kreisfreien Städten" in seen(app)


def test_every_map_can_be_drawn(example: Path, look: Look) -> None:
    app = look(example, "p17", ebene="gemeinde")
    for choice in app.selectbox(key="indikator").options:
        app.selectbox(key="indikator").set_value(
            next(k for k, name in _choices().items() if name == choice)
        ).run()
        assert not app.exception
        assert f"{choice} nach" in seen(app) or "liegen noch keine Werte vor" in seen(app)


def test_no_snapshot(data: Path, look: Look) -> None:
    text = seen(look(data))
    assert "Es gibt noch keine veröffentlichten Daten" in text
    assert "make demo" in text
    assert "make demo" in seen(look(data, "p17"))


def test_broken_snapshot(data: Path, look: Look) -> None:
    folder = build(data / "published", "kaputt")
    (folder / "tintg.duckdb").write_bytes(b"this is no database")
    assert "lässt sich nicht lesen" in seen(look(data))


@pytest.mark.parametrize("change", [NO_DELIVERIES, NOTHING_AT_ALL])
def test_no_deliveries(data: Path, look: Look, change: str) -> None:
    build(data / "published", "leer", change=change)
    assert "make demo" in seen(look(data))
    text = seen(look(data, "p17"))
    assert "Für § 17 liegt noch keine Lieferung vor" in text
    assert ("14.128.200 €" in text) == (change == NO_DELIVERIES)  # the report's own numbers stay
    assert text.count("laut Lieferungen") <= 1  # the table's column, no legend


def test_everything_suppressed(data: Path, look: Look) -> None:
    build(data / "published", "geheim", change=SUPPRESS_ALL)
    for text in (seen(look(data)), seen(look(data, "p17"))):
        assert "•" in text
        assert "Der Wert wird geheim gehalten" in text
        assert not any(shown in text for shown in ("14.128.200", "51,5", " 98 ", "192", "None"))
        assert not re.search(r"\bnan\b", text)


def test_no_banner_for_real_data(data: Path, look: Look) -> None:
    build(data / "published", "echt", synthetic=False)
    assert "Beispieldaten" not in seen(look(data)) + seen(look(data, "p17"))


def test_new_snapshot_is_seen_at_the_next_rerun(data: Path, look: Look) -> None:
    build(data / "published", "alt")
    app = look(data)
    assert "14.128.200 €" in seen(app) and "Stand alt" in seen(app)

    build(
        data / "published",
        "neu",
        change="UPDATE pub.indikator_wert SET wert = 15000000 WHERE raum_ebene = 'land'"
        " AND indikator_id = 'i17.bewilligt_summe' AND zeitraum = '2023'",
    )
    app.run()
    assert "15.000.000 €" in seen(app) and "14.128.200 €" not in seen(app)
    assert "Stand neu" in seen(app)


def test_a_run_keeps_its_snapshot(data: Path) -> None:
    """A snapshot that appears while a page is drawn is not mixed into it."""
    build(data / "published", "alt")
    build(data / "published", "neu")
    switch(data / "published", "alt")

    def script() -> None:
        import streamlit as st

        from dashboards.snapshot import of_this_run, open_current
        from tests.dashboards.fixture_snapshot import switch
        from tintg.paths import DataDir

        open_current()
        switch(DataDir.from_environment().published, "neu")
        st.text(of_this_run().id)
        open_current()
        st.text(of_this_run().id)

    app = AppTest.from_function(script).run(timeout=60)
    assert [text.value for text in app.text] == ["alt", "neu"]


def test_numbers_of_rows_that_are_persons_have_a_sign(data: Path, look: Look) -> None:
    hidden = "zeilen_geladen = NULL, zeilen_quarantaene = NULL"
    change = f"UPDATE pub.lieferung SET {hidden} WHERE quelle = 'pauschalen_verwendung'"
    build(data / "published", "neu", change=change)
    app = look(data)
    assert "30.06.2024 1 1 0 • •" in seen(app)
    assert "• bedeutet: Der Wert wird geheim gehalten." in seen(app)


def test_connection_is_locked(example: Path, tmp_path: Path) -> None:
    from dashboards.snapshot import _connect

    connection = _connect(str((example / "published" / "current").resolve()))
    beside = pd.DataFrame({"a": [1]})  # noqa: F841 - SQL must not find it
    for attempt in (
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM glob('/etc/*')",
        f"COPY (SELECT 1) TO '{tmp_path}/nein.csv'",
        f"EXPORT DATABASE '{tmp_path}/nein'",
        f"ATTACH '{tmp_path}/nein.duckdb'",
        "ATTACH ':memory:' AS nein",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "SET threads = 8",
        "RESET memory_limit",
        "SET lock_configuration = false",
        "PRAGMA threads = 8",
        f"PRAGMA profiling_output = '{tmp_path}/nein.json'",
        f"SET log_query_path = '{tmp_path}/nein.log'",
        "CREATE TABLE pub.nein (a INT)",
        "SELECT * FROM beside",
    ):
        with pytest.raises(duckdb.Error):
            connection.execute(attempt)
    settings = dict(connection.execute("SELECT name, value FROM duckdb_settings()").fetchall())
    assert settings["threads"] == "2" and settings["memory_limit"] == "953.6 MiB"
    assert settings["temp_directory"] == ""
    assert connection.execute("SELECT COUNT(*) FROM pub.raum").fetchone()
    assert not list(tmp_path.iterdir())
    connection.close()


def test_a_started_year_is_no_default(data: Path, look: Look) -> None:
    build(data / "published", "neu", change=STARTED_YEAR)
    first = seen(look(data))
    assert "Bewilligt laut Lieferungen, 2023 14.128.200 €" in first
    assert "Gemeinden mit Mitteln, 2023 359" in first
    assert "nach Kreisen und kreisfreien Städten, 2023" in first
    assert YEAR_2024 not in first and "4.500 €" not in first

    app = look(data, "p17")
    assert app.selectbox(key="jahr").value == "2023"
    assert app.selectbox(key="jahr").options == [YEAR_2024, "2023"]
    text = seen(app)
    assert "Bewilligt, 2023" in text and "Ausgezahlt, 2023" in text
    assert "14.128.200 € für 2023 und 4.500 € für 2024 (erst 1 von 4 Quartalen)." in text
    # no 2024 without its label, but in dates and quarters
    bare = re.sub(r"(\d\d\.\d\d\.|Quartal )2024|Für 2024 liegt", "", text)
    assert bare.count("2024") == bare.count(YEAR_2024) > 2


def test_a_started_year_can_be_chosen_and_is_labelled(data: Path, look: Look) -> None:
    build(data / "published", "neu", change=STARTED_YEAR)
    app = look(data, "p17", jahr="2024")
    assert f"nach Kreisen und kreisfreien Städten, {YEAR_2024}" in seen(app)
    found = figures(app)
    cautioned = {
        name
        for name, figure in found.items()
        if any(CAUTION_2024 in strip(html.value) for html in figure.get("html"))
    }
    assert cautioned == {"bewilligt-je-jahr", "karte-kreis", "gemeinde-betraege-jahr"}


def test_only_started_years(data: Path, look: Look) -> None:
    build(data / "published", "angefangen", change=ONLY_STARTED)
    text = seen(look(data))
    assert "Bewilligt laut Lieferungen, 2023 (erst 1 von 4 Quartalen)" in text
    assert text.count("Für 2023 liegt erst 1 von 4 Quartalen vor") == 2  # cards, map
    assert "Ein einziger Bereich, 2023 164" in text  # the yearly reports are whole
    text = seen(look(data, "p17"))
    assert "Bewilligt, 2023 (erst 1 von 4 Quartalen)" in text
    assert "Verwendung der Integrationspauschalen im Land, 2023 " in text


def test_use_of_funds_has_its_own_newest_year(data: Path, look: Look) -> None:
    more = (
        "INSERT INTO pub.indikator_wert SELECT * REPLACE ('2024' AS zeitraum)"
        " FROM pub.indikator_wert WHERE indikator_id = 'i17.verwendung_anteil'"
    )
    build(data / "published", "neu", change=more)
    text = seen(look(data))
    assert "der Mittel 2024 für" in text and "Bewilligt laut Lieferungen, 2023" in text
    assert "Verwendung der Integrationspauschalen im Land, 2024" in seen(look(data, "p17"))


def test_printed_and_delivered_sums_are_never_mixed(data: Path, look: Look) -> None:
    build(data / "published", "alt")
    assert "Für 2023 stimmen beide auf den Euro überein." in seen(look(data, "p17"))
    build(data / "published", "korrigiert", change=CORRECTED)
    text = seen(look(data, "p17"))
    assert "lag die bewilligte Summe 2012 bei 1.701.950 € und 2023 bei 14.128.200 €" in text
    assert "Bewilligt laut Lieferungen: 14.143.200 € für 2023." in text
    assert "Für 2023 liegt die Summe laut Lieferungen um 15.000 € über der Summe im" in text
    assert "überein" not in text
    first = seen(look(data))
    assert "Bewilligt laut Lieferungen, 2023 14.143.200 €" in first
    assert "14.128.200" not in first


def test_only_one_of_the_two_series(data: Path, look: Look) -> None:
    without = "DELETE FROM pub.indikator_wert WHERE indikator_id = 'i17.bewilligt_summe_bericht'"
    build(data / "published", "ohne", change=without)
    text = seen(look(data, "p17"))
    assert "Bewilligt laut Lieferungen: 14.128.200 € für 2023." in text
    assert "Laut Evaluationsbericht" not in text and "überein" not in text


def test_findings_are_told_in_german_one_by_one(data: Path, look: Look) -> None:
    build(data / "published", "befunde", change=FINDINGS)
    app = look(data)
    table = next(h.value for h in figures(app)["befunde"].get("html") if "<caption>" in h.value)
    assert table.count('<th scope="row">') == 6  # each finding, not one of each kind
    assert table.index("Fehler") < table.index("Warnung")
    shown = strip(re.sub(r"<small>.*?</small>", "", table))
    for text in (
        "Bewilligung passt nicht zu den Personen Düsseldorf, 4. Quartal 2023 Bewilligt sind 1 €.",
        "Bewilligung passt nicht zu den Personen Köln, 4. Quartal 2023 Bewilligt sind 2 €.",
        "Verwendungsbericht fehlt Aachen, 2023 Nicht da.",
        "Haushaltsjahr noch unvollständig 2024",
        "Lieferung mit Mängeln =1+1.csv",
        "Prüfung vor der Veröffentlichung alle Werte Nicht erfüllt",
        "Auszahlung der Integrationspauschalen geprüft am 31.01.2026",
    ):
        assert text in shown
    assert "mart" not in shown and "pauschalen_" not in shown and "R17" not in shown
    assert "<small>mart_p17_auszahlung.gleicht_bericht</small>" in table


def test_findings_of_a_snapshot_from_before_rules_were_published(data: Path, look: Look) -> None:
    build(data / "published", "alt", change=f"{FINDINGS}; DROP TABLE pub.regel")
    text = strip(" ".join(html.value for html in figures(look(data))["befunde"].get("html")))
    assert "Prüfregel" in text and "Bewilligt sind 2 €." in text
    assert "Datenstand 30.06.2024" in text


def test_no_findings_is_said_with_its_source(data: Path, look: Look) -> None:
    build(data / "published", "sauber", change="DELETE FROM pub.befund")
    figure = figures(look(data))["befunde"]
    text = strip(" ".join(html.value for html in figure.get("html")))
    assert "keine Fehler, Warnungen oder Hinweise" in text and "Keine Einträge" in text
    assert "Datenstand 01.12.2023" in text


def test_csv_says_where_it_comes_from(example: Path, data: Path, look: Look) -> None:
    look(example)
    snapshot = Snapshot(str((example / "published" / "current").resolve()))
    figure = verlauf.figure(snapshot)
    assert figure is not None
    told = dict(facts(snapshot, figure))
    assert "Syspons" in told["Quelle"] and "Bezirksregierung Arnsberg" in told["Quelle"]
    assert told["Datenstand"] == (
        "Evaluationsbericht: 10.03.2025; Auszahlung der Integrationspauschalen: 01.12.2023"
    )
    assert told["Hinweis"] == "Beispieldaten, keine amtlichen Zahlen"
    used = verwendung.land(snapshot, "2023")
    assert used is not None and dict(facts(snapshot, used))["Datenstand"] == "30.06.2024"

    real = Snapshot(str(build(data / "published", "echt", synthetic=False)))
    figure = verlauf.figure(real)
    assert figure is not None and [title for title, _ in facts(real, figure)] == [
        "Quelle",
        "Datenstand",
    ]
    started = Snapshot(str(build(data / "published", "q1", change=STARTED_YEAR)))
    figure = verlauf.figure(started)
    assert figure is not None
    assert dict(facts(started, figure))["Hinweis"].endswith(CAUTION_2024)
    assert ("Hinweis", CAUTION_2024) in explanation(started, figure)


def test_one_thing_has_one_name(example: Path, look: Look) -> None:
    for page in ("ueberblick", "p17"):
        text = seen(look(example, page))
        assert not re.search("snapshot|datenbestand", text, re.IGNORECASE)
    snapshot = Snapshot(str((example / "published" / "current").resolve()))
    figure = verlauf.figure(snapshot)
    assert figure is not None
    titles = [title for title, _ in explanation(snapshot, figure)]
    assert "Stand" in titles and not any("Snapshot" in title for title in titles)


def test_a_count_of_one_is_told_in_the_singular(data: Path, look: Look) -> None:
    build(data / "published", "eins", change=ONE_OF_EACH)
    first, second = seen(look(data)), seen(look(data, "p17", indikator="i17.gemeinden_anzahl"))
    assert "von 396 Gemeinden hat Mittel erhalten" in first
    assert "Gemeinde verwendet alles für einen Bereich" in first
    assert "Gemeinde verteilt die Mittel auf alle drei" in first
    assert "1 Lieferung aus 1 Quelle" in first
    assert "Im Jahr 2023 hat 1 von 359 Gemeinden" in second
    assert "1 Gemeinde (0,3 %) hat es auf alle drei Bereiche verteilt" in second
    assert "1 bestätigt, dass es einfacher geworden ist. 1 Gemeinde hat dazu nichts" in second
    for text in (first, second):
        assert not re.search(r"(?<![\d.,])1 (Gemeinden(?! mit)|Lieferungen|Quellen|Dateien)", text)


def _choices() -> dict[str, str]:
    from dashboards.p17.raeume import choices

    return choices()


def test_every_source_has_a_name_that_people_know() -> None:
    from dashboards.bezeichnungen import SOURCES
    from ingest.contract import load_contracts

    assert {contract.source for contract in load_contracts()} <= set(SOURCES)
