"""Prove every problem in the real grader: full marks, zero marks, mistakes caught, alternatives accepted, no leak.

A problem whose ``proof.json`` is of everything that its proof depends on gets a few tests of one grading of the
proof; another one, and each with ``--all``, gets the whole of it.
"""

from __future__ import annotations

import warnings

import pytest

from scripts.coursespec.loader import read_assignment_settings
from scripts.coursespec.model import Assignment
from scripts.proof.proof import Findings, ProofByGrading, count_gradings, prove_statically
from scripts.proof.record import digest_of, is_current

PROBLEMS = [entry.name for entry in read_assignment_settings("complete").problems]


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("name", PROBLEMS)
def test_problem_is_sound(
    name: str, complete: Assignment, proof: tuple[ProofByGrading, Findings], request: pytest.FixtureRequest
) -> None:
    prover, findings = proof
    problem = next(one for one in complete.problems if one.name == name)
    current = is_current(complete, problem)
    if not current:
        warnings.warn(f"proof.json of {name} is old, so the whole proof runs; 'make check' renews it", stacklevel=1)
    if current and not request.config.getoption("--all"):
        prover.prove_sample(problem, digest_of(complete, problem))
        assert findings.gradings == 1
    else:
        prover.prove_problem(problem)
        assert findings.gradings == count_gradings(problem) - 1  # without the solution under a second seed
    assert findings.complaints == []


def test_spec_is_sound_statically(complete: Assignment) -> None:
    assert prove_statically(complete) == []
