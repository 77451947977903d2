"""The fixtures of graded tests: one list for the grader's pytest plugin and for the student's.

The build reads the names from this file without importing it: every fixture is a method marked ``@pytest.fixture``.
"""

from __future__ import annotations

from typing import Any

import pytest
import torch


class GradedFixtures:
    """The fixtures of every graded test. A plugin says what ``student``, ``seed`` and ``device`` are."""

    def get_student(self) -> Any:
        """Return the code under test: an object with ``module(name)`` and ``tools``."""
        raise NotImplementedError

    def get_seed(self, test_id: str) -> int:
        """Return a seed of the test's own; ``test_id`` is ``path/of/test_file.py::test_name``."""
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
        """Give a seed of this test's own: a fixed one on a student's machine, a secret one in the grader."""
        return self.get_seed(request.node.nodeid)

    @pytest.fixture
    def rng(self, seed: int) -> torch.Generator:
        """Give the source of the test's random inputs: ``torch.rand(3, generator=rng)``."""
        return torch.Generator().manual_seed(seed)

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


def fixture_values(student: Any, seed: int, device: str) -> dict[str, Any]:
    """Return the fixtures' values by name, for calling a test without pytest.

    Args:
        student: the code under test.
        seed: the test's own.
        device: "cpu" or "cuda".
    """
    return {"student": student, "seed": seed, "rng": torch.Generator().manual_seed(seed), "device": device}
