"""Pytest plugin for a student's own machine: ``student`` gives their real modules, nothing in between.

The student's ``conftest.py`` loads it.
"""

from __future__ import annotations

import importlib
import random
import zlib
from types import ModuleType

import numpy as np
import pytest
import torch

from .fixtures import GradedFixtures

pytest_plugins = ["testkit.running_score", "testkit.unwritten"]


class NativeStudent:
    """The student's modules as they are."""

    def module(self, name: str) -> ModuleType:
        """Return the module ``name``, such as ``"src.models"``."""
        return importlib.import_module(name)

    @property
    def tools(self) -> ModuleType:
        """The probes of the kit, beside the student's code."""
        return importlib.import_module("testkit.probes")


class StudentFixtures(GradedFixtures):
    """The fixtures of graded tests, in one process with the student's code."""

    def get_student(self) -> NativeStudent:
        """Return the student's modules."""
        return NativeStudent()

    def get_key(self, test_id: str) -> int:
        """Return the same key wherever the tests are run from."""
        return zlib.crc32(test_id.rpartition("/")[2].encode())

    def get_device(self) -> str:
        """Return "cuda" where torch can use a GPU."""
        return "cuda" if torch.cuda.is_available() else "cpu"

    @pytest.fixture(autouse=True)
    def _seed_generators(self, seed: int) -> None:
        random.seed(seed)
        np.random.seed(seed % 2**32)
        torch.manual_seed(seed)


def pytest_configure(config: pytest.Config) -> None:
    """Give pytest the fixtures."""
    config.pluginmanager.register(StudentFixtures(), "testkit fixtures")
