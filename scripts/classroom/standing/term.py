"""Free late days of a whole term: what other assignments of the course, in the classes' folders beside this one, left of them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from autograder.model.manifest import Manifest
from scripts.classroom.record.record import DATABASE, Record
from scripts.classroom.standing.grades import Grades, TermDays
from scripts.errors import SpecError


def read_term_days(folder: Path, manifest: Manifest) -> TermDays:
    """Return what the assignments that were due earlier in the same course and term gave and used of free late days.

    Of two that are due at the same moment, the one whose name comes first counts as earlier: no day is used twice. Of several
    records of an assignment, as a copy or the class of another section, one counts for a person: the first that has them, and the
    folder with the assignment's name before others.

    Args:
        folder: of the class; those of the term's other assignments lie beside it.
        manifest: of the class's build.
    """
    found = TermDays()
    if manifest.due is None:
        return found
    with contextlib.ExitStack() as stack:
        earlier = []
        for other in _open_others(folder, stack):
            build = other.applied_build()
            if build is not None and build.manifest.due is not None and _is_before(build.manifest, manifest):
                name = build.manifest.assignment
                earlier.append((build.manifest.due, name, other.folder.name != name, str(other.folder), other))
        for _, name, *_, other in sorted(earlier, key=lambda one: one[:4]):
            grades, people = Grades(other, term_days=found), other.people()
            used = [grades.used_term_days(known) for known in people]
            found.add(name, [known.person for known in people], [grades.term_budget(known) for known in people], used)
    return found


def _is_before(one: Manifest, other: Manifest) -> bool:
    assert one.due is not None and other.due is not None
    is_same_term = (one.course, one.term) == (other.course, other.term)
    is_other_assignment = one.assignment != other.assignment
    return is_same_term and is_other_assignment and (one.due, one.assignment) < (other.due, other.assignment)


def _open_others(folder: Path, stack: contextlib.ExitStack) -> Iterator[Record]:
    for database in sorted(folder.resolve().parent.glob(f"*/{DATABASE}")):
        if database.parent != folder.resolve():
            with contextlib.suppress(SpecError):  # a record that cannot be read is for its own commands to explain
                yield stack.enter_context(Record(database.parent))
