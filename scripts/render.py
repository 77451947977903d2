"""Render the trees of an assignment's students and staff.

``student/`` and ``solution/`` are those of ``complete``; another assignment's trees go to ``dist/<assignment>/``. With those of
``complete``, the table of the test kit in ``spec/README.md`` is written anew.
"""

from __future__ import annotations

from collections.abc import Sequence

from scripts.errors import SpecError, run_command
from scripts.options import display_path, load_selected_assignment, make_parser


def main(arguments: Sequence[str]) -> int:
    """Render an assignment's trees, or print what has drifted from the spec."""
    from autograder.files import write_atomically
    from scripts.build.student_tree import COMMITTED, find_drift, write_trees
    from scripts.coursespec.course import ROOT
    from scripts.documents.testkit_table import update_table

    parser = make_parser("render", __doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail if the committed trees have drifted")
    options = parser.parse_args(arguments)
    assignment = load_selected_assignment(options)
    if options.check:
        drift = find_drift(assignment)
        if drift:
            raise SpecError(drift)
        return 0
    root = assignment.course.home
    home = root if assignment.name == COMMITTED else root / "dist" / assignment.name
    if home == ROOT:
        guide = ROOT / "spec" / "README.md"
        write_atomically(guide, update_table(guide.read_text(encoding="utf-8")).encode())
    for folder, changed in write_trees(assignment, home):
        print(f"{display_path(folder)}/ {'written' if changed else 'is up to date'}")
    return 0


if __name__ == "__main__":
    run_command(main)
