"""What the homework asks that an assignment is made from, item by item, and what serves each item here.

An item is ``[[original]]`` in the assignment's TOML file. It may be part of another (``of``); one that has no parts says in
``[original.by]`` what serves each thing that it asks for. References are

* ``problem/file::test``, with wildcards: tests of a problem;
* the id of a question;
* ``experiment: name``, ``handout: problem`` or ``handout: problem#heading``, ``setting: hand_in.zip``, ``policy: title``.
"""

from __future__ import annotations

import difflib
import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import PurePosixPath

import msgspec

from scripts.coursespec.model import Assignment
from scripts.coursespec.points import points_by_test
from scripts.coursespec.settings import OriginalItem, entry_line

TOLERANCE = 1e-6  # of points: tests have them to 1e-4, and those that several items share are divided


@dataclass(frozen=True)
class ServedItem:
    """An item of the original with what it is worth here.

    ``tests`` are ids that begin with their problem's name, ``questions`` ids, ``others`` all other references.
    """

    item: OriginalItem
    depth: int  # 0 for an item that is no part of another
    by_tests: float
    in_report: float
    tests: frozenset[str] = frozenset()
    questions: frozenset[str] = frozenset()
    others: tuple[str, ...] = ()

    @property
    def given(self) -> float:
        """The points that the item is worth here."""
        return self.by_tests + self.in_report

    @property
    def is_as_asked(self) -> bool:
        """Whether it is worth what the original gives, where that gives points."""
        return self.item.points is None or math.isclose(self.given, self.item.points, abs_tol=TOLERANCE)


def serve_items(assignment: Assignment) -> list[ServedItem]:
    """Return the items of an assignment's original in their order, with their points here.

    Tests and questions that several items name are shared equally among them. Where the assignment says what tests and
    report count (``[counts]``), points are in that measure.
    """
    worth_of_test = _test_points(assignment)
    worth_of_question = {asked.question.id: asked.question.points for asked in assignment.questions}
    counts = assignment.settings.counts
    if counts is not None:
        worth_of_test = _scaled(worth_of_test, counts.tests)
        worth_of_question = _scaled(worth_of_question, counts.report)
    items = assignment.settings.original
    depths: dict[str, int] = {}
    found = []
    for item in items:
        depths[item.item] = depths.get(item.of, -1) + 1
        references = [reference for listed in item.by.values() for reference in listed]
        tests = frozenset(id for id in worth_of_test if any(fnmatchcase(id, one) for one in references))
        questions = frozenset(references) & worth_of_question.keys()
        others = tuple(dict.fromkeys(reference for reference in references if ": " in reference))
        found.append(ServedItem(item, depths[item.item], 0.0, 0.0, tests, questions, others))
    named = Counter(id for one in found for id in (*one.tests, *one.questions))
    totals: dict[str, tuple[float, float]] = {}
    for one in reversed(found):  # parts stand below what they are parts of
        by_tests = sum(worth_of_test[id] / named[id] for id in one.tests)
        in_report = sum(worth_of_question[id] / named[id] for id in one.questions)
        parts = totals.get(one.item.item, (0.0, 0.0))
        totals[one.item.item] = own = (parts[0] + by_tests, parts[1] + in_report)
        above = totals.get(one.item.of, (0.0, 0.0))
        totals[one.item.of] = (above[0] + own[0], above[1] + own[1])
    return [replace(one, by_tests=totals[one.item.item][0], in_report=totals[one.item.item][1]) for one in found]


def validate_original(assignment: Assignment, text: str) -> Iterator[str]:
    """Check that nothing of the original is open, that all that is set belongs to it, and that the points are its own.

    Args:
        assignment: the assignment, sound otherwise.
        text: of its TOML file, to find lines in.
    """
    items = assignment.settings.original
    wrong = [*_validate_order(assignment, text), *_validate_references(assignment, text)]
    if wrong or not items:
        yield from wrong
        return
    served = serve_items(assignment)
    wrong = list(_validate_completeness(assignment, served, text))
    if wrong:  # then points differ too
        yield from wrong
        return
    for index, one in enumerate(served):
        place = f"{assignment.display_path}:{entry_line(text, index, 'points', 'original')}"
        parts = [other.points for other in items if other.of == one.item.item]
        known = [points for points in parts if points is not None]
        if one.item.points is not None and parts and len(parts) == len(known) and sum(known) != one.item.points:
            yield (
                f"{place}: '{one.item.item}' of the original gives {one.item.points:g} points, and its parts {sum(known):g}; "
                "correct one of them."
            )
        elif not one.is_as_asked:
            yield (
                f"{place}: '{one.item.item}' of the original gives {one.item.points:g} points, and here it is worth {one.given:g} "
                f"({one.by_tests:g} by tests, {one.in_report:g} in the report); change points of [[problems]] or of questions."
            )


def _validate_completeness(assignment: Assignment, served: list[ServedItem], text: str) -> Iterator[str]:
    place = f"{assignment.display_path}:{entry_line(text, 0, 'item', 'original')}"
    named = {id for one in served for id in (*one.tests, *one.questions)}
    for id in _test_points(assignment):
        if id not in named:
            yield f"{place}: no item of the original names the test {id}; add it to the item that it serves."
    for asked in assignment.questions:
        if asked.question.id not in named:
            yield (
                f"{place}: no item of the original names the question '{asked.question.id}'; add it to the item that it serves."
            )


def _validate_order(assignment: Assignment, text: str) -> Iterator[str]:
    items = assignment.settings.original
    divided = {item.of for item in items}
    above: set[str] = set()
    for index, item in enumerate(items):
        place = f"{assignment.display_path}:{entry_line(text, index, 'item', 'original')}"
        if not item.item.strip() or item.item in above:
            yield f"{place}: an item of the original needs a name of its own, and '{item.item}' is none; change it."
        if item.of and item.of not in above:
            yield f"{place}: '{item.item}' is part of '{item.of}', which is no item above it; correct one of them."
        above.add(item.item)
        if item.item in divided and item.by:
            yield f"{place}: '{item.item}' has parts, so it takes no [original.by]; move that to its parts."
        elif item.item not in divided and not item.by:
            yield f"{place}: nothing serves '{item.item}' of the original; name what does in [original.by] below it."


def _validate_references(assignment: Assignment, text: str) -> Iterator[str]:
    known = _known_references(assignment)
    tests = list(_test_points(assignment))
    questions = [asked.question.id for asked in assignment.questions]
    lines = text.splitlines()
    for index, item in enumerate(assignment.settings.original):
        head = entry_line(text, index, "[", "original")
        for what, references in item.by.items():
            if not references:
                yield (
                    f"{assignment.display_path}:{_line_with(lines, what, head)}: nothing serves '{what}' of '{item.item}'; name "
                    "what does."
                )
            for reference in references:
                if reference in known or any(fnmatchcase(id, reference) for id in tests):
                    continue
                kind = reference.partition(": ")[0] if ": " in reference else None
                alike = [one for one in known if one.startswith(f"{kind}: ")] if kind else [*questions, *tests]
                near = difflib.get_close_matches(reference, alike, 1)
                yield (
                    f"{assignment.display_path}:{_line_with(lines, reference, head)}: '{reference}' serves '{item.item}' of the "
                    "original, and this assignment has no such test, question, experiment, hand-out, setting or policy; "
                    + (f"did you mean '{near[0]}'?" if near else "name one that it has.")
                )


def _known_references(assignment: Assignment) -> set[str]:
    """Return every reference to something else than tests."""
    known = {asked.question.id for asked in assignment.questions}
    for problem in assignment.problems:
        known |= {f"experiment: {PurePosixPath(path).stem}" for path in problem.experiments}
        headings = re.findall(r"^#+ +(.+?) *$", problem.handout, re.MULTILINE)
        known |= {f"handout: {problem.name}", *(f"handout: {problem.name}#{heading}" for heading in headings)}
    known |= {f"setting: {key}" for key in _set_keys(assignment.settings)}
    return known | {f"policy: {policy.title}" for policy in assignment.policies}


def _set_keys(settings: msgspec.Struct, prefix: str = "") -> Iterator[str]:
    """Yield the keys of settings that have another value than their default, tables and what is in them."""
    for field in msgspec.structs.fields(type(settings)):
        value = getattr(settings, field.name)
        default = field.default if field.default_factory is msgspec.NODEFAULT else field.default_factory()
        if value != default:
            yield prefix + field.name
            if isinstance(value, msgspec.Struct):
                yield from _set_keys(value, f"{prefix}{field.name}.")


def _test_points(assignment: Assignment) -> dict[str, float]:
    """Return the points of every test, by its id with the problem's name before it."""
    return {
        f"{problem.name}/{id}": points
        for problem in assignment.problems
        for id, points in points_by_test(problem, assignment.entries[problem.name]).items()
    }


def _scaled(points: dict[str, float], total: float) -> dict[str, float]:
    whole = sum(points.values())
    return {id: one * total / whole for id, one in points.items()} if whole else points


def _line_with(lines: list[str], words: str, first: int) -> int:
    """Find the line of some words below a line, both counted from 1; that line where the words are not found."""
    return next((number for number in range(first, len(lines) + 1) if f'"{words}"' in lines[number - 1]), first)
