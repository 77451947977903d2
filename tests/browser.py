"""Pages in the machine's own Chromium, headless and without a network."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

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

needs_chromium = pytest.mark.skipif(
    CHROMIUM is None, reason="there is no chromium on this machine; install it to run this test"
)


def opened(browser: Browser, path: Path, width: int, scheme: str) -> Page:
    """Open a page; its own policy, which forbids scripts, would forbid axe-core too."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.goto(path.as_uri())
    return page


def find_barriers(page: Page) -> list[str]:
    """Return what axe-core finds against WCAG 2.2 AA in a page, which must have something to judge."""
    result = Axe().run(page, options={"runOnly": RULES})
    assert len(result.response["passes"]) > 10
    return [f"{rule['id']}: {node['html'][:120]}" for rule in result.response["violations"] for node in rule["nodes"]]


def find_unreachable(page: Page) -> list[str]:
    """Return the scroll areas of a page that the keyboard does not reach."""
    return page.evaluate(
        """[...document.querySelectorAll("main *")].filter(element => element.scrollWidth > element.clientWidth + 1
             && ["auto", "scroll"].includes(getComputedStyle(element).overflowX) && element.tabIndex < 0)
           .map(element => element.outerHTML.slice(0, 120))"""
    )
