"""A grading in a terminal: a table of problems and tests, then what else there is to say."""

from __future__ import annotations

from rich import box
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from autograder.model.grading import Grading, Outcome
from autograder.reports import summary
from autograder.reports.text import cleaned, points

NARROW = 70  # columns below which the words go under the names


def show(grading: Grading, console: Console | None = None) -> None:
    """Print the grading to ``console``: a terminal gets colours, a pipe gets plain text."""
    console = console or Console(highlight=False)
    reconfigure = getattr(console.file, "reconfigure", None)
    if reconfigure is not None:  # a pipe in an old encoding gets question marks, not an error
        reconfigure(errors="replace")
    console.print(render(grading, narrow=console.width < NARROW))


def render(grading: Grading, *, narrow: bool = False) -> RenderableType:
    """The grading for a rich console."""
    grading = cleaned(grading)
    shown: list[RenderableType] = [_heading(grading), _table(grading, narrow), _total(grading)]
    if grading.leaderboard:
        told = ", ".join(f"{entry.name} {_value(entry.value)}" for entry in grading.leaderboard)
        shown.append(Text(f"Leaderboard: {told}"))
    shown += [Text(f"- {remark}") for remark in summary.remarks(grading)]
    shown += [Text(f"- For staff: {remark}", style="yellow") for remark in summary.for_staff(grading)]
    layers = f" Layers: {', '.join(grading.layers)}." if grading.layers else ""
    shown.append(Text(f"{summary.where(grading)}{layers} Took {grading.seconds:.0f} s.", style="dim"))
    return Group(*shown)


def _heading(grading: Grading) -> Text:
    return Text(_line(grading.title), style="bold").append(f"  {_line(grading.submission)}", style="not bold cyan")


def _table(grading: Grading, narrow: bool) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, expand=False, show_footer=False)
    table.add_column("No.", no_wrap=True)
    table.add_column("Test", overflow="fold", ratio=None)
    table.add_column("Points", justify="right", no_wrap=True)
    if not narrow:
        table.add_column("", no_wrap=True)
    for part in summary.parts(grading):
        subtotal = f"{points(part.score)}/{points(part.maximum)}" if part.counted else ""
        row = [Text(""), Text(_line(part.title), style="bold"), Text(subtotal, style="bold")]
        table.add_row(*row, *([] if narrow else [Text("")]))
        for outcome in part.outcomes:
            table.add_row(*_row(outcome, narrow))
        table.add_section()
    return table


def _row(outcome: Outcome, narrow: bool) -> list[Text]:
    style = _style(outcome)
    name, word = Text(_line(outcome.test.name)), Text(summary.word(outcome), style=style)
    worth = points(outcome.test.points)
    reached = f"({worth})" if outcome.status == "waiting" else f"{points(outcome.score)}/{worth}"
    if narrow:
        return [Text(outcome.test.number), Text("\n").join([name, word]), Text(reached)]
    return [Text(outcome.test.number), name, Text(reached), word]


def _style(outcome: Outcome) -> str:
    if outcome.status == "waiting":
        return "dim"
    if outcome.status == "passed":
        return "yellow" if summary.is_partial(outcome) else "green"
    return "red"


def _total(grading: Grading) -> Text:
    passed = sum(outcome.status == "passed" for outcome in grading.counted)
    total = Text(f"{points(grading.score)} of {points(grading.maximum)} points", style="bold")
    total.append(f", {passed} of {len(grading.counted)} tests passed", style="not bold")
    if grading.lateness.percent:
        total.append(f" ({points(summary.before_lateness(grading))} before the late policy)", style="not bold")
    return total.append("\n")


def _value(value: float | str) -> str:
    return value if isinstance(value, str) else points(value)


def _line(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 200 else f"{flat[:196]} ..."
