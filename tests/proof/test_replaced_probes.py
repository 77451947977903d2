"""A known mistake gains no point by a module that replaces the probes, the worker's own copies of them included.

``make test`` tries a few mistakes; ``--all`` tries all, and lists in ``dist/replaced_probes_*.txt`` which gain points.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import pytest

from scripts.coursespec.course import ROOT
from scripts.coursespec.files import zipped
from scripts.coursespec.model import Assignment, Problem
from scripts.coursespec.variants import Variant

if TYPE_CHECKING:
    from autograder.api import Grader

UNFAIR = Path(__file__).with_name("unfair.py").read_text(encoding="utf-8")
SAMPLE = {
    ("activations", "writes_into_its_input"),
    ("adversarial", "left_in_evaluation_mode"),
    ("convolution", "torch_does_it"),
    ("digits", "layers_in_a_list"),
}


def unfair_submission(solution: dict[str, str], mistake: Variant, *, deep: bool) -> dict[str, str]:
    target = PurePosixPath(mistake.target)
    source = mistake.applied(solution[mistake.target])
    return {
        **solution,
        mistake.target: f"{source}\n\nimport {target.parent.name}.unfair\n",
        f"{target.parent}/unfair.py": UNFAIR.replace("DEEP = False", f"DEEP = {deep}"),
    }


def find_gains(grader: Grader, problem: Problem, mistake: Variant, submission: dict[str, str], path: Path) -> list[str]:
    """Return the tests that a mistake should fail and that gave points."""
    known = {test.id for test in grader.manifest.tests if test.device == "cpu"}
    failing = [test for name in problem.failing(mistake) if (test := f"{problem.name}/{name}") in known]
    path.write_bytes(zipped({name: text.encode() for name, text in submission.items()}))
    grading = grader.grade(path, only=failing, give_hints=False)
    assert any("unfair.py" in notice for notice in grading.staff_notices)
    return [outcome.test.id for outcome in grading.outcomes if outcome.test.id in failing and outcome.score > 0]


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("deep", [False, True], ids=["imported", "kept"])
def test_replaced_probes_gain_nothing(
    deep: bool, complete: Assignment, grader: Grader, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    whole = request.config.getoption("--all")
    tried = [
        (problem, mistake)
        for problem in complete.problems
        for mistake in problem.mistakes
        if mistake.target.endswith(".py") and (whole or (problem.name, mistake.name) in SAMPLE)
    ]
    assert len(tried) >= len(SAMPLE)
    solution, gains = complete.solution(), {}
    for problem, mistake in tried:
        submission = unfair_submission(solution, mistake, deep=deep)
        if found := find_gains(grader, problem, mistake, submission, tmp_path / "submission.zip"):
            gains[f"{problem.name}/{mistake.name}"] = found
    if whole:
        lines = [
            f"{len(gains)} of {len(tried)} mistakes gain points",
            *(f"{k}: {', '.join(v)}" for k, v in gains.items()),
        ]
        table = ROOT / "dist" / f"replaced_probes_{'kept' if deep else 'imported'}.txt"
        table.parent.mkdir(exist_ok=True)
        table.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert not gains
