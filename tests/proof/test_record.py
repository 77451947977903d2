"""A kept proof holds as long as nothing that a verdict depends on changes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scripts.coursespec.loader import load_assignment
from scripts.coursespec.model import Assignment
from scripts.proof import record
from tests.tiny import course_in, edit

SUMS = "spec/problems/sums"


def load(spec: Path) -> Assignment:
    return load_assignment("tiny", course_in(spec))


@pytest.fixture
def proven(spec: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course whose problems are proven, as the course with all problems."""
    monkeypatch.setattr(record, "COMMITTED", "tiny")
    written = record.write_records(load(spec), {"sums": 5, "steps": 2})
    assert [path.parent.name for path in written] == ["sums", "steps"]
    return spec


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (f"{SUMS}/mistakes/unweighted.py", "** 1", "** 2"),
        (f"{SUMS}/hidden/test_outputs.py", "8.5", "9.5"),
        (f"{SUMS}/src/shared.py", "1.000244", "1.000488"),
        (f"{SUMS}/problem.toml", "cpu_seconds = 7", "cpu_seconds = 8"),
        ("spec/problems/steps/src/shared.py", "0.0))", "0.5))"),  # joined into the same file
    ],
)
def test_change_makes_proof_old(proven: Path, path: str, old: str, new: str) -> None:
    edit(proven, path, old, new)
    assignment = load(proven)
    assert not record.is_current(assignment, assignment.problems[0])


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (f"{SUMS}/handout.md", "it gives 11", "it is 11"),
        (f"{SUMS}/questions.md", "Does the order", "Why does the order"),
        ("spec/problems/steps/public/test_step.py", "(2.0), 1.0", "(3.0), 1.0"),
    ],
)
def test_other_changes_keep_proof(proven: Path, path: str, old: str, new: str) -> None:
    edit(proven, path, old, new)
    assignment = load(proven)
    assert record.is_current(assignment, assignment.problems[0])


def test_given_data_counts_where_named(proven: Path) -> None:
    """A data module counts for the problems that name it, and for those that name one which imports it."""
    folder = proven / "spec" / "provided" / "data"
    folder.mkdir(parents=True)
    (folder / "points.py").write_text("from .numbers import ONE\n")
    (folder / "numbers.py").write_text("ONE = 1\n")
    assignment = load(proven)
    assert all(record.is_current(assignment, problem) for problem in assignment.problems)
    suite = proven / SUMS / "hidden" / "test_outputs.py"
    suite.write_text(suite.read_text() + "\n# uses data.points\n")
    first = record.digest_of(load(proven), load(proven).problems[0])
    (folder / "numbers.py").write_text("ONE = 2\n")
    assert record.digest_of(load(proven), load(proven).problems[0]) != first


def test_grader_change_makes_proof_old(proven: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Code of the grader counts, its comments and docstrings do not."""
    grader = tmp_path / "grader.py"
    monkeypatch.setattr(record, "GRADER", (str(grader),))
    monkeypatch.setattr(record, "ROOT", Path("/"))
    assignment = load(proven)

    def digest(text: str) -> str:
        grader.write_text(text)
        record._kit.cache_clear()
        return record.digest_of(assignment, assignment.problems[0])

    try:
        first = digest('"""One."""\nx = 1  # one\n')
        assert digest('"""Two."""\n\n# two\nx = 1\n') == first
        assert digest('"""One."""\nx = 2  # one\n') != first
    finally:
        record._kit.cache_clear()


@pytest.mark.parametrize(
    "line", ["from testkit.probes import effects", "from testkit import check, effect_checks", "testkit.probes.effects"]
)
def test_module_counts_where_named(proven: Path, monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    """Modules of ``BY_NAME`` count for the problem that names one, and for no other."""

    def digests(code: bytes) -> list[str]:
        monkeypatch.setattr(
            record, "_kit", lambda: (("testkit/probes/effects.py", code), ("testkit/check.py", b"y = 1"))
        )
        return [record.digest_of(assignment, problem) for problem in assignment.problems]

    suite = proven / SUMS / "hidden" / "test_outputs.py"
    suite.write_text(f"{suite.read_text()}\n# {line}\n")
    assignment = load(proven)
    (named, other), (named_later, other_later) = digests(b"x = 1"), digests(b"x = 2")
    assert named_later != named and other_later == other


def test_no_other_module_imports_them() -> None:
    """What counts only where a problem names it serves nothing else of the grader."""
    names = "|".join(record.BY_NAME)
    for path, data in record._kit():
        if Path(path).stem not in record.BY_NAME:
            assert not re.search(rf"\bimport .*\b({names})\b", data.decode()), path


def test_unreadable_record_is_old(proven: Path) -> None:
    (proven / SUMS / record.RECORD).write_text("{")
    assignment = load(proven)
    assert record.read_record(assignment.problems[0]) is None
    assert not record.is_current(assignment, assignment.problems[0])


def test_other_assignments_write_no_record(spec: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    course = course_in(spec)
    monkeypatch.setattr(record, "KIT", course)
    assert record.write_records(load_assignment("tiny", course), {"sums": 5}) == []
