"""The fixtures of graded tests: one list for the grader's pytest plugin and for the student's.

The build reads the names from this file without importing it: every fixture is a method marked ``@pytest.fixture``.
"""

from __future__ import annotations

from typing import Any

import pytest
import torch

from .generators import make_generator


class GradedFixtures:
    """The fixtures of every graded test. A plugin says what ``student``, ``seed`` and ``device`` are."""

    def get_student(self) -> Any:
        """Return the code under test: an object with ``module(name)`` and ``tools``."""
        raise NotImplementedError

    def get_key(self, test_id: str) -> int:
        """Return what a test's random inputs follow from, not negative; ``test_id`` is ``path/of/test_file.py::test_name``."""
        raise NotImplementedError

    def get_device(self) -> str:
        """Return "cpu" or "cuda"."""
        raise NotImplementedError

    @pytest.fixture
    def student(self) -> Any:
        """Give the code under test."""
        return self.get_student()

    @pytest.fixture
    def seed(self, request: pytest.FixtureRequest) -> int:
        """Give a number of 63 bits that student code may see: what it must not foresee comes from ``rng``."""
        return _seed(self.get_key(request.node.nodeid))

    @pytest.fixture
    def rng(self, request: pytest.FixtureRequest) -> torch.Generator:
        """Give the source of the test's random inputs: ``torch.rand(3, generator=rng)``.

        It is the same every time on a student's machine, and a secret of the zip and the submission in the grader.
        """
        return make_generator(self.get_key(request.node.nodeid))

    @pytest.fixture
    def device(self) -> str:
        """Give the device where student code should run: "cpu" or "cuda"."""
        return self.get_device()

    @pytest.fixture
    def set_score(self) -> None:
        """Stand in for what gradescope-utils' ``partial_credit`` passes to a test."""

    @pytest.fixture
    def set_leaderboard_value(self) -> None:
        """Stand in for what gradescope-utils' ``leaderboard`` passes to a test."""


def fixture_values(student: Any, key: int, device: str) -> dict[str, Any]:
    """Return the fixtures' values by name, for calling a test without pytest.

    Args:
        student: the code under test.
        key: what the test's random inputs follow from.
        device: "cpu" or "cuda".
    """
    return {"student": student, "seed": _seed(key), "rng": make_generator(key), "device": device}


def _seed(key: int) -> int:
    return key % 2**63  # the other bits of a key are enough to keep its generator a secret
