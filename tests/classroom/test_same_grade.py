"""A submission gets the same results alone and in a class, whoever else is in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from autograder.api import grade_submission
from autograder.gradescope.results import render_results
from autograder.model.grading import Grading
from scripts.classroom.engine.driver import Driver, start_here
from scripts.classroom.made_class import HOSTILE
from scripts.coursespec.files import Tree
from scripts.coursespec.model import Assignment
from tests.classroom.tiny_class import TinyClass, open_class, tiny_assignment, with_line

FILE = "src/shared.py"
# Beyond those of a made class: what prints where the worker's answers go, and what is wrong in an ordinary way.
LOUD = (
    'import os, sys\nfor number in range(3):\n    os.write(number, b\'{"kind": "graded"}\\n\')\nprint("{}" * 100_000)'
)


@pytest.fixture(scope="module")
def assignment(tmp_path_factory: pytest.TempPathFactory) -> Assignment:
    return tiny_assignment(tmp_path_factory.mktemp("course"))


def honest(assignment: Assignment) -> dict[str, Tree]:
    """Return one submission of each honest kind."""
    solution = assignment.hand_in()
    mistakes = [one for problem in assignment.problems for one in problem.mistakes]
    alternatives = [one for problem in assignment.problems for one in problem.alternatives]
    return {
        "right": solution,
        "skeleton": {name: text.encode() for name, text in assignment.skeleton().items()},
        "mistaken": assignment.hand_in(mistakes[0]),
        "other way": assignment.hand_in(alternatives[0]),
        "wrong syntax": with_line(solution, "def ("),
        "nothing": {"notes.txt": b"I am sorry."},
    }


def hostile(assignment: Assignment) -> dict[str, Tree]:
    solution = assignment.hand_in()
    return {f"hostile {number}": with_line(solution, code) for number, code in enumerate((*HOSTILE, LOUD))}


def grade(tiny: TinyClass, jobs: int) -> dict[str, Grading | str]:
    """Grade a class; return each grading, or why there is none, by the name of who handed in."""
    start = start_here(tiny.record, tiny.build, tiny.manifest, "cpu")
    progress = Driver(tiny.record, tiny.id, "cpu", start, jobs).grade(tiny.submissions.values())
    assert progress.machine == []
    found: dict[str, Grading | str] = {}
    for name, submission in tiny.submissions.items():
        (result,) = tiny.record.results(submission, tiny.id)
        found[name] = result.reason if result.grading is None else result.grading
    return found


def rendered(gradings: Mapping[str, Grading | str]) -> dict[str, object]:
    """Return what Gradescope would get of each, without times."""
    found: dict[str, object] = {}
    for name, grading in gradings.items():
        found[name] = grading
        if isinstance(grading, Grading):
            results = json.loads(render_results(grading))
            del results["execution_time"]
            found[name] = results
    return found


def test_alone_and_in_a_class(tmp_path: Path, assignment: Assignment) -> None:
    with open_class(tmp_path / "honest", assignment, honest(assignment)) as tiny:
        together = rendered(grade(tiny, jobs=2))
        assert isinstance(together["nothing"], str)
        for name in ("right", "mistaken"):
            alone = grade_submission(tiny.build, tiny.record.path_of(tiny.submissions[name]), tmp_path / name)
            assert rendered({name: alone}) == {name: together[name]}


def test_hostile_submissions_cost_nobody(tmp_path: Path, assignment: Assignment) -> None:
    """Others get what they get without them, and the machine has failed at none."""
    with open_class(tmp_path / "honest", assignment, honest(assignment)) as tiny:
        without = rendered(grade(tiny, jobs=1))
    mixed = [pair for two in zip(honest(assignment).items(), hostile(assignment).items(), strict=True) for pair in two]
    with open_class(tmp_path / "mixed", assignment, dict(mixed)) as tiny:
        among = grade(tiny, jobs=1)
    for files in hostile(assignment).values():
        compile(files[FILE], FILE, "exec")  # so that it is run, and is not refused for what it says
    assert {name: results for name, results in rendered(among).items() if name in without} == without
    scores = {name: grading.score for name, grading in among.items() if isinstance(grading, Grading)}
    assert {name: score for name, score in scores.items() if name.startswith("hostile")} == {
        **{f"hostile {number}": 0.0 for number in range(len(HOSTILE))},
        f"hostile {len(HOSTILE)}": 15.0,  # loud, and right
    }
