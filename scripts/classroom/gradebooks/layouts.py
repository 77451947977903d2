"""Where Canvas, Gradescope, Brightspace, Blackboard and plain tables keep people and grades."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from scripts.classroom.gradebooks.model import Layout, Person
from scripts.classroom.gradebooks.names import display, restore
from scripts.classroom.gradebooks.numbers import parse_number
from scripts.classroom.gradebooks.sheet import Sheet
from scripts.errors import SpecError

MAX_LISTED = 20  # columns that a sentence names

CANVAS_TITLE = re.compile(r"(?P<title>.*?)(?:\s*\(\d+\))?\Z", re.DOTALL)
CANVAS_PEOPLE = (
    "student", "lastname", "firstname", "id", "sis user id", "sis login id", "integration id", "root account", "section"
)  # fmt: skip
CANVAS_COMPUTED = re.compile(r"(?:current|final|override) (?:score|points|grade|status)", re.IGNORECASE)
POINTS_POSSIBLE = "points possible"
BRIGHTSPACE_TITLE = re.compile(r"(?P<title>.+?) Points Grade(?:\s*<(?P<facts>.*)>)?\Z", re.DOTALL | re.IGNORECASE)
BRIGHTSPACE_END = "end-of-line indicator"
# "up to" marks a column that Blackboard computes
BLACKBOARD_TITLE = re.compile(r"(?P<title>.+?)\s*\[[^\]]*?:\s*(?P<points>[\d.,]+)\s[^\]]*\]\s*\|\s*\d+\Z", re.DOTALL)

GRADESCOPE_FACTS = (
    " - max points",
    " - submission time",
    " - lateness (h:m:s)",
)  # of a course's export, beside each grade

# How registers and exports call the keys of a person, in small letters
NAMES = ("name", "full name", "student", "student name")
FIRST_NAMES = ("first name", "firstname", "given name")
LAST_NAMES = ("last name", "lastname", "surname", "family name")
EMAILS = ("email", "e-mail", "email address", "mail")
SIDS = ("sid", "student id", "id", "id number", "sis user id", "orgdefinedid", "matriculation number")
LOGINS = ("login", "username", "user name", "user", "sis login id", "netid")

Candidate = tuple[int, str]  # a column's index, and its title without what the platform adds


def canvas_layout(sheet: Sheet, column: str) -> Layout:
    """Read a gradebook as Canvas exports it.

    Raises:
        SpecError: it is none, or the column is missing, fits several titles, or is computed by Canvas.
    """
    headers = sheet.values(0)
    lower = [one.lower() for one in headers]
    require(lower, ("id",), "a gradebook that Canvas exports (columns Student, ID, Section)")
    candidates = [
        (index, CANVAS_TITLE.sub(r"\g<title>", header))
        for index, header in enumerate(headers)
        if header and lower[index] not in CANVAS_PEOPLE and not CANVAS_COMPUTED.search(header)
    ]
    chosen = choose_column(headers, candidates, column)
    name, number = position(lower, NAMES), position(lower, ("id",))
    people, points = [], ""
    for row in range(1, len(sheet.rows)):
        first = sheet.value(row, name if name is not None else 0)
        if POINTS_POSSIBLE in sheet.value(row, 0).lower():
            points = sheet.value(row, chosen)
        elif first or sheet.value(row, number):
            people.append(
                person(
                    sheet,
                    row,
                    name=first if name is not None else joined_name(sheet, row, lower),
                    platform_id=sheet.value(row, number),
                    sid=sheet.value(row, position(lower, ("sis user id",))),
                    login=sheet.value(row, position(lower, ("sis login id",))),
                )
            )
    if "read" in points.lower():
        raise SpecError(
            f'gradebook: Canvas computes "{headers[chosen]}" itself (read only); choose an assignment\'s column.'
        )
    absent = "is not assigned to this person on Canvas (N/A)"
    locked = {one.row: absent for one in people if sheet.value(one.row, chosen).upper() == "N/A"}
    return Layout(chosen, headers[chosen], people, same_maximum(people, parse_number(points)), locked, excused="EX")


def brightspace_layout(sheet: Sheet, column: str) -> Layout:
    """Read grades as Brightspace exports them: titles with "Points Grade", IDs behind a "#".

    Raises:
        SpecError: it is no such file, or the column is missing or fits several titles.
    """
    headers = sheet.values(0)
    lower = [one.lower() for one in headers]
    known = "grades that Brightspace exports (columns OrgDefinedId or Username, and End-of-Line Indicator)"
    require(lower, ("orgdefinedid", "username"), known)
    require(lower, (BRIGHTSPACE_END,), known)
    matches = {index: match for index, one in enumerate(headers) if (match := BRIGHTSPACE_TITLE.match(one))}
    chosen = choose_column(headers, [(index, match["title"]) for index, match in matches.items()], column)
    facts = re.search(r"MaxPoints:\s*([\d.,]+)", (matches[chosen]["facts"] or "") if chosen in matches else "")
    people = [
        person(
            sheet,
            row,
            name=joined_name(sheet, row, lower),
            sid=sheet.value(row, position(lower, ("orgdefinedid",))).removeprefix("#"),
            login=sheet.value(row, position(lower, ("username",))).removeprefix("#"),
            email=sheet.value(row, position(lower, EMAILS)),
            key=sheet.value(row, position(lower, ("orgdefinedid",)))
            or sheet.value(row, position(lower, ("username",))),
        )
        for row in filled_rows(sheet)
    ]
    maximum = parse_number(facts[1]) if facts else None
    return Layout(chosen, headers[chosen], people, same_maximum(people, maximum), {})


def blackboard_layout(sheet: Sheet, column: str) -> Layout:
    """Read grades as Blackboard downloads them: titles with points and a column number, commas or tabs.

    Raises:
        SpecError: it is no such file, or the column is missing or fits several titles.
    """
    headers = sheet.values(0)
    lower = [one.lower() for one in headers]
    require(lower, ("username",), "a full download of Blackboard's grades (columns Last Name, First Name, Username)")
    matches = {index: match for index, one in enumerate(headers) if (match := BLACKBOARD_TITLE.match(one))}
    chosen = choose_column(headers, [(index, match["title"]) for index, match in matches.items()], column)
    people = [
        person(
            sheet,
            row,
            name=joined_name(sheet, row, lower),
            sid=sheet.value(row, position(lower, ("student id",))),
            login=sheet.value(row, position(lower, ("username",))),
            key=sheet.value(row, position(lower, ("username",))),
        )
        for row in filled_rows(sheet)
    ]
    maximum = parse_number(matches[chosen]["points"]) if chosen in matches else None
    return Layout(chosen, headers[chosen], people, same_maximum(people, maximum), {})


def gradescope_layout(sheet: Sheet, column: str) -> Layout:
    """Read grades as Gradescope exports them, of one assignment ("Total Score") or of the course (one column each).

    Raises:
        SpecError: it is no such file, or has no column for the assignment.
    """
    headers = sheet.values(0)
    lower = [one.lower() for one in headers]
    require(lower, ("sid", "email"), "grades that Gradescope exports (columns First Name, Last Name, SID, Email)")
    single = position(lower, ("total score",))
    if single is not None and column not in headers:
        chosen, points = single, position(lower, ("max points",))
    else:
        people_columns = ("first name", "last name", "name", "sid", "email", "sections")
        titles = [
            (index, one)
            for index, one in enumerate(headers)
            if lower[index] not in people_columns and not lower[index].endswith(GRADESCOPE_FACTS)
        ]
        chosen = choose_column(headers, titles, column)
        points = position(lower, (f"{lower[chosen]} - max points",))
    people = table_people(sheet, lower, platform_id=position(lower, ("submission id",)))
    maxima = {one.row: value for one in people if (value := parse_number(sheet.value(one.row, points))) is not None}
    return Layout(chosen, headers[chosen], people, maxima, {})


def csv_layout(sheet: Sheet, column: str) -> Layout:
    """Read a table of one's own: a column for the assignment, and any of name, e-mail, ID and login.

    Raises:
        SpecError: the table has no column that tells people apart, or none for the assignment.
    """
    headers = sheet.values(0)
    lower = [one.lower() for one in headers]
    keys = (*NAMES, *FIRST_NAMES, *LAST_NAMES, *EMAILS, *SIDS, *LOGINS)
    require(lower, keys, "a table of people (a column Name, Email, Student ID or Login)")
    chosen = choose_column(
        headers, [(i, restore(one)) for i, one in enumerate(headers) if lower[i] not in keys], column
    )
    people = table_people(sheet, lower)
    points = position(lower, ("maximum", "max points"))
    maxima = {one.row: value for one in people if (value := parse_number(sheet.value(one.row, points))) is not None}
    return Layout(chosen, headers[chosen], people, maxima, {})


def table_people(sheet: Sheet, lower: Sequence[str], platform_id: int | None = None) -> list[Person]:
    """Return the people of a table whose keys have usual titles."""
    sid, email, login = position(lower, SIDS), position(lower, EMAILS), position(lower, LOGINS)
    return [
        person(
            sheet,
            row,
            name=joined_name(sheet, row, lower),
            sid=restore(sheet.value(row, sid)),
            email=restore(sheet.value(row, email)),
            login=restore(sheet.value(row, login)),
            platform_id=sheet.value(row, platform_id),
        )
        for row in filled_rows(sheet)
    ]


def person(sheet: Sheet, row: int, *, key: str = "", **keys: str) -> Person:
    """Make a row's person.

    Args:
        sheet: the gradebook.
        row: index of the row.
        key: the cell that names the row, where it is not the first of the keys that is there.
        keys: name, email, sid, login, platform_id.
    """
    key = key or next((keys[one] for one in ("platform_id", "sid", "email", "login", "name") if keys.get(one)), "")
    label = f"line {sheet.rows[row].line}, {display(keys.get('name', '') or key) or 'without a name'}"
    return Person(row=row, label=label, key=key, **keys)


def joined_name(sheet: Sheet, row: int, lower: Sequence[str]) -> str:
    """Return a row's name, of one column or of two."""
    first, last = position(lower, FIRST_NAMES), position(lower, LAST_NAMES)
    if first is not None or last is not None:
        return f"{restore(sheet.value(row, first))} {restore(sheet.value(row, last))}".strip()
    return restore(sheet.value(row, position(lower, NAMES)))


def filled_rows(sheet: Sheet) -> list[int]:
    """Return the rows below the header in which something is written."""
    return [row for row in range(1, len(sheet.rows)) if any(sheet.values(row))]


def same_maximum(people: Iterable[Person], maximum: float | None) -> dict[int, float]:
    """Return one maximum for all rows, or none at all."""
    return {} if maximum is None else {one.row: maximum for one in people}


def position(lower: Sequence[str], titles: Iterable[str]) -> int | None:
    """Return the first column that has one of the titles, in the titles' order."""
    return next((lower.index(title) for title in titles if title in lower), None)


def require(lower: Sequence[str], titles: Iterable[str], what: str) -> None:
    """Refuse a file that has none of the titles.

    Raises:
        SpecError: says what was expected.
    """
    if position(lower, titles) is None:
        raise SpecError(f"gradebook, line 1: this is not {what}; give the file that the platform exports, unchanged.")


def choose_column(headers: Sequence[str], candidates: Sequence[Candidate], column: str) -> int:
    """Return the index of the assignment's column: the whole title as printed, else the title without what the platform adds.

    Raises:
        SpecError: no title or several fit; the sentence lists the columns there are.
    """
    wanted = _plain(column)
    tests: tuple[Callable[[Candidate], bool], ...] = (
        lambda one: headers[one[0]] == column,
        lambda one: _plain(headers[one[0]]) == wanted,
        lambda one: _plain(one[1]) == wanted,
    )
    for fits in tests:
        found = [one for one in candidates if fits(one)]
        if len(found) == 1:
            return found[0][0]
        if found:
            names = ", ".join(f'"{display(headers[index])}"' for index, _ in found)
            raise SpecError(
                f'gradebook, line 1: "{column}" fits {len(found)} columns: {names}; give the whole title of one of them.'
            )
    names = ", ".join(f'"{display(headers[index])}"' for index, _ in candidates[:MAX_LISTED]) or "none"
    more = f" and {len(candidates) - MAX_LISTED} more" if len(candidates) > MAX_LISTED else ""
    raise SpecError(
        f'gradebook, line 1: no column is called "{column}"; columns for grades are {names}{more}. '
        "Give one of these titles, or make the assignment on the platform and download the file again."
    )


def _plain(title: str) -> str:
    return " ".join(title.split()).casefold()
