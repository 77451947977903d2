"""Gradescope's ``submission_metadata.json``: when a submission was made and when it was due."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import msgspec

_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:\.(\d{1,9}))?\s*(Z|[+-]\d\d:?\d\d)?")


class Metadata(msgspec.Struct, frozen=True):
    """Dates of a submission; None where a date is not known.

    Attributes:
        submitted: when it was made.
        due: when it was due, extensions considered.
        common_due: when it is due for everyone.
        people: names of who handed it in.
        is_unreadable: whether there is a date in an unknown format; the others are None then.
    """

    submitted: datetime | None = None
    due: datetime | None = None
    common_due: datetime | None = None
    people: tuple[str, ...] = ()
    is_unreadable: bool = False


def read_metadata(path: Path) -> Metadata:
    """Return the dates in the metadata at ``path``; earlier submissions and everything else in it are ignored.

    A date in an unknown format costs no student a grade: it is left out and marked as unreadable.

    Raises:
        ValueError: the file is missing or is not a JSON object, in one sentence.
    """
    try:
        given = msgspec.json.decode(path.read_bytes())
    except OSError as error:
        raise ValueError(f"{path}: cannot be read ({error.strerror}).") from error
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise ValueError(f"{path}: is not JSON ({error}).") from error
    if not isinstance(given, dict):
        raise ValueError(f"{path}: should hold a JSON object.")
    users = given.get("users")
    names = [_field(user, "name") or _field(user, "email") for user in users] if isinstance(users, list) else []
    people = tuple(name for name in names if isinstance(name, str) and name)
    try:
        common = _parse_time(_field(given.get("assignment"), "due_date"))
        return Metadata(_parse_time(given.get("created_at")), _find_due_date(given, common), common, people)
    except _UnknownDateFormat:
        return Metadata(people=people, is_unreadable=True)


class _UnknownDateFormat(Exception):
    pass


def _find_due_date(given: dict[str, Any], common: datetime | None) -> datetime | None:
    """Return the due date. A user's own ``assignment`` has the extension; a group has the latest date of its members."""
    users = given.get("users")
    dates = []
    for user in users if isinstance(users, list) else []:
        dates.append(_parse_time(_field(_field(user, "assignment"), "due_date")) or common)
    found = [date for date in dates if date is not None]
    return max(found) if found else common


def _field(value: object, name: str) -> object:
    return value.get(name) if isinstance(value, dict) else None


def _parse_time(value: object) -> datetime | None:
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
        raise _UnknownDateFormat from None
