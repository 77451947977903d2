"""Make the sample report of an assignment, ``dist/<assignment>-report.pdf``: the model answers as a student would hand them in.

Its figures and numbers are those of the solution's experiments. Quick runs take seconds; ``--full`` runs the whole
experiments, on ``$COURSE_DATA`` where it is set, and goes on where it was stopped.
"""

from __future__ import annotations

from collections.abc import Sequence

from scripts.errors import run_command
from scripts.options import display_path, load_selected_assignment, make_parser


def main(arguments: Sequence[str]) -> int:
    """Write a sample report and print its path."""
    from scripts.build.sample import write_sample

    parser = make_parser("sample", __doc__)
    parser.add_argument("--full", action="store_true", help="run the whole experiments; minutes to hours")
    options = parser.parse_args(arguments)
    assignment = load_selected_assignment(options)
    path = write_sample(assignment, quick=not options.full, quiet=False)
    print(f"{display_path(path)} written ({len(assignment.questions)} questions, every one answered)")
    return 0


if __name__ == "__main__":
    run_command(main)
