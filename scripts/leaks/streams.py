"""Texts as sequences of tokens, words or numbers, in which secrets are looked for."""

from __future__ import annotations

import io
import keyword
import re
import tokenize
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import islice
from typing import NamedTuple

_TOKEN = re.compile(r"\w+|[^\w\s]")
_WORD = re.compile(r"(?<![^\W_])(?<!\\)[^\W_]+")  # not \frac: the notation of a formula is common property
_NUMBER = re.compile(
    r"(?<![\w.])[-+]?(?:(?:\d{1,3}(?:(?:,|\{,\}|_)\d{3})+(?!\d)|\d+)(?:\.\d*)?(?:[eE][-+]?\d+)?(?!\w)|\.\d+)"
)
_DIGIT = re.compile(r"\d")
_THOUSANDS = re.compile("[,_{}]")
_SHORT_WORDS = frozenset({"is", "it", "of", "in", "to", "a"})


def code_tokens(line: str) -> tuple[str, ...]:
    """Return the tokens of one line of code without its comment."""
    if "#" in line:
        line = line[: _comment_start(line)]
    return tuple(tokens_in(line))


def _comment_start(line: str) -> int:
    """Return where the comment of a line with a # begins, or the line's end where that # is part of a string."""
    if '"' not in line and "'" not in line:
        return line.index("#")
    try:
        for token in tokenize.generate_tokens(io.StringIO(line).readline):
            if token.type == tokenize.COMMENT:
                return token.start[1]
    except (tokenize.TokenError, IndentationError, SyntaxError):
        found = re.search(r"\s#", line)
        return found.start() if found else len(line)
    return len(line)


def tokens_in(text: str) -> list[str]:
    """Return the names, numbers and signs of a text, one by one."""
    return _TOKEN.findall(text)


def words_in(text: str) -> list[str]:
    """Return the words of a text in lower case."""
    return [word.lower() for word in _WORD.findall(text)]


def numbers_in(text: str) -> list[float]:
    """Return the numbers of a text, read with or without separators of thousands."""
    if not _DIGIT.search(text):
        return []
    return [float(_THOUSANDS.sub("", number)) for number in _NUMBER.findall(text)]


class Stream(NamedTuple):
    """How a text becomes a sequence of values of one kind."""

    values: Callable[[str], Sequence[object]]
    pattern: re.Pattern[str]

    def offsets(self, text: str, indices: Iterable[int]) -> dict[int, int]:
        """Return the offset in ``text`` at which the value of each index begins."""
        found: dict[int, int] = {}
        matches = self.pattern.finditer(text)
        passed = 0
        for index in sorted(set(indices)):
            found[index] = next(islice(matches, index - passed, None)).start()
            passed = index + 1
        return found


TOKENS = Stream(tokens_in, _TOKEN)
WORDS = Stream(words_in, _WORD)
NUMBERS = Stream(numbers_in, _NUMBER)


def significant_digits(number: float) -> int:
    """Count the significant decimal digits: 3 of 0.0313, 1 of 1000."""
    digits = f"{abs(number):.10g}".partition("e")[0].replace(".", "").strip("0")
    return max(len(digits), 1)


def count_plain_words(words: Sequence[str]) -> int:
    """Count the words that are more than the symbols of a formula."""
    return sum(1 for word in words if len(word) > 2 or word in _SHORT_WORDS)


def count_names(tokens: Sequence[str]) -> int:
    """Count the names and numbers among tokens; keywords and ``self`` are not counted."""
    return sum(map(_is_name, tokens))


@cache
def _is_name(token: str) -> bool:
    return token[0].isalnum() and not keyword.iskeyword(token) and token != "self"
