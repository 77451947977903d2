"""Prove every problem in the real grader: full marks, zero marks, mistakes caught, alternatives accepted, no leak.

A problem whose ``proof.json`` is of everything that its proof depends on gets a small part of the proof; another one, and each
with ``--all``, gets the whole of it.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.build.autograder_zip import EXECUTABLE, build_tree
from scripts.build.grader import start_grader
from scripts.coursespec.files import write_tree
from scripts.coursespec.loader import load_assignment
from scripts.proof.proof import Findings, ProofByGrading, prove_statically
from scripts.proof.record import is_current

SEED = "0f" * 16
COMPLETE = load_assignment("complete")  # one problem's tests may need another's files


@pytest.fixture(scope="module")
def proof(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[ProofByGrading, Findings]]:
    """A grader of all problems, which every proof of this module uses."""
    home: Path = tmp_path_factory.mktemp("proof")
    write_tree(home / "build", build_tree(COMPLETE, SEED), EXECUTABLE)
    findings = Findings()
    with start_grader(home / "build") as grader:
        yield ProofByGrading(COMPLETE, grader, findings, home / "submission.zip"), findings


@pytest.mark.timeout(900)
@pytest.mark.parametrize("problem", COMPLETE.problems, ids=lambda problem: problem.name)
def test_problem_is_sound(problem, proof, request) -> None:
    prover, findings = proof
    findings.complaints.clear()
    gradings = findings.gradings
    current = is_current(COMPLETE, problem)
    if not current:
        warnings.warn(
            f"proof.json of {problem.name} is old, so the whole proof runs; 'make check' renews it", stacklevel=1
        )
    prover.prove_problem(problem, sample=current and not request.config.getoption("--all"))
    assert findings.complaints == []
    assert findings.gradings > gradings + 2


def test_spec_is_sound_statically() -> None:
    assert prove_statically(COMPLETE) == []
