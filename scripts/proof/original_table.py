"""Print what the homework asks that an assignment is made from, and what it is worth here."""

from __future__ import annotations

from collections import Counter

from rich.table import Table
from rich.text import Text

from scripts.coursespec.model import Assignment
from scripts.coursespec.original import TOLERANCE, ServedItem, serve_items


def table_of_original(assignment: Assignment) -> Table | None:
    """Return a table of the original's items: asked, given here by tests and in the report, served by what.

    None for an assignment whose TOML file does not say what its original asks.
    """
    served = serve_items(assignment)
    if not served:
        return None
    numbers = {asked.question.id: asked.number for asked in assignment.questions}
    table = Table(
        "item", "asked", title=f"{assignment.name}: asked by the original, given here", title_justify="left", box=None
    )
    for column in ("here", "tests", "report"):
        table.add_column(column, justify="right")
    table.add_column("served by")
    table.columns[1].justify = "right"
    for one in served:
        worth = [f"{points:.4g}" if points else "" for points in (one.given, one.by_tests, one.in_report)]
        label = f"{'  ' * one.depth}{one.item.item}  {one.item.what}"
        table.add_row(Text(label), _describe_asked(one, served), *worth, Text(describe_service(one, numbers)))
    return table


def summarize_original(assignment: Assignment) -> str:
    """Return one line about the original of an assignment; "" where its TOML file does not say what that asks."""
    served = serve_items(assignment)
    if not served:
        return ""
    asked = sum(one.item.points or 0 for one in served if not _points_above(one, served))
    ours = sum(one.given for one in served if one.depth == 0) - asked
    points = [f"{asked:g} asked and given"] if asked else []
    points += (
        [f"{'none asked: ' if not asked else 'none asked for the others: '}{ours:g} are ours"]
        if ours > TOLERANCE
        else []
    )
    return f"{assignment.name}: {len(served)} items of the original, none open; points: {'; '.join(points)}"


def describe_service(one: ServedItem, numbers: dict[str, int]) -> str:
    """Return what serves an item, in words.

    Args:
        one: the item.
        numbers: the numbers of the assignment's questions, by id.
    """
    tests = Counter(id.partition("/")[0] for id in one.tests)
    words = [f"{problem}: {count} test{'s' if count > 1 else ''}" for problem, count in tests.items()]
    questions = sorted(numbers[id] for id in one.questions)
    if questions:
        words.append(f"question{'s' if len(questions) > 1 else ''} {', '.join(map(str, questions))}")
    return "; ".join([*sorted(words[: len(tests)]), *words[len(tests) :], *one.others])


def _describe_asked(one: ServedItem, served: list[ServedItem]) -> str:
    if one.item.points is not None:
        return f"{one.item.points:g}"
    others = _points_above(one, served) or any(_is_below(other, one, served) for other in served if other.item.points)
    return "" if others or not one.given else "none: ours"


def _points_above(one: ServedItem, served: list[ServedItem]) -> float:
    """Return the points of an item that this one is a part of and that the original gives points; 0 for none."""
    return next((other.item.points for other in served if other.item.points and _is_below(one, other, served)), 0.0)


def _is_below(one: ServedItem, other: ServedItem, served: list[ServedItem]) -> bool:
    """Return whether an item is a part of another, or of a part of it."""
    above = next((item for item in served if item.item.item == one.item.of), None)
    return above is not None and (above is other or _is_below(above, other, served))
