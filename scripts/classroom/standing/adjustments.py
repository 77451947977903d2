"""What staff change by hand. A change is never rewritten; it can be taken back, which is a change itself."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from autograder.reports.text import format_signed_points
from scripts.classroom.record.record import Record, now
from scripts.errors import SpecError

KINDS = ("extension", "exemption", "points", "late-days", "term-late-days", "group")
MAX_POINTS = 10_000.0
MAX_DAYS = 365


@dataclass(frozen=True)
class Change:
    """A change of the record.

    Attributes:
        id: of the change.
        person: whom it is for.
        kind: one of ``KINDS``.
        value: an ISO date, points, days, or the id of a group's other member; empty for an exemption.
        reason: why, in staff's words.
        author: who made it.
        at: when, in UTC.
        takes_back: id of the change that this one takes back, or None.
    """

    id: int
    person: int
    kind: str
    value: str
    reason: str
    author: str
    at: str
    takes_back: int | None


@dataclass
class Adjusted:
    """What all of a person's changes amount to.

    Attributes:
        due: the person's own due date, or None.
        is_exempt: whether no grade is asked for.
        points: given or taken by hand.
        late_days: days of lateness that cost nothing in this assignment.
        term_days: the same for all assignments of the course's term together; None where nobody set them here.
        group: ids of people whose hand-ins count for this person too.
        reasons: of the changes, for staff.
    """

    due: datetime | None = None
    is_exempt: bool = False
    points: float = 0.0
    late_days: int = 0
    term_days: int | None = None
    group: set[int] = field(default_factory=set)
    reasons: list[str] = field(default_factory=list)


def read_value(kind: str, text: str, zone: tzinfo, find_person: Callable[[str], int]) -> str:
    """Return a change's value in the form in which it is kept.

    Args:
        kind: of the change.
        text: as staff wrote it: a date with or without a time, a number, or a person.
        zone: of dates without one.
        find_person: returns the id of a person by any of their keys.

    Raises:
        SpecError: it is no such value, or there is no such kind.
    """
    if kind not in KINDS:
        raise SpecError(f"{kind or 'no KIND was given'}: the kinds of changes are {', '.join(KINDS)} (KIND=...).")
    try:
        if kind == "extension":
            date = datetime.fromisoformat(text.strip())
            if len(text.strip()) <= 10:  # a day alone means all of it
                date = date.replace(hour=23, minute=59, second=59)
            return (date if date.tzinfo else date.replace(tzinfo=zone)).isoformat()
        if kind == "points":
            points = float(text)
            if not math.isfinite(points) or abs(points) > MAX_POINTS:
                raise ValueError
            return repr(points)
        if kind in ("late-days", "term-late-days"):
            days = int(text)
            if not 0 <= days <= MAX_DAYS:
                raise ValueError
            return str(days)
    except ValueError:
        wanted = {
            "extension": "a date such as 2026-11-30 or 2026-11-30T17:00",
            "points": "a number of points such as 2.5 or -1",
        }
        raise SpecError(
            f"{kind} {text!r}: should be {wanted.get(kind, f'a number of days from 0 to {MAX_DAYS}')}."
        ) from None
    if kind == "group":
        return str(find_person(text))
    if kind == "exemption" and text.strip():
        raise SpecError(f"exemption {text!r}: takes no value; write why behind the reason.")
    return ""


@dataclass(frozen=True)
class NewChange:
    """A change that is not in the record yet; ``value`` is as :func:`read_value` returned it."""

    person: int
    kind: str
    value: str
    reason: str
    author: str

    @property
    def key(self) -> tuple[int, str, str, str]:
        """What no two changes that count share."""
        return self.person, self.kind, self.value, self.reason.strip()


def add_changes(record: Record, changes: Sequence[NewChange]) -> None:
    """Add changes, all of them or none.

    Raises:
        SpecError: one has no reason or no author, or counts already, as when a file is given twice.
    """
    for change in changes:
        check_words(change.reason, change.author)
    keys = [one.key for one in changes]
    if len(set(keys)) < len(keys):
        raise SpecError(
            f"{len(keys) - len(set(keys))} of these changes are given twice, so nothing was added; give another reason to a change "
            "that is meant once more."
        )
    counting = find_counting(record)
    twice = [counting[key] for key in keys if key in counting]
    if twice:
        raise SpecError(
            f"{len(twice)} of these changes are in the history already (such as {twice[0]}), so nothing was added; give another "
            "reason to a change that is meant once more."
        )
    with record.transaction() as database:
        database.executemany(
            "insert into adjustment (person, kind, value, reason, author, at) values (?, ?, ?, ?, ?, ?)",
            [(one.person, one.kind, one.value, one.reason.strip(), one.author.strip(), now()) for one in changes],
        )


def find_counting(record: Record) -> dict[tuple[int, str, str, str], int]:
    """Return the ids of the changes that were not taken back, by their keys."""
    return {(one.person, one.kind, one.value, one.reason): one.id for one in list_counting(record)}


def take_back(record: Record, change: int, reason: str, author: str) -> None:
    """Take a change back; it stays in the history.

    Raises:
        SpecError: there is no such change, it was taken back already, or no reason or author is given.
    """
    check_words(reason, author)
    changes = {one.id: one for one in history(record)}
    if change not in changes or changes[change].takes_back is not None:
        raise SpecError(f"change {change}: the history has no such change; make adjust lists it.")
    if any(one.takes_back == change for one in changes.values()):
        raise SpecError(f"change {change}: was taken back before.")
    old = changes[change]
    with record.transaction() as database:
        database.execute(
            "insert into adjustment (person, kind, value, reason, author, at, takes_back) values (?, ?, ?, ?, ?, ?, ?)",
            (old.person, old.kind, old.value, reason.strip(), author.strip(), now(), change),
        )


def history(record: Record) -> list[Change]:
    """Return every change, the oldest first."""
    names = ("id", "person", "kind", "value", "reason", "author", "at", "takes_back")
    return [Change(*(row[name] for name in names)) for row in record.query("select * from adjustment order by id")]


def list_counting(record: Record) -> list[Change]:
    """Return the changes that were not taken back, the oldest first."""
    changes = history(record)
    gone = {one.takes_back for one in changes}
    return [one for one in changes if one.id not in gone and one.takes_back is None]


def adjusted(record: Record) -> dict[int, Adjusted]:
    """Return what the changes amount to, by person: of dates, exemptions and late days the newest counts, points add up."""
    names = {known.id: known.person.describe() for known in record.people()}
    found: dict[int, Adjusted] = defaultdict(Adjusted)
    for change in list_counting(record):
        whole = found[change.person]
        with record.explain_faults():
            _apply(change, whole)
        whole.reasons.append(f"{describe_change(change, names)} ({change.reason}; {change.author})")
    return found


def _apply(change: Change, whole: Adjusted) -> None:
    if change.kind == "extension":
        whole.due = datetime.fromisoformat(change.value)
    elif change.kind == "exemption":
        whole.is_exempt = True
    elif change.kind == "points":
        whole.points += float(change.value)
    elif change.kind == "late-days":
        whole.late_days = int(change.value)
    elif change.kind == "term-late-days":
        whole.term_days = int(change.value)
    else:
        whole.group.add(int(change.value))


def describe_change(change: Change, names: Mapping[int, str]) -> str:
    """Return a change in words, without reason and author.

    Args:
        change: of the history.
        names: of people, by id.
    """
    days = "day" if change.value == "1" else "days"
    words = {
        "extension": f"due {change.value[:16].replace('T', ' ')}",
        "exemption": "exempt",
        "points": f"{format_signed_points(float(change.value))} points" if change.kind == "points" else "",
        "late-days": f"{change.value} free late {days}",
        "term-late-days": f"{change.value} free late {days} for the term",
        "group": f"works with {names.get(int(change.value), change.value)}" if change.kind == "group" else "",
    }
    return words[change.kind]


def check_words(reason: str, author: str) -> None:
    """Require a change to say why and by whom.

    Raises:
        SpecError: it does not.
    """
    if not reason.strip():
        raise SpecError("a change needs a reason: REASON='...'")
    if not author.strip():
        raise SpecError("a change needs an author: AUTHOR='...'")
