"""The report has a page for every question, answered or not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scripts.studentkit.report import __main__ as command
from scripts.studentkit.report.markdown import Document, convert
from tests.report_trees import answer, made, pages


def test_every_question_begins_a_page(tree: Path) -> None:
    """Pages come in the order of the hand-out, whether a question is answered or not."""
    answer(tree, "many", "As many as there are.\n")
    _, report = made(tree)
    texts = pages(report.pdf)
    assert [index for index, text in enumerate(texts) if "Question 1. Order of addition 0.5 points" in text] == [1]
    assert "Question 2. Many terms 1.5 points" in texts[2] and "As many as there are." in texts[2]
    assert "Question 3. A picture 1 point" in texts[3]
    heads = [text for text in texts if text.startswith(("Collaborators", "References", "Code:", "Numbers"))]
    assert [head.split()[0] for head in heads] == ["Numbers", "Collaborators", "References", "Code:"]


def test_open_questions_are_marked_and_counted(tree: Path, capsys: pytest.CaptureFixture) -> None:
    answer(tree, "many", "As many as there are.\n")
    assert command.main([], tree) == 0
    output = capsys.readouterr().out
    assert "2 of 3 questions are NOT ANSWERED" in output
    assert "1. Order of addition  (report/answers/order.md)" in output and "Many terms" not in output
    texts = pages((tree / "report.pdf").read_bytes())
    assert "2 of 3 questions are NOT ANSWERED" in texts[0]
    assert ["NOT ANSWERED" in text for text in texts[1:4]] == [True, False, True]


def test_cover_gives_pages_of_questions(tree: Path) -> None:
    answer(tree, "order", "A word on every line.\n\n" * 120)
    _, report = made(tree)
    texts = pages(report.pdf)
    at = next(index for index, text in enumerate(texts, 1) if "Question 2. Many terms 1.5" in text)
    assert at > 3
    assert f"Many terms NOT ANSWERED 1.5 {at}" in texts[0]


def test_long_answer_is_complete(tree: Path) -> None:
    part = "## Part {n}\n\n" + "The sum $\\sum_i x_i$ is rounded at every step, and this is a sentence.\n" * 30 + "\n"
    answer(tree, "order", "".join(part.replace("{n}", str(n)) for n in range(45)))
    _, report = made(tree)
    texts = pages(report.pdf)
    own = [text for text in texts if text.startswith("Question 1.")]
    assert len(own) >= 20
    assert all(f"Part {n} " in " ".join(own) for n in range(45))
    assert sum("Question 2. Many terms 1.5" in text for text in texts) == 1


def test_same_answers_give_same_bytes(tree: Path) -> None:
    assert made(tree)[1].pdf == made(tree)[1].pdf


def test_long_cells_get_wider_columns() -> None:
    """A table wider than a line gives each column its longest word and the longest one the most; others stay as they are."""
    head = "| function | does |\n|---|---|\n"
    long = f"{head}| `run({', '.join(f'argument_{n}=None' for n in range(9))})` | trains over many epochs |\n"
    short, wide = convert([Document(f"{head}| `run()` | trains |\n"), Document(long)], ["typst"])
    shares = [float(share) for share in re.findall(r"([\d.]+)%", re.search(r"columns: \(([^)]*)\)", wide.typst)[1])]
    assert len(shares) == 2 and shares[0] > 60 and shares[1] > 8 and sum(shares) == pytest.approx(100, abs=0.1)
    assert "columns: 2" in short.typst
