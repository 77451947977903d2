"""An answer with a form has its sections, on as many pages as are asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.build.student_tree import render
from scripts.coursespec.files import write_tree
from scripts.coursespec.loader import load_assignment
from scripts.errors import SpecError
from scripts.studentkit.report import submission
from tests.report_trees import edit, made, pages, write_course
from tests.tiny import course_in

QUESTIONS = "spec/problems/sums/questions.md"
FORM = """

## 4. A plan {#plan points=2 pages=1-2}

What will you add up?

### Form

- Team: who adds, and
  who checks.
- Data: which numbers.

### Rubric

- 2: both.

### Model answer

#### Team

Ada adds.

#### Data

The odd ones.
"""
DONE = "## Team\n\nAda adds.\n\n## Data\n\nThe odd ones.\n"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    root = write_course(tmp_path / "course")
    file = root / QUESTIONS
    file.write_text(file.read_text(encoding="utf-8") + FORM, encoding="utf-8")
    return root


@pytest.fixture
def planned(tmp_path: Path, course: Path) -> Path:
    write_tree(tmp_path / "student", render(load_assignment("tiny", course_in(course)), solved=False))
    return tmp_path / "student"


def write(tree: Path, text: str) -> list[str]:
    """Write the answer below its comment and return what is said of its form."""
    file = tree / "report" / "answers" / "plan.md"
    head = file.read_text(encoding="utf-8").partition("-->")[0]
    file.write_text(f"{head}-->\n\n{text}", encoding="utf-8")
    return made(tree)[1].forms


def test_empty_answer_holds_headings(planned: Path) -> None:
    text = (planned / "report" / "answers" / "plan.md").read_text(encoding="utf-8")
    assert text.endswith("-->\n\n## Team\n\n## Data\n")
    assert "**Team:** who adds, and who checks." in text and "1 to 2 pages" in text
    report = made(planned)[1]
    assert "plan" in [question.id for question in report.unanswered] and report.forms == []


def test_whole_answer_is_right(planned: Path) -> None:
    assert write(planned, DONE) == []
    assert write(planned, DONE.replace("## Team", "### TEAM:")) == []  # however it is written


def test_open_sections_are_named(planned: Path) -> None:
    assert write(planned, "## Team\n\nAda adds.\n\n## Data\n\n<!-- later -->\n") == [
        "report/answers/plan.md: nothing stands below '## Data'; write that section"
    ]
    assert write(planned, "## Team\n\nAda adds.\n\n```\n## Data\n```\n") == [
        "report/answers/plan.md: the heading '## Data' is missing; write it again, and the section below it"
    ]


def test_pages_are_counted(planned: Path) -> None:
    """An answer of a given length begins a page, and the pages of the prompt are not its own."""
    assert write(planned, DONE + "\nA word.\n" * 60) == []
    (sentence,) = write(planned, DONE + "\nA word.\n" * 150)
    assert sentence.endswith("pages of report.pdf, and 1 to 2 are asked; shorten it")
    count = int(sentence.split("takes ")[1].split()[0])
    assert count == sum("A word." in page for page in pages(made(planned)[1].pdf))


def test_submission_check_says_it(planned: Path, capsys: pytest.CaptureFixture) -> None:
    write(planned, "## Team\n\nAda adds.\n\n## Data\n")
    assert submission.main(["--no-tests"], planned) == 1
    assert "!!  sections and pages" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("- Data: which numbers.", "- Data", r"questions\.md:\d+: '- Data' is no section of a form"),
        ("- Team: who adds, and\n  who checks.\n- Data: which numbers.\n", "", "this form has no sections|lacks"),
        ("#### Data", "#### Dates", "the heading '## Data' is missing"),
        ("pages=1-2", "pages=2-1", "pages=2-1 is no range"),
        ("pages=1-2", "pages=two", "pages takes the fewest and the most"),
    ],
)
def test_wrong_forms_are_refused(course: Path, old: str, new: str, sentence: str) -> None:
    edit(course, QUESTIONS, old, new)
    with pytest.raises(SpecError, match=sentence):
        load_assignment("tiny", course_in(course))
