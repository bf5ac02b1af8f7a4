"""What a reader sees on the pages, with every kind of snapshot."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
import yaml
from streamlit.testing.v1 import AppTest

from tests.dashboards.conftest import APP, seen
from tests.dashboards.fixture_snapshot import (
    NO_DELIVERIES,
    NOTHING_AT_ALL,
    SUPPRESS_ALL,
    TABLES,
    build,
    switch,
)

Look = Callable[..., AppTest]


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
        "lag 2012 bei 1.701.950 € und 2023 bei 14.128.200 €",
        "Ab 2022 gelten andere Regeln (Personenkreis erweitert",
        "51,5 % auf „Allgemeine Aufnahme und kommuneneigene Betreuung“",
        "164 von 359 Gemeinden mit Mitteln (45,7 %)",
        "darunter 102 nur für Aufnahme und Betreuung",
        "67 Gemeinden (18,7 %)",
        "© GeoBasis-DE / BKG (2021) (Daten verändert)",
        "Personenzahlen werden hier noch nicht veröffentlicht",
        "1.310.400 €",
    ):
        assert shown in text


@pytest.mark.parametrize("page", ["ueberblick", "p17"])
def test_every_figure_has_source_data_and_downloads(example: Path, look: Look, page: str) -> None:
    app = look(example, page)
    figures = [block for block in app.subheader if block.value != "Wofür die Gemeinden das Geld"]
    downloads = [button.label for button in app.get("download_button")]
    tables = [html.value for html in app.html if "<caption>" in html.value]
    assert downloads.count("CSV herunterladen") == downloads.count("Excel herunterladen")
    assert downloads.count("CSV herunterladen") == len(tables) > 1
    assert all(any(f.value in table for table in tables) for f in figures if "," in f.value)
    charts = app.get("vega_lite_chart")
    assert charts and all(chart.proto.alt for chart in charts)


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


def test_everything_suppressed(data: Path, look: Look) -> None:
    build(data / "published", "geheim", change=SUPPRESS_ALL)
    for text in (seen(look(data)), seen(look(data, "p17"))):
        assert "•" in text
        assert "Der Wert wird geheim gehalten" in text
        assert not any(shown in text for shown in ("14.128.200", "51,5", "nan", "None"))


def test_no_banner_for_real_data(data: Path, look: Look) -> None:
    build(data / "published", "echt", synthetic=False)
    assert "Beispieldaten" not in seen(look(data)) + seen(look(data, "p17"))


def test_new_snapshot_is_seen_at_the_next_rerun(data: Path, look: Look) -> None:
    build(data / "published", "alt")
    app = look(data)
    assert "14.128.200 €" in seen(app) and "Datenbestand alt" in seen(app)

    build(
        data / "published",
        "neu",
        change="UPDATE pub.indikator_wert SET wert = 15000000 WHERE raum_ebene = 'land'"
        " AND indikator_id = 'i17.bewilligt_summe' AND zeitraum = '2023'",
    )
    app.run()
    assert "15.000.000 €" in seen(app) and "14.128.200 €" not in seen(app)
    assert "Datenbestand neu" in seen(app)


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


def test_connection_is_locked(example: Path, look: Look) -> None:
    from dashboards.snapshot import _connect

    connection = _connect(str((example / "published" / "current").resolve()))
    for attempt in (
        "SELECT * FROM read_csv('/etc/passwd')",
        "COPY (SELECT 1) TO '/tmp/nein.csv'",
        "SET enable_external_access = true",
        "CREATE TABLE pub.nein (a INT)",
    ):
        with pytest.raises(duckdb.Error):
            connection.execute(attempt)
    connection.close()


def _choices() -> dict[str, str]:
    from dashboards.p17.raeume import choices

    return choices()
