"""Fixtures of the tests of marking: the assignment that is marked, and the page's server for a test's own ``record``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.classroom.marking.server import MarkingServer
from scripts.classroom.record.record import Record
from scripts.coursespec.model import Assignment
from tests.classroom.marking_client import running
from tests.classroom.written_class import load_written_assignment


@pytest.fixture
def assignment(tmp_path: Path) -> Assignment:
    """The small assignment with two questions."""
    return load_written_assignment(tmp_path / "course")


@pytest.fixture
def server(record: Record, assignment: Assignment) -> Iterator[MarkingServer]:
    """The marking page of the class whose record the test has."""
    with running(record, assignment) as started:
        yield started
