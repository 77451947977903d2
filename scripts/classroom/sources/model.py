"""Hand-ins as a platform's export has them, before anybody is matched with a roster."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Person:
    """Who a hand-in or a roster names; every key but the name may be empty.

    Attributes:
        name: first name, then last name, where the platform says which is which.
        email: address.
        sid: student number (Canvas's "SIS User ID", Brightspace's "OrgDefinedId").
        login: user name.
        platform_id: the platform's own number behind its name: "canvas:1234", "moodle:9", "brightspace:39786".
        github: user name on GitHub.
    """

    name: str = ""
    email: str = ""
    sid: str = ""
    login: str = ""
    platform_id: str = ""
    github: str = ""

    def describe(self) -> str:
        """Return the person as a sentence names them."""
        keys = [key for key in (self.email, self.sid, self.login, self.platform_id, self.github) if key]
        if self.name and keys:
            return f"{self.name} ({keys[0]})"
        return self.name or (keys[0] if keys else "nobody")


@dataclass(frozen=True)
class HandIn:
    """One attempt of one person or group.

    Attributes:
        label: name of its folder or file in the export, which a feedback bundle needs.
        people: who handed it in; several for a group.
        files: path inside the hand-in -> path inside the export.
        time: when, with its UTC offset where the platform says one; None where the export does not say.
        is_late: whether the platform itself marked it as late.
    """

    label: str
    people: tuple[Person, ...]
    files: dict[str, str]
    time: datetime | None = None
    is_late: bool = False


@dataclass
class Export:
    """Everything that a reader found in an export.

    Attributes:
        platform: name for people, such as "Moodle".
        hand_ins: every attempt, in the export's order.
        remarks: what was left out, a sentence each.
        loose: names of files beside the students' folders and zips that are nobody's.
    """

    platform: str
    hand_ins: list[HandIn] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
