"""The late policy: from the dates of a submission to what is taken off, with a sentence for the student."""

from __future__ import annotations

import math
from datetime import timedelta

from autograder.gradescope.metadata import Metadata
from autograder.model.grading import Lateness
from autograder.model.manifest import LatePolicy


def compute_lateness(metadata: Metadata, policy: LatePolicy) -> Lateness:
    """Return what ``policy`` takes off, with a sentence for the student.

    Within the grace period nothing is taken off; after it the days are counted from the due date itself.
    """
    if metadata.is_unreadable and policy.percent_per_day > 0:
        return Lateness(0.0, "The dates of this submission could not be read, so nothing is taken off for lateness.")
    if metadata.submitted is None or metadata.due is None or policy.percent_per_day <= 0:
        return Lateness()
    late = metadata.submitted - metadata.due
    if late <= timedelta(0):
        return Lateness()
    if late <= timedelta(minutes=policy.grace_minutes):
        grace = format_duration(timedelta(minutes=policy.grace_minutes))
        return Lateness(
            0.0,
            f"Handed in {format_duration(late)} after the due date, within the grace period of {grace}: "
            "nothing is taken off.",
        )
    days = math.ceil(late / timedelta(days=1))
    percent = min(policy.percent_per_day * days, policy.most_percent, 100.0)
    cap = f", at most {policy.most_percent:g}%" if policy.percent_per_day * days > policy.most_percent else ""
    return Lateness(
        percent,
        f"Handed in {format_duration(late)} after the due date, which counts as {days} day{'' if days == 1 else 's'} late. "
        f"At {policy.percent_per_day:g}% of the score for each day{cap}, {percent:g}% is taken off.",
    )


def format_duration(time: timedelta) -> str:
    """Return a length of time in its two largest units: "2 days and 3 hours"."""
    seconds = max(1, math.ceil(time.total_seconds()))
    units = [("day", 86_400), ("hour", 3600), ("minute", 60), ("second", 1)]
    parts: list[tuple[int, str]] = []
    for name, size in units:
        number, seconds = divmod(seconds, size)
        if number or parts:
            parts.append((number, name))
    return " and ".join(f"{number} {name}{'' if number == 1 else 's'}" for number, name in parts[:2] if number)
