"""The class page lists code that is alike, by people, and reads submissions as the grader does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from scripts.classroom.pages import similar_code
from scripts.classroom.pages.similar_code import Owners, SimilarCode, find_similar_code, read_code
from scripts.classroom.record.record import Record
from scripts.classroom.sources.model import HandIn, Person
from scripts.classroom.standing.grades import Grades
from tests.classroom import exports
from tests.classroom.classes import DUE, PEOPLE, make_record, manifest
from tests.classroom.test_compared_functions import work
from tests.kit import kit_assignment


def hand_in(record: Record, person: int, name: str, files: dict[str, bytes | str]) -> None:
    """Add a hand-in of a person's, whose digest its name stands for."""
    digest = name.ljust(32, "0")
    record.submissions.mkdir(exist_ok=True)
    exports.write_zip(record.path_of(digest), files)
    record.add_hand_in("Moodle", HandIn(f"{name} of {person}", (), {}), [person], DUE, (digest, 1, 10))


def test_copies_are_listed_by_people(tmp_path: Path) -> None:
    """A renamed copy is found wherever the assignment's folder lies in it; an empty and a broken submission cost nobody else."""
    assignment = kit_assignment("northwestern")
    people = [*PEOPLE, Person("Ed Else", "ed@example.edu")]
    record, _, ids = make_record(tmp_path, people)
    build = manifest()
    editable = [name for name in assignment.hand_in() if name.endswith(".py")]
    build.editable[:] = editable
    solution = {name: data.decode() for name, data in assignment.hand_in().items() if name in editable}
    renamed = {name: re.sub(r"\b(loss|total|correct|batch)\b", r"my_\1", text) for name, text in solution.items()}
    hand_in(record, ids[0], "a", dict(solution))
    hand_in(record, ids[1], "b", {f"homework/{name}": f"# mine\n{text}" for name, text in renamed.items()})
    hand_in(record, ids[2], "c", {"src/models.py": "def broken(:\n"})
    hand_in(record, ids[3], "d", {"notes.txt": "nothing"})
    hand_in(record, ids[4], "a", dict(solution))
    owners = Owners()
    for standing in Grades(record):
        owners.add(standing)
    found = find_similar_code(record, build, assignment.skeleton(), owners.people)
    assert [sorted(people) for people in found.same] == [["Ada Abel (ada@example.edu)", "Ed Else (ed@example.edu)"]]
    (pair,) = found.pairs
    assert {pair.left, pair.right} == {
        "Ada Abel (ada@example.edu), Ed Else (ed@example.edu)",
        "Bo Bianchi (bo@example.edu)",
    }
    assert pair.score > 0.8 and "<mark>" in pair.html and "never an accusation" in found.note
    assert found.note.endswith(
        " Files that could not be compared: 1, such as that of Cy Castro (cy@example.edu): src/models.py is not Python (line 1)."
    )


def compare_class(folder: Path, people: Sequence[Person], codes: Sequence[str]) -> SimilarCode:
    """Return what the page says of people who each handed in one file."""
    record, _, ids = make_record(folder, people)
    build = manifest()
    for person, letter, code in zip(ids, "abcdef", codes, strict=False):
        hand_in(record, person, letter, {"src/a.py": code})
    owners = Owners()
    for standing in Grades(record):
        owners.add(standing)
    return find_similar_code(record, build, {"src/a.py": "def work(x):\n    ...\n"}, owners.people)


def test_class_without_copies_is_said(tmp_path: Path) -> None:
    found = compare_class(tmp_path, PEOPLE[:2], [work(*range(10)), work(*range(20, 30))])
    assert found.pairs == [] and found.note.endswith(" No two different submissions are much alike.")


def test_namesakes_are_compared(tmp_path: Path) -> None:
    """Two of whom nothing but the same name is known are two people."""
    copies = [work(*range(10)), work(*range(10)) + "# mine\n"]
    (pair,) = compare_class(tmp_path, [Person("Ada Abel"), Person("Ada Abel")], copies).pairs
    assert (pair.left, pair.right) == ("Ada Abel", f"Ada Abel ({'b'.ljust(32, '0')})")


def test_many_pairs_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(similar_code, "MAX_SHOWN", 2)
    found = compare_class(tmp_path, PEOPLE[:3], [work(*range(10)) + f"# {number}\n" for number in range(3)])
    assert len(found.pairs) == 2 and found.note.endswith(" The 2 most alike of 3 pairs are shown.")


def test_only_the_assignments_files_are_read(tmp_path: Path) -> None:
    build = manifest()
    build.editable[:] = ["src/a.py", "src/b.py"]
    files: dict[str, bytes | str] = {
        "hw/src/a.py": "x = 1\n",
        "hw/src/other.py": "y = 2\n",
        "hw/src/b.py": bytes(200_000),
    }
    assert read_code(exports.write_zip(tmp_path / "one.zip", files), build) == {"src/a.py": "x = 1\n"}
    (tmp_path / "two.zip").write_bytes(b"no zip")
    assert read_code(tmp_path / "two.zip", build) == {}
