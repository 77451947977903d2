"""Make the folder of a new problem, ``spec/problems/NAME/``, with blanks to fill in.

Every blank says FILL; ``make check PROBLEM=NAME`` says which remain.
"""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from scripts.errors import run_command
from scripts.options import display_path, make_parser, open_course


def main(arguments: Sequence[str]) -> int:
    """Write a new problem and print what comes next."""
    from scripts.coursespec.new_problem import new_problem

    parser = make_parser("new_problem", __doc__, has_assignment=False)
    parser.add_argument("name")
    parser.add_argument("--title", help="as students read it; by default made from the name")
    options = parser.parse_args(arguments)
    title = options.title or options.name.replace("_", " ").capitalize()
    course = open_course(options)
    folder = new_problem(options.name, title, course)
    own = f" --course {shlex.quote(options.course)}" if options.course else ""
    of_make = f" COURSE={shlex.quote(options.course)}" if options.course else ""
    assignments = display_path(course.folders[0] / "assignments")
    print(
        f"{display_path(folder)}/ is there. Fill what says FILL (spec/README.md says how), see it run with\n"
        f"  .venv/bin/python -m scripts.try_problem {options.name} --all{own}\n"
        f"then 'make check{of_make} PROBLEM={options.name}', and list it in {assignments}/<assignment>.toml:\n"
        f'  [[problems]]\n  name = "{options.name}"\n  points = 10'
    )
    return 0


if __name__ == "__main__":
    run_command(main)
