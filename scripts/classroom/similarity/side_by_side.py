"""Show the functions that two hand-ins have in common, side by side, as a fragment of a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from scripts.classroom.similarity.pairs import Lines, Pair, Part, Side

NOTICE = (
    "This is a list to look at, never an accusation. Two people may write the same by chance, from the same lecture, or because "
    "there is one usual way to write it."
)
MAX_LINE = 400  # characters of a line that are shown; the source is untrusted and may have one line of a megabyte


def render_pair(pair: Pair, left_text: Mapping[str, str], right_text: Mapping[str, str]) -> str:
    """Return a pair as a fragment of HTML: a section with a table for each function, common lines in ``<mark>``.

    Args:
        pair: what :func:`scripts.classroom.similarity.pairs.compare` found.
        left_text: the text of each file of the left hand-in, by its path, as it was compared.
        right_text: the same of the right hand-in.
    """
    head = f"<h3>{escape(pair.left)} and {escape(pair.right)}: {_percent(pair.score)} in common</h3>\n<p>{escape(NOTICE)}</p>"
    tables = [_table(pair, part, left_text[part.path], right_text[part.path]) for part in pair.parts]
    return "\n".join(['<section class="similar-pair">', head, *tables, "</section>\n"])


def _table(pair: Pair, part: Part, left: str, right: str) -> str:
    what = f"{part.name} in {part.path}" if part.name else f"helper functions in {part.path}"
    heads = "".join(f'<th scope="col">{escape(key)}</th>' for key in (pair.left, pair.right))
    cells = "".join(
        f"<td><pre>{_code(side, text)}</pre></td>" for side, text in ((part.left, left), (part.right, right))
    )
    caption = f"{escape(what)}: {_percent(part.score)} of the shorter one"
    return f"<table><caption>{caption}</caption><thead><tr>{heads}</tr></thead><tbody><tr>{cells}</tr></tbody></table>"


def _code(side: Side, text: str) -> str:
    """Return the lines of a side's functions with their numbers, common ones marked."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")  # as Python counts lines
    common = {number for part in side.common for number in _numbers(part)}
    functions = [
        "\n".join(_line(number, lines, number in common) for number in _numbers(one)) for one in side.functions
    ]
    return "\n\n".join(functions)


def _line(number: int, lines: Sequence[str], is_common: bool) -> str:
    line = lines[number - 1] if number <= len(lines) else ""
    shown = escape(line if len(line) <= MAX_LINE else line[:MAX_LINE] + " …")
    return f"{number:>4} " + (f"<mark>{shown}</mark>" if is_common else shown)


def _numbers(lines: Lines) -> range:
    return range(lines.first, lines.last + 1)


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
