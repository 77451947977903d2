"""From the record to a platform: its gradebook filled in, the feedback of those for whom something changed, and what was sent."""

from __future__ import annotations

import dataclasses
import hashlib
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path

import msgspec

from autograder.files import write_atomically
from scripts.classroom.gradebooks.feedback import Page, feedback_bundle
from scripts.classroom.gradebooks.filling import fill
from scripts.classroom.gradebooks.model import Filled, Grade
from scripts.classroom.pages.student_files import render_student_page
from scripts.classroom.record.record import Record, now
from scripts.classroom.standing.grades import Grades, Standing
from scripts.errors import SpecError

FOLDER = "published"
NO_PAGE = ""  # digest of a person without a feedback page


@dataclass
class Published:
    """What was written, and what staff should look at before they upload it.

    Attributes:
        gradebook: path of the platform's file.
        feedback: path of the zip of pages; None where no page changed.
        filled: the sentences about the gradebook.
        people: how many have a grade.
        changed: how many have another grade or page than the platform was given before.
        left_out: sentences about pages that are not in the zip.
        without: names of people without a grade, with the reason.
    """

    gradebook: Path
    feedback: Path | None
    filled: Filled
    people: int = 0
    changed: int = 0
    left_out: list[str] = field(default_factory=list)
    without: list[str] = field(default_factory=list)


def publish(
    record: Record, grades: Grades, platform: str, gradebook: Path | None, column: str, author: str
) -> Published:
    """Write a platform's gradebook and its bundle of feedback, and note in the record what they hold.

    Args:
        record: of the class.
        grades: of everybody.
        platform: one of the gradebooks' platforms.
        gradebook: as it was downloaded; None where the file is made from nothing.
        column: title of the assignment's column.
        author: who publishes.

    Raises:
        SpecError: the gradebook cannot be filled; nothing was written.
    """
    if grades.build is None:
        raise SpecError("nothing was graded yet; run make grade-class first.")
    try:
        given = None if gradebook is None else gradebook.read_bytes()
    except OSError as error:
        raise SpecError(f"{gradebook}: {error.strerror}; GRADEBOOK is the file that you downloaded.") from error
    maximum = max((standing.maximum for standing in grades), default=0.0)
    before = _sent_before(record, platform)
    entries: list[Grade] = []
    sent: list[tuple[int, float | None, str]] = []
    changed: list[int] = []
    without: list[str] = []
    for standing in grades:
        grade = to_grade(standing, platform, maximum)
        entries.append(grade)
        if grade.score is None:
            without.append(f"{standing.known.person.describe()}: {standing.state}")
        page = render_student_page(_without_time(standing), grades.build.manifest)
        digest = NO_PAGE if page is None else hashlib.sha256(page).hexdigest()[:16]
        sent.append((standing.known.id, grade.score, digest))
        if before.get(standing.known.id, (None, NO_PAGE)) != (grade.score, digest):
            changed.append(standing.known.id)
    filled = fill(platform, entries, given, column)
    folder = _choose_folder(record, platform)
    done = Published(folder / filled.name, None, filled, len(entries) - len(without), len(changed), without=without)
    write_atomically(done.gradebook, filled.content)
    if any(digest != NO_PAGE for id, _, digest in sent if id in set(changed)):
        done.feedback = folder / "feedback.zip"
        done.left_out = feedback_bundle(platform, _pages(grades, platform, maximum, set(changed)), done.feedback)
    with record.transaction() as database:
        added = database.execute(
            "insert into publication (platform, place, author, at) values (?, ?, ?, ?)",
            (platform, str(folder), author, now()),
        )
        database.executemany("insert into published values (?, ?, ?, ?)", [(added.lastrowid, *row) for row in sent])
    return done


def count_unmarked(grades: Grades) -> tuple[int, int]:
    """Return how many written answers of graded people are not marked, and of how many; (0, 0) before marking began."""
    answers = [answer for standing in grades for answer in standing.written]
    return sum(answer.points is None for answer in answers), len(answers)


def _without_time(standing: Standing) -> Standing:
    """Return a standing whose page does not say how long grading took: that is no change to be sent."""
    if standing.grading is None:
        return standing
    return dataclasses.replace(standing, grading=msgspec.structs.replace(standing.grading, seconds=0.0))


def _choose_folder(record: Record, platform: str) -> Path:
    """Return a folder that no publication has, named by the time."""
    stamp = datetime.now(timezone.utc).strftime("%Y%m%d-%H%M%S")
    names = (f"{stamp}-{platform}{f'-{number}' if number > 1 else ''}" for number in itertools.count(1))
    return next(folder for name in names if not (folder := record.folder / FOLDER / name).exists())


def to_grade(standing: Standing, platform: str, maximum: float) -> Grade:
    """Return a person's grade as a gradebook takes it.

    Args:
        standing: of the person.
        platform: for which the person's number and folder count.
        maximum: points that the assignment gives.
    """
    person, hand_in = standing.known.person, standing.hand_in
    own, _, number = person.platform_id.partition(":")
    is_theirs = hand_in is not None and hand_in.platform.lower() == platform
    if platform == "gradescope" and hand_in is not None and is_theirs:
        own, number = platform, hand_in.label.removeprefix("submission_")
    return Grade(
        name=person.name, score=standing.total, maximum=maximum, excused=standing.state == "exempt", email=person.email,
        sid=person.sid, login=person.login, platform_id=number if own == platform else "",
        folder=hand_in.label if hand_in is not None and is_theirs else "", comment=standing.lateness.sentence,
    )  # fmt: skip


def _sent_before(record: Record, platform: str) -> dict[int, tuple[float | None, str]]:
    """Return score and page's digest that each person had when the platform was given grades last."""
    rows = record.query(
        "select person, score, digest from published where publication = "
        "(select max(id) from publication where platform = ?)",
        platform,
    )
    return {row["person"]: (row["score"], row["digest"]) for row in rows}


def _pages(grades: Grades, platform: str, maximum: float, people: set[int]) -> Iterator[Page]:
    for standing in grades:
        if standing.known.id in people and grades.build is not None:
            page = render_student_page(standing, grades.build.manifest)
            if page is not None:
                yield to_grade(standing, platform, maximum), _returning(page)


def _returning(page: bytes) -> Callable[[], bytes]:
    return lambda: page
