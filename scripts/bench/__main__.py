"""Measure what isolation costs, how fast a class is graded, and how long the commands take.

Everything that is compared is measured in the same run on the same machine, as whole processes. The table says what was
asked for and what was found; figures go to ``dist/bench.json``.
"""

from __future__ import annotations

from collections.abc import Sequence

from scripts.errors import run_command
from scripts.options import display_path, load_selected_assignment, make_parser

VERDICTS = {True: "[green]met[/]", False: "[red]missed[/]", None: "not asked here"}


def main(arguments: Sequence[str]) -> int:
    """Run the benchmarks and print a table."""
    from rich.console import Console
    from rich.table import Table

    from scripts.bench.benchmarks import Row, run_benchmarks, write_figures

    parser = make_parser("bench", __doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--submissions", type=int, default=50)
    parser.add_argument("--without-otter", action="store_true", help="where Otter-Grader cannot be installed")
    options = parser.parse_args(arguments)
    console = Console()
    table = Table("what", "found", "asked for", "")

    def show(row: Row) -> None:
        console.print(f"  {row.name}: {row.found} (asked: {row.asked})")
        table.add_row(row.name, row.found, row.asked, VERDICTS[row.is_met])

    figures = run_benchmarks(
        load_selected_assignment(options),
        runs=options.runs,
        submissions=options.submissions,
        with_otter=not options.without_otter,
        on_result=show,
        on_progress=console.print,
    )
    console.print(table)
    console.print(f"Figures: {display_path(write_figures(figures))}")
    return 0


if __name__ == "__main__":
    run_command(main)
