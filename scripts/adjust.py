"""Change by hand what a person gets: a later due date, an exemption, points, free late days, or a group.

Without a person it prints the history. Nothing is ever rewritten: a change is taken back by another one.
"""

from __future__ import annotations

import argparse
import getpass
from collections.abc import Sequence
from pathlib import Path

from scripts.errors import SpecError, run_command
from scripts.options import find_class_folder, make_parser

COLUMNS = ("who", "kind", "value", "reason", "author")  # of a CSV file of changes


def main(arguments: Sequence[str]) -> int:
    """Add or take back changes, and print the history."""
    from rich.console import Console

    from scripts.classroom.class_grading import say
    from scripts.classroom.record.record import Record
    from scripts.classroom.standing.adjustments import describe_change, history, take_back

    parser = make_parser("adjust", __doc__, has_class=True)
    parser.add_argument("--who", help="e-mail address, student number, login or full name; 'everybody' for all")
    parser.add_argument("--kind", help="extension, exemption, points, late-days or group")
    parser.add_argument("--value", default="", help="a date, points, days, or the other member of the group")
    parser.add_argument("--reason", default="")
    parser.add_argument("--author", default="", help="by default who is logged in")
    parser.add_argument("--csv", type=Path, help=f"a file of changes with the columns {', '.join(COLUMNS)}")
    parser.add_argument("--take-back", type=int, metavar="ID", help="a change of the history")
    options = parser.parse_args(arguments)
    author = options.author or getpass.getuser()
    console = Console(highlight=False)
    with Record(find_class_folder(options)) as record:
        if options.take_back is not None:
            take_back(record, options.take_back, options.reason, author)
        elif options.csv or options.who:
            count = _add(record, options, author)
            say(console, f"{count} {'change' if count == 1 else 'changes'} added")
        names = {known.id: known.person.describe() for known in record.people()}
        changes = history(record)
        gone = {change.takes_back for change in changes}
        for change in changes:
            mark = "takes back " if change.takes_back else "(taken back) " if change.id in gone else ""
            which = f"{change.takes_back}: " if change.takes_back else ""
            say(
                console,
                f"{change.id}  {change.at[:16].replace('T', ' ')}  {names[change.person]}: {mark}{which}{describe_change(change)} "
                f"({change.reason}; {change.author})",
            )
        if not changes:
            say(console, "nothing was changed by hand")
    return 0


def _add(record: object, options: argparse.Namespace, author: str) -> int:
    """Read changes from the flags or the CSV file and add them: all, or none where one of them is wrong."""
    from scripts.classroom.intake import find_zone
    from scripts.classroom.record.record import Record
    from scripts.classroom.sources.matching import Matcher
    from scripts.classroom.sources.model import Person
    from scripts.classroom.standing.adjustments import NewChange, add_changes, read_value

    assert isinstance(record, Record)
    people = record.people()
    matcher = Matcher([known.person for known in people])
    build = record.applied_build()
    if build is None:
        raise SpecError("nothing was graded yet; run make grade-class first.")
    zone = find_zone(build.manifest)

    def find(who: str) -> int:
        found = matcher.find(Person(name=who.strip()))
        if isinstance(found, str):
            raise SpecError(f"{found}.")
        return people[found].id

    rows = (
        _read_rows(options.csv)
        if options.csv
        else [(0, options.who, options.kind or "", options.value, options.reason, author)]
    )
    changes: list[NewChange] = []
    complaints: list[str] = []
    for line, who, kind, value, reason, by in rows:
        place = f"{options.csv}, line {line}: " if line else ""
        try:
            chosen = [known.id for known in people] if who.strip() == "everybody" else [find(who)]
            kept = read_value(kind, value, zone, find)
            changes += [NewChange(person, kind, kept, reason, by or author) for person in chosen]
        except SpecError as error:
            complaints.append(f"{place}{error}")
    if complaints:
        raise SpecError(complaints)
    add_changes(record, changes)
    return len(changes)


def _read_rows(path: Path) -> list[tuple[int, str, str, str, str, str]]:
    from scripts.classroom.sources.roster import parse_table

    try:
        data = path.read_bytes()
    except OSError as error:
        raise SpecError(
            f"{path}: {error.strerror}; it should be a CSV file with the columns {', '.join(COLUMNS)}."
        ) from error
    table = parse_table(data, str(path))
    header = [cell.strip().lower() for cell in table[0]] if table else []
    if missing := [name for name in COLUMNS[:4] if name not in header]:
        raise SpecError(f"{path}, line 1: the column {missing[0]} is missing; the columns are {', '.join(COLUMNS)}.")

    def cell(row: list[str], name: str) -> str:
        index = header.index(name) if name in header else len(row)
        return row[index].strip() if index < len(row) else ""

    return [
        (line, cell(row, "who"), cell(row, "kind"), cell(row, "value"), cell(row, "reason"), cell(row, "author"))
        for line, row in enumerate(table[1:], 2)
    ]


if __name__ == "__main__":
    run_command(main)
