"""Which attempt counts, what lateness takes and what staff change by hand make a grade."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

import msgspec
import pytest

from autograder.model.grading import Lateness
from autograder.model.manifest import LatePolicy
from autograder.reports.page import WrittenAnswer
from scripts.classroom.record.record import Record, Result, StoredHandIn
from scripts.classroom.sources.model import Person
from scripts.classroom.standing.adjustments import (
    Adjusted,
    NewChange,
    add_changes,
    adjusted,
    history,
    read_value,
    take_back,
)
from scripts.classroom.standing.grades import Grades, Standing, compute_late, submissions_to_grade
from scripts.classroom.standing.new_changes import WrittenChange, read_change_file, resolve_changes
from scripts.errors import SpecError
from tests import sample_grading
from tests.classroom.classes import DUE, grade, make_record, manifest

FULL = sample_grading.perfect().score
PART = 12.0  # of the mixed grading, before its own lateness, which does not count here
DAY = timedelta(days=1)


def standing(record: Record, person: int) -> Standing:
    return next(one for one in Grades(record) if one.known.id == person)


def change(record: Record, person: int, kind: str, value: str = "") -> None:
    add_changes(record, [NewChange(person, kind, value, "ill", "staff")])


def test_latest_attempt_counts(tmp_path: Path) -> None:
    record, build, ids = make_record(tmp_path)
    grade(record, build, ids[0], "b", sample_grading.mixed(), DUE)
    grade(record, build, ids[0], "a", sample_grading.perfect(), DUE - DAY)
    grade(record, build, ids[1], "c", None)
    assert standing(record, ids[0]).total == PART
    assert submissions_to_grade(record) == ["b".ljust(32, "0"), "c".ljust(32, "0")]
    record.set_info("attempt", "best")
    assert standing(record, ids[0]).total == FULL and standing(record, ids[0]).attempts == 2
    assert len(submissions_to_grade(record)) == 3


def test_states_are_told_apart(tmp_path: Path) -> None:
    record, build, ids = make_record(tmp_path)
    grade(record, build, ids[0], "a", None)
    grade(record, build, ids[1], "b", None)
    record.add_result(Result("b".ljust(32, "0"), "cpu", "refused", "no file", 0.0, None), build, None)
    change(record, ids[2], "exemption")
    assert [(one.state, one.total) for one in Grades(record)] == [
        ("waiting", None),
        ("refused", None),
        ("exempt", None),
        ("missing", None),
    ]


@pytest.mark.parametrize(
    ("late", "extension", "free", "share", "used"),
    [
        (timedelta(0), None, 0, 1.0, 0),
        (timedelta(minutes=1), None, 0, 0.9, 0),
        (DAY + timedelta(minutes=1), None, 0, 0.8, 0),
        (DAY + timedelta(minutes=1), None, 1, 0.9, 1),
        (DAY + timedelta(minutes=1), None, 9, 1.0, 2),
        (-DAY, None, 3, 1.0, 0),
        (2 * DAY, 2 * DAY, 0, 1.0, 0),
        (3 * DAY, 2 * DAY, 0, 0.9, 0),
        (3 * DAY, 2 * DAY, 1, 1.0, 1),
        (timedelta(0), -DAY, 0, 0.9, 0),
    ],
)
def test_lateness(
    tmp_path: Path, late: timedelta, extension: timedelta | None, free: int, share: float, used: int
) -> None:
    """Free late days are used before percent is taken, extensions before both, and the student reads both."""
    record, build, ids = make_record(tmp_path)
    grade(record, build, ids[0], "a", sample_grading.perfect(), DUE + late)
    if extension is not None:
        change(record, ids[0], "extension", (DUE + extension).isoformat())
    if free:
        change(record, ids[0], "late-days", str(free))
    one = standing(record, ids[0])
    assert one.total == pytest.approx(FULL * share) and one.late_days == used
    assert ("free late day" in one.lateness.sentence) == (used > 0)
    assert ("% is taken off" in one.lateness.sentence) == (share < 1)


def late_in_chicago(submitted: str, free: int, grace_minutes: int = 0) -> tuple[Lateness, int]:
    """Return lateness and free late days used of a hand-in that was due on the evening before the clocks went back."""
    course = msgspec.structs.replace(
        manifest(),
        due=datetime.fromisoformat("2026-10-31T23:59:00-05:00"),
        late=LatePolicy(percent_per_day=10, grace_minutes=grace_minutes, zone="America/Chicago"),
    )
    hand_in = StoredHandIn(1, "Moodle", "a", datetime.fromisoformat(submitted), False, "a", "")
    return compute_late(hand_in, Adjusted(late_days=free), course)


@pytest.mark.parametrize(
    ("submitted", "free", "percent", "used"),
    [
        ("2026-11-01T23:30:00-06:00", 1, 0, 1),  # 24 h 31 min, and the next day in UTC
        ("2026-11-01T23:59:00-06:00", 3, 0, 1),
        ("2026-11-01T23:59:01-06:00", 1, 10, 1),
    ],
)
def test_free_days_are_calendar_days(submitted: str, free: int, percent: float, used: int) -> None:
    """A free day lasts until the same time of day in the course's zone, as a day of the late policy does."""
    lateness, found = late_in_chicago(submitted, free)
    assert (lateness.percent, found) == (percent, used)


def test_grace_period_uses_no_day() -> None:
    lateness, used = late_in_chicago("2026-11-01T00:13:00-05:00", 2, grace_minutes=15)
    assert used == 0 and lateness.sentence.endswith("within the grace period of 15 minutes, and nothing is taken off.")


def test_unknown_lateness_is_noted(tmp_path: Path) -> None:
    """Canvas says late and not when."""
    record, build, ids = make_record(tmp_path)
    grade(record, build, ids[0], "a", sample_grading.perfect(), None, is_late=True)
    one = standing(record, ids[0])
    assert one.total == FULL
    assert one.notes == ("Moodle marks it as late and does not say by how much; nothing was taken off.",)


def test_hand_in_with_a_time_counts(tmp_path: Path) -> None:
    """As where a list of times is given after an import without it: the same files are late then."""
    record, build, ids = make_record(tmp_path)
    for late in (None, DAY):
        grade(record, build, ids[0], "a", sample_grading.perfect(), None if late is None else DUE + late)
    assert standing(record, ids[0]).total == pytest.approx(0.9 * FULL)


def test_attempt_without_time_is_noted(tmp_path: Path) -> None:
    record, build, ids = make_record(tmp_path)
    grade(record, build, ids[0], "a", sample_grading.mixed(), DUE + DAY)
    grade(record, build, ids[0], "b", sample_grading.perfect(), None)
    one = standing(record, ids[0])
    assert one.total == FULL and "has no time" in one.notes[0]


def test_points_add_up_and_go(tmp_path: Path) -> None:
    record, build, ids = make_record(tmp_path)
    grade(record, build, ids[0], "a", sample_grading.mixed())
    change(record, ids[0], "points", "2.5")
    change(record, ids[0], "points", "-1.0")
    assert standing(record, ids[0]).total == pytest.approx(PART + 1.5)
    take_back(record, 1, "wrong person", "staff")
    assert standing(record, ids[0]).total == pytest.approx(PART - 1)
    assert [one.takes_back for one in history(record)] == [None, None, 1]
    for again, words in ((1, "taken back before"), (3, "no such change"), (9, "no such change")):
        with pytest.raises(SpecError, match=words):
            take_back(record, again, "x", "y")
    change(record, ids[0], "points", "-100.0")
    assert standing(record, ids[0]).total == 0.0


def test_lateness_spares_points_by_hand(tmp_path: Path) -> None:
    record, build, ids = make_record(tmp_path)
    grade(record, build, ids[0], "a", sample_grading.perfect(), DUE + timedelta(minutes=1))
    change(record, ids[0], "points", "2.0")
    assert standing(record, ids[0]).total == pytest.approx(0.9 * FULL + 2)


def test_newest_date_and_days_count(tmp_path: Path) -> None:
    """Smaller ones too, so that a slip of the pen can be put right by a second change."""
    record, _, ids = make_record(tmp_path)
    for kind, values in {
        "extension": ["2026-12-24T12:00:00+00:00", "2026-10-04T12:00:00+00:00"],
        "late-days": ["5", "2"],
        "term-late-days": ["7", "3"],
    }.items():
        for value in values:
            change(record, ids[0], kind, value)
    found = adjusted(record)[ids[0]]
    assert found.due == datetime(2026, 10, 4, 12, tzinfo=timezone.utc)
    assert (found.late_days, found.term_days) == (2, 3)


def test_change_counts_again_once_gone(tmp_path: Path) -> None:
    """What was taken back may be added once more; what counts already may not, whatever spaces are around its reason."""
    record, _, ids = make_record(tmp_path)
    change(record, ids[0], "points", "1.0")
    with pytest.raises(SpecError, match="in the history already"):
        add_changes(record, [NewChange(ids[0], "points", "1.0", " ill ", "staff")])
    take_back(record, 1, "wrong person", "staff")
    change(record, ids[0], "points", "1.0")
    assert adjusted(record)[ids[0]].points == 1.0


@pytest.mark.parametrize("hours", [-1, 1])
def test_latest_of_group_counts(tmp_path: Path, hours: int) -> None:
    """Whoever of the group handed in last, also where there are three of them."""
    record, build, ids = make_record(tmp_path)
    grade(record, build, ids[0], "a", sample_grading.mixed(), DUE)
    grade(record, build, ids[1], "b", sample_grading.perfect(), DUE + timedelta(hours=hours), label="a")
    grade(record, build, ids[2], "c", None, DUE - DAY)
    for person, members in ((0, (1, 2)), (1, (0, 2)), (2, (0, 1))):
        for member in members:
            change(record, ids[person], "group", str(ids[member]))
    for one in list(Grades(record))[:3]:
        assert one.hand_in is not None and one.hand_in.submission == ("b" if hours > 0 else "a").ljust(32, "0")
        assert one.attempts == 3


def test_reasons_are_noted(tmp_path: Path) -> None:
    """With or without a grade, staff read why somebody was treated otherwise."""
    record, build, ids = make_record(tmp_path)
    grade(record, build, ids[0], "a", sample_grading.perfect())
    for person, kind in ((ids[0], "late-days"), (ids[1], "exemption"), (ids[2], "late-days")):
        change(record, person, kind, "" if kind == "exemption" else "2")
    assert [one.notes for one in Grades(record)] == [
        ("2 free late days (ill; staff)",),
        ("exempt (ill; staff)",),
        ("2 free late days (ill; staff)",),
        (),
    ]


def test_changes_file_is_read(tmp_path: Path) -> None:
    """Dates without a zone are in the course's; a line's own author comes before who types the command."""
    record, *_ = make_record(tmp_path / "class")
    course = msgspec.structs.replace(manifest("c" * 16), late=LatePolicy(percent_per_day=10, zone="America/Chicago"))
    record.apply_build(record.add_build(course, "inputs"), "staff")
    path = tmp_path / "changes.csv"
    path.write_text(
        "who,kind,value,reason,author\nada,extension,2026-10-09,ill,prof\nbo,extension,2026-11-09T17:00,ill,\n",
        encoding="utf-8",
    )
    found = resolve_changes(record, read_change_file(path, "me"))
    assert [(one.value, one.author) for one in found] == [
        ("2026-10-09T23:59:59-05:00", "prof"),
        ("2026-11-09T17:00:00-06:00", "me"),
    ]


def test_everybody_reaches_who_joined_later(tmp_path: Path) -> None:
    """Given again, it is added for those who lack it; where nobody does, it is refused as given twice."""
    record, _, ids = make_record(tmp_path)
    for_all = [WrittenChange("everybody", "points", "2", "typo in question 1", "staff")]
    add_changes(record, resolve_changes(record, for_all))
    (new,) = record.add_people([Person("Eve Ek", "eve@example.edu")], in_roster=True)
    add_changes(record, resolve_changes(record, for_all))
    assert {one: adjusted(record)[one].points for one in (*ids, new)} == dict.fromkeys((*ids, new), 2.0)
    with pytest.raises(SpecError, match="5 of these changes are in the history already"):
        add_changes(record, resolve_changes(record, for_all))


@pytest.mark.parametrize(
    ("state", "points", "total"), [("missing", "2.0", 2.0), ("missing", "-1.0", None), ("waiting", "2.0", None)]
)
def test_points_without_grading(tmp_path: Path, state: str, points: str, total: float | None) -> None:
    """Points of everybody are no grade of somebody who waits to be graded, nor a 0 of somebody who handed in nothing."""
    record, build, ids = make_record(tmp_path)
    if state == "waiting":
        grade(record, build, ids[0], "a", None)
    change(record, ids[0], "points", points)
    assert (standing(record, ids[0]).state, standing(record, ids[0]).total) == (state, total)


def test_group_shares_hand_in(tmp_path: Path) -> None:
    record, build, ids = make_record(tmp_path)
    grade(record, build, ids[0], "a", sample_grading.mixed(), DUE)
    change(record, ids[1], "group", str(ids[0]))
    assert standing(record, ids[1]).total == PART
    grade(record, build, ids[1], "b", sample_grading.perfect(), DUE + timedelta(hours=-1))
    assert standing(record, ids[1]).total == PART  # the later one of the two


def test_marks_are_part_of_total(tmp_path: Path) -> None:
    record, build, ids = make_record(tmp_path)
    grade(record, build, ids[0], "a", sample_grading.mixed(), DUE + timedelta(minutes=1))
    answers = [WrittenAnswer(1, "Why", 3.0, 4.0), WrittenAnswer(2, "How", None, 2.0)]
    one = next(iter(Grades(record, written=lambda person: answers if person == ids[0] else ())))
    assert one.maximum == pytest.approx(sample_grading.mixed().maximum + 6)
    assert one.total == pytest.approx(0.9 * (PART + 3))


def test_runs_of_both_devices_merge(tmp_path: Path) -> None:
    record, build, ids = make_record(tmp_path)
    grade(record, build, ids[0], "a", sample_grading.perfect())
    gpu = msgspec.json.encode(sample_grading.on_gpu())
    record.add_result(Result("a".ljust(32, "0"), "cuda", "graded", "", 1.0, None), build, gpu)
    assert standing(record, ids[0]).total == FULL + 16
    grade(record, build, ids[1], "b", sample_grading.perfect())
    both = msgspec.json.encode(sample_grading.mixed())  # ran the tests of a CPU too, where the CPU's run counts
    record.add_result(Result("b".ljust(32, "0"), "cuda", "graded", "", 1.0, None), build, both)
    assert standing(record, ids[1]).total == FULL


def test_run_that_failed_on_a_device_takes_nothing(tmp_path: Path) -> None:
    """Whichever device it was, the other one's run counts alone."""
    record, build, ids = make_record(tmp_path)
    grade(record, build, ids[0], "a", sample_grading.perfect())
    record.add_result(Result("a".ljust(32, "0"), "cuda", "machine", "no memory", 1.0, None), build, None)
    grade(record, build, ids[1], "b", None)
    record.add_result(Result("b".ljust(32, "0"), "cpu", "machine", "no memory", 1.0, None), build, None)
    gpu = msgspec.json.encode(sample_grading.perfect())
    record.add_result(Result("b".ljust(32, "0"), "cuda", "graded", "", 1.0, None), build, gpu)
    assert [standing(record, id).total for id in ids[:2]] == [FULL, FULL]


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("extension", "2026-11-30", "2026-11-30T23:59:59+00:00"),
        ("extension", "2026-11-30T17:00+02:00", "2026-11-30T17:00:00+02:00"),
        ("points", " -2.5", "-2.5"),
        ("late-days", "3", "3"),
        ("exemption", "", ""),
        ("group", "bo", "7"),
    ],
)
def test_values_are_read(kind: str, text: str, value: str) -> None:
    assert read_value(kind, text, timezone.utc, lambda _: 7) == value


@pytest.mark.parametrize(
    ("kind", "text", "words"),
    [
        ("extension", "tomorrow", "a date such as"),
        ("points", "nan", "a number of points"),
        ("points", "1e9", "a number of points"),
        ("late-days", "-1", "days from 0 to 365"),
        ("exemption", "yes", "takes no value"),
        ("grade", "1", "the kinds of changes are extension"),
    ],
)
def test_odd_values_are_refused(kind: str, text: str, words: str) -> None:
    with pytest.raises(SpecError, match=words):
        read_value(kind, text, timezone.utc, lambda _: 7)


def test_change_needs_reason_and_author(tmp_path: Path) -> None:
    record, _, ids = make_record(tmp_path)
    for reason, author in (("", "staff"), ("ill", " ")):
        with pytest.raises(SpecError, match="needs"):
            add_changes(record, [NewChange(ids[0], "points", "1", reason, author)])
    assert history(record) == [] and not adjusted(record)


def test_change_edited_by_hand_is_one_sentence(tmp_path: Path) -> None:
    record, _, ids = make_record(tmp_path)
    add_changes(record, [NewChange(ids[0], "points", "1", "ill", "staff")])
    record.query("update adjustment set value = 'many'")
    with pytest.raises(SpecError, match=r"class\.db: holds something that cannot be read .*many"):
        adjusted(record)
