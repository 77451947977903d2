"""The marking page in a browser: by keyboard, for everybody, and with hostile answers that do nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from scripts.classroom.marking import marks
from scripts.classroom.marking.server import MarkingServer
from scripts.classroom.record.record import Record
from scripts.coursespec.model import Assignment
from tests.browser import find_barriers, find_unreachable, needs_chromium
from tests.classroom.marking_client import running
from tests.classroom.test_marking_server import HOSTILE, png
from tests.classroom.written_class import (
    QUESTION,
    answer_files,
    enrol,
    hand_in,
    make_written_class,
    zip_of,
)

pytestmark = needs_chromium

HOSTILE_SVG = """<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="40" height="40"
onload="window.hacked = 1"><style>@import url(https://evil.example/s.css);</style><script>window.hacked = 1</script>
<image xlink:href="https://evil.example/p.png" width="9" height="9"/><foreignObject width="9" height="9"><iframe
xmlns="http://www.w3.org/1999/xhtml" src="https://evil.example/"/></foreignObject></svg>"""


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    answers = [f"Answer {number} of $w > {number}$." for number in range(4)]
    with make_written_class(tmp_path / "class", answers) as made:
        yield made


@pytest.fixture
def page(browser: Browser, server: MarkingServer) -> Iterator[Page]:
    with browser.new_context() as context:
        yield enter(context.new_page(), server)


def enter(page: Page, server: MarkingServer) -> Page:
    """Open the page's address and wait for the first answer."""
    page.goto(server.address)
    expect(page.locator("#place")).to_contain_text("1 of")
    expect(page.locator("#answer")).not_to_have_class("text answer waiting")
    return page


def by_card(record: Record) -> list[float | None]:
    """Return the points of the answers in the order of the page."""
    given = marks.totals(record)
    return [given.get(card.people[0], {}).get(QUESTION) for card in marks.list_cards(record, QUESTION)]


def test_keyboard_marks_a_class(page: Page, record: Record) -> None:
    """Items, adjustment, comment, next, undo: all without a mouse, and kept at once."""
    page.keyboard.press("1")
    expect(page.locator("#points")).to_have_text("1 of 2")
    expect(page.locator("#saved")).to_have_text("saved by Ada")
    page.keyboard.press("Enter")
    expect(page.locator("#place")).to_have_text("2 of 4")
    page.keyboard.press("a")
    page.keyboard.type("0.25")
    page.keyboard.press("Enter")
    expect(page.locator("#place")).to_have_text("3 of 4")
    page.keyboard.press("c")
    page.keyboard.type("1 j? n")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#place")).to_have_text("4 of 4")
    assert by_card(record) == [1, 0.25, 0, None]
    assert [mark.comment for mark in marks.newest_marks(record, QUESTION).values() if mark.comment] == ["1 j? n"]
    page.keyboard.press("u")
    expect(page.locator("#place")).to_have_text("3 of 4")
    expect(page.locator("#saved")).to_have_text("not marked")
    assert by_card(record) == [1, 0.25, None, None]
    expect(page.locator("#progress-words")).to_have_text("2 of 4")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#adjustment")).to_have_value("0.25")
    page.keyboard.press("n")
    expect(page.locator("#place")).to_have_text("3 of 4")


def test_half_a_number_is_not_saved(page: Page, record: Record) -> None:
    """The browser gives nothing for it, which would be 0 points beside the items."""
    page.keyboard.press("a")
    page.keyboard.type("1e")
    page.keyboard.press("Enter")
    expect(page.locator("#saved")).to_have_text("NOT saved: the adjustment is no number")
    page.keyboard.press("j")
    expect(page.locator("#place")).to_have_text("1 of 4")
    assert by_card(record)[0] is None
    page.keyboard.press("a")
    page.keyboard.type("1.5")
    page.keyboard.press("Enter")
    expect(page.locator("#place")).to_have_text("2 of 4")
    assert by_card(record)[0] == 1.5


def test_page_opens_at_first_open_answer(page: Page) -> None:
    page.keyboard.press("1")
    expect(page.locator("#saved")).to_have_text("saved by Ada")
    page.reload()
    expect(page.locator("#place")).to_have_text("2 of 4")


def test_two_pages_show_conflict(page: Page, record: Record) -> None:
    """The slower page shows the other mark and one's own comment, and overwrites nothing."""
    card = marks.list_cards(record, QUESTION)[0]
    marks.save_mark(record, card, QUESTION, "Bo", seen=0, items=[], adjustment=0.5, comment="of Bo")
    page.keyboard.press("c")
    page.keyboard.type("of Ada")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#status")).to_contain_text("Somebody else changed this")
    expect(page.locator("#status")).to_contain_text("of Ada")
    expect(page.locator("#comment")).to_have_value("of Bo")
    expect(page.locator("#saved")).to_have_text("saved by Bo")
    assert by_card(record)[0] == 0.5


def test_item_is_changed_on_the_page(page: Page, record: Record) -> None:
    page.keyboard.press("1")
    expect(page.locator("#saved")).to_have_text("saved by Ada")
    page.get_by_label("Edit item 1").click()
    page.locator("#edit-points").fill("1.75")
    page.locator("#edit-save").click()
    expect(page.locator("#points")).to_have_text("1.75 of 2")
    assert by_card(record)[0] == 1.75
    page.get_by_label("Edit item 1").click()
    page.locator("#edit-remove").click()
    expect(page.locator("#points")).to_have_text("0 of 2")
    page.get_by_role("button", name="Put it back").click()
    expect(page.locator("#points")).to_have_text("1.75 of 2")


def test_rubric_history_is_shown(page: Page) -> None:
    expect(page.locator("#history-box")).to_be_hidden()
    page.get_by_label("Edit item 1").click()
    page.locator("#edit-points").fill("1.75")
    page.locator("#edit-save").click()
    page.get_by_text("Changes of the rubric").click()
    expect(page.locator("#history")).to_contain_text("Ada: names the weights. (+1) → names the weights. (+1.75)")


def test_missing_answers_get_zero_and_back(tmp_path: Path, assignment: Assignment, browser: Browser) -> None:
    """One button for all of them, and one for taking it back; ``u`` does too."""
    with (
        make_written_class(tmp_path / "missing", ["Because.", "", " "]) as record,
        running(record, assignment) as server,
        browser.new_context() as context,
    ):
        page = enter(context.new_page(), server)
        for take_back in (
            lambda: page.get_by_role("button", name="Take back").click(),
            lambda: page.keyboard.press("u"),
        ):
            page.get_by_role("button", name="All missing: 0 points").click()
            expect(page.locator("#status")).to_contain_text("2 missing answers have 0 points now.")
            expect(page.locator("#progress-words")).to_have_text("2 of 3")
            assert sorted(by_card(record), key=str) in ([0, 0, None], [0.0, 0.0, None])
            take_back()
            expect(page.locator("#status")).to_have_text("Taken back.")
            assert by_card(record) == [None, None, None]


def test_unsaved_mark_keeps_its_place(page: Page, record: Record) -> None:
    """What could not be saved is said, and the page stays there until it can be."""
    page.keyboard.press("a")
    page.keyboard.type("5000")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(page.locator("#status")).to_contain_text("An adjustment is at most")
    expect(page.locator("#saved")).to_have_text("NOT saved")
    expect(page.locator("#place")).to_have_text("1 of 4")
    page.keyboard.press("a")
    page.keyboard.type("0.5")
    page.keyboard.press("Enter")
    expect(page.locator("#place")).to_have_text("2 of 4")
    assert by_card(record)[0] == 0.5


def test_stopped_server_loses_no_words(page: Page) -> None:
    page.context.set_offline(True)
    page.keyboard.press("c")
    page.keyboard.type("My comment")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#status")).to_contain_text("The server does not answer")
    expect(page.locator("#place")).to_have_text("1 of 4")
    expect(page.locator("#comment")).to_have_value("My comment")
    page.context.set_offline(False)
    page.keyboard.press("Enter")
    expect(page.locator("#place")).to_have_text("2 of 4")


def test_second_marker_marks_the_sample(page: Page, record: Record) -> None:
    """A comment that is still being typed stays what it was; the sample shows nothing of the first mark."""
    for card in marks.list_cards(record, QUESTION):
        marks.save_mark(record, card, QUESTION, "Bo", seen=0, items=[], adjustment=0.5, comment="of Bo")
    page.reload()
    expect(page.locator("#comment")).to_have_value("of Bo")
    (drawn,) = marks.sample_for(record, QUESTION, "Ada", marks.list_cards(record, QUESTION))
    if marks.list_cards(record, QUESTION)[0] == drawn:  # of another answer than that of the sample
        page.keyboard.press("j")
        expect(page.locator("#place")).to_have_text("2 of 4")
    page.keyboard.press("c")
    page.keyboard.type(" and Ada")
    page.get_by_label("second marking").check()
    expect(page.locator("#place")).to_have_text("1 of 1")
    expect(page.locator("#comment")).to_have_value("")
    page.keyboard.press("1")
    expect(page.locator("#saved")).to_have_text("saved by Ada")
    assert by_card(record) == [0.5] * 4
    assert sorted(mark.comment for mark in marks.newest_marks(record, QUESTION).values() if mark.comment) == [
        *["of Bo"] * 3,
        "of Bo and Ada",
    ]
    second = marks.newest_marks(record, QUESTION, is_second=True)
    assert [(mark.marker, mark.comment) for mark in second.values()] == [("Ada", "")]


def test_keys_are_listed(page: Page) -> None:
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()
    page.keyboard.press("1")  # a window is open: nothing behind it reacts
    page.keyboard.press("Escape")
    expect(page.locator("#help")).to_be_hidden()
    expect(page.locator("#points")).to_have_text("0 of 2")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_is_accessible(browser: Browser, server: MarkingServer, scheme: str) -> None:
    with browser.new_context(color_scheme=scheme, bypass_csp=True) as context:  # for axe-core, which is a script
        page = enter(context.new_page(), server)
        page.keyboard.press("1")
        expect(page.locator("#saved")).to_have_text("saved by Ada")
        assert find_barriers(page) == []


def test_wide_answer_scrolls_by_keyboard(tmp_path: Path, assignment: Assignment, browser: Browser) -> None:
    """A formula wider than a phone's screen scrolls in its own place, which the keyboard reaches."""
    wide = "$$" + " + ".join(f"w_{{{number}}}" for number in range(60)) + "$$"
    with (
        make_written_class(tmp_path / "wide", [wide]) as record,
        running(record, assignment) as server,
        browser.new_context(viewport={"width": 390, "height": 800}) as context,
    ):
        page = enter(context.new_page(), server)
        assert page.evaluate("document.documentElement.scrollWidth") == 390
        assert page.evaluate("answer.scrollWidth > answer.clientWidth + 1")
        assert find_unreachable(page) == []


def test_hostile_answers_do_nothing(tmp_path: Path, assignment: Assignment, browser: Browser) -> None:
    """No script of an answer or a figure runs, and nothing but the page's own server is asked for anything."""
    text = "\n\n".join(HOSTILE) + '\n\n![svg](figures/evil.svg)\n\n![odd](<figures/x" onerror="window.hacked=1.png>)\n'
    files = {
        **answer_files(text),
        "report/figures/evil.svg": HOSTILE_SVG,
        'report/figures/x" onerror="window.hacked=1.png': png((4, 4)),
    }
    asked: list[str] = []
    refused: list[str] = []  # by the policy, before anything was sent
    with Record(tmp_path / "hostile") as record:
        hand_in(record, enrol(record, 1), zip_of(files))
        with running(record, assignment) as server, browser.new_context() as context:
            home = f"http://127.0.0.1:{server.port}/"
            context.on("request", lambda request: asked.append(request.url))
            context.on("requestfailed", lambda request: request.failure == "csp" and refused.append(request.url))
            page = enter(context.new_page(), server)
            pictures = page.locator("#answer img")
            expect(pictures).to_have_count(2)
            for index in range(2):
                assert pictures.nth(index).evaluate("picture => picture.decode().then(() => picture.naturalWidth)") > 0
            page.locator("#answer a", has_text="out").first.hover()
            assert page.evaluate("window.hacked") is None
            assert page.url == home
            assert [url for url in asked if not url.startswith(home)] == []
            own = context.new_page()
            own.goto(home.rstrip("/") + str(pictures.first.get_attribute("src")))  # the drawing as a page of its own
            own.wait_for_timeout(300)
            assert own.evaluate("window.hacked") is None
            assert sorted(url for url in asked if not url.startswith(home)) == sorted(refused)
