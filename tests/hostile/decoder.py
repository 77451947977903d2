"""Reads secrets out of what a student sees of one test where they are coded: in the choice of lines, names, types, sizes, letters.

A hostile submission and this decoder have agreed on codes beforehand, as two students could. What one test may tell is bounded
(docs/security.md): a longer run of a secret is a leak.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from autograder.suite.redaction import KINDS, KNOWN_EXCEPTIONS
from autograder.suite.wordings import DTYPES, WORDINGS
from tests.hostile.arena import disguises, longest

MAX_CODED = 8  # hexadecimal characters: 32 bits
SHORTEST = 4  # characters of a run that counts

_BOOKS = [sorted(KNOWN_EXCEPTIONS), sorted(KINDS), list(DTYPES)]


def coded(text: str, values: list[str]) -> int:
    """Return the length of the longest run of characters of ``values`` that one of the codes reads from ``text``."""
    shapes = _shapes_by_part(tuple(values))
    best = 0
    for reading in dict.fromkeys(_read(text)):
        parts = {reading[at : at + SHORTEST] for at in range(len(reading) - SHORTEST + 1)}
        for shape in {shape for part in parts & shapes.keys() for shape in shapes[part]}:
            best = max(best, longest(reading, shape, SHORTEST))
    return best


@cache
def _shapes_by_part(values: tuple[str, ...]) -> dict[str, set[str]]:
    """Return the disguised values that hold a part, by all parts of the shortest length: few readings share one with any."""
    shapes: dict[str, set[str]] = defaultdict(set)
    for shape in {shape for value in values for shape in disguises(value)}:
        for at in range(len(shape) - SHORTEST + 1):
            shapes[shape[at : at + SHORTEST]].add(shape)
    return dict(shapes)


def _read(text: str) -> Iterator[str]:
    """Yield what each code reads from a text."""
    yield text
    yield re.sub(r"[^0-9A-Za-z]+", "", text)
    lines = [int(number) for number in re.findall(r"\bline (\d+)", text)]
    for numbers in (lines, [int(number) for number in re.findall(r"\d+", text)]):
        for order in (numbers, numbers[::-1]):
            yield "".join(chr(number) for number in order if 32 <= number < 127)
            for offset in range(16):  # of where the first of the lines stands
                yield "".join(f"{(number - offset) % 16:x}" for number in order)
                yield "".join(f"{(number - offset) % 256:02x}" for number in order)
                yield "".join(f"{(number - offset) % 4096:03x}" for number in order)
    words = re.findall(r"[A-Za-z_][A-Za-z_0-9]*", text)
    quoted = re.findall(r"['`]([^'`\n]*)['`]", text)
    for found in (words, quoted):
        for length in (1, 2, 3, 4):  # names that end in what they stand for
            endings = [re.search(rf"(?:^|[^0-9a-f])_?([0-9a-f]{{{length}}})$", word) for word in found]
            yield "".join(ending[1] for ending in endings if ending)
    for book in _BOOKS:  # the place of a word in a list
        yield "".join(f"{book.index(word) % 16:x}" for word in (*words, *quoted) if word in book)
        yield "".join(f"{book.index(word):02x}" for word in (*words, *quoted) if word in book)
    choice = "".join(f"{index:02x}" for index, wording in enumerate(WORDINGS) if _is_shown(wording.text, text))
    yield choice
    # All that one test can choose at once: the line, its caller, the type or wording, names and kinds.
    for width in (1, 2, 3):
        for offset in range(16):
            places = "".join(f"{(number - offset) % 16**width:0{width}x}" for number in lines)
            kinds = "".join(f"{_BOOKS[1].index(word) % 16:x}" for word in quoted if word in _BOOKS[1])
            types = "".join(f"{_BOOKS[0].index(word) % 16:x}" for word in words if word in _BOOKS[0])
            yield from (
                places + types + kinds,
                types + kinds + places,
                places + choice + kinds,
                choice + kinds + places,
            )


def _is_shown(wording: str, text: str) -> bool:
    pieces = [piece for piece in re.split(r"#|\{\w+\}", wording) if len(piece) > 5]
    return bool(pieces) and all(piece in text for piece in pieces)
