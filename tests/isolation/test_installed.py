"""At the desk student code can import what the zip installs, and nothing else that happens to be there."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from autograder.api import Grader
from autograder.isolation.worker.installed import find_modules
from autograder.model.grading import Outcome
from scripts.coursespec.settings import DISTRIBUTIONS
from tests.small_builds import make_build, submission

TESTS = """
@number("1")
def test_answers(student):
    \"\"\"answer gives one.\"\"\"
    check.equal(student.module("src.answer").answer(), 1)
"""
LISTED = ["torch", "torchvision", "numpy", "matplotlib", "sklearn", "pandas", "scipy", "tqdm"]


@pytest.fixture(scope="module")
def grade(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Outcome]]:
    folder = tmp_path_factory.mktemp("installed")
    build = make_build(folder / "build", TESTS, packages=LISTED)
    lines = [DISTRIBUTIONS.get(name, name) for name in LISTED]
    (build / "requirements.txt").write_text("\n".join(["# What may be imported:", *lines, ""]))
    with Grader(build) as grader:

        def graded(line: str) -> Outcome:
            source = f"{line}\n\n\ndef answer():\n    return 1\n"
            (outcome,) = grader.grade(submission(folder / str(abs(hash(line))), source)).outcomes
            return outcome

        yield graded


@pytest.mark.parametrize(
    "line",
    [
        "import torch, torchvision, numpy, matplotlib.pyplot, sklearn.svm, pandas, scipy.signal, tqdm.auto",
        "import PIL.Image, joblib, sympy",  # what these packages need themselves
        "import json, sqlite3, tomllib" if __import__("sys").version_info >= (3, 11) else "import json, sqlite3",
        "from src import answer as itself",
        "import importlib.util\nassert importlib.util.find_spec('typst') is None",  # libraries ask in this way
    ],
)
def test_listed_packages_are_there(grade: Callable[[str], Outcome], line: str) -> None:
    outcome = grade(line)
    assert outcome.status == "passed", outcome.message


@pytest.mark.parametrize("package", ["typst", "pypandoc", "hypothesis"])
def test_other_packages_are_missing(grade: Callable[[str], Outcome], package: str) -> None:
    pytest.importorskip(package, reason=f"{package} is not installed here, so nothing keeps code from importing it")
    outcome = grade(f"import {package}")
    assert outcome.status == "failed"
    assert f"{package} is not installed" in outcome.message or f"imports {package}" in outcome.message, outcome.message


def test_needs_of_needs_are_found() -> None:
    found = find_modules(["scikit_learn"])  # whatever the spelling
    assert {"sklearn", "numpy", "scipy", "joblib", "threadpoolctl"} <= found
    assert not {"torch", "pytest", "typst"} & found


def test_unknown_distribution_is_left_out() -> None:
    assert find_modules(["there-is-none-of-this-name"]) == frozenset()
