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
    from scripts.coursespec.course import ROOT

    parser = make_parser("autograder_zip", __doc__)
    parser.add_argument("--seed", help="32 hexadecimal digits, to repeat a build")
    parser.add_argument("--zip", type=Path, default=ROOT / "autograder.zip", help="where the zip goes")
    options = parser.parse_args(arguments)
    build = write_build(load_selected_assignment(options), options.seed)
    size = write_zip(build, options.zip)
    paths = f"{display_path(build.folder)}/ and {display_path(options.zip)}"
    print(f"{paths} written ({size / 1e3:.0f} kB, {len(build.tree)} files)")
    return 0


if __name__ == "__main__":
    run_command(main)
