"""From Gradescope's metadata and the assignment's policy to points taken off and a sentence."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.gradescope.late_policy import compute_lateness
from autograder.gradescope.metadata import Metadata, read_metadata
from autograder.model.manifest import LatePolicy

DUE = "2026-10-01T23:59:00.000000-05:00"
POLICY = LatePolicy(percent_per_day=20, grace_minutes=15, most_percent=50)


def metadata(tmp_path, created, due=DUE, users=None, **more):
    document = {
        "id": 1,
        "created_at": created,
        "assignment": {"due_date": due, "title": "T", "total_points": "100.0"},
        "users": users if users is not None else [{"email": "a@b.c", "id": 1, "name": "A"}],
        "previous_submissions": [{"submission_time": "2026-09-01T00:00:00-05:00", "score": 1.0}],
        **more,
    }
    path = tmp_path / "submission_metadata.json"
    path.write_text(json.dumps(document))
    return read_metadata(path)


@pytest.mark.parametrize(
    ("created", "percent", "words"),
    [
        ("2026-10-01T23:58:59.999999-05:00", 0, ""),
        ("2026-10-01T23:59:00.000000-05:00", 0, ""),
        ("2026-10-02T00:14:00.000000-05:00", 0, "within the grace period of 15 minutes, and nothing is taken off"),
        ("2026-10-02T00:14:00.000001-05:00", 20, "counts as 1 day late"),
        ("2026-10-02T23:59:00.000000-05:00", 20, "counts as 1 day late"),
        (
            "2026-10-02T23:59:01.000000-05:00",
            40,
            "counts as 2 days late. At 20% of the score for each day, 40% is taken off.",
        ),
        ("2026-12-24T23:59:01.000000-05:00", 50, "at most 50%, 50% is taken off"),
        ("2026-10-02T05:14:00Z", 0, "grace"),  # the same moment in another zone
        ("2026-10-02 06:58:59.123+02:00", 0, ""),
    ],
)
def test_counts_days_from_due_date(tmp_path, created, percent, words):
    found = compute_lateness(metadata(tmp_path, created), POLICY)
    assert found.percent == percent and words in found.sentence and bool(found.sentence) == bool(words)


def test_extension_counts_for_whole_group(tmp_path):
    """An extension counts for its student and for the student's group."""
    late = "2026-10-03T12:00:00-05:00"
    extended = {"email": "", "id": 2, "name": "B", "assignment": {"due_date": "2026-10-04T23:59:00-05:00"}}
    assert compute_lateness(metadata(tmp_path, late), POLICY).percent == 40
    assert compute_lateness(metadata(tmp_path, late, users=[extended]), POLICY).percent == 0
    assert compute_lateness(metadata(tmp_path, late, users=[{"id": 1}, extended]), POLICY).percent == 0
    earlier = {"id": 3, "assignment": {"due_date": "2026-09-30T23:59:00-05:00"}}
    assert compute_lateness(metadata(tmp_path, late, users=[earlier]), POLICY).percent == 50
    assert compute_lateness(metadata(tmp_path, late, users=[earlier, {"id": 1}]), POLICY).percent == 40


@pytest.mark.parametrize("changes", [{"due": None}, {"created": None}, {"due": ""}])
def test_nothing_is_late_without_dates(tmp_path, changes):
    assert compute_lateness(metadata(tmp_path, **{"created": "2030-01-01T00:00:00Z", **changes}), POLICY).percent == 0


def test_takes_nothing_off_without_policy(tmp_path):
    for created in ("2030-01-01T00:00:00Z", "tomorrow"):
        assert compute_lateness(metadata(tmp_path, created), LatePolicy()).sentence == ""


@pytest.mark.parametrize("content", ["", "[]", "{", "\udcff"])
def test_unreadable_metadata_gives_one_sentence(tmp_path, content):
    path = tmp_path / "m.json"
    path.write_text(content, errors="surrogateescape")
    with pytest.raises(ValueError, match=r"m\.json: ") as caught:
        read_metadata(path)
    assert "\n" not in str(caught.value)
    with pytest.raises(ValueError, match="cannot be read"):
        read_metadata(tmp_path / "none.json")


@pytest.mark.parametrize(
    "changes",
    [
        {"created": "tomorrow"},
        {"created": 5},
        {"due": "2026-13-01T00:00:00Z"},
        {"due": "2026-10-01T25:00:00Z"},
        {"users": [{"assignment": {"due_date": "soon"}}]},
        {"due": "2026-10-01T23:59:00+99:99"},
    ],
)
def test_unknown_date_format_takes_nothing_off(tmp_path, changes):
    found = compute_lateness(metadata(tmp_path, **{"created": "2030-01-01T00:00:00Z", **changes}), POLICY)
    assert found.percent == 0 and "could not be read" in found.sentence


def test_group_is_named_by_names(tmp_path):
    users = [{"name": "Ada", "email": "a@b.c"}, {"email": "bo@b.c"}, {"name": "", "email": ""}]
    assert metadata(tmp_path, "2026-10-03T12:00:00-05:00", users=users).people == ("Ada", "bo@b.c")


@pytest.mark.parametrize("users", [None, 5, [None], [{"assignment": None}], [{"assignment": []}]])
def test_malformed_users_do_no_harm(tmp_path, users):
    found = metadata(tmp_path, "2026-10-03T12:00:00-05:00", **{"users": users})
    assert compute_lateness(found, POLICY).percent == 40


@given(st.integers(-(10**6), 10**7), st.integers(0, 10**6))
def test_later_never_costs_less(seconds, more):
    due = datetime(2026, 10, 1, tzinfo=timezone.utc)
    first = compute_lateness(Metadata(due + timedelta(seconds=seconds), due), POLICY).percent
    assert 0 <= first <= compute_lateness(Metadata(due + timedelta(seconds=seconds + more), due), POLICY).percent <= 50


@pytest.mark.parametrize(
    ("submitted", "days", "words"),
    [
        (
            "2026-11-01T23:54:00-06:00",
            1,
            "Sunday 1 November 2026, 23:54, due on Saturday 31 October 2026, 23:59",
        ),  # 24 h 55 min
        ("2026-11-01T23:59:00-06:00", 1, "23:59, due"),  # 25 hours
        ("2026-11-01T23:59:01-06:00", 2, "Monday 2 November 2026, 00:00"),
        ("2026-11-01T00:00:00-05:00", 1, "Sunday 1 November 2026, 00:00"),
    ],
)
def test_late_days_are_calendar_days(submitted, days, words):
    """Clocks go back in Chicago on 1 November 2026, so that the day has 25 hours."""
    policy = LatePolicy(percent_per_day=1, zone="America/Chicago")
    due = datetime.fromisoformat("2026-10-31T23:59:00-05:00")
    found = compute_lateness(Metadata(datetime.fromisoformat(submitted), due), policy)
    assert found.percent == days and words in found.sentence


def test_due_date_has_the_zone():
    """Without a zone in the policy, times are said and days counted in that of the due date."""
    due = datetime.fromisoformat("2026-10-01T23:59:00-05:00")
    found = compute_lateness(Metadata(due + timedelta(hours=1), None), POLICY, due)
    assert found.sentence.startswith("Handed in on Friday 2 October 2026, 00:59, due on Thursday 1 October 2026, 23:59")


def test_day_of_spring_has_23_hours():
    policy = LatePolicy(percent_per_day=1, zone="America/Chicago")
    due = datetime.fromisoformat("2027-03-13T23:59:00-06:00")
    for hours, days in ((23, 1), (23.01, 2)):
        assert compute_lateness(Metadata(due + timedelta(hours=hours), due), policy).percent == days


def test_own_due_date_fills_gap():
    """The assignment's due date counts where the platform has none; where both differ, staff are told."""
    own = datetime.fromisoformat("2026-10-01T12:00:00-05:00")
    late = own + timedelta(hours=30)
    assert compute_lateness(Metadata(late), POLICY, own).percent == 40
    other = own + timedelta(days=3)
    found = compute_lateness(Metadata(late, other, other), POLICY, own)
    assert found.percent == 0 and "2026-10-04 12:00" in found.staff and "2026-10-01 12:00" in found.staff
    assert compute_lateness(Metadata(late, own, own), POLICY, own).staff == ""
