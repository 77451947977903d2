"""A known mistake gains no point by a module that replaces the probes, the worker's own copies of them included.

``make test`` tries a few mistakes; ``--all`` tries all, and lists in ``dist/replaced_probes_*.txt`` which gain points.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import pytest

from scripts.build.autograder_zip import EXECUTABLE, build_tree
from scripts.build.grader import start_grader
from scripts.coursespec.course import ROOT
from scripts.coursespec.files import write_tree, zipped
from scripts.coursespec.loader import load_assignment
from scripts.coursespec.model import Problem
from scripts.coursespec.variants import Variant

if TYPE_CHECKING:
    from autograder.api import Grader

COMPLETE = load_assignment("complete")
SOLUTION = COMPLETE.solution()
UNFAIR = Path(__file__).with_name("unfair.py").read_text(encoding="utf-8")
SAMPLE = {
    ("activations", "writes_into_its_input"),
    ("adversarial", "left_in_evaluation_mode"),
    ("convolution", "torch_does_it"),
    ("digits", "layers_in_a_list"),
}


@pytest.fixture(scope="module")
def grader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Grader]:
    home = tmp_path_factory.mktemp("unfair")
    write_tree(home / "build", build_tree(COMPLETE, "1e" * 16), EXECUTABLE)
    with start_grader(home / "build") as started:
        yield started


def unfair_submission(mistake: Variant, *, deep: bool) -> dict[str, str]:
    target = PurePosixPath(mistake.target)
    source = mistake.applied(SOLUTION[mistake.target])
    return {
        **SOLUTION,
        mistake.target: f"{source}\n\nimport {target.parent.name}.unfair\n",
        f"{target.parent}/unfair.py": UNFAIR.replace("DEEP = False", f"DEEP = {deep}"),
    }


def find_gains(grader: Grader, problem: Problem, mistake: Variant, path: Path, *, deep: bool) -> list[str]:
    """Return the tests that a mistake should fail and that gave points."""
    known = {test.id for test in grader.manifest.tests if test.device == "cpu"}
    failing = [test for name in problem.failing(mistake) if (test := f"{problem.name}/{name}") in known]
    path.write_bytes(zipped({name: text.encode() for name, text in unfair_submission(mistake, deep=deep).items()}))
    grading = grader.grade(path, only=failing, give_hints=False)
    assert any("unfair.py" in notice for notice in grading.staff_notices)
    return [outcome.test.id for outcome in grading.outcomes if outcome.test.id in failing and outcome.score > 0]


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("deep", [False, True], ids=["imported", "kept"])
def test_replaced_probes_gain_nothing(
    deep: bool, grader: Grader, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    whole = request.config.getoption("--all")
    tried = [
        (problem, mistake)
        for problem in COMPLETE.problems
        for mistake in problem.mistakes
        if mistake.target.endswith(".py") and (whole or (problem.name, mistake.name) in SAMPLE)
    ]
    assert len(tried) >= len(SAMPLE)
    gains = {
        f"{problem.name}/{mistake.name}": found
        for problem, mistake in tried
        if (found := find_gains(grader, problem, mistake, tmp_path / "submission.zip", deep=deep))
    }
    if whole:
        lines = [
            f"{len(gains)} of {len(tried)} mistakes gain points",
            *(f"{k}: {', '.join(v)}" for k, v in gains.items()),
        ]
        table = ROOT / "dist" / f"replaced_probes_{'kept' if deep else 'imported'}.txt"
        table.parent.mkdir(exist_ok=True)
        table.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert not gains
