"""The terminal table: its content, and that no width, pipe or hostile text breaks it."""

from __future__ import annotations

import io
import re

import pytest
from rich.console import Console

from autograder.reports import terminal
from tests import sample_grading as sample


def printed(grading, width=100, **options) -> str:
    stream = io.StringIO()
    terminal.show(grading, Console(file=stream, width=width, **options.pop("console", {})), **options)
    return stream.getvalue()


def test_table_lists_tests_and_points():
    text = printed(sample.mixed(), 140)
    rows = [" ".join(line.split()) for line in text.splitlines()]
    assert "Convolution by hand 4/20" in rows and "A training loop 8/30" in rows
    assert "1.1 conv1d gives the outputs worked by hand in the hand-out. 4/4 passed" in rows
    assert "2.4 A small network learns to read digits. 3/6 partly right" in rows
    assert "2.6 The digit classifier learns the whole of MNIST. (10) waits for a GPU" in rows
    assert any(row.startswith("9.6 of 80 points, 3 of 14 tests passed (12 before") for row in rows)


def test_remarks_follow_the_table():
    """Remarks, the leaderboard and what ran where follow the table."""
    flat = " ".join(printed(sample.mixed()).split())
    for words in (
        "20% is taken off",
        "torch.py was not used",
        "Digits read 91.4",
        "13 tests on a CPU, in a sandbox",
        "no new privileges",
        "2 tests still wait to be run on a GPU",
    ):
        assert words in flat


@pytest.mark.parametrize("name", sample.EVERY)
@pytest.mark.parametrize("width", [30, 50, 80, 200])
def test_no_line_exceeds_the_width(name, width):
    text = printed(sample.EVERY[name](), width)
    assert max(map(len, text.splitlines())) <= width
    for test in (outcome.test for outcome in sample.EVERY[name]().outcomes):
        assert re.search(rf"^ ?{re.escape(test.number)}\b", text, re.M)


def test_only_a_terminal_gets_colour():
    assert "\x1b" not in printed(sample.mixed())
    assert "\x1b[" in printed(sample.mixed(), console={"force_terminal": True, "color_system": "standard"})


def test_hostile_text_moves_no_cursor():
    """Hostile text moves no cursor and is not read as markup."""
    text = printed(sample.hostile(), console={"force_terminal": True})
    assert "\x1b]8" not in text and "\x00" not in text and "\x08" not in text and "\u202e" not in text
    assert "[link](javascript:alert(3))" in " ".join(text.split())


def test_old_encoding_gets_question_marks():
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    terminal.show(sample.mixed(), Console(file=stream, width=80))
    stream.flush()
    assert b"Convolution by hand" in stream.buffer.getvalue()


def test_staffs_part_is_left_out():
    assert "0.1234" not in printed(sample.mixed())
    assert "For staff" in printed(sample.hidden()) and "For staff" not in printed(sample.perfect())
