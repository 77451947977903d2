"""The late policy: from the dates of a submission to what is taken off, with a sentence for the student."""

from __future__ import annotations

import math
from datetime import datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from autograder.gradescope.metadata import Metadata
from autograder.model.grading import Lateness
from autograder.model.manifest import LatePolicy


def compute_lateness(metadata: Metadata, policy: LatePolicy, due: datetime | None = None) -> Lateness:
    """Return what ``policy`` takes off, with a sentence for the student and, where dates disagree, one for staff.

    Late days are days of the calendar in the course's time zone: the first lasts until the due date's time of day on the next
    date, however many hours the clocks make of that. Within the grace period nothing is taken off; after it the days are counted
    from the due date itself.

    Args:
        metadata: the platform's dates. Its due date, extensions considered, comes before the assignment's.
        policy: the assignment's.
        due: the assignment's due date, which counts where the platform has none.

    Raises:
        ValueError: the policy's zone is unknown on this machine.
    """
    if metadata.is_unreadable and policy.percent_per_day > 0:
        return Lateness(0.0, "The dates of this submission could not be read, so nothing is taken off for lateness.")
    notice = _compare_dates(metadata.common_due, due)
    end, submitted = metadata.due or due, metadata.submitted
    if submitted is None or end is None or policy.percent_per_day <= 0 or submitted <= end:
        return Lateness(staff=notice)
    zone = find_zone(policy, due or end)
    when = f"Handed in on {_name_time(submitted, zone)}, due on {_name_time(end, zone)}"
    grace = timedelta(minutes=policy.grace_minutes)
    if submitted - end <= grace:
        return Lateness(
            0.0, f"{when}: that is within the grace period of {_name_length(grace)}, and nothing is taken off.", notice
        )
    days = count_late_days(submitted, end, zone)
    percent = min(policy.percent_per_day * days, policy.most_percent, 100.0)
    cap = f", at most {policy.most_percent:g}%" if policy.percent_per_day * days > policy.most_percent else ""
    return Lateness(
        percent,
        f"{when}, which counts as {_count(days, 'day')} late. At {policy.percent_per_day:g}% of the score for each day{cap}, "
        f"{percent:g}% is taken off.",
        notice,
    )


def count_late_days(submitted: datetime, due: datetime, zone: tzinfo) -> int:
    """Return the number of calendar days in ``zone`` that have begun after ``due``, at its time of day; 0 until then."""
    local, end = submitted.astimezone(zone), due.astimezone(zone)
    days = max(0, (local.date() - end.date()).days - 1)
    while (
        submitted.timestamp() > (end + timedelta(days=days)).timestamp()
    ):  # the sum keeps the time of day, not the hours
        days += 1
    return days


def _compare_dates(platform: datetime | None, own: datetime | None) -> str:
    if platform is None or own is None or platform == own:
        return ""
    return (
        f"The platform says that this assignment is due on {platform:%Y-%m-%d %H:%M %z}, and its TOML file says "
        f"{own:%Y-%m-%d %H:%M %z}; the platform's date counts. Correct one of them."
    )


def find_zone(policy: LatePolicy, due: datetime | None) -> tzinfo:
    """Return the course's time zone: its policy's, or its due date's, or UTC.

    Raises:
        ValueError: the policy's zone is unknown on this machine.
    """
    if policy.zone:
        return ZoneInfo(policy.zone)
    return (due.tzinfo if due is not None else None) or timezone.utc


def _name_time(time: datetime, zone: tzinfo) -> str:
    """Return a time to the minute, a late one rounded up: "Sunday 1 November 2026, 23:54"."""
    local = time.astimezone(zone)
    if local.second or local.microsecond:
        local = (time.replace(second=0, microsecond=0) + timedelta(minutes=1)).astimezone(zone)
    return f"{local:%A} {local.day} {local:%B %Y, %H:%M}"


def _name_length(length: timedelta) -> str:
    hours, minutes = divmod(math.ceil(length / timedelta(minutes=1)), 60)
    parts = [_count(number, unit) for number, unit in ((hours, "hour"), (minutes, "minute")) if number]
    return " and ".join(parts)


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}{'' if number == 1 else 's'}"
