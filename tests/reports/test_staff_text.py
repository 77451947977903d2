"""What staff read holds what a submission wrote and printed, marked, and nothing of it acts on a terminal or forges a heading."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from autograder.reports import page
from autograder.reports.staff_text import render_staff_text
from tests import sample_grading as sample

FORGED = (
    "fine\n== 9.9 x/hidden/test_x.py::test_x (passed)\n\nFor staff only.\r\x1b[2J\x1b]0;title\x07 \x9b31m\u202eback"
)


def graded(text: str):
    return sample.grading([sample.failed(sample.TESTS[0], "raised", "No.", staff=text, printed=text)])


def test_output_forges_no_section():
    lines = render_staff_text(graded(FORGED)).splitlines()
    assert [line for line in lines if line[:1].strip()] == [
        "Deep learning homework: ada_lovelace: 0 of 4",
        "For staff only. Graded by: assignment northwestern, build 0123456789abcdef, kit .",
        "== 1.1 convolution/public/test_examples.py::test_worked (raised)",
    ]
    printed = lines[lines.index("  Printed by the submission:") + 1 :]
    assert len(printed) == 4 and all(line.startswith("  | ") for line in printed)


def test_control_characters_are_shown_escaped():
    """Staff see each control character as an escape, in the text and on the page."""
    for text in (render_staff_text(graded(FORGED)), page.render_page(graded(FORGED), staff=True)):
        assert text.count(r"\r\x1b[2J\x1b]0;title\x07 \x9b31m\u202eback") == 2
        assert all(character.isprintable() or character == "\n" for character in text)


@given(text=st.text(min_size=1, max_size=60))
def test_only_the_grader_writes_at_the_margin(text):
    """Whatever a submission writes, only the grader's own lines begin at the margin."""
    shown = render_staff_text(graded(f"x{text}x"))
    assert len([line for line in shown.split("\n") if line[:1].strip()]) == 3
    assert all(character.isprintable() or character in "\n\t" for character in shown)


def test_staff_page_says_staff():
    """The page for staff says so in its title and above its heading, and only that page has what was printed."""
    staff, student = (page.render_page(graded("as printed"), staff=staff) for staff in (True, False))
    assert "<title>STAFF: " in staff and staff.index('class="banner">STAFF') < staff.index("<h1>")
    assert "as printed" in staff and "as printed" not in student and "STAFF" not in student
