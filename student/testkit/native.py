"""Pytest plugin for a student's own machine: ``student`` gives their real modules, nothing in between.

The student's ``conftest.py`` loads it. The grader has its own plugin with the same fixtures.
"""

from __future__ import annotations

import importlib
import zlib
from types import ModuleType
from typing import Any

import numpy as np
import pytest
import torch

pytest_plugins = ["testkit.score"]


class NativeStudent:
    """The student's modules as they are."""

    def module(self, name: str) -> ModuleType:
        """The module ``name``, such as ``"src.models"``."""
        return importlib.import_module(name)

    @property
    def tools(self) -> ModuleType:
        """The probes of the kit, beside the student's code."""
        return importlib.import_module("testkit.probes")


@pytest.fixture
def student() -> NativeStudent:
    """The code under test."""
    return NativeStudent()


@pytest.fixture
def seed(request: pytest.FixtureRequest) -> int:
    """A fixed seed of this test's own. In the grader it is a secret one."""
    return zlib.crc32(request.node.nodeid.rpartition("/")[2].encode())


@pytest.fixture
def rng(seed: int) -> torch.Generator:
    """Where a test's random inputs come from: ``torch.rand(3, generator=rng)``."""
    return torch.Generator().manual_seed(seed)


@pytest.fixture
def device() -> str:
    """Where the student's code should run: "cpu" or "cuda"."""
    return "cuda" if torch.cuda.is_available() else "cpu"


@pytest.fixture(autouse=True)
def _seed_everything(seed: int) -> None:
    import random

    random.seed(seed)
    np.random.seed(seed % 2**32)
    torch.manual_seed(seed)


@pytest.fixture
def set_score() -> Any:
    """Replaced by gradescope-utils' ``partial_credit``."""
    return None


@pytest.fixture
def set_leaderboard_value() -> Any:
    """Replaced by gradescope-utils' ``leaderboard``."""
    return None
