"""Build what grades an assignment: the folder ``build/<assignment>/`` and the zip for Gradescope.

Every build draws a new secret seed unless it is given one.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from scripts.errors import run_command
from scripts.options import display_path, load_selected_assignment, make_parser


def main(arguments: Sequence[str]) -> int:
    """Write a build and its zip, and print their paths."""
    from scripts.build.autograder_zip import write_build, write_zip

    parser = make_parser("autograder_zip", __doc__)
    parser.add_argument("--seed", help="32 hexadecimal digits, to repeat a build")
    parser.add_argument("--zip", type=Path, help="where the zip goes; by default autograder.zip of the course")
    options = parser.parse_args(arguments)
    assignment = load_selected_assignment(options)
    build = write_build(assignment, options.seed)
    path = options.zip or assignment.course.home / "autograder.zip"
    size = write_zip(build, path)
    paths = f"{display_path(build.folder)}/ and {display_path(path)}"
    print(f"{paths} written ({size / 1e3:.0f} kB, {len(build.tree)} files)")
    return 0


if __name__ == "__main__":
    run_command(main)
