"""Numbers that students write into ``report/answers.toml`` and that tests judge."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence

import msgspec

ANSWERS = "report/answers.toml"

Value = int | float | list[float | list[float]]  # a list of lists is a matrix, row by row


class Number(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[[numbers]]`` of a ``problem.toml``."""

    id: str
    ask: str
    unit: str
    answer: Value  # stays with staff
    question: str = ""  # id of the question that it is shown with


def answers_file(problems: Iterable[tuple[str, str, Sequence[Number]]], *, solved: bool) -> str:
    """Write the text of ``report/answers.toml``: each number with what is asked and its unit above it.

    Args:
        problems: name, title and numbers of each, in order.
        solved: whether the answers are in.

    Returns:
        The text; "" where no number is asked for.
    """
    lines = [
        '# Numbers that tests judge. Put each in place of its "?", without quotes, unit and thousands separators, such as',
        "# weights = 1024 or, where several are asked for, sums = [0.5, -1, 2]. A matrix is a list of its rows, such as",
        "# turn = [[0, -1], [1, 0]], and may go over several lines.",
    ]
    head = len(lines)
    for name, title, numbers in problems:
        lines += ["", f"[{name}]  # {title}"] if numbers else []
        for number in numbers:
            lines += [f"# {line}" for line in textwrap.wrap(f"{number.ask} Unit: {number.unit}.", 110)]
            lines += [f"{number.id} = {json.dumps(number.answer) if solved else json.dumps('?')}"]
    return "\n".join(lines) + "\n" if len(lines) > head else ""


def with_answers(text: str, problem: str, given: Mapping[str, Value]) -> str:
    """Give other answers to some of one problem's numbers.

    Args:
        text: of ``report/answers.toml`` with every answer in.
        problem: its name.
        given: the other answers, by the number's id.
    """
    table, lines = "", []
    for line in text.split("\n"):
        header = re.match(r"\[(\w+)\]", line)
        table = header[1] if header else table
        key = line.partition(" = ")[0]
        lines.append(f"{key} = {json.dumps(given[key])}" if table == problem and key in given else line)
    return "\n".join(lines)
