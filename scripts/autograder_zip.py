"""Build what grades an assignment: ``build/<assignment>/``, ``dist/<assignment>-autograder.zip`` and its copy ``autograder.zip``.

The secret seed stays what it was, so that all submissions are graded alike, unless ``--new-seed`` draws another.
"""

from __future__ import annotations

from collections.abc import Sequence

from scripts.errors import run_command
from scripts.options import display_path, load_selected_assignment, make_parser, user_path


def main(arguments: Sequence[str]) -> int:
    """Write a build and its zip, and print their paths."""
    from scripts.build.autograder_zip import count_points, find_unlocked, write_build, write_zip

    parser = make_parser("autograder_zip", __doc__)
    seeds = parser.add_mutually_exclusive_group()
    seeds.add_argument("--seed", help="32 hexadecimal digits, to repeat a build")
    seeds.add_argument("--new-seed", action="store_true", help="other hidden inputs: grade every submission again")
    parser.add_argument("--zip", type=user_path, help="where the zip goes, instead of both places")
    options = parser.parse_args(arguments)
    assignment = load_selected_assignment(options)
    build = write_build(assignment, options.seed, new_seed=options.new_seed)
    home = assignment.course.home
    named = home / "dist" / f"{assignment.name}-autograder.zip"
    places = [options.zip] if options.zip else [named, home / "autograder.zip"]
    size = write_zip(build, *places)
    paths = " and ".join([f"{display_path(build.folder)}/", *map(display_path, places)])
    print(f"{paths} written ({size / 1e3:.0f} kB, {len(build.tree)} files)")
    print(f"Autograder points on Gradescope: {count_points(build):g}")
    for sentence in find_unlocked(assignment, build):
        print(sentence)
    return 0


if __name__ == "__main__":
    run_command(main)
