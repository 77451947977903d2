"""Make an assignment's hand-out: ``dist/<assignment>-handout.pdf`` and ``.html``, each complete in one file.

The staff edition also holds model answers, rubrics, known mistakes with their hints, and what each hidden test judges; its
files are named ``<assignment>-handout-staff``.
"""

from __future__ import annotations

from collections.abc import Sequence

from scripts.errors import run_command
from scripts.options import display_path, load_selected_assignment, make_parser


def main(arguments: Sequence[str]) -> int:
    """Write a hand-out and print its paths."""
    from scripts.documents.handout import write_handout

    parser = make_parser("handout", __doc__)
    parser.add_argument("--staff", action="store_true", help="with model answers, rubrics, mistakes and hidden tests")
    options = parser.parse_args(arguments)
    assignment = load_selected_assignment(options)
    for path in write_handout(assignment, assignment.course.home / "dist", staff=options.staff):
        print(f"{display_path(path)} written ({path.stat().st_size / 1e3:.0f} kB)")
    return 0


if __name__ == "__main__":
    run_command(main)
