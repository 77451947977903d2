"""Which row of a gradebook is whose: by IDs and addresses first, by a name only where it is unique. Nothing is guessed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from scripts.classroom.gradebooks.model import Grade, Person
from scripts.classroom.gradebooks.names import display, name_key

MAX_ROWS = 5  # that a sentence names
Key = tuple[str, str]  # what kind of key, and its text


@dataclass
class Matching:
    """Rows found for grades.

    Args:
        rows: row by the grade's index.
        unmatched: indices of grades without a row.
        ambiguous: sentences about grades that several rows may belong to, or the reverse.
        doubtful: rows that those sentences are about.
    """

    rows: dict[int, int] = field(default_factory=dict)
    unmatched: list[int] = field(default_factory=list)
    ambiguous: list[str] = field(default_factory=list)
    doubtful: set[int] = field(default_factory=set)


def match_people(grades: Sequence[Grade], people: Sequence[Person]) -> Matching:
    """Find the row of each grade.

    A user name is compared with addresses too, because platforms print addresses as user names. A key that several people share,
    such as the number of a group's submission, decides only together with the name. Keys that lead to different rows, rows that
    two people claim, and names that occur twice are listed as ambiguous.
    """
    matching = Matching()
    index = _index(people)
    by_row = {person.row: person for person in people}
    shared = {key for key, count in Counter(key for grade in grades for key in _keys(grade)).items() if count > 1}
    claims: dict[int, list[int]] = defaultdict(list)
    for number, grade in enumerate(grades):
        hits = {key: {person.row for person in index[key]} for key in _keys(grade) if key in index}
        # A group's submission, which the platform may know of one member only, has no say where a person's own key is there.
        hits = {key: rows for key, rows in hits.items() if key[0] != "platform" or key not in shared} or hits
        common = set.intersection(*hits.values()) if hits else set()
        sure = any(key not in shared and len(rows) == 1 for key, rows in hits.items())
        found = [row for row in common if sure or name_key(by_row[row].name) == name_key(grade.name)]
        if hits and (not common or len(found) > 1):
            rows = sorted(set.union(*hits.values()))
            _doubt(matching, grade, [by_row[row] for row in rows], "its IDs, user name and address fit several rows")
        elif found:
            claims[found[0]].append(number)
        else:
            matching.unmatched.append(number)
    for row, claimants in claims.items():
        if len(claimants) == 1:
            matching.rows[claimants[0]] = row
        for number in claimants if len(claimants) > 1 else []:
            _doubt(matching, grades[number], [by_row[row]], "another grade has the same ID, user name or address")
    _match_names(grades, people, matching)
    return matching


def _match_names(grades: Sequence[Grade], people: Sequence[Person], matching: Matching) -> None:
    """Find rows of the grades whose IDs are in no row, by names that exactly one grade and one row have."""
    namesakes = Counter(name_key(grade.name) for grade in grades)
    index: dict[str, list[Person]] = defaultdict(list)
    for person in people:
        index[name_key(person.name)].append(person)
    taken = set(matching.rows.values())
    open_grades, matching.unmatched = matching.unmatched, []
    for number in open_grades:
        grade = grades[number]
        key = name_key(grade.name)
        found = index.get(key, []) if key else []
        if not found:
            matching.unmatched.append(number)
        elif len(found) > 1 or namesakes[key] > 1 or found[0].row in taken:
            _doubt(matching, grade, found, "the name fits, but more than one person has it")
        elif grade.sid and found[0].sid and _plain(grade.sid) != _plain(found[0].sid):
            _doubt(matching, grade, found, f"the name fits, but the row's ID is {display(found[0].sid)}")
        else:
            matching.rows[number] = found[0].row
    matching.doubtful -= set(matching.rows.values())


def _doubt(matching: Matching, grade: Grade, people: Iterable[Person], why: str) -> None:
    people = list(people)
    known = [display(one) for one in (grade.sid, grade.login, grade.email) if one]
    who = display(grade.name) + (f" ({', '.join(known)})" if known else "")
    more = f"; and {len(people) - MAX_ROWS} more" if len(people) > MAX_ROWS else ""
    rows = "; ".join(person.label for person in people[:MAX_ROWS]) + more
    matching.ambiguous.append(
        f"{who}: {why}: {rows}. Nothing was filled in; give an ID or address that is in the gradebook."
    )
    matching.doubtful |= {person.row for person in people}


def _index(people: Sequence[Person]) -> dict[Key, list[Person]]:
    index: dict[Key, list[Person]] = defaultdict(list)
    for person in people:
        for key in _keys(person):
            index[key].append(person)
    return index


def _keys(one: Grade | Person) -> set[Key]:
    pairs = (("platform", one.platform_id), ("sid", one.sid), ("address", one.login), ("address", one.email))
    return {(kind, _plain(text)) for kind, text in pairs if _plain(text)}


def _plain(text: str) -> str:
    return text.strip().casefold()
