"""Changes as staff write them, in flags or in a CSV file, before they are in the record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from autograder.gradescope.late_policy import find_zone
from scripts.classroom.record.record import Record
from scripts.classroom.sources.matching import Matcher
from scripts.classroom.sources.model import Person
from scripts.classroom.sources.roster import parse_lines
from scripts.classroom.standing.adjustments import NewChange, check_words, find_counting, read_value
from scripts.errors import SpecError

COLUMNS = ("who", "kind", "value", "reason", "author")
EVERYBODY = "everybody"  # in place of a person


@dataclass(frozen=True)
class WrittenChange:
    """A change as it was written; ``place`` is the file and line, empty for flags."""

    who: str
    kind: str
    value: str
    reason: str
    author: str
    place: str = ""


def read_change_file(path: Path, author: str) -> list[WrittenChange]:
    """Read a CSV file of changes.

    Args:
        path: of the file, with the columns of ``COLUMNS`` in any order; the last one may be missing.
        author: of changes that name none.

    Raises:
        SpecError: it is no such file.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SpecError(
            f"{path}: {error.strerror}; it should be a CSV file with the columns {', '.join(COLUMNS)}."
        ) from error
    table = parse_lines(data, str(path))
    header = [cell.strip().lower() for cell in table[0][1]] if table else []
    if missing := [name for name in COLUMNS[:4] if name not in header]:
        raise SpecError(f"{path}, line 1: the column {missing[0]} is missing; the columns are {', '.join(COLUMNS)}.")

    def cell(row: list[str], name: str) -> str:
        index = header.index(name) if name in header else len(row)
        return row[index].strip() if index < len(row) else ""

    return [
        WrittenChange(
            cell(row, "who"), cell(row, "kind"), cell(row, "value"), cell(row, "reason"), cell(row, "author") or author,
            f"{path}, line {line}: ",
        )
        for line, row in table[1:]
    ]  # fmt: skip


def resolve_changes(record: Record, written: Iterable[WrittenChange]) -> list[NewChange]:
    """Find the people of changes and read their values.

    Raises:
        SpecError: a sentence for each change that is wrong.
    """
    build = record.applied_build()
    if build is None:
        raise SpecError("nothing was graded yet; run make grade-class first.")
    people, zone = record.people(), find_zone(build.manifest.late, build.manifest.due)
    matcher = Matcher([known.person for known in people])

    def find(who: str) -> int:
        if not who.strip():
            raise SpecError("no person is named; give an e-mail address, student number, login or full name.")
        found = matcher.find(Person(name=who.strip()))
        if isinstance(found, str):
            raise SpecError(f"{found}.")
        return people[found].id

    counting = find_counting(record)
    changes: list[NewChange] = []
    complaints: list[str] = []
    for one in written:
        try:
            check_words(one.reason, one.author)
            is_for_all = one.who.strip() == EVERYBODY
            chosen = [known.id for known in people] if is_for_all else [find(one.who)]
            kept = read_value(one.kind, one.value, zone, find)
            _check_sense(one, kept, chosen, build.manifest.due)
            found = [NewChange(person, one.kind, kept, one.reason, one.author) for person in chosen]
            if is_for_all:  # who has the change keeps it once; people who were added later get it
                found = [new for new in found if new.key not in counting] or found
            changes += found
        except SpecError as error:
            complaints.append(f"{one.place}{error}")
    if complaints:
        raise SpecError(complaints)
    return changes


def _check_sense(written: WrittenChange, kept: str, chosen: Sequence[int], due: datetime | None) -> None:
    """Refuse an extension that would take points, as with a year mistyped, and a person who works with themselves."""
    if written.kind == "extension" and due is not None and datetime.fromisoformat(kept) < due:
        raise SpecError(
            f"extension {written.value!r}: is before everybody's due date, {due:%Y-%m-%d %H:%M %z}; give a later one."
        )
    if written.kind == "group" and int(kept) in chosen:
        raise SpecError(f"group {written.value!r}: is the person who is changed; name the other member.")
