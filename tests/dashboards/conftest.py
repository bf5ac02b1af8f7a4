"""A data directory with a fixture snapshot, and a reader who looks at pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block

from tests.dashboards import fixture_snapshot
from tests.dashboards.browser import APP


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with the example snapshot; nobody may change it."""
    root = tmp_path_factory.mktemp("beispiel")
    fixture_snapshot.build(root / "published", "20260131T221500Z-beispiel")
    return root


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty data directory that TINTG_DATA names."""
    monkeypatch.setenv("TINTG_DATA", str(tmp_path))
    yield tmp_path


@pytest.fixture
def look(monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """Open a page of a data directory: `look(root, "p17", gemeinde="05111000")`."""

    def open_page(root: Path, page: str = "ueberblick", **address: str) -> AppTest:
        monkeypatch.setenv("TINTG_DATA", str(root))
        app = AppTest.from_file(APP, default_timeout=60)
        app.run()
        if page != "ueberblick":
            app.switch_page(f"seiten/{page}.py")
            for key, value in address.items():
                app.query_params[key] = value
            app.run()
        assert not app.exception
        assert "schiefgegangen" not in seen(app)
        return app

    return open_page


def seen(app: AppTest) -> str:
    """All text of a page, without tags."""
    texts = [
        element.value
        for kind in ("title", "header", "subheader", "markdown", "html")
        for element in getattr(app, kind)
        if not element.value.startswith("<style")
    ]
    return strip(" ".join(texts))


def strip(html: str) -> str:
    """The text of a piece of HTML."""
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)))


def figures(app: AppTest) -> dict[str, Block]:
    """Every figure of a page by its key."""
    found: dict[str, Block] = {}

    def walk(block: Block) -> None:
        for child in block.children.values():
            if isinstance(child, Block):
                _, mark, key = str(getattr(child.proto, "id", "")).partition("-abbildung-")
                if mark:
                    found[key] = child
                walk(child)

    walk(app.main)
    return found
