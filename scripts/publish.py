"""Fill in the gradebook that a learning platform gave, and bundle the feedback of everybody for whom something changed.

Nothing is sent anywhere: both files are for you to upload.
"""

from __future__ import annotations

from collections.abc import Sequence

from scripts.errors import SpecError, run_command
from scripts.options import display_path, find_class_folder, find_user_name, make_parser, open_course, user_path


def main(arguments: Sequence[str]) -> int:
    """Write gradebook and feedback, and list what does not fit."""
    from rich.console import Console

    from scripts.classroom.class_grades import open_grades
    from scripts.classroom.class_grading import say, say_some
    from scripts.classroom.gradebooks.model import PLATFORMS
    from scripts.classroom.publishing import publish
    from scripts.classroom.record.record import Record
    from scripts.coursespec.loader import load_assignment

    parser = make_parser("publish", __doc__, has_class=True)
    parser.add_argument("--to", default="", help=", ".join(PLATFORMS))
    parser.add_argument("--gradebook", type=user_path, help="as downloaded from the platform")
    parser.add_argument(
        "--column", default="", help="title of the assignment's column; by default the assignment's title"
    )
    parser.add_argument("--unmarked", action="store_true", help="publish although written answers are not marked")
    options = parser.parse_args(arguments)
    if options.to not in PLATFORMS:
        raise SpecError(
            f"say to which platform: make publish TO={'|'.join(PLATFORMS)} (got {options.to or 'nothing'})."
        )
    console = Console(highlight=False)
    with Record(find_class_folder(options)) as record:
        grades = open_grades(record, load_assignment(record.assignment(), open_course(options)))
        title = grades.build.manifest.title if grades.build is not None else ""
        done = publish(
            record,
            grades,
            options.to,
            options.gradebook,
            options.column or title,
            find_user_name(),
            with_unmarked=options.unmarked,
        )
    say(console, f"{done.people} grades; for {done.changed} people something is new or changed since the last time")
    if done.waiting:
        say(
            console, f"{done.waiting} people wait to be graded: run make grade-class or make regrade, and publish again"
        )
    for title, sentences in (
        ("Without a grade", done.without),
        (
            "Late by a time that the platform does not say, with nothing taken off (make adjust KIND=points)",
            done.undated,
        ),
        ("People without a row", done.filled.unmatched_grades),
        ("Rows without a grade", done.filled.unmatched_rows),
        ("To look at before the upload", done.filled.stale),
        ("Not certain, and left alone", done.filled.ambiguous),
        ("Feedback left out", done.left_out),
    ):
        if sentences:
            say(console, f"{title}: {len(sentences)}")
            say_some(console, sentences)
    say(console, f"Upload: {display_path(done.gradebook)}")
    if done.feedback is not None:
        say(console, f"Feedback: {display_path(done.feedback)}")
    else:
        say(console, "No feedback page changed since the last time")
    if options.to == "moodle":
        say(console, "Upload the worksheet first, then the feedback; and download a new worksheet before you publish again: Moodle "
                     "skips rows that were changed since it was downloaded.")  # fmt: skip
    return 0


if __name__ == "__main__":
    run_command(main)
