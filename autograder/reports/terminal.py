"""A grading in a terminal: a table of problems and tests, then remarks."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

from rich import box
from rich.console import Console, Group, RenderableType
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

from autograder.model.grading import Grading, Outcome
from autograder.reports import summary
from autograder.reports.text import clean, clean_grading, format_points

NARROW = 70  # columns; in a narrower terminal a test's ending goes under its name


@contextlib.contextmanager
def show_progress(console: Console) -> Iterator[Callable[[Outcome, int], None]]:
    """Show a bar while tests run; yields a function of each outcome and the number of tests that run."""
    columns = (TextColumn("grading"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=None)

        def show_result(outcome: Outcome, total: int) -> None:
            description = f"{outcome.test.problem} {outcome.test.number}"
            bar.update(task, total=total, advance=1, description=description)

        yield show_result


def say_to(console: Console) -> Callable[[str], None]:
    """Return a function that prints a sentence for staff while a submission is graded."""
    return lambda sentence: console.print(Text(f"For staff: {clean(sentence)}", style="yellow"))


def show(grading: Grading, console: Console | None = None) -> None:
    """Print the grading to ``console``: a terminal gets colours, a pipe gets plain text."""
    console = console or Console(highlight=False)
    reconfigure = getattr(console.file, "reconfigure", None)
    if reconfigure is not None:  # a pipe in an old encoding gets question marks, not an error
        reconfigure(errors="replace")
    console.print(render(grading, narrow=console.width < NARROW))


def render(grading: Grading, *, narrow: bool = False) -> RenderableType:
    """Return the grading for a rich console; ``narrow`` puts how a test ended under its name."""
    grading = clean_grading(grading)
    blocks: list[RenderableType] = [_heading(grading), _table(grading, narrow), _total(grading)]
    if grading.leaderboard:
        entries = ", ".join(f"{entry.name} {_value(entry.value)}" for entry in grading.leaderboard)
        blocks.append(Text(f"Leaderboard: {entries}"))
    blocks += [Text(f"- {remark}") for remark in summary.remarks_for_students(grading)]
    blocks += [Text(f"- For staff: {remark}", style="yellow") for remark in summary.remarks_for_staff(grading)]
    layers = f" Layers: {', '.join(grading.layers)}." if grading.layers else ""
    blocks.append(Text(f"{summary.describe_run(grading)}{layers} Took {grading.seconds:.0f} s.", style="dim"))
    return Group(*blocks)


def _heading(grading: Grading) -> Text:
    whose = f"{grading.author}, {grading.submission}" if grading.author else grading.submission
    return Text(_one_line(grading.title), style="bold").append(f"  {_one_line(whose)}", style="not bold cyan")


def _table(grading: Grading, narrow: bool) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, expand=False, show_footer=False)
    table.add_column("No.", no_wrap=True)
    table.add_column("Test", overflow="fold", ratio=None)
    table.add_column("Points", justify="right", no_wrap=True)
    if not narrow:
        table.add_column("", no_wrap=True)
    for part in summary.split_by_problem(grading):
        subtotal = f"{format_points(part.score)}/{format_points(part.maximum)}" if part.counted else ""
        row = [Text(""), Text(_one_line(part.title), style="bold"), Text(subtotal, style="bold")]
        table.add_row(*row, *([] if narrow else [Text("")]))
        for outcome in part.outcomes:
            table.add_row(*_row(outcome, narrow))
        table.add_section()
    return table


def _row(outcome: Outcome, narrow: bool) -> list[Text]:
    style = _style(outcome)
    name, ending = Text(_one_line(outcome.test.name)), Text(summary.describe_ending(outcome), style=style)
    worth = format_points(outcome.test.points)
    reached = f"({worth})" if outcome.status == "waiting" else f"{format_points(outcome.score)}/{worth}"
    if narrow:
        return [Text(outcome.test.number), Text("\n").join([name, ending]), Text(reached)]
    return [Text(outcome.test.number), name, Text(reached), ending]


def _style(outcome: Outcome) -> str:
    if outcome.status == "waiting":
        return "dim"
    if outcome.status == "passed":
        return "yellow" if summary.is_partial(outcome) else "green"
    return "red"


def _total(grading: Grading) -> Text:
    passed = sum(outcome.status == "passed" for outcome in grading.counted)
    total = Text(f"{format_points(grading.score)} of {format_points(grading.maximum)} points", style="bold")
    total.append(f", {passed} of {len(grading.counted)} tests passed", style="not bold")
    if grading.lateness.percent:
        total.append(
            f" ({format_points(summary.score_before_lateness(grading))} before the late policy)", style="not bold"
        )
    return total.append("\n")


def _value(value: float | str) -> str:
    return value if isinstance(value, str) else format_points(value)


def _one_line(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 200 else f"{flat[:196]} ..."
