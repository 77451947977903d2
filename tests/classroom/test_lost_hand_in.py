"""A hand-in that somebody deleted from the class's folder."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console

from scripts.classroom.class_grading import grade_waiting
from scripts.classroom.intake import take_export
from scripts.classroom.sources.readers import open_export
from scripts.errors import SpecError
from tests.classroom.tiny_class import open_class, solutions, temporary_folder, tiny_assignment


def test_lost_hand_in_is_named(tmp_path: Path) -> None:
    """The others are graded, and giving the export again brings it back."""
    assignment = tiny_assignment(tmp_path)
    with temporary_folder() as folder, open_class(folder / "desk", assignment, solutions(assignment, 2)) as given:
        lost, kept = given.submissions.values()
        path = given.record.path_of(lost)
        path.unlink()
        with pytest.raises(SpecError, match=f"{path}: what was handed in is not there"):
            grade_waiting(given.record, given.build, given.manifest, "cpu", 1, "", Console(file=io.StringIO()))
        assert given.record.finished(given.id, "cpu") == {kept}
        take_export(given.record, *open_export(folder / "desk" / "export.zip"), given.manifest)
        assert path.is_file()
