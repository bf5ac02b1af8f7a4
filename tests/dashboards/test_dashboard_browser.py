"""The dashboards in a real browser: numbers are seen, and no request leaves this machine."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import openpyxl
import pytest
from playwright.sync_api import Page, sync_playwright

from tests.dashboards.browser import CHROMIUM, FLAGS, dashboards

SKIPPED = (
    "Kein Chromium gefunden (apt-get install chromium); der Browsertest entfällt."
    " / No Chromium found, browser test skipped."
)


@pytest.fixture(scope="module")
def address(example: Path) -> Iterator[str]:
    """The dashboards on a free port, on the fixture snapshot."""
    if not Path(CHROMIUM).exists():
        if os.environ.get("CI"):
            pytest.fail(SKIPPED)
        pytest.skip(SKIPPED)
    with dashboards(example) as started:
        yield started


@pytest.fixture
def page(address: str) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser.new_page(viewport={"width": 1440, "height": 900})
        browser.close()


def test_pages_show_numbers_and_ask_no_other_host(page: Page, address: str) -> None:
    hosts: set[str | None] = set()
    faults: list[str] = []
    page.on("request", lambda request: hosts.add(urlsplit(request.url).hostname))
    page.on("websocket", lambda socket: hosts.add(urlsplit(socket.url).hostname))
    page.on("pageerror", lambda error: faults.append(str(error)))

    page.goto(address)
    page.get_by_text("14.128.200 €").first.wait_for(timeout=60_000)
    page.get_by_role("link", name="§ 17 Integrationspauschalen").first.click()
    page.get_by_text("164 von 359 Gemeinden mit Mitteln (45,7 %)").wait_for(timeout=60_000)
    page.get_by_text("1.310.400 €").first.wait_for()
    # every chart is drawn: Vega puts each on a canvas or in an SVG
    charts = page.locator("[data-testid=stVegaLiteChart]")
    charts.nth(5).wait_for(timeout=60_000)
    for index in range(charts.count()):
        charts.nth(index).scroll_into_view_if_needed()
        charts.nth(index).locator("canvas, svg.marks").first.wait_for(timeout=30_000)

    # outlines drawn over the areas do not catch the pointer
    charts.nth(1).hover()
    page.locator("#vg-tooltip-element", has_text="Wert").wait_for(timeout=10_000)

    assert faults == []
    # blob: and data: addresses have no host
    assert {host for host in hosts if host} == {"127.0.0.1"}


def test_download_holds_what_is_shown(page: Page, address: str) -> None:
    page.goto(f"{address}/p17")
    figure = page.locator(".st-key-abbildung-verwendung-land")
    figure.get_by_text("Daten als Tabelle und zum Herunterladen").click(timeout=60_000)
    with page.expect_download() as caught:
        figure.get_by_role("button", name="Excel herunterladen").click()
    book = openpyxl.load_workbook(io.BytesIO(Path(caught.value.path()).read_bytes()))
    assert [cell.value for cell in book["Daten"]["B"]][1:] == [51.5, 24.6, 23.0, 0.9]
    notes = {row[0].value: row[1].value for row in book["Erläuterung"].iter_rows()}
    assert notes["Datenstand"] == "30.06.2024"
    assert notes["Stand"] == "20260131T221500Z-beispiel"
    assert "keine amtlichen Zahlen" in str(notes["Achtung"])

    with page.expect_download() as caught:
        figure.get_by_role("button", name="CSV herunterladen").click()
    first = Path(caught.value.path()).read_text("utf-8-sig").splitlines()[1]
    assert first.endswith(
        "Verwendungsberichte der Gemeinden;30.06.2024;Beispieldaten, keine amtlichen Zahlen"
    )


def test_phone_needs_no_sideways_scrolling(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}/p17")
    page.locator(".t-fuss").wait_for(timeout=60_000)
    wider = "document.querySelector('[data-testid=stMain]').scrollWidth"
    assert page.evaluate(wider) <= 390
