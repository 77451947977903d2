"""Calls that need other processes fail in the sandbox with a sentence that says what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.api import Grader
from autograder.isolation.worker import unsupported_apis
from autograder.model.grading import Outcome
from autograder.model.manifest import Limits
from tests.small_builds import make_build, submission

CODE = """
    import tempfile

    import torch
    from torch.utils.data import DataLoader, TensorDataset

    data = TensorDataset(torch.arange(4.0))

    def by_name():
        return len(list(DataLoader(data, batch_size=2, num_workers=2)))

    def by_position():
        return len(list(DataLoader(data, 2, False, None, None, 1)))

    def plain():
        return len(list(DataLoader(data, batch_size=2, num_workers=0)))

    class Loader(DataLoader):
        pass

    def subclass():
        return isinstance(DataLoader(data), DataLoader) and len(list(Loader(data, batch_size=4)))

    def compiled_model():
        return torch.compile(torch.nn.Linear(1, 1))(torch.ones(1)).sum()

    def compiled_function():
        return torch.compile(lambda x: x + 1)(torch.ones(1)).sum()

    @torch.compile
    def decorated(x):
        return x

    @torch.compile(fullgraph=True)
    def decorated_with_options(x):
        return x

    def temporary():
        with tempfile.NamedTemporaryFile() as file:
            return file.write(b"xyz")

    def gradient_of_a_function():  # torch keeps a cache for this, in the folder for temporary files
        return torch.func.grad(lambda x: x * x)(torch.tensor(1.0)).item()

    def unused():
        return 1

    def called():
        return decorated(torch.ones(1)).sum() + 0

    def called_with_options():
        return decorated_with_options(torch.ones(1)).sum()
"""
PATIENT = Limits(cpu_seconds=100, wall_seconds=250)  # a busy machine changes no verdict
REFUSED = {
    "by_name": unsupported_apis.NO_WORKERS,
    "by_position": unsupported_apis.NO_WORKERS,
    "compiled_model": unsupported_apis.NO_COMPILE,
    "compiled_function": unsupported_apis.NO_COMPILE,
    "called": unsupported_apis.NO_COMPILE,
    "called_with_options": unsupported_apis.NO_COMPILE,
}
ALLOWED = {"plain": 2, "subclass": 1, "temporary": 3, "gradient_of_a_function": 2, "unused": 1}


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    folder: Path = tmp_path_factory.mktemp("unsupported")
    expected = {**dict.fromkeys(REFUSED, 1), **ALLOWED}
    tests = "".join(
        f"\ndef test_{name}(student):\n    check.close(student.module('src.answer').{name}(), {value})\n"
        for name, value in expected.items()
    )
    with Grader(make_build(folder / "build", tests, limits=PATIENT)) as grader:
        grading = grader.grade(submission(folder / "handed in", CODE))
    return {outcome.test.id.partition("::test_")[2]: outcome for outcome in grading.outcomes}


@pytest.mark.parametrize("name", REFUSED)
def test_other_processes_are_refused(name: str, outcomes: dict[str, Outcome]) -> None:
    assert outcomes[name].status == "failed"
    assert REFUSED[name] in outcomes[name].message


@pytest.mark.parametrize("name", ALLOWED)
def test_single_process_calls_work(name: str, outcomes: dict[str, Outcome]) -> None:
    assert outcomes[name].status == "passed", outcomes[name].staff
