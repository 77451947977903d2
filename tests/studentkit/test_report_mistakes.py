"""A mistake in an answer is named with its file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.studentkit.report import __main__ as command
from tests.report_trees import answer, line_of, made, pages


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("\n\nSee $\\foo{a}$.\n", 3, "this formula cannot be read"),
        ("text\n\n| a |\n|---|\n| $\\nosuch$ |\n", 5, "this formula cannot be read"),
        ("one\n\n$x^^5c$\n", 3, "this formula cannot be read"),
        ("\n```python\nx = 1\n", 2, "code block that begins here is never closed"),
        ("one\n<!-- two\nthree\n", 2, "comment that begins here is never closed"),
        ("one\n\n$$\nx = 1\n", 3, "formula that begins here is never closed"),
        ("one\n\n\\begin{align}\na &= b\n\\end{align}\n", 3, "this LaTeX is not read as a formula"),
        ("one\n\nso $\\frac{1}{2$ of it\n", 3, "this LaTeX is not read as a formula"),
        ("<!-- $x_{1$ -->\n\nso $x_{1$ of it\n", 3, "this LaTeX is not read as a formula"),
        ("one\n\nthe square $ x^2 $ of it\n", 3, "this LaTeX is not read as a formula"),
        ("one\n\nthe square \\(x^2\\) of it\n", 3, "\\( and \\) do not make a formula here; write $"),
        ("one\n\n\\[\nx^2\n\\]\n", 3, "\\[ and \\] do not make a formula here; write $$"),
        ("one\n\nIt is {{digits.accuracy * 100:.1f}} %.\n", 3, "compute it in the experiment"),
    ],
)
def test_mistake_is_named_with_its_line(
    tree: Path, capsys: pytest.CaptureFixture, text: str, line: int, words: str
) -> None:
    (tree / "report" / "answers" / "order.md").write_text(text, encoding="utf-8")
    assert command.main(["--no-latex"], tree) == 1
    output = capsys.readouterr().out
    assert f"report/answers/order.md:{line}: " in output and words in output
    assert "Traceback" not in output
    assert (tree / "report.pdf").is_file()


def test_answer_in_other_encoding_is_named(tree: Path) -> None:
    (tree / "report" / "answers" / "order.md").write_bytes("gut\n\nschön\n".encode("latin-1"))
    _, report = made(tree)
    assert report.complaints == ["report/answers/order.md:3: this is not UTF-8 text; save the file as UTF-8."]


def test_html_is_shown_as_text(tree: Path) -> None:
    answer(tree, "order", "\nI <b>do</b> not know.\n")
    _, report = made(tree)
    assert "I <b>do</b> not know." in pages(report.pdf)[1]
    assert f"report/answers/order.md:{line_of(tree, '<b>')}: HTML has no effect" in report.remarks[0]


@pytest.mark.parametrize(
    "text",
    [
        "$$\\begin{align} a &= b \\\\ c &= d \\end{align}$$",
        "It costs $5, or \\$5, in C:\\Users\\me.",
        "`\\frac{1}{2` and `\\(x\\)` and `{{a b}}`",
        "```\n\\begin{align}\n\\(x\\) {{a b}}\n```",
        "\\[a note\\] and $x_{{a}}$ and $\\text{a_b}$",
    ],
)
def test_right_text_has_no_complaint(tree: Path, text: str) -> None:
    answer(tree, "order", f"\n{text}\n")
    assert made(tree)[1].complaints == []
