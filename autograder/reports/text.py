"""Text of students and of libraries, made fit to be shown: no control characters, no escapes, no end without an end."""

from __future__ import annotations

import re
from typing import TypeVar

import msgspec

from autograder.model.grading import Grading

MAX_CHARACTERS = 60_000  # Gradescope cuts an output at about 100,000, in the middle of anything

# Colour and cursor commands (CSI), titles and links (OSC), the other two-character escapes.
_ESCAPES = re.compile(r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[ -/]*[0-~]?")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_DIRECTION = re.compile(r"[\u200e\u200f\u202a-\u202e\u2066-\u2069]")  # would let a line read otherwise than it is
_SURROGATES = re.compile(r"[\ud800-\udfff]")

T = TypeVar("T")


def clean(text: str, most: int = MAX_CHARACTERS) -> str:
    """``text`` with nothing in it but printable characters, tabs and line ends, and a word where it was cut."""
    if len(text) <= most and text.isascii() and text.isprintable():
        return text  # as most are, and this is soon said
    text = text[: 4 * most]
    text = _ESCAPES.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _SURROGATES.sub("\ufffd", _DIRECTION.sub("", _CONTROL.sub("", text)))
    if len(text) > most:
        text = f"{text[: most - 80].rstrip()}\n[cut here: the rest is too long to be shown]"
    return text


def cleaned(grading: Grading) -> Grading:
    """The same grading with every text in it made fit to be shown and stored."""
    return msgspec.convert(_walk(msgspec.to_builtins(grading)), Grading)


def _walk(value: T) -> T:
    if isinstance(value, str):
        return clean(value)  # type: ignore[return-value]
    if isinstance(value, list):
        return [_walk(item) for item in value]  # type: ignore[return-value]
    if isinstance(value, dict):
        return {_walk(key): _walk(item) for key, item in value.items()}  # type: ignore[return-value]
    return value


def points(value: float) -> str:
    """Points as people write them: 12, 2.5, 0.33."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if value == value else "0"


def count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
