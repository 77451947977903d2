"""Which attempt counts, what lateness takes and what staff change by hand make a grade."""

from __future__ import annotations

from datetime import timedelta, timezone
from pathlib import Path

import msgspec
import pytest

from autograder.reports.page import WrittenAnswer
from scripts.classroom.record.record import Record, Result
from scripts.classroom.standing.adjustments import NewChange, add_changes, adjusted, history, read_value, take_back
from scripts.classroom.standing.grades import Grades, Standing, submissions_to_grade
from scripts.errors import SpecError
from tests import sample_grading
from tests.classroom.classes import DUE, grade, make_record

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
    assert standing(record, ids[0]).total == PART
    assert submissions_to_grade(record) == ["b".ljust(32, "0")]
    record.set_info("attempt", "best")
    assert standing(record, ids[0]).total == FULL and standing(record, ids[0]).attempts == 2
    assert len(submissions_to_grade(record)) == 2


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
    ],
)
def test_lateness(
    tmp_path: Path, late: timedelta, extension: timedelta | None, free: int, share: float, used: int
) -> None:
    """Free late days are used before percent is taken, extensions before both."""
    record, build, ids = make_record(tmp_path)
    grade(record, build, ids[0], "a", sample_grading.perfect(), DUE + late)
    if extension is not None:
        change(record, ids[0], "extension", (DUE + extension).isoformat())
    if free:
        change(record, ids[0], "late-days", str(free))
    one = standing(record, ids[0])
    assert one.total == pytest.approx(FULL * share) and one.late_days == used


def test_unknown_lateness_is_noted(tmp_path: Path) -> None:
    """Canvas says late and not when."""
    record, build, ids = make_record(tmp_path)
    grade(record, build, ids[0], "a", sample_grading.perfect(), None, is_late=True)
    one = standing(record, ids[0])
    assert one.total == FULL
    assert one.notes == ("Moodle marks it as late and does not say by how much; nothing was taken off.",)


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
