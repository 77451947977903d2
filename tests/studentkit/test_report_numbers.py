"""Numbers in the report: those that students give, and those of their experiments."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.studentkit.report.numeric_answers import read_answers
from tests.report_trees import answer, line_of, made, pages


def test_open_numbers_are_marked(tree: Path) -> None:
    file = tree / "report" / "answers.toml"
    file.write_text(file.read_text().replace('total = "?"', "total = 1048.8125"))
    _, report = made(tree)
    texts = pages(report.pdf)
    assert "1048.8125 kilograms" in texts[2]
    assert any(text.startswith("Numbers") and "NOT GIVEN kilograms" in text for text in texts)
    assert report.numbers_open == ["sums.parts"]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('total = "?"', 'total = "7"', "sums.total is not a number"),
        ('total = "?"', "total = nan", "sums.total is not a number"),
        ('total = "?"', "total = true", "sums.total is not a number"),
        ('total = "?"', "total = ", "is not valid TOML"),
        ("[sums]", "", "stands outside its [problem]"),
    ],
)
def test_mistake_among_numbers_is_one_sentence(tree: Path, old: str, new: str, words: str) -> None:
    file = tree / "report" / "answers.toml"
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new, 1))
    with pytest.raises(ValueError, match=r"report/answers\.toml") as wrong:
        read_answers(file)
    assert words in str(wrong.value)
    _, report = made(tree)
    assert report.complaints == [str(wrong.value)]


def test_numbers_of_experiments_are_filled_in(tree: Path) -> None:
    (tree / "report" / "metrics.json").write_text('{"digits": {"accuracy": {"500": 87.654321}, "name": "*small*"}}')
    answer(
        tree,
        "order",
        "\nIt has {{digits.accuracy.500:.1f}} % ({{digits.name}}), $a = {{digits.accuracy.500:.2f}}$, {{digits.gone}}.\n",
    )
    _, report = made(tree)
    text = pages(report.pdf)[1]
    assert "It has 87.7 % (*small*)" in text and "87.65" in text and "no number digits.gone" in text
    line = line_of(tree, "digits.gone")
    assert f"report/answers/order.md:{line}: report/metrics.json has no number {{{{digits.gone}}}}" in report.remarks[0]


def test_diverged_loss_is_printed(tree: Path) -> None:
    """A training that diverged leaves NaN among the numbers, and the report can be made."""
    (tree / "report" / "metrics.json").write_text('{"digits": {"loss": NaN, "worst": -Infinity, "best": 0.5}}')
    answer(tree, "order", "\nIt ends at {{digits.loss:.2f}} after {{digits.worst}} and {{digits.best:.1f}}.\n")
    _, report = made(tree)
    assert "It ends at nan after -inf and 0.5." in pages(report.pdf)[1] and report.complaints == []
