"""The hand-out's page in a browser: WCAG 2.2 AA by axe-core, and nothing wider than a phone."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from scripts.documents.handout import convert_handout
from tests.browser import WIDTHS, find_barriers, find_unreachable, needs_chromium, opened
from tests.kit import kit_assignment

pytestmark = needs_chromium


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The page of every problem, for students, and one homework's page for staff."""
    folder = tmp_path_factory.mktemp("pages")
    made = {}
    for name, staff in (("complete", False), ("northwestern", False), ("northwestern", True)):
        path = folder / f"{name}{'-staff' if staff else ''}.html"
        path.write_bytes(convert_handout(kit_assignment(name), staff=staff).to_html())
        made[path.stem] = path
    return made


# Each page in both widths and both schemes, each width in both schemes.
PAIRWISE = [
    ("northwestern", "phone", "dark"),
    ("northwestern", "laptop", "light"),
    ("northwestern-staff", "phone", "light"),
    ("northwestern-staff", "laptop", "dark"),
]
EVERY = [*itertools.product(("northwestern", "northwestern-staff"), WIDTHS, ("light", "dark"))]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "scheme" in metafunc.fixturenames:
        chosen = EVERY if metafunc.config.getoption("--all") else PAIRWISE
        metafunc.parametrize(("name", "width", "scheme"), chosen)


def test_page_is_accessible(browser: Browser, pages: dict[str, Path], name: str, width: str, scheme: str) -> None:
    page = opened(browser, pages[name], WIDTHS[width], scheme)
    found = find_barriers(page)
    page.context.close()
    assert found == []


@pytest.mark.parametrize("name", ["complete", "northwestern-staff"])
def test_page_fits_a_phone(browser: Browser, pages: dict[str, Path], name: str) -> None:
    """Nothing but a scroll area of its own is wider than 390 pixels, and the keyboard reaches each of them."""
    page = opened(browser, pages[name], WIDTHS["phone"], "light")
    assert page.evaluate("document.documentElement.scrollWidth") == WIDTHS["phone"]
    unreachable = find_unreachable(page)
    page.context.close()
    assert unreachable == []


def test_first_tab_skips_contents(browser: Browser, pages: dict[str, Path]) -> None:
    page = opened(browser, pages["northwestern"], WIDTHS["laptop"], "light")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#contents"
    page.context.close()
