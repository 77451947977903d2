"""The table of the test kit in spec/README.md."""

from __future__ import annotations

import pytest

from scripts.coursespec.course import ROOT
from scripts.documents.testkit_table import make_table, update_table

GUIDE = (ROOT / "spec" / "README.md").read_text(encoding="utf-8")


def test_table_agrees_with_docstrings() -> None:
    assert update_table(GUIDE) == GUIDE, "run 'make render'"


@pytest.mark.parametrize(
    "row", ["| `check.close(", "| `student.tools.parameters(", "| `@limit(", "| `@weight(", "| `rng` |"]
)
def test_table_has_every_kind(row: str) -> None:
    assert row in make_table()


def test_missing_markers_are_told() -> None:
    with pytest.raises(ValueError, match="no table"):
        update_table("# Writing a problem\n")
