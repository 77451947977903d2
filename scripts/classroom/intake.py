"""From a platform's export and a roster to the record: who handed in what, and who cannot be matched."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo

from autograder.gradescope.late_policy import find_zone
from autograder.model.manifest import Manifest
from scripts.classroom.record.record import Record
from scripts.classroom.sources.container import Container
from scripts.classroom.sources.list_times import time_keys
from scripts.classroom.sources.matching import Matcher
from scripts.classroom.sources.model import Export, HandIn, Person
from scripts.classroom.sources.pack import PACKING, pack
from scripts.errors import SpecError

# Which file of a platform says when people handed in, where its export does not.
LISTS_WITH_TIMES = {
    "Moodle": 'give its grading worksheet as ROSTER=, with the times in a column "Last modified (submission)" (rename it so where '
    "it has another title)",
    "GitHub Classroom": 'give the file of its "Download grades" as ROSTER=, with the times in a column "submission_timestamp"; a '
    "commit's own date is what the student's computer says",
}


@dataclass
class Intake:
    """What an export held.

    Attributes:
        platform: that was recognised.
        hand_ins: how many were read.
        new: how many of them the record did not have.
        again: how many it has, and something newer, which they replace now: the platform does not say when they were handed in.
        groups: how many are of several people.
        unmatched: sentences about hand-ins that are nobody's for certain.
        unkept: sentences about hand-ins of which nothing could be kept.
        remarks: what else was left out, a sentence each.
    """

    platform: str
    hand_ins: int = 0
    new: int = 0
    again: int = 0
    groups: int = 0
    unmatched: list[str] = field(default_factory=list)
    unkept: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def take_roster(record: Record, people: Sequence[Person]) -> int:
    """Add a class list to the record and return how many of its people are new."""
    known = record.people()
    matcher = Matcher([one.person for one in known])
    new: list[Person] = []
    for person in people:
        found = matcher.find(person)
        if isinstance(found, int):
            record.complete_person(known[found].id, person, in_roster=True)
        else:
            new.append(person)
    record.add_people(new, in_roster=True)
    return len(new)


def take_export(
    record: Record,
    container: Container,
    export: Export,
    manifest: Manifest,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
    times: Mapping[str, datetime] | None = None,
) -> Intake:
    """Add an export's hand-ins to the record; those that it has already are recognised.

    Args:
        record: of the class.
        container: the export's files.
        export: what was read of it, see :func:`scripts.classroom.sources.readers.open_export`.
        manifest: of the assignment, for its limits and time zone.
        on_progress: called with how many hand-ins were read, and of how many.
        times: by people's numbers on the platform, for hand-ins of which the export does not say when.
    """
    for left in record.submissions.glob(f"{PACKING}*"):  # by a command that was killed
        left.unlink(missing_ok=True)
    hand_ins = [_with_time(one, times or {}) for one in export.hand_ins]
    found = Intake(export.platform, hand_ins=len(hand_ins), remarks=list(export.remarks))
    zone = find_zone(manifest.late, manifest.due)
    if any(one.time is not None and one.time.tzinfo is None for one in hand_ins):
        found.remarks.append(f"{export.platform} gives times without their zone; they were read as {zone}.")
    if manifest.late.percent_per_day and manifest.due is None:
        found.remarks.append(
            "The assignment has a late policy and no due date, so nothing is taken off for lateness; write due = ... into its "
            "TOML file."
        )
    elif manifest.late.percent_per_day and all(one.time is None for one in hand_ins):
        found.remarks.append(
            f"{export.platform} does not say when people handed in, so nothing is taken off for lateness; "
            f"{LISTS_WITH_TIMES.get(export.platform, 'take points by hand with make adjust KIND=points')}."
        )
    members = _Members(record)
    unmatched: dict[str, list[str]] = {}
    for position, hand_in in enumerate(hand_ins, 1):
        ids, reasons = members.find(hand_in.people)
        if reasons:
            unmatched[hand_in.label] = reasons
        if ids:
            _keep(record, container, hand_in, ids, zone, manifest, found)
        on_progress(position, len(hand_ins))
    if found.again:
        found.remarks.append(
            f"{found.again} hand-ins of earlier imports count again in place of later ones, because {export.platform} gives no "
            "times; if this export is an old one, give the newest again."
        )
    record.set_unmatched(export.platform, unmatched)
    found.unmatched = [reason for reasons in unmatched.values() for reason in reasons]
    return found


def _with_time(hand_in: HandIn, times: Mapping[str, datetime]) -> HandIn:
    known = [times[key] for person in hand_in.people for key in time_keys(person) if key in times]
    return replace(hand_in, time=max(known)) if hand_in.time is None and known else hand_in


class _Members:
    """Finds the record's people of a hand-in; without a roster, everybody who handed in belongs to the class."""

    def __init__(self, record: Record) -> None:
        self._record = record
        known = record.people()
        self._is_closed = any(one.in_roster for one in known)
        self._known = [one for one in known if one.in_roster or not self._is_closed]
        self._matcher = Matcher([one.person for one in self._known])
        self._new: dict[Person, int] = {}

    def find(self, people: Sequence[Person]) -> tuple[list[int], list[str]]:
        """Return the ids of people, and a sentence about each who is nobody for certain."""
        ids: list[int] = []
        reasons: list[str] = []
        for person in people:
            found = self._matcher.find(person)
            if isinstance(found, int):
                self._record.complete_person(self._known[found].id, replace(person, name=""), in_roster=False)
                ids.append(self._known[found].id)
            elif self._is_closed:
                reasons.append(found)
            else:
                if person not in self._new:
                    (self._new[person],) = self._record.add_people([person], in_roster=False)
                ids.append(self._new[person])
        return ids, reasons


def _keep(
    record: Record,
    container: Container,
    hand_in: HandIn,
    people: Sequence[int],
    zone: tzinfo,
    manifest: Manifest,
    found: Intake,
) -> None:
    kept: tuple[str, int, int] | str
    try:
        packed = pack(container, hand_in, record.submissions, manifest.submission, manifest.weights_mb)
        kept = (packed.digest, packed.files, packed.path.stat().st_size)
    except SpecError as error:
        kept = str(error)
        found.unkept.append(f"{hand_in.label}: {kept}")
    added = record.add_hand_in(found.platform, hand_in, people, _place(hand_in.time, zone), kept)
    found.new += added == "new"
    found.again += added == "again"
    found.groups += len(hand_in.people) > 1


def _place(time: datetime | None, zone: tzinfo) -> datetime | None:
    return time.replace(tzinfo=zone) if time is not None and time.tzinfo is None else time
