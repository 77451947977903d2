"""Make a course of your own in a folder outside the kit: an assignment, a problem, a README and a check for GitHub."""

from __future__ import annotations

from collections.abc import Sequence

from scripts.errors import SpecError, run_command
from scripts.options import display_path, make_parser


def main(arguments: Sequence[str]) -> int:
    """Write a new course and print what comes next."""
    from scripts.coursespec.new_course import ASSIGNMENT, PROBLEM, new_course

    parser = make_parser("new_course", __doc__, has_assignment=False)
    parser.add_argument("path", help="a folder outside the kit")
    options = parser.parse_args(arguments)
    if not options.path:
        raise SpecError("say where the course goes: make new-course NAME=path/to/folder")
    folder = new_course(options.path)
    place = display_path(folder)
    print(
        f"{place}/ is there; its README.md says how it works with the kit. Fill what says FILL in problems/{PROBLEM}/, then\n"
        f"  make check COURSE={place} PROBLEM={PROBLEM}\n"
        f"  make check COURSE={place} ASSIGNMENT={ASSIGNMENT}"
    )
    return 0


if __name__ == "__main__":
    run_command(main)
