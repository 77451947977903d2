"""One grader of all problems for every test of proofs: a build, a fork server and two imports of torch cost seconds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from scripts.build.autograder_zip import EXECUTABLE, build_tree
from scripts.build.grader import start_grader
from scripts.coursespec.files import write_tree
from scripts.coursespec.model import Assignment
from scripts.proof.proof import Findings, ProofByGrading
from tests.kit import kit_assignment

if TYPE_CHECKING:
    from autograder.api import Grader

SEED = "0f" * 16


@pytest.fixture(scope="session")
def complete() -> Assignment:
    """The assignment of all problems: one problem's tests may need another's files."""
    return kit_assignment("complete")


@pytest.fixture(scope="session")
def grader(complete: Assignment, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Grader]:
    build = tmp_path_factory.mktemp("complete") / "build"
    write_tree(build, build_tree(complete, SEED), EXECUTABLE)
    with start_grader(build) as started:
        yield started


@pytest.fixture(autouse=True)
def server_of_earlier_tests(shared_server: None) -> None:
    """Graders in this process share servers."""


@pytest.fixture
def proof(complete: Assignment, grader: Grader, tmp_path: Path) -> tuple[ProofByGrading, Findings]:
    findings = Findings()
    return ProofByGrading(complete, grader, findings, tmp_path / "submission.zip"), findings
