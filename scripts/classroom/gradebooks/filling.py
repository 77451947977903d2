"""Fill grades into a platform's gradebook, and read a gradebook's grades."""

from __future__ import annotations

import csv
import html
import io
import math
from collections.abc import Callable, Sequence

from scripts.classroom.gradebooks.layouts import (
    blackboard_layout,
    brightspace_layout,
    canvas_layout,
    csv_layout,
    gradescope_layout,
)
from scripts.classroom.gradebooks.matching import Matching, match_people
from scripts.classroom.gradebooks.model import Filled, Grade, Layout, Person, check_platform
from scripts.classroom.gradebooks.moodle import moodle_layout
from scripts.classroom.gradebooks.names import defuse, display, safe_name
from scripts.classroom.gradebooks.numbers import DECIMALS, SAME, format_number, parse_number, uses_comma
from scripts.classroom.gradebooks.sheet import Sheet, read_sheet
from scripts.errors import SpecError

LAYOUTS: dict[str, Callable[[Sheet, str], Layout]] = {
    "canvas": canvas_layout,
    "moodle": moodle_layout,
    "gradescope": gradescope_layout,
    "brightspace": brightspace_layout,
    "blackboard": blackboard_layout,
    "csv": csv_layout,
}
DOWNLOADS = {
    "canvas": "on Canvas open Grades and choose Export, Export Entire Gradebook",
    "moodle": "on Moodle open the assignment's submissions and choose Download grading worksheet (the assignment needs the "
    "feedback type Offline grading worksheet)",
    "brightspace": "on Brightspace open Grades, Enter Grades, Export, choose the key field Both, Points grade and the grade item, "
    "and then Export to CSV",
    "blackboard": "on Blackboard open the gradebook and choose Download Grades (or Work Offline, Download) with the full gradebook",
}
UNGRADED = ("", "-")  # what platforms print where there is no grade
LIMITED = ("moodle", "brightspace")  # which skip or cut a grade above the maximum


def fill(platform: str, grades: Sequence[Grade], gradebook: bytes | None, column: str) -> Filled:
    """Fill grades into a gradebook that was downloaded; every cell but those of grades and comments keeps its bytes.

    A person without a score leaves the cell as it is. A row that the platform has locked is not filled.

    Args:
        platform: one of PLATFORMS.
        grades: one for each person.
        gradebook: the platform's file; None makes a new one, for gradescope and csv only.
        column: title of the assignment's column, without or with what the platform adds to it.

    Raises:
        SpecError: the file is not the platform's, the column is missing or fits several titles, the maximum differs, or a score is
            no number of points.
    """
    _check_grades(platform, grades)
    if gradebook is None:
        return _make_new(platform, grades, column)
    sheet = read_sheet(gradebook)
    layout = LAYOUTS[platform](sheet, column)
    matching = match_people(grades, layout.people)
    _check_numbers(grades, matching, layout)
    _check_maximum(grades, matching, layout)
    grade_of = {row: grades[number] for number, row in matching.rows.items()}
    comma = uses_comma(_numbers(sheet, layout), sheet.delimiter)
    stale: list[str] = []
    rows_left: list[str] = []
    for person in layout.people:
        grade = grade_of.get(person.row)
        text = _cell_text(grade, layout, comma) if grade else None
        if grade is None or text is None:
            if person.row not in matching.doubtful and (sentence := _describe_left(person, grade)):
                rows_left.append(sentence)
        elif person.row in layout.locked:
            stale.append(
                f"{person.label}: {layout.locked[person.row]}; {text} was not filled in, because an import skips it."
            )
        else:
            stale += _fill_row(sheet, layout, person, grade, text)
            if platform in LIMITED and not grade.excused and (grade.score or 0) > grade.maximum + SAME:
                stale.append(
                    f"{person.label}: {text} is above the maximum, which an import skips or cuts; raise it on the platform."
                )
    lost = [_describe_unmatched(grades[number]) for number in matching.unmatched if _has_grade(grades[number])]
    return Filled(
        sheet.encode(), _file_name(platform, column, sheet.delimiter), lost, rows_left, stale, matching.ambiguous
    )


def read_back(platform: str, content: bytes, column: str) -> dict[str, float]:
    """Read the grades of a gradebook.

    Args:
        platform: one of PLATFORMS.
        content: the file, filled or as downloaded.
        column: as for ``fill``.

    Returns:
        Points by the cell that names the row, as printed; rows whose grade is no number are left out. Where several rows have the
        same name and nothing else, the line is added to it.

    Raises:
        SpecError: the file is not the platform's, or the column is missing or fits several titles.
    """
    check_platform(platform)
    sheet = read_sheet(content)
    layout = LAYOUTS[platform](sheet, column)
    grades: dict[str, float] = {}
    for person in layout.people:
        score = parse_number(sheet.value(person.row, layout.column))
        if score is not None:
            key = f"{person.key} (line {sheet.rows[person.row].line})" if person.key in grades else person.key
            grades[key] = score
    return grades


def _check_grades(platform: str, grades: Sequence[Grade]) -> None:
    check_platform(platform)
    for grade in grades:
        if grade.score is not None and not (math.isfinite(grade.score) and grade.score >= 0):
            raise SpecError(f"{display(grade.name)}: {grade.score} is no number of points; correct this grade.")


def _check_numbers(grades: Sequence[Grade], matching: Matching, layout: Layout) -> None:
    """Refuse a file in which everybody who was found has another number: Moodle gives people new ones for each assignment."""
    numbers = {person.row: person.platform_id for person in layout.people}
    pairs = [(grades[number].platform_id, numbers.get(row, "")) for number, row in matching.rows.items()]
    known = [(ours, theirs) for ours, theirs in pairs if ours and theirs]
    if known and all(ours != theirs for ours, theirs in known):
        raise SpecError(
            f"gradebook: nobody has the number there that the export gave ({known[0][1]} and {known[0][0]}, for example), so it is "
            "the file of another assignment or course; download this one's."
        )


def _check_maximum(grades: Sequence[Grade], matching: Matching, layout: Layout) -> None:
    """Refuse a file with another maximum: a platform takes points as they are, so that every grade would be wrong."""
    for number, row in matching.rows.items():
        theirs, ours = layout.maxima.get(row), grades[number].maximum
        if theirs is not None and abs(theirs - ours) > SAME:
            raise SpecError(
                f'gradebook: "{layout.title}" has a maximum of {format_number(theirs)} points there, and the assignment gives '
                f"{format_number(ours)}; set the maximum to {format_number(ours)} on the platform and download the file again."
            )


def _numbers(sheet: Sheet, layout: Layout) -> list[str]:
    """Return cells that show how the file prints decimals: grades, and numbers of Moodle's maxima or Canvas' points."""
    near = [cell for row in range(len(sheet.rows)) for cell in sheet.values(row)[layout.column : layout.column + 2]]
    return [cell for cell in near if parse_number(cell) is not None]


def _cell_text(grade: Grade, layout: Layout, comma: bool) -> str | None:
    if grade.excused:
        return layout.excused or None
    return None if grade.score is None else format_number(grade.score, comma)


def _fill_row(sheet: Sheet, layout: Layout, person: Person, grade: Grade, text: str) -> list[str]:
    """Write a grade and its comment, and return sentences about what they replace."""
    stale = []
    old = sheet.value(person.row, layout.column)
    before, after = parse_number(old), parse_number(text)
    changed = before is None or after is None or abs(before - after) > 10**-DECIMALS / 2
    if changed and old != text:
        close = before is not None and after is not None and abs(before - after) < SAME
        if old not in UNGRADED and not close:
            stale.append(
                f"{person.label}: has {display(old)} in the gradebook, which an import overwrites with {text}."
            )
        sheet.replace(person.row, layout.column, text)
    if layout.comment is not None and grade.comment.strip():
        # Moodle takes comments as HTML; in a paragraph, no spreadsheet takes one for a formula
        comment = f"<p>{html.escape(' '.join(grade.comment.split()), quote=False)}</p>"
        old = sheet.value(person.row, layout.comment)
        if old and old != comment:
            stale.append(f"{person.label}: has another comment in the gradebook, which an import overwrites.")
        if old != comment:
            sheet.replace(person.row, layout.comment, comment)
    return stale


def _has_grade(grade: Grade) -> bool:
    return grade.excused or grade.score is not None


def _describe_left(person: Person, grade: Grade | None) -> str:
    """Return a sentence about a row that was not filled; none about a person of whom the caller knows that there is no score."""
    if grade is None:
        return f"{person.label}: no grade was found for this row; its cell is as it was."
    if grade.excused:
        return f"{person.label}: is excused, which this file cannot say; excuse the person on the platform."
    return ""


def _describe_unmatched(grade: Grade) -> str:
    known = [display(one) for one in (grade.sid, grade.login, grade.email) if one]
    who = display(grade.name) + (f" ({', '.join(known)})" if known else "")
    what = "is excused" if grade.excused else f"has {format_number(grade.score or 0)} points"
    return f"{who}: {what}, and the gradebook has no row for this person; see that the person is in the course on the platform."


def _file_name(platform: str, column: str, delimiter: str) -> str:
    # Blackboard takes tables with tabs under .xls and .txt
    ending = {"blackboard": "xls"}.get(platform, "tsv") if delimiter == "\t" else "csv"
    return f"{safe_name(column, 'grades')}-{platform}.{ending}"


def _make_new(platform: str, grades: Sequence[Grade], column: str) -> Filled:
    """Write a file that no platform gave: each cell is safe to open in a spreadsheet."""
    if platform in DOWNLOADS:
        raise SpecError(
            f"{platform}: the gradebook is missing; {DOWNLOADS[platform]}, and name that file with GRADEBOOK=path."
        )
    table = (
        [_gradescope_row(one) for one in grades]
        if platform == "gradescope"
        else [_csv_row(one, column) for one in grades]
    )
    titles = list(table[0]) if table else ["Name", column]
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(titles if platform == "gradescope" else [defuse(one) for one in titles])
    writer.writerows([defuse(cell) for cell in row.values()] for row in table)
    without = [f"{display(one.name)}: is excused." for one in grades if one.excused]
    # With a mark, Excel reads accents right
    return Filled(stream.getvalue().encode("utf-8-sig"), _file_name(platform, column, ","), [], without, [], [])


def _counts(grade: Grade) -> bool:
    return grade.score is not None and not grade.excused


def _score_text(grade: Grade) -> str:
    return format_number(grade.score) if grade.score is not None and not grade.excused else ""


def _gradescope_row(grade: Grade) -> dict[str, str]:
    first, _, last = grade.name.strip().partition(" ")
    return {
        "First Name": first,
        "Last Name": last.strip(),
        "SID": grade.sid,
        "Email": grade.email,
        "Sections": "",
        "Total Score": _score_text(grade),
        "Max Points": format_number(grade.maximum),
        "Status": "Graded" if _counts(grade) else "Missing",
        "Submission ID": grade.platform_id,
        "Submission Time": "",
        "Lateness (H:M:S)": "",
        "View Count": "",
        "Submission Count": "",
    }


def _csv_row(grade: Grade, column: str) -> dict[str, str]:
    return {
        "Name": grade.name,
        "Email": grade.email,
        "Student ID": grade.sid,
        "Login": grade.login,
        column: _score_text(grade),
        "Maximum": format_number(grade.maximum),
        "Status": "excused" if grade.excused else "graded" if grade.score is not None else "missing",
        "Comment": " ".join(grade.comment.split()),
    }
