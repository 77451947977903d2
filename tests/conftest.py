"""Fixtures for the kit's own tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tiny import write_spec


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    """Root of a repository that holds a small spec of two problems."""
    return write_spec(tmp_path / "course")
