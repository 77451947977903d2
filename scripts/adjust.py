"""Change by hand what a person gets: a later due date, an exemption, points, free late days, or a group.

Without a person it prints the history. Nothing is ever rewritten: a change is taken back by another one.
"""

from __future__ import annotations

from collections.abc import Sequence

from scripts.errors import SpecError, run_command
from scripts.options import find_class_folder, find_user_name, make_parser, user_path


def main(arguments: Sequence[str]) -> int:
    """Add or take back changes, and print the history."""
    from rich.console import Console

    from scripts.classroom.class_grading import say
    from scripts.classroom.record.record import Record
    from scripts.classroom.standing.adjustments import add_changes, describe_change, history, take_back
    from scripts.classroom.standing.new_changes import COLUMNS, WrittenChange, read_change_file, resolve_changes

    parser = make_parser("adjust", __doc__, has_class=True)
    parser.add_argument("--who", help="e-mail address, student number, login or full name; 'everybody' for all")
    parser.add_argument("--kind", help="extension, exemption, points, late-days, term-late-days or group")
    parser.add_argument("--value", default="", help="a date, points, days, or the other member of the group")
    parser.add_argument("--reason", default="")
    parser.add_argument("--author", default="", help="by default who is logged in")
    parser.add_argument("--csv", type=user_path, help=f"a file of changes with the columns {', '.join(COLUMNS)}")
    parser.add_argument("--take-back", type=int, metavar="ID", help="a change of the history")
    options = parser.parse_args(arguments)
    ways = sum(map(bool, (options.who, options.csv, options.take_back is not None)))
    if ways > 1:
        raise SpecError("give one of WHO=, CHANGES= and TAKE_BACK= at a time.")
    if not ways and (options.kind or options.value or options.reason):
        raise SpecError(
            "nothing was changed: say for whom with WHO=, or give CHANGES= or TAKE_BACK=; nothing at all lists the history."
        )
    author = options.author or find_user_name()
    console = Console(highlight=False)
    with Record(find_class_folder(options)) as record:
        if options.take_back is not None:
            take_back(record, options.take_back, options.reason, author)
            say(console, f"change {options.take_back} is taken back")
            return 0
        elif options.csv or options.who:
            given = WrittenChange(options.who or "", options.kind or "", options.value, options.reason, author)
            changes = resolve_changes(record, read_change_file(options.csv, author) if options.csv else [given])
            add_changes(record, changes)
            say(console, f"{len(changes)} {'change' if len(changes) == 1 else 'changes'} added; make adjust lists all")
            return 0
        names = {known.id: known.person.describe() for known in record.people()}
        past = history(record)
        gone = {change.takes_back for change in past}
        for change in past:
            mark = "takes back " if change.takes_back else "(taken back) " if change.id in gone else ""
            which = f"{change.takes_back}: " if change.takes_back else ""
            when, who = change.at[:16].replace("T", " "), names[change.person]
            what = f"{mark}{which}{describe_change(change, names)} ({change.reason}; {change.author})"
            say(console, f"{change.id}  {when}  {who}: {what}")
        if not past:
            say(console, "nothing was changed by hand")
    return 0


if __name__ == "__main__":
    run_command(main)
