"""Measure the threshold of the similarity list on a course's solutions, alternatives and known mistakes.

Prints, for each threshold, how many copies of each kind are listed and how many pairs of independent solutions are.
"""

from __future__ import annotations

from collections.abc import Sequence

from scripts.errors import run_command
from scripts.options import load_selected_assignment, make_parser


def main(arguments: Sequence[str]) -> int:
    """Measure the threshold and print the figures."""
    from scripts.classroom.similarity.measurement import listed_independents, measure
    from scripts.classroom.similarity.pairs import THRESHOLD

    parser = make_parser("measure_similarity", __doc__)
    parser.add_argument("--seed", type=int, default=0, help="of the copies' disguises")
    options = parser.parse_args(arguments)
    assignment = load_selected_assignment(options)
    for threshold, by_kind in measure(assignment, options.seed).items():
        chosen = " (chosen)" if threshold == THRESHOLD else ""
        print(f"threshold {threshold:.2f}{chosen}")
        for kind, count in by_kind.items():
            print(f"  {kind:<13} {count} listed")
    for problem, pair in listed_independents(assignment):
        names = ", ".join(part.name or "helpers" for part in pair.parts)
        print(f"listed at {THRESHOLD:.2f}: {problem}, {pair.left} and {pair.right}, {pair.score:.2f}, {names}")
    return 0


if __name__ == "__main__":
    run_command(main)
