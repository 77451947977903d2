"""An unfinished problem can be tried as soon as its tests can run."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.coursespec.loader import load_problem, load_unfinished_problem, read_problem
from scripts.errors import SpecError
from tests.tiny import course_in, edit

SUMS = "spec/problems/sums"


def test_unfinished_problem_can_be_tried(spec: Path) -> None:
    """Hand-out, title and questions may be missing or wrong, and keys unknown."""
    (spec / SUMS / "handout.md").unlink()
    edit(spec, f"{SUMS}/problem.toml", 'title = "Sums by hand"', 'titel = "Sums"')
    edit(spec, f"{SUMS}/questions.md", " points=0.5", "")
    problem = load_unfinished_problem("sums", course_in(spec))
    assert (problem.title, list(problem.sources), len(problem.tests)) == ("sums", ["src/shared.py"], 3)
    assert [mistake.name for mistake in problem.mistakes] == ["unweighted"]
    with pytest.raises(SpecError) as refused:
        load_problem("sums", course_in(spec))
    places = [sentence.partition(": ")[0] for sentence in refused.value.sentences]
    assert places == [f"{SUMS}/problem.toml:1", f"{SUMS}/questions.md:3", f"{SUMS}/handout.md"]


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("problem.toml", "src/shared.py", "src/other.py"),
        ("src/shared.py", "END SOLUTION", "the end"),
        ("mistakes/unweighted.py", "FAILS =", "NOT_FAILS ="),
        ("problem.toml", '["src/shared.py"]', "3"),
    ],
)
def test_refuses_what_cannot_run(spec: Path, file: str, old: str, new: str) -> None:
    """What the tests need to run must be there, and the sentence says what is not."""
    edit(spec, f"{SUMS}/{file}", old, new)
    with pytest.raises(SpecError, match=f"^{SUMS}/{file}"):
        load_unfinished_problem("sums", course_in(spec))


def test_broken_stub_runs_as_solution(spec: Path) -> None:
    edit(spec, f"{SUMS}/src/shared.py", "# return result", "# return (")
    problem, complaints = read_problem("sums", course_in(spec))
    assert "1.000244" in problem.solution()["src/shared.py"]
    assert complaints.blocking == [] and len(complaints.sentences) == 1
    with pytest.raises(SpecError, match="student's version does not parse"):
        problem.skeleton()


def test_broken_helper_is_one_complaint(spec: Path) -> None:
    """A module beside the tests that is no Python is named like everything else that is wrong."""
    (spec / SUMS / "hidden" / "helper.py").write_text("def (")
    (spec / SUMS / "handout.md").unlink()
    _, complaints = read_problem("sums", course_in(spec))
    assert [sentence.partition(":")[0] for sentence in complaints.sentences] == [
        f"{SUMS}/hidden/helper.py",
        f"{SUMS}/handout.md",
    ]
