"""feedback.html: one self-contained page with all that a student needs and nothing that is for staff."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.reports import page as html
from tests import sample_grading as sample

VOID = {"meta", "input", "path", "circle", "br", "link", "img"}


class Page(HTMLParser):
    """The page as a browser reads it: tags, attributes, the text outside of style."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == [], f"not closed: {self.open}"

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open and self.open.pop() == tag, f"</{tag}> closes something else"

    def handle_data(self, data):
        if "style" not in self.open:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


@pytest.mark.parametrize("name", sample.EVERY)
@pytest.mark.parametrize("staff", [False, True])
def test_page_is_well_formed_and_static(name, staff):
    """Every page is well formed, requests nothing and runs nothing."""
    text = html.render_page(sample.EVERY[name](), staff=staff)
    page = Page(text)
    assert {tag for tag, _ in page.tags} <= {
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "header",
        "main",
        "footer",
        "section",
        "nav",
        "article",
        "aside",
        "div",
        "span",
        "p",
        "h1",
        "h2",
        "h3",
        "ul",
        "li",
        "a",
        "b",
        "i",
        "bdi",
        "code",
        "pre",
        "details",
        "summary",
        "label",
        "input",
        "svg",
        "circle",
        "path",
    }
    for _, attributes in page.tags:
        assert not any(key.startswith("on") or key in ("src", "srcset", "action") for key in attributes)
        assert attributes.get("href", "#").startswith("#")
    assert "url(" not in text and "@import" not in text and "default-src 'none'" in text


def test_shows_hostile_text_as_text():
    page = Page(html.render_page(sample.hostile(), staff=True))
    assert "<script>alert(1)</script><img src=x onerror=alert(2)> </pre></details>{{ 7*7 }}" in page.text
    assert "&amp;" in page.text and "\x1b" not in page.text and "\x00" not in page.text and "\u202e" not in page.text


@settings(max_examples=60)
@given(words=st.text(max_size=80))
def test_no_message_changes_the_structure(words):
    def shape(message):
        outcome = sample.failed(sample.TESTS[0], "raised", f"x{message}", traceback="t", hint="h")
        return [tag for tag, _ in Page(html.render_page(sample.grading([outcome]))).tags if tag not in ("p", "code")]

    assert shape(words) == shape("plain")


def test_each_test_has_name_and_points():
    """Each test has its name, its points and what happened."""
    page = Page(html.render_page(sample.mixed()))
    for words in (
        "conv1d agrees with its definition on random signals, strides and paddings.",
        "0 / 8 not right yet",
        "37 of 40 values are wrong.",
        "Hint This is what comes out when the kernel is flipped",
        "Where it happened in your code src/convolution.py line 24, in conv1d",
        "3 / 6 partly right",
        "10 later waits for a GPU",
        "9.6 of 80 points",
        "3 of 14 tests passed. Before the late policy this was 12 points.",
        "20% is taken off",
        "torch.py was not used",
        "Ran 13 tests on a CPU, in a sandbox",
        "Digits read 91.4",
        "2 tests still wait",
    ):
        assert words in page.text, words
    assert ("code", {}) in page.tags and "0.1234" not in page.text


def test_shows_a_repeated_hint_once():
    """A hint that two tests have is shown once; the second test refers to it."""
    outcomes = [sample.failed(test, "wrong", "No.", hint="Look at the kernel.") for test in sample.TESTS[:2]]
    page = Page(html.render_page(sample.grading(outcomes)))
    assert page.text.count("Look at the kernel.") == 1 and "The hint for test 1.1 applies here too." in page.text
    ids = {attributes["id"] for _, attributes in page.tags if "id" in attributes}
    assert {attributes["href"][1:] for _, attributes in page.tags if "href" in attributes} <= ids


def test_progress_bars_show_shares():
    widths = re.findall(r'<i style="width: ([\d.]+)%">', html.render_page(sample.mixed()))
    assert widths == ["12.0", "20.0", "26.7", "0.0", "0.0"]


def test_only_staff_page_has_staffs_part():
    assert "0.1234" in html.render_page(sample.mixed(), staff=True) and "secret" not in html.render_page(
        sample.grader_error()
    )
    assert "For staff" in html.render_page(sample.hidden(), staff=True)


def test_hidden_tests_hide_the_total():
    page = Page(html.render_page(sample.hidden()))
    assert sample.TESTS[1].name not in page.text and "1 test will be shown later" in page.text
    assert not re.search(r"\b80\b", page.text) and "of 72 points" not in page.text
    assert "80 of 80 points" in Page(html.render_page(sample.hidden(), staff=True)).text


def test_page_works_without_tests():
    """A page works without tests, and with one problem."""
    Page(html.render_page(sample.grading([])))
    text = html.render_page(sample.grading([sample.passed(sample.TESTS[0])]))
    assert "<nav" not in text and "Well done" in text and "All 1" not in text
    zero = msgspec.structs.replace(sample.TESTS[0], points=0.0)
    assert "width: 0.0%" in html.render_page(sample.grading([sample.passed(zero)]))
