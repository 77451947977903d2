"""``make check`` says what an assignment's original asks, what is given here, and by what."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from scripts.proof.original_table import summarize_original, table_of_original
from tests.kit import kit_assignment


def printed(name: str) -> list[str]:
    """Return the lines of the table, blanks made single."""
    stream = io.StringIO()
    console = Console(width=200, file=stream)
    table = table_of_original(kit_assignment(name))
    assert table is not None
    console.print(table)
    return [" ".join(line.split()) for line in stream.getvalue().splitlines()]


@pytest.mark.parametrize(
    ("name", "line"),
    [
        (
            "monash",
            "2.5 Grid search: n1, n2, activation 6 6 3 3 letters: 6 tests; question 19; experiment: train_letters",
        ),
        ("northwestern", "Deep models Thinking about deep models 1.5 1.5 1.5"),
        ("nyu", "2.7 Residual connections none: ours 3 3 convnets: 3 tests"),
        ("ut", "4.6 Without pretraining, several epochs and rates 3 3 question 13; experiment: finetune_pictures"),
    ],
)
def test_table_has_asked_and_given(name: str, line: str) -> None:
    assert line in printed(name)


@pytest.mark.parametrize(
    ("name", "points"),
    [
        ("cornell", "points: 130 asked and given"),
        ("ut", "points: 20 asked and given; none asked for the others: 116 are ours"),
        ("nyu", "points: none asked: 149 are ours"),
    ],
)
def test_summary_says_whose_points(name: str, points: str) -> None:
    assert summarize_original(kit_assignment(name)).endswith(points)


def test_original_is_optional() -> None:
    complete = kit_assignment("complete")
    assert table_of_original(complete) is None and summarize_original(complete) == ""
