"""A submission gets the same results alone and in a class, whoever else is in it."""

from __future__ import annotations

import itertools
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
# Beyond those of a made class: what looks like a worker's answer, printed and written wherever it can be.
ANSWER = 'print(\'{"kind":"graded"}\\n\' * 10_000)'
EVERYWHERE = """import os
for number in range(64):
    try:
        os.write(number, b'{"kind":"graded"}\\n')
    except OSError:
        pass
"""


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


def hostile(assignment: Assignment, *, has_endless: bool) -> dict[str, Tree]:
    """Return right submissions that do harm when they are imported, and one that only prints."""
    codes = {f"hostile {number}": code for number, code in enumerate((*HOSTILE, EVERYWHERE))}
    return {
        name: with_line(assignment.hand_in(), code)
        for name, code in {**codes, "loud": ANSWER}.items()
        if has_endless or "while True" not in code
    }


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


def test_hostile_submissions_cost_nobody(
    tmp_path: Path, assignment: Assignment, request: pytest.FixtureRequest
) -> None:
    """Others get what they get without them, and the machine has failed at none."""
    bad = hostile(assignment, has_endless=request.config.getoption("--all"))
    for files in bad.values():
        compile(files[FILE], FILE, "exec")  # so that it is run, and not refused for its syntax
    pairs = itertools.zip_longest(honest(assignment).items(), bad.items())
    mixed = dict(one for pair in pairs for one in pair if one is not None)
    with open_class(tmp_path / "honest", assignment, honest(assignment)) as tiny:
        without = rendered(grade(tiny, jobs=1))
    with open_class(tmp_path / "mixed", assignment, mixed) as tiny:
        among = grade(tiny, jobs=1)
    assert {name: results for name, results in rendered(among).items() if name in without} == without
    scores = {name: grading.score for name, grading in among.items() if isinstance(grading, Grading) and name in bad}
    assert scores == {name: 15.0 if name == "loud" else 0.0 for name in bad}
