"""Take pictures of the dashboards: `python docs/screenshots.py` writes `docs/bilder/*.png`.

Shows the current data directory (TINTG_DATA); needs Chromium, by default /usr/bin/chromium.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))  # started as a script, Python looks in docs/ only

from tests.dashboards.browser import CHROMIUM, FLAGS, dashboards  # noqa: E402

PICTURES = PROJECT / "docs" / "bilder"
PAGES = {"ueberblick": "", "p17": "p17"}


def picture(page: Page, address: str, target: Path) -> None:
    """A picture of the whole page, once everything on it is drawn."""
    page.goto(address)
    page.locator(".t-fuss").wait_for(timeout=60_000)
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(timeout=60_000)
    page.wait_for_timeout(1500)
    # Streamlit scrolls inside the page: make the window as high as its content
    height = page.evaluate(
        "document.querySelector('[data-testid=stMainBlockContainer]').scrollHeight"
    )
    width = page.viewport_size["width"] if page.viewport_size else 1440
    page.set_viewport_size({"width": width, "height": height + 20})
    page.wait_for_timeout(1500)
    page.screenshot(path=target)


def main() -> None:
    """Write one picture of each page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--width", type=int, default=1440)
    parser.add_argument("--out", type=Path, default=PICTURES)
    parser.add_argument("--query", default="", help="choices on the page, like ebene=gemeinde")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    with dashboards() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for name, path in PAGES.items():
            page = browser.new_page(viewport={"width": arguments.width, "height": 900})
            picture(page, f"{address}/{path}?{arguments.query}", arguments.out / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
