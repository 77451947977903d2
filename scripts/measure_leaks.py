"""Measure the thresholds of the leak check on the problems of the course.

Prints false positives on honest material and planted leaks that are missed, for each threshold at each value of its table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from scripts.errors import SpecError, run_command
from scripts.options import make_parser


def main(arguments: Sequence[str]) -> int:
    """Measure thresholds and print the figures."""
    from scripts.leaks.thresholds import CHOSEN, Figures, rows
    from scripts.proof.leak_measurement import count_false_positives, count_misses, plants

    parser = make_parser("measure_leaks", __doc__, has_assignment=False)
    parser.add_argument("threshold", nargs="*", help="names of thresholds; all where none is given")
    options = parser.parse_args(arguments)
    table = {row.name: row for row in rows()}
    unknown = sorted(set(options.threshold) - table.keys())
    if unknown:
        raise SpecError(f"there is no threshold {unknown[0]}; they are {', '.join(table)}.")
    for name in options.threshold or table:
        row = table[name]
        print(f"{name}, {row.unit}; {len(plants(row.plant))} {row.plant} planted")
        for value in row.figures:
            thresholds = replace(CHOSEN, **{name: value})
            figures = Figures(count_false_positives(thresholds), count_misses(row.plant, thresholds))
            note = "" if figures == row.figures[value] else f"   the table says {tuple(row.figures[value])}"
            print(f"  {value:>3}: {figures.false_positives} false positives, {figures.misses} missed{note}", flush=True)
    return 0


if __name__ == "__main__":
    run_command(main)
