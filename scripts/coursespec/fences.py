"""Find the fenced code in Markdown: what stands in it is no heading, and a fence that is not closed takes all that follows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_FENCE = re.compile(r"\s*(?P<sign>`{3,}|~{3,})(?P<info>.*)")


def number_lines(lines: Iterable[str], first: int = 1) -> Iterator[tuple[int, str, int]]:
    """Yield (number, line, fence) for each line, where ``fence`` is the line of the fence that it stands in; 0 outside any.

    The lines of a fence itself count as inside. As in CommonMark, a fence is closed by one of the same sign that is as long or
    longer and has nothing behind it.

    Args:
        lines: of a text, in their order.
        first: number of the first of them.
    """
    fence, sign = 0, ""
    for number, line in enumerate(lines, first):
        found = _FENCE.fullmatch(line)
        if fence:
            yield number, line, fence
            if found and found["sign"].startswith(sign) and not found["info"].strip():
                fence = 0
        elif found and not (found["sign"][0] == "`" and "`" in found["info"]):
            fence, sign = number, found["sign"]
            yield number, line, fence
        else:
            yield number, line, 0


def find_open_fences(text: str, display_path: str) -> list[str]:
    """Return a sentence about the fence of a text that is never closed; none where there is no such fence.

    Args:
        text: the whole file.
        display_path: how messages name it.
    """
    lines = [*text.split("\n"), ""]  # the line more stands inside a fence that the last line does not close
    *_, (_, _, fence) = number_lines(lines)
    found = _FENCE.fullmatch(lines[fence - 1]) if fence else None
    if found is None:
        return []
    return [
        f"{display_path}:{fence}: this code fence is never closed, so all that follows is code; add a line of {found['sign']} "
        "below its last line."
    ]
