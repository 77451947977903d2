"""The hand-out's page in a browser: WCAG 2.2 AA by axe-core, and nothing wider than a phone."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from scripts.coursespec.loader import load_assignment
from scripts.documents.handout import convert_handout

CHROMIUM = next((found for name in ("chromium", "chromium-browser") if (found := shutil.which(name))), None)
# As root Chromium has no sandbox; the others keep it from the network.
FLAGS = [
    *(["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []),
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDTHS = {"phone": 390, "laptop": 1280}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="there is no chromium on this machine; install it to run this test"
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The page of every problem, for students, and one homework's page for staff."""
    folder = tmp_path_factory.mktemp("pages")
    made = {}
    for name, staff in (("complete", False), ("northwestern", False), ("northwestern", True)):
        path = folder / f"{name}{'-staff' if staff else ''}.html"
        path.write_bytes(convert_handout(load_assignment(name), staff=staff).to_html())
        made[path.stem] = path
    return made


def opened(browser: Browser, path: Path, width: int, scheme: str) -> Page:
    """Open a page; its own policy, which forbids scripts, would forbid axe-core too."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.goto(path.as_uri())
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["northwestern", "northwestern-staff"])
def test_page_is_accessible(browser: Browser, pages: dict[str, Path], name: str, width: str, scheme: str) -> None:
    page = opened(browser, pages[name], WIDTHS[width], scheme)
    result = Axe().run(page, options={"runOnly": RULES})
    found = [f"{rule['id']}: {node['html'][:120]}" for rule in result.response["violations"] for node in rule["nodes"]]
    page.context.close()
    assert found == []
    assert len(result.response["passes"]) > 10


@pytest.mark.parametrize("name", ["complete", "northwestern-staff"])
def test_page_fits_a_phone(browser: Browser, pages: dict[str, Path], name: str) -> None:
    """Nothing but a scroll area of its own is wider than 390 pixels, and the keyboard reaches each of them."""
    page = opened(browser, pages[name], WIDTHS["phone"], "light")
    assert page.evaluate("document.documentElement.scrollWidth") == WIDTHS["phone"]
    unreachable = page.evaluate(
        """[...document.querySelectorAll("main *")].filter(element => element.scrollWidth > element.clientWidth + 1
             && ["auto", "scroll"].includes(getComputedStyle(element).overflowX) && element.tabIndex < 0)
           .map(element => element.outerHTML.slice(0, 120))"""
    )
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
