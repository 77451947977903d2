"""Staff read nothing about the code of right answers, and do about a library's function in place of one's own."""

from __future__ import annotations

import pytest

from autograder.model.manifest import Problem
from autograder.submission.notices import describe_code
from scripts.coursespec import model as spec
from scripts.coursespec.model import Assignment
from scripts.coursespec.variants import Variant
from tests.kit import kit_assignment


@pytest.fixture(scope="module")
def complete() -> Assignment:
    return kit_assignment("complete")


def list_problems(assignment: Assignment) -> list[Problem]:
    return [
        Problem(problem.name, problem.title, 1, 0, list(problem.sources), problem.settings.from_scratch)
        for problem in assignment.problems
    ]


def notices(assignment: Assignment, problem: spec.Problem, variant: Variant) -> list[str]:
    files = problem.solution_with(variant)
    return describe_code({name: text.encode() for name, text in files.items()}, list_problems(assignment))


def test_right_code_earns_no_notice(complete: Assignment) -> None:
    found = {
        variant.name: notices(complete, problem, variant)
        for problem in complete.problems
        for variant in problem.alternatives
    }
    assert found
    assert not any(found.values())


def test_library_function_earns_a_notice(complete: Assignment) -> None:
    ((problem, mistake),) = [
        (problem, one) for problem in complete.problems for one in problem.mistakes if one.name == "torch_does_it"
    ]
    (note,) = notices(complete, problem, mistake)
    assert note.startswith("conv1d is to be written from scratch") and "torch.nn.functional.conv1d" in note


def test_scikit_learn_earns_a_notice(complete: Assignment) -> None:
    source = "from sklearn import metrics\n\n\ndef roc_auc(labels, scores):\n    return metrics.roc_auc_score(labels, scores)\n"
    (note,) = describe_code({"src/binary.py": source.encode()}, list_problems(complete))
    assert note.startswith("roc_auc is to be written from scratch") and "sklearn.metrics.roc_auc_score" in note
