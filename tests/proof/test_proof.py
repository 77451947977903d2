"""``make check`` finds what is unsound by grading it."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.coursespec.loader import load_assignment
from scripts.proof import many_seeds
from scripts.proof.many_seeds import ManySeeds, SeedTrials
from scripts.proof.proof import prove, right_answers
from tests.tiny import course_in, edit
from tests.trained import write_trained_course


@pytest.fixture(autouse=True)
def time_for_every_seed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test runs under as many seeds on a slow machine as on a fast one."""
    monkeypatch.setattr(many_seeds, "MAX_SECONDS", 3600.0)


def complaints(root: Path, only: list[str] | None = None) -> list[str]:
    return prove(load_assignment("tiny", course_in(root)), only, seeds=["ab" * 16]).complaints


def test_sound_spec_passes(tmp_path: Path) -> None:
    """Nothing is found; before, the time is estimated, and meanwhile it is said what is done.

    Of the problem with weights, the solution, the mistake and the alternative are graded with theirs, the skeleton without.
    """
    said: list[str] = []
    progress: list[str] = []
    findings = prove(
        load_assignment("tiny", course_in(write_trained_course(tmp_path))), None, said.append, progress.append
    )
    assert findings.complaints == []
    # Three solutions under two seeds each, three skeletons, two mistakes and two alternatives.
    assert findings.gradings == 13
    assert said[0] == "13 gradings, and right answers under many seeds: 80 s on two cores"
    assert any("3 tests passed 60 times with other inputs" in sentence for sentence in said)
    assert progress[:4] == [
        "sums: public tests as students run them",
        "steps: public tests as students run them",
        "signs: public tests as students run them",
        "sums: solution (first seed) (1 of 13)",
    ]
    assert progress[-1] == "signs: many seeds, at most 20 s"


def test_faults_are_named(spec: Path) -> None:
    sums = "spec/problems/sums"
    edit(spec, f"{sums}/mistakes/unweighted.py", ', "public/*::test_mean"', "")
    edit(spec, f"{sums}/alternatives/a_loop.py", "accumulated = 0.0", "accumulated = 0.5")
    edit(spec, f"{sums}/src/shared.py", "# result = None", "# result = 1.5")
    edit(spec, "spec/problems/steps/src/shared.py", "1.0, x), 0.0", "1.0, x), 1.0")
    edit(spec, "spec/problems/steps/public/test_step.py", "(2.0), 1.0", "(2.0), 0.5")
    found = complaints(spec)
    expected = [
        ("sums: the untouched skeleton earns points in sums/public/", "test_mean"),
        (f"{sums}/alternatives/a_loop.py: this right answer loses points", "test_worked_example"),
        (f"{sums}/mistakes/unweighted.py:3: this mistake also loses points in", "test_examples.py::test_mean"),
        ("steps: the solution loses points in steps/public/test_step.py::test_step", ""),
    ]
    for begins, says in expected:
        assert any(sentence.startswith(begins) and says in sentence for sentence in found), (begins, found)


def test_undetected_mistake_is_named(spec: Path) -> None:
    edit(
        spec,
        "spec/problems/sums/mistakes/unweighted.py",
        "    return running_total_of_values",
        "    return sum(value * weight for value, weight in zip(values, weights, strict=True))",
    )
    found = complaints(spec, ["sums"])
    assert any("and this mistake passes it" in sentence and "test_outputs" in sentence for sentence in found), found


def test_tolerance_of_two_sigma_is_found(spec: Path) -> None:
    """A right answer that fails with one input in twenty is named with the test; two gradings would seldom see it."""
    path = spec / "spec/problems/sums/hidden/test_outputs.py"
    path.write_text(
        path.read_text(encoding="utf-8")
        + """

@number("11")
def test_average_is_near_zero(student, rng):
    \"\"\"mean of many normal numbers is near zero.\"\"\"
    values = torch.randn(25, generator=rng, dtype=torch.float64).tolist()
    check.between(abs(student.module("src.shared").mean(values)), 0, 2 / 25**0.5)
""",
        encoding="utf-8",
    )
    edit(spec, "spec/problems/sums/hidden/test_outputs.py", "from testkit", "import torch\n\nfrom testkit")
    edit(
        spec,
        "spec/problems/sums/mistakes/unweighted.py",
        '"hidden/test_outputs.py::*"',
        '"hidden/test_outputs.py::test_other*"',
    )
    assignment = load_assignment("tiny", course_in(spec))
    (problem, _) = assignment.problems
    with ManySeeds(assignment.course, "ab" * 16) as many:
        trials = many.try_answers(
            problem, right_answers(assignment, problem), dict.fromkeys((t.id for t in problem.tests), 0.0)
        )
    others = [test.id for test in problem.tests if not test.id.endswith("near_zero")]
    assert len(others) == 3 and trials.runs == dict.fromkeys(others, 60)
    assert trials.complaints == [
        "sums: the solution loses points in hidden/test_outputs.py::test_average_is_near_zero under 4 of 30 seeds; give the test "
        "inputs or a tolerance with a margin."
    ]


def test_says_how_sure_seeds_make_it() -> None:
    trials = SeedTrials({"a": 60, "b": 60, "slow": 7})
    assert trials.describe() == (
        "2 tests passed 60 times with other inputs: with 95 % certainty, a right answer fails one of them in fewer than 1 of 20 "
        "hand-ins; 1 slow test ran 7 to 7 times"
    )
    assert SeedTrials().describe() == ""


@pytest.mark.parametrize(("runs", "times"), [(1, "1 time"), (5, "5 times")])
def test_few_seeds_make_nothing_sure(runs: int, times: str) -> None:
    assert SeedTrials({"slow": runs}).describe() == f"1 test passed {times} with other inputs"
