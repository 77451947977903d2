"""What goes into a gradebook, and what comes of filling one."""

from __future__ import annotations

from dataclasses import dataclass

from scripts.errors import SpecError

PLATFORMS = ("canvas", "moodle", "gradescope", "brightspace", "blackboard", "csv")


def check_platform(platform: str) -> None:
    """Refuse what is none of PLATFORMS.

    Raises:
        SpecError: says which there are.
    """
    if platform not in PLATFORMS:
        raise SpecError(f'"{platform}" is no platform that is known here; choose one of {", ".join(PLATFORMS)}.')


@dataclass(frozen=True)
class Grade:
    """One person's grade, with all that a platform may know the person by. What is not known is empty.

    Args:
        name: "First Last".
        score: points; None where there is no grade.
        maximum: points that the assignment gives.
        excused: whether the assignment does not count for this person; a score is then not written.
        email: address, compared without case.
        sid: student or organisation ID (Canvas "SIS User ID", Brightspace "OrgDefinedId", Moodle "ID number").
        login: user name (Canvas "SIS Login ID", Brightspace and Blackboard "Username").
        platform_id: the platform's own number: Canvas "ID", Moodle's participant, Gradescope's submission.
        folder: name of the file or folder under which the platform's download had the submission.
        comment: one line of plain text for Moodle's "Feedback comments", where it is written as HTML.
    """

    name: str
    score: float | None
    maximum: float
    excused: bool = False
    email: str = ""
    sid: str = ""
    login: str = ""
    platform_id: str = ""
    folder: str = ""
    comment: str = ""


@dataclass(frozen=True)
class Filled:
    """A gradebook with grades, and sentences about what a person must look at before the upload.

    Args:
        content: the platform's file.
        name: suggested file name.
        unmatched_grades: people with a grade and without a row.
        unmatched_rows: rows that got no grade, with the reason.
        stale: rows that an import would skip or whose other grade it would overwrite.
        ambiguous: people whom several rows fit, or rows that fit several people; none of them was filled.
    """

    content: bytes
    name: str
    unmatched_grades: list[str]
    unmatched_rows: list[str]
    stale: list[str]
    ambiguous: list[str]


@dataclass(frozen=True)
class Person:
    """One row of a gradebook that stands for a person; keys that the file does not have are empty.

    Args:
        row: index into the sheet's rows.
        label: the row's place and the person's name, for sentences.
        key: the cell by which the platform knows the row, as printed.
        name: as printed, "First Last" or "Last, First".
        email: address.
        sid: student or organisation ID.
        login: user name.
        platform_id: the platform's own number.
    """

    row: int
    label: str
    key: str
    name: str = ""
    email: str = ""
    sid: str = ""
    login: str = ""
    platform_id: str = ""


@dataclass(frozen=True)
class Layout:
    """Where a gradebook keeps what: found anew in each file.

    Args:
        column: index of the column of grades.
        title: that column's title as printed.
        people: the rows of people.
        maxima: the assignment's points by row, as far as the file says them.
        locked: why an import would skip a row, by row.
        comment: index of the column of feedback comments, where there is one.
        excused: what the platform reads as excused; empty where it has no such mark.
    """

    column: int
    title: str
    people: list[Person]
    maxima: dict[int, float]
    locked: dict[int, str]
    comment: int | None = None
    excused: str = ""
