"""Grade the class anew under the spec as it is now, and show who gains or loses what; nothing counts before ``--apply``.

``--take-back`` makes the build count again that counted before.
"""

from __future__ import annotations

from collections.abc import Sequence

from scripts.errors import run_command
from scripts.options import display_path, find_class_folder, find_user_name, load_selected_assignment, make_parser

MACHINE_FAILED = 3  # exit code: some have no result by the machine's fault
MAX_TESTS = 8  # of a person on the screen
MAX_LISTED = 30  # people on the screen; the page has all


def main(arguments: Sequence[str]) -> int:
    """Grade under the build of today and compare."""
    from rich.console import Console

    from autograder.files import lock_folder
    from autograder.model import manifest as contract
    from autograder.reports.text import format_signed_points
    from scripts.build.autograder_zip import write_build
    from scripts.classroom.class_grades import open_grades
    from scripts.classroom.class_grading import grade_waiting, say
    from scripts.classroom.pages.comparison_page import write_comparison
    from scripts.classroom.record.record import Record, inputs_of
    from scripts.classroom.standing.comparison import compare, summarize

    parser = make_parser("regrade", __doc__, has_class=True, has_graders=True)
    either = parser.add_mutually_exclusive_group()
    either.add_argument("--apply", action="store_true", help="make the new results count")
    either.add_argument("--take-back", action="store_true", help="make the results count that counted before")
    options = parser.parse_args(arguments)
    console = Console(highlight=False)
    folder = find_class_folder(options)
    with lock_folder(folder / "grading"), Record(folder) as record:
        record.assignment()  # or an empty record would be regraded without a word
        if options.take_back:
            build = record.take_back_build(find_user_name())
            say(console, f"Build {build.name} counts again.")
            return 0
        assignment = load_selected_assignment(options)
        record.bind(assignment.name)
        path = write_build(assignment).folder
        with lock_folder(path, shared=True):
            manifest = contract.read(path)
            progress = grade_waiting(record, path, manifest, options.device, options.jobs, options.cluster, console)
        graded = record.add_build(manifest, inputs_of(manifest.seed))
        new = next(one for one in record.builds() if one.id == graded)
        old = record.applied_build()
        if old is None or old.id == new.id:
            say(console, "The spec is the one whose results count already; change it, or draw new inputs with "
                         "make autograder.zip NEW_SEED=1, and run this again.")  # fmt: skip
            return 0
        differences = list(compare(open_grades(record, assignment, old), open_grades(record, assignment, new)))
        page = write_comparison(record, old, new, differences)
        for one in differences[:MAX_LISTED]:
            tests = ", ".join(test.number for test in one.tests[:MAX_TESTS]) + (
                " ..." if len(one.tests) > MAX_TESTS else ""
            )
            say(
                console,
                f"  {one.after.known.person.describe()}: {format_signed_points(one.gained)} points{f' ({tests})' if tests else ''}",
            )
        say(console, f"{summarize(differences)}; all of it: {display_path(page)}")
        if progress.machine:
            say(console, "Some have no result by the machine's fault; run the command again before you apply it.")
            return MACHINE_FAILED
        if options.apply:
            record.apply_build(new.id, find_user_name())
            say(console, f"Build {new.name} counts now; make regrade TAKE_BACK=1 takes that back.")
        else:
            say(console, f"Build {old.name} still counts; make regrade APPLY=1 makes the new points count.")
    return 0


if __name__ == "__main__":
    run_command(main, stopped="stopped; nothing changed, and the same command goes on")
