"""The course's own tree, as the build has it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.submission.samples import write_files


@pytest.fixture
def tree(tmp_path) -> Path:
    return write_files(
        tmp_path / "tree", {"src/__init__.py": "", "data/__init__.py": "", "data/load_data.py": "x = 1\n"}
    )
