"""The class page: one self-contained file for staff, and the pages and tables that it links to."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import jinja2

from autograder.files import write_atomically
from autograder.reports.summary import WORDS
from autograder.reports.text import clean, format_points
from scripts.classroom.pages.charts import histogram, share_bar
from scripts.classroom.pages.similar_code import SimilarCode
from scripts.classroom.pages.statistics import Statistics, median
from scripts.classroom.pages.student_files import page_name, render_student_page
from scripts.classroom.pages.tables import (
    OUTCOME_HEADER,
    PEOPLE_HEADER,
    hint_rows,
    outcome_rows,
    person_row,
    test_rows,
    to_csv,
)
from scripts.classroom.record.record import Record
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
    record: Record, grades: Grades, similar: SimilarCode, on_progress: Callable[[int], None] = lambda _: None
) -> Path:
    """Write every page and table of a class below its folder, and return the path of the class page.

    Args:
        record: of the class.
        grades: of everybody.
        similar: pairs whose code is alike.
        on_progress: called with how many people are done.
    """
    folder = record.folder / FOLDER
    statistics, rows = Statistics(), list[Row]()
    unmarked = [0, 0]  # written answers, and all of them
    people: list[Sequence[object]] = [PEOPLE_HEADER]
    outcomes = io.StringIO(newline="")
    outcome_table = csv.writer(outcomes)
    outcome_table.writerow(OUTCOME_HEADER)
    for count, standing in enumerate(grades, 1):
        statistics.add(standing)
        unmarked[0] += sum(answer.points is None for answer in standing.written)
        unmarked[1] += len(standing.written)
        people.append(person_row(standing))
        outcome_table.writerows(outcome_rows(standing))
        rows.append(_write_person(standing, grades, folder))
        on_progress(count)
    names = {row.id: row.name for row in rows}
    write_atomically(folder / "people.csv", to_csv(people))
    write_atomically(folder / "tests.csv", to_csv(test_rows(statistics)))
    write_atomically(folder / "hints.csv", to_csv(hint_rows(statistics, names)))
    write_atomically(folder / "outcomes.csv", _read_back(outcomes))
    page = render_class_page(record, grades, statistics, rows, similar, unmarked)
    write_atomically(folder / "class.html", page.encode())
    return folder / "class.html"


def _read_back(text: io.StringIO) -> bytes:
    text.seek(0)
    return to_csv(list(csv.reader(text)))


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
        marks=standing.marks if any(one.points is not None for one in standing.written) else None, by_hand=standing.by_hand,
        late=standing.lateness.percent, attempts=standing.attempts, page=paths[False], staff_page=paths[True],
        reason=clean(standing.reason), notes=tuple(map(clean, standing.notes)),
    )  # fmt: skip


def render_class_page(
    record: Record,
    grades: Grades,
    statistics: Statistics,
    rows: Sequence[Row],
    similar: SimilarCode,
    unmarked: Sequence[int],
) -> str:
    """Return the class page."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    script = (TEMPLATES / "class_page.js").read_text(encoding="utf-8")
    everybody, nobody = statistics.same_for_all()
    names = {row.id: row for row in rows}
    return environment.get_template("class_page.html.j2").render(
        script=script,
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        build=grades.build,
        statistics=statistics,
        rows=rows,
        people=names,
        median=median(statistics.shares),
        mean=sum(statistics.shares) / len(statistics.shares) if statistics.shares else 0.0,
        histogram=histogram(statistics.distribution),
        share_bar=share_bar,
        hints=sorted(statistics.hints.items(), key=lambda item: (-len(item[1]), item[0])),
        everybody=everybody,
        nobody=nobody,
        unmatched=record.unmatched(),
        changes=[
            (change, names.get(change.person), describe_change(change, {id: row.name for id, row in names.items()}))
            for change in history(record)
        ],
        failures=[(names[row["person"]], row["log"]) for row in _failures(record) if row["person"] in names],
        words=WORDS,
        points=format_points,
        similar=similar,
        unmarked=unmarked,
    )


def _failures(record: Record) -> list[Mapping[str, object]]:
    """Return what the machine said of submissions that still have no result by its fault."""
    return [
        dict(row)
        for row in record.query(
            "select distinct member.person as person, failure.log as log "
            "from failure join result using (submission, build, device) "
            "join hand_in on hand_in.submission = failure.submission join member on member.hand_in = hand_in.id "
            "where result.status = 'machine'"
        )
    ]
