"""Trees of a student, for the tests of what students get."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.report_trees import write_student


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A student's tree as it is handed out."""
    return write_student(tmp_path)


@pytest.fixture(scope="module")
def shared_tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One tree for all tests of a file; what they write there stays."""
    return write_student(tmp_path_factory.mktemp("report"))


@pytest.fixture
def solved(tmp_path: Path) -> Path:
    """The tree with everything done."""
    tree = write_student(tmp_path, solved=True)
    (tree / "report" / "figures").mkdir()
    (tree / "report" / "figures" / "error.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    )
    return tree
