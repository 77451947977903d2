"""The class page: one self-contained file for staff, and the pages and tables that it links to."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, median

from autograder.files import write_atomically
from autograder.reports.page import load_template
from autograder.reports.summary import WORDS
from autograder.reports.text import clean, format_points
from scripts.classroom.pages.charts import histogram, share_bar
from scripts.classroom.pages.similar_code import Owners, SimilarCode
from scripts.classroom.pages.statistics import Statistics
from scripts.classroom.pages.student_files import page_name, render_student_page
from scripts.classroom.pages.tables import (
    HINT_HEADER,
    OUTCOME_HEADER,
    PEOPLE_HEADER,
    TEST_HEADER,
    Table,
    hint_rows,
    outcome_rows,
    person_row,
    test_rows,
)
from scripts.classroom.record.record import SUBMISSIONS, Record
from scripts.classroom.standing.adjustments import describe_change, history
from scripts.classroom.standing.grades import Grades, Standing

FOLDER = "pages"
TEMPLATES = Path(__file__).parent


@dataclass(frozen=True)
class Row:
    """A person in the page's table.

    Attributes:
        id: of the person.
        name: for people.
        key: another key of theirs, to filter by.
        state: where they stand.
        total: and the rest: points, None where there are none.
        page: path of the feedback page; empty where there is none.
        staff_page: the same for staff.
        reason: why there is no grade.
        notes: for staff.
    """

    id: int
    name: str
    key: str
    state: str
    total: float | None
    maximum: float
    tests: float | None
    marks: float | None
    by_hand: float
    late: float
    attempts: int
    page: str
    staff_page: str
    reason: str
    notes: tuple[str, ...]


def write_pages(
    record: Record,
    grades: Grades,
    find_similar: Callable[[Mapping[str, Sequence[str]]], SimilarCode],
    on_progress: Callable[[int], None] = lambda _: None,
) -> Path:
    """Write every page and table of a class below its folder, and return the path of the class page.

    Args:
        record: of the class.
        grades: of everybody, read once: each of them is unpacked and recomputed.
        find_similar: returns pairs whose code is alike, of the submissions that count and whose they are.
        on_progress: called with how many people are done.
    """
    folder = record.folder / FOLDER
    statistics, rows, owners = Statistics(), list[Row](), Owners()
    people, outcomes = Table(PEOPLE_HEADER), Table(OUTCOME_HEADER)
    gone: list[int] = []
    for count, standing in enumerate(grades, 1):
        if record.lacks_files_of(standing.hand_in):
            gone.append(standing.known.id)
        statistics.add(standing)
        owners.add(standing)
        people.add([person_row(standing)])
        outcomes.add(outcome_rows(standing))
        rows.append(_write_person(standing, grades, folder))
        on_progress(count)
    tests, hints = Table(TEST_HEADER), Table(HINT_HEADER)
    tests.add(test_rows(statistics))
    hints.add(hint_rows(statistics, {row.id: row.name for row in rows}))
    for name, table in (("people", people), ("tests", tests), ("hints", hints), ("outcomes", outcomes)):
        write_atomically(folder / f"{name}.csv", table.encode())
    page = render_class_page(record, grades, statistics, rows, find_similar(owners.people), gone)
    write_atomically(folder / "class.html", page.encode())
    return folder / "class.html"


def _write_person(standing: Standing, grades: Grades, folder: Path) -> Row:
    """Write a person's pages and return their row."""
    name, paths = page_name(standing), {False: "", True: ""}
    for staff, place in ((False, "feedback"), (True, "staff")):
        page = None if grades.build is None else render_student_page(standing, grades.build.manifest, staff=staff)
        if page is not None:
            paths[staff] = f"{place}/{name}"
            write_atomically(folder / place / name, page)
    person = standing.known.person
    return Row(
        id=standing.known.id, name=clean(person.name or person.describe()), key=clean(person.email or person.sid or person.login),
        state=standing.state, total=standing.total, maximum=standing.maximum, tests=standing.tests,
        marks=standing.marks if standing.unmarked < len(standing.written) else None, by_hand=standing.by_hand,
        late=standing.lateness.percent, attempts=standing.attempts, page=paths[False], staff_page=paths[True],
        reason=clean(standing.reason), notes=tuple(map(clean, standing.notes)),
    )  # fmt: skip


def render_class_page(
    record: Record,
    grades: Grades,
    statistics: Statistics,
    rows: Sequence[Row],
    similar: SimilarCode,
    gone: Sequence[int],
) -> str:
    """Return the class page.

    Args:
        record: of the class.
        grades: of everybody.
        statistics: of the same.
        rows: of the table of people.
        similar: pairs whose code is alike.
        gone: ids of people whose files are not in the class's folder any more.
    """
    script = (TEMPLATES / "class_page.js").read_text(encoding="utf-8")
    everybody, nobody = statistics.same_for_all()
    names = {row.id: row for row in rows}
    return load_template(TEMPLATES / "class_page.html.j2").render(
        script=script,
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        build=grades.build,
        statistics=statistics,
        rows=rows,
        people=names,
        median=median(statistics.shares) if statistics.shares else 0.0,
        mean=fmean(statistics.shares) if statistics.shares else 0.0,
        histogram=histogram(statistics.distribution),
        share_bar=share_bar,
        everybody=everybody,
        nobody=nobody,
        unmatched=record.unmatched(),
        changes=[
            (change, names.get(change.person), describe_change(change, {id: row.name for id, row in names.items()}))
            for change in history(record)
        ],
        failures=[(names[person], log) for person, log in _failures(record, grades).items() if person in names],
        words=WORDS,
        points=format_points,
        similar=similar,
        gone=gone,
        submissions=SUBMISSIONS,
    )


def _failures(record: Record, grades: Grades) -> dict[int, str]:
    """Return what the machine said last of whose submissions still have no result by its fault, under the build that counts."""
    rows = record.query(
        "select member.person as person, failure.log as log from failure join result using (submission, build, device) "
        "join hand_in on hand_in.submission = failure.submission join member on member.hand_in = hand_in.id "
        "where result.status = 'machine' and result.build = ? order by failure.id",
        None if grades.build is None else grades.build.id,
    )
    return {row["person"]: row["log"] for row in rows}
