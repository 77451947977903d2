"""From the record to a platform: its gradebook filled in, the feedback of those for whom something changed, and what was sent."""

from __future__ import annotations

import dataclasses
import hashlib
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path

import msgspec

from autograder.files import write_atomically
from autograder.model.manifest import Manifest
from scripts.classroom.gradebooks.feedback import Page, feedback_bundle
from scripts.classroom.gradebooks.filling import fill
from scripts.classroom.gradebooks.model import Filled, Grade
from scripts.classroom.pages.student_files import render_student_page
from scripts.classroom.record.record import Known, Record, now
from scripts.classroom.standing.grades import Grades, Standing, State
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
        waiting: how many wait to be graded.
        changed: how many have another grade or page than the platform was given before.
        left_out: sentences about pages that are not in the zip.
        without: names of people without a grade, with the reason.
        undated: names of people who are late by an unknown time, so that nothing was taken off.
    """

    gradebook: Path
    feedback: Path | None
    filled: Filled
    people: int = 0
    waiting: int = 0
    changed: int = 0
    left_out: list[str] = field(default_factory=list)
    without: list[str] = field(default_factory=list)
    undated: list[str] = field(default_factory=list)


def publish(
    record: Record,
    grades: Grades,
    platform: str,
    gradebook: Path | None,
    column: str,
    author: str,
    *,
    with_unmarked: bool = False,
) -> Published:
    """Write a platform's gradebook and its bundle of feedback, and note in the record what they hold.

    Args:
        record: of the class.
        grades: of everybody.
        platform: one of the gradebooks' platforms.
        gradebook: as it was downloaded; None where the file is made from nothing.
        column: title of the assignment's column.
        author: who publishes.
        with_unmarked: let written answers count as 0 that nobody marked yet.

    Raises:
        SpecError: the gradebook cannot be filled, or answers are not marked; nothing was written.
    """
    if grades.build is None:
        raise SpecError("nothing was graded yet; run make grade-class first.")
    try:
        given = None if gradebook is None else gradebook.read_bytes()
    except OSError as error:
        raise SpecError(f"{gradebook}: {error.strerror}; GRADEBOOK is the file that you downloaded.") from error
    class_read = _read_class(grades, grades.build.manifest, platform)
    if class_read.unmarked and not with_unmarked:
        raise SpecError(
            f"{class_read.unmarked} of {class_read.answers} written answers are not marked and would count as 0; mark them with "
            "make mark, or publish them so with UNMARKED=1."
        )
    before = _sent_before(record, platform)
    changed = [one for one in class_read.entries if before.get(one.known.id, (None, NO_PAGE)) != one.sent]
    filled = fill(platform, [one.grade for one in class_read.entries], given, column)
    folder = _choose_folder(record, platform)
    done = Published(folder / filled.name, None, filled, changed=len(changed))
    done.without = [
        f"{one.known.person.describe()}: {one.state}" for one in class_read.entries if one.grade.score is None
    ]
    done.undated = [one.known.person.describe() for one in class_read.entries if one.has_unknown_lateness]
    done.people = len(class_read.entries) - len(done.without)
    done.waiting = sum(one.state == "waiting" for one in class_read.entries)
    write_atomically(done.gradebook, filled.content)
    if any(one.digest != NO_PAGE for one in changed):
        done.feedback = folder / "feedback.zip"
        done.left_out = feedback_bundle(platform, _pages(grades, grades.build.manifest, changed), done.feedback)
    with record.transaction() as database:
        added = database.execute(
            "insert into publication (platform, place, author, at) values (?, ?, ?, ?)",
            (platform, str(folder), author, now()),
        )
        database.executemany(
            "insert into published values (?, ?, ?, ?)",
            [(added.lastrowid, one.known.id, *one.sent) for one in class_read.entries],
        )
    return done


@dataclass(frozen=True)
class _Entry:
    """A person as the platform will have them, without the grading, which is large."""

    known: Known
    state: State
    grade: Grade
    digest: str  # of the feedback page
    has_unknown_lateness: bool

    @property
    def sent(self) -> tuple[float | None, str]:
        """What the record keeps, to know next time what changed."""
        return self.grade.score, self.digest


@dataclass
class _ClassRead:
    """Everybody, read once: each standing is unpacked and recomputed."""

    entries: list[_Entry] = field(default_factory=list)
    answers: int = 0
    unmarked: int = 0


def _read_class(grades: Grades, manifest: Manifest, platform: str) -> _ClassRead:
    found, maximum = _ClassRead(), 0.0
    for standing in grades:
        page = render_student_page(_without_time(standing), manifest)
        digest = NO_PAGE if page is None else hashlib.sha256(page).hexdigest()[:16]
        found.entries.append(
            _Entry(standing.known, standing.state, to_grade(standing, platform), digest, standing.has_unknown_lateness)
        )
        found.answers += len(standing.written)
        found.unmarked += standing.unmarked
        maximum = max(maximum, standing.maximum)
    found.entries = [
        dataclasses.replace(one, grade=dataclasses.replace(one.grade, maximum=maximum)) for one in found.entries
    ]
    return found


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


def to_grade(standing: Standing, platform: str) -> Grade:
    """Return a person's grade as a gradebook takes it.

    Args:
        standing: of the person.
        platform: for which the person's number and folder count.
    """
    person, hand_in = standing.known.person, standing.hand_in
    own, _, number = person.platform_id.partition(":")
    is_theirs = hand_in is not None and hand_in.platform.lower() == platform
    if platform == "gradescope" and hand_in is not None and is_theirs:
        own, number = platform, hand_in.label.removeprefix("submission_")
    return Grade(
        name=person.name, score=standing.total, maximum=standing.maximum, excused=standing.state == "exempt", email=person.email,
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


def _pages(grades: Grades, manifest: Manifest, entries: Sequence[_Entry]) -> Iterator[Page]:
    for entry in entries:
        page = render_student_page(grades.of(entry.known), manifest)
        if page is not None:
            yield entry.grade, page
