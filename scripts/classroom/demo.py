"""The three submissions that ``make demo`` grades."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.model import mistake_files
from autograder.model.grading import Grading
from autograder.model.manifest import Mistake
from autograder.reporting import write_reports
from scripts.coursespec.files import Tree, write_tree
from scripts.coursespec.model import Assignment

if TYPE_CHECKING:
    from autograder.api import Grader


@dataclass(frozen=True)
class Example:
    """A submission to show."""

    name: str  # of its folder
    label: str
    files: Tree


def choose_examples(assignment: Assignment, build: Path, mistakes: list[Mistake]) -> list[Example]:
    """Choose the solution, the skeleton and, where there is a known mistake, a flawed submission.

    Args:
        assignment: what they are submissions of.
        build: its build, which holds the mistakes.
        mistakes: the build's known mistakes.
    """
    solution = assignment.hand_in()
    skeleton = {name: text.encode() for name, text in assignment.skeleton().items()}
    examples = [
        Example("solution", "the reference solution", solution),
        Example("skeleton", "the untouched skeleton", skeleton),
    ]
    if mistakes:
        mistake = _choose_mistake(mistakes)
        files = solution | mistake_files.read(build, mistake)
        examples.append(Example("flawed", f"a flawed one ({mistake.name.replace('_', ' ')})", files))
    return examples


def grade_example(grader: Grader, example: Example, folder: Path) -> Grading:
    """Grade an example; its files go to ``folder``/submissions, its reports to ``folder``/graded."""
    submission = folder / "submissions" / example.name
    write_tree(submission, example.files)
    grading = grader.grade(submission)
    write_reports(grading, folder / "graded" / example.name)
    return grading


def first_feedback(grading: Grading) -> str:
    """Return what the student reads about the first failed test."""
    for outcome in grading.outcomes:
        if outcome.status == "failed":
            return f"{outcome.test.number}: {outcome.hint or outcome.message}"
    return "Everything is right."


def _choose_mistake(mistakes: list[Mistake]) -> Mistake:
    """Choose the classic mistake of the convolution where the assignment has it."""
    for mistake in mistakes:
        if mistake.problem == "convolution" and "flip" in mistake.name:
            return mistake
    return mistakes[0]
