"""What Gradescope says of a submission (``submission_metadata.json``), and what the late policy makes of it."""

from __future__ import annotations

import math
import re
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import msgspec

from autograder.model.grading import Lateness
from autograder.model.manifest import LatePolicy

_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:\.(\d{1,9}))?\s*(Z|[+-]\d\d:?\d\d)?")


class Metadata(msgspec.Struct, frozen=True):
    """When a submission was made and when it was due, extensions considered. None: not known."""

    submitted: datetime | None = None
    due: datetime | None = None
    unreadable: bool = False  # a date is there, but not in a form that is known


def read_metadata(path: Path) -> Metadata:
    """What the metadata at ``path`` says; earlier submissions and everything else in it are left alone.

    A date in a form that is not known costs nobody a grade: it is left out, and :func:`lateness` says so.

    Raises:
        ValueError: the file is missing or is no JSON object, in one sentence.
    """
    try:
        given = msgspec.json.decode(path.read_bytes())
    except OSError as error:
        raise ValueError(f"{path}: cannot be read ({error.strerror}).") from error
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise ValueError(f"{path}: is not JSON ({error}).") from error
    if not isinstance(given, dict):
        raise ValueError(f"{path}: should hold a JSON object.")
    try:
        return Metadata(_time(given.get("created_at")), _due(given))
    except _UnknownDate:
        return Metadata(unreadable=True)


class _UnknownDate(Exception):
    pass


def _due(given: dict[str, Any]) -> datetime | None:
    """The due date. An extension stands in a user's own ``assignment``; a group has the latest of its members'."""
    common = _time(_field(given.get("assignment"), "due_date"))
    users = given.get("users")
    dates = []
    for user in users if isinstance(users, list) else []:
        dates.append(_time(_field(_field(user, "assignment"), "due_date")) or common)
    found = [date for date in dates if date is not None]
    return max(found) if found else common


def _field(value: object, name: str) -> object:
    return value.get(name) if isinstance(value, dict) else None


def _time(value: object) -> datetime | None:
    if value is None or value == "":
        return None
    match = _TIME.fullmatch(value.strip()) if isinstance(value, str) else None
    try:
        if match is None:
            raise ValueError
        day, clock, fraction, zone = match.groups()
        clock += ":00" if len(clock) == 5 else ""
        found = datetime.fromisoformat(f"{day}T{clock}.{(fraction or '0')[:6]:0<6}")
        if zone in (None, "Z"):
            return found.replace(tzinfo=timezone.utc)
        hours, minutes = int(zone[1:3]), int(zone[-2:])
        offset = timedelta(hours=hours, minutes=minutes)
        return found.replace(tzinfo=timezone(-offset if zone[0] == "-" else offset))
    except ValueError:
        raise _UnknownDate from None


def lateness(metadata: Metadata, policy: LatePolicy) -> Lateness:
    """What ``policy`` takes off, and the sentence that tells the student.

    Within the grace nothing is taken off; after it the days are counted from the due date itself.
    """
    if metadata.unreadable and policy.percent_per_day > 0:
        return Lateness(0.0, "The dates of this submission could not be read, so nothing is taken off for lateness.")
    if metadata.submitted is None or metadata.due is None or policy.percent_per_day <= 0:
        return Lateness()
    late = metadata.submitted - metadata.due
    if late <= timedelta(0):
        return Lateness()
    if late <= timedelta(minutes=policy.grace_minutes):
        grace = duration(timedelta(minutes=policy.grace_minutes))
        said = f"Handed in {duration(late)} after the due date, within the {grace} of grace: nothing is taken off."
        return Lateness(0.0, said)
    days = math.ceil(late / timedelta(days=1))
    percent = min(policy.percent_per_day * days, policy.most_percent, 100.0)
    begun = "1 day begun" if days == 1 else f"{days} days begun"
    cap = f", at most {_plain(policy.most_percent)}%" if policy.percent_per_day * days > policy.most_percent else ""
    return Lateness(
        percent,
        f"Handed in {duration(late)} after the due date. For {begun}, at {_plain(policy.percent_per_day)}% of the "
        f"score for each day{cap}, {_plain(percent)}% is taken off.",
    )


def duration(time: timedelta) -> str:
    """A length of time in its two largest units: "2 days and 3 hours"."""
    seconds = max(1, math.ceil(time.total_seconds()))
    units = [("day", 86_400), ("hour", 3600), ("minute", 60), ("second", 1)]
    told: list[tuple[int, str]] = []
    for name, size in units:
        number, seconds = divmod(seconds, size)
        if number or told:
            told.append((number, name))
    return " and ".join(f"{number} {name}{'' if number == 1 else 's'}" for number, name in told[:2] if number)


def _plain(value: float) -> str:
    return f"{value:g}"
